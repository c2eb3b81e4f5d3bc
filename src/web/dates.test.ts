import { describe, expect, test } from 'vitest'
import { dateWords, dueWords, timeWords } from './dates.ts'

describe('days and times in words', () => {
  test('a day cannot be read with day and month changed', () => {
    expect(dateWords('2026-08-12')).toBe('12-Aug-2026')
    expect(dateWords('1961-03-04')).toBe('04-Mar-1961')
  })

  test.each([
    ['2026-08-09', 'Overdue by 3 days'],
    ['2026-08-11', 'Overdue by 1 day'],
    ['2026-08-12', 'Due today'],
    ['2026-08-13', 'Due tomorrow'],
    ['2026-08-16', 'Due in 4 days'],
    ['2026-12-24', 'Due on 24-Dec-2026'],
  ])('what is due on %s is, on 12 August, %s', (dueOn, words) => {
    expect(dueWords(dueOn, '2026-08-12')).toBe(words)
  })

  test('a time has two digits each', () => {
    expect(timeWords(new Date(2026, 7, 12, 9, 5))).toBe('09:05')
  })
})
