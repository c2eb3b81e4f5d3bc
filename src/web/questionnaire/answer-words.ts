import type { PatientQuestion } from '../../service/api/questionnaire.ts'
import { type Answer, notDone, unsure } from './asked.ts'
import { amountWords, dayWords, type Spoken } from './words.ts'

/**
 * An answer in the patient's own words, for the page on which they are checked.
 *
 * @example answerWords(duration, { amount: 6, unit: 'wk' }, wordsIn('es')) // '6 semanas'
 */
export function answerWords(question: PatientQuestion, answer: Answer | undefined, spoken: Spoken): string {
  const { words } = spoken
  if (answer === undefined) return '–'
  if (answer === unsure) return words.unsure
  if (answer === notDone) return words.notDone
  const labels = question.values ?? []
  const label = (id: string): string => labels.find((each) => each.id === id)?.label ?? id
  if (Array.isArray(answer)) return answer.length === 0 ? words.none : answer.map(label).join(', ')
  if (typeof answer === 'object') return amountWords(spoken, answer.amount, answer.unit)
  if (question.kind === 'yesNo') return answer === 'present' ? words.yes : words.no
  return question.kind === 'date' ? dayWords(spoken, answer) : label(answer)
}
