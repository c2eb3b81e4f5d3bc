import type { CalendarDate } from '../../language/date.ts'
import { addDays } from '../../language/date.ts'
import type { FindingDefinition } from '../../language/finding.ts'
import type { LookBacks } from '../../language/look-back.ts'
import type { DayOf, RecordedDay } from './day.ts'
import type { Ledger, Provenance, Reason } from './ledger.ts'
import type { ReceivedResource } from './resources.ts'

/** What every reader of a resource is given. */
export interface Context {
  readonly asOf: CalendarDate
  readonly findings: ReadonlyMap<string, FindingDefinition>
  readonly lookBacks: LookBacks
  /** Days by finding: how far back presence and absence count. */
  readonly reach: ReadonlyMap<string, { readonly days?: number; readonly absentDays: number }>
  /** The first day that counts, by days back from the as-of date: asked for many times in one reading. */
  readonly since: Map<number, CalendarDate>
  readonly dayOf?: DayOf
  readonly ledger: Ledger
}

/**
 * Whether a day still speaks of today for a finding: nothing where it does, else the reason why not. A vague day counts
 * only when every day that it may be does.
 *
 * @example whyNotNow('fever', 'present', readDay('2021-03-01'), context) // 'tooOld'
 */
export function whyNotNow(
  finding: string,
  value: string | number,
  day: RecordedDay | undefined,
  context: Context,
): Reason | undefined {
  const { asOf, reach, lookBacks } = context
  const own = reach.get(finding)
  const isAbsence = value === 'absent' || value === 'never' || value === 'none'
  const days = isAbsence ? (own?.absentDays ?? lookBacks.absentDays) : own?.days
  if (day !== undefined && day.from > asOf) return 'future'
  if (days === undefined) return undefined
  if (day === undefined) return 'noDay'
  const since = firstDay(days, context)
  if (day.from >= since) return undefined
  return day.to < since ? 'tooOld' : 'dayVague'
}

/**
 * The first day that counts for something that counts for so many days.
 *
 * @example firstDay(14, context) // '2026-03-01', on 2026-03-15
 */
export function firstDay(days: number, { asOf, since }: Context): CalendarDate {
  const known = since.get(days)
  if (known !== undefined) return known
  const day = addDays(asOf, -days)
  since.set(days, day)
  return day
}

/**
 * The first lines of provenance: which resource, where it stood.
 *
 * @example provenanceOf(received).resource // 'Condition/abc'
 */
export function provenanceOf({ type, id, path }: ReceivedResource): Provenance {
  return { resource: id === undefined ? path || type : `${type}/${id}`, type, path }
}

/**
 * The later of two days, by their first possible day.
 *
 * @example later(readDay('2026-01-01'), readDay('2026-02-01'))?.from // '2026-02-01'
 */
export function later(one: RecordedDay | undefined, other: RecordedDay | undefined): RecordedDay | undefined {
  if (one === undefined || other === undefined) return one ?? other
  return other.from > one.from ? other : one
}
