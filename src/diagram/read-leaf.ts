import type { Leaf, Limit } from '../language/condition.ts'
import type { Truth } from '../language/kleene.ts'
import { type FindingState, leafTruth } from '../language/leaf.ts'
import type { Protocol } from '../language/protocol.ts'

/** The number that a protocol gives to one of its parameters; NaN for one it does not have. */
export type Numbers = (parameter: string) => number

/** A leaf with the numbers of one protocol: two versions that differ in a parameter have two leaves, and both cut. */
export interface ReadLeaf {
  readonly key: string
  readonly leaf: Leaf
  readonly numbers: Numbers
}

/**
 * The numbers of a protocol.
 *
 * @example numbersIn(standard)('oneMonthDays') // 30
 */
export function numbersIn(protocol: Protocol): Numbers {
  const values = new Map(protocol.parameters.map(({ id, value }) => [id, value]))
  return (parameter) => values.get(parameter) ?? Number.NaN
}

/**
 * A leaf's name: leaves that ask the same, with the same numbers, have the same, whatever their parameters are called.
 *
 * @example leafKey({ op: 'within', finding: 'xray', days: 'currentResultDays' }, numbersIn(standard)) // 'xray within 90'
 */
export function leafKey(leaf: Leaf, numbers: Numbers): string {
  switch (leaf.op) {
    case 'is':
      return `${leaf.finding} is ${[...leaf.values].sort().join(' ')}`
    case 'within':
      return `${leaf.finding} within ${numbers(leaf.days)}`
    case 'compare':
      return `${leaf.finding} ${leaf.relation} ${limitKey(leaf.limit, numbers)}`
    default:
      return `${leaf.finding} ${leaf.op}`
  }
}

function limitKey(limit: Limit, numbers: Numbers): string {
  if ('parameter' in limit) return String(numbers(limit.parameter))
  const plus = limit.plus === undefined ? 0 : numbers(limit.plus)
  const times = limit.times === undefined ? 1 : numbers(limit.times)
  return `(${limit.finding} + ${plus}) × ${times}`
}

/**
 * The truth of a leaf where findings stand so.
 *
 * @example truthOfLeaf(leaf, () => ({ is: 'notKnown' })) // undefined
 */
export function truthOfLeaf({ leaf, numbers }: ReadLeaf, state: (finding: string) => FindingState): Truth {
  return leafTruth(leaf, { state, parameter: numbers })
}
