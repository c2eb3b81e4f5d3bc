import { expect, test } from 'vitest'
import { responseWords, type TreatmentResponse, treatmentResponses } from './treatment-response.ts'

test('what was said of a treatment is one line, and what was not asked is not in it', () => {
  expect(responseWords({ taken: 'inPart', harmed: 'yes', words: ' stomach pain ' })).toBe(
    'taken in part; it did harm; stomach pain',
  )
  expect(responseWords({})).toBe('')
})

test('every answer has words of its own, and “not known” never reads as a no', () => {
  const answers = Object.entries(treatmentResponses).flatMap(([question, list]) =>
    list.map((each) => ({ [question]: each }) as TreatmentResponse),
  )
  const words = answers.map(responseWords)
  expect(new Set(words).size).toBe(answers.length)
  expect(words.filter((each) => each.startsWith('not known'))).toHaveLength(Object.keys(treatmentResponses).length)
})
