import type { Action, Answer, Because, DecisionResult, Evidence, Step } from '../../evaluate/result.ts'
import type { Outcome } from '../../language/decision.ts'
import type { Protocol } from '../../language/protocol.ts'

/** What the one button of the panel does. */
export type Act =
  | { readonly is: 'ask'; readonly finding: string }
  | { readonly is: 'refer'; readonly actions: readonly Action[] }
  | { readonly is: 'order'; readonly actions: readonly Action[] }
  | { readonly is: 'treat'; readonly actions: readonly Action[] }
  | { readonly is: 'review'; readonly actions: readonly Action[] }
  | { readonly is: 'close'; readonly actions: readonly Action[] }
  | { readonly is: 'sign' }

/**
 * The act behind a step, of those of its actions that are still open: it refers before it orders before it treats.
 *
 * @example actOf(result.next, openActions(result.next, result, history)).is // 'order'
 */
export function actOf(step: Step | undefined, open: readonly Action[]): Act {
  if (!step) return { is: 'sign' }
  if (step.finding !== undefined) return { is: 'ask', finding: step.finding }
  const of = (kind: Action['kind']) => open.filter((action) => action.kind === kind)
  if (of('referral').length > 0) return { is: 'refer', actions: of('referral') }
  if (of('order').length > 0) return { is: 'order', actions: of('order') }
  if (of('treatment').length > 0) return { is: 'treat', actions: of('treatment') }
  const reviews = of('review')
  if (reviews.some(({ action }) => action === 'close')) return { is: 'close', actions: reviews }
  return reviews.length > 0 ? { is: 'review', actions: reviews } : { is: 'sign' }
}

/** The four levels from weakest to strongest have a shape each, by their place, whatever the protocol calls them. */
export type Level = 'routine' | 'soon' | 'urgent' | 'emergency'
const LEVELS: readonly Level[] = ['routine', 'soon', 'urgent', 'emergency']

/**
 * Shape and word of an urgency.
 *
 * @example levelOf(standard, 'urgent') // { level: 'urgent', label: 'Urgent' }
 */
export function levelOf(protocol: Protocol, urgency: string): { readonly level: Level; readonly label: string } {
  const outcomes = outcomesOf(protocol, 'urgency')
  const place = Math.max(
    0,
    outcomes.findIndex(({ id }) => id === urgency),
  )
  return { level: LEVELS[place] ?? 'emergency', label: outcomes[place]?.label ?? urgency }
}

function outcomesOf(protocol: Protocol, kind: string): readonly Outcome[] {
  return protocol.decisions.find((decision) => decision.kind === kind)?.outcomes ?? []
}

/**
 * Whether a decision stands at the protocol's highest urgency.
 *
 * @example isEmergency(standard, decide(standard, { fever: { value: 'present' } }, asOf)) // false
 */
export function isEmergency(protocol: Protocol, result: DecisionResult): boolean {
  return result.urgency.atLeast === outcomesOf(protocol, 'urgency').at(-1)?.id
}

/**
 * The fixed text of an emergency: the advice that the protocol lists before every action, and where it has none, its
 * main next step.
 *
 * @example emergencyTexts(result) // ['Emergency. …']
 */
export function emergencyTexts(result: DecisionResult): readonly string[] {
  const first = result.actions.findIndex(({ kind }) => kind !== 'advice')
  const texts = result.actions.slice(0, Math.max(0, first)).map(({ label }) => label)
  return texts.length > 0 ? texts : result.next ? [result.next.label] : []
}

/** A decision on which one layer alone says something else than the layer in use. */
export interface LayerDifference {
  readonly decision: string
  readonly label: string
  readonly here: string
  readonly there: string
}

/**
 * Where another layer's decision of the same findings would say otherwise: outcomes that differ, advice left aside.
 *
 * @example layerDifferences(standard, decided, source, decidedBySource) // [{ label: 'Urgency', here: 'Emergency: today', there: 'Urgent', … }]
 */
export function layerDifferences(
  protocol: Protocol,
  here: DecisionResult,
  other: Protocol,
  there: DecisionResult,
): readonly LayerDifference[] {
  const answered = new Map(there.answers.map((answer) => [answer.decision, answer]))
  return here.answers.flatMap((answer) => {
    const decision = protocol.decisions.find(({ id }) => id === answer.decision)
    if (!decision || decision.kind === 'advice') return []
    const theirs = answered.get(answer.decision)
    const hereLabel = labelOf(protocol, answer)
    const thereLabel = theirs ? labelOf(other, theirs) : (decision.outcomes[0]?.label ?? '')
    return hereLabel === thereLabel
      ? []
      : [{ decision: decision.id, label: decision.label, here: hereLabel, there: thereLabel }]
  })
}

function labelOf(protocol: Protocol, answer: Answer): string {
  const decision = protocol.decisions.find(({ id }) => id === answer.decision)
  return decision?.outcomes.find(({ id }) => id === answer.outcome)?.label ?? answer.outcome
}

/**
 * The reasons of a step: of each of its actions, or of the urgency where it has none.
 *
 * @example reasonsOf(result.next, result)[0].statements // ['C1', 'B7', 'B1']
 */
export function reasonsOf(step: Step | undefined, result: DecisionResult): readonly Because[] {
  const actions = result.actions.filter(({ decision }) => step?.actions.includes(decision))
  return actions.length > 0 ? actions : [result.urgency]
}

/**
 * The same evidence from several reasons, once.
 *
 * @example mergedEvidence([xrayAction, esrAction]).length // 3
 */
export function mergedEvidence(reasons: readonly { readonly findings: readonly Evidence[] }[]): readonly Evidence[] {
  return [...new Map(reasons.flatMap(({ findings }) => findings).map((each) => [each.finding, each])).values()]
}

/**
 * The actions and advice beside a step: what "Also note" lists.
 *
 * @example alsoNote(result.next, result).map(({ decision }) => decision) // ['surgicalReferral', 'nsaid', 'safetyNet']
 */
export function alsoNote(step: Step | undefined, result: DecisionResult): readonly Action[] {
  return result.actions.filter(({ decision }) => !step?.actions.includes(decision))
}
