import type { CarePayloads, ObservedFinding } from '../../care/events.ts'
import type { CalendarDate } from '../../language/date.ts'
import type { FindingDefinition } from '../../language/finding.ts'
import { converted } from '../../language/measure.ts'
import type { Protocol } from '../../language/protocol.ts'
import type { InputFault } from '../api/problem.ts'
import type { PatientAnswersSent, PatientQuestion } from '../api/questionnaire.ts'
import { noteQuestions } from './questions.ts'

type Heard = Pick<CarePayloads['patientAnswered'], 'findings' | 'said' | 'description'>
type Answer = PatientAnswersSent[string]

/** What was sent, in the protocol's units and words; or what is wrong with it, by question and never with the answer. */
export type ReadAnswers =
  | { readonly ok: true; readonly heard: Heard }
  | { readonly ok: false; readonly faults: readonly InputFault[] }

/**
 * Reads what a patient sends against the questions that were asked. An answer to a question that, with the other answers
 * as they are, was not asked is left out; "I’m not sure" is *not known*; an amount is kept as it was said too.
 *
 * @example readAnswers({ durationDays: { amount: 6, unit: 'wk' } }, questions, standard, today) // 42, said: 6 wk
 */
export function readAnswers(
  answers: PatientAnswersSent,
  questions: readonly PatientQuestion[],
  protocol: Protocol,
  observedOn: CalendarDate,
): ReadAnswers {
  const findings: Record<string, ObservedFinding> = {}
  const said: Record<string, { amount: number; unit: string }> = {}
  const description: Record<(typeof noteQuestions)[number], readonly string[]> = { regions: [], activities: [] }
  const faults = Object.keys(answers)
    .filter((id) => !questions.some((question) => question.id === id))
    .map((id) => fault(id, 'There is no such question.'))
  for (const question of questions) {
    const answer = answers[question.id]
    if (answer === undefined || !isAsked(question, answers)) continue
    const note = noteQuestions.find((id) => id === question.id)
    const definition = protocol.findings.find(({ id }) => id === question.id)
    if (note !== undefined) {
      const chosen = Array.isArray(answer) ? answer : []
      if (!(answer === unsure || Array.isArray(answer)) || !chosen.every((each) => isOffered(question, each)))
        faults.push(fault(question.id, 'This is none of the answers.'))
      description[note] = [...new Set(chosen)]
      continue
    }
    const value = definition && readValue(definition, question, answer)
    if (value === undefined) faults.push(fault(question.id, 'This is none of the answers.'))
    else findings[question.id] = { value, observedOn }
    if (isAmount(answer)) said[question.id] = answer
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, heard: { findings, said, description } }
}

/** "I’m not sure": the same word in the protocol and on the page. */
const unsure = 'notKnown'
const notDone = 'notDone'

const isAmount = (answer: Answer): answer is { amount: number; unit: string } =>
  typeof answer === 'object' && !Array.isArray(answer)

function isAsked({ askedWhen }: PatientQuestion, answers: PatientAnswersSent): boolean {
  return (
    askedWhen === undefined ||
    askedWhen.some(({ question, values }) => values.some((value) => answers[question] === value))
  )
}

const isOffered = ({ values = [] }: PatientQuestion, id: string): boolean => values.some((each) => each.id === id)

function readValue(
  definition: FindingDefinition,
  question: PatientQuestion,
  answer: Answer,
): string | number | undefined {
  if (answer === unsure) return unsure
  if (answer === notDone) return question.mayBeNotDone ? notDone : undefined
  switch (question.kind) {
    case 'yesNo':
      return answer === 'present' || answer === 'absent' ? answer : undefined
    case 'one':
      return typeof answer === 'string' && isOffered(question, answer) ? answer : undefined
    case 'date':
      return typeof answer === 'string' ? answer : undefined
    default:
      return definition.kind === 'quantity' && isAmount(answer)
        ? converted(answer.amount, answer.unit, definition)
        : undefined
  }
}

const fault = (id: string, message: string): InputFault => ({ path: `body.answers.${id}`, message })
