import type { Timed } from '../../care/use/episode-use.ts'
import type { Month } from '../../care/use/months.ts'
import type { UseReportAnswer } from '../../service/api/use-report.ts'
import { t } from '../strings/t.ts'

/** A number of the report, or that it is hidden. */
export type Count = UseReportAnswer['total']['given']

/**
 * A number in words.
 *
 * @example countWords('hidden') // 'hidden'
 */
export function countWords(count: Count): string {
  return count === 'hidden' ? t('reports.hidden') : String(count)
}

/**
 * A number as far as it can be drawn.
 *
 * @example drawn('hidden') // undefined
 */
export function drawn(count: Count): number | undefined {
  return count === 'hidden' ? undefined : count
}

/**
 * A part of a whole in percent; nothing where one is hidden, or the whole is too small for it to mean anything.
 *
 * @example shareWords(9, 12) // '75 %'
 */
export function shareWords(part: Count, whole: Count): string {
  if (part === 'hidden' || whole === 'hidden' || whole < fewest) return t('reports.none')
  return `${Math.round((part / whole) * 100)} %`
}

const fewest = 5

const MINUTES_PER_HOUR = 60
const MINUTES_PER_DAY = 24 * MINUTES_PER_HOUR

/**
 * A duration in the unit in which people think of it.
 *
 * @example durationWords('signature', 150) // '2.5 hours'
 * @example durationWords('reply', 10.5) // '10.5 days'
 */
export function durationWords(of: Timed, amount: number): string {
  if (of !== 'signature') return t('reports.durations.days', { count: rounded(amount) })
  if (amount < MINUTES_PER_HOUR) return t('reports.durations.minutes', { count: Math.round(amount) })
  if (amount < MINUTES_PER_DAY * 2) return t('reports.durations.hours', { count: rounded(amount / MINUTES_PER_HOUR) })
  return t('reports.durations.days', { count: rounded(amount / MINUTES_PER_DAY) })
}

function rounded(amount: number): number {
  return Math.round(amount * 10) / 10
}

/**
 * A month in words.
 *
 * @example monthWords('2026-03') // 'Mar 2026'
 */
export function monthWords(month: Month): string {
  const name = t('dates.months').split(' ')[Number(month.slice(5)) - 1] ?? month
  return `${name} ${month.slice(0, 4)}`
}

/**
 * The lines of a scale from nought: at most five, at round numbers, the last not below the greatest value.
 *
 * @example scaleOf(23) // [0, 10, 20, 30]
 */
export function scaleOf(greatest: number): readonly number[] {
  const step = [1, 2, 5].flatMap((each) => [1, 10, 100, 1000, 10_000].map((power) => each * power))
  const fit = step.toSorted((one, other) => one - other).find((each) => greatest / each <= 4) ?? greatest
  const lines = Math.max(1, Math.ceil(greatest / fit))
  return Array.from({ length: lines + 1 }, (_, index) => index * fit)
}

/**
 * A month below a chart: with its year where it is the first, or the year begins.
 *
 * @example monthMark('2026-03', false) // 'Mar'
 * @example monthMark('2026-01', false) // 'Jan ’26'
 */
export function monthMark(month: Month, isFirst: boolean): string {
  const name = t('dates.months').split(' ')[Number(month.slice(5)) - 1] ?? month
  return isFirst || month.endsWith('-01') ? `${name} ’${month.slice(2, 4)}` : name
}
