import { readFindings } from '../evaluate/read-findings.ts'
import { type CalendarDate, isCalendarDate } from '../language/date.ts'
import type { Protocol } from '../language/protocol.ts'
import { checkPast } from './day-and-text.ts'
import type { EpisodeHistory } from './episode.ts'
import type { CareEvent, CareEventOf, ObservedFindings } from './events.ts'
import { isAnswer, observedOf } from './findings.ts'
import { findingsOfPatient, findingsOfReview, findingsOfTreatment } from './history.ts'
import { type CareProblem, problem } from './problems.ts'

type FindingEvent = Extract<
  CareEvent,
  {
    readonly type:
      | 'answered'
      | 'amended'
      | 'resultReceived'
      | 'treatmentStarted'
      | 'reviewDone'
      | 'episodeMoved'
      | 'entryMovedHere'
  }
>

/**
 * Checks an event that records findings: against the protocol's vocabulary (with what stands already, so that two events
 * cannot say together what one may not), its days, and what was signed.
 *
 * @example checkFindings(history, answered, standard).map(({ path }) => path) // ['findings.ageYears']
 */
export function checkFindings(
  history: EpisodeHistory,
  event: FindingEvent,
  protocol: Protocol,
): readonly CareProblem[] {
  const own = checkOwn(history, event, protocol)
  if (own.length > 0) return own
  return checkVocabulary(history, findingsOf(history, event), event.recordedOn, protocol)
}

/**
 * Checks what a patient said: each answer by itself, since a patient may contradict what is on record, or himself or
 * herself; that is the clinician's to settle.
 *
 * @example checkPatientAnswers({ severity: { value: 11, observedOn } }, observedOn, standard)[0].path // 'findings.severity'
 */
export function checkPatientAnswers(
  findings: ObservedFindings,
  recordedOn: CalendarDate,
  protocol: Protocol,
): readonly CareProblem[] {
  return Object.entries(findings).flatMap(([id, finding]) => readable({ [id]: finding }, recordedOn, protocol))
}

function findingsOf(history: EpisodeHistory, event: FindingEvent): ObservedFindings {
  switch (event.type) {
    case 'treatmentStarted':
      return findingsOfTreatment(event.payload, event.recordedOn)
    case 'reviewDone':
      return findingsOfReview(history, event.payload)
    case 'episodeMoved':
      return findingsOfPatient(event.payload.patient, event)
    default:
      return event.payload.findings
  }
}

function checkOwn(history: EpisodeHistory, event: FindingEvent, protocol: Protocol): readonly CareProblem[] {
  const { recordedOn } = event
  switch (event.type) {
    case 'answered':
      return checkAnswered(history, event.payload.findings)
    case 'amended':
      return checkAmended(history, event.payload)
    case 'resultReceived':
      return checkResult(history, event.payload, protocol)
    case 'episodeMoved':
      return []
    case 'entryMovedHere':
      return event.payload.kind === 'answered'
        ? checkAnswered(history, event.payload.findings)
        : checkResult(history, event.payload, protocol)
    case 'treatmentStarted':
      return checkPast('startedOn', event.payload.startedOn, recordedOn)
    case 'reviewDone': {
      const day = checkPast('reviewedOn', event.payload.reviewedOn, recordedOn)
      const { treatments } = history
      const tooEarly =
        treatments.length > 0 && treatments.every(({ startedOn }) => startedOn > event.payload.reviewedOn)
      return tooEarly ? [...day, problem('PLB_CARE_REVIEW_BEFORE_TREATMENT', 'reviewedOn')] : day
    }
  }
}

/**
 * A new observation of a later day is an answer, and so is one to a question that was signed as not known; another value
 * for a day that was signed is an amendment.
 */
function checkAnswered(history: EpisodeHistory, findings: ObservedFindings): readonly CareProblem[] {
  if (Object.keys(findings).length === 0) return [problem('PLB_CARE_NO_FINDINGS', 'findings')]
  const signed = history.signed.at(-1)
  if (!signed) return []
  return Object.entries(findings)
    .filter(([id, { value, observedOn }]) => {
      const before = signed.findings[id]
      return before !== undefined && isAnswer(before.value) && before.value !== value && observedOn <= signed.asOf
    })
    .map(([id]) => problem('PLB_CARE_AMEND_NEEDED', `findings.${id}`))
}

function checkAmended(
  history: EpisodeHistory,
  { findings, patient }: CareEventOf<'amended'>['payload'],
): readonly CareProblem[] {
  const unchanged = Object.entries(findings).filter(([id, { value, observedOn }]) => {
    const standing = history.findings[id]
    return standing === undefined || (standing.value === value && standing.observedOn === observedOn)
  })
  if (Object.keys(findings).length === 0 && !patient) return [problem('PLB_CARE_NO_FINDINGS', 'findings')]
  return unchanged.map(([id]) => problem('PLB_CARE_AMEND_NOTHING', `findings.${id}`))
}

function checkResult(
  history: EpisodeHistory,
  { findings, tests = [] }: Pick<CareEventOf<'resultReceived'>['payload'], 'findings' | 'tests'>,
  protocol: Protocol,
): readonly CareProblem[] {
  if (tests.length === 0 && !Object.values(findings).some(({ value }) => isAnswer(value)))
    return [problem('PLB_CARE_NO_FINDINGS', 'findings')]
  const symptoms = Object.keys(findings).filter(
    (id) => protocol.findings.find((definition) => definition.id === id)?.unrecorded === 'notKnown',
  )
  const awaited = history.orders.filter(({ state }) => state !== 'resulted').map(({ test }) => test)
  const notAwaited = tests.filter((test) => !awaited.includes(test))
  return [
    ...Object.keys(findings)
      .filter((id) => isCorrection(history, id, findings[id]))
      .map((id) => problem('PLB_CARE_AMEND_NEEDED', `findings.${id}`)),
    ...symptoms.map((id) => problem('PLB_CARE_FINDINGS', `findings.${id}`, 'the result of a test')),
    ...notAwaited.map(() => problem('PLB_CARE_NOT_AWAITED', 'tests')),
  ]
}

/** Another value of the same test for the same day, once the first was signed, corrects it. */
function isCorrection(history: EpisodeHistory, id: string, result: ObservedFindings[string] | undefined): boolean {
  const signed = history.signed.at(-1)?.findings[id]
  if (signed === undefined || !isAnswer(signed.value)) return false
  return signed.observedOn === result?.observedOn && signed.value !== result.value
}

/** Findings that an older protocol recorded and this one does not have are no fault of the new event. */
function checkVocabulary(
  history: EpisodeHistory,
  added: ObservedFindings,
  recordedOn: CalendarDate,
  protocol: Protocol,
): readonly CareProblem[] {
  const undated = Object.entries(added).filter(([, { observedOn }]) => !isCalendarDate(observedOn))
  if (undated.length > 0)
    return undated.map(([id]) => problem('PLB_CARE_DATE', `findings.${id}.observedOn`, 'YYYY-MM-DD'))
  const known = new Set(protocol.findings.map(({ id }) => id))
  const standing = Object.entries(observedOf(history.findings)).filter(([id]) => known.has(id))
  return readable({ ...Object.fromEntries(standing), ...added }, recordedOn, protocol)
}

/** Why findings cannot be read by the protocol. */
function readable(findings: ObservedFindings, recordedOn: CalendarDate, protocol: Protocol): readonly CareProblem[] {
  // Where an answer stood is kept beside it; nothing is decided by it.
  const plain = Object.entries(findings).map(([id, { value, observedOn }]) => [id, { value, observedOn }] as const)
  const read = readFindings(protocol, Object.fromEntries(plain), recordedOn)
  if (read.ok) return []
  return read.problems.map(({ code, path, message, allowed }) =>
    code === 'PLB_FINDING_FUTURE'
      ? problem('PLB_CARE_FUTURE', `findings.${path}`, allowed)
      : { ...problem('PLB_CARE_FINDINGS', `findings.${path}`, allowed), message },
  )
}
