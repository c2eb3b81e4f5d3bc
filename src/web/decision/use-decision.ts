import { useDeferredValue, useMemo } from 'react'
import { decide } from '../../evaluate/decide.ts'
import type { DecisionResult } from '../../evaluate/result.ts'
import type { RecordedFindings } from '../../evaluate/situation.ts'
import { type AnswerFaults, faultsOf, readable } from '../findings/questions.ts'
import { source, standard } from '../protocol/adopted.ts'
import { type LayerDifference, layerDifferences } from './view.ts'

/** A decision as it stands while answers arrive. */
export interface LiveDecision {
  readonly result: DecisionResult
  /** Where the source text alone, without the safety additions, would say otherwise. */
  readonly differences: readonly LayerDifference[]
  readonly faults: AnswerFaults
  /** What it was made of: the answers that could be read. */
  readonly findings: RecordedFindings
  /** Newer answers are being decided on. */
  readonly pending: boolean
}

/** Decides, in the browser, what is recorded on a day; typing never waits for it. */
export function useDecision(recorded: RecordedFindings, asOf: string): LiveDecision {
  const deferred = useDeferredValue(recorded)
  const decided = useMemo(() => measured(() => decideLive(deferred, asOf)), [deferred, asOf])
  return { ...decided, pending: deferred !== recorded }
}

/** How long it took, for whoever looks with the browser's own tools: the last one only. */
function measured<Value>(work: () => Value): Value {
  const start = performance.now()
  const value = work()
  performance.clearMeasures(DECISION)
  performance.measure(DECISION, { start })
  return value
}

const DECISION = 'decision'

/**
 * Decides by the standard layer, and compares with the source text alone.
 *
 * @example decideLive({}, '2026-03-01').result.status // 'incomplete'
 */
export function decideLive(recorded: RecordedFindings, asOf: string): Omit<LiveDecision, 'pending'> {
  const faults = faultsOf(standard, recorded, asOf)
  const findings = readable(recorded, faults.unreadable)
  const result = decide(standard, findings, asOf)
  const differences = layerDifferences(standard, result, source, decide(source, findings, asOf))
  return { result, differences, faults, findings }
}
