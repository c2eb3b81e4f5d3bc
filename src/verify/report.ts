import { FALSE } from '../diagram/diagram.ts'
import { type Case, oddness } from '../diagram/patients.ts'
import type { Claim, Guarantee } from '../language/claim.ts'
import { exampleOf, type GivenAnswer, type Patient, patientOf, replay } from './patient.ts'
import type { LayerModel, Model } from './prove.ts'
import { type Refutation, refutations } from './refute.ts'

/** The same patient in one setting (before a finding turned, in another layer), with the answers that matter. */
export interface Shown {
  /** "in the layer source", "before"; absent for the layer that is checked. */
  readonly setting?: string
  readonly patient: Patient
  readonly answers: readonly GivenAnswer[]
}

/** The most ordinary patient for whom a claim fails. */
export interface Counterexample {
  /** How many cases with unknowns it fails for, by the same finding, decision or rule. */
  readonly cases: bigint
  /** The finding that turned, the decision, the rule: whatever the claim speaks of. */
  readonly names: readonly string[]
  readonly shown: readonly Shown[]
}

/** A guarantee in one layer. */
export interface Checked {
  readonly guarantee: Guarantee
  readonly layer: string
  readonly status: 'proved' | 'refuted'
  readonly isAsExpected: boolean
  readonly counterexample?: Counterexample
  /** For a claim about the text: what is not cited, or never decides. */
  readonly names?: readonly string[]
}

/**
 * Proves or refutes a guarantee in one layer. A refutation is told by the most ordinary patient for whom it fails, over
 * all of its claims, and replayed through the interpreter.
 *
 * @example checkGuarantee(guarantees[0], 'standard', model).status // 'proved'
 */
export function checkGuarantee(
  guarantee: Guarantee,
  layerName: string,
  model: Model,
  alwaysTold: readonly string[] = [],
): Checked {
  const layer = model.layers.get(layerName)
  const found = layer === undefined ? [] : guarantee.claims.flatMap((claim) => failuresOf(claim, layer, model))
  const status = layer !== undefined && found.length === 0 ? 'proved' : 'refuted'
  const isAsExpected = status === guarantee.expected
  const smallest = found.reduce<Failure | undefined>(
    (best, failure) => (failure.example && (best?.example === undefined || failure.odd < best.odd) ? failure : best),
    undefined,
  )
  const names = found.filter(({ example }) => example === undefined).flatMap(({ refutation }) => refutation.names)
  return {
    guarantee,
    layer: layerName,
    status,
    isAsExpected,
    ...(layer && smallest?.example
      ? { counterexample: counterexampleOf(smallest, smallest.example, layer, model, alwaysTold) }
      : {}),
    ...(names.length > 0 ? { names } : {}),
  }
}

interface Failure {
  readonly claim: Claim
  readonly refutation: Refutation
  readonly example?: Case
  readonly odd: number
}

function failuresOf(claim: Claim, layer: LayerModel, model: Model): readonly Failure[] {
  return [...refutations(claim, layer, model)].map((refutation) => {
    const example = refutation.where === FALSE ? undefined : exampleOf(layer, refutation.where)
    return { claim, refutation, ...(example ? { example, odd: oddness(model.partial, example) } : { odd: 0 }) }
  })
}

function counterexampleOf(
  { claim, refutation }: Failure,
  example: Case,
  layer: LayerModel,
  model: Model,
  alwaysTold: readonly string[],
): Counterexample {
  const decisions = decisionsOf(claim, refutation)
  const show = (of: LayerModel, found: Case, setting?: string): Shown => {
    const patient = patientOf(model.partial, found, of.protocol, alwaysTold)
    return { ...(setting === undefined ? {} : { setting }), patient, answers: replay(of, found, patient, decisions) }
  }
  const other = 'layer' in claim ? model.layers.get(claim.layer) : undefined
  const before = refutation.before?.(example)
  return {
    cases: model.partial.diagram.count(refutation.where),
    names: refutation.names,
    shown: [
      ...(before ? [show(layer, before, 'before')] : []),
      ...(other ? [show(other, example, `in the layer ${other.protocol.layer}`)] : []),
      show(layer, example, before ? 'after' : other ? `in the layer ${layer.protocol.layer}` : undefined),
    ],
  }
}

/** The decisions that a claim speaks of, where it fails. */
function decisionsOf(claim: Claim, { names }: Refutation): readonly string[] {
  if (claim.kind === 'never') return claim.facts.flatMap((fact) => ('decision' in fact ? [fact.decision] : []))
  return names
}
