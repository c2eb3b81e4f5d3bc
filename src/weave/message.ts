import type { WorkCounts } from '../care/telling.ts'
import type { CalendarDate } from '../language/date.ts'
import { writtenDate } from './plain-text.ts'

/** Why a message is sent: daily, at once, because work got stuck, or to try whether messages arrive. */
export type MessageKind = 'digest' | 'atOnce' | 'escalation' | 'test'

/** What a message is made from: counts and a link. There is no member in which a patient could stand. */
export interface MessageFacts {
  readonly kind: MessageKind
  readonly siteName: string
  readonly asOf: CalendarDate
  readonly counts: WorkCounts
  /** The address of the app, without a slash at its end. */
  readonly link: string
  /** Whose list the links open: what is this person's, the role's or nobody's; or everyone's. */
  readonly assigned: 'forMe' | 'all'
}

/** A message as plain text. */
export interface MessageText {
  readonly subject: string
  readonly text: string
}

type Counted = keyof WorkCounts

const labels: readonly (readonly [Counted, string])[] = [
  ['urgent', 'Emergency or urgent'],
  ['overdue', 'Overdue'],
  ['today', 'Due today'],
  ['results', 'Results awaited or to be read'],
  ['reviews', 'Reviews due'],
  ['referrals', 'Referrals without a reply'],
  ['overrides', 'Decided otherwise, to be checked'],
  ['unsigned', 'Not signed yet'],
]

const leads: Readonly<Record<MessageKind, string>> = {
  digest: 'This work is waiting for you.',
  atOnce: 'Emergency or urgent work is due, or was given to you.',
  escalation: 'This work is overdue, and nobody has it or has touched it since it was due. Find out who does it.',
  test: 'This is a test. Messages from Plumbline arrive here.',
}

/**
 * A message in plain text: how much is waiting, by the filters of the worklist, each with the address that shows it.
 *
 * @example messageText({ kind: 'digest', siteName: 'Back clinic', … }).subject // 'Back clinic: 1 urgent, 3 overdue, 2 due today'
 */
export function messageText(facts: MessageFacts): MessageText {
  const { kind, siteName, asOf, link } = facts
  const rows = kind === 'test' ? [] : labels.filter(([name]) => facts.counts[name] > 0)
  const lines = rows.map(([name, label]) => `  ${label}: ${facts.counts[name]}\n    ${addressOf(name, facts)}`)
  return {
    subject: `${siteName}: ${subjectOf(facts)}`,
    text: [
      `${siteName}, ${writtenDate(asOf)}`,
      '',
      leads[kind],
      ...(lines.length > 0 ? ['', ...lines] : []),
      '',
      `Worklist: ${link}/`,
      '',
      'For the sake of patients this message names none of them. Sign in to see whom the work is about.',
      'Do not reply: nobody reads the answers.',
      '',
    ].join('\n'),
  }
}

function subjectOf({ kind, counts }: MessageFacts): string {
  if (kind === 'test') return 'test message'
  const parts = [
    ...(counts.urgent > 0 ? [`${counts.urgent} urgent`] : []),
    ...(counts.overdue > 0 ? [`${counts.overdue} overdue`] : []),
    ...(counts.today > 0 ? [`${counts.today} due today`] : []),
  ]
  const what = parts.length > 0 ? parts.join(', ') : `${counts.all} open`
  return kind === 'escalation' ? `nobody is on it: ${what}` : what
}

/** The filter of the worklist that shows what was counted; "due today" stands on the whole list, at its place. */
function addressOf(name: Counted, { link, assigned }: MessageFacts): string {
  const query = [
    ...(name === 'today' || name === 'all' ? [] : [`show=${name}`]),
    ...(assigned === 'all' ? [] : [`assigned=${assigned}`]),
  ]
  return query.length > 0 ? `${link}/?${query.join('&')}` : `${link}/`
}
