import { type Count, hidden } from './count.ts'
import type { Fates, Spread, UseOfReason, UseReport } from './use-report.ts'

/** Numbers below this can point at a person. */
export const smallBelow = 5

const isSmall = (count: Count): boolean => count === hidden || (count > 0 && count < smallBelow)

/**
 * The report without small numbers, for whoever may not read patients and for whatever leaves the clinic: each number
 * from 1 to 4 is hidden, and with it the one next to it from which it could be worked out. Nought is no person and stays.
 *
 * It does not protect against somebody who subtracts the report of one period from that of another: give out one.
 *
 * @example hideSmallNumbers(report).total // { given: 12, followed: 'hidden', overridden: 'hidden', open: 0, lapsed: 0, … }
 */
export function hideSmallNumbers(report: UseReport): UseReport {
  const { total, months, rules, reasons } = report
  return {
    ...report,
    total: {
      ...hideFates(total),
      signed: hideOne(total.signed),
      signedAtOnce: hideOne(total.signedAtOnce),
      times: hideTimes(total.times),
    },
    months: months.map((month) => ({
      ...month,
      ...hideFates(month),
      signed: hideOne(month.signed),
      signedAtOnce: hideOne(month.signedAtOnce),
      times: hideTimes(month.times),
      work: {
        ...month.work,
        open: hideOne(month.work.open),
        overdue: hideOne(month.work.overdue),
        overdueUrgent: hideOne(month.work.overdueUrgent),
      },
    })),
    rules: rules.map((rule) => ({ ...rule, ...hideFates(rule), reasons: hideReasons(rule.reasons) })),
    reasons: hideReasons(reasons),
  }
}

/**
 * A number, hidden where it is small.
 *
 * @example hideOne(3) // 'hidden'
 */
export function hideOne(count: Count): Count {
  return isSmall(count) ? hidden : count
}

function hideTimes(times: UseReport['total']['times']): UseReport['total']['times'] {
  return { signature: hideSpread(times.signature), reply: hideSpread(times.reply), result: hideSpread(times.result) }
}

function hideSpread(spread: Spread): Spread {
  return isSmall(spread.count) ? { count: hidden } : spread
}

/** Of the parts of a total that is shown, never only one is hidden: the others would give it away. */
function hideFates({ given, followed, overridden, open, lapsed }: Fates): Fates {
  const parts = hideParts([followed, overridden, open, lapsed])
  const [ofFollowed = hidden, ofOverridden = hidden, ofOpen = hidden, ofLapsed = hidden] = parts
  return {
    given: hideOne(given),
    followed: ofFollowed,
    overridden: ofOverridden,
    open: ofOpen,
    lapsed: ofLapsed,
  }
}

function hideReasons(reasons: readonly UseOfReason[]): readonly UseOfReason[] {
  const counts = hideParts(reasons.map(({ count }) => count))
  return reasons.map(({ code }, index) => ({ code, count: counts[index] ?? hidden }))
}

/**
 * The parts of a total: small ones hidden, and where that is one alone, the next smallest too.
 *
 * @example hideParts([12, 3, 40]) // ['hidden', 'hidden', 40]
 */
export function hideParts(parts: readonly Count[]): readonly Count[] {
  const shown = parts.map(hideOne)
  if (shown.filter((count) => count === hidden).length !== 1) return shown
  const others = shown.filter((count): count is number => typeof count === 'number' && count > 0)
  if (others.length === 0) return shown
  const next = shown.indexOf(Math.min(...others))
  return shown.map((count, index) => (index === next ? hidden : count))
}
