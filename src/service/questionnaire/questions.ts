import type { EpisodeHistory } from '../../care/episode.ts'
import { isAnswer } from '../../care/findings.ts'
import { findingIds } from '../../care/protocol-ids.ts'
import { situate } from '../../evaluate/situation.ts'
import { type Reading, read, truthOf } from '../../evaluate/truth.ts'
import type { ConditionData } from '../../language/condition.ts'
import type { FindingDefinition } from '../../language/finding.ts'
import { unitsOf } from '../../language/measure.ts'
import type { Protocol } from '../../language/protocol.ts'
import type { PatientQuestion } from '../api/questionnaire.ts'
import type { QuestionnaireText } from '../content/text-schemas.ts'

/** The names of the two questions that are no findings: they describe, and decide nothing. */
export const noteQuestions = ['regions', 'activities'] as const

type Trigger = NonNullable<PatientQuestion['askedWhen']>[number]

/**
 * What a patient is asked, in the patient's language: what cannot wait first, then where it hurts, then the rest in the
 * vocabulary's order. Left out is what only a clinician can say, what registration has answered, what cannot apply, a
 * date from which an asked time is counted, and, before any treatment, what is asked at a review.
 *
 * @example questionsFor(history, english.content, standard, '2026-03-14')[0].id // 'urinaryIncontinence'
 */
export function questionsFor(
  history: EpisodeHistory,
  text: QuestionnaireText,
  protocol: Protocol,
  asOf: string,
): readonly PatientQuestion[] {
  const given = givenAtRegistration(history)
  const reading = read(protocol, situate(protocol, Object.fromEntries(given), asOf))
  const asked = protocol.findings.flatMap((definition) => {
    if (definition.patientQuestion === undefined || isElsewhere(definition, protocol, given, history)) return []
    const when = definition.appliesWhen === undefined ? true : askedWhen(definition.appliesWhen, reading)
    return when === false ? [] : [{ definition, when }]
  })
  const words = (id: string) => text.questions[id] ?? { question: '', why: '' }
  const findings = asked.map(({ definition, when }) => ({
    alone: definition.askedAlone === true,
    question: { ...questionOf(definition, words(definition.id)), ...(when === true ? {} : { askedWhen: [...when] }) },
  }))
  const [regions, activities] = noteQuestions.map((id): PatientQuestion => {
    const { question, why, values = {} } = text.notes[id]
    return { id, kind: 'many', question, why, values: valuesOf(values), mayBeNotDone: false }
  })
  return [
    ...findings.filter(({ alone }) => alone).map(({ question }) => question),
    ...(regions ? [regions] : []),
    ...findings.filter(({ alone }) => !alone).map(({ question }) => question),
    ...(activities ? [activities] : []),
  ]
}

/** Birth date and sex, where they are known. */
function givenAtRegistration(history: EpisodeHistory) {
  const ids: readonly string[] = [findingIds.birthDate, findingIds.sexAtBirth]
  return new Map(Object.entries(history.findings).filter(([id, { value }]) => ids.includes(id) && isAnswer(value)))
}

function isElsewhere(
  definition: FindingDefinition,
  protocol: Protocol,
  given: ReadonlyMap<string, unknown>,
  history: EpisodeHistory,
): boolean {
  if (given.has(definition.id)) return true
  if (definition.kind === 'quantity' && definition.elapsed && given.has(definition.elapsed.from)) return true
  if (definition.kind === 'date') {
    // Of a day and the time since then the time is asked: people know it better.
    return protocol.findings.some(
      (each) => each.kind === 'quantity' && each.elapsed?.from === definition.id && each.patientQuestion !== undefined,
    )
  }
  const group = protocol.findings.filter((each) => each.group === definition.group)
  return history.treatments.length === 0 && group.every(({ unrecorded }) => unrecorded === 'notDone')
}

/**
 * When a question is asked: always, never, or once one of some answers has been given. A condition that the patient's
 * page could not follow is asked always: too much rather than too little.
 */
function askedWhen(condition: ConditionData, reading: Reading): boolean | readonly Trigger[] {
  const truth = truthOf(condition, reading)
  if (truth !== undefined) return truth
  switch (condition.op) {
    case 'present':
      return [{ question: condition.finding, values: ['present'] }]
    case 'is':
      return [{ question: condition.finding, values: [...condition.values] }]
    case 'any': {
      const parts = condition.of.map((part) => askedWhen(part, reading))
      return parts.includes(true) ? true : parts.flatMap((part) => (typeof part === 'boolean' ? [] : part))
    }
    case 'all': {
      const [open, ...more] = condition.of.filter((part) => truthOf(part, reading) !== true)
      return open && more.length === 0 ? askedWhen(open, reading) : true
    }
    default:
      return true
  }
}

type Words = QuestionnaireText['questions'][string]

function questionOf(definition: FindingDefinition, { question, why, values = {} }: Words): PatientQuestion {
  const mayBeNotDone =
    definition.kind === 'quantity' && definition.unrecorded === 'notDone' && definition.unit !== scale
  const asked = { id: definition.id, question, why, mayBeNotDone }
  switch (definition.kind) {
    case 'sign':
      return { ...asked, kind: 'yesNo' }
    case 'choice':
      return { ...asked, kind: 'one', values: definition.values.map(({ id }) => ({ id, label: values[id] ?? '' })) }
    case 'date':
      return { ...asked, kind: 'date' }
    case 'quantity': {
      const { unit, minimum, maximum } = definition
      if (unit === scale) return { ...asked, kind: 'scale', units: [unit], minimum, maximum }
      return { ...asked, kind: 'amount', units: [...unitsOf(unit)], minimum, maximum }
    }
  }
}

/** A number without a unit, of a few: chosen, not written (UCUM's annotation for a score). */
const scale = '{score}'

const valuesOf = (values: Readonly<Record<string, string>>): { id: string; label: string }[] =>
  Object.entries(values).map(([id, label]) => ({ id, label }))
