import { expect, test } from 'vitest'
import { source, standard } from '../src/protocol/protocol.ts'
import { faultsOfWords, wordsOfNothing } from './engines/words.ts'

test.each([source, standard])(
  'every text of $layer speaks of what it must, and silence means what it must',
  (layer) => {
    expect(faultsOfWords(layer)).toEqual([])
  },
)

test('words are demanded only of texts that there are', () => {
  expect(wordsOfNothing(standard)).toEqual([])
})

test('a text that is taken for another is named', () => {
  const [first, second, ...rest] = standard.findings
  if (!first || !second) throw new Error('there are no findings')
  const wrong = { ...standard, findings: [{ ...first, question: second.question }, second, ...rest] }
  expect(faultsOfWords(wrong)).toEqual([expect.stringContaining(`${first.id} question`)])
})

test('a citation that is left out is named, and one of a statement that the rule does not rest on', () => {
  const [first] = standard.conditions.flatMap(({ definitions }) => definitions)
  const other = standard.statements.find(({ id }) => !first?.statements.includes(id))
  if (!first || !other) throw new Error('there are no definitions')
  const citing = (statements: readonly string[]) => ({
    ...standard,
    conditions: standard.conditions.map((condition) => ({
      ...condition,
      definitions: condition.definitions.map((each) => (each === first ? { ...each, statements } : each)),
    })),
  })
  expect(faultsOfWords(citing([]))).toEqual(first.statements.map((each) => `${first.id}: does not cite ${each}`))
  expect(faultsOfWords(citing([...first.statements, other.id]))).toEqual([`${first.id}: does not rest on ${other.id}`])
})
