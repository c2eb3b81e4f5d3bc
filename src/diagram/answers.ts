import { exceptionsOf } from '../language/exceptions.ts'
import type { DecisionDefinition } from '../language/protocol.ts'
import type { ProtocolRegions } from './case-space.ts'
import { FALSE, type Node } from './diagram.ts'

/** Where each rule and each outcome of a decision stands, over all cases of a space. */
export interface DecisionRegions {
  readonly decision: DecisionDefinition
  /** Rule id → where its condition holds and no exception to it does: it speaks. */
  readonly speaks: ReadonlyMap<string, Node>
  /** Rule id → where it speaks or still might. */
  readonly live: ReadonlyMap<string, Node>
  /** Outcome id → where it is the answer on what is known. */
  readonly now: ReadonlyMap<string, Node>
  /** Outcome id → where it is, or Kleene's logic cannot exclude that it becomes, the answer. */
  readonly possible: ReadonlyMap<string, Node>
}

/**
 * Answers one decision for all cases at once.
 *
 * @example answerEverywhere(regions, urgency).now.get('emergency') // the diagram of all emergencies
 */
export function answerEverywhere(regions: ProtocolRegions, decision: DecisionDefinition): DecisionRegions {
  const { diagram } = regions.space
  const when = new Map(decision.rules.map((rule) => [rule.id, regions.region(rule.when)]))
  const overriding = exceptionsOf(decision)
  const speaks = new Map<string, Node>()
  const live = new Map<string, Node>()
  const now = new Map<string, Node>()
  const possible = new Map<string, Node>()
  for (const rule of decision.rules) {
    const exceptions = (overriding.get(rule.id) ?? []).map((id) => when.get(id)?.holds ?? FALSE)
    const overridden = diagram.or(...exceptions)
    const { holds, fails } = when.get(rule.id) ?? { holds: FALSE, fails: FALSE }
    speaks.set(rule.id, diagram.without(holds, overridden))
    live.set(rule.id, diagram.not(diagram.or(fails, overridden)))
    now.set(rule.then, diagram.or(now.get(rule.then) ?? FALSE, speaks.get(rule.id) ?? FALSE))
    possible.set(rule.then, diagram.or(possible.get(rule.then) ?? FALSE, live.get(rule.id) ?? FALSE))
  }
  return { decision, speaks, live, now, possible }
}
