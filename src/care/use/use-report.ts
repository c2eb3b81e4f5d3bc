import type { CalendarDate } from '../../language/date.ts'
import { compareStatementIds } from '../../language/protocol.ts'
import type { Count } from './count.ts'
import type { Duration, EpisodeUse, Fate, Recommendation, Timed } from './episode-use.ts'
import { lastDayOf, type Month, monthsBetween } from './months.ts'

/** What became of recommendations, in numbers; the four fates add up to `given`. */
export interface Fates {
  readonly given: Count
  readonly followed: Count
  readonly overridden: Count
  readonly open: Count
  readonly lapsed: Count
}

/** How long something took: minutes for a signature, else days; no figure where there is nothing to show. */
export interface Spread {
  readonly count: Count
  readonly median?: number
  /** Nine in ten took no longer. */
  readonly nineInTen?: number
}

/** One month. */
export interface UseOfMonth extends Fates {
  readonly month: Month
  readonly signed: Count
  readonly signedAtOnce: Count
  readonly times: Readonly<Record<Timed, Spread>>
  /** Of its last day, or of the as-of day while it runs. */
  readonly work: {
    readonly day: CalendarDate
    readonly open: Count
    readonly overdue: Count
    readonly overdueUrgent: Count
  }
}

/** One rule, with the statements it cites and what it recommends. */
export interface UseOfRule extends Fates {
  readonly rule: string
  readonly statements: readonly string[]
  readonly decision: string
  readonly outcome: string
  /** Why it was overridden, by HL7's code; the most frequent first. */
  readonly reasons: readonly UseOfReason[]
}

export interface UseOfReason {
  readonly code: string
  readonly count: Count
}

/** How the protocol was used over some months, all patients together. */
export interface UseReport {
  readonly asOf: CalendarDate
  readonly from: Month
  readonly until: Month
  readonly total: Fates & {
    readonly signed: Count
    readonly signedAtOnce: Count
    readonly times: Readonly<Record<Timed, Spread>>
  }
  readonly months: readonly UseOfMonth[]
  /** The most frequently given first. */
  readonly rules: readonly UseOfRule[]
  /** Every override of the period, also of what was only considered or advised against. */
  readonly reasons: readonly UseOfReason[]
}

/** Months, both included, as known on a day. */
export interface UsePeriod {
  readonly from: Month
  readonly until: Month
  readonly asOf: CalendarDate
}

/**
 * The days on which open work is counted for a period: the end of each month, the as-of day in the month that runs.
 *
 * @example workDays({ from: '2026-02', until: '2026-04', asOf: '2026-03-15' }) // ['2026-02-28', '2026-03-15']
 */
export function workDays({ from, until, asOf }: UsePeriod): readonly CalendarDate[] {
  const days = monthsBetween(from, until)
    .filter((month) => `${month}-01` <= asOf)
    .map(lastDayOf)
  return days.map((day) => (day < asOf ? day : asOf))
}

/**
 * Adds up what episodes say about the use of the protocol. A recommendation belongs to the month in which it was first
 * signed, whatever became of it later; a duration to the month in which it ended.
 *
 * @example reportOnUse([episodeUse(events, workDays(period), period.asOf)], period).total.followed // 3
 */
export function reportOnUse(uses: readonly EpisodeUse[], period: UsePeriod): UseReport {
  const { from, until, asOf } = period
  const byMonth = monthsOf(uses)
  const months = monthsBetween(from, until).filter((month) => `${month}-01` <= asOf)
  const seen = months.map((month) => byMonth.get(month) ?? nothing)
  const recommendations = seen.flatMap((each) => each.recommendations)
  const days = workDays(period)
  return {
    asOf,
    from,
    until,
    total: countsOf(seen),
    months: months.map((month, index) => ({
      month,
      ...countsOf(seen.slice(index, index + 1)),
      work: workOf(uses, days[index] ?? asOf),
    })),
    rules: rulesOf(recommendations),
    reasons: reasonsOf(seen.flatMap((each) => each.overrides)),
  }
}

/** Everything that belongs to one month, of all episodes. */
interface OfMonth {
  readonly recommendations: Recommendation[]
  readonly overrides: { readonly reasonCode: string }[]
  readonly durations: Duration[]
  signed: number
  signedAtOnce: number
}

const nothing: OfMonth = { recommendations: [], overrides: [], durations: [], signed: 0, signedAtOnce: 0 }

/** Sorted into months once: a record of years is walked once, not once for each month. */
function monthsOf(uses: readonly EpisodeUse[]): ReadonlyMap<Month, OfMonth> {
  const months = new Map<Month, OfMonth>()
  const of = (month: Month): OfMonth => {
    const known = months.get(month)
    if (known) return known
    const begun = { recommendations: [], overrides: [], durations: [], signed: 0, signedAtOnce: 0 }
    months.set(month, begun)
    return begun
  }
  for (const use of uses) {
    for (const each of use.recommendations) of(each.month).recommendations.push(each)
    for (const each of use.overrides) of(each.month).overrides.push(each)
    for (const each of use.durations) of(each.month).durations.push(each)
    for (const month of use.signedIn) of(month).signed += 1
    for (const month of use.signedAtOnceIn) of(month).signedAtOnce += 1
  }
  return months
}

function countsOf(months: readonly OfMonth[]) {
  const durations = months.flatMap((each) => each.durations)
  const spread = (of: Timed): Spread => spreadOf(durations.filter((each) => each.of === of).map(({ amount }) => amount))
  return {
    ...fatesOf(months.flatMap((each) => each.recommendations)),
    signed: sum(months.map(({ signed }) => signed)),
    signedAtOnce: sum(months.map(({ signedAtOnce }) => signedAtOnce)),
    times: { signature: spread('signature'), reply: spread('reply'), result: spread('result') },
  }
}

function fatesOf(recommendations: readonly Recommendation[]): Fates {
  const count = (of: Fate): number => recommendations.filter(({ fate }) => fate === of).length
  return {
    given: recommendations.length,
    followed: count('followed'),
    overridden: count('overridden'),
    open: count('open'),
    lapsed: count('lapsed'),
  }
}

/**
 * Median and the value that nine in ten do not exceed (nearest rank).
 *
 * @example spreadOf([1, 2, 3, 10]) // { count: 4, median: 2.5, nineInTen: 10 }
 */
export function spreadOf(amounts: readonly number[]): Spread {
  const count = amounts.length
  if (count === 0) return { count }
  const sorted = amounts.toSorted((one, other) => one - other)
  const at = (rank: number): number => sorted[rank - 1] ?? 0
  const half = Math.floor(count / 2)
  const median = count % 2 === 1 ? at(half + 1) : (at(half) + at(half + 1)) / 2
  return { count, median, nineInTen: at(Math.ceil(count * 0.9)) }
}

function workOf(uses: readonly EpisodeUse[], day: CalendarDate): UseOfMonth['work'] {
  const on = uses.flatMap(({ work }) => work.filter((each) => each.day === day))
  return {
    day,
    open: sum(on.map(({ open }) => open)),
    overdue: sum(on.map(({ overdue }) => overdue)),
    overdueUrgent: sum(on.map(({ overdueUrgent }) => overdueUrgent)),
  }
}

function rulesOf(recommendations: readonly Recommendation[]): readonly UseOfRule[] {
  const byRule = new Map<string, Recommendation[]>()
  for (const each of recommendations) {
    const key = `${each.rule} ${each.decision} ${each.outcome}`
    const own = byRule.get(key)
    if (own) own.push(each)
    else byRule.set(key, [each])
  }
  return [...byRule.values()]
    .flatMap((own) => {
      const [first] = own
      if (!first) return []
      const { rule, decision, outcome } = first
      const statements = [...new Set(own.flatMap((each) => each.statements))].sort(compareStatementIds)
      const overridden = own.filter(({ fate }) => fate === 'overridden')
      const reasons = reasonsOf(
        overridden.flatMap(({ reasonCode }) => (reasonCode === undefined ? [] : [{ reasonCode }])),
      )
      return [{ size: own.length, use: { rule, statements, decision, outcome, ...fatesOf(own), reasons } }]
    })
    .sort((one, other) => other.size - one.size || (one.use.rule < other.use.rule ? -1 : 1))
    .map(({ use }) => use)
}

function reasonsOf(overrides: readonly { readonly reasonCode: string }[]): readonly UseOfReason[] {
  const counts = new Map<string, number>()
  for (const { reasonCode } of overrides) counts.set(reasonCode, (counts.get(reasonCode) ?? 0) + 1)
  return [...counts]
    .sort(([one, many], [other, more]) => more - many || (one < other ? -1 : 1))
    .map(([code, count]) => ({ code, count }))
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
