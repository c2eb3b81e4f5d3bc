import type { EpisodeHistory, Referral } from './episode.ts'
import { lastLetterOf } from './letters.ts'
import { moreUrgent } from './service-levels.ts'

/**
 * The referral that follows a recommendation: of the same decision, and at least as urgent as it is now. One that was
 * made when less was known does not count once the urgency has risen: it has to be made again, faster.
 *
 * @example referralThatFollows({ decision: 'surgicalReferral', urgency: 'emergency' }, history) // undefined: it was made as 'soon'
 */
export function referralThatFollows(
  action: { readonly decision: string; readonly urgency?: string },
  history: Pick<EpisodeHistory, 'referrals'>,
): Referral | undefined {
  return history.referrals.findLast(
    (referral) =>
      referral.decision === action.decision && !referral.withdrawn && isFastEnough(referral, action.urgency),
  )
}

function isFastEnough(referral: Referral, asked: string | undefined): boolean {
  const { urgency } = lastLetterOf(referral)
  return moreUrgent(urgency, asked ?? urgency) === urgency
}
