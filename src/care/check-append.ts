import { type CalendarDate, isCalendarDate } from '../language/date.ts'
import type { Protocol } from '../language/protocol.ts'
import { checkFindings, checkPatientAnswers } from './check-findings.ts'
import { checkEntryMoved, checkOwners } from './check-moves.ts'
import { checkLetter, checkOverridden, checkReferral, checkReferred } from './check-plans.ts'
import { checkPast, isBlank } from './day-and-text.ts'
import type { EpisodeHistory } from './episode.ts'
import { type CareEvent, type CareEventOf, type CareEventType, type Description, isCareEventType } from './events.ts'
import { observedOf } from './findings.ts'
import { continueHistory, foldHistory } from './history.ts'
import { type CareProblem, problem } from './problems.ts'
import { closingAction } from './protocol-ids.ts'
import { openWork } from './worklist.ts'

/**
 * Why an event may not be appended to an episode; empty when it may. To be called before every append, with the episode
 * as it stands (none for a registration). Days are compared with the event's `recordedOn`.
 *
 * @example checkAppend(episode, event, standard).map(({ code }) => code) // ['PLB_CARE_REASON_MISSING']
 */
export function checkAppend(
  history: EpisodeHistory | undefined,
  event: CareEvent,
  protocol: Protocol,
): readonly CareProblem[] {
  if (!isCareEventType(event.type)) return [problem('PLB_CARE_UNKNOWN_EVENT', 'type')]
  if (!history) return checkFirst(event)
  const place = checkPlace(history, event)
  return place.length > 0 ? place : [...checkReason(event), ...checkPayload(history, event, protocol)]
}

/**
 * Checks several events that are appended together, each on what those before it left. `index` says which was refused.
 *
 * @example checkAppendAll(stored, [answered, signed], standard) // []
 */
export function checkAppendAll(
  stored: readonly CareEvent[],
  events: readonly CareEvent[],
  protocol: Protocol,
): readonly (CareProblem & { readonly index: number })[] {
  let history = stored.length > 0 ? foldHistory(stored) : undefined
  for (const [index, event] of events.entries()) {
    const problems = checkAppend(history, event, protocol)
    if (problems.length > 0) return problems.map((each) => ({ ...each, index }))
    history = history ? continueHistory(history, event) : foldHistory([event])
  }
  return []
}

function checkFirst(event: CareEvent): readonly CareProblem[] {
  if (event.type !== 'registered') return [problem('PLB_CARE_NOT_REGISTERED', 'type', 'registered')]
  if (event.sequence !== 1) return [problem('PLB_CARE_SEQUENCE', 'sequence', '1')]
  return checkPatient(event.payload.patient, event.recordedOn)
}

function checkPatient(
  patient: CareEventOf<'registered'>['payload']['patient'],
  recordedOn: CalendarDate,
): readonly CareProblem[] {
  const names = ['familyName', 'givenName', 'recordNumber'] as const
  const missing = names.filter((name) => isBlank(patient[name]))
  return [
    ...missing.map((name) => problem('PLB_CARE_PATIENT_DETAILS', `patient.${name}`)),
    ...(['female', 'male', 'notKnown'].includes(patient.sexAtBirth)
      ? []
      : [problem('PLB_CARE_PATIENT_DETAILS', 'patient.sexAtBirth', 'female, male or notKnown')]),
    ...checkPast('patient.birthDate', patient.birthDate, recordedOn),
  ]
}

/** Types that a closed episode still takes; a late result opens it again. */
const AFTER_CLOSING: readonly CareEventType[] = [
  'resultReceived',
  'referralAcknowledged',
  'reopened',
  'voided',
  'patientsMerged',
  'patientsUnmerged',
  'episodeMoved',
  'entryMovedAway',
  'letterCorrected',
  'recipientTold',
]

/** A voided episode stays with its patient through a merge, and who holds a letter of it is told; it is final otherwise. */
const AFTER_VOIDING: readonly CareEventType[] = [
  'patientsMerged',
  'patientsUnmerged',
  'letterCorrected',
  'recipientTold',
]

function checkPlace(history: EpisodeHistory, event: CareEvent): readonly CareProblem[] {
  if (event.episodeId !== history.episodeId) return [problem('PLB_CARE_WRONG_EPISODE', 'episodeId')]
  const owners = checkOwners(history, event)
  if (owners.length > 0) return owners
  if (event.type === 'registered') return [problem('PLB_CARE_ALREADY_REGISTERED', 'type')]
  if (event.sequence !== history.sequence + 1)
    return [problem('PLB_CARE_SEQUENCE', 'sequence', String(history.sequence + 1))]
  if (history.voided && !AFTER_VOIDING.includes(event.type)) return [problem('PLB_CARE_VOIDED')]
  if (history.closed && !AFTER_CLOSING.includes(event.type)) return [problem('PLB_CARE_CLOSED')]
  if (!history.closed && event.type === 'reopened') return [problem('PLB_CARE_NOT_CLOSED')]
  if (!isCalendarDate(event.recordedOn)) return [problem('PLB_CARE_DATE', 'recordedOn', 'YYYY-MM-DD')]
  return []
}

function checkReason(event: CareEvent): readonly CareProblem[] {
  switch (event.type) {
    case 'amended':
    case 'closed':
    case 'reopened':
    case 'voided':
    case 'patientsMerged':
    case 'patientsUnmerged':
    case 'episodeMoved':
    case 'entryMovedAway':
    case 'entryMovedHere':
      return isBlank(event.payload.reason) ? [problem('PLB_CARE_REASON_MISSING', 'reason')] : []
    case 'overrideChecked':
    case 'recipientTold':
      return isBlank(event.payload.note) ? [problem('PLB_CARE_REASON_MISSING', 'note')] : []
    default:
      return []
  }
}

function checkPayload(history: EpisodeHistory, event: CareEvent, protocol: Protocol): readonly CareProblem[] {
  switch (event.type) {
    case 'answered':
    case 'amended':
    case 'resultReceived':
    case 'treatmentStarted':
    case 'episodeMoved':
    case 'entryMovedHere':
    case 'reviewDone': {
      const patient = event.type === 'amended' || event.type === 'episodeMoved' ? event.payload.patient : undefined
      const details = patient ? checkPatient(patient, event.recordedOn) : []
      return [...details, ...checkFindings(history, event, protocol)]
    }
    case 'signed':
      return checkSigned(history, event)
    case 'ordered':
      return checkOrdered(history, event, protocol)
    case 'referred':
      return checkReferred(event, protocol)
    case 'referralAcknowledged':
      return checkReferral(history, event)
    case 'letterCorrected':
    case 'recipientTold':
      return checkLetter(history, event)
    case 'overridden':
      return checkOverridden(event, protocol)
    case 'overrideChecked': {
      const { override } = event.payload
      const open = history.overrides.some(({ sequence, ended }) => sequence === override && ended === undefined)
      return open ? [] : [problem('PLB_CARE_OVERRIDE_UNKNOWN', 'override')]
    }
    case 'patientAnswered': {
      const { findings, description } = event.payload
      if (Object.keys(findings).length === 0 && isEmpty(description))
        return [problem('PLB_CARE_NO_FINDINGS', 'findings')]
      return checkPatientAnswers(findings, event.recordedOn, protocol)
    }
    case 'described':
      return isEmpty(event.payload.description) ? [problem('PLB_CARE_NO_FINDINGS', 'description')] : []
    case 'assigned': {
      const { to } = event.payload
      return isBlank('account' in to ? to.account : to.role) ? [problem('PLB_CARE_ASSIGNEE', 'to')] : []
    }
    case 'entryMovedAway':
      return checkEntryMoved(history, event)
    case 'closed':
      return checkClosed(history, event)
    default:
      return []
  }
}

function isEmpty({ regions, activities, words }: Description): boolean {
  return regions.length === 0 && activities.length === 0 && isBlank(words)
}

function checkSigned(history: EpisodeHistory, event: CareEventOf<'signed'>): readonly CareProblem[] {
  const { payload, recordedOn } = event
  const answered = Object.values(history.findings).some(({ sequence }) => sequence !== history.registered.sequence)
  if (!answered) return [problem('PLB_CARE_NOTHING_ANSWERED')]
  const standing = observedOf(history.findings)
  const ids = new Set([...Object.keys(standing), ...Object.keys(payload.findings)])
  const isSame = [...ids].every((id) => {
    const [one, other] = [standing[id], payload.findings[id]]
    return one?.value === other?.value && one?.observedOn === other?.observedOn
  })
  return [
    ...(isSame ? [] : [problem('PLB_CARE_SIGNED_STALE', 'findings')]),
    ...checkPast('asOf', payload.asOf, recordedOn),
  ]
}

function checkOrdered(
  history: EpisodeHistory,
  event: CareEventOf<'ordered'>,
  protocol: Protocol,
): readonly CareProblem[] {
  const { tests, orderedOn } = event.payload
  if (tests.length === 0 || new Set(tests).size < tests.length) return [problem('PLB_CARE_NOTHING_ORDERED', 'tests')]
  const orders = protocol.decisions.filter(({ kind }) => kind === 'order').map(({ id }) => id)
  const unknown = tests.filter((test) => !orders.includes(test))
  const twice = history.orders.filter(({ test, state }) => state === 'awaited' && tests.includes(test))
  return [
    ...unknown.map(() => problem('PLB_CARE_UNKNOWN_DECISION', 'tests', orders.join(', '))),
    ...twice.map(() => problem('PLB_CARE_ALREADY_AWAITED', 'tests')),
    ...(orderedOn === undefined ? [] : checkPast('orderedOn', orderedOn, event.recordedOn)),
  ]
}

function checkClosed(history: EpisodeHistory, event: CareEventOf<'closed'>): readonly CareProblem[] {
  const closing = history.signed.at(-1)?.decision.actions.find(({ action }) => action === closingAction)?.decision
  const open = openWork(history).filter(
    ({ kind, decisions }) =>
      kind !== 'nothingPlanned' &&
      // A letter that is not right stays on the worklist: closing tells nobody.
      kind !== 'letterOutdated' &&
      !(kind === 'actOnDecision' && decisions.every((id) => id === closing)),
  )
  return open.length > 0 && isBlank(event.payload.openWorkReason)
    ? [problem('PLB_CARE_OPEN_WORK', 'openWorkReason')]
    : []
}
