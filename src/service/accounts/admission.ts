import type { Kysely } from 'kysely'
import type { z } from 'zod'
import type {
  Account,
  acceptInvitationRequestSchema,
  invitationRequestSchema,
  setUpRequestSchema,
} from '../api/account.ts'
import { ServiceError } from '../errors.ts'
import {
  type AccountRow,
  accountRow,
  accountView,
  assertIsPerson,
  endSessionsOf,
  insertAccount,
  newAccount,
} from './accounts.ts'
import { forgetPasskeysOf } from './passkeys.ts'
import { assertPasswordMayBeChosen, hashPassword } from './passwords.ts'
import type { AccountSchema } from './schema.ts'
import { digestOf, newOneTimeCode, normaliseOneTimeCode } from './secrets.ts'

/** An invitation is carried by hand or by mail; after this it has been forgotten or lost. */
const invitationDays = 7

/** A code that was just made; it is not kept and cannot be shown again. */
export interface Invitation {
  readonly account: Account
  readonly code: string
  readonly expiresAt: string
}

/** How people come to have an account: one-time codes, so that no password is ever chosen for somebody else. */
export interface Admission {
  /** Whether no account exists yet. */
  isSetUpNeeded(): Promise<boolean>
  /**
   * A new set-up code for whoever started the service, or `undefined` once an account exists. Earlier codes stop
   * working: the one on the screen is the one that counts.
   */
  newSetUpCode(): Promise<string | undefined>
  /** Makes the first administrator. @throws `PLB_ACCOUNT_WRONG_CODE`, `PLB_ACCOUNT_WEAK_PASSWORD` */
  setUp(request: z.infer<typeof setUpRequestSchema>): Promise<Account>
  /** Makes an account without a password, and the code with which its person chooses one. @throws `PLB_ACCOUNT_NAME_TAKEN` */
  invite(request: z.infer<typeof invitationRequestSchema>): Promise<Invitation>
  /** A new code for an account: the first was lost, or the password was forgotten. @throws `PLB_ACCOUNT_NOT_FOUND`, `PLB_ACCOUNT_NOT_A_PERSON` */
  inviteAgain(accountId: string): Promise<Invitation>
  /** The invited person's password; ends whatever sessions there were. @throws `PLB_ACCOUNT_WRONG_CODE`, `PLB_ACCOUNT_WEAK_PASSWORD` */
  accept(request: z.infer<typeof acceptInvitationRequestSchema>): Promise<Account>
}

/** Admission over the opened `accounts.sqlite`. */
export function createAdmission(database: Kysely<AccountSchema>, clock: () => Date): Admission {
  const codes = codeKeeper(clock)

  async function isSetUpNeeded(executor: Kysely<AccountSchema> = database): Promise<boolean> {
    return (await executor.selectFrom('account').select('id').executeTakeFirst()) === undefined
  }

  async function issue(executor: Kysely<AccountSchema>, account: AccountRow): Promise<Invitation> {
    const expiresAt = new Date(clock().getTime() + invitationDays * 86_400_000).toISOString()
    return { account: accountView(account), code: await codes.issue(executor, account.id, expiresAt), expiresAt }
  }

  return {
    isSetUpNeeded: () => isSetUpNeeded(),

    newSetUpCode: () =>
      database
        .transaction()
        .execute(async (transaction) =>
          (await isSetUpNeeded(transaction)) ? codes.issue(transaction, null, null) : undefined,
        ),

    async setUp({ code, username, displayName, password }) {
      if ((await codes.find(database, code))?.account_id !== null) throw new ServiceError('PLB_ACCOUNT_WRONG_CODE')
      assertPasswordMayBeChosen(password, [username, displayName], 'body.password')
      const account = newAccount({ username, displayName, role: 'administrator' }, clock())
      const row = { ...account, password_hash: await hashPassword(password) }
      await database.transaction().execute(async (transaction) => {
        await codes.use(transaction, code) // two people with the same code: one of them comes second
        if (!(await isSetUpNeeded(transaction))) throw new ServiceError('PLB_ACCOUNT_WRONG_CODE')
        await transaction.insertInto('account').values(row).execute()
      })
      return accountView(row)
    },

    invite: (request) =>
      database.transaction().execute(async (transaction) => {
        const row = newAccount(request, clock())
        if (!(await insertAccount(transaction, row))) throw new ServiceError('PLB_ACCOUNT_NAME_TAKEN')
        return issue(transaction, row)
      }),

    inviteAgain: (accountId) =>
      database.transaction().execute(async (transaction) => {
        const row = await accountRow(transaction, accountId)
        assertIsPerson(row)
        return issue(transaction, row)
      }),

    async accept({ code, password }) {
      const accountId = (await codes.find(database, code))?.account_id
      if (accountId === undefined || accountId === null) throw new ServiceError('PLB_ACCOUNT_WRONG_CODE')
      const before = await accountRow(database, accountId)
      if (before.disabled_at !== null || before.role === 'integration') throw new ServiceError('PLB_ACCOUNT_WRONG_CODE')
      assertPasswordMayBeChosen(password, [before.username, before.display_name], 'body.password')
      const passwordHash = await hashPassword(password)
      return database.transaction().execute(async (transaction) => {
        await codes.use(transaction, code)
        const changed = { password_hash: passwordHash }
        await transaction.updateTable('account').set(changed).where('id', '=', accountId).execute()
        await endSessionsOf(transaction, accountId)
        // Whoever needed a new code may have lost more than the password.
        await forgetPasskeysOf(transaction, accountId)
        return accountView(await accountRow(transaction, accountId))
      })
    },
  }
}

/** One-time codes: one at a time for an account (or for set-up), kept as digests, gone once used. */
function codeKeeper(clock: () => Date) {
  const digest = (typed: string): string => digestOf(normaliseOneTimeCode(typed))

  return {
    async issue(executor: Kysely<AccountSchema>, accountId: string | null, expiresAt: string | null): Promise<string> {
      const code = newOneTimeCode()
      await executor.deleteFrom('one_time_code').where('account_id', 'is not distinct from', accountId).execute()
      await executor
        .insertInto('one_time_code')
        .values({
          code_hash: digest(code),
          account_id: accountId,
          created_at: clock().toISOString(),
          expires_at: expiresAt,
        })
        .execute()
      return code
    },

    find: (executor: Kysely<AccountSchema>, typed: string) =>
      executor
        .selectFrom('one_time_code')
        .select('account_id')
        .where('code_hash', '=', digest(typed))
        .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', clock().toISOString())]))
        .executeTakeFirst(),

    async use(executor: Kysely<AccountSchema>, typed: string): Promise<void> {
      const used = await executor
        .deleteFrom('one_time_code')
        .where('code_hash', '=', digest(typed))
        .returning('code_hash')
        .executeTakeFirst()
      if (used === undefined) throw new ServiceError('PLB_ACCOUNT_WRONG_CODE')
    },
  }
}
