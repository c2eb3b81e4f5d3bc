import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { z } from 'zod'
import type { NewKeyAnswer, Program, programRequestSchema } from '../api/program.ts'
import { ServiceError } from '../errors.ts'
import { accountRow, accountView, insertAccount, newAccount } from './accounts.ts'
import type { AccountSchema } from './schema.ts'
import { csrfTokenOf, digestOf, newProgramKey, programKeyMark } from './secrets.ts'
import type { Session } from './sessions.ts'

/** A key that nobody renews stops working: one that was forgotten somewhere does not count for ever. */
const keyDays = 365

/** Two, so that the new one can be put in place before the old one goes. */
const keysAtMost = 2

/** A key's last use is written at most this often: each write waits for the disk. */
const touchAfterSeconds = 60

/** Other systems, of the role `integration`: accounts that have keys instead of a password, and no session. */
export interface ProgramKeys {
  /** By user name, each with the keys that count. */
  list(): Promise<Program[]>
  /** Makes an account for a program, and its first key. @throws `PLB_ACCOUNT_NAME_TAKEN` */
  add(request: z.infer<typeof programRequestSchema>): Promise<NewKeyAnswer>
  /** One more key. @throws `PLB_ACCOUNT_NOT_FOUND`, `PLB_KEY_TOO_MANY` */
  addKey(accountId: string): Promise<NewKeyAnswer>
  /** A key stops working at once. @throws `PLB_ACCOUNT_NOT_FOUND` */
  revoke(accountId: string, keyId: string): Promise<Program>
  /** Whose key it is, always on the real record. @throws `PLB_KEY_REFUSED` for every reason why it does not count */
  admit(key: string): Promise<Session>
}

/**
 * The key in an `Authorization` header; `undefined` where the header holds none of ours.
 *
 * @example programKeyIn('Bearer plb_YWJj') // 'plb_YWJj'
 */
export function programKeyIn(authorization: string | undefined): string | undefined {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1]
  return token?.startsWith(programKeyMark) ? token : undefined
}

/** Programs and their keys over the opened accounts. */
export function createProgramKeys(database: Kysely<AccountSchema>, clock: () => Date): ProgramKeys {
  async function programOf(executor: Kysely<AccountSchema>, accountId: string): Promise<Program> {
    const row = await accountRow(executor, accountId)
    if (row.role !== 'integration') throw new ServiceError('PLB_ACCOUNT_NOT_FOUND')
    const keys = await executor
      .selectFrom('program_key')
      .selectAll()
      .where('account_id', '=', accountId)
      .where('expires_at', '>', clock().toISOString())
      .orderBy('created_at', 'desc')
      .orderBy('id')
      .execute()
    return {
      account: accountView(row),
      keys: keys.map((key) => ({
        id: key.id,
        createdAt: key.created_at,
        expiresAt: key.expires_at,
        lastUsedAt: key.last_used_at,
      })),
    }
  }

  async function issue(executor: Kysely<AccountSchema>, accountId: string): Promise<NewKeyAnswer> {
    const { keys } = await programOf(executor, accountId)
    if (keys.length >= keysAtMost) throw new ServiceError('PLB_KEY_TOO_MANY')
    const [key, now] = [newProgramKey(), clock()]
    await executor
      .insertInto('program_key')
      .values({
        id: randomUUID(),
        account_id: accountId,
        key_hash: digestOf(key),
        created_at: now.toISOString(),
        expires_at: new Date(now.getTime() + keyDays * 86_400_000).toISOString(),
        last_used_at: null,
      })
      .execute()
    return { program: await programOf(executor, accountId), key }
  }

  return {
    async list() {
      const rows = await database
        .selectFrom('account')
        .select('id')
        .where('role', '=', 'integration')
        .orderBy('username_key')
        .execute()
      return Promise.all(rows.map(({ id }) => programOf(database, id)))
    },

    add: (request) =>
      database.transaction().execute(async (transaction) => {
        const row = newAccount({ ...request, role: 'integration' }, clock())
        if (!(await insertAccount(transaction, row))) throw new ServiceError('PLB_ACCOUNT_NAME_TAKEN')
        return issue(transaction, row.id)
      }),

    addKey: (accountId) => database.transaction().execute((transaction) => issue(transaction, accountId)),

    revoke: (accountId, keyId) =>
      database.transaction().execute(async (transaction) => {
        await programOf(transaction, accountId)
        await transaction
          .deleteFrom('program_key')
          .where('id', '=', keyId)
          .where('account_id', '=', accountId)
          .execute()
        return programOf(transaction, accountId)
      }),

    admit: (key) => admitted(database, clock(), key),
  }
}

/** Whose key it is, and that it was used. */
async function admitted(database: Kysely<AccountSchema>, now: Date, key: string): Promise<Session> {
  const row = await database
    .selectFrom('program_key')
    .innerJoin('account', 'account.id', 'program_key.account_id')
    .select(['program_key.id as key_id', 'account_id', 'expires_at', 'last_used_at'])
    .select(['username', 'display_name', 'role'])
    .where('key_hash', '=', digestOf(key))
    .where('disabled_at', 'is', null)
    .where('role', '=', 'integration')
    .where('expires_at', '>', now.toISOString())
    .executeTakeFirst()
  if (row === undefined) throw new ServiceError('PLB_KEY_REFUSED')
  const usedSecondsAgo = (now.getTime() - Date.parse(row.last_used_at ?? '1970-01-01T00:00:00Z')) / 1000
  if (usedSecondsAgo >= touchAfterSeconds) {
    const touched = { last_used_at: now.toISOString() }
    await database.updateTable('program_key').set(touched).where('id', '=', row.key_id).execute()
  }
  return {
    id: row.key_id,
    by: 'key',
    actor: { id: row.account_id, username: row.username, displayName: row.display_name, role: row.role },
    workspace: 'real',
    csrfToken: csrfTokenOf(key),
    endsAt: new Date(row.expires_at),
  }
}
