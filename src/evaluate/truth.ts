import type { ConditionData, Leaf, Limit } from '../language/condition.ts'
import { and, atLeast, not, or, type Truth } from '../language/kleene.ts'
import { type LeafContext, leafTruth as leafTruthIn, limitValue as limitIn } from '../language/leaf.ts'
import type { Protocol } from '../language/protocol.ts'
import { lookup } from './lookup.ts'
import type { FindingState, Situation } from './state.ts'

/** A situation being read under a protocol: the named conditions are worked out once, in their order. */
export interface Reading {
  readonly protocol: Protocol
  readonly situation: Situation
  readonly named: ReadonlyMap<string, Truth>
}

/**
 * Reads a situation: works out every named condition of the protocol.
 *
 * @example read(standard, situate(standard, { fever: { value: 'present' } }, '2026-03-01')).named.get('redFlag') // true
 */
export function read(protocol: Protocol, situation: Situation): Reading {
  const named = new Map<string, Truth>()
  const reading = { protocol, situation, named }
  for (const condition of protocol.conditions)
    named.set(condition.id, or(condition.definitions.map((definition) => truthOf(definition.when, reading))))
  return reading
}

/**
 * The truth of a condition in a situation, in three values (Kleene).
 * A finding that is not done makes its leaf false; one that is not known makes it not known.
 *
 * @example truthOf({ op: 'present', finding: 'fever' }, read(standard, situate(standard, {}, '2026-03-01'))) // undefined
 */
export function truthOf(condition: ConditionData, reading: Reading): Truth {
  switch (condition.op) {
    case 'not':
      return not(truthOf(condition.of, reading))
    case 'all':
      return and(condition.of.map((part) => truthOf(part, reading)))
    case 'any':
      return or(condition.of.map((part) => truthOf(part, reading)))
    case 'atLeast':
      return atLeast(
        condition.count,
        condition.of.map((part) => truthOf(part, reading)),
      )
    case 'defined':
      return reading.named.get(condition.condition) ?? (reading.named.has(condition.condition) ? undefined : false)
    default:
      return leafTruth(condition, reading)
  }
}

/**
 * The definitions of a named condition; none where the layer has none, and then it never holds.
 *
 * @example definitionsOf('redFlag', standard).map((definition) => definition.id) // ['priorCancer', …]
 */
export function definitionsOf(name: string, protocol: Protocol): Protocol['conditions'][number]['definitions'] {
  return lookup(protocol).definitions.get(name) ?? []
}

const NOT_KNOWN: FindingState = { is: 'notKnown' }

/** A reading as the leaves of the language see it. */
function contextOf({ protocol, situation }: Reading): LeafContext {
  const { parameters } = lookup(protocol)
  return {
    state: (finding) => situation.get(finding) ?? NOT_KNOWN,
    parameter: (id) => parameters.get(id) ?? Number.NaN,
  }
}

/**
 * The truth of a condition that asks a finding directly.
 *
 * @example leafTruth({ op: 'done', finding: 'xray' }, read(standard, situate(standard, {}, '2026-03-01'))) // false
 */
export function leafTruth(leaf: Leaf, reading: Reading): Truth {
  return leafTruthIn(leaf, contextOf(reading))
}

/**
 * The number a quantity is compared with; undefined while the finding it is taken from is not known.
 *
 * @example limitValue({ parameter: 'oneMonthDays' }, reading) // 30
 */
export function limitValue(limit: Limit, reading: Reading): number | undefined {
  return limitIn(limit, contextOf(reading))
}
