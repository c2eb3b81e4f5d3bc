import type { EpisodeHistory } from '../../care/episode.ts'
import { lastLetterOf } from '../../care/letters.ts'
import { decisionIds } from '../../care/protocol-ids.ts'
import { isSilenced, type Silence, silenceOf } from '../../care/silence.ts'
import type { Action, DecisionResult, Step } from '../../evaluate/result.ts'

/** Why an action needs no more doing now: what the record says has been done about it. */
export type Handled =
  | { readonly is: 'awaited' | 'referred' | 'started'; readonly on: string }
  | { readonly is: 'overridden'; readonly silence: Silence }

/**
 * What the record says of an action: a test ordered and awaited, a referral made, a treatment begun, or decided otherwise.
 *
 * @example handledBy(xrayAction, history) // { is: 'awaited', on: '2026-08-12' }
 */
export function handledBy(action: Action, history: EpisodeHistory): Handled | undefined {
  const order = history.orders.findLast(({ test, state }) => test === action.decision && state === 'awaited')
  if (order) return { is: 'awaited', on: order.orderedOn }
  const referral = history.referrals.findLast(
    ({ decision, withdrawn }) => decision === action.decision && withdrawn === undefined,
  )
  if (referral) return { is: 'referred', on: lastLetterOf(referral).recordedOn }
  const treatment = history.treatments.at(-1)
  if (action.kind === 'treatment' && treatment) return { is: 'started', on: treatment.startedOn }
  const silence = silenceOf(action, history)
  return silence && isSilenced(action, history) ? { is: 'overridden', silence } : undefined
}

/** Actions that ask for something to be done. */
const asks = ({ stance }: Action): boolean => stance === 'recommended' || stance === 'consider'

/**
 * The actions of a step that ask for something, and have not been done.
 *
 * @example openActions(step, result, history).map(({ decision }) => decision) // ['esr']
 */
export function openActions(step: Step, result: DecisionResult, history: EpisodeHistory): readonly Action[] {
  return result.actions.filter(
    (action) => step.actions.includes(action.decision) && asks(action) && handledBy(action, history) === undefined,
  )
}

/**
 * The first of a decision's steps that is still to do: the protocol's order, less what the record says is done. A review
 * that is planned (a treatment has begun) waits for its day.
 *
 * @example stepToDo(result, history)?.id // 'refer', once the tests are ordered
 */
export function stepToDo(result: DecisionResult, history: EpisodeHistory): Step | undefined {
  return result.steps.find((step) => {
    if (step.finding !== undefined) return true
    const actions = result.actions.filter(({ decision }) => step.actions.includes(decision))
    if (!actions.some(asks)) return actions.some(({ decision }) => !isOverridden(decision, result, history))
    const open = openActions(step, result, history)
    const isPlanned = history.treatments.length > 0 && open.every(({ action }) => action === decisionIds.review)
    return open.length > 0 && !isPlanned
  })
}

function isOverridden(decision: string, result: DecisionResult, history: EpisodeHistory): boolean {
  const action = result.actions.find((each) => each.decision === decision)
  return action !== undefined && handledBy(action, history)?.is === 'overridden'
}
