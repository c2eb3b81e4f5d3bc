import type { ConditionData } from './condition.ts'

/** How strongly an action is put to the clinician; an outcome without a stance asks nothing of anyone. */
export type Stance = 'recommended' | 'consider' | 'not advised' | 'withhold'

/** What a decision is about, so that a reader (or a screen) can group them. */
export type DecisionKind = 'urgency' | 'scope' | 'order' | 'treatment' | 'referral' | 'review' | 'advice'

/** One possible answer of a decision. */
export interface Outcome {
  readonly id: string
  /** What is put to the clinician, without the leading "Consider:". */
  readonly label: string
  readonly stance?: Stance
  /** The action's name in the output, where it is not the decision's own (`referToNeurosurgery`). */
  readonly action?: string
}

/** A question with one answer; outcomes run from the weakest to the strongest. */
export interface Decision<Id extends string = string, OutcomeId extends string = string> {
  readonly id: Id
  readonly label: string
  readonly kind: DecisionKind
  readonly outcomes: readonly Outcome[]
  readonly outcomeIds?: OutcomeId
}

/**
 * A rule gives a decision its answer when its condition holds and no exception to it speaks.
 * An exception stands on its own condition: it does not inherit that of the rule it excepts.
 */
export interface Rule<DecisionId extends string = string> {
  readonly is: 'rule'
  readonly id: string
  readonly decision: DecisionId
  readonly statements: readonly string[]
  readonly exceptionTo: readonly string[]
  readonly beforeEveryOther?: boolean
  readonly when: ConditionData
  readonly then: string
}

/**
 * Declares a decision and its outcomes, weakest first.
 *
 * @example decision('esr', 'ESR', 'order', { none: { label: 'no ESR' }, recommended: { label: 'ESR', stance: 'recommended' } })
 */
export function decision<const Id extends string, const Outcomes extends Readonly<Record<string, Omit<Outcome, 'id'>>>>(
  id: Id,
  label: string,
  kind: DecisionKind,
  outcomes: Outcomes,
): Decision<Id, Extract<keyof Outcomes, string>> {
  return { id, label, kind, outcomes: Object.entries(outcomes).map(([outcome, words]) => ({ id: outcome, ...words })) }
}

/**
 * Declares a sentence that is said or not: fixed text, the same for every patient.
 *
 * @example advice('normalTestsText', 'Normal tests', 'A normal X-ray and ESR do not exclude disease').outcomes[1].id // 'say'
 */
export function advice<const Id extends string>(id: Id, label: string, text: string): Decision<Id, 'none' | 'say'> {
  return decision(id, label, 'advice', { none: { label: '' }, say: { label: text, stance: 'recommended' } })
}
