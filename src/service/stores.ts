import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Migration, openDatabase } from '../record/database.ts'
import type { Place } from '../record/place.ts'
import { openPostgres, type PostgresServer } from '../record/postgres-server.ts'
import { openRecord } from '../record/record.ts'
import { type AccountSchema, accountMigrations } from './accounts/schema.ts'
import { type HooksSchema, hooksMigrations } from './cds-hooks/hooks-schema.ts'
import { type DraftSchema, draftMigrations } from './episodes/draft-schema.ts'
import { StartError } from './listen.ts'
import { type SiteSchema, siteMigrations } from './messages/site-schema.ts'
import { projectors } from './projectors.ts'
import { type LinkSchema, linkMigrations } from './questionnaire/link-schema.ts'

/**
 * Every store of the service. They know nothing of each other: accounts; who did what; versions of the protocol; patients and what is
 * typed of them, the real ones and the demo ones.
 */
export const recordNames = ['record', 'demo', 'protocol', 'audit'] as const

/** Whatever is no record, with its migrations: by the name of its file, or of its schema. */
export const tableMigrations = {
  accounts: accountMigrations,
  drafts: draftMigrations,
  'demo-drafts': draftMigrations,
  site: siteMigrations,
  links: linkMigrations,
  'demo-links': linkMigrations,
  hooks: hooksMigrations,
} as const satisfies Record<string, readonly Migration[]>

/** Names of all stores. */
export type StoreName = (typeof recordNames)[number] | keyof typeof tableMigrations

/** Where the stores are: files of a folder, or schemas of a PostgreSQL database. */
export interface StorePlaces {
  readonly server?: PostgresServer
  place(name: StoreName): Place
}

/** The variables that name a PostgreSQL database; the second names a file that holds the address. */
const addressVariable = 'PLUMBLINE_DATABASE_URL'
const addressFileVariable = 'PLUMBLINE_DATABASE_URL_FILE'

/**
 * Where the stores of a service are. With a PostgreSQL in the environment, they are its schemas `plumbline_record`,
 * `plumbline_accounts` …; otherwise files of the data folder.
 *
 * @throws `PLB_START_DATABASE_FILE`, and what `openPostgres` rejects with
 * @example (await findStores('.plumbline', {})).place('record') // '.plumbline/record.sqlite'
 */
export async function findStores(
  dataFolder: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<StorePlaces> {
  const address = addressIn(environment)
  if (address === undefined) return { place: (name) => join(dataFolder, `${name}.sqlite`) }
  const server = await openPostgres(address)
  return { server, place: (name) => ({ server, schema: `plumbline_${name.replace('-', '_')}` }) }
}

function addressIn(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const file = environment[addressFileVariable]
  if (!file) return environment[addressVariable] || undefined
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    throw new StartError('PLB_START_DATABASE_FILE', `The file that ${addressFileVariable} names cannot be read.`)
  }
}

/**
 * Opens every store of the service.
 *
 * @throws `RecordError` when one of them cannot be used; those already open are then closed again
 * @example const stores = await openStores('.plumbline', process.env)
 */
export async function openStores(dataFolder: string, environment: Readonly<Record<string, string | undefined>>) {
  const opened: { close(): Promise<void> }[] = []
  const close = async () => {
    for (const each of opened.splice(0).reverse()) await each.close()
  }
  async function keep<Store extends { close(): Promise<void> }>(store: Promise<Store>): Promise<Store> {
    opened.push(await store)
    return store
  }
  const tables = <Schema>(places: StorePlaces, name: keyof typeof tableMigrations) =>
    keep(openDatabase<Schema>(places.place(name), tableMigrations[name]))
  try {
    const places = await findStores(dataFolder, environment)
    const { server } = places
    if (server !== undefined) opened.push(server)
    const accounts = await tables<AccountSchema>(places, 'accounts')
    const real = await keep(openRecord({ path: places.place('record'), projectors }))
    const demo = await keep(openRecord({ path: places.place('demo'), projectors }))
    const protocols = await keep(openRecord({ path: places.place('protocol') }))
    const audit = await keep(openRecord({ path: places.place('audit') }))
    const drafts = await tables<DraftSchema>(places, 'drafts')
    const demoDrafts = await tables<DraftSchema>(places, 'demo-drafts')
    const site = await tables<SiteSchema>(places, 'site')
    const links = await tables<LinkSchema>(places, 'links')
    const demoLinks = await tables<LinkSchema>(places, 'demo-links')
    const hooks = await tables<HooksSchema>(places, 'hooks')
    return {
      accounts,
      records: { real, demo },
      protocols,
      audit,
      draftDatabases: { real: drafts.kysely, demo: demoDrafts.kysely },
      linkDatabases: { real: links.kysely, demo: demoLinks.kysely },
      site,
      hooks,
      /** Rejects while a PostgreSQL cannot be reached. */
      assertReady: async () => server?.assertReady(),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}
