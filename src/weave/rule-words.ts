import type { Stance } from '../language/decision.ts'
import type { DecisionDefinition, DefinitionData, Protocol, RuleData } from '../language/protocol.ts'
import { english, inline, type Phrase } from './english.ts'

/** A rule or a definition in plain words: what it says, and when. */
export interface RuleWords {
  readonly id: string
  readonly statements: readonly string[]
  /** "X-ray: “Plain X-ray of the back” is recommended"; for a definition, what is then so. */
  readonly says: string
  /** When it says so; absent for a default, which speaks unless another does. */
  readonly when?: Phrase
  /** Its exceptions; of a default none, since every other rule of its decision is one. */
  readonly unless: readonly Omit<RuleWords, 'unless'>[]
}

const STANCES: Readonly<Record<Stance, string>> = {
  recommended: 'is recommended',
  consider: 'may be considered',
  'not advised': 'is not advised',
  withhold: 'is withheld',
}

/**
 * A rule of a decision in plain words, with its exceptions.
 *
 * @example ruleWords(esr, initialEsr, standard).says // '“ESR” is recommended'
 */
export function ruleWords(decision: DecisionDefinition, rule: RuleData, protocol: Protocol): RuleWords {
  // Every other rule is an exception to the default: each is said where it stands.
  const exceptions = rule.exceptionTo.length === 0 ? [] : decision.rules
  return {
    ...partOf(decision, rule, protocol),
    unless: exceptions
      .filter((other) => other.exceptionTo.includes(rule.id))
      .map((other) => partOf(decision, other, protocol)),
  }
}

function partOf(decision: DecisionDefinition, rule: RuleData, protocol: Protocol): Omit<RuleWords, 'unless'> {
  const { id, statements, then, when, exceptionTo } = rule
  const says = outcomeWords(decision, then)
  return exceptionTo.length === 0 ? { id, statements, says } : { id, statements, says, when: english(when, protocol) }
}

/**
 * A definition of a named condition in plain words.
 *
 * @example definitionWords('redFlag', longPain, standard).says // 'there is a red flag (pain for more than one month)'
 */
export function definitionWords(condition: string, definition: DefinitionData, protocol: Protocol): RuleWords {
  const { id, statements, when, label } = definition
  const holds = inline(english({ op: 'defined', condition }, protocol))
  const own = protocol.conditions.find((each) => each.id === condition)?.label === label ? '' : ` (${label})`
  return { id, statements, says: `${holds}${own}`, when: english(when, protocol), unless: [] }
}

/**
 * The rule of an id, in whichever decision it stands.
 *
 * @example ruleWordsOf('initialXray', standard)?.statements // ['C1', 'B7']
 */
export function ruleWordsOf(id: string, protocol: Protocol): RuleWords | undefined {
  for (const decision of protocol.decisions)
    for (const rule of decision.rules) if (rule.id === id) return ruleWords(decision, rule, protocol)
  return undefined
}

function outcomeWords({ kind, outcomes }: DecisionDefinition, id: string): string {
  const outcome = outcomes.find((each) => each.id === id)
  if (!outcome?.label) return 'nothing is said'
  if (kind === 'advice') return `the advice is “${outcome.label}”`
  return outcome.stance ? `“${outcome.label}” ${STANCES[outcome.stance]}` : `“${outcome.label}”`
}
