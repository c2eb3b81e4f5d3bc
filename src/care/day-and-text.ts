import { type CalendarDate, isCalendarDate } from '../language/date.ts'
import { type CareProblem, problem } from './problems.ts'

/**
 * Whether a day is one of the calendar and not after the day of recording.
 *
 * @example checkPast('startedOn', '2026-02-30', '2026-03-01')[0].code // 'PLB_CARE_DATE'
 */
export function checkPast(path: string, day: string, recordedOn: CalendarDate): readonly CareProblem[] {
  if (!isCalendarDate(day)) return [problem('PLB_CARE_DATE', path, 'YYYY-MM-DD')]
  return day > recordedOn ? [problem('PLB_CARE_FUTURE', path, `up to ${recordedOn}`)] : []
}

/**
 * Whether a text says nothing.
 *
 * @example isBlank('  ') // true
 */
export function isBlank(text: string | undefined): boolean {
  return text === undefined || text.trim() === ''
}
