import { worklistFilters, worklistOwners } from '../../care/worklist-parts.ts'
import type { Worklist } from '../../service/api/worklist.ts'
import { send } from '../api.ts'

/** What can be shown of the worklist. */
export const SHOWS = [...worklistFilters, 'drafts'] as const

/** The filters of a worklist. */
export interface Chosen {
  readonly show: (typeof SHOWS)[number]
  readonly assigned: (typeof worklistOwners)[number]
}

/**
 * The filters that an address names; nothing about a patient is in it.
 *
 * @example chosenIn(new URLSearchParams('show=overdue')) // { show: 'overdue', assigned: 'all' }
 */
export function chosenIn(search: URLSearchParams): Chosen {
  return {
    show: SHOWS.find((each) => each === search.get('show')) ?? 'all',
    assigned: worklistOwners.find((each) => each === search.get('assigned')) ?? 'all',
  }
}

/** Asks for a worklist. */
export function worklistQuery({ show, assigned }: Chosen) {
  return {
    queryKey: ['worklist', show, assigned],
    queryFn: () => send<Worklist>('GET', `/api/worklist?show=${show}&assigned=${assigned}`),
  }
}
