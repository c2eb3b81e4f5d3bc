/** A calendar day in the site's time zone, written `YYYY-MM-DD`. */
export type CalendarDate = string

const MILLISECONDS_PER_DAY = 86_400_000
const PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/

function dayNumber(date: CalendarDate): number {
  const match = PATTERN.exec(date)
  return match ? Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])) / MILLISECONDS_PER_DAY : Number.NaN
}

/**
 * Whether a text is a day that exists in the calendar.
 *
 * @example isCalendarDate('2026-02-29') // false: 2026 is no leap year
 */
export function isCalendarDate(text: string): boolean {
  const day = dayNumber(text)
  return Number.isFinite(day) && new Date(day * MILLISECONDS_PER_DAY).toISOString().startsWith(text)
}

/**
 * Whole days from one day to another (negative when `to` is earlier).
 *
 * @example daysBetween('2026-03-01', '2026-03-15') // 14
 */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return from === to ? 0 : dayNumber(to) - dayNumber(from)
}

/**
 * The day so many days later (or earlier, when negative).
 *
 * @example addDays('2026-02-27', 14) // '2026-03-13'
 */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  return new Date((dayNumber(date) + days) * MILLISECONDS_PER_DAY).toISOString().slice(0, 10)
}

/**
 * Completed years from one day to another, by the calendar: an age.
 *
 * @example yearsBetween('1961-03-04', '2026-03-03') // 64: the birthday is tomorrow
 */
export function yearsBetween(from: CalendarDate, to: CalendarDate): number {
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4))
  return to.slice(5) < from.slice(5) ? years - 1 : years
}

/** The units in which time passes for a finding that ages: days, weeks, years. */
export type TimeUnit = 'd' | 'wk' | 'a'

/**
 * Completed units of time from one day to another.
 *
 * @example elapsed('2026-03-01', '2026-03-20', 'wk') // 2
 */
export function elapsed(from: CalendarDate, to: CalendarDate, unit: TimeUnit): number {
  if (unit === 'a') return yearsBetween(from, to)
  const days = daysBetween(from, to)
  return unit === 'wk' ? Math.floor(days / 7) : days
}
