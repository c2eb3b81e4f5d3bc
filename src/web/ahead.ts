import { queries } from './api.ts'
import { expectScreen } from './frame/first-screen.ts'
import { patientQuery, similarQuery, staffQuery } from './patients/use-patient.ts'
import { loadScreen, screenAt, screens } from './screens.ts'
import type { Session } from './session/use-session.ts'
import { chosenIn, worklistQuery } from './worklist/worklist-query.ts'

/*
 * What the first screen of a page needs is asked for at once and side by side. Each part of the app asks for its own when it
 * is drawn, and then finds it here or on its way.
 */

/** Begins to load the code of the screen that the address names. */
export function loadScreenAhead(path: string): void {
  const load = screenAt(path)
  if (load) expectScreen(loadScreen(load))
}

/** Asks for what the first screen shows, beside the protocol: whoever may not see it asks for nothing. */
export function askAhead({ may }: Session, { pathname, search }: Pick<Location, 'pathname' | 'search'>): void {
  if (!may.includes('GET /api/worklist')) return
  const patientId = /^\/patients\/([\w-]+)/.exec(pathname)?.[1]
  if (patientId !== undefined) {
    void queries.prefetchQuery(patientQuery(patientId))
    void queries.prefetchQuery(similarQuery(patientId))
  }
  // The list and a patient's history name people.
  if (pathname === '/' || screenAt(pathname) === screens.summary) void queries.prefetchQuery(staffQuery)
  if (pathname === '/') void queries.prefetchQuery(worklistQuery(chosenIn(new URLSearchParams(search))))
}
