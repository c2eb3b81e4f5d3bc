import { addDays, type CalendarDate } from '../../src/language/date.ts'
import type { Patient, Recorded } from './patient.ts'
import type { Values } from './solver.ts'

/** Findings as a clinician would enter them. */
export type Entered = Readonly<Record<string, unknown>>

/**
 * The patient whom the solver found, as entered.
 *
 * @example decode({ 'before fever has': 'true', … }, before, '2026-03-15').fever // { value: 'present', observedOn: … }
 */
export function decode(model: Values, { findings }: Patient, asOf: CalendarDate): Entered {
  const entered: Record<string, unknown> = {}
  for (const [id, recorded] of findings) {
    const said = sayOf(recorded, (term) => model[term.replaceAll('|', '')], asOf)
    if (said !== undefined) entered[id] = said
  }
  return entered
}

function sayOf(
  { definition, has, none, value, ageDays }: Recorded,
  constant: (term: string) => string | undefined,
  asOf: CalendarDate,
): unknown {
  if (constant(has) !== 'true') {
    if (definition.unrecorded !== 'notDone') return undefined
    return constant(none) === 'true' ? 'notDone' : 'notKnown'
  }
  const observedOn = addDays(asOf, -Number(constant(ageDays) ?? 0))
  switch (definition.kind) {
    case 'sign':
      return { value: constant(value) === 'true' ? 'present' : 'absent', observedOn }
    case 'choice':
      return { value: definition.values[Number(constant(value) ?? 0)]?.id, observedOn }
    // A quantity that grows was encoded as it stands on the as-of date.
    case 'quantity':
      return {
        value: Number(constant(value) ?? 0) / 10 ** definition.decimals,
        ...(definition.grows ? {} : { observedOn }),
      }
    case 'date':
      return addDays(asOf, -Number(constant(value) ?? 0))
  }
}
