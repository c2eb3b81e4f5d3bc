import type { CalendarDate } from '../language/date.ts'
import { type serviceLevels, urgencyRank } from './service-levels.ts'
import { isShown, isUrgent } from './worklist-filters.ts'
import type { DueItem } from './worklist-item.ts'
import { type WorklistFilter, worklistFilters } from './worklist-parts.ts'

/*
 * Who is told of which work, so that nobody has to open the app to learn of it. Pure: the day is in the items. What is
 * told are counts; who the work is about stays in the record.
 */

/** Work that may have to be told, with the last day on which anything was recorded in its episode. */
export type TellableItem = DueItem & { readonly lastRecordedOn: CalendarDate }

/** Somebody who can be told: an active account that a message can reach. */
export interface Reachable {
  readonly id: string
  readonly role: string
}

/** Days overdue after which work goes further; 0 is the first day on which it is overdue. */
export interface EscalationDays {
  /** To everyone with the role, where one person has it and has not touched it. */
  readonly roleDays: number
  /** To the address that the administrator named, where nobody has it or has touched it. */
  readonly addressDays: number
}

/** By urgency, the most urgent first. A site may choose its own: nothing is decided by them. */
export const escalationDefaults = {
  emergency: { roleDays: 0, addressDays: 0 },
  urgent: { roleDays: 1, addressDays: 2 },
  soon: { roleDays: 2, addressDays: 5 },
  routine: { roleDays: 3, addressDays: 7 },
} as const satisfies Readonly<Record<keyof typeof serviceLevels, EscalationDays>>

export type Escalation = Readonly<Record<keyof typeof serviceLevels, EscalationDays>>

/** Whose work it is while it is assigned to nobody: the role that may do all of it. */
export const roleOfUnassigned = 'clinician'

/** Who is told of one piece of work. */
export interface Audience {
  /** Ids of reachable accounts. */
  readonly people: readonly string[]
  /** The administrator's address. */
  readonly address: boolean
}

/**
 * Who is told of a piece of work, whether it is told today or not.
 *
 * Its owner: the person it is assigned to, or everyone with the role; unassigned work is every clinician's, as is that
 * of a person who can no longer be reached. Work of one person that is overdue and untouched since it was due goes to
 * everyone with that person's role after `roleDays`. Overdue work that is unassigned or untouched goes to the
 * administrator's address after `addressDays`; work that reaches nobody goes there as soon as it is due.
 *
 * @example audienceOf(item, people, escalationDefaults) // { people: ['account-7'], address: false }
 */
export function audienceOf(item: TellableItem, people: readonly Reachable[], escalation: Escalation): Audience {
  const withRole = (role: string): readonly Reachable[] => people.filter((person) => person.role === role)
  const { assignedTo, overdueDays, asOf, dueOn } = item
  const person = assignedTo && 'account' in assignedTo ? people.find(({ id }) => id === assignedTo.account) : undefined
  const role = assignedTo && 'role' in assignedTo ? assignedTo.role : roleOfUnassigned
  const owners = person ? [person] : withRole(role)
  const { roleDays, addressDays } = escalationOf(item.urgency, escalation)
  const isUntouched = item.lastRecordedOn <= dueOn
  const isLate = (days: number): boolean => overdueDays > days
  const colleagues = person && isUntouched && isLate(roleDays) ? withRole(person.role) : []
  const told = [...new Set([...owners, ...colleagues].map(({ id }) => id))]
  const isStuck = (assignedTo === undefined || isUntouched) && isLate(addressDays)
  return { people: told, address: isStuck || (told.length === 0 && dueOn <= asOf) }
}

function escalationOf(urgency: string, escalation: Escalation): EscalationDays {
  const levels: Readonly<Record<string, EscalationDays>> = escalation
  return levels[urgency] ?? escalation.emergency
}

/**
 * Whether work belongs into today's digest: it is due or overdue, or urgent, or an emergency.
 *
 * @example isForDigest({ ...item, dueOn: '2026-03-14', asOf: '2026-03-15' }) // true
 */
export const isForDigest = (item: DueItem): boolean => item.dueOn <= item.asOf || isUrgent(item)

/**
 * Why work is told at once, by a key that is another one for each reason: it is urgent and due, or it is urgent and was
 * given to somebody. A key that was told is never told again to the same person.
 *
 * @example reasonsToTellAtOnce(item) // ['due e1 resultAwaited:4-x 2026-03-14']
 */
export function reasonsToTellAtOnce(item: DueItem): readonly string[] {
  if (!isUrgent(item)) return []
  const { episodeId, id, dueOn, asOf, assignedTo, urgency } = item
  const work = `${episodeId} ${id} ${dueOn}`
  const assignee = assignedTo && ('account' in assignedTo ? assignedTo.account : `role ${assignedTo.role}`)
  return [
    ...(dueOn <= asOf ? [`due ${work} ${urgencyRank(urgency)}`] : []),
    ...(assignee === undefined ? [] : [`assigned ${work} ${assignee}`]),
  ]
}

/** How much of what is waiting. No member says anything of a patient. */
export type WorkCounts = Readonly<Record<WorklistFilter | 'today', number>>

/**
 * How much work there is, by the filters of the worklist, and how much of it is due today.
 *
 * @example countWork(items).overdue // 3
 */
export function countWork(items: readonly DueItem[]): WorkCounts {
  const counts = worklistFilters.map(
    (filter) => [filter, items.filter((item) => isShown(filter, item)).length] as const,
  )
  const today = items.filter(({ dueOn, asOf }) => dueOn === asOf).length
  return { ...(Object.fromEntries(counts) as Record<WorklistFilter, number>), today }
}
