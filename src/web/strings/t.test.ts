import { expect, test } from 'vitest'
import { t } from './t.ts'

test('a text is found by its path', () => {
  expect(t('app.schemes.dark')).toBe('Dark')
})

test.each([
  [1, '1 hour'],
  [2, '2 hours'],
  [0, '0 hours'],
])('the count %d chooses the plural', (count, words) => {
  expect(t('ask.life', { count })).toBe(words)
})

test('one of a thing may be said without its number', () => {
  expect(t('override.inDays', { count: 1 })).toBe('Tomorrow')
  expect(t('override.inDays', { count: 3 })).toBe('In 3 days')
})

test('each value stands in its place', () => {
  const values = { count: 5, answered: 2, notKnown: 1 }
  expect(t('questions.progress', values)).toBe('5 questions. 2 answered, 1 not known.')
})

test('a value stands in the text as it is, whatever it holds', () => {
  expect(t('app.title', { page: '$& <b> {{page}}' })).toBe('$& <b> {{page}} – Plumbline')
})

test('what is not known leaves no braces behind', () => {
  expect(t('app.title', { page: undefined })).toBe(' – Plumbline')
  expect(t('app.title')).toBe(' – Plumbline')
})
