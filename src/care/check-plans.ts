import { isCalendarDate } from '../language/date.ts'
import type { Protocol } from '../language/protocol.ts'
import { checkPast, isBlank } from './day-and-text.ts'
import type { EpisodeHistory } from './episode.ts'
import type { CareEventOf } from './events.ts'
import { outdatedLetters } from './letters.ts'
import { reasonFor } from './override-reasons.ts'
import { type CareProblem, problem } from './problems.ts'

/**
 * Checks a referral: a decision of that kind, an urgency of the protocol, a destination and a letter.
 *
 * @example checkReferred(event, standard).map(({ code }) => code) // ['PLB_CARE_LETTER_MISSING']
 */
export function checkReferred(event: CareEventOf<'referred'>, protocol: Protocol): readonly CareProblem[] {
  const { decision, urgency, destination, letter } = event.payload
  const referrals = protocol.decisions.filter(({ kind }) => kind === 'referral').map(({ id }) => id)
  const levels = protocol.decisions.find(({ kind }) => kind === 'urgency')?.outcomes.map(({ id }) => id) ?? []
  return [
    ...(referrals.includes(decision) ? [] : [problem('PLB_CARE_UNKNOWN_DECISION', 'decision', referrals.join(', '))]),
    ...(levels.includes(urgency) ? [] : [problem('PLB_CARE_UNKNOWN_URGENCY', 'urgency', levels.join(', '))]),
    ...(isBlank(destination) ? [problem('PLB_CARE_LETTER_MISSING', 'destination')] : []),
    ...(isBlank(letter) ? [problem('PLB_CARE_LETTER_MISSING', 'letter')] : []),
  ]
}

/**
 * Checks an acknowledgement: of a referral of this episode, once, not before it was made.
 *
 * @example checkReferral(history, event).map(({ code }) => code) // ['PLB_CARE_REFERRAL_UNKNOWN']
 */
export function checkReferral(
  history: EpisodeHistory,
  event: CareEventOf<'referralAcknowledged'>,
): readonly CareProblem[] {
  const { referral: sequence, acknowledgedOn, appointmentOn } = event.payload
  const letters = history.referrals.flatMap((each) => [each, ...each.corrections])
  const referral = letters.find((each) => each.sequence === sequence)
  if (!referral) return [problem('PLB_CARE_REFERRAL_UNKNOWN', 'referral')]
  if (referral.acknowledged) return [problem('PLB_CARE_REFERRAL_ACKNOWLEDGED', 'referral')]
  const day = checkPast('acknowledgedOn', acknowledgedOn, event.recordedOn)
  if (day.length > 0) return day
  return [
    ...(acknowledgedOn < referral.recordedOn
      ? [problem('PLB_CARE_REFERRAL_DATE', 'acknowledgedOn', `from ${referral.recordedOn}`)]
      : []),
    ...(appointmentOn !== undefined && !isCalendarDate(appointmentOn)
      ? [problem('PLB_CARE_DATE', 'appointmentOn', 'YYYY-MM-DD')]
      : []),
  ]
}

/**
 * Checks that a letter is put right, or whoever received it told: a letter of this episode that is not right. A voided
 * episode has nothing that a corrected letter could say: its referral can be withdrawn.
 *
 * @example checkLetter(history, event).map(({ code }) => code) // ['PLB_CARE_LETTER_RIGHT']
 */
export function checkLetter(
  history: EpisodeHistory,
  { type, payload }: CareEventOf<'letterCorrected'> | CareEventOf<'recipientTold'>,
): readonly CareProblem[] {
  if (!history.referrals.some(({ sequence }) => sequence === payload.referral))
    return [problem('PLB_CARE_REFERRAL_UNKNOWN', 'referral')]
  if (!outdatedLetters(history).some(({ referral }) => referral.sequence === payload.referral))
    return [problem('PLB_CARE_LETTER_RIGHT', 'referral')]
  if (type === 'recipientTold') return []
  return [
    ...(history.voided && !payload.withdraws ? [problem('PLB_CARE_VOIDED', 'withdraws')] : []),
    ...(isBlank(payload.destination) ? [problem('PLB_CARE_LETTER_MISSING', 'destination')] : []),
    ...(isBlank(payload.letter) ? [problem('PLB_CARE_LETTER_MISSING', 'letter')] : []),
  ]
}

/**
 * Checks an override: of something that is recommended, with a reason code, a plan and a day to check by, so that it
 * never becomes a silent stop.
 *
 * @example checkOverridden(event, standard).map(({ code }) => code) // ['PLB_CARE_PLAN_MISSING', 'PLB_CARE_CHECK_BY']
 */
export function checkOverridden(event: CareEventOf<'overridden'>, protocol: Protocol): readonly CareProblem[] {
  const { decision, outcome, reasonCode, plan, checkBy } = event.payload
  const outcomes = protocol.decisions.find(({ id }) => id === decision)?.outcomes
  const isAdvised = outcomes?.some(({ id, stance }) => id === outcome && stance !== undefined)
  const inTime = isCalendarDate(checkBy) && checkBy >= event.recordedOn
  return [
    ...(isAdvised ? [] : [problem('PLB_CARE_UNKNOWN_DECISION', 'decision', 'a decision that asks for something now')]),
    ...(reasonFor(reasonCode) ? [] : [problem('PLB_CARE_OVERRIDE_REASON', 'reasonCode')]),
    ...(isBlank(plan) ? [problem('PLB_CARE_PLAN_MISSING', 'plan')] : []),
    ...(inTime ? [] : [problem('PLB_CARE_CHECK_BY', 'checkBy', `from ${event.recordedOn}`)]),
  ]
}
