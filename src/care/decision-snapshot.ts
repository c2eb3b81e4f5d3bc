import type { DecisionResult } from '../evaluate/result.ts'
import type { Protocol } from '../language/protocol.ts'
import type { DecisionSnapshot, ReviewWindow } from './events.ts'
import { parameterIds } from './protocol-ids.ts'

/**
 * What is kept of a decision when it is signed. What would change it, and where guidance differs, can be had again from
 * the findings and the protocol's hash.
 *
 * @example snapshotOf(decide(standard, findings, asOf)).urgency.level // 'soon'
 */
export function snapshotOf(decision: DecisionResult): DecisionSnapshot {
  const { status, redFlags, actions, next, steps, missing } = decision
  const { level, atLeast, atMost, settled, rule, statements } = decision.urgency
  return {
    status,
    urgency: { level, atLeast, atMost, settled, rule, statements },
    redFlags,
    actions: actions.map(({ differs: _, ...action }) => action),
    ...(next ? { next } : {}),
    steps,
    missing: missing.map(({ finding, label }) => ({ finding, label })),
  }
}

/**
 * The review window of a protocol, from its parameters; 0 where it has none, so that a review is due at once rather than never.
 *
 * @example reviewWindowOf(standard).opensDays // 14
 */
export function reviewWindowOf(protocol: Protocol): ReviewWindow {
  const days = (id: string): number => protocol.parameters.find((parameter) => parameter.id === id)?.value ?? 0
  return { opensDays: days(parameterIds.reviewOpens), closesDays: days(parameterIds.reviewCloses) }
}
