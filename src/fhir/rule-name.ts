import type { Protocol } from '../language/protocol.ts'

/**
 * A rule in words: its decision, and what it answers.
 *
 * @throws RangeError for a rule that the protocol does not have
 * @example ruleName(standard, 'emergencyToday') // 'Urgency: Emergency: today'
 */
export function ruleName({ decisions }: Protocol, rule: string): string {
  for (const { label, outcomes, rules } of decisions) {
    const found = rules.find(({ id }) => id === rule)
    if (found) return `${label}: ${outcomes.find(({ id }) => id === found.then)?.label || 'nothing to say'}`
  }
  throw new RangeError(`The protocol has no rule ${rule}.`)
}
