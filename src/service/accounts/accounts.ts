import { randomUUID } from 'node:crypto'
import type { Kysely, Selectable, Transaction } from 'kysely'
import type { z } from 'zod'
import type { Account, changeAccountRequestSchema } from '../api/account.ts'
import type { Role } from '../api/role.ts'
import { ServiceError } from '../errors.ts'
import { assertPasswordMayBeChosen, hashPassword, passwordMatches } from './passwords.ts'
import type { AccountSchema } from './schema.ts'

/** A stored account. Never sent: `accountView` is. */
export type AccountRow = Selectable<AccountSchema['account']>

/** User names that look or sort alike are one: `Ana` and `ana`, wide and narrow letters. */
export const usernameKeyOf = (username: string): string => username.normalize('NFKC').toLowerCase()

/** An account as an administrator sees it: without its password hash. */
export function accountView(row: AccountRow): Account {
  // A program has keys and never chooses a password: there is nothing that it has yet to accept.
  const isInvited = row.password_hash === null && row.role !== 'integration'
  const status = row.disabled_at !== null ? 'disabled' : isInvited ? 'invited' : 'active'
  return {
    id: row.id,
    username: row.username,
    displayName: row.display_name,
    role: row.role,
    clinicalLead: row.clinical_lead === 1,
    status,
    createdAt: row.created_at,
  }
}

/** Accounts that exist, and what may become of them. `admission.ts` makes new ones. */
export interface Accounts {
  /** All accounts, by user name. */
  list(): Promise<Account[]>
  /** The account whose name and password these are; `undefined` for every reason why there is none, in the same time. */
  authenticate(username: string, password: string): Promise<Account | undefined>
  /**
   * Changes name, role, who is the clinical lead, or whether it is disabled. A new role or disabling ends the person's
   * sessions; the mark of the clinical lead counts from the next request on.
   *
   * @throws `PLB_ACCOUNT_NOT_FOUND`, `PLB_ACCOUNT_NOT_A_PERSON`, `PLB_ACCOUNT_NOT_A_CLINICIAN`, `PLB_ACCOUNT_LAST_ADMINISTRATOR`
   */
  change(id: string, change: z.infer<typeof changeAccountRequestSchema>): Promise<Account>
  /**
   * Changes one's own password and ends all of one's sessions, the present one included.
   *
   * @throws `PLB_ACCOUNT_WRONG_PASSWORD`, `PLB_ACCOUNT_WEAK_PASSWORD`
   */
  changePassword(id: string, currentPassword: string, newPassword: string): Promise<void>
}

/** The account of an id. Throws `PLB_ACCOUNT_NOT_FOUND`. */
export async function accountRow(database: Kysely<AccountSchema>, id: string): Promise<AccountRow> {
  const row = await database.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirst()
  if (row === undefined) throw new ServiceError('PLB_ACCOUNT_NOT_FOUND')
  return row
}

/** An account as it begins: without a password. */
export function newAccount(
  request: { readonly username: string; readonly displayName: string; readonly role: Role },
  now: Date,
): AccountRow {
  return {
    id: randomUUID(),
    username: request.username,
    username_key: usernameKeyOf(request.username),
    display_name: request.displayName,
    role: request.role,
    clinical_lead: 0,
    password_hash: null,
    created_at: now.toISOString(),
    disabled_at: null,
    passkey_needed: 0,
  }
}

/** Adds an account as it begins; says whether it could: no two have one user name. */
export async function insertAccount(transaction: Transaction<AccountSchema>, row: AccountRow): Promise<boolean> {
  const inserted = await transaction
    .insertInto('account')
    .values(row)
    .onConflict((conflict) => conflict.column('username_key').doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

/** Another system has keys; nothing that is for people is done to it. Throws `PLB_ACCOUNT_NOT_A_PERSON`. */
export function assertIsPerson({ role }: Pick<AccountRow, 'role'>): void {
  if (role === 'integration') throw new ServiceError('PLB_ACCOUNT_NOT_A_PERSON')
}

/** Signs a person out everywhere. */
export async function endSessionsOf(database: Kysely<AccountSchema>, accountId: string): Promise<void> {
  await database.deleteFrom('session').where('account_id', '=', accountId).execute()
}

/** Without an administrator who can sign in, nobody could ever let anyone in again. */
async function assertAnAdministratorIsLeft(transaction: Transaction<AccountSchema>): Promise<void> {
  const left = await transaction
    .selectFrom('account')
    .select('id')
    .where('role', '=', 'administrator')
    .where('disabled_at', 'is', null)
    .where('password_hash', 'is not', null)
    .executeTakeFirst()
  if (left === undefined) throw new ServiceError('PLB_ACCOUNT_LAST_ADMINISTRATOR')
}

/** Whoever is no clinician any more is no clinical lead either. */
function leadAfter(before: AccountRow, role: Role, asked: boolean | undefined): number {
  if (asked === true && role !== 'clinician') throw new ServiceError('PLB_ACCOUNT_NOT_A_CLINICIAN')
  return role === 'clinician' && (asked ?? before.clinical_lead === 1) ? 1 : 0
}

/** Accounts over the opened `accounts.sqlite`. */
export function createAccounts(database: Kysely<AccountSchema>, clock: () => Date): Accounts {
  return {
    async list() {
      const rows = await database.selectFrom('account').selectAll().orderBy('username_key').execute()
      return rows.map(accountView)
    },

    async authenticate(username, password) {
      const row = await database
        .selectFrom('account')
        .selectAll()
        .where('username_key', '=', usernameKeyOf(username))
        .executeTakeFirst()
      const matches = await passwordMatches(row?.password_hash, password)
      const isPerson = row !== undefined && row.role !== 'integration'
      return isPerson && matches && row.disabled_at === null ? accountView(row) : undefined
    },

    change: (id, { displayName, role, clinicalLead, disabled }) =>
      database.transaction().execute(async (transaction) => {
        const before = await accountRow(transaction, id)
        if (role !== undefined) assertIsPerson(before)
        const disabledAt = disabled ? (before.disabled_at ?? clock().toISOString()) : null
        const after: AccountRow = {
          ...before,
          display_name: displayName ?? before.display_name,
          role: role ?? before.role,
          clinical_lead: leadAfter(before, role ?? before.role, clinicalLead),
          disabled_at: disabled === undefined ? before.disabled_at : disabledAt,
        }
        await transaction.updateTable('account').set(after).where('id', '=', id).execute()
        if (before.role === 'administrator') await assertAnAdministratorIsLeft(transaction)
        if (after.role !== before.role || after.disabled_at !== null) await endSessionsOf(transaction, id)
        return accountView(after)
      }),

    async changePassword(id, currentPassword, newPassword) {
      const row = await accountRow(database, id)
      if (!(await passwordMatches(row.password_hash, currentPassword))) {
        throw new ServiceError('PLB_ACCOUNT_WRONG_PASSWORD')
      }
      assertPasswordMayBeChosen(newPassword, [row.username, row.display_name], 'body.newPassword')
      const passwordHash = await hashPassword(newPassword)
      await database.transaction().execute(async (transaction) => {
        await transaction.updateTable('account').set({ password_hash: passwordHash }).where('id', '=', id).execute()
        await endSessionsOf(transaction, id)
      })
    },
  }
}
