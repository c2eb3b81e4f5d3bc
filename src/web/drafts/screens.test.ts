import { expect, test } from 'vitest'
import { draftedOn, draftPath } from './screens.ts'

const yes = { value: 'present' } as const

test('a draft is counted by screen, with the texts that were typed on it', () => {
  const content = {
    assess: { smoker: yes, fever: yes },
    notes: { 'assess.override.plan': { value: 'Wait for the film' }, 'summary.close.reason': { value: 'Moved away' } },
  }
  expect(draftedOn(content)).toEqual([
    { screen: 'assess', count: 3 },
    { screen: 'summary', count: 1 },
  ])
})

test('a draft that holds nothing is on no screen', () => {
  expect(draftedOn({})).toEqual([])
  expect(draftedOn({ assess: {}, notes: {} })).toEqual([])
})

test('what is typed on the summary leads there, and every answer to its own screen', () => {
  expect(draftPath('6f1c', '9a20', 'summary')).toBe('/patients/6f1c?episode=9a20')
  expect(draftPath('6f1c', '9a20', 'review')).toBe('/patients/6f1c/review?episode=9a20')
})
