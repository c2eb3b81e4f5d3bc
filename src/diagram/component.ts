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
  /** What is out of the ordinary, each thing with what it is; see `odditiesOf`. */
  readonly odd: ReadonlyMap<string, string>
  /** For a state with unknowns: the complete states it may turn out to be. For a complete state: itself. */
  readonly admits: readonly number[]
}

/** Findings whose leaves are read together (ESR, age and the laboratory's limit); most findings stand alone. */
export interface Component {
  readonly findings: readonly FindingDefinition[]
  readonly leaves: readonly ReadLeaf[]
  /** Everything known: the cases a patient can be. A limit that nobody gave is on one side or the other. */
  readonly complete: readonly ComponentState[]
  /**
   * The numbers of the complete states that an assignment of all findings (in their order) may be: one, or several where
   * a limit that nobody gave may lie on either side.
   */
  readonly codeOf: (samples: readonly Sample[]) => readonly number[]
  /** Everything recorded that can be: as `complete`, but a limit that nobody gave stays not known. */
  readonly recorded: readonly ComponentState[]
  /** Anything may be not known too. */
  readonly partial: readonly ComponentState[]
}

/**
 * An ordinary patient, by finding: the values of a choice that are nothing to speak of, and the number of a quantity.
 * Of what is not named here a sign is ordinarily absent, a choice has its first value, a quantity any; a test is
 * ordinarily not done. Examples depart from it in as few findings as they can.
 */
export type Ordinary = Readonly<Record<string, number | readonly string[]>>
