/** Every way in which care refuses, with what it means. Codes are stable: programs may match on them, messages may improve. */
export const careProblemCatalogue = {
  PLB_CARE_UNKNOWN_EVENT: 'This version does not know the type of the event.',
  PLB_CARE_SEQUENCE: 'The event is not the next one of the episode: it repeats one, or leaves a gap.',
  PLB_CARE_NOT_REGISTERED: 'An episode begins with the patient being registered.',
  PLB_CARE_ALREADY_REGISTERED: 'The episode has its patient already.',
  PLB_CARE_PATIENT_DETAILS: 'The patient’s details are not complete.',
  PLB_CARE_WRONG_EPISODE: 'The event belongs to another episode.',
  PLB_CARE_WRONG_PATIENT: 'The event names another patient than the episode.',
  PLB_CARE_VOIDED: 'The episode was voided: nothing can be added to it.',
  PLB_CARE_CLOSED: 'The episode is closed. Reopen it first; a late result can be recorded as it is.',
  PLB_CARE_NOT_CLOSED: 'The episode is open, so that it cannot be reopened.',
  PLB_CARE_DATE: 'This is not a day of the calendar.',
  PLB_CARE_FUTURE: 'This day lies after the day of recording.',
  PLB_CARE_FINDINGS: 'A finding cannot be recorded as it is given.',
  PLB_CARE_NO_FINDINGS: 'There is nothing to record.',
  PLB_CARE_AMEND_NEEDED: 'A signed finding is changed for the same day: amend it, with a reason.',
  PLB_CARE_AMEND_NOTHING: 'An amendment changes something that was recorded.',
  PLB_CARE_REASON_MISSING: 'A reason is needed.',
  PLB_CARE_NOTHING_ANSWERED: 'Nothing has been answered, so that there is nothing to sign.',
  PLB_CARE_SIGNED_STALE: 'The findings have changed since this decision was made: look at it again, then sign.',
  PLB_CARE_UNKNOWN_DECISION: 'The protocol has no such decision of this kind.',
  PLB_CARE_NOTHING_ORDERED: 'An order names at least one test, each once.',
  PLB_CARE_ALREADY_AWAITED: 'The result of this test is awaited already.',
  PLB_CARE_NOT_AWAITED: 'No result of this test is awaited.',
  PLB_CARE_REVIEW_BEFORE_TREATMENT: 'The review lies before the start of the treatment.',
  PLB_CARE_LETTER_MISSING: 'A referral needs a destination and a letter.',
  PLB_CARE_UNKNOWN_URGENCY: 'The protocol has no such urgency.',
  PLB_CARE_REFERRAL_UNKNOWN: 'There is no such referral in this episode.',
  PLB_CARE_REFERRAL_ACKNOWLEDGED: 'The referral has been acknowledged already.',
  PLB_CARE_REFERRAL_DATE: 'The referral cannot be acknowledged before it was made.',
  PLB_CARE_LETTER_RIGHT: 'Nothing that this letter says has been corrected since it was sent, or it was withdrawn.',
  PLB_CARE_OVERRIDE_REASON: 'This is not a reason code for doing otherwise.',
  PLB_CARE_PLAN_MISSING: 'Doing otherwise needs a plan.',
  PLB_CARE_CHECK_BY: 'Doing otherwise needs a day to check by, today or later.',
  PLB_CARE_OVERRIDE_UNKNOWN: 'There is no such override in this episode that still waits for its check.',
  PLB_CARE_ASSIGNEE: 'Work is assigned to an account or to a role.',
  PLB_CARE_OPEN_WORK:
    'Work is open (a result awaited, a referral unanswered, a decision not acted on): closing needs a reason for that too.',
  PLB_CARE_MERGE_SELF: 'A patient cannot be merged into himself or herself.',
  PLB_CARE_NOT_MERGED: 'This episode was not brought by such a merge, so that there is nothing to take back.',
  PLB_CARE_MOVE_SELF: 'It belongs to this patient and this episode already.',
  PLB_CARE_MOVE_PATIENT: 'A move names the patient of the episode as the one it was entered for.',
  PLB_CARE_ENTRY_UNKNOWN: 'There is no such entry of answers or of a result in this episode.',
  PLB_CARE_ENTRY_AMENDED: 'The entry was amended since, so that it cannot be moved as it is.',
  PLB_CARE_MERGE_PATIENT: 'A merge names the patient of the episode as the one who turns out to be another.',
} as const

export type CareProblemCode = keyof typeof careProblemCatalogue

/** One reason why an event is refused: where, what, and what is allowed. What was entered is not repeated. */
export interface CareProblem {
  readonly code: CareProblemCode
  /** The member concerned: `findings.ageYears`, `checkBy`; empty for the event as a whole. */
  readonly path: string
  readonly message: string
  readonly allowed?: string
}

/**
 * A problem with the catalogue's words.
 *
 * @example problem('PLB_CARE_FUTURE', 'startedOn', 'up to 2026-03-01').message // 'This day lies after the day of recording.'
 */
export function problem(code: CareProblemCode, path = '', allowed?: string): CareProblem {
  return { code, path, message: careProblemCatalogue[code], ...(allowed === undefined ? {} : { allowed }) }
}

/** A history that cannot be read at all: thrown by the fold, which is only ever given what `checkAppend` let through. */
export class CareError extends Error {
  readonly code: CareProblemCode
  /** The event at which reading failed. */
  readonly sequence: number

  constructor(code: CareProblemCode, sequence: number) {
    super(`event ${sequence} of the episode: ${careProblemCatalogue[code]}`)
    this.name = 'CareError'
    this.code = code
    this.sequence = sequence
  }
}
