import type { DecisionDefinition } from './protocol.ts'

const known = new WeakMap<DecisionDefinition, ReadonlyMap<string, readonly string[]>>()

/**
 * For each rule of a decision, every exception to it: its own, and those of its exceptions.
 *
 * @example exceptionsOf(urgency).get('redFlagIsSoon') // ['seriousIsUrgent', 'emergencyToday']
 */
export function exceptionsOf(decision: DecisionDefinition): ReadonlyMap<string, readonly string[]> {
  const found = known.get(decision)
  if (found) return found
  const exceptions = new Map<string, Set<string>>(decision.rules.map((rule) => [rule.id, new Set()]))
  // Rules stand after those they except, so one walk from the end hands every exception on.
  for (const rule of decision.rules.toReversed())
    for (const parent of rule.exceptionTo)
      for (const exception of [rule.id, ...(exceptions.get(rule.id) ?? [])]) exceptions.get(parent)?.add(exception)
  const result = new Map([...exceptions].map(([rule, set]) => [rule, [...set]]))
  known.set(decision, result)
  return result
}
