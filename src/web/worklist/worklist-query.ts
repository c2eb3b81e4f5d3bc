import type { Worklist } from '../../service/api/worklist.ts'
import { send } from '../api.ts'

/** What can be shown of the worklist … */
export const SHOWS = [
  'all',
  'overdue',
  'urgent',
  'results',
  'reviews',
  'referrals',
  'overrides',
  'unsigned',
  'drafts',
] as const
/** … and whose. */
export const ASSIGNED = ['all', 'forMe', 'me', 'role', 'nobody'] as const

/** The filters of a worklist. */
export interface Chosen {
  readonly show: (typeof SHOWS)[number]
  readonly assigned: (typeof ASSIGNED)[number]
}

/**
 * The filters that an address names; nothing about a patient is in it.
 *
 * @example chosenIn(new URLSearchParams('show=overdue')) // { show: 'overdue', assigned: 'all' }
 */
export function chosenIn(search: URLSearchParams): Chosen {
  return {
    show: SHOWS.find((each) => each === search.get('show')) ?? 'all',
    assigned: ASSIGNED.find((each) => each === search.get('assigned')) ?? 'all',
  }
}

/** Asks for a worklist. */
export function worklistQuery({ show, assigned }: Chosen) {
  return {
    queryKey: ['worklist', show, assigned],
    queryFn: () => send<Worklist>('GET', `/api/worklist?show=${show}&assigned=${assigned}`),
  }
}
