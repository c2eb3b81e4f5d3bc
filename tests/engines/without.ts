import type { DecisionDefinition, Protocol, RuleData } from '../../src/language/protocol.ts'

/**
 * A protocol without one of its definitions or rules; what was an exception to the rule becomes one to the rules that
 * it was an exception to. A default cannot be left out: a decision needs one.
 *
 * @example without(standard, 'B4') // pain of more than a month is no red flag any more
 */
export function without(protocol: Protocol, id: string): Protocol {
  return {
    ...protocol,
    conditions: protocol.conditions.map((condition) => ({
      ...condition,
      definitions: condition.definitions.filter((definition) => definition.id !== id),
    })),
    decisions: protocol.decisions.map((decision) => withoutRule(decision, id)),
  }
}

function withoutRule(decision: DecisionDefinition, id: string): DecisionDefinition {
  const rule = decision.rules.find((candidate) => candidate.id === id)
  if (!rule) return decision
  const rules = decision.rules.filter((candidate) => candidate !== rule).map((other) => inherit(other, rule))
  return { ...decision, rules }
}

function inherit(other: RuleData, gone: RuleData): RuleData {
  if (!other.exceptionTo.includes(gone.id)) return other
  const parents = [...other.exceptionTo.filter((id) => id !== gone.id), ...gone.exceptionTo]
  return { ...other, exceptionTo: [...new Set(parents)].sort() }
}

/** A protocol without every definition and rule that rests on a statement, defaults apart. */
export function withoutStatement(protocol: Protocol, statement: string): Protocol {
  return piecesOf(protocol)
    .filter(({ statements }) => statements[0] === statement)
    .reduce((left, { id }) => without(left, id), protocol)
}

/** One definition or rule: what could be left out of a protocol. */
export interface Piece {
  readonly id: string
  readonly statements: readonly string[]
}

/** Every definition, and every rule that is no default. */
export function piecesOf({ conditions, decisions }: Protocol): readonly Piece[] {
  const rules = decisions.flatMap((decision) => decision.rules.filter(({ exceptionTo }) => exceptionTo.length > 0))
  return [...conditions.flatMap(({ definitions }) => definitions), ...rules]
}
