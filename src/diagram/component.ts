import type { FindingDefinition } from '../language/finding.ts'
import type { Truth } from '../language/kleene.ts'
import type { FindingState } from '../language/leaf.ts'
import type { ReadLeaf } from './read-leaf.ts'

/**
 * A value a finding can have, as one representative of all that the protocol cannot tell apart from it.
 * `beyond`: recorded although the finding does not apply (a pregnancy at 58); silence never turns out so.
 */
export type Sample = FindingState & { readonly beyond?: true }

/** One way the findings of a component can stand: the samples, and the truth of every leaf that reads them. */
export interface ComponentState {
  readonly samples: ReadonlyMap<string, Sample>
  readonly truths: ReadonlyMap<string, Truth>
  /** For a state with unknowns: the complete states it may turn out to be. For a complete state: itself. */
  readonly admits: readonly number[]
}

/** Findings whose leaves are read together (ESR, age and the laboratory's limit); most findings stand alone. */
export interface Component {
  readonly findings: readonly FindingDefinition[]
  readonly leaves: readonly ReadLeaf[]
  /** Everything known: the cases a patient can be. */
  readonly complete: readonly ComponentState[]
  /** Anything may be not known too. */
  readonly partial: readonly ComponentState[]
}

/** Values of an ordinary patient, by finding: an example takes the value nearest to them that its case allows. */
export type Ordinary = Readonly<Record<string, number>>
