import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Role, Workspace } from '../api/role.ts'
import type { OwnSession, SignedInBy } from '../api/session.ts'
import type { Whence } from './device.ts'
import type { AccountSchema } from './schema.ts'
import { csrfTokenOf, digestOf, looksLikeSessionToken, newSessionToken } from './secrets.ts'

/** Who does something; `id` is what the record keeps as the actor. */
export interface Actor {
  readonly id: string
  /** null for the demo clinician, who has no account. */
  readonly username: string | null
  readonly displayName: string
  readonly role: Role
  /** A clinician who answers for the protocol here: may adopt another version of it. */
  readonly clinicalLead?: boolean
}

/** A signed-in person on one of the two records. */
export interface Session {
  readonly id: string
  readonly actor: Actor
  readonly workspace: Workspace
  readonly csrfToken: string
  readonly endsAt: Date
  readonly by: SignedInBy | 'key'
}

/** How long a session lasts unused, and at most. */
export interface SessionLimits {
  readonly idleMinutes: number
  readonly absoluteHours: number
}

/** Half an hour idle, twelve hours in all. */
export const defaultSessionLimits: SessionLimits = { idleMinutes: 30, absoluteHours: 12 }

/** Whoever tries the demo patients without an account. */
export const demoActor: Actor = {
  id: 'demo-clinician',
  username: null,
  displayName: 'Demo clinician',
  role: 'clinician',
}

/**
 * A session's last use is written at most this often: each write waits for the disk. A session may so end up to a
 * minute early, never late.
 */
const touchAfterSeconds = 60

/** Sessions over `accounts.sqlite`. Role and status are read from the account each time: a change counts at once. */
export interface Sessions {
  /** Starts a session and gives the token for the cookie. `accountId: null` is the demo clinician, demo record only. */
  start(who: { readonly accountId: string; readonly workspace: Workspace } | 'demo', whence: Whence): Promise<string>
  /** The session of a cookie's token, or `undefined` when there is none, it has ended, or its account is disabled. */
  find(token: string | undefined): Promise<Session | undefined>
  /** Ends one session. */
  end(token: string | undefined): Promise<void>
  /** Ends every session of an account. */
  endAllOf(accountId: string): Promise<void>
  /** Ends every session of an account but one. */
  endOthersOf(accountId: string, id: string): Promise<void>
  /** Those of an account that have not ended, the last used first. */
  list(accountId: string): Promise<Omit<OwnSession, 'isThis'>[]>
  /** Ends one of an account's, whoever uses it; nothing where there is none of this id. */
  endOne(accountId: string, id: string): Promise<void>
}

/** Sessions over the opened `accounts.sqlite`, within the limits given. */
export function createSessions(
  database: Kysely<AccountSchema>,
  clock: () => Date,
  limits: SessionLimits = defaultSessionLimits,
): Sessions {
  const absoluteMs = limits.absoluteHours * 3_600_000
  const idleMs = limits.idleMinutes * 60_000

  async function end(token: string | undefined): Promise<void> {
    if (token === undefined) return
    await database.deleteFrom('session').where('token_hash', '=', digestOf(token)).execute()
  }

  return {
    end,

    async endAllOf(accountId) {
      await database.deleteFrom('session').where('account_id', '=', accountId).execute()
    },

    ...ownSessions(database, clock, { absoluteMs, idleMs }),

    async start(who, { address, device, by }) {
      const now = clock()
      const ended = new Date(now.getTime() - absoluteMs).toISOString()
      await database.deleteFrom('session').where('created_at', '<', ended).execute()
      const token = newSessionToken()
      await database
        .insertInto('session')
        .values({
          token_hash: digestOf(token),
          id: randomUUID(),
          account_id: who === 'demo' ? null : who.accountId,
          workspace: who === 'demo' ? 'demo' : who.workspace,
          created_at: now.toISOString(),
          last_seen_at: now.toISOString(),
          address,
          device,
          signed_in_by: by,
        })
        .execute()
      return token
    },

    async find(token) {
      if (token === undefined || !looksLikeSessionToken(token)) return undefined
      const row = await database
        .selectFrom('session')
        .leftJoin('account', 'account.id', 'session.account_id')
        .select(['session.id', 'account_id', 'workspace', 'session.created_at', 'last_seen_at', 'signed_in_by'])
        .select(['username', 'display_name', 'role', 'clinical_lead', 'disabled_at'])
        .where('token_hash', '=', digestOf(token))
        .executeTakeFirst()
      if (row === undefined) return undefined
      const now = clock().getTime()
      const endsAt = new Date(Date.parse(row.created_at) + absoluteMs)
      const idleForMs = now - Date.parse(row.last_seen_at)
      const actor = actorOf(row)
      if (now >= endsAt.getTime() || idleForMs >= idleMs || actor === undefined) {
        await end(token)
        return undefined
      }
      if (idleForMs >= touchAfterSeconds * 1000) {
        const touched = { last_seen_at: new Date(now).toISOString() }
        await database.updateTable('session').set(touched).where('token_hash', '=', digestOf(token)).execute()
      }
      const { id, workspace, signed_in_by: by } = row
      return { id, actor, workspace, csrfToken: csrfTokenOf(token), endsAt, by }
    },
  }
}

/** What a person sees and ends of their own. */
function ownSessions(
  database: Kysely<AccountSchema>,
  clock: () => Date,
  { absoluteMs, idleMs }: { readonly absoluteMs: number; readonly idleMs: number },
): Pick<Sessions, 'list' | 'endOthersOf' | 'endOne'> {
  return {
    async list(accountId) {
      const now = clock().getTime()
      const rows = await database
        .selectFrom('session')
        .selectAll()
        .where('account_id', '=', accountId)
        .where('created_at', '>', new Date(now - absoluteMs).toISOString())
        .where('last_seen_at', '>', new Date(now - idleMs).toISOString())
        .orderBy('last_seen_at', 'desc')
        .orderBy('id')
        .execute()
      return rows.map((row) => ({
        id: row.id,
        workspace: row.workspace,
        startedAt: row.created_at,
        lastSeenAt: row.last_seen_at,
        address: row.address,
        device: row.device,
        by: row.signed_in_by,
      }))
    },

    async endOthersOf(accountId, id) {
      await database.deleteFrom('session').where('account_id', '=', accountId).where('id', '!=', id).execute()
    },

    async endOne(accountId, id) {
      await database.deleteFrom('session').where('account_id', '=', accountId).where('id', '=', id).execute()
    },
  }
}

/** The person of a session's row; nobody when the account has been disabled or is no person's, or a demo session is not on demo data. */
function actorOf(row: {
  account_id: string | null
  workspace: Workspace
  username: string | null
  display_name: string | null
  role: Role | null
  clinical_lead: number | null
  disabled_at: string | null
}): Actor | undefined {
  if (row.account_id === null) return row.workspace === 'demo' ? demoActor : undefined
  if (row.disabled_at !== null || row.username === null || row.display_name === null || row.role === null) {
    return undefined
  }
  if (row.role === 'integration') return undefined // by its keys alone
  return {
    id: row.account_id,
    username: row.username,
    displayName: row.display_name,
    role: row.role,
    clinicalLead: row.clinical_lead === 1,
  }
}
