import { randomBytes, randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Binding, Launched, LaunchStanding } from '../api/smart.ts'
import { ServiceError } from '../errors.ts'
import type { ProvenUser } from './authorisation-server.ts'
import type { LaunchSchema } from './launches-schema.ts'

/** A launch as it was begun. */
export interface BegunLaunch {
  readonly id: string
  readonly iss: string
  readonly nonce: string
}

/** Launches from other records, and which user of one is which account here. */
export interface Launches {
  begin(accountId: string, iss: string): Promise<BegunLaunch>
  /** @throws `PLB_SMART_LAUNCH_UNKNOWN` for one that somebody else began, and one of more than half a day ago */
  find(accountId: string, launchId: string): Promise<BegunLaunch>
  /** Keeps who the other record says it is. */
  keepUser(launchId: string, user: ProvenUser | undefined): Promise<void>
  /** How the person here and the user there stand to each other. */
  standing(accountId: string, launchId: string): Promise<Launched>
  /**
   * Makes the user of a launch and the person here one, as that person says.
   *
   * @throws `PLB_SMART_USER_UNKNOWN`, `PLB_SMART_BOUND_OTHERWISE`
   */
  bind(accountId: string, launchId: string): Promise<Launched>
  /** Every binding of one account, or of all, the latest first; those that were ended too. */
  bindings(accountId?: string): Promise<readonly Binding[]>
  /** @throws `PLB_SMART_BINDING_UNKNOWN` where there is none that holds, or it is another's and `by` may not */
  unbind(bindingId: string, by: { readonly accountId: string; readonly isAdministrator: boolean }): Promise<void>
  /**
   * Refuses a signature while a record is open whose user is not known to be the person who signs.
   *
   * @throws `PLB_SMART_USER_NOT_BOUND`, `PLB_SMART_LAUNCH_UNKNOWN`
   */
  assertMaySign(accountId: string, launchId: string): Promise<void>
}

const halfADayMilliseconds = 12 * 3_600_000

/** People who use a record to treat patients; a patient who opens their own is nobody's colleague. */
const staffTypes = /(?:^|\/)(?:Practitioner|PractitionerRole|Person)\/[A-Za-z0-9.-]{1,64}$/

/** Over the tables of launches. */
export function createLaunches(database: Kysely<LaunchSchema>, clock: () => Date): Launches {
  const standing = standings(database, clock)
  return {
    ...beginnings(database, clock),
    ...bindings(database, clock, standing),
    standing,
    async assertMaySign(accountId, launchId) {
      if ((await standing(accountId, launchId)).standing !== 'bound') throw new ServiceError('PLB_SMART_USER_NOT_BOUND')
    },
  }
}

/** Bindings that hold. */
const holding = (database: Kysely<LaunchSchema>) =>
  database.selectFrom('smart_binding').selectAll().where('ended_at', 'is', null)

async function launchOf(database: Kysely<LaunchSchema>, clock: () => Date, accountId: string, launchId: string) {
  const oldest = new Date(clock().getTime() - halfADayMilliseconds).toISOString()
  const found = await database
    .selectFrom('smart_launch')
    .selectAll()
    .where('id', '=', launchId)
    .where('account_id', '=', accountId)
    .where('began_at', '>', oldest)
    .executeTakeFirst()
  if (found === undefined) throw new ServiceError('PLB_SMART_LAUNCH_UNKNOWN')
  return found
}

function beginnings(database: Kysely<LaunchSchema>, clock: () => Date): Pick<Launches, 'begin' | 'find' | 'keepUser'> {
  return {
    async begin(accountId, iss) {
      const now = clock()
      const dayAgo = new Date(now.getTime() - 2 * halfADayMilliseconds).toISOString()
      await database.deleteFrom('smart_launch').where('began_at', '<', dayAgo).execute()
      const launch = { id: randomUUID(), iss, nonce: randomBytes(24).toString('base64url') }
      await database
        .insertInto('smart_launch')
        .values({ ...launch, account_id: accountId, began_at: now.toISOString(), subject: null, fhir_user: null })
        .execute()
      return launch
    },
    async find(accountId, launchId) {
      const { id, iss, nonce } = await launchOf(database, clock, accountId, launchId)
      return { id, iss, nonce }
    },
    async keepUser(launchId, user) {
      await database
        .updateTable('smart_launch')
        .set({ subject: user?.subject ?? null, fhir_user: user?.fhirUser ?? null })
        .where('id', '=', launchId)
        .execute()
    },
  }
}

function standings(database: Kysely<LaunchSchema>, clock: () => Date): Launches['standing'] {
  return async (accountId, launchId) => {
    const { iss, subject, fhir_user: fhirUser } = await launchOf(database, clock, accountId, launchId)
    if (subject === null || fhirUser === null) return { launchId, standing: 'notSaid', fhirUser: null }
    const held = await holding(database).where('iss', '=', iss).execute()
    const theirs = held.find((each) => each.subject === subject)
    const own = held.find((each) => each.account_id === accountId)
    return { launchId, standing: standingBetween({ accountId, fhirUser, theirs, own }), fhirUser }
  }
}

function bindings(
  database: Kysely<LaunchSchema>,
  clock: () => Date,
  standingOf: Launches['standing'],
): Pick<Launches, 'bind' | 'bindings' | 'unbind'> {
  return {
    async bind(accountId, launchId) {
      const launch = await launchOf(database, clock, accountId, launchId)
      const { standing, fhirUser } = await standingOf(accountId, launchId)
      if (standing === 'bound') return { launchId, standing, fhirUser }
      if (launch.subject === null || fhirUser === null || standing === 'notSaid')
        throw new ServiceError('PLB_SMART_USER_UNKNOWN')
      if (standing !== 'notBound') throw new ServiceError('PLB_SMART_BOUND_OTHERWISE')
      await database
        .insertInto('smart_binding')
        .values({
          id: randomUUID(),
          account_id: accountId,
          iss: launch.iss,
          subject: launch.subject,
          fhir_user: fhirUser,
          bound_at: clock().toISOString(),
          ended_at: null,
          ended_by: null,
        })
        // Two at once: the index lets one of them in, and the other is told how it stands.
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      const now = await standingOf(accountId, launchId)
      if (now.standing !== 'bound') throw new ServiceError('PLB_SMART_BOUND_OTHERWISE')
      return now
    },
    async bindings(accountId) {
      const all = database.selectFrom('smart_binding').selectAll().orderBy('bound_at', 'desc')
      const rows = await (accountId === undefined ? all : all.where('account_id', '=', accountId)).execute()
      return rows.map(({ id, account_id, iss, fhir_user, bound_at, ended_at, ended_by }) => ({
        id,
        accountId: account_id,
        iss,
        fhirUser: fhir_user,
        boundAt: bound_at,
        endedAt: ended_at,
        endedBy: ended_by,
      }))
    },
    async unbind(bindingId, { accountId, isAdministrator }) {
      const held = await holding(database).where('id', '=', bindingId).executeTakeFirst()
      if (held === undefined || (held.account_id !== accountId && !isAdministrator))
        throw new ServiceError('PLB_SMART_BINDING_UNKNOWN')
      await database
        .updateTable('smart_binding')
        .set({ ended_at: clock().toISOString(), ended_by: accountId })
        .where('id', '=', bindingId)
        .execute()
    },
  }
}

interface Held {
  readonly account_id: string
  readonly fhir_user: string
}

/** What the bindings that hold say of a person here and a user there. */
function standingBetween(of: {
  readonly accountId: string
  readonly fhirUser: string
  /** The binding of the user there. */
  readonly theirs: Held | undefined
  /** The binding of the person here. */
  readonly own: Held | undefined
}): LaunchStanding {
  const { accountId, fhirUser, theirs, own } = of
  if (theirs !== undefined && theirs.account_id !== accountId) return 'boundToAnotherAccount'
  if (theirs !== undefined) return theirs.fhir_user === fhirUser ? 'bound' : 'boundToAnotherUser'
  if (own !== undefined) return 'boundToAnotherUser'
  return staffTypes.test(fhirUser) ? 'notBound' : 'notSaid'
}
