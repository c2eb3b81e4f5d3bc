import { addDays, type CalendarDate } from '../language/date.ts'
import type { CaseSpace } from './case-space.ts'
import type { ComponentState } from './component.ts'
import { FALSE, type Node } from './diagram.ts'

/** One case as numbers of states, component by component. */
export type Case = readonly number[]

/** What would be recorded of a patient who is such a case. */
export type RecordedCase = Readonly<
  Record<string, { readonly value: string | number; readonly observedOn: CalendarDate }>
>

/**
 * The most ordinary case of a function: the one with the fewest findings that are out of the ordinary (present, done,
 * not known); undefined when the function is false everywhere.
 *
 * @example ordinaryCase(space, emergencies) // one emergency sign, everything else absent
 */
export function ordinaryCase(space: CaseSpace, node: Node): Case | undefined {
  const memo = new Map<string, { readonly cost: number; readonly code: number; readonly next: Node }>()
  const cheapest = (index: number, at: Node): number => {
    if (at === FALSE) return Number.POSITIVE_INFINITY
    const placed = space.placed[index]
    if (!placed) return 0
    const key = `${index}:${at}`
    const found = memo.get(key)
    if (found) return found.cost
    let best = { cost: Number.POSITIVE_INFINITY, code: 0, next: FALSE }
    placed.states.forEach((state, code) => {
      const next = space.fix(at, placed, code)
      const cost = next === FALSE ? Number.POSITIVE_INFINITY : oddness(state) + cheapest(index + 1, next)
      if (cost < best.cost) best = { cost, code, next }
    })
    memo.set(key, best)
    return best.cost
  }
  if (cheapest(0, node) === Number.POSITIVE_INFINITY) return undefined
  let at = node
  return space.placed.map((_, index) => {
    const { code, next } = memo.get(`${index}:${at}`) ?? { code: 0, next: FALSE }
    at = next
    return code
  })
}

/** How many of a state's findings are out of the ordinary. */
function oddness({ samples }: ComponentState): number {
  return [...samples].filter(
    ([, sample]) => sample.is === 'notKnown' || (sample.is === 'value' && !ordinary(sample.value)),
  ).length
}

const ORDINARY: ReadonlySet<string | number> = new Set(['absent', 'none', 'never', 'female', 'male'])

function ordinary(value: string | number): boolean {
  return ORDINARY.has(value)
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
      const observedOn = addDays(asOf, -sample.ageDays)
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
