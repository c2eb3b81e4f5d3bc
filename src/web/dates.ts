import { type CalendarDate, daysBetween } from '../language/date.ts'
import { t } from './strings/t.ts'

/**
 * A day as people read it without mixing up day and month.
 *
 * @example dateWords('2026-08-12') // '12-Aug-2026'
 */
export function dateWords(date: CalendarDate): string {
  const [year = '', month = '', day = ''] = date.slice(0, 10).split('-')
  const names = t('dates.months').split(' ')
  return `${day}-${names[Number(month) - 1] ?? month}-${year}`
}

/**
 * When something is due, in words.
 *
 * @example dueWords('2026-08-09', '2026-08-12') // 'Overdue by 3 days'
 */
export function dueWords(dueOn: CalendarDate, asOf: CalendarDate): string {
  const days = daysBetween(asOf, dueOn)
  if (days < 0) return t('dates.overdue', { count: -days })
  if (days === 0) return t('dates.dueToday')
  if (days === 1) return t('dates.dueTomorrow')
  if (days > 20) return t('dates.dueOn', { date: dateWords(dueOn) })
  return t('dates.dueIn', { count: days })
}

/**
 * The time of day of an instant on this machine, as "Saved 10:42" says it.
 *
 * @example timeWords(new Date(2026, 7, 12, 10, 42)) // '10:42'
 */
export function timeWords(instant: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(instant.getHours())}:${two(instant.getMinutes())}`
}

/**
 * Day and time of an instant on this machine.
 *
 * @example momentWords('2026-08-12T08:42:00Z') // '12-Aug-2026 10:42' where it is two hours later than in Greenwich
 */
export function momentWords(instant: string): string {
  const date = new Date(instant)
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${dateWords(day)} ${timeWords(date)}`
}
