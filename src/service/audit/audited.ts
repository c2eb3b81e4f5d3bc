import type { AuditFilter } from '../api/audit.ts'
import { isStateChanging } from '../guards.ts'
import { type RouteName, verdict } from '../permissions.ts'

/** Rows open to anyone by which somebody comes in, or a patient answers. All others of them hold no data. */
const entrances: ReadonlySet<RouteName> = new Set<RouteName>([
  'POST /api/session',
  'POST /api/passkey-session',
  'GET /api/organisation-session/return',
  'POST /api/setup',
  'POST /api/invitations',
  'POST /api/questionnaire',
  'POST /api/questionnaire/answers',
])

/** Rows that tell nothing of anybody but whoever asks, or no more than that they work here. A new row is audited unless it is put here. */
const ofNobodyElse: ReadonlySet<RouteName> = new Set<RouteName>([
  'GET /api/protocol',
  'GET /api/protocol/versions',
  'GET /api/protocol/versions/:hash',
  'GET /api/protocol/versions/:hash/difference',
  'GET /api/protocol/adoptions/:sequence/difference',
  'POST /api/decide',
  'GET /api/staff',
  'GET /api/contact',
  'GET /api/sessions',
  'GET /api/passkeys',
  'GET /api/organisation-link',
  'GET /api/smart/servers',
])

/**
 * Whether requests of a row are audited: who saw or did something of somebody, came in or was not let in.
 *
 * @example isAudited('GET /api/patients/:patientId') // true
 * @example isAudited('GET /healthz') // false
 */
export function isAudited(name: RouteName): boolean {
  const isOpen = verdict(name, undefined) === 'permitted'
  return isOpen ? entrances.has(name) : !ofNobodyElse.has(name)
}

/** POST because a name does not belong into an address: nothing is changed. */
const readsByPost: ReadonlySet<string> = new Set([
  'POST /api/patients/search',
  'POST /api/questionnaire',
  'POST /api/audit/search',
  'POST /api/audit/export',
  'POST /api/audit/check',
])

/**
 * What a request came to, for whoever looks for it.
 *
 * @example whatOf({ route: 'GET /api/worklist', status: 403 }) // 'refused'
 */
export function whatOf({
  route,
  status,
}: {
  readonly route: string
  readonly status: number
}): NonNullable<AuditFilter['what']> {
  if (status >= 400) return 'refused'
  return isStateChanging(route.split(' ')[0] ?? '') && !readsByPost.has(route) ? 'changed' : 'read'
}
