import type { DecisionResult } from '../evaluate/result.ts'
import { addDays, type CalendarDate } from '../language/date.ts'
import type { EpisodeHistory, EpisodeStatus } from './episode.ts'
import { decisionIds } from './protocol-ids.ts'
import { openWork } from './worklist.ts'

/**
 * Where an episode stands on a day: the furthest stage it has reached. A referral does not wait for results, so a
 * patient may be referred while results are awaited; those stay on the worklist.
 *
 * @example statusOf(history, decision, '2026-03-15') // 'resultsAwaited'
 */
export function statusOf(history: EpisodeHistory, decision: DecisionResult, asOf: CalendarDate): EpisodeStatus {
  if (history.voided) return 'voided'
  if (history.closed) return 'closed'
  if (history.referrals.some(({ withdrawn }) => withdrawn === undefined)) return 'referred'
  const { furtherTests } = decisionIds
  const inFurtherTests = (id: string): boolean => furtherTests.some((test) => test === id)
  const pursued = history.orders.filter(({ state }) => state !== 'overridden')
  if (pursued.some(({ test }) => inFurtherTests(test))) return 'mri'
  const recommended = decision.actions.filter(({ stance }) => stance === 'recommended')
  if (recommended.some((action) => inFurtherTests(action.decision))) return 'mri'
  if (pursued.some(({ state }) => state === 'awaited')) return 'resultsAwaited'
  if (pursued.length > 0 || recommended.some(({ kind }) => kind === 'order' || kind === 'referral')) return 'workUp'
  if (isReviewDue(history, asOf)) return 'reviewDue'
  return history.treatments.length > 0 ? 'conservativeCare' : 'screening'
}

/** The window of a review is open, or over. */
function isReviewDue(history: EpisodeHistory, asOf: CalendarDate): boolean {
  return openWork(history).some(({ kind, opensOn }) => kind === 'review' && opensOn <= asOf)
}

/**
 * The days between which a treatment is reviewed, both included.
 *
 * @example reviewDays(treatment) // { from: '2026-03-15', until: '2026-04-12' }
 */
export function reviewDays(treatment: EpisodeHistory['treatments'][number]): {
  readonly from: CalendarDate
  readonly until: CalendarDate
} {
  const { startedOn, reviewWindow } = treatment
  return { from: addDays(startedOn, reviewWindow.opensDays), until: addDays(startedOn, reviewWindow.closesDays) }
}
