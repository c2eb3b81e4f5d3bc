import type { Role, Workspace } from './api/role.ts'

/** Who a row lets in: a role, anybody signed in whatever their role, or anybody at all. */
export type Audience = 'anonymous' | 'signedIn' | Role

/** One row: who may, and whether an account of one's own in the real workspace is needed. */
export interface Permission {
  readonly allows: readonly Audience[]
  /** True where a demo session may not: what the row touches is shared by both workspaces. */
  readonly realOnly?: boolean
}

const anyone = { allows: ['anonymous'] } as const
const administration = { allows: ['administrator'], realOnly: true } as const

/**
 * Routes × roles: the one place that says who may do what. `route()` registers nothing that has no row here, the
 * server refuses to start with a row that no route serves, and `GET /api/session` gives a person their rows as `may`.
 *
 * The session, set-up and invitation rows are open to anyone because they are how a person comes to have a role;
 * each asks for a secret of its own.
 */
export const permissions = {
  'GET /healthz': anyone,
  'GET /readyz': anyone,
  'GET /api/openapi.json': anyone,
  'GET /*': anyone, // the app's own files; no data
  'GET /api/session': anyone,
  'POST /api/session': anyone,
  'POST /api/demo-session': anyone,
  'POST /api/setup': anyone,
  'POST /api/invitations': anyone,
  'DELETE /api/session': { allows: ['signedIn'] },
  'PUT /api/password': { allows: ['signedIn'], realOnly: true },
  'GET /api/accounts': administration,
  'POST /api/accounts': administration,
  'PATCH /api/accounts/:id': administration,
  'POST /api/accounts/:id/invitation': administration,
} as const satisfies Readonly<Record<string, Permission>>

/** The name of a row: method, space, path pattern. */
export type RouteName = keyof typeof permissions

/** What the table says to one request. */
export type Verdict = 'permitted' | 'sign in first' | 'not your role' | 'not in demo'

/** Whether text names a row of the table. */
export const isRouteName = (name: string): name is RouteName => Object.hasOwn(permissions, name)

/**
 * What the row says to a person (`undefined`: nobody is signed in).
 *
 * @example verdict('POST /api/accounts', { role: 'nurse', workspace: 'real' }) // 'not your role'
 */
export function verdict(
  name: RouteName,
  who: { readonly role: Role; readonly workspace: Workspace } | undefined,
): Verdict {
  const row: Permission = permissions[name]
  if (row.allows.includes('anonymous')) return 'permitted'
  if (who === undefined) return 'sign in first'
  if (!row.allows.includes('signedIn') && !row.allows.includes(who.role)) return 'not your role'
  return row.realOnly === true && who.workspace !== 'real' ? 'not in demo' : 'permitted'
}

/** Every row that permits this person, for the app to show what they can do. */
export function rowsOpenTo(who: { readonly role: Role; readonly workspace: Workspace }): RouteName[] {
  return Object.keys(permissions)
    .filter(isRouteName)
    .filter((name) => verdict(name, who) === 'permitted')
}
