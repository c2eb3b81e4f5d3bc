import { addDays, type CalendarDate } from '../../language/date.ts'

/** A month of the calendar at the site: `YYYY-MM`. */
export type Month = string

/**
 * The month of a day.
 *
 * @example monthOf('2026-03-15') // '2026-03'
 */
export function monthOf(day: CalendarDate): Month {
  return day.slice(0, 7)
}

/**
 * The month so many months later (or earlier, when negative).
 *
 * @example addMonths('2026-01', -2) // '2025-11'
 */
export function addMonths(month: Month, count: number): Month {
  const months = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + count
  return `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((((months % 12) + 12) % 12) + 1).padStart(2, '0')}`
}

/**
 * Every month from one to another, both included; none where the second lies before the first.
 *
 * @example monthsBetween('2025-12', '2026-02') // ['2025-12', '2026-01', '2026-02']
 */
export function monthsBetween(from: Month, until: Month): readonly Month[] {
  const months: Month[] = []
  for (let month = from; month <= until; month = addMonths(month, 1)) months.push(month)
  return months
}

/**
 * The last day of a month.
 *
 * @example lastDayOf('2028-02') // '2028-02-29'
 */
export function lastDayOf(month: Month): CalendarDate {
  return addDays(`${addMonths(month, 1)}-01`, -1)
}
