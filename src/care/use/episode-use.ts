import type { CalendarDate } from '../../language/date.ts'
import { daysBetween } from '../../language/date.ts'
import type { EpisodeHistory } from '../episode.ts'
import type { CareEvent, CareEventOf, DecisionSnapshot } from '../events.ts'
import { continueHistory, foldHistory } from '../history.ts'
import { lastLetterOf } from '../letters.ts'
import { closingAction, decisionIds, resultFindings } from '../protocol-ids.ts'
import { moreUrgent, urgencyRank } from '../service-levels.ts'
import { dueItems, openWork } from '../worklist.ts'
import { type Month, monthOf } from './months.ts'

/*
 * What one episode says about how the protocol is used: which recommendations it got and what became of each, how long
 * things took, and how much of its work was open and overdue on given days. No patient is in it.
 */

/** What became of a recommendation. */
export type Fate =
  /** Done: ordered, referred (as fast as it says), started, reviewed, closed; or a result of the test came in. */
  | 'followed'
  /** Decided otherwise, with a reason and a plan, and not done since. */
  | 'overridden'
  /** Neither, and it stands. */
  | 'open'
  /** Neither, and a later signed decision no longer says it, or the episode was closed. */
  | 'lapsed'

/** A recommendation from the first signed decision that says it to the last that still does: it counts once. */
export interface Recommendation {
  readonly month: Month
  readonly decision: string
  readonly outcome: string
  readonly rule: string
  readonly statements: readonly string[]
  readonly fate: Fate
  /** Where it was overridden. */
  readonly reasonCode?: string
}

/** What is timed: the first unsigned answer to its signature, a referral to its reply, an order to its result. */
export type Timed = 'signature' | 'reply' | 'result'

/** How long something took, in the month in which it was completed: minutes for a signature, else days. */
export interface Duration {
  readonly of: Timed
  readonly month: Month
  readonly amount: number
}

/** Work of the episode at the end of a day. */
export interface WorkOn {
  readonly day: CalendarDate
  readonly open: number
  readonly overdue: number
  /** Of the overdue, what is urgent or an emergency. */
  readonly overdueUrgent: number
}

/** Everything that the report needs of an episode. */
export interface EpisodeUse {
  readonly recommendations: readonly Recommendation[]
  /** Every override, of whatever strength the recommendation was. */
  readonly overrides: readonly { readonly month: Month; readonly reasonCode: string }[]
  readonly signedIn: readonly Month[]
  /** Signatures given together with the answers: they took no time that the record could know. */
  readonly signedAtOnceIn: readonly Month[]
  readonly durations: readonly Duration[]
  readonly work: readonly WorkOn[]
}

/**
 * What the events of one episode say about the use of the protocol, as known on a day (`asOf`); nothing of an episode
 * that was voided. `days`, ascending, are those on which its work is counted, at their end.
 * Throws a CareError as `foldHistory` does.
 *
 * @example episodeUse(events, ['2026-03-31'], '2026-04-15')?.work // [{ day: '2026-03-31', open: 2, overdue: 1, overdueUrgent: 0 }]
 */
export function episodeUse(
  events: readonly CareEvent[],
  days: readonly CalendarDate[],
  asOf: CalendarDate,
): EpisodeUse | undefined {
  const known = events.filter(({ recordedOn }) => recordedOn <= asOf)
  const [first, ...rest] = known
  if (!first) return undefined
  const seen = newTally()
  const left = [...days]
  let history = foldHistory([first])
  const countWorkBefore = (day: CalendarDate | undefined): void => {
    while (left[0] !== undefined && (day === undefined || left[0] < day)) {
      const on = left.shift() ?? asOf
      if (history.registered.recordedOn <= on) seen.work.push(workOn(history, on))
    }
  }
  countWorkBefore(first.recordedOn)
  for (const event of rest) {
    countWorkBefore(event.recordedOn)
    const before = history
    history = continueHistory(history, event)
    time(seen, event, before, history)
    advise(seen, event, before)
  }
  countWorkBefore(undefined)
  if (history.voided) return undefined
  return {
    recommendations: seen.spells.map((spell) => recommendationOf(spell, history)),
    overrides: seen.overrides,
    signedIn: seen.signedIn,
    signedAtOnceIn: seen.signedAtOnceIn,
    durations: seen.durations,
    work: seen.work,
  }
}

type SignedAction = DecisionSnapshot['actions'][number]

/** A recommendation while the events go by. */
interface Spell {
  readonly month: Month
  readonly action: SignedAction
  readonly urgency: string
  followed: boolean
  reasonCode?: string
  ended: boolean
}

interface Tally {
  readonly spells: Spell[]
  readonly overrides: { readonly month: Month; readonly reasonCode: string }[]
  readonly signedIn: Month[]
  readonly signedAtOnceIn: Month[]
  readonly durations: Duration[]
  readonly work: WorkOn[]
}

function newTally(): Tally {
  return { spells: [], overrides: [], signedIn: [], signedAtOnceIn: [], durations: [], work: [] }
}

const URGENT = 'urgent'

function workOn(history: EpisodeHistory, day: CalendarDate): WorkOn {
  const open = dueItems(openWork(history), day)
  const overdue = open.filter(({ overdueDays }) => overdueDays > 0)
  const overdueUrgent = overdue.filter(({ urgency }) => urgencyRank(urgency) <= urgencyRank(URGENT)).length
  return { day, open: open.length, overdue: overdue.length, overdueUrgent }
}

const MILLISECONDS_PER_MINUTE = 60_000

function time(seen: Tally, event: CareEvent, before: EpisodeHistory, after: EpisodeHistory): void {
  const month = monthOf(event.recordedOn)
  const took = (of: Timed, amount: number): void => {
    seen.durations.push({ of, month, amount })
  }
  if (event.type === 'signed') {
    seen.signedIn.push(month)
    const [first] = before.unsigned
    if (first?.recordedAt === event.recordedAt) seen.signedAtOnceIn.push(month)
    else if (first)
      took('signature', (Date.parse(event.recordedAt) - Date.parse(first.recordedAt)) / MILLISECONDS_PER_MINUTE)
  }
  if (event.type === 'referralAcknowledged') {
    const letters = before.referrals.flatMap((each) => [each, ...each.corrections])
    const sent = letters.find(({ sequence }) => sequence === event.payload.referral)
    if (sent) took('reply', daysBetween(sent.recordedOn, event.payload.acknowledgedOn))
  }
  for (const order of after.orders)
    if (order.state === 'resulted' && order.endedBy === event.sequence)
      took('result', daysBetween(order.orderedOn, event.recordedOn))
}

/** What an event means to the recommendations that stand. */
function advise(seen: Tally, event: CareEvent, before: EpisodeHistory): void {
  if (event.type === 'signed') {
    sign(seen, event, before)
    return
  }
  for (const spell of seen.spells.filter(({ ended }) => !ended)) if (follows(event, spell)) spell.followed = true
  if (event.type !== 'overridden') return
  const { decision, reasonCode } = event.payload
  seen.overrides.push({ month: monthOf(event.recordedOn), reasonCode })
  const spell = seen.spells.find(({ ended, action }) => !ended && action.decision === decision)
  if (!spell) return
  spell.reasonCode = reasonCode
  // Done, and then decided otherwise: what was decided last counts.
  spell.followed = false
}

/** A signature ends what it no longer says, and begins what it says anew. */
function sign(seen: Tally, event: CareEventOf<'signed'>, before: EpisodeHistory): void {
  const { actions, urgency } = event.payload.decision
  const recommended = actions.filter(isTracked)
  const isSame = (one: SignedAction, other: SignedAction): boolean =>
    one.decision === other.decision && one.outcome === other.outcome
  for (const spell of seen.spells)
    if (!spell.ended && !recommended.some((action) => isSame(action, spell.action))) spell.ended = true
  const standing = seen.spells.filter(({ ended }) => !ended)
  for (const action of recommended.filter((each) => !standing.some((spell) => isSame(spell.action, each)))) {
    const asked = action.urgency ?? urgency.level
    const followed = isDoneAlready(action, asked, before)
    seen.spells.push({ month: monthOf(event.recordedOn), action, urgency: asked, followed, ended: false })
  }
}

/** Recommended, and something that leaves a trace when it is done. */
function isTracked({ stance, kind }: SignedAction): boolean {
  return (
    stance === 'recommended' && (kind === 'order' || kind === 'treatment' || kind === 'referral' || kind === 'review')
  )
}

function isDoneAlready({ kind, decision }: SignedAction, urgency: string, history: EpisodeHistory): boolean {
  if (kind === 'order') return history.orders.some(({ test, state }) => test === decision && state === 'awaited')
  if (kind === 'treatment') return history.treatments.length > 0
  return (
    kind === 'referral' &&
    history.referrals.some(
      (sent) => sent.decision === decision && !sent.withdrawn && isFastEnough(lastLetterOf(sent), urgency),
    )
  )
}

function isFastEnough(sent: { readonly urgency: string }, asked: string): boolean {
  return moreUrgent(sent.urgency, asked) === sent.urgency
}

function follows(event: CareEvent, { action, urgency }: Spell): boolean {
  const { decision, kind } = action
  switch (event.type) {
    case 'ordered':
      return event.payload.tests.includes(decision)
    case 'resultReceived':
      return (
        kind === 'order' &&
        ((event.payload.tests ?? []).includes(decision) || (resultFindings[decision] ?? '') in event.payload.findings)
      )
    case 'treatmentStarted':
      return kind === 'treatment'
    case 'referred':
      return event.payload.decision === decision && isFastEnough(event.payload, urgency)
    case 'reviewDone':
      return decision === decisionIds.review
    case 'closed':
      return action.action === closingAction
    default:
      return false
  }
}

function recommendationOf({ month, action, followed, reasonCode, ended }: Spell, history: EpisodeHistory) {
  const { decision, outcome, rule, statements } = action
  const isOver = ended || history.closed !== undefined
  const fate: Fate = followed ? 'followed' : reasonCode !== undefined ? 'overridden' : isOver ? 'lapsed' : 'open'
  const recommendation = { month, decision, outcome, rule, statements, fate }
  return reasonCode === undefined ? recommendation : { ...recommendation, reasonCode }
}
