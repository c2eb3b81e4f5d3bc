import { existsSync } from 'node:fs'
import { copyStore } from '../record/copy.ts'
import { openDatabase } from '../record/database.ts'
import { openRecord } from '../record/record.ts'
import { recordMigrations } from '../record/schema.ts'
import { StartError } from './listen.ts'
import { findStores, recordNames, type StoreName, tableMigrations } from './stores.ts'

/** One table that was copied. */
export interface Migrated {
  readonly store: StoreName
  readonly table: string
  readonly rows: number
  readonly hash: string
}

/**
 * Copies every store of a data folder into the PostgreSQL that the environment names, whose schemas have to be empty, and
 * compares counts and hashes. The service must not be running over the folder; its files stay as they are.
 *
 * @throws `PLB_START_NO_DATABASE`, `RecordError` (`PLB_RECORD_LOCKED` while the service runs, `PLB_RECORD_COPY` …)
 * @example for await (const { store, table, rows } of migrateStores('.plumbline', process.env)) console.log(store, table, rows)
 */
export async function* migrateStores(
  dataFolder: string,
  environment: Readonly<Record<string, string | undefined>>,
): AsyncIterable<Migrated> {
  const from = await findStores(dataFolder, {})
  const to = await findStores(dataFolder, environment)
  const { server } = to
  if (server === undefined) {
    throw new StartError('PLB_START_NO_DATABASE', 'PLUMBLINE_DATABASE_URL has to name the PostgreSQL to copy to.')
  }
  try {
    const tables = Object.keys(tableMigrations) as (keyof typeof tableMigrations)[]
    for (const store of [...recordNames, ...tables]) {
      const [file, place] = [from.place(store), to.place(store)]
      if (typeof file !== 'string' || typeof place === 'string' || !existsSync(file)) continue
      const migrations = store in tableMigrations ? tableMigrations[store as keyof typeof tableMigrations] : undefined
      const source = await openDatabase(file, migrations ?? recordMigrations)
      try {
        const target = await openDatabase(place, migrations ?? recordMigrations)
        for (const copied of await copyStore(source, target, place)) yield { store, ...copied }
      } finally {
        await source.close()
      }
      if (migrations === undefined) await (await openRecord({ path: place })).close() // the end of its chain holds
    }
  } finally {
    await server.close()
  }
}
