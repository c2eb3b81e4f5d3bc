import type { ConditionData, Leaf, Limit, Relation } from '../language/condition.ts'
import { and, atLeast, not, or, type Truth } from '../language/kleene.ts'
import type { Protocol } from '../language/protocol.ts'
import { lookup } from './lookup.ts'
import type { FindingState, Situation } from './situation.ts'

const COMPARE: Readonly<Record<Relation, (value: number, limit: number) => boolean>> = {
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
}

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

/**
 * The truth of a condition that asks a finding directly.
 *
 * @example leafTruth({ op: 'done', finding: 'xray' }, read(standard, situate(standard, {}, '2026-03-01'))) // false
 */
export function leafTruth(leaf: Leaf, reading: Reading): Truth {
  const state = reading.situation.get(leaf.finding) ?? { is: 'notKnown' }
  if (state.is === 'notDone') return false
  if (state.is === 'notKnown') return undefined
  switch (leaf.op) {
    case 'done':
      return true
    case 'present':
      return state.value === 'present'
    case 'is':
      return leaf.values.includes(String(state.value))
    case 'within':
      return state.ageDays <= parameterValue(leaf.days, reading.protocol)
    case 'compare': {
      const limit = limitValue(leaf.limit, reading)
      return limit === undefined ? undefined : COMPARE[leaf.relation](numberOf(state) ?? Number.NaN, limit)
    }
  }
}

/**
 * The number a quantity is compared with; undefined while the finding it is taken from is not known.
 *
 * @example limitValue({ parameter: 'oneMonthDays' }, reading) // 30
 */
export function limitValue(limit: Limit, { situation, protocol }: Reading): number | undefined {
  if ('parameter' in limit) return parameterValue(limit.parameter, protocol)
  const base = numberOf(situation.get(limit.finding))
  if (base === undefined) return undefined
  const plus = limit.plus ? parameterValue(limit.plus, protocol) : 0
  return (base + plus) * (limit.times ? parameterValue(limit.times, protocol) : 1)
}

function numberOf(state: FindingState | undefined): number | undefined {
  return state?.is === 'value' && typeof state.value === 'number' ? state.value : undefined
}

function parameterValue(id: string, protocol: Protocol): number {
  return lookup(protocol).parameters.get(id) ?? Number.NaN
}
