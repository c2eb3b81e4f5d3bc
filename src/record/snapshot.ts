import { Kysely, sql } from 'kysely'
import { type Row, rowsOf, tablesOf } from './copy.ts'
import { type Migration, openDatabase } from './database.ts'
import { nameOf, type Place, type PostgresPlace } from './place.ts'
import { postgresDialect } from './postgres-dialect.ts'

/** What one store held at one moment, while others go on writing to it. */
export interface StoreSnapshot {
  /** Names of the steps of its schema, in order. */
  readonly steps: readonly string[]
  /** In the order in which they were made. */
  readonly tables: readonly string[]
  /** The rows of a table, in pages. */
  rows(table: string): AsyncIterable<readonly Row[]>
}

/** Snapshots of several stores: of a PostgreSQL all of one moment, of files each of its own. */
export interface Snapshots {
  /** The snapshot of a store; to be read before the next one is asked for. */
  of(place: Place): Promise<StoreSnapshot>
  close(): Promise<void>
}

/** A store and its migrations. */
export interface SnapshotSource {
  readonly place: Place
  readonly migrations: readonly Migration[]
}

type AnySchema = Record<string, Row>

/**
 * Fixes what the stores hold now, in the order given: files within milliseconds of each other, so that whatever refers to
 * another store is to come before it; the schemas of a PostgreSQL in one transaction.
 *
 * Rejects with `PLB_RECORD_SCHEMA` where a store lacks a step, and with what the database says.
 *
 * @example const snapshots = await takeSnapshots([{ place: 'data/record.sqlite', migrations: recordMigrations }])
 */
export async function takeSnapshots(sources: readonly SnapshotSource[]): Promise<Snapshots> {
  const [first] = sources
  return first === undefined || typeof first.place === 'string' ? ofFiles(sources) : ofSchemas(first.place, sources)
}

async function ofFiles(sources: readonly SnapshotSource[]): Promise<Snapshots> {
  const closings: (() => Promise<unknown>)[] = []
  const close = async (): Promise<void> => {
    for (const closing of closings.splice(0).reverse()) await closing()
  }
  const snapshots = new Map<Place, StoreSnapshot>()
  try {
    for (const { place, migrations } of sources) {
      const database = await openDatabase<AnySchema>(place, migrations, { readOnly: true })
      closings.push(() => database.close())
      const transaction = await database.kysely.startTransaction().setAccessMode('read only').execute()
      closings.push(() => transaction.rollback().execute())
      // The first read fixes what this transaction sees.
      snapshots.set(place, await snapshotIn(transaction))
    }
  } catch (error) {
    await close()
    throw error
  }
  return { of: async (place) => found(snapshots, place), close }
}

async function ofSchemas(first: PostgresPlace, sources: readonly SnapshotSource[]): Promise<Snapshots> {
  for (const { place, migrations } of sources) {
    // Refuses a schema of another version before anything is read.
    await (await openDatabase(place, migrations, { readOnly: true })).close()
  }
  const kysely = new Kysely<AnySchema>({ dialect: postgresDialect(first, true) })
  const transaction = await kysely
    .startTransaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute()
  await sql`SELECT 1`.execute(transaction)
  return {
    async of(place) {
      const schema = typeof place === 'string' ? place : place.schema
      await sql`SELECT set_config('search_path', ${schema}, true)`.execute(transaction)
      return snapshotIn(transaction)
    },
    async close() {
      await transaction.rollback().execute()
      await kysely.destroy()
    },
  }
}

async function snapshotIn(transaction: Kysely<AnySchema>): Promise<StoreSnapshot> {
  const steps = await sql<{ name: string }>`SELECT name FROM kysely_migration ORDER BY name`.execute(transaction)
  const tables = await tablesOf(transaction)
  return { steps: steps.rows.map(({ name }) => name), tables, rows: (table) => rowsOf(transaction, table) }
}

function found(snapshots: ReadonlyMap<Place, StoreSnapshot>, place: Place): StoreSnapshot {
  const snapshot = snapshots.get(place)
  if (snapshot === undefined) throw new TypeError(`no snapshot of ${nameOf(place)} was taken`)
  return snapshot
}
