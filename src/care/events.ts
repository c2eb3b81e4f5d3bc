import type { Action, Flag, Missing, ProtocolReference, Step } from '../evaluate/result.ts'
import type { CalendarDate } from '../language/date.ts'
import type { DecisionKind, Stance } from '../language/decision.ts'
import { CareError } from './problems.ts'
import type { TreatmentResponse } from './treatment-response.ts'

/*
 * What can be recorded of an episode, and the shape of each payload. Events are JSON, kept for ever and never changed:
 * a member may be added, never renamed or given another meaning.
 *
 * Two times stand beside every event: `recordedAt`, the instant, and `recordedOn`, the day it was at the site. Only the
 * caller knows the site's time zone, so the day is recorded, not computed again. The record has no member for it: it is
 * stored in the payload (`storedPayload`) and lifted out again on reading (`careEventFrom`).
 */

/**
 * Where an answer stood in another record when a person read it there and confirmed it. It is kept as it was read: what is
 * changed in that record later changes nothing here.
 */
export interface ReadFrom {
  /** How the site calls that record, and its FHIR server. */
  readonly record: string
  readonly server: string
  /** `Condition/7`. */
  readonly resource: string
  /** How it is called there. */
  readonly says?: string
  /** Statuses as recorded: `active`, `confirmed`. */
  readonly status?: string
  /** The date that was used, as recorded, and what it is the date of. */
  readonly date?: string
  readonly dateOf?: string
}

/** A finding with the day it was observed: without its day a duration would not age. */
export interface ObservedFinding {
  readonly value: string | number
  readonly observedOn: CalendarDate
  /** Where it stood, if it was confirmed from another record. */
  readonly from?: readonly ReadFrom[]
  /** Not asked by itself: set with the others of its group by one press of "None of these". */
  readonly together?: true
}

/** Findings by the protocol's finding id. */
export type ObservedFindings = Readonly<Record<string, ObservedFinding>>

/** Who the patient is. Free texts (allergies, medicines) are for the banner and the letter; nothing is decided by them. */
export interface PatientDetails {
  readonly familyName: string
  readonly givenName: string
  readonly birthDate: CalendarDate
  readonly sexAtBirth: 'female' | 'male' | 'notKnown'
  readonly recordNumber: string
  readonly allergies?: string
  readonly medicines?: string
  /** An invented patient, labelled as such wherever it is shown. */
  readonly demo?: boolean
}

/** The days of treatment on which a review opens and on which its window closes, as the protocol said when recorded. */
export interface ReviewWindow {
  readonly opensDays: number
  readonly closesDays: number
}

/** What a decision said when it was signed: enough to show it again and to see whether it was acted on. */
export interface DecisionSnapshot {
  readonly status: 'complete' | 'incomplete' | 'outOfScope'
  readonly urgency: {
    readonly level: string
    readonly atLeast: string
    readonly atMost: string
    readonly settled: boolean
    readonly rule: string
    readonly statements: readonly string[]
  }
  readonly redFlags: readonly Flag[]
  readonly actions: readonly Omit<Action, 'differs'>[]
  readonly next?: Step
  readonly steps: readonly Step[]
  readonly missing: readonly Pick<Missing, 'finding' | 'label'>[]
}

/**
 * What stands in the letter and decides nothing: where it hurts, and what the pain keeps the patient from (ids of the
 * protocol's lists), and more in words.
 */
export interface Description {
  readonly regions: readonly string[]
  readonly activities: readonly string[]
  readonly words?: string
}

/** An account (by its id) or everyone with a role. */
export type Assignee = { readonly account: string } | { readonly role: string }

/** The urgency that the decision had once the event was recorded: known to the worklist without deciding again. */
interface Graded {
  readonly urgency: string
}

/** What each type of event carries. Ids of tests and decisions are the protocol's decision ids. */
export interface CarePayloads {
  /** The first event of every episode. */
  readonly registered: { readonly patient: PatientDetails }
  readonly answered: Graded & { readonly findings: ObservedFindings }
  readonly signed: {
    readonly asOf: CalendarDate
    /** Everything the decision was made on. */
    readonly findings: ObservedFindings
    readonly decision: DecisionSnapshot
    readonly protocol: ProtocolReference
    readonly reviewWindow: ReviewWindow
  }
  /** A correction of what was recorded: findings, the patient's details, or both. What was there before is kept. */
  readonly amended: Graded & {
    readonly reason: string
    readonly findings: ObservedFindings
    /** The values that stood until now, of those findings that had one. */
    readonly previous: ObservedFindings
    readonly patient?: PatientDetails
    readonly previousPatient?: PatientDetails
  }
  readonly ordered: Graded & {
    /** Decisions of kind `order`: one test each. */
    readonly tests: readonly string[]
    /** The rule that recommended them, where one did. */
    readonly rule?: string
    /** The day they were asked for, where that is not the day of recording. */
    readonly orderedOn?: CalendarDate
  }
  readonly resultReceived: Graded & {
    readonly findings: ObservedFindings
    /** Orders that this answers although no finding of the result says so (a text alone, or an earlier day). */
    readonly tests?: readonly string[]
    readonly reportedText?: string
  }
  readonly treatmentStarted: Graded & {
    /** A value of the protocol's finding for treatment. */
    readonly treatment: string
    readonly startedOn: CalendarDate
    /** What exactly, in the clinician's words. */
    readonly description?: string
    readonly reviewWindow: ReviewWindow
  }
  readonly reviewDone: Graded & {
    readonly reviewedOn: CalendarDate
    /** A value of the protocol's finding for the review. */
    readonly outcome: string
    readonly findings: ObservedFindings
    /** What was said of the treatment: for the next reader and the letter. */
    readonly response?: TreatmentResponse
    readonly note?: string
  }
  readonly referred: {
    /** The decision of kind `referral` that this acts on. */
    readonly decision: string
    /** To whom, in words, as the letter says. */
    readonly destination: string
    readonly urgency: string
    /** The text as sent: locked. */
    readonly letter: string
  }
  readonly referralAcknowledged: {
    /** The sequence of the `referred` event, or of the corrected letter that replaced it. */
    readonly referral: number
    readonly acknowledgedOn: CalendarDate
    readonly appointmentOn?: CalendarDate
    readonly note?: string
  }
  /** A letter that was sent is put right: a corrected one replaces it, or the referral is withdrawn. */
  readonly letterCorrected: Graded & {
    /** The sequence of the `referred` event. */
    readonly referral: number
    readonly withdraws?: boolean
    readonly destination: string
    /** The text as sent: locked. */
    readonly letter: string
  }
  /** Whoever received a letter that is not right was told what is not so otherwise than by a letter. */
  readonly recipientTold: {
    /** The sequence of the `referred` event. */
    readonly referral: number
    /** Who told whom, and how. */
    readonly note: string
  }
  /** The clinician does otherwise. */
  readonly overridden: {
    readonly decision: string
    readonly kind: DecisionKind
    /** What was recommended, and how strongly. */
    readonly outcome: string
    readonly stance: Stance
    readonly rule: string
    /** Urgency when it was overridden. */
    readonly urgency: string
    /** The findings the recommendation rested on. */
    readonly evidence: readonly string[]
    /** A code of `overrideReasons`. */
    readonly reasonCode: string
    readonly note?: string
    readonly plan: string
    readonly checkBy: CalendarDate
  }
  /** The check that an override promised has been made. */
  readonly overrideChecked: {
    /** The sequence of the `overridden` event. */
    readonly override: number
    readonly note: string
  }
  /**
   * The patient's own answers, sent by a link: what the patient said, no findings of the episode. They count once a
   * clinician has entered them (`answered`), one by one.
   */
  readonly patientAnswered: {
    /** By its id; the code itself is kept nowhere. */
    readonly link: string
    /** BCP 47. */
    readonly language: string
    readonly findings: ObservedFindings
    /** Amounts as the patient gave them (UCUM), of those findings that were converted. */
    readonly said: Readonly<Record<string, { readonly amount: number; readonly unit: string }>>
    readonly description: Description
    /** What the patient read: its content hash, and whether a clinician had reviewed it. */
    readonly text: { readonly hash: string; readonly reviewed: boolean }
  }
  /** Where it hurts and what the patient cannot do, as the clinician or nurse heard it. The latest stands. */
  readonly described: { readonly description: Description }
  readonly assigned: { readonly to: Assignee }
  readonly closed: {
    readonly reason: string
    /** Why it is closed although work is open (a result awaited, a referral unanswered). */
    readonly openWorkReason?: string
  }
  readonly reopened: { readonly reason: string }
  /** Entered for the wrong patient: final, hidden from worklists, kept in the history. */
  readonly voided: { readonly reason: string }
  /** Recorded in each episode of the patient who turns out to be another; the event's own `patientId` is `intoPatientId`. */
  readonly patientsMerged: {
    readonly fromPatientId: string
    readonly intoPatientId: string
    readonly reason: string
  }
  /** The merge is taken back, in each episode that it brought; the event's own `patientId` is `intoPatientId`. */
  readonly patientsUnmerged: {
    /** The patient under whom the episode stood since the merge. */
    readonly fromPatientId: string
    /** The one to whom it belonged before, and belongs again. */
    readonly intoPatientId: string
    readonly reason: string
  }
  /** The whole episode was another patient's; the event's own `patientId` is `intoPatientId`. */
  readonly episodeMoved: Graded & {
    readonly fromPatientId: string
    readonly intoPatientId: string
    readonly reason: string
    /** Who it is about, from now on. */
    readonly patient: PatientDetails
    readonly previousPatient: PatientDetails
  }
  /** One entry (answers, or a result) was another patient's or episode's: here it counts no more. */
  readonly entryMovedAway: Graded & {
    /** The sequence of the event that recorded it. */
    readonly entry: number
    readonly toPatientId: string
    readonly toEpisodeId: string
    readonly reason: string
  }
  /** The same entry where it belongs. */
  readonly entryMovedHere: Graded & {
    readonly kind: MovableEntry
    readonly fromPatientId: string
    readonly fromEpisodeId: string
    /** The sequence of the event in the episode that it came from. */
    readonly entry: number
    readonly enteredBy: string
    readonly enteredOn: CalendarDate
    readonly reason: string
    readonly findings: ObservedFindings
    readonly tests?: readonly string[]
    readonly reportedText?: string
  }
}

/** What can be moved by itself: entries that record findings and nothing else. */
export type MovableEntry = 'answered' | 'resultReceived'

export type CareEventType = keyof CarePayloads

/** What stands around every payload. */
export interface CareEnvelope {
  /** Place in the whole record; absent until it is stored. */
  readonly position?: number
  readonly episodeId: string
  readonly patientId: string
  /** Place in the episode: 1, 2, 3 … without gaps. */
  readonly sequence: number
  readonly actorId: string
  /** RFC 3339, in UTC with `Z`. */
  readonly recordedAt: string
  /** The day of `recordedAt` in the site's time zone. */
  readonly recordedOn: CalendarDate
}

/** One event of an episode, of one type. */
export type CareEventOf<Type extends CareEventType> = CareEnvelope & {
  readonly type: Type
  readonly payload: CarePayloads[Type]
}

/** Any event of an episode; its `type` says which payload it carries. */
export type CareEvent = { readonly [Type in CareEventType]: CareEventOf<Type> }[CareEventType]

/** JSON as the record keeps it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [member: string]: Json | undefined }

/** What the record hands back, as far as care reads it (a `StoredEvent` is one). */
export interface RecordedEvent {
  readonly position?: number
  readonly episodeId: string
  readonly patientId: string
  readonly sequence: number
  readonly actorId: string
  readonly recordedAt: string
  readonly type: string
  readonly payload: { readonly [member: string]: Json | undefined }
}

const TYPES: Readonly<Record<CareEventType, true>> = {
  registered: true,
  answered: true,
  signed: true,
  amended: true,
  ordered: true,
  resultReceived: true,
  treatmentStarted: true,
  reviewDone: true,
  referred: true,
  referralAcknowledged: true,
  letterCorrected: true,
  recipientTold: true,
  overridden: true,
  overrideChecked: true,
  patientAnswered: true,
  described: true,
  assigned: true,
  closed: true,
  reopened: true,
  voided: true,
  patientsMerged: true,
  patientsUnmerged: true,
  episodeMoved: true,
  entryMovedAway: true,
  entryMovedHere: true,
}

/** Every type of event, for schemas and for tests that walk them. */
export const careEventTypes = Object.keys(TYPES) as readonly CareEventType[]

/**
 * Whether a text names a type of event.
 *
 * @example isCareEventType('signed') // true
 */
export function isCareEventType(type: string): type is CareEventType {
  return Object.hasOwn(TYPES, type)
}

/**
 * Reads an event of the record: lifts `recordedOn` out of the stored payload. Payloads were checked before they were
 * appended and cannot have changed since (hash chain), so their shape is trusted.
 * Throws a CareError: `PLB_CARE_UNKNOWN_EVENT` for a type this version does not know, or an event without its day.
 *
 * @example careEventFrom(stored).recordedOn // '2026-03-01'
 */
export function careEventFrom(recorded: RecordedEvent): CareEvent {
  const { position, episodeId, patientId, sequence, actorId, recordedAt, type } = recorded
  const { recordedOn, ...payload } = recorded.payload
  if (!isCareEventType(type) || typeof recordedOn !== 'string') throw new CareError('PLB_CARE_UNKNOWN_EVENT', sequence)
  const envelope = { episodeId, patientId, sequence, actorId, recordedAt, recordedOn, type, payload }
  return { ...(position === undefined ? {} : { position }), ...envelope } as unknown as CareEvent
}

/**
 * The payload as the record stores it: with the day of recording, and plain JSON.
 *
 * @example storedPayload(event) // { recordedOn: '2026-03-01', findings: { … }, urgency: 'soon' }
 */
export function storedPayload(event: CareEvent): { readonly [member: string]: Json | undefined } {
  return JSON.parse(JSON.stringify({ ...event.payload, recordedOn: event.recordedOn }))
}
