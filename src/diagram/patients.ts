import { addDays, type CalendarDate } from '../language/date.ts'
import type { CaseSpace } from './case-space.ts'
import type { ComponentState } from './component.ts'
import { FALSE, type Node, TRUE } from './diagram.ts'

/** One case as numbers of states, component by component. */
export type Case = readonly number[]

/** What would be recorded of a patient who is such a case. */
export type RecordedCase = Readonly<
  Record<string, { readonly value: string | number; readonly observedOn: CalendarDate }>
>

/**
 * The most ordinary case of a function: the one with the fewest findings that are out of the ordinary; undefined when
 * the function is false everywhere.
 *
 * @example ordinaryCase(space, emergencies) // one emergency sign, everything else absent
 */
export function ordinaryCase(space: CaseSpace, node: Node): Case | undefined {
  const memo = space.placed.map(() => new Map<Node, { cost: number; code: number; next: Node }>())
  const costs = space.placed.map(({ states }) => states.map(costOf))
  const cheapest = (index: number, at: Node): number => {
    if (at === FALSE) return Number.POSITIVE_INFINITY
    const placed = space.placed[index]
    if (!placed) return 0
    const found = memo[index]?.get(at)
    if (found) return found.cost
    const best = { cost: Number.POSITIVE_INFINITY, code: 0, next: FALSE }
    space.children(at, placed).forEach((next, code) => {
      const own = costs[index]?.[code] ?? 0
      if (next === FALSE || own >= best.cost) return
      const cost = own + cheapest(index + 1, next)
      if (cost < best.cost) Object.assign(best, { cost, code, next })
    })
    memo[index]?.set(at, best)
    return best.cost
  }
  if (cheapest(0, node) === Number.POSITIVE_INFINITY) return undefined
  let at = node
  return space.placed.map((_, index) => {
    const { code, next } = memo[index]?.get(at) ?? { code: 0, next: FALSE }
    at = next
    return code
  })
}

/** Of two cases with as many oddities, one that is silent of less is the more ordinary. */
const SILENT = 0.05

function costOf({ odd, samples }: ComponentState): number {
  const silent = [...samples].filter(([id, { is }]) => is === 'notKnown' && !odd.has(id))
  return odd.size + SILENT * silent.length
}

/**
 * How far a case is from the ordinary: the number of its findings that are out of it.
 *
 * @example oddness(space, found) // 2
 */
export function oddness(space: CaseSpace, found: Case): number {
  return space.placed.reduce((sum, { states }, index) => {
    const state = states[found[index] ?? 0]
    return sum + (state ? costOf(state) : 0)
  }, 0)
}

/**
 * Whether a function holds of a case.
 *
 * @example holdsOf(space, emergencies, found) // true
 */
export function holdsOf(space: CaseSpace, node: Node, found: Case): boolean {
  return space.placed.reduce((at, placed, index) => space.fix(at, placed, found[index] ?? 0), node) === TRUE
}

/**
 * A case as it would be recorded on a day; what is silent in it is left out.
 *
 * @example recordedCase(space, found, '2026-03-15').saddleNumbness // { value: 'present', observedOn: '2026-03-15' }
 */
export function recordedCase(space: CaseSpace, found: Case, asOf: CalendarDate): RecordedCase {
  const recorded: Record<string, { value: string | number; observedOn: CalendarDate }> = {}
  space.placed.forEach((placed, index) => {
    const state = placed.states[found[index] ?? 0]
    for (const finding of placed.component.findings) {
      const sample = state?.samples.get(finding.id)
      const counted = finding.kind === 'quantity' && finding.elapsed?.only
      if (!sample || counted) continue
      if (sample.is === 'notKnown' && finding.unrecorded === 'notDone')
        recorded[finding.id] = { value: 'notKnown', observedOn: asOf }
      if (sample.is !== 'value') continue
      const observedOn = sample.ageDays === 0 ? asOf : addDays(asOf, -sample.ageDays)
      recorded[finding.id] = {
        value: finding.kind === 'date' ? startOf(finding.id, placed, state, asOf) : sample.value,
        observedOn,
      }
    }
  })
  return recorded
}

/** A date from which another finding is counted: so many days before the as-of date. */
function startOf(
  id: string,
  placed: CaseSpace['placed'][number],
  state: ComponentState | undefined,
  asOf: CalendarDate,
): CalendarDate {
  const counted = placed.component.findings.find(
    (finding) => finding.kind === 'quantity' && finding.elapsed?.from === id,
  )
  const days = counted ? state?.samples.get(counted.id) : undefined
  return addDays(asOf, -(days?.is === 'value' ? Number(days.value) : 0))
}
