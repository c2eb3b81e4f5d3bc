import { exceptionsOf } from '../language/exceptions.ts'
import { or, type Truth } from '../language/kleene.ts'
import type { DecisionDefinition, RuleData } from '../language/protocol.ts'
import type { Answer } from './result.ts'
import { type Reading, truthOf } from './truth.ts'

/** An answer, with the rules that gave it and those that could still change it. */
export interface Answered extends Answer {
  /** They speak now, and say the same. */
  readonly rules: readonly RuleData[]
  /** Their condition is not known, and nothing that is known overrides them. */
  readonly open: readonly RuleData[]
  /** The outcomes that are still open, weakest first; the answer is among them. */
  readonly possible: readonly string[]
}

/**
 * Answers one decision: a rule speaks when its condition holds and no exception to it holds (exceptions of exceptions
 * too). What is not known is not applied to the outcome, but widens its bounds: it never falls through unseen. The bounds
 * are sound; `exactly` makes them exact. `truth` is how the condition of a rule is read, by Kleene's logic unless given.
 *
 * @example answer(urgency, read(standard, situation)).outcome // 'soon'
 */
export function answer(
  decision: DecisionDefinition,
  reading: Reading,
  truth = (rule: RuleData): Truth => truthOf(rule.when, reading),
): Answered {
  const holds = new Map(decision.rules.map((rule) => [rule.id, truth(rule)]))
  const exceptions = exceptionsOf(decision)
  const live = decision.rules.filter(
    (rule) =>
      holds.get(rule.id) !== false &&
      or((exceptions.get(rule.id) ?? []).map((exception) => holds.get(exception))) !== true,
  )
  const rules = live.filter((rule) => holds.get(rule.id) === true)
  const ranks = live.map((rule) => decision.outcomes.findIndex((outcome) => outcome.id === rule.then))
  const [lowest, highest] = [Math.min(...ranks), Math.max(...ranks)]
  return {
    decision: decision.id,
    outcome: rules[0]?.then ?? '',
    atLeast: decision.outcomes[lowest]?.id ?? '',
    atMost: decision.outcomes[highest]?.id ?? '',
    settled: lowest === highest,
    rules,
    open: live.filter((rule) => holds.get(rule.id) === undefined),
    possible: decision.outcomes.filter((_, rank) => ranks.includes(rank)).map(({ id }) => id),
  }
}
