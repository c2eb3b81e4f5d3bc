import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isCalendarDate } from '../../language/date.ts'
import { readDay } from './day.ts'

describe('a day as FHIR writes it', () => {
  test.each([
    ['2024', '2024-01-01', '2024-12-31'],
    ['2024-02', '2024-02-01', '2024-02-29'],
    ['2100-02', '2100-02-01', '2100-02-28'],
    ['2026-12', '2026-12-01', '2026-12-31'],
    ['2026-03-15', '2026-03-15', '2026-03-15'],
    ['2026-03-15T23:30:00-05:00', '2026-03-15', '2026-03-15'],
  ])('%s is %s to %s', (text, from, to) => {
    expect(readDay(text)).toEqual({ from, to, text })
  })

  test('of an instant is the day at the site, where the site says', () => {
    const dayOf = (instant: Date) => instant.toISOString().slice(0, 10)
    expect(readDay('2026-03-15T23:30:00-05:00', dayOf)?.from).toBe('2026-03-16')
    // A day without a time is that day everywhere.
    expect(readDay('2026-03-15', dayOf)?.from).toBe('2026-03-15')
  })

  test.each([
    '',
    '26',
    '2026-13',
    '2026-00',
    '2026-02-30',
    '2026-02-00',
    '15.03.2026',
    'yesterday',
    `2026-03-15T${'0'.repeat(99)}`,
  ])('%j is none', (text) => {
    expect(readDay(text)).toBeUndefined()
  })

  test('is one exactly where the calendar has it', () => {
    const part = (most: number) => fc.integer({ min: 0, max: most }).map((number) => String(number).padStart(2, '0'))
    fc.assert(
      fc.property(fc.integer({ min: 1896, max: 2104 }), part(14), part(33), (year, month, day) => {
        const text = `${year}-${month}-${day}`
        expect(readDay(text) !== undefined).toBe(isCalendarDate(text))
      }),
      { numRuns: 2000 },
    )
  })
})
