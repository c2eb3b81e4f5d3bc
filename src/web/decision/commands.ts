import type { EpisodeHistory } from '../../care/episode.ts'
import { findingIds } from '../../care/protocol-ids.ts'
import type { DecisionResult } from '../../evaluate/result.ts'
import type { RecordedFindings } from '../../evaluate/situation.ts'
import type { EnteredEvent } from '../../service/api/episode.ts'
import { standard } from '../protocol/adopted.ts'
import { shown } from './shown.ts'
import type { Act } from './view.ts'

const ruleCharactersAtMost = 100

/**
 * The events that carry out an act, after the decision is signed: an order, the start of a treatment, the closing. A
 * referral is carried out on its own screen, where the letter is read.
 *
 * @example eventsOfAct({ is: 'order', actions: [xray, esr] }, '2026-08-12')[0].payload // { tests: ['xray', 'esr'], rule: 'initialXray' }
 */
export function eventsOfAct(act: Act, asOf: string): readonly EnteredEvent[] {
  if (act.is === 'order') {
    const rule = act.actions[0]?.rule ?? ''
    const tests = act.actions.map(({ decision }) => decision)
    return [
      { type: 'ordered', payload: { tests, ...(rule !== '' && rule.length <= ruleCharactersAtMost ? { rule } : {}) } },
    ]
  }
  if (act.is === 'treat') {
    const treatment = treatmentOf(act.actions[0]?.decision ?? '')
    return treatment ? [{ type: 'treatmentStarted', payload: { treatment, startedOn: asOf } }] : []
  }
  if (act.is === 'close') return [{ type: 'closed', payload: { reason: act.actions[0]?.label ?? '' } }]
  return []
}

/** The value of the finding "treatment" that a decision about a treatment starts. */
function treatmentOf(decision: string): string | undefined {
  const definition = standard.findings.find(({ id }) => id === findingIds.treatment)
  return definition?.kind === 'choice' ? definition.values.find(({ id }) => id === decision)?.id : undefined
}

/**
 * The signature on what is on the screen.
 *
 * @example signature(result).type // 'signed'
 */
export function signature(result: DecisionResult): EnteredEvent {
  return { type: 'signed', payload: { shown: shown(result) } }
}

/** New answers, apart by how they can be recorded. */
export interface SplitAnswers {
  /** New, or observed on another day: recorded as answers. */
  readonly answered: RecordedFindings
  /** Another value for the day of a signed one: an amendment, with a reason. */
  readonly amended: RecordedFindings
}

/**
 * Splits new answers into those that are simply recorded and those that change a signed record.
 *
 * @example splitAnswers({ smoker: { value: 'present', observedOn: day } }, history).amended // {} while nothing is signed
 */
export function splitAnswers(draft: RecordedFindings, history: EpisodeHistory): SplitAnswers {
  const signed = history.signed.at(-1)?.findings ?? {}
  const changes = Object.entries(draft).filter(([id, { value, observedOn }]) => {
    const standing = history.findings[id]
    return standing?.value !== value || standing.observedOn !== observedOn
  })
  const amends = ([id, { observedOn }]: (typeof changes)[number]): boolean =>
    signed[id] !== undefined && signed[id]?.observedOn === observedOn
  return {
    answered: Object.fromEntries(changes.filter((change) => !amends(change))),
    amended: Object.fromEntries(changes.filter(amends)),
  }
}

/**
 * Whether a set of answers is empty.
 *
 * @example isEmpty({}) // true
 */
export function isEmpty(findings: RecordedFindings): boolean {
  return Object.keys(findings).length === 0
}
