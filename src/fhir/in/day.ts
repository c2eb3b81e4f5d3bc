import type { CalendarDate } from '../../language/date.ts'
import { type JsonObject, objectAt, textAt } from '../json.ts'

/** What a FHIR date or dateTime says: the days it may be, and the text itself for ordering what is of one day. */
export interface RecordedDay {
  /** The first and the last day that it may be; the same where the day is said. */
  readonly from: CalendarDate
  readonly to: CalendarDate
  readonly text: string
}

/** The day of an instant at the site. Without it the day is the one that was written. */
export type DayOf = (instant: Date) => CalendarDate

const FORM = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(T.*)?)?)?$/
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/**
 * Reads a FHIR date, dateTime or instant: a year, a month, a day, or a time.
 *
 * @example readDay('2021-02') // { from: '2021-02-01', to: '2021-02-28', text: '2021-02' }
 */
export function readDay(text: string | undefined, dayOf?: DayOf): RecordedDay | undefined {
  const match = text === undefined || text.length > 40 ? null : FORM.exec(text)
  if (!match || text === undefined) return undefined
  const [, year = '', month, day, time] = match
  if (month === undefined) return { from: `${year}-01-01`, to: `${year}-12-31`, text }
  const last = daysIn(Number(year), Number(month))
  if (last === undefined) return undefined
  if (day === undefined) return { from: `${year}-${month}-01`, to: `${year}-${month}-${last}`, text }
  if (Number(day) < 1 || Number(day) > last) return undefined
  const written = time === undefined ? text : text.slice(0, 10)
  const instant = time !== undefined && dayOf ? new Date(text) : undefined
  const there = instant && dayOf && Number.isFinite(instant.getTime()) ? dayOf(instant) : written
  return { from: there, to: there, text }
}

/** By the calendar, without a Date for each of the many days of a record. */
function daysIn(year: number, month: number): number | undefined {
  const isLeap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return isLeap ? 29 : DAYS_IN_MONTH[month - 1]
}

/**
 * The day of a choice that FHIR offers as a time, a time span or an instant: `onset`, `effective`, `performed`.
 *
 * @example dayAt({ effectivePeriod: { start: '2026-03-01' } }, 'effective')?.from // '2026-03-01'
 */
export function dayAt(resource: JsonObject, member: string, dayOf?: DayOf): RecordedDay | undefined {
  const period = objectAt(resource, `${member}Period`)
  return (
    readDay(textAt(resource, `${member}DateTime`), dayOf) ??
    readDay(textAt(resource, `${member}Instant`), dayOf) ??
    readDay(textAt(period, 'start') ?? textAt(period, 'end'), dayOf)
  )
}
