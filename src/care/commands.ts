import { decide, referenceTo } from '../evaluate/decide.ts'
import type { CalendarDate } from '../language/date.ts'
import type { Protocol } from '../language/protocol.ts'
import { reviewWindowOf, snapshotOf } from './decision-snapshot.ts'
import type { EpisodeHistory } from './episode.ts'
import type {
  CareEnvelope,
  CareEvent,
  CareEventType,
  CarePayloads,
  ObservedFinding,
  ObservedFindings,
} from './events.ts'
import { type EnteredFindings, gradeOf, observed, observedOf } from './findings.ts'
import { continueHistory } from './history.ts'

/*
 * What a client asks for, and the event that is recorded of it. Whatever follows from the protocol (the decision that is
 * signed, the urgency, the review window, the values an amendment replaces) is filled in here and never taken from the
 * client.
 */

/** The members of a payload that are filled in. */
interface FilledIn {
  readonly answered: 'urgency'
  readonly signed: 'asOf' | 'findings' | 'decision' | 'protocol' | 'reviewWindow'
  readonly amended: 'urgency' | 'previous' | 'previousPatient'
  readonly ordered: 'urgency'
  readonly resultReceived: 'urgency'
  readonly treatmentStarted: 'urgency' | 'reviewWindow'
  readonly reviewDone: 'urgency'
  readonly referred: 'urgency'
  readonly letterCorrected: 'urgency'
  readonly episodeMoved: 'fromPatientId' | 'previousPatient' | 'urgency'
  readonly entryMovedAway: 'urgency'
  readonly entryMovedHere: 'urgency'
  readonly overridden: 'kind' | 'outcome' | 'stance' | 'rule' | 'urgency' | 'evidence'
}

type FilledInOf<Type> = Type extends keyof FilledIn ? FilledIn[Type] : never

/** What a client sends of a payload; findings may be plain values, observed today. */
export type CommandPayload<Type extends CareEventType> = Omit<CarePayloads[Type], FilledInOf<Type> | 'findings'> &
  (Type extends 'answered' | 'resultReceived' | 'reviewDone'
    ? { readonly findings: EnteredFindings }
    : Type extends 'entryMovedHere'
      ? { readonly findings: ObservedFindings }
      : Type extends 'amended'
        ? { readonly findings?: EnteredFindings }
        : unknown) &
  (Type extends 'patientAnswered' ? Pick<CarePayloads['patientAnswered'], 'findings'> : unknown) &
  (Type extends 'referred' ? { readonly urgency?: string } : unknown)

/** A type of event, and what a client sends for it. */
export type CareCommand = {
  readonly [Type in CareEventType]: { readonly type: Type; readonly payload: CommandPayload<Type> }
}[CareEventType]

/** Where and by whom: what the caller knows and the client does not say. */
export type CommandContext = Pick<CareEnvelope, 'episodeId' | 'patientId' | 'actorId' | 'recordedAt' | 'recordedOn'> & {
  /** Before the command; none for a registration. */
  readonly history: EpisodeHistory | undefined
  readonly protocol: Protocol
}

/**
 * The event that records a command. It is not checked yet: give it to `checkAppend` before it is appended.
 *
 * @example eventFor({ type: 'answered', payload: { findings: { fever: 'absent' } } }, context).payload.urgency // 'routine'
 */
export function eventFor(command: CareCommand, context: CommandContext): CareEvent {
  const { episodeId, patientId, actorId, recordedAt, recordedOn, history, protocol } = context
  const sequence = (history?.sequence ?? 0) + 1
  const envelope = { episodeId, patientId, sequence, actorId, recordedAt, recordedOn }
  const event = { ...envelope, type: command.type, payload: payloadFor(command, context) } as CareEvent
  if (!history || !isGraded(event) || event.payload.urgency !== '') return event
  // The urgency is that of the findings as they will stand once the event is recorded.
  const standing = observedOf(continueHistory({ ...history, episodeId }, event).findings)
  const payload = { ...event.payload, urgency: gradeOf(protocol, standing, recordedOn) }
  return { ...event, payload } as CareEvent
}

type GradedEvent = Extract<CareEvent, { readonly payload: { readonly urgency: string } }>

function isGraded(event: CareEvent): event is GradedEvent {
  return 'urgency' in event.payload
}

/** The payload with everything filled in but the urgency, which is empty where it is still to be found. */
function payloadFor(command: CareCommand, context: CommandContext): CarePayloads[CareEventType] {
  const { recordedOn, history, protocol } = context
  switch (command.type) {
    case 'answered':
    case 'resultReceived':
      return { ...command.payload, findings: observed(command.payload.findings, recordedOn), urgency: '' }
    case 'amended':
      return amendedPayload(command.payload, context)
    case 'signed': {
      const findings = history ? observedOf(history.findings) : {}
      const decision = snapshotOf(decide(protocol, findings, recordedOn, { withChanges: false }))
      const [reference, reviewWindow] = [referenceTo(protocol), reviewWindowOf(protocol)]
      return { asOf: recordedOn, findings, decision, protocol: reference, reviewWindow }
    }
    case 'ordered':
      return { ...command.payload, urgency: '' }
    case 'treatmentStarted':
      return { ...command.payload, urgency: '', reviewWindow: reviewWindowOf(protocol) }
    case 'reviewDone': {
      const findings = observed(command.payload.findings, command.payload.reviewedOn)
      return { ...command.payload, findings, urgency: '' }
    }
    case 'referred':
      return { ...command.payload, urgency: command.payload.urgency ?? '' }
    case 'overridden':
      return overriddenPayload(command.payload, context)
    case 'episodeMoved':
      return {
        ...command.payload,
        fromPatientId: history?.patientId ?? '',
        previousPatient: history?.patient ?? command.payload.patient,
        urgency: '',
      }
    case 'letterCorrected':
    case 'entryMovedAway':
    case 'entryMovedHere':
      return { ...command.payload, urgency: '' }
    default:
      return command.payload
  }
}

function amendedPayload(
  { reason, patient, findings: entered = {} }: CommandPayload<'amended'>,
  { history, recordedOn }: CommandContext,
): CarePayloads['amended'] {
  // A correction keeps the day of what it corrects, unless it says another.
  const findings = Object.fromEntries(
    Object.entries(entered).map(([id, item]): [string, ObservedFinding] => {
      const day = history?.findings[id]?.observedOn ?? recordedOn
      return [id, observed({ [id]: item }, day)[id] ?? { value: 'notKnown', observedOn: day }]
    }),
  )
  const previous = Object.fromEntries(
    Object.entries(history ? observedOf(history.findings) : {}).filter(([id]) => id in findings),
  )
  return {
    reason,
    findings,
    previous,
    urgency: '',
    ...(patient ? { patient } : {}),
    ...(patient && history ? { previousPatient: history.patient } : {}),
  }
}

function overriddenPayload(
  payload: CommandPayload<'overridden'>,
  { history, protocol, recordedOn }: CommandContext,
): CarePayloads['overridden'] {
  const decision = decide(protocol, history ? observedOf(history.findings) : {}, recordedOn, { withChanges: false })
  const action = decision.actions.find((each) => each.decision === payload.decision)
  return {
    ...payload,
    kind: action?.kind ?? 'advice',
    outcome: action?.outcome ?? '',
    stance: action?.stance ?? 'recommended',
    rule: action?.rule ?? '',
    urgency: decision.urgency.level,
    evidence: action?.findings.map(({ finding }) => finding) ?? [],
  }
}

/**
 * The day of every event beside its instant, as the caller's calendar says.
 *
 * @example stamp(new Date('2026-03-14T23:30:00Z'), datesIn('Europe/Madrid')) // { recordedAt: '…Z', recordedOn: '2026-03-15' }
 */
export function stamp(
  instant: Date,
  dateOf: (instant: Date) => CalendarDate,
): Pick<CareEnvelope, 'recordedAt' | 'recordedOn'> {
  return { recordedAt: instant.toISOString(), recordedOn: dateOf(instant) }
}
