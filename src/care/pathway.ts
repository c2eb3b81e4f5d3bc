import type { Action, DecisionResult } from '../evaluate/result.ts'
import type { CalendarDate } from '../language/date.ts'
import type { Protocol } from '../language/protocol.ts'
import type { EpisodeHistory, Order, PathwayStep } from './episode.ts'
import { isAnswer } from './findings.ts'
import { referralThatFollows } from './followed.ts'
import { lastLetterOf } from './letters.ts'
import { decisionIds, resultFindings } from './protocol-ids.ts'
import { type ServiceLevels, serviceLevels } from './service-levels.ts'
import { silenceOf } from './silence.ts'
import { atServiceLevels, openWork } from './worklist.ts'
import type { WorklistItem } from './worklist-item.ts'

/** What a step is judged by. */
interface View {
  readonly history: EpisodeHistory
  readonly decision: DecisionResult
  readonly protocol: Protocol
  readonly asOf: CalendarDate
  /** Open work, as it is due at the site. */
  readonly work: readonly WorklistItem[]
}

/** The state of one decision; a step takes the most pressing of its decisions. */
type Part = Pick<PathwayStep, 'state' | 'on' | 'reason'>

/**
 * The pathway strip: what is done, what is to do now, what is waited for and until when, what is not needed and why.
 * The order is that of reading; a referral does not wait for the tests before it.
 *
 * @example pathwayOf(history, decision, standard, '2026-03-15').map(({ id, state }) => `${id} ${state}`)
 */
export function pathwayOf(
  history: EpisodeHistory,
  decision: DecisionResult,
  protocol: Protocol,
  asOf: CalendarDate,
  levels: ServiceLevels = serviceLevels,
): readonly PathwayStep[] {
  const work = openWork(history).map((item) => atServiceLevels(item, levels))
  const view = { history, decision, protocol, asOf, work }
  const { firstTests, furtherTests } = decisionIds
  const present = (ids: readonly string[]) => protocol.decisions.filter(({ id }) => ids.includes(id))
  const [first, further] = [present(firstTests), present(furtherTests)]
  const referrals = protocol.decisions.filter(({ kind }) => kind === 'referral')
  const treatments = protocol.decisions.filter(({ kind }) => kind === 'treatment')
  const ids = (decisions: readonly { readonly id: string }[]) => decisions.map(({ id }) => id)
  return [
    { id: 'screening', label: 'Screening', decisions: [], ...screening(view) },
    {
      id: 'firstTests',
      label: first.map(({ label }) => label).join(' and '),
      decisions: ids(first),
      ...mostPressing(first.map(({ id }) => testPart(id, view))),
    },
    {
      id: 'furtherTests',
      label: further[0]?.label ?? 'Further tests',
      decisions: ids(further),
      ...mostPressing(further.map(({ id }) => testPart(id, view))),
    },
    {
      id: 'referral',
      label: 'Referral',
      decisions: ids(referrals),
      ...mostPressing(referrals.map(({ id }) => referralPart(id, view))),
    },
    {
      id: 'treatment',
      label: treatments.map(({ label }) => label).join(' and '),
      decisions: ids(treatments),
      ...mostPressing(treatments.map(({ id }) => treatmentPart(id, view))),
    },
    { id: 'review', label: 'Review', decisions: [decisionIds.review], ...reviewPart(view) },
  ]
}

const PRESSING: readonly PathwayStep['state'][] = ['doNow', 'waiting', 'notYet', 'done', 'notNeeded']

function mostPressing(parts: readonly Part[]): Part {
  const [main] = parts.toSorted((one, other) => PRESSING.indexOf(one.state) - PRESSING.indexOf(other.state))
  return main ?? { state: 'notNeeded', reason: 'The protocol has no such step' }
}

function screening({ history, decision }: View): Part {
  const signed = history.signed.at(-1)
  if (history.unsigned.length > 0) return { state: 'doNow', reason: 'Not signed yet' }
  if (!signed) return { state: 'doNow', reason: 'Not answered yet' }
  if (decision.missing.length > 0 && decision.next?.finding) return { state: 'doNow', reason: decision.next.label }
  return { state: 'done', on: signed.asOf }
}

function testPart(test: string, view: View): Part {
  const { history } = view
  const order = history.orders.findLast((each) => each.test === test)
  if (order?.state === 'awaited') return { state: 'waiting', on: dueOn(order, view) }
  const asked = actionPart(test, view)
  if (asked.state === 'doNow' || asked.state === 'waiting') return asked
  const result = history.findings[resultFindings[test] ?? '']
  if (result && isAnswer(result.value)) return { state: 'done', on: result.observedOn }
  const received = history.results.findLast(({ tests }) => tests.includes(test))
  return received ? { state: 'done', on: received.recordedOn } : asked
}

function dueOn(order: Order, { work }: View): CalendarDate {
  const item = work.find(
    ({ kind, sequence, decisions }) =>
      kind === 'resultAwaited' && sequence === order.sequence && decisions.includes(order.test),
  )
  return item?.dueOn ?? order.orderedOn
}

function referralPart(id: string, view: View): Part {
  const action = view.decision.actions.find(({ decision }) => decision === id)
  const referral = referralThatFollows(action ?? { decision: id }, view.history)
  if (!referral) return actionPart(id, view)
  const letter = lastLetterOf(referral)
  if (letter.acknowledged) return { state: 'done', on: letter.acknowledged.acknowledgedOn }
  const item = view.work.find(({ kind, sequence }) => kind === 'referralUnacknowledged' && sequence === letter.sequence)
  return { state: 'waiting', on: item?.dueOn ?? letter.recordedOn, reason: 'No reply yet' }
}

function treatmentPart(id: string, view: View): Part {
  const treatment = view.history.treatments.at(-1)
  if (treatment) return { state: 'done', on: treatment.startedOn }
  return actionPart(id, view)
}

function reviewPart(view: View): Part {
  const { history, asOf, work } = view
  const item = work.find(({ kind }) => kind === 'review')
  if (item) return item.opensOn <= asOf ? { state: 'doNow', on: item.dueOn } : { state: 'waiting', on: item.opensOn }
  const reviewed = history.reviews.at(-1)
  if (reviewed) return { state: 'done', on: reviewed.reviewedOn }
  const { state, reason } = actionPart(decisionIds.review, view)
  return { state: state === 'doNow' ? 'notYet' : state, ...(reason ? { reason } : {}) }
}

/** A decision by itself: asked for, overridden, open while something is not known, or not needed. */
function actionPart(id: string, view: View): Part {
  const { decision, history, protocol } = view
  const action = decision.actions.find((each) => each.decision === id)
  const silence = action && silenceOf(action, history)
  if (silence?.silenced)
    return silence.override.ended
      ? { state: 'notNeeded', reason: `Decided otherwise: ${silence.override.plan}` }
      : { state: 'waiting', on: silence.override.checkBy, reason: `Decided otherwise: ${silence.override.plan}` }
  if (action) return askedPart(action)
  const answered = decision.answers.find((each) => each.decision === id)
  if (answered && !answered.settled) return { state: 'notYet', reason: DEPENDS }
  const outcome = protocol.decisions
    .find((each) => each.id === id)
    ?.outcomes.find((each) => each.id === answered?.outcome)
  return { state: 'notNeeded', reason: outcome?.label ?? 'Not part of this protocol' }
}

const DEPENDS = 'Depends on what is not known yet'

/** What is recommended is to do now, also while an unanswered question could change it: the reason says so. */
function askedPart({ stance, label, definite }: Action): Part {
  if (stance === 'recommended') return { state: 'doNow', reason: definite ? label : `${label} (${PROVISIONAL})` }
  if (stance === 'consider') return { state: 'notYet', reason: `Consider: ${label}` }
  // “MRI in place of the X-ray and ESR” alone would read as what takes the place of this step.
  return definite
    ? { state: 'notNeeded', reason: `${SAYS_NO[stance]}: ${label}` }
    : { state: 'notYet', reason: DEPENDS }
}

const SAYS_NO = { 'not advised': 'Not advised', withhold: 'Withheld' } as const

const PROVISIONAL = 'on what is known now'
