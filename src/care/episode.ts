import type { DecisionResult, ProtocolReference } from '../evaluate/result.ts'
import type { CalendarDate } from '../language/date.ts'
import type { DecisionKind, Stance } from '../language/decision.ts'
import type {
  Assignee,
  CareEventType,
  DecisionSnapshot,
  Description,
  ObservedFindings,
  PatientDetails,
  ReadFrom,
  ReviewWindow,
} from './events.ts'
import type { ServiceLevels } from './service-levels.ts'
import type { DueItem, WorklistItem } from './worklist-item.ts'

/** Who recorded something, when, and in which event. */
export interface Source {
  readonly by: string
  readonly recordedAt: string
  readonly recordedOn: CalendarDate
  readonly sequence: number
}

/** A value that another has replaced: by a new observation, or by an amendment with its reason. */
export interface EarlierValue extends Source {
  readonly value: string | number
  readonly observedOn: CalendarDate
  /** Where it stood, if it was confirmed from another record. */
  readonly from?: readonly ReadFrom[]
  /** The event that replaced it. */
  readonly replacedBy: number
  /** Given when it was amended. */
  readonly reason?: string
}

/** A finding as it stands: its value, its day, who entered it, and everything it replaced (oldest first). */
export interface CurrentFinding extends Source {
  readonly value: string | number
  readonly observedOn: CalendarDate
  /** Where it stood, if it was confirmed from another record. */
  readonly from?: readonly ReadFrom[]
  readonly earlier: readonly EarlierValue[]
}

/** Findings by the protocol's finding id. */
export type CurrentFindings = Readonly<Record<string, CurrentFinding>>

export interface SignedDecision extends Source {
  readonly asOf: CalendarDate
  readonly findings: ObservedFindings
  readonly decision: DecisionSnapshot
  readonly protocol: ProtocolReference
  readonly reviewWindow: ReviewWindow
  /** It was made on what has since been moved: the episode was another patient's, or an entry was. */
  readonly unsettledBy?: Source & { readonly reason: string }
}

/** An episode that was another patient's until then. */
export interface Move extends Source {
  readonly fromPatientId: string
  readonly intoPatientId: string
  readonly reason: string
}

/** An entry that was moved: here it no longer counts, or it counts here since. */
export interface MovedEntry extends Source {
  /** The event of the entry: in this episode where it went away, in the other one where it came. */
  readonly entry: number
  readonly went: 'away' | 'here'
  readonly otherPatientId: string
  readonly otherEpisodeId: string
  readonly reason: string
}

export interface Order extends Source {
  /** The protocol's decision that is one test. */
  readonly test: string
  readonly orderedOn: CalendarDate
  readonly urgency: string
  readonly rule?: string
  /** `overridden`: it was decided afterwards to do without. */
  readonly state: 'awaited' | 'resulted' | 'overridden'
  /** The event that brought the result, or the override. */
  readonly endedBy?: number
}

export interface Result extends Source {
  /** Finding ids. */
  readonly findings: readonly string[]
  readonly tests: readonly string[]
  readonly reportedText?: string
}

export interface Treatment extends Source {
  readonly treatment: string
  readonly startedOn: CalendarDate
  readonly description?: string
  readonly reviewWindow: ReviewWindow
}

export interface Review extends Source {
  readonly reviewedOn: CalendarDate
  readonly outcome: string
  /** The pain had gone. */
  readonly resolved: boolean
  /** What was said of the treatment, in words. */
  readonly response?: string
  readonly note?: string
}

/** That a letter arrived. */
export interface Acknowledgement extends Source {
  readonly acknowledgedOn: CalendarDate
  readonly appointmentOn?: CalendarDate
  readonly note?: string
}

/** What a letter says of the patient, to see later whether it still is so. */
export interface LetterBasis {
  /** Of the event with which it was sent, or put right. */
  readonly sequence: number
  readonly patient: PatientDetails
  readonly findings: ObservedFindings
  /** Sequences of the results that it quotes. */
  readonly results: readonly number[]
}

/** A letter that was sent in place of one that was not right, or that takes the referral back. */
export interface LetterCorrection extends Source {
  readonly withdraws: boolean
  readonly destination: string
  readonly urgency: string
  readonly letter: string
  readonly acknowledged?: Acknowledgement
}

export interface Referral extends Source {
  readonly decision: string
  readonly destination: string
  readonly urgency: string
  /** As it was first sent. */
  readonly letter: string
  readonly acknowledged?: Acknowledgement
  /** What whoever received it believes. */
  readonly basis: LetterBasis
  /** Oldest first. */
  readonly corrections: readonly LetterCorrection[]
  /** When whoever received it was told otherwise than by a letter what is not so. */
  readonly told: readonly (Source & { readonly note: string })[]
  /** It was taken back. */
  readonly withdrawn?: Source
}

export interface Override extends Source {
  readonly decision: string
  readonly kind: DecisionKind
  readonly outcome: string
  readonly stance: Stance
  readonly rule: string
  readonly urgency: string
  readonly evidence: readonly string[]
  readonly reasonCode: string
  readonly note?: string
  readonly plan: string
  readonly checkBy: CalendarDate
  /** The value of every finding when it was overridden. */
  readonly findings: ObservedFindings
  /** What ended it: its check, the recommended thing done after all, or a later override of the same decision. */
  readonly ended?: Source & { readonly how: 'checked' | 'acted' | 'replaced'; readonly note?: string }
}

/** What the patient answered by a link; see `openAnswers` for what of it a clinician has not settled. */
export interface PatientAnswers extends Source {
  readonly language: string
  readonly findings: ObservedFindings
  readonly said: Readonly<Record<string, { readonly amount: number; readonly unit: string }>>
  readonly description: Description
}

export interface Amendment extends Source {
  readonly reason: string
  readonly findings: readonly string[]
  readonly patientChanged: boolean
}

/** Everything that the events of an episode say, whatever day it is. */
export interface EpisodeHistory {
  readonly episodeId: string
  /** The patient now: after a merge, the surviving one. */
  readonly patientId: string
  /** Patients it was recorded under before merges, oldest first. */
  readonly formerPatientIds: readonly string[]
  /** Of the last event. */
  readonly sequence: number
  readonly patient: PatientDetails
  readonly registered: Source
  readonly findings: CurrentFindings
  /** Oldest first; the last is the one that stands. */
  readonly signed: readonly SignedDecision[]
  readonly amendments: readonly Amendment[]
  /** Oldest first; empty while it was never moved. */
  readonly moves: readonly Move[]
  readonly movedEntries: readonly MovedEntry[]
  readonly orders: readonly Order[]
  readonly results: readonly Result[]
  readonly treatments: readonly Treatment[]
  readonly reviews: readonly Review[]
  readonly referrals: readonly Referral[]
  readonly overrides: readonly Override[]
  /** Oldest first. They are no findings: nothing is decided on them. */
  readonly patientAnswers: readonly PatientAnswers[]
  /** As last described by a clinician or nurse. */
  readonly description?: Source & Description
  readonly assignedTo?: Assignee
  /** Urgency of the decision after the last event that says one. */
  readonly urgency?: string
  /** Events that changed findings and have not been signed since, oldest first. */
  readonly unsigned: readonly (Source & { readonly type: CareEventType })[]
  readonly closed?: Source & { readonly reason: string; readonly openWorkReason?: string }
  /** The event that opened it again: a late result, or `reopened`. */
  readonly reopenedBy?: Source
  readonly voided?: Source & { readonly reason: string }
}

/** Where the episode stands. Computed for a day, never stored as truth. */
export type EpisodeStatus =
  | 'screening'
  | 'conservativeCare'
  | 'reviewDue'
  | 'workUp'
  | 'resultsAwaited'
  | 'mri'
  | 'referred'
  | 'closed'
  | 'voided'

export type StepState = 'done' | 'doNow' | 'waiting' | 'notNeeded' | 'notYet'

/** One step of the pathway strip. */
export interface PathwayStep {
  readonly id: 'screening' | 'firstTests' | 'furtherTests' | 'referral' | 'treatment' | 'review'
  /** From the protocol's labels where it has one. */
  readonly label: string
  readonly state: StepState
  /** The day it was done, or the day it is waited for. */
  readonly on?: CalendarDate
  /** Why it is not needed, or what it waits for. */
  readonly reason?: string
  /** The protocol's decisions it consists of. */
  readonly decisions: readonly string[]
}

/** One line of the history. */
export interface TimelineEntry extends Source {
  readonly type: CareEventType
  /** One line for people: neutral words, and labels of the protocol. */
  readonly words: string
  /** What was typed with it: a reason, a plan, a reported text. */
  readonly detail?: string
}

/** What one version answers to one decision. */
export interface VersionAnswer {
  /** Absent where nothing is asked of anyone. */
  readonly outcome?: string
  /** In the words of that version; empty where nothing is asked. */
  readonly says: string
  /** The statements behind it. */
  readonly statements: readonly string[]
}

/** One decision that the two versions answer otherwise: the urgency, or something to do; not advice. */
export interface AnswerChange {
  readonly decision: string
  readonly label: string
  readonly before: VersionAnswer
  readonly after: VersionAnswer
  /** `signed`: on the findings and the day that were signed; `today`: only on what is known today. */
  readonly day: 'signed' | 'today'
}

/** What a decision becomes under another version. */
export interface Redecided {
  readonly changes: readonly AnswerChange[]
  /** Findings that the other version does not have: it decided without them. */
  readonly ignored: readonly string[]
  /** Findings that the other version does not take, so that it cannot decide at all. */
  readonly refused: readonly string[]
}

/** What another version, adopted since the last signature, changes for an open episode. */
export interface ProtocolChange extends Redecided {
  /** The signed decision. */
  readonly sequence: number
  readonly signedOn: CalendarDate
  readonly signedUnder: ProtocolReference
  readonly adopted: ProtocolReference
  readonly adoptedOn: CalendarDate
  /** The more urgent of the two answers. */
  readonly urgency: string
}

/** An episode on a day: its history, what the protocol says of it now, where it stands and what is to be done. */
export interface Episode extends EpisodeHistory {
  readonly asOf: CalendarDate
  /** What the protocol says on that day of the findings as they stand, signed or not. */
  readonly decision: DecisionResult
  readonly status: EpisodeStatus
  /** Tests whose result is awaited. */
  readonly awaited: readonly Order[]
  readonly pathway: readonly PathwayStep[]
  readonly timeline: readonly TimelineEntry[]
  /** The last decision was signed under another version, and the adopted one would decide otherwise. */
  readonly protocolChange?: ProtocolChange
  /** By when work is due at the site. */
  readonly serviceLevels: ServiceLevels
  /** Open work on that day, overdue and urgent first. */
  readonly worklist: readonly DueItem[]
  /** Work that opens later (a review before its window). */
  readonly upcoming: readonly WorklistItem[]
}
