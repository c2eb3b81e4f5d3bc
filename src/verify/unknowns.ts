import { FALSE } from '../diagram/diagram.ts'
import { exampleOf, type GivenAnswer, type Patient, patientOf, replay } from './patient.ts'
import type { Model } from './prove.ts'

/** How the bounds of one decision compare with what all completions of the unknowns give. */
export interface BoundsCheck {
  readonly decision: string
  readonly label: string
  /** Cases with unknowns of which a completion has an answer outside the bounds: there must be none. */
  readonly escaped: bigint
  /** Cases with unknowns whose bounds hold an answer that no completion has: safe, but wider than they need be. */
  readonly wide: bigint
  /** The most ordinary patient of those. */
  readonly example?: { readonly patient: Patient; readonly answers: readonly GivenAnswer[] }
}

/** What "not known" does in one layer. */
export interface UnknownsCheck {
  readonly layer: string
  /** Of how many cases with unknowns. */
  readonly cases: bigint
  readonly decisions: readonly BoundsCheck[]
}

/**
 * Compares, over every case with unknowns, the bounds that the interpreter gives with the answers of all completions.
 *
 * @example unknownsOf('standard', model).decisions.every(({ escaped }) => escaped === 0n) // true: bounds can be trusted
 */
export function unknownsOf(layerName: string, model: Model, alwaysTold: readonly string[] = []): UnknownsCheck {
  const { diagram } = model.partial
  const [partial, complete] = [model.layers.get(layerName), model.completeLayers.get(layerName)]
  const cases = diagram.count(model.cases)
  if (!partial || !complete) return { layer: layerName, cases, decisions: [] }
  const decisions = partial.protocol.decisions.map(({ id, label, outcomes }): BoundsCheck => {
    const [escaped, wide] = [[FALSE], [FALSE]]
    for (const { id: outcome } of outcomes) {
      const possible = diagram.and(partial.decisions.get(id)?.possible.get(outcome) ?? FALSE, model.cases)
      const now = complete.decisions.get(id)?.now.get(outcome) ?? FALSE
      const reached = model.lift(model.complete.diagram.and(now, model.completeCases))
      escaped.push(diagram.without(reached, possible))
      wide.push(diagram.without(possible, reached))
    }
    const where = diagram.or(...wide)
    const found = where === FALSE ? undefined : exampleOf(partial, where)
    const patient = found && patientOf(model.partial, found, partial.protocol, alwaysTold)
    return {
      decision: id,
      label,
      escaped: diagram.count(diagram.or(...escaped)),
      wide: diagram.count(where),
      ...(found && patient ? { example: { patient, answers: replay(partial, found, patient, [id]) } } : {}),
    }
  })
  return { layer: layerName, cases, decisions }
}
