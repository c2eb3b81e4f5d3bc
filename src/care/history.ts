import type { CalendarDate } from '../language/date.ts'
import type { EpisodeHistory, Order, Override, Referral, Source } from './episode.ts'
import type { CareEnvelope, CareEvent, CareEventOf, CareEventType, ObservedFindings, PatientDetails } from './events.ts'
import { isAnswer, observedOf, record } from './findings.ts'
import { basisOf, correctLetter, tellRecipient } from './letters.ts'
import { moveEntryAway, moveEntryHere, moveEpisode } from './moves.ts'
import { CareError } from './problems.ts'
import { findingIds, resultFindings } from './protocol-ids.ts'
import { sourceOf } from './source-of.ts'
import { responseWords } from './treatment-response.ts'

/**
 * Folds the events of one episode, in their sequence, into what they say. Pure, and blind to what day it is.
 * Throws a CareError: `PLB_CARE_NOT_REGISTERED`, `PLB_CARE_SEQUENCE` (a repeated or missing event), `PLB_CARE_WRONG_EPISODE`.
 *
 * @example foldHistory(events).findings.fever.value // 'absent'
 */
export function foldHistory(events: readonly CareEvent[]): EpisodeHistory {
  const [first, ...rest] = events
  if (first?.type !== 'registered') throw new CareError('PLB_CARE_NOT_REGISTERED', first?.sequence ?? 0)
  return rest.reduce(continueHistory, begin(first))
}

/**
 * One event further. Replaying a beginning and then the rest gives the same as replaying all.
 * Throws as `foldHistory`.
 *
 * @example continueHistory(history, event).sequence // history.sequence + 1
 */
export function continueHistory(history: EpisodeHistory, event: CareEvent): EpisodeHistory {
  if (event.episodeId !== history.episodeId) throw new CareError('PLB_CARE_WRONG_EPISODE', event.sequence)
  if (event.sequence !== history.sequence + 1) throw new CareError('PLB_CARE_SEQUENCE', event.sequence)
  return { ...apply(history, event), sequence: event.sequence }
}

function begin(event: CareEventOf<'registered'>): EpisodeHistory {
  if (event.sequence !== 1) throw new CareError('PLB_CARE_SEQUENCE', event.sequence)
  const source = sourceOf(event)
  const { patient } = event.payload
  return {
    episodeId: event.episodeId,
    patientId: event.patientId,
    formerPatientIds: [],
    sequence: event.sequence,
    patient,
    registered: source,
    findings: record({}, findingsOfPatient(patient, source), source),
    signed: [],
    amendments: [],
    moves: [],
    movedEntries: [],
    orders: [],
    results: [],
    treatments: [],
    reviews: [],
    referrals: [],
    overrides: [],
    patientAnswers: [],
    unsigned: [],
  }
}

/** Sex and day of birth of the patient whose episode it is now. */
function movedDetails(event: CareEventOf<'episodeMoved'>): Graded {
  const { patient, urgency } = event.payload
  return { findings: findingsOfPatient(patient, event), urgency }
}

/**
 * What the protocol asks of the patient's details.
 *
 * @example findingsOfPatient(patient, { recordedOn: '2026-03-01' }).birthDate.value // '1982-05-04'
 */
export function findingsOfPatient(
  patient: PatientDetails,
  { recordedOn }: Pick<CareEnvelope, 'recordedOn'>,
): ObservedFindings {
  return {
    [findingIds.birthDate]: { value: patient.birthDate, observedOn: recordedOn },
    [findingIds.sexAtBirth]: { value: patient.sexAtBirth, observedOn: recordedOn },
  }
}

function apply(history: EpisodeHistory, event: CareEvent): EpisodeHistory {
  const source = sourceOf(event)
  switch (event.type) {
    case 'registered':
      throw new CareError('PLB_CARE_ALREADY_REGISTERED', event.sequence)
    case 'answered':
      return recordFindings(history, event, event.payload)
    case 'amended':
      return amend(history, event)
    case 'signed':
      return { ...history, signed: [...history.signed, { ...source, ...event.payload }], unsigned: [] }
    case 'ordered':
      return order(history, event)
    case 'resultReceived':
      return receive(history, event)
    case 'treatmentStarted':
      return startTreatment(history, event)
    case 'reviewDone':
      return review(history, event)
    case 'referred':
      return actedOn(
        { ...history, referrals: [...history.referrals, sent(history, event)] },
        source,
        ({ decision }) => decision === event.payload.decision,
      )
    case 'referralAcknowledged':
      return acknowledge(history, event)
    case 'letterCorrected':
      return correctLetter(history, event)
    case 'recipientTold':
      return tellRecipient(history, event)
    case 'overridden':
      return override(history, event)
    case 'overrideChecked':
      return endOverrides(history, (each) => each.sequence === event.payload.override, {
        ...source,
        how: 'checked',
        note: event.payload.note,
      })
    case 'patientAnswered':
      return hear(history, event)
    case 'described':
      return { ...history, description: { ...source, ...event.payload.description } }
    case 'assigned':
      return { ...history, assignedTo: event.payload.to }
    case 'closed':
      return { ...history, closed: { ...source, ...event.payload } }
    case 'reopened':
      return reopen(history, source)
    case 'voided':
      return { ...history, voided: { ...source, ...event.payload } }
    case 'patientsMerged':
      return {
        ...history,
        patientId: event.payload.intoPatientId,
        formerPatientIds: [...history.formerPatientIds, event.payload.fromPatientId],
      }
    case 'patientsUnmerged':
      return {
        ...history,
        patientId: event.payload.intoPatientId,
        formerPatientIds: history.formerPatientIds.slice(0, -1),
      }
    case 'episodeMoved':
      return moveEpisode(recordFindings(history, event, movedDetails(event), event.payload.reason), event)
    case 'entryMovedAway':
      return moveEntryAway(history, event)
    case 'entryMovedHere':
      return moveEntryHere(
        event.payload.kind === 'answered' ? recordFindings(history, event, event.payload) : receive(history, event),
        event,
      )
  }
}

type Graded = { readonly findings: ObservedFindings; readonly urgency: string; readonly tests?: readonly string[] }

/** Findings by any event: they stand, wait for a signature, and may be the result of something ordered. */
function recordFindings(
  history: EpisodeHistory,
  event: CareEnvelope & { readonly type: CareEventType },
  { findings, urgency, tests = [] }: Graded,
  reason?: string,
): EpisodeHistory {
  const source = sourceOf(event)
  return {
    ...history,
    findings: record(history.findings, findings, source, reason),
    urgency,
    unsigned: [...history.unsigned, { ...source, type: event.type }],
    orders: history.orders.map((each) =>
      each.state !== 'resulted' && (tests.includes(each.test) || isResultOf(each, findings))
        ? { ...each, state: 'resulted', endedBy: event.sequence }
        : each,
    ),
  }
}

/** A result answers an order unless it is older than the order: an old film entered late is not the one awaited. */
function isResultOf({ test, orderedOn }: Order, findings: ObservedFindings): boolean {
  const result = findings[resultFindings[test] ?? '']
  return result !== undefined && isAnswer(result.value) && result.observedOn >= orderedOn
}

function amend(history: EpisodeHistory, event: CareEventOf<'amended'>): EpisodeHistory {
  const source = sourceOf(event)
  const { reason, patient, findings } = event.payload
  // Free texts decide nothing: whoever changes only those has nothing to sign again.
  const isFreeText = patient !== undefined && isSamePerson(patient, history.patient)
  const corrected = patient && !isFreeText ? { ...findingsOfPatient(patient, source), ...findings } : findings
  const amended =
    isFreeText && Object.keys(findings).length === 0
      ? history
      : recordFindings(history, event, { ...event.payload, findings: corrected }, reason)
  const startedOn = findings[findingIds.treatmentStart]?.value
  const outcome = findings[findingIds.reviewOutcome]?.value
  const resolved = findings[findingIds.painResolved]?.value
  return {
    ...amended,
    ...(patient ? { patient } : {}),
    // The window of a review is counted from the corrected day.
    ...(startedOn !== undefined && isAnswer(startedOn)
      ? { treatments: changeLast(history.treatments, { startedOn: String(startedOn) }) }
      : {}),
    ...(outcome !== undefined || resolved !== undefined
      ? {
          reviews: changeLast(history.reviews, {
            ...(outcome === undefined ? {} : { outcome: String(outcome) }),
            ...(resolved === undefined ? {} : { resolved: resolved === 'present' }),
          }),
        }
      : {}),
    amendments: [
      ...history.amendments,
      { ...source, reason, findings: Object.keys(findings), patientChanged: patient !== undefined },
    ],
  }
}

/** All but the free texts is the same. */
function isSamePerson(one: PatientDetails, other: PatientDetails): boolean {
  const members = ['familyName', 'givenName', 'birthDate', 'sexAtBirth', 'recordNumber'] as const
  return members.every((member) => one[member] === other[member])
}

function changeLast<Item>(items: readonly Item[], change: Partial<Item>): readonly Item[] {
  return items.map((item, index) => (index === items.length - 1 ? { ...item, ...change } : item))
}

function order(history: EpisodeHistory, event: CareEventOf<'ordered'>): EpisodeHistory {
  const source = sourceOf(event)
  const { tests, rule, urgency, orderedOn = event.recordedOn } = event.payload
  const orders = tests.map(
    (test): Order => ({ ...source, test, orderedOn, urgency, ...(rule ? { rule } : {}), state: 'awaited' }),
  )
  return actedOn({ ...history, urgency, orders: [...history.orders, ...orders] }, source, ({ decision }) =>
    tests.includes(decision),
  )
}

function receive(
  history: EpisodeHistory,
  event: CareEventOf<'resultReceived'> | CareEventOf<'entryMovedHere'>,
): EpisodeHistory {
  const source = sourceOf(event)
  const { findings, reportedText } = event.payload
  const open = history.closed ? reopen(history, source) : history
  const received = recordFindings(open, event, event.payload)
  const tests = received.orders.filter(({ endedBy }) => endedBy === event.sequence).map(({ test }) => test)
  const result = { ...source, findings: Object.keys(findings), tests, ...(reportedText ? { reportedText } : {}) }
  return { ...received, results: [...history.results, result] }
}

/**
 * The findings of treatment and review are a pair: the days of treatment at a review are counted from the treatment it
 * reviewed. While a review stands, a later treatment does not take that pair apart (a failed treatment would look like
 * one that has not begun): its start becomes the finding once it is reviewed itself.
 */
function startTreatment(history: EpisodeHistory, event: CareEventOf<'treatmentStarted'>): EpisodeHistory {
  const source = sourceOf(event)
  const { urgency, ...treatment } = event.payload
  const reviewed = isAnswer(history.findings[findingIds.reviewOutcome]?.value ?? 'notDone')
  return actedOn(
    {
      ...history,
      urgency,
      findings: reviewed
        ? history.findings
        : record(history.findings, findingsOfTreatment(event.payload, event.recordedOn), source),
      treatments: [...history.treatments, { ...source, ...treatment }],
    },
    source,
    ({ kind }) => kind === 'treatment',
  )
}

/**
 * The findings that the start of a treatment records.
 *
 * @example findingsOfTreatment({ treatment: 'other', startedOn: '2026-03-01' }, '2026-03-01').treatment.value // 'other'
 */
export function findingsOfTreatment(
  { treatment, startedOn }: { readonly treatment: string; readonly startedOn: CalendarDate },
  observedOn: CalendarDate,
): ObservedFindings {
  return {
    [findingIds.treatment]: { value: treatment, observedOn },
    [findingIds.treatmentStart]: { value: startedOn, observedOn },
  }
}

function review(history: EpisodeHistory, event: CareEventOf<'reviewDone'>): EpisodeHistory {
  const source = sourceOf(event)
  const { reviewedOn, outcome, note, urgency } = event.payload
  const response = responseWords(event.payload.response ?? {})
  const findings = findingsOfReview(history, event.payload)
  const resolved = findings[findingIds.painResolved]?.value === 'present'
  return {
    ...recordFindings(history, event, { findings, urgency }),
    reviews: [
      ...history.reviews,
      { ...source, reviewedOn, outcome, resolved, ...(response ? { response } : {}), ...(note ? { note } : {}) },
    ],
  }
}

/**
 * The findings that a review records: its own, its outcome, and the treatment that it reviewed.
 *
 * @example findingsOfReview(history, { reviewedOn: '2026-03-20', outcome: 'improved', findings: {} }).reviewOutcome.value // 'improved'
 */
export function findingsOfReview(
  history: EpisodeHistory,
  payload: { readonly reviewedOn: CalendarDate; readonly outcome: string; readonly findings: ObservedFindings },
): ObservedFindings {
  const { reviewedOn, outcome, findings } = payload
  const treatment = history.treatments.findLast(({ startedOn }) => startedOn <= reviewedOn)
  const isPaired = treatment?.startedOn === history.findings[findingIds.treatmentStart]?.value
  return {
    ...(treatment && !isPaired ? findingsOfTreatment(treatment, reviewedOn) : {}),
    ...findings,
    [findingIds.reviewOutcome]: { value: outcome, observedOn: reviewedOn },
  }
}

function sent(history: EpisodeHistory, event: CareEventOf<'referred'>): Referral {
  return { ...sourceOf(event), ...event.payload, basis: basisOf(history, event), corrections: [], told: [] }
}

function acknowledge(history: EpisodeHistory, event: CareEventOf<'referralAcknowledged'>): EpisodeHistory {
  const { referral, ...acknowledgement } = event.payload
  const acknowledged = { ...sourceOf(event), ...acknowledgement }
  return {
    ...history,
    referrals: history.referrals.map((each) => ({
      ...each,
      ...(each.sequence === referral ? { acknowledged } : {}),
      corrections: each.corrections.map((sent) => (sent.sequence === referral ? { ...sent, acknowledged } : sent)),
    })),
  }
}

function override(history: EpisodeHistory, event: CareEventOf<'overridden'>): EpisodeHistory {
  const source = sourceOf(event)
  const { decision } = event.payload
  const replacing = endOverrides(history, (each) => each.decision === decision, { ...source, how: 'replaced' })
  return {
    ...replacing,
    overrides: [...replacing.overrides, { ...source, ...event.payload, findings: observedOf(history.findings) }],
    orders: history.orders.map((each) =>
      each.state === 'awaited' && each.test === decision
        ? { ...each, state: 'overridden', endedBy: event.sequence }
        : each,
    ),
  }
}

/** Doing what was recommended after all ends its override; doing what was advised against does not. */
function actedOn(history: EpisodeHistory, source: Source, isMeant: (each: Override) => boolean): EpisodeHistory {
  const asksForIt = ({ stance }: Override): boolean => stance === 'recommended' || stance === 'consider'
  return endOverrides(history, (each) => asksForIt(each) && isMeant(each), { ...source, how: 'acted' })
}

function endOverrides(
  history: EpisodeHistory,
  isMeant: (each: Override) => boolean,
  ended: NonNullable<Override['ended']>,
): EpisodeHistory {
  const overrides = history.overrides.map((each) =>
    each.ended === undefined && isMeant(each) ? { ...each, ended } : each,
  )
  return { ...history, overrides }
}

/** What the patient said stands beside the findings, never among them, and changes no urgency. */
function hear(history: EpisodeHistory, event: CareEventOf<'patientAnswered'>): EpisodeHistory {
  const { language, findings, said, description } = event.payload
  const answers = { ...sourceOf(event), language, findings, said, description }
  return { ...history, patientAnswers: [...history.patientAnswers, answers] }
}

function reopen(history: EpisodeHistory, source: Source): EpisodeHistory {
  const { closed: _, ...open } = history
  return { ...open, reopenedBy: source }
}
