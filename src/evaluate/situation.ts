import { type CalendarDate, daysBetween, elapsed } from '../language/date.ts'
import type { FindingDefinition } from '../language/finding.ts'
import type { Protocol } from '../language/protocol.ts'
import type { FindingState, Situation } from './state.ts'
import { truthOf } from './truth.ts'

/** A finding as recorded: its value, and the day it was observed (the as-of date where none is given). */
export interface Recorded {
  readonly value: string | number
  readonly observedOn?: CalendarDate
}

/** What is recorded of a patient, by finding id; values have been checked by `readFindings`. */
export type RecordedFindings = Readonly<Record<string, Recorded>>

const NOT_KNOWN: FindingState = { is: 'notKnown' }
const NOT_DONE: FindingState = { is: 'notDone' }

/**
 * What is recorded, brought to the as-of date: durations and ages grow, times are counted from their dates,
 * a test not recorded is not done, a finding that cannot apply is not asked, and silence is otherwise not known.
 *
 * @example situate(protocol, { durationDays: { value: 21, observedOn: '2026-03-01' } }, '2026-03-15')
 *   .get('durationDays') // { is: 'value', value: 35, … }
 */
export function situate(protocol: Protocol, recorded: RecordedFindings, asOf: CalendarDate): Situation {
  const situation = new Map<string, FindingState>()
  for (const definition of protocol.findings) {
    const state = stateOf(definition, recorded, asOf)
    // A finding that does not apply is settled: it is not there, and it is not asked.
    const cannotApply =
      state.is === 'notKnown' &&
      definition.appliesWhen !== undefined &&
      truthOf(definition.appliesWhen, { protocol, situation, named: new Map() }) === false
    situation.set(definition.id, cannotApply ? NOT_DONE : state)
  }
  // What has an end has had a start: a review without a recorded start of treatment leaves that start not known.
  for (const definition of protocol.findings) {
    if (definition.kind !== 'quantity' || !definition.elapsed?.only || !definition.elapsed.until) continue
    const { from, until } = definition.elapsed
    if (situation.get(from)?.is === 'notDone' && situation.get(until)?.is !== 'notDone') situation.set(from, NOT_KNOWN)
  }
  return situation
}

function stateOf(definition: FindingDefinition, recorded: RecordedFindings, asOf: CalendarDate): FindingState {
  const own = recorded[definition.id]
  const derived = definition.kind === 'quantity' && definition.elapsed ? derive(definition, recorded, asOf) : undefined
  if (derived) return derived
  if (own === undefined) return definition.unrecorded === 'notDone' ? NOT_DONE : NOT_KNOWN
  if (own.value === 'notKnown') return NOT_KNOWN
  if (own.value === 'notDone') return NOT_DONE
  const observedOn = own.observedOn ?? asOf
  const grows = definition.kind === 'quantity' ? definition.grows : undefined
  const value = grows && typeof own.value === 'number' ? own.value + elapsed(observedOn, asOf, grows) : own.value
  return { is: 'value', value, observedOn, ageDays: daysBetween(observedOn, asOf) }
}

/** A time counted from a recorded date; undefined where there is nothing to count from. */
function derive(
  definition: Extract<FindingDefinition, { readonly kind: 'quantity' }>,
  recorded: RecordedFindings,
  asOf: CalendarDate,
): FindingState | undefined {
  if (!definition.elapsed) return undefined
  const { from, unit, until, only } = definition.elapsed
  const start = recorded[from]
  const end = until ? recorded[until] : { value: asOf, observedOn: asOf }
  if (end === undefined || end.value === 'notDone') return only ? NOT_DONE : undefined
  if (end.value === 'notKnown') return only ? NOT_KNOWN : undefined
  const started = typeof start?.value === 'string' && start.value !== 'notKnown' && start.value !== 'notDone'
  if (!started) return only ? NOT_KNOWN : undefined
  const observedOn = end.observedOn ?? asOf
  const value = elapsed(String(start.value), observedOn, unit)
  return { is: 'value', value, observedOn, ageDays: daysBetween(observedOn, asOf) }
}
