import type { CalendarDate } from '../../language/date.ts'
import type { Coding } from '../json.ts'
import type { RecordedDay } from './day.ts'

/** Why a part of the record was taken, or was not. */
export const reasons = {
  taken: 'Taken.',
  takenFromGender: 'Taken from the administrative gender; the sex at birth is not recorded.',
  takenAsAbsent: 'Taken as absent: the record says so.',
  takenInactive: 'Taken: it was there at some time.',
  takenNotNewest: 'Not taken: something newer says otherwise or the same.',
  contradicted: 'Not taken: the record contradicts itself, and what is newer, or more cautious, was taken.',
  resultKnown: 'Not taken: the result of the test is known from elsewhere in the record.',
  modified: 'Left out: it has an extension or rules that change its meaning, and they are not understood.',
  aboutAnother: 'Left out: it is about somebody else, or does not say whom it is about.',
  enteredInError: 'Left out: entered in error.',
  notConfirmed: 'Left out: the diagnosis is not confirmed.',
  refutesNarrower: 'Left out: what was refuted is narrower than the finding, which may be there all the same.',
  notCurrent: 'Left out: resolved, or no longer active.',
  tooOld: 'Left out: too long ago to speak of today.',
  future: 'Left out: its day lies after the as-of date.',
  dayVague: 'Left out: its day is too vague to say whether it still counts.',
  noDay: 'Left out: it has no day, and counts only for a time.',
  statusNotFinal: 'Left out: its status is not final.',
  statusNotUnderstood: 'Left out: its status is not one of FHIR R4.',
  notDone: 'Left out: it was not done.',
  noValue: 'Left out: it has no value.',
  valueNotUnderstood: 'Left out: its value is not of a kind, or in a code, that is understood.',
  unitNotUnderstood: 'Left out: its unit is not the one of the finding, nor one that is converted.',
  outOfRange: 'Left out: its value is outside what the finding takes.',
  onlyABound: 'Left out: it gives only a bound (less than, more than).',
  limitUnclear: 'Left out: there are several reference ranges, or none that says an upper limit.',
  byThePatient: 'Not taken: the patient’s own answer counts once a clinician confirms it.',
  toAsk: 'Not taken: it makes one ask, and does not say that the finding is there.',
  toRead: 'To be read: the report is text, or has no code that is understood.',
  ordered: 'Ordered; an order is no finding.',
  proposed: 'Left out: only proposed, or an option; nobody has ordered it.',
  impossible: 'Not taken: together with what else is recorded it cannot be.',
} as const

export type Reason = keyof typeof reasons

/** Where one line of the reading comes from: a resource, and what was read of it. */
export interface Provenance {
  /** `Condition/abc`, or the path in what was received where it has no id. */
  readonly resource: string
  readonly type: string
  readonly path: string
  /** The code that was matched. */
  readonly code?: Coding
  /** Statuses as recorded: `active`, `confirmed`, `final`. */
  readonly status?: string
  /** The date used, as recorded, and what it is the date of. */
  readonly date?: string
  readonly dateOf?: string
  /** How the record calls it, for a person. */
  readonly says?: string
}

/** What one resource says of one finding, before it is weighed against the others. */
export interface Candidate {
  readonly finding: string
  readonly value: string | number
  /** Absent where the record gives no day: the as-of date then. */
  readonly observedOn?: CalendarDate
  /** For ordering what is of one day. */
  readonly at: string
  readonly reason: Reason
  readonly provenance: Provenance
}

/** One line of what was read: the resource, the finding, whether its value was taken, and why. */
export interface ReadingLine extends Provenance {
  readonly finding?: string
  readonly value?: string | number
  readonly observedOn?: CalendarDate
  readonly taken: boolean
  readonly reason: Reason
}

/** A report, or a result without a code that is understood: shown, never parsed. */
export interface ReportToRead extends Provenance {
  /** The finding it would give a value to. */
  readonly finding: string
  readonly doneOn?: CalendarDate
  /** What the report concludes, as written. */
  readonly text?: string
}

/** A test that was ordered, as the record has it. */
export interface RecordedOrder extends Provenance {
  readonly finding: string
  readonly orderedOn?: CalendarDate
}

/** What makes one ask for a finding without saying that it is there. */
export interface QuestionRaised extends Provenance {
  readonly findings: readonly string[]
}

/** A patient’s own answer, by finding. */
export interface AnswerToConfirm extends Provenance {
  readonly finding: string
  readonly value: string | number
  readonly observedOn?: CalendarDate
}

/** Everything gathered while resources are read. */
export interface Ledger {
  readonly candidates: Candidate[]
  readonly lines: ReadingLine[]
  readonly reports: ReportToRead[]
  readonly orders: RecordedOrder[]
  readonly questions: QuestionRaised[]
  readonly toConfirm: AnswerToConfirm[]
  readonly medicines: Set<string>
  readonly allergies: Set<string>
  /** Confirmed, current back pain. */
  readonly backPain: Provenance[]
}

/**
 * An empty ledger.
 *
 * @example emptyLedger().candidates.length // 0
 */
export function emptyLedger(): Ledger {
  return {
    candidates: [],
    lines: [],
    reports: [],
    orders: [],
    questions: [],
    toConfirm: [],
    medicines: new Set(),
    allergies: new Set(),
    backPain: [],
  }
}

/**
 * Records that something was not taken, and why.
 *
 * @example leaveOut(ledger, provenance, 'tooOld', { finding: 'fever', value: 'present' })
 */
export function leaveOut(
  ledger: Ledger,
  provenance: Provenance,
  reason: Reason,
  what: { readonly finding?: string; readonly value?: string | number; readonly observedOn?: CalendarDate } = {},
): void {
  ledger.lines.push({ ...provenance, ...what, taken: false, reason })
}

/**
 * The provenance with the date that was used, and what it is the date of.
 *
 * @example dated(provenance, day, 'onset').dateOf // 'onset'
 */
export function dated(provenance: Provenance, day: RecordedDay | undefined, dateOf: string): Provenance {
  return day ? { ...provenance, date: day.text, dateOf } : provenance
}
