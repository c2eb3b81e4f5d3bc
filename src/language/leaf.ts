import type { Leaf, Limit, Relation } from './condition.ts'
import type { Truth } from './kleene.ts'

/** A finding on the as-of date. */
export type FindingState =
  | { readonly is: 'value'; readonly value: string | number; readonly ageDays: number }
  | { readonly is: 'notKnown' }
  | { readonly is: 'notDone' }

/** What a leaf is read in: the state of each finding, and the protocol's parameters. */
export interface LeafContext {
  state(finding: string): FindingState
  parameter(id: string): number
}

const COMPARE: Readonly<Record<Relation, (value: number, limit: number) => boolean>> = {
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
}

/**
 * The truth of a condition that asks a finding directly: false when the finding is not done, not known when it is not
 * known, and not known too when the limit it is compared with is not.
 *
 * @example leafTruth({ op: 'done', finding: 'xray' }, context) // false, where no X-ray is recorded
 */
export function leafTruth(leaf: Leaf, context: LeafContext): Truth {
  const state = context.state(leaf.finding)
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
      return state.ageDays <= context.parameter(leaf.days)
    case 'compare': {
      const limit = limitValue(leaf.limit, context)
      return limit === undefined ? undefined : COMPARE[leaf.relation](Number(state.value), limit)
    }
  }
}

/**
 * The number a quantity is compared with; undefined while the finding it is taken from has no value.
 *
 * @example limitValue({ parameter: 'oneMonthDays' }, context) // 30
 */
export function limitValue(limit: Limit, context: LeafContext): number | undefined {
  if ('parameter' in limit) return context.parameter(limit.parameter)
  const base = context.state(limit.finding)
  if (base.is !== 'value') return undefined
  const plus = limit.plus ? context.parameter(limit.plus) : 0
  return (Number(base.value) + plus) * (limit.times ? context.parameter(limit.times) : 1)
}
