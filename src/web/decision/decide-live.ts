import { decide } from '../../evaluate/decide.ts'
import type { DecisionResult } from '../../evaluate/result.ts'
import type { RecordedFindings } from '../../evaluate/situation.ts'
import { type AnswerFaults, faultsOf, readable } from '../findings/questions.ts'
import { source, standard } from '../protocol/held.ts'
import { type LayerDifference, layerDifferences } from './view.ts'

/** What is made of answers. */
export interface Decided {
  readonly result: DecisionResult
  /** Where the source text alone, without the safety additions, would say otherwise. */
  readonly differences: readonly LayerDifference[]
  readonly faults: AnswerFaults
  /** What it was made of: the answers that could be read. */
  readonly findings: RecordedFindings
  /** How long it took, for whoever looks with the browser's own tools. */
  readonly milliseconds: number
}

/**
 * Decides by the standard layer, and compares with the source text alone.
 *
 * @example decideLive({}, '2026-03-01').result.status // 'incomplete'
 */
export function decideLive(recorded: RecordedFindings, asOf: string): Decided {
  const start = performance.now()
  const faults = faultsOf(standard, recorded, asOf)
  const findings = readable(recorded, faults.unreadable)
  const result = decide(standard, findings, asOf)
  // Only what it answers is compared: what would change that is half of a decision's time.
  const there = decide(source, findings, asOf, { withChanges: false })
  const differences = layerDifferences(standard, result, source, there)
  return { result, differences, faults, findings, milliseconds: performance.now() - start }
}
