import { type Kysely, type Migration as KyselyMigration, Migrator, PostgresAdapter, sql } from 'kysely'
import { RecordError } from './errors.ts'

/**
 * One step of a schema, forward only, for SQLite and PostgreSQL alike. Its name sorts after all earlier ones
 * (`001-events`) and never changes.
 */
export interface Migration extends Pick<KyselyMigration, 'up'> {
  readonly name: string
}

/** A store, as its migrations see it. */
interface Migrated {
  /** For messages. */
  readonly place: string
  readonly migrations: readonly Migration[]
  readonly readOnly: boolean
  /** The schema of a PostgreSQL store. */
  readonly schema?: string
}

/**
 * Runs the steps that a store lacks, all of them or none, or refuses where it may not write.
 *
 * Rejects with `PLB_RECORD_SCHEMA`, or with what the database says.
 */
export async function bringUpToDate<Schema>(kysely: Kysely<Schema>, migrated: Migrated): Promise<void> {
  const { place, migrations, readOnly, schema } = migrated
  const byName = Object.fromEntries(migrations.map(({ name, up }) => [name, { up: within(schema, up) }]))
  const migrator = new Migrator({
    db: kysely,
    provider: { getMigrations: async () => byName },
    ...(schema === undefined ? {} : { migrationTableSchema: schema }),
  })
  if (readOnly) {
    const steps = await migrator.getMigrations()
    const pending = steps.find((migration) => migration.executedAt === undefined)
    if (pending === undefined) return
    if (pending === steps[0]) throw new RecordError('PLB_RECORD_CANNOT_OPEN', `${place}: there is no such store`)
    throw new RecordError(
      'PLB_RECORD_SCHEMA',
      `${place}: step ${pending.name} of the schema is missing, opened read-only`,
    )
  }
  const { error } = await migrator.migrateToLatest()
  if (error === undefined) return
  if (error instanceof RecordError) throw error
  const unknown = await stepOfNewerVersion(kysely, migrated)
  if (unknown !== undefined) {
    throw new RecordError(
      'PLB_RECORD_SCHEMA',
      `${place} was written by a newer version of the program: step ${unknown} of its schema is not known here`,
    )
  }
  const reason = error instanceof Error ? error.message : String(error)
  throw new RecordError(
    'PLB_RECORD_SCHEMA',
    `${place}: the schema is not one this version can bring up to date: ${reason}`,
  )
}

/** The first step that was made in a store and that this version does not know. */
async function stepOfNewerVersion<Schema>(
  kysely: Kysely<Schema>,
  { migrations, schema }: Migrated,
): Promise<string | undefined> {
  const table = schema === undefined ? sql.id('kysely_migration') : sql.id(schema, 'kysely_migration')
  try {
    const { rows } = await sql<{ name: string }>`SELECT name FROM ${table} ORDER BY name`.execute(kysely)
    return rows.map(({ name }) => name).find((name) => !migrations.some((known) => known.name === name))
  } catch {
    // No such table, or no database: what went wrong before says more.
    return undefined
  }
}

/** A step names its tables without their schema, in raw SQL too: PostgreSQL finds them by the path of the transaction. */
function within(schema: string | undefined, up: Migration['up']): Migration['up'] {
  if (schema === undefined) return up
  return async (database) => {
    await sql`SELECT set_config('search_path', ${schema}, true)`.execute(database)
    await up(database)
  }
}

/**
 * Whether a store is on PostgreSQL: for the little that the two do not say alike, and since others may write to it.
 *
 * @example isPostgres(database) ? 'FOR EACH STATEMENT' : ''
 */
export function isPostgres<Schema>(database: Kysely<Schema>): boolean {
  return database.getExecutor().adapter instanceof PostgresAdapter
}
