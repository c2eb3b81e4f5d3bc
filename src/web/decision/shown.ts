import type { DecisionResult } from '../../evaluate/result.ts'
import { contentHash } from '../../language/hash.ts'
import type { ShownDecision } from '../../service/api/decision.ts'

/**
 * What is sent with a signature, so that the service can see that it decides the same as was on the screen. The twin of
 * the service's own function (a test compares them), without the validation library that would come with it.
 *
 * @example shown(decide(standard, findings, asOf)).urgency // 'soon'
 */
export function shown(result: DecisionResult): ShownDecision {
  return {
    protocolHash: result.protocol.hash,
    urgency: result.urgency.level,
    answersHash: contentHash(result.answers),
  }
}
