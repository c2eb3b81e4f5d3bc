import { urgencyRank } from './service-levels.ts'
import type { DueItem } from './worklist-item.ts'
import type { WorklistFilter } from './worklist-parts.ts'

/** The part of a piece of work by which worklists are filtered. */
type Filtered = Pick<DueItem, 'kind' | 'overdueDays' | 'urgency'>

/** Work of these two urgencies is told at once, not only in the digest. */
const lastUrgentRank = urgencyRank('urgent')

/**
 * Whether work is of the urgencies that nobody may wait to be told of.
 *
 * @example isUrgent({ urgency: 'soon' }) // false
 */
export const isUrgent = ({ urgency }: Pick<DueItem, 'urgency'>): boolean => urgencyRank(urgency) <= lastUrgentRank

const FILTERS: Readonly<Record<WorklistFilter, (item: Filtered) => boolean>> = {
  all: () => true,
  overdue: ({ overdueDays }) => overdueDays > 0,
  urgent: isUrgent,
  results: ({ kind }) => kind === 'resultAwaited' || kind === 'resultToSignOff',
  reviews: ({ kind }) => kind === 'review',
  referrals: ({ kind }) => kind === 'referralUnacknowledged' || kind === 'letterOutdated',
  overrides: ({ kind }) => kind === 'overrideCheck',
  unsigned: ({ kind }) => kind === 'unsigned' || kind === 'resultToSignOff' || kind === 'protocolChanged',
}

/**
 * Whether a filter shows a piece of work.
 *
 * @example isShown('overdue', { kind: 'review', overdueDays: 3, urgency: 'routine' }) // true
 */
export const isShown = (filter: WorklistFilter, item: Filtered): boolean => FILTERS[filter](item)
