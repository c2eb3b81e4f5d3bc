import type { ConditionData } from '../../src/language/condition.ts'
import type { FindingDefinition } from '../../src/language/finding.ts'
import type { DecisionDefinition, DefinitionData, Protocol, RuleData } from '../../src/language/protocol.ts'

/** The layers of a protocol that share their text: what is changed in one is changed in every layer that has it. */
export type Layers = Readonly<Record<string, Protocol>>

/** One small thing changed in a protocol: a mistake that somebody could make. */
export interface Mutant {
  /** What was done: "drop a part", "detach an exception". */
  readonly kind: string
  /** The rule, definition or parameter it was done to. */
  readonly piece: string
  readonly description: string
  /** The layers so changed. */
  readonly make: () => Layers
  /** It changes only what is said, asked or accepted: over cases as the diagrams know them nothing can differ. */
  readonly beyondProof?: true
}

/** Every layer changed by one function; a layer that it leaves as it was stays the same object. */
export function eachLayer(layers: Layers, change: (protocol: Protocol) => Protocol): Layers {
  return Object.fromEntries(
    Object.entries(layers).map(([name, protocol]) => {
      const changed = change(protocol)
      return [name, JSON.stringify(changed) === JSON.stringify(protocol) ? protocol : changed]
    }),
  )
}

/** A protocol with another condition for a rule or a definition. */
export function withCondition(protocol: Protocol, id: string, when: ConditionData): Protocol {
  return withDefinition(
    withRule(protocol, id, (rule) => ({ ...rule, when })),
    id,
    (definition) => ({ ...definition, when }),
  )
}

/** A protocol with a rule changed. */
export function withRule(protocol: Protocol, id: string, change: (rule: RuleData) => RuleData): Protocol {
  const decisions = protocol.decisions.map((decision) => ({
    ...decision,
    rules: decision.rules.map((rule) => (rule.id === id ? change(rule) : rule)),
  }))
  return { ...protocol, decisions }
}

/** A protocol with a definition of a named condition changed. */
export function withDefinition(
  protocol: Protocol,
  id: string,
  change: (definition: DefinitionData) => DefinitionData,
): Protocol {
  const conditions = protocol.conditions.map((condition) => ({
    ...condition,
    definitions: condition.definitions.map((definition) => (definition.id === id ? change(definition) : definition)),
  }))
  return { ...protocol, conditions }
}

/** A protocol with another value for a parameter. */
export function withParameter(protocol: Protocol, id: string, value: number): Protocol {
  const parameters = protocol.parameters.map((each) => (each.id === id ? { ...each, value } : each))
  return { ...protocol, parameters }
}

/** A protocol with a finding changed. */
export function withFinding(
  protocol: Protocol,
  id: string,
  change: (finding: FindingDefinition) => FindingDefinition | undefined,
): Protocol {
  const findings = protocol.findings.flatMap((each) => (each.id === id ? (change(each) ?? []) : each))
  return { ...protocol, findings }
}

/** A protocol with a decision changed. */
export function withDecision(
  protocol: Protocol,
  id: string,
  change: (decision: DecisionDefinition) => DecisionDefinition,
): Protocol {
  const decisions = protocol.decisions.map((each) => (each.id === id ? change(each) : each))
  return { ...protocol, decisions }
}

/** A list with two of its members in each other's place. */
export function swapped<T>(list: readonly T[], one: number, other: number): readonly T[] {
  return list.map((each, index) => (index === one ? list[other] : index === other ? list[one] : each) ?? each)
}
