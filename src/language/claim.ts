import type { Condition, ConditionData } from './condition.ts'
import type { StatementKind } from './statement.ts'

/** Something that can be said of one case: how a condition stands, or what a decision answers. */
export type Fact =
  | { readonly condition: ConditionData; readonly is: 'true' | 'false' | 'not known' | 'not true' | 'not false' }
  /** `now`: the answer on what is known is one of these. `possible`: one of these is, or may still become, the answer. */
  | { readonly decision: string; readonly outcomes: readonly string[]; readonly is: 'now' | 'not now' | 'possible' }

/** One finding turning from one value into another. */
export interface Turn {
  readonly finding: string
  readonly from: string
  readonly to: string
}

/** A claim over every possible case, as data, so that it can be proved by several means. */
export type Claim =
  /** There is no case in which all these facts hold. */
  | { readonly kind: 'never'; readonly facts: readonly Fact[] }
  /** Every decision has an answer, and rules that speak side by side agree. */
  | { readonly kind: 'one answer' }
  /** A turn of one finding never takes a decision to a weaker outcome, unless one of these facts holds after it. */
  | {
      readonly kind: 'never weakens'
      readonly turns: readonly Turn[]
      readonly decisions: readonly string[]
      readonly unless: readonly Fact[]
    }
  /** Answering what is not known only narrows what is possible. */
  | { readonly kind: 'answers narrow' }
  /** The decision's least possible outcome is never below that of another layer. */
  | { readonly kind: 'not below layer'; readonly decision: string; readonly layer: string }
  /** Where a decision is weaker than in another layer, the rule that speaks cites one of these statements. */
  | {
      readonly kind: 'weaker only by'
      readonly decisions: readonly string[]
      readonly layer: string
      readonly statements: readonly string[]
    }
  /** Every statement of these kinds is cited by a rule, a definition or a parameter. */
  | { readonly kind: 'all cited'; readonly kinds: readonly StatementKind[] }
  /** Every rule is decisive in at least one case: without it the answer would be another. */
  | { readonly kind: 'all decisive' }

/** A named promise about the protocol: a sentence for people, claims for the prover. */
export interface Guarantee {
  /** The invariant of the specification (V1 … V12) that it states. */
  readonly id: string
  /** A sentence as a name: `a_red_flag_always_gets_a_referral`. */
  readonly name: string
  readonly sentence: string
  /** As the specification words it, or as we propose to word it where that cannot hold. */
  readonly wording: 'specified' | 'proposed'
  /** What the proof must find; a specified wording that cannot hold stays, refuted, with its reason. */
  readonly expected: 'proved' | 'refuted'
  readonly because?: string
  readonly layers: readonly string[]
  readonly claims: readonly Claim[]
}

/**
 * A condition is known to hold.
 *
 * @example holds(redFlag) // { condition: redFlag, is: 'true' }
 */
export function holds(condition: Condition<string>): Fact {
  return { condition, is: 'true' }
}

/**
 * A condition is known not to hold.
 *
 * @example fails(redFlag) // { condition: redFlag, is: 'false' }
 */
export function fails(condition: Condition<string>): Fact {
  return { condition, is: 'false' }
}

/**
 * A condition does not hold, or is not known to.
 *
 * @example isNotKnownToHold(redFlag) // { condition: redFlag, is: 'not true' }
 */
export function isNotKnownToHold(condition: Condition<string>): Fact {
  return { condition, is: 'not true' }
}

/**
 * A decision's answer on what is known is one of these outcomes.
 *
 * @example answers('mri', ['recommended', 'emergency']) // { decision: 'mri', outcomes: […], is: 'now' }
 */
export function answers(
  decision: string,
  outcomes: readonly string[],
  is: 'now' | 'not now' | 'possible' = 'now',
): Fact {
  return { decision, outcomes, is }
}

/**
 * There is no case in which all these facts hold.
 *
 * @example never(holds(redFlag), answers('nsaid', ['recommended']))
 */
export function never(...facts: readonly Fact[]): Claim {
  return { kind: 'never', facts }
}

/**
 * Where all facts hold the decision answers with one of the outcomes.
 *
 * @example always('surgicalReferral', ['neurosurgery'], holds(neurologic), adult)
 */
export function always(decision: string, outcomes: readonly string[], ...where: readonly Fact[]): Claim {
  return never(...where, answers(decision, outcomes, 'not now'))
}

/**
 * The decision answers with one of the outcomes only where the condition is known to hold.
 *
 * @example only('oncologyReferral', ['recommended'], mri.is('suspectedCancer'))
 */
export function only(decision: string, outcomes: readonly string[], where: Condition<string>): Claim {
  return never(isNotKnownToHold(where), answers(decision, outcomes))
}

/**
 * Always and only: where the condition holds, and nowhere else; `given` are facts without which another rule may speak.
 *
 * @example just('vascularText', ['say'], vascularEmergency)
 */
export function just(
  decision: string,
  outcomes: readonly string[],
  where: Condition<string>,
  ...given: readonly Fact[]
): readonly Claim[] {
  return [always(decision, outcomes, holds(where), ...given), only(decision, outcomes, where)]
}
