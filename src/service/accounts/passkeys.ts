import { isIP } from 'node:net'
import type { Kysely, Selectable } from 'kysely'
import type { z } from 'zod'
import type { Account } from '../api/account.ts'
import type { Assertion, addPasskeyRequestSchema, Passkeys, registrationSchema } from '../api/passkey.ts'
import { ServiceError } from '../errors.ts'
import { hostNameOf } from '../guards.ts'
import { accountRow, accountView } from './accounts.ts'
import type { AccountSchema } from './schema.ts'

/** How long a browser may take over a passkey; the standard's own recommendation for the slowest way. */
const challengeMinutes = 5

/** More than anybody has devices; each is one more thing to lose. */
const passkeysAtMost = 20

/** The place for which passkeys are made and used: that under which the browser reached the service. */
export interface PasskeyPlace {
  readonly hostName: string
  readonly origin: string
}

/**
 * The place of a request; `undefined` where the standard allows no passkeys: under an address of numbers, and over http
 * but on the machine itself.
 *
 * @example passkeyPlace('localhost:8420', false)?.hostName // 'localhost'
 * @example passkeyPlace('127.0.0.1:8420', false) // undefined
 */
export function passkeyPlace(hostHeader: string | undefined, secure: boolean): PasskeyPlace | undefined {
  const hostName = hostNameOf(hostHeader)
  if (hostName === undefined || hostName.startsWith('[') || isIP(hostName) !== 0) return undefined
  if (!secure && hostName !== 'localhost') return undefined
  return { hostName, origin: `${secure ? 'https' : 'http'}://${hostHeader}` }
}

type Challenge = Record<string, unknown>

/** Passkeys (WebAuthn): in the place of the password, or asked for after it. */
export interface PasskeyKeeper {
  list(accountId: string): Promise<Passkeys>
  /** What a browser is asked to make a passkey. */
  challengeToAdd(accountId: string, place: PasskeyPlace): Promise<Challenge>
  /** Keeps what the browser made. @throws `PLB_PASSKEY_REFUSED`, `PLB_PASSKEY_TOO_MANY` */
  add(accountId: string, made: z.infer<typeof addPasskeyRequestSchema>, place: PasskeyPlace): Promise<Passkeys>
  /** Without a last one, none is asked for any more. */
  remove(accountId: string, id: string): Promise<Passkeys>
  /** Whether the password alone lets in. @throws `PLB_PASSKEY_NONE` */
  setNeeded(accountId: string, isNeeded: boolean): Promise<Passkeys>
  /** What a browser is asked to use one; says nothing of anybody, since nobody is known yet. */
  challengeToUse(place: PasskeyPlace): Promise<Challenge>
  /**
   * Whose passkey was used. Alone it has to have asked for PIN or fingerprint; after a password it need not.
   *
   * @throws `PLB_PASSKEY_REFUSED` for every reason why it does not count
   */
  accountOf(assertion: Assertion, place: PasskeyPlace, isAlone: boolean): Promise<Account>
  /** Whether a passkey is asked for after the password. */
  isNeeded(accountId: string): Promise<boolean>
}

/** Loaded with the first passkey: whoever has none does not wait for it at the start. */
const library = () => import('@simplewebauthn/server')

const refused = (): ServiceError => new ServiceError('PLB_PASSKEY_REFUSED')

/** Passkeys over the opened accounts. */
export function createPasskeys(database: Kysely<AccountSchema>, clock: () => Date): PasskeyKeeper {
  const challenges = challengeKeeper(database, clock)

  async function list(accountId: string): Promise<Passkeys> {
    const { passkey_needed } = await accountRow(database, accountId)
    return { passkeys: (await rowsOf(database, accountId)).map(viewOf), isNeeded: passkey_needed === 1 }
  }

  async function remove(accountId: string, id: string): Promise<Passkeys> {
    await database.transaction().execute(async (transaction) => {
      await transaction.deleteFrom('passkey').where('account_id', '=', accountId).where('id', '=', id).execute()
      if ((await rowsOf(transaction, accountId)).length > 0) return
      await transaction.updateTable('account').set({ passkey_needed: 0 }).where('id', '=', accountId).execute()
    })
    return list(accountId)
  }

  return {
    list,
    remove,

    async challengeToAdd(accountId, { hostName }) {
      const { username, display_name } = await accountRow(database, accountId)
      const options = await (await library()).generateRegistrationOptions({
        rpName: 'Plumbline',
        rpID: hostName,
        userName: username,
        userDisplayName: display_name,
        userID: new TextEncoder().encode(accountId),
        attestationType: 'none', // which make of device it is does not matter here
        excludeCredentials: (await rowsOf(database, accountId)).map(({ id }) => ({ id })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      })
      await challenges.keep(options.challenge, accountId)
      return { ...options }
    },

    async add(accountId, { name, registration }, place) {
      const expectedChallenge = await challenges.use(registration.response.clientDataJSON, accountId)
      const { verifyRegistrationResponse } = await library()
      const { registrationInfo } = await verifyRegistrationResponse({
        response: registrationFor(registration),
        expectedChallenge,
        expectedOrigin: place.origin,
        expectedRPID: place.hostName,
        requireUserVerification: true,
      }).catch(() => ({ registrationInfo: undefined }))
      if (registrationInfo === undefined) throw refused()
      if ((await rowsOf(database, accountId)).length >= passkeysAtMost) throw new ServiceError('PLB_PASSKEY_TOO_MANY')
      const { credential } = registrationInfo
      const inserted = await database
        .insertInto('passkey')
        .values({
          id: credential.id,
          account_id: accountId,
          name,
          public_key: Buffer.from(credential.publicKey).toString('base64url'),
          counter: credential.counter,
          transports: JSON.stringify(registration.response.transports ?? []),
          created_at: clock().toISOString(),
          last_used_at: null,
        })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .returning('id')
        .executeTakeFirst()
      if (inserted === undefined) throw refused()
      return list(accountId)
    },

    async setNeeded(accountId, isNeeded) {
      if (isNeeded && (await rowsOf(database, accountId)).length === 0) throw new ServiceError('PLB_PASSKEY_NONE')
      const changed = { passkey_needed: isNeeded ? 1 : 0 }
      await database.updateTable('account').set(changed).where('id', '=', accountId).execute()
      return list(accountId)
    },

    ...passkeyUse(database, clock, challenges),

    isNeeded: async (accountId) => (await accountRow(database, accountId)).passkey_needed === 1,
  }
}

/** Signing in with one. */
function passkeyUse(
  database: Kysely<AccountSchema>,
  clock: () => Date,
  challenges: ReturnType<typeof challengeKeeper>,
): Pick<PasskeyKeeper, 'challengeToUse' | 'accountOf'> {
  return {
    async challengeToUse({ hostName }) {
      const { generateAuthenticationOptions } = await library()
      const options = await generateAuthenticationOptions({ rpID: hostName, userVerification: 'required' })
      await challenges.keep(options.challenge, null)
      return { ...options }
    },

    async accountOf(assertion, place, isAlone) {
      const expectedChallenge = await challenges.use(assertion.response.clientDataJSON, null)
      const row = await database.selectFrom('passkey').selectAll().where('id', '=', assertion.id).executeTakeFirst()
      if (row === undefined) throw refused()
      const { verifyAuthenticationResponse } = await library()
      const verified = await verifyAuthenticationResponse({
        response: assertionFor(assertion),
        expectedChallenge,
        expectedOrigin: place.origin,
        expectedRPID: place.hostName,
        requireUserVerification: isAlone,
        // A counter that does not go up is a copy of the passkey: the library refuses it.
        credential: { id: row.id, publicKey: Buffer.from(row.public_key, 'base64url'), counter: row.counter },
      }).catch(() => undefined)
      if (verified?.verified !== true) throw refused()
      const account = await accountRow(database, row.account_id)
      if (account.disabled_at !== null || account.role === 'integration') throw refused()
      const used = { counter: verified.authenticationInfo.newCounter, last_used_at: clock().toISOString() }
      await database.updateTable('passkey').set(used).where('id', '=', row.id).execute()
      return accountView(account)
    },
  }
}

/** As the library takes it: what is not there is left out, and of extensions nothing is read. */
function registrationFor({ response: { transports, ...response }, ...said }: z.infer<typeof registrationSchema>) {
  const known = transports === undefined ? {} : { transports }
  return { ...said, clientExtensionResults: {}, response: { ...response, ...known } }
}

function assertionFor({ response: { userHandle, ...response }, ...said }: Assertion) {
  const known = userHandle === undefined ? {} : { userHandle }
  return { ...said, clientExtensionResults: {}, response: { ...response, ...known } }
}

type PasskeyRow = Selectable<AccountSchema['passkey']>

const rowsOf = (executor: Kysely<AccountSchema>, accountId: string): Promise<PasskeyRow[]> =>
  executor
    .selectFrom('passkey')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('created_at')
    .orderBy('id')
    .execute()

const viewOf = ({ id, name, created_at, last_used_at }: PasskeyRow) => ({
  id,
  name,
  createdAt: created_at,
  lastUsedAt: last_used_at,
})

/** Passkeys of somebody who proved otherwise who they are, or lost them: none is left. */
export async function forgetPasskeysOf(executor: Kysely<AccountSchema>, accountId: string): Promise<void> {
  await executor.deleteFrom('passkey').where('account_id', '=', accountId).execute()
  await executor.updateTable('account').set({ passkey_needed: 0 }).where('id', '=', accountId).execute()
}

/** Challenges: each answered once, for what and for whom it was made, and soon. */
function challengeKeeper(database: Kysely<AccountSchema>, clock: () => Date) {
  return {
    async keep(challenge: string, accountId: string | null): Promise<void> {
      const now = clock()
      await database.deleteFrom('passkey_challenge').where('expires_at', '<=', now.toISOString()).execute()
      const expiresAt = new Date(now.getTime() + challengeMinutes * 60_000).toISOString()
      await database
        .insertInto('passkey_challenge')
        .values({ challenge, account_id: accountId, expires_at: expiresAt })
        .execute()
    },

    /** The challenge that the browser says it answered; gone with this. */
    async use(clientDataJSON: string, accountId: string | null): Promise<string> {
      const used = await database
        .deleteFrom('passkey_challenge')
        .where('challenge', '=', challengeIn(clientDataJSON))
        .where('account_id', 'is not distinct from', accountId)
        .where('expires_at', '>', clock().toISOString())
        .returning('challenge')
        .executeTakeFirst()
      if (used === undefined) throw refused()
      return used.challenge
    },
  }
}

/** What stands as the challenge in a browser's own words; the library checks them as a whole afterwards. */
function challengeIn(clientDataJSON: string): string {
  try {
    const said: unknown = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8'))
    const challenge = typeof said === 'object' && said !== null && 'challenge' in said ? said.challenge : undefined
    return typeof challenge === 'string' ? challenge : ''
  } catch {
    return ''
  }
}
