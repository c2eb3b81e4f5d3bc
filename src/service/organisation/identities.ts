import type { Kysely } from 'kysely'
import { type Accounts, accountRow, accountView, insertAccount, newAccount } from '../accounts/accounts.ts'
import type { AccountSchema } from '../accounts/schema.ts'
import { digestOf } from '../accounts/secrets.ts'
import type { Account } from '../api/account.ts'
import { displayNameSchema, usernameSchema } from '../api/account.ts'
import type { OrganisationOutcome } from '../api/organisation-outcome.ts'
import type { Workspace } from '../api/role.ts'
import { ServiceError } from '../errors.ts'
import type { Organisation } from './configuration.ts'
import type { Claims, Secrets } from './provider.ts'

type PersonRole = Organisation['roles'][number]['role']

/** How long somebody may take on the organisation's pages. */
const flowMinutes = 10

/** What a browser is on its way for: to sign in, or to link an account that it is signed in to. */
export interface Flow extends Secrets {
  readonly origin: string
  readonly workspace: Workspace
  /** null: to sign in. */
  readonly accountId: string | null
}

/**
 * What somebody is here by what the organisation says of them; the first of the list that fits.
 *
 * @example roleFrom({ sub: '1', groups: ['staff', 'doctors'] }, { roleClaim: 'groups', roles: [{ is: 'doctors', role: 'clinician' }] }) // 'clinician'
 */
export function roleFrom(
  claims: Claims,
  { roleClaim, roles }: Pick<Organisation, 'roleClaim' | 'roles'>,
): PersonRole | undefined {
  const said = roleClaim === undefined ? [] : [claims[roleClaim]].flat()
  return roles.find(({ is }) => said.includes(is))?.role
}

/** Browsers on their way, and which accounts are whose at the organisation: by issuer and subject, never by e-mail. */
export interface Identities {
  /** Keeps what has to come back; the key is for a cookie. */
  keepFlow(key: string, flow: Flow): Promise<void>
  /** The flow of a cookie's key; gone with this. */
  takeFlow(key: string): Promise<Flow | undefined>
  /** Since when an account is linked. */
  linkedAt(accountId: string): Promise<string | null>
  /** Links an account with whoever came back; `linkedElsewhere` where that is another account's. */
  link(accountId: string, claims: Claims): Promise<OrganisationOutcome>
  unlink(accountId: string): Promise<void>
  /** The account of whoever came back, with the role that the organisation gives; or why there is none. */
  accountOf(claims: Claims): Promise<Account | OrganisationOutcome>
}

/** Identities over the opened accounts. */
export function createIdentities(
  database: Kysely<AccountSchema>,
  accounts: Pick<Accounts, 'change'>,
  organisation: Organisation,
  clock: () => Date,
): Identities {
  const { issuer } = organisation

  const ownerOf = (subject: string) =>
    database
      .selectFrom('organisation_identity')
      .select('account_id')
      .where('issuer', '=', issuer)
      .where('subject', '=', subject)
      .executeTakeFirst()

  /** Of this issuer and subject; nothing where somebody else was quicker. */
  const insertIdentity = (executor: Kysely<AccountSchema>, subject: string, accountId: string) =>
    executor
      .insertInto('organisation_identity')
      .values({ issuer, subject, account_id: accountId, linked_at: clock().toISOString() })
      .onConflict((conflict) => conflict.columns(['issuer', 'subject']).doNothing())
      .returning('account_id')
      .executeTakeFirst()

  async function made(claims: Claims, role: PersonRole): Promise<Account | OrganisationOutcome> {
    const username = usernameSchema.safeParse(claims.preferred_username)
    const displayName = displayNameSchema.safeParse(claims.name ?? claims.preferred_username)
    if (!username.success || !displayName.success) return 'unknown'
    return database.transaction().execute(async (transaction) => {
      const row = newAccount({ username: username.data, displayName: displayName.data, role }, clock())
      // Somebody of that name is here: whether it is the same person, only they can say, by linking it.
      if (!(await insertAccount(transaction, row))) return 'nameTaken'
      await insertIdentity(transaction, claims.sub, row.id)
      return accountView(row)
    })
  }

  return {
    ...flowKeeper(database, clock),

    async linkedAt(accountId) {
      const row = await database
        .selectFrom('organisation_identity')
        .select('linked_at')
        .where('issuer', '=', issuer)
        .where('account_id', '=', accountId)
        .executeTakeFirst()
      return row?.linked_at ?? null
    },

    async link(accountId, { sub }) {
      const owner = await ownerOf(sub)
      if (owner !== undefined) return owner.account_id === accountId ? 'linked' : 'linkedElsewhere'
      return (await insertIdentity(database, sub, accountId)) === undefined ? 'linkedElsewhere' : 'linked'
    },

    async unlink(accountId) {
      await database
        .deleteFrom('organisation_identity')
        .where('issuer', '=', issuer)
        .where('account_id', '=', accountId)
        .execute()
    },

    async accountOf(claims) {
      const role = roleFrom(claims, organisation)
      if (organisation.roleClaim !== undefined && role === undefined) return 'noRole'
      const owner = await ownerOf(claims.sub)
      if (owner === undefined)
        return organisation.createsAccounts && role !== undefined ? made(claims, role) : 'unknown'
      const row = await accountRow(database, owner.account_id)
      if (row.disabled_at !== null || row.role === 'integration') return 'refused'
      if (role === undefined || role === row.role) return accountView(row)
      return accounts.change(row.id, { role }).catch((error: unknown) => {
        // Without an administrator nobody could ever let anyone in again.
        if (error instanceof ServiceError && error.code === 'PLB_ACCOUNT_LAST_ADMINISTRATOR') return accountView(row)
        throw error
      })
    },
  }
}

function flowKeeper(database: Kysely<AccountSchema>, clock: () => Date): Pick<Identities, 'keepFlow' | 'takeFlow'> {
  return {
    async keepFlow(key, flow) {
      const now = clock()
      await database.deleteFrom('organisation_flow').where('expires_at', '<=', now.toISOString()).execute()
      await database
        .insertInto('organisation_flow')
        .values({
          key_hash: digestOf(key),
          state: flow.state,
          nonce: flow.nonce,
          code_verifier: flow.codeVerifier,
          origin: flow.origin,
          workspace: flow.workspace,
          account_id: flow.accountId,
          expires_at: new Date(now.getTime() + flowMinutes * 60_000).toISOString(),
        })
        .execute()
    },

    async takeFlow(key) {
      const row = await database
        .deleteFrom('organisation_flow')
        .where('key_hash', '=', digestOf(key))
        .where('expires_at', '>', clock().toISOString())
        .returningAll()
        .executeTakeFirst()
      if (row === undefined) return undefined
      const { state, nonce, code_verifier: codeVerifier, origin, workspace, account_id: accountId } = row
      return { state, nonce, codeVerifier, origin, workspace, accountId }
    },
  }
}
