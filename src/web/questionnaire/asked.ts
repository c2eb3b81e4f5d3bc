import type { PatientAnswersSent, PatientQuestion } from '../../service/api/questionnaire.ts'

/** One answer of a patient. */
export type Answer = PatientAnswersSent[string]

/** "I’m not sure", as the protocol calls it. */
export const unsure = 'notKnown'
/** "I did not measure it". */
export const notDone = 'notDone'

/**
 * The questions that are asked with the answers as they are: one that waits for another answer only once that is given.
 *
 * @example askedNow(questions, { cancerHistory: 'never' }).some(({ id }) => id === 'primarySite') // false
 */
export function askedNow(
  questions: readonly PatientQuestion[],
  answers: PatientAnswersSent,
): readonly PatientQuestion[] {
  return questions.filter(
    ({ askedWhen }) =>
      askedWhen === undefined ||
      askedWhen.some(({ question, values }) => values.some((value) => answers[question] === value)),
  )
}

/** What is wrong with an answer: there is none, or a number that cannot be. */
export type AnswerFault = 'needAnswer' | 'needNumber' | 'checkNumber'

/**
 * Why an answer cannot stand; nothing where it can. Whether a number is believed is the service's to say.
 *
 * @example faultOf(duration, { amount: Number.NaN, unit: 'd' }) // 'checkNumber'
 */
export function faultOf(question: PatientQuestion, answer: Answer | undefined): AnswerFault | undefined {
  if (answer === undefined) return question.kind === 'amount' ? 'needNumber' : 'needAnswer'
  if (typeof answer !== 'object' || Array.isArray(answer)) return undefined
  return Number.isFinite(answer.amount) && answer.amount >= 0 ? undefined : 'checkNumber'
}
