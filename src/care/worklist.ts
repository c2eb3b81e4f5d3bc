import { addDays, type CalendarDate, daysBetween } from '../language/date.ts'
import type { EpisodeHistory, SignedDecision, Treatment } from './episode.ts'
import type { DecisionSnapshot } from './events.ts'
import { referralThatFollows } from './followed.ts'
import { lastLetterOf, outdatedLetters } from './letters.ts'
import { openAnswers } from './patient-answers.ts'
import { closingAction, decisionIds } from './protocol-ids.ts'
import {
  moreUrgent,
  type ServiceLevel,
  type ServiceLevels,
  serviceLevelOf,
  serviceLevels,
  urgencyRank,
} from './service-levels.ts'
import { isSilenced } from './silence.ts'
import type { DueItem, WorklistItem, WorklistKind } from './worklist-item.ts'

/** What differs from one piece of work to another; `openWork` adds what they share. */
type Draft = Pick<WorklistItem, 'kind' | 'nextAction' | 'opensOn' | 'dueOn' | 'sequence'> &
  Partial<Pick<WorklistItem, 'urgency' | 'decisions' | 'decisionOutcome'>> & { readonly of?: string }

/**
 * Everything that is still to be done in an episode, as the events say it: the same on every day. An open one always has
 * some, so that no patient is waited for by nobody; in a voided or closed one a letter that is not right is all there is.
 *
 * @example openWork(history).map(({ kind }) => kind) // ['resultAwaited', 'referralUnacknowledged']
 */
export function openWork(history: EpisodeHistory): readonly WorklistItem[] {
  if (history.voided || history.closed) return outdated(history).map((draft) => itemOf(draft, history))
  const planned = [
    ...outdated(history),
    ...recommended(history),
    ...unsigned(history),
    ...heard(history),
    ...awaited(history),
    ...unacknowledged(history),
    ...reviews(history),
    ...overrides(history),
  ]
  const drafts = planned.length > 0 ? planned : [idle(history)]
  return drafts.map((draft) => itemOf(draft, history))
}

function itemOf({ of, ...draft }: Draft, history: EpisodeHistory): WorklistItem {
  return {
    id: `${draft.kind}:${of ?? draft.sequence}`,
    patientId: history.patientId,
    episodeId: history.episodeId,
    decisions: [],
    ...draft,
    urgency: draft.urgency ?? urgencyOf(history),
    overdueFrom: addDays(draft.dueOn, 1),
    ...(history.assignedTo ? { assignedTo: history.assignedTo } : {}),
  }
}

/** Where no event has said an urgency yet, nothing has been answered either. */
function urgencyOf(history: EpisodeHistory): string {
  return history.urgency ?? LEAST_URGENT
}

const LEAST_URGENT = Object.keys(serviceLevels).at(-1) ?? ''

/** A signed recommendation that was neither followed nor overridden. */
function recommended(history: EpisodeHistory): readonly Draft[] {
  const signed = history.signed.at(-1)
  // What was signed on another patient's data is to be looked at and signed again, which is work of its own.
  if (!signed || signed.unsettledBy) return []
  const { actions, steps, urgency } = signed.decision
  const order = steps.flatMap((step) => step.actions)
  const place = (decision: string): number => (order.includes(decision) ? order.indexOf(decision) : order.length)
  const open = actions
    .filter((action) => isTask(action) && !isSilenced(action, history) && !isDone(action, signed, history))
    .sort((one, other) => place(one.decision) - place(other.decision))
  const [main] = open
  if (!main) return []
  return [
    {
      kind: 'actOnDecision',
      nextAction: 'act',
      opensOn: signed.recordedOn,
      dueOn: addDays(signed.recordedOn, serviceLevelOf(urgency.level).actDays),
      urgency: moreUrgent(urgency.level, urgencyOf(history)),
      decisions: open.map(({ decision }) => decision),
      decisionOutcome: main.outcome,
      sequence: signed.sequence,
    },
  ]
}

type SignedAction = DecisionSnapshot['actions'][number]

/**
 * Something to do that leaves a trace: advice, and a review (which has work of its own), do not count. A recommendation
 * that an unanswered question could still change counts once it is signed: in an emergency few questions are answered,
 * and none of its actions would be definite.
 */
function isTask({ kind, action, stance }: SignedAction): boolean {
  if (stance !== 'recommended') return false
  return kind === 'order' || kind === 'treatment' || kind === 'referral' || action === closingAction
}

function isDone(action: SignedAction, signed: SignedDecision, history: EpisodeHistory): boolean {
  const { decision, kind } = action
  if (kind === 'treatment') return history.treatments.length > 0
  if (kind === 'referral')
    return referralThatFollows({ urgency: signed.decision.urgency.level, ...action }, history) !== undefined
  if (kind === 'order')
    return history.orders.some(
      ({ test, state, sequence, endedBy = 0 }) =>
        test === decision && (state === 'awaited' || sequence > signed.sequence || endedBy > signed.sequence),
    )
  return false
}

/** Findings that nobody has signed for yet; a result among them is named first. */
function unsigned(history: EpisodeHistory): readonly Draft[] {
  const urgency = urgencyOf(history)
  const { signDays, signOffResultDays } = serviceLevelOf(urgency)
  const [first] = history.unsigned
  const result = history.unsigned.find(({ type }) => type === 'resultReceived')
  if (result)
    return [
      {
        kind: 'resultToSignOff',
        nextAction: 'signOffResult',
        opensOn: result.recordedOn,
        dueOn: addDays(result.recordedOn, signOffResultDays),
        decisions: history.results.find(({ sequence }) => sequence === result.sequence)?.tests ?? [],
        sequence: result.sequence,
      },
    ]
  if (!first) return []
  return [
    {
      kind: 'unsigned',
      nextAction: 'sign',
      opensOn: first.recordedOn,
      dueOn: addDays(first.recordedOn, signDays),
      sequence: first.sequence,
    },
  ]
}

/**
 * Answers that the patient sent: until somebody settles them one by one, or signs after reading them. Their urgency is
 * that of the episode: what is not confirmed grades nothing.
 */
function heard(history: EpisodeHistory): readonly Draft[] {
  const open = openAnswers(history)
  if (!open || (history.signed.at(-1)?.sequence ?? 0) > open.answers.sequence) return []
  const { recordedOn, sequence } = open.answers
  const { signDays } = serviceLevelOf(urgencyOf(history))
  return [
    {
      kind: 'patientAnswers',
      nextAction: 'readAnswers',
      opensOn: recordedOn,
      dueOn: addDays(recordedOn, signDays),
      sequence,
    },
  ]
}

function awaited(history: EpisodeHistory): readonly Draft[] {
  return history.orders
    .filter(({ state }) => state === 'awaited')
    .map((order) => {
      const urgency = moreUrgent(order.urgency, urgencyOf(history))
      return {
        kind: 'resultAwaited',
        nextAction: 'enterResult',
        opensOn: order.orderedOn,
        dueOn: addDays(order.orderedOn, serviceLevelOf(urgency).resultDays),
        urgency,
        decisions: [order.test],
        sequence: order.sequence,
        of: `${order.sequence}-${order.test}`,
      }
    })
}

/** The last letter of a referral is the one that has to arrive; of one that was taken back none. */
function unacknowledged(history: EpisodeHistory): readonly Draft[] {
  return history.referrals
    .filter(({ withdrawn }) => withdrawn === undefined)
    .map((referral) => ({ decision: referral.decision, ...lastLetterOf(referral) }))
    .filter(({ acknowledged }) => acknowledged === undefined)
    .map(({ recordedOn, urgency, decision, sequence }) => ({
      kind: 'referralUnacknowledged',
      nextAction: 'chaseReferral',
      opensOn: recordedOn,
      dueOn: addDays(recordedOn, serviceLevelOf(urgency).acknowledgeDays),
      urgency,
      decisions: [decision],
      sequence,
    }))
}

/** Somebody holds a letter that says what is not so: due as anything of that urgency is, from the day it was corrected. */
function outdated(history: EpisodeHistory): readonly Draft[] {
  return outdatedLetters(history).map(({ referral, since, urgency }) => ({
    kind: 'letterOutdated',
    nextAction: 'correctLetter',
    opensOn: since,
    dueOn: addDays(since, serviceLevelOf(urgency).actDays),
    urgency,
    decisions: [referral.decision],
    sequence: referral.sequence,
  }))
}

/** The review of the running treatment, else the one that the signed decision asks for. */
function reviews(history: EpisodeHistory): readonly Draft[] {
  const draft = { kind: 'review', nextAction: 'review', decisions: [decisionIds.review] } as const
  const treatment = history.treatments.at(-1)
  if (treatment && !isReviewed(treatment, history)) {
    const { startedOn, reviewWindow, sequence } = treatment
    const opensOn = addDays(startedOn, reviewWindow.opensDays)
    return [{ ...draft, opensOn, dueOn: addDays(startedOn, reviewWindow.closesDays), sequence }]
  }
  const promise = promisedReview(history)
  if (!promise) return []
  const { asOf, reviewWindow, sequence } = promise
  const opensOn = addDays(asOf, reviewWindow.opensDays)
  return [{ ...draft, opensOn, dueOn: treatment ? addDays(asOf, reviewWindow.closesDays) : opensOn, sequence }]
}

/** Reviewed in its window or later; or before, when the pain had gone. */
function isReviewed(treatment: Treatment, history: EpisodeHistory): boolean {
  const opensOn = addDays(treatment.startedOn, treatment.reviewWindow.opensDays)
  return history.reviews.some(
    ({ sequence, reviewedOn, resolved }) => sequence > treatment.sequence && (reviewedOn >= opensOn || resolved),
  )
}

/**
 * The signed decision from which a review is counted: the first since the last review that asked for one, as long as
 * every one after it asks too. Signing again does not put the review off.
 */
function promisedReview(history: EpisodeHistory): SignedDecision | undefined {
  const reviewed = history.reviews.at(-1)?.sequence ?? 0
  let promise: SignedDecision | undefined
  for (const signed of history.signed) {
    if (signed.sequence < reviewed) continue
    const asks = signed.decision.actions.some(
      ({ decision, stance }) => decision === decisionIds.review && stance === 'recommended',
    )
    promise = asks ? (promise ?? signed) : undefined
  }
  return promise
}

function overrides(history: EpisodeHistory): readonly Draft[] {
  return history.overrides
    .filter(({ ended }) => ended === undefined)
    .map(({ recordedOn, checkBy, decision, outcome, urgency, sequence }) => ({
      kind: 'overrideCheck',
      nextAction: 'checkOverride',
      opensOn: recordedOn,
      dueOn: checkBy,
      urgency: moreUrgent(urgency, urgencyOf(history)),
      decisions: [decision],
      decisionOutcome: outcome,
      sequence,
    }))
}

/** Nothing is awaited, promised or recommended: somebody has to plan, or to close. */
function idle(history: EpisodeHistory): Draft {
  const lastWork = [history.registered, ...history.signed, ...history.reviews, ...history.results]
    .concat(
      history.reopenedBy ?? [],
      history.referrals.flatMap(({ acknowledged }) => acknowledged ?? []),
    )
    .reduce((last, source) => (source.sequence > last.sequence ? source : last))
  return {
    kind: 'nothingPlanned',
    nextAction: 'planOrClose',
    opensOn: lastWork.recordedOn,
    dueOn: addDays(lastWork.recordedOn, serviceLevelOf(urgencyOf(history)).idleDays),
    sequence: lastWork.sequence,
  }
}

/** The period by which each kind of work is due; what is missing has a day of its own (a review, a promised check). */
const PERIODS: Readonly<Partial<Record<WorklistKind, keyof ServiceLevel>>> = {
  protocolChanged: 'signDays',
  letterOutdated: 'actDays',
  actOnDecision: 'actDays',
  resultToSignOff: 'signOffResultDays',
  unsigned: 'signDays',
  patientAnswers: 'signDays',
  resultAwaited: 'resultDays',
  referralUnacknowledged: 'acknowledgeDays',
  nothingPlanned: 'idleDays',
}

/**
 * A piece of work as it is due by the periods that a site chose. What is stored is due by the defaults, so that a change
 * of the settings holds for all open work at once.
 *
 * @example atServiceLevels(item, levels).dueOn // '2026-03-04'
 */
export function atServiceLevels<Item extends WorklistItem>(item: Item, levels: ServiceLevels): Item {
  const period = PERIODS[item.kind]
  if (period === undefined) return item
  const dueOn = addDays(item.opensOn, serviceLevelOf(item.urgency, levels)[period])
  return { ...item, dueOn, overdueFrom: addDays(dueOn, 1) }
}

/**
 * The work that is open on a day, in the order in which it is shown.
 *
 * @example dueItems(openWork(history), '2026-03-15')[0].due // 'Due today'
 */
export function dueItems(
  items: readonly WorklistItem[],
  asOf: CalendarDate,
  levels: ServiceLevels = serviceLevels,
): readonly DueItem[] {
  const open = items
    .map((item) => atServiceLevels(item, levels))
    .filter(({ opensOn }) => opensOn <= asOf)
    .map((item) => ({
      ...item,
      asOf,
      overdueDays: Math.max(0, daysBetween(item.dueOn, asOf)),
      due: describeDue(item.dueOn, asOf),
    }))
  return sortWorklist(open)
}

/**
 * Orders a worklist: emergencies, then what is overdue, then the rest; in each the most urgent first, then what has
 * been due longest.
 *
 * @example sortWorklist(items)[0].urgency // 'emergency'
 */
export function sortWorklist(items: readonly DueItem[]): readonly DueItem[] {
  const group = ({ urgency, overdueDays }: DueItem): number =>
    urgencyRank(urgency) === 0 ? 0 : overdueDays > 0 ? 1 : 2
  return items.toSorted(
    (one, other) =>
      group(one) - group(other) ||
      urgencyRank(one.urgency) - urgencyRank(other.urgency) ||
      daysBetween(other.dueOn, one.dueOn) ||
      KINDS.indexOf(one.kind) - KINDS.indexOf(other.kind) ||
      compare(one.episodeId, other.episodeId) ||
      compare(one.id, other.id),
  )
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

/** Every kind, in the order in which work of one day and urgency is shown. */
export const worklistKinds: readonly WorklistKind[] = [
  'protocolChanged',
  'letterOutdated',
  'actOnDecision',
  'resultToSignOff',
  'unsigned',
  'patientAnswers',
  'review',
  'resultAwaited',
  'referralUnacknowledged',
  'overrideCheck',
  'nothingPlanned',
]
const KINDS = worklistKinds

/**
 * When something is due, in words.
 *
 * @example describeDue('2026-03-12', '2026-03-15') // 'Overdue by 3 days'
 * @example describeDue('2026-03-16', '2026-03-15') // 'Due tomorrow'
 */
export function describeDue(dueOn: CalendarDate, asOf: CalendarDate): string {
  const days = daysBetween(asOf, dueOn)
  if (days === 0) return 'Due today'
  if (days === 1) return 'Due tomorrow'
  if (days > 0) return `Due in ${days} days`
  return days === -1 ? 'Overdue by 1 day' : `Overdue by ${-days} days`
}
