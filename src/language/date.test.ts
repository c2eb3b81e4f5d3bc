import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, type CalendarDate, daysBetween, elapsed, isCalendarDate, yearsBetween } from './date.ts'

const day: fc.Arbitrary<CalendarDate> = fc
  .integer({ min: Date.UTC(1900, 0, 1) / 86_400_000, max: Date.UTC(2100, 11, 31) / 86_400_000 })
  .map((number) => new Date(number * 86_400_000).toISOString().slice(0, 10))

/** How many days a month has, by the rule of the Gregorian calendar. */
function daysIn(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31
}

const two = (number: number) => String(number).padStart(2, '0')

describe('a day of the calendar', () => {
  test.each([1900, 2000, 2023, 2024, 2026, 2100])('%d: every day of every month, and none beyond its end', (year) => {
    for (let month = 0; month <= 13; month += 1)
      for (let date = 0; date <= 32; date += 1) {
        const exists = month >= 1 && month <= 12 && date >= 1 && date <= daysIn(year, month)
        expect(isCalendarDate(`${year}-${two(month)}-${two(date)}`), `${year}-${month}-${date}`).toBe(exists)
      }
  })

  test.each(['', '2026', '2026-3-1', '26-03-01', '2026-03-01T00:00', ' 2026-03-01', '2026/03/01', '２０２６-03-01'])(
    '%j is not one',
    (text) => {
      expect(isCalendarDate(text)).toBe(false)
    },
  )
})

describe('counting days', () => {
  test.each([
    ['2026-03-01', '2026-03-15', 14],
    ['2024-02-28', '2024-03-01', 2],
    ['2026-02-28', '2026-03-01', 1],
    ['2025-12-31', '2026-01-01', 1],
    ['1900-02-28', '1900-03-01', 1],
    ['2000-02-28', '2000-03-01', 2],
    ['2026-03-15', '2026-03-15', 0],
    ['2026-03-15', '2026-03-01', -14],
  ])('from %s to %s there are %d', (from, to, days) => {
    expect(daysBetween(from, to)).toBe(days)
    expect(addDays(from, days)).toBe(to)
  })

  test('a day is a day where clocks are put forward or back', () => {
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2)
    expect(daysBetween('2026-10-24', '2026-10-26')).toBe(2)
  })

  test('adding days and counting them are each other’s opposite', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -40_000, max: 40_000 }), (from, days) => {
        expect(daysBetween(from, addDays(from, days))).toBe(days)
      }),
    )
  })

  test('days add up over any day between', () => {
    fc.assert(
      fc.property(day, day, day, (a, b, c) => {
        expect(daysBetween(a, b) + daysBetween(b, c)).toBe(daysBetween(a, c))
      }),
    )
  })
})

describe('counting years: an age', () => {
  test.each([
    ['1961-03-04', '2026-03-03', 64],
    ['1961-03-04', '2026-03-04', 65],
    ['2008-02-29', '2026-02-28', 17],
    ['2008-02-29', '2026-03-01', 18],
    ['2008-02-29', '2028-02-29', 20],
    ['2026-01-01', '2026-12-31', 0],
  ])('born on %s one is, on %s, %d', (born, on, age) => {
    expect(yearsBetween(born, on)).toBe(age)
  })

  test('a year is added on the birthday, and on no other day', () => {
    fc.assert(
      fc.property(
        day.filter((born) => !born.endsWith('02-29')),
        fc.integer({ min: 1, max: 100 }),
        (born, age) => {
          const birthday = `${Number(born.slice(0, 4)) + age}${born.slice(4)}`
          expect(yearsBetween(born, birthday)).toBe(age)
          expect(yearsBetween(born, addDays(birthday, -1))).toBe(age - 1)
        },
      ),
    )
  })
})

test('a week, a day and a year count only once they are complete', () => {
  expect([13, 14, 20, 21].map((days) => elapsed('2026-03-01', addDays('2026-03-01', days), 'wk'))).toEqual([1, 2, 2, 3])
  expect(elapsed('2026-03-01', '2026-03-20', 'd')).toBe(19)
  expect(elapsed('2008-03-16', '2026-03-15', 'a')).toBe(17)
})
