import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { Kysely, type Migration as KyselyMigration, Migrator } from 'kysely'
import { connect, dialectOver, lockForWriting, type SqliteConnection } from './driver.ts'
import { RecordError } from './errors.ts'

/** One step of a schema, forward only. Its name sorts after all earlier ones (`001-events`) and never changes. */
export interface Migration extends Pick<KyselyMigration, 'up'> {
  readonly name: string
}

export interface OpenDatabase<Schema> {
  readonly kysely: Kysely<Schema>
  /** Closes the file and lets others open it. */
  close(): Promise<void>
}

/**
 * Opens a database file, creating it and its folder when they are missing, and brings its schema up to date.
 *
 * Whatever is committed through it is on disk (write-ahead log, `synchronous = FULL`, read back). One process at a time
 * may have it open for writing; `readOnly` opens an existing file beside it, without lock or migration.
 * New folders get mode 0700, the file 0600.
 *
 * Rejects with `PLB_RECORD_LOCKED`, `PLB_RECORD_SCHEMA`, `PLB_RECORD_NOT_DURABLE`, `PLB_RECORD_READ_ONLY`,
 * `PLB_RECORD_DISK_FULL`, `PLB_RECORD_CANNOT_OPEN`, `PLB_RECORD_DAMAGED` or `PLB_RECORD_IO`. The same codes come out of its queries.
 *
 * Example:
 * ```ts
 * const accounts = await openDatabase<AccountSchema>('data/accounts.sqlite', accountMigrations)
 * await accounts.kysely.insertInto('account').values(account).execute() // on disk when it resolves
 * await accounts.close()
 * ```
 */
export async function openDatabase<Schema>(
  path: string,
  migrations: readonly Migration[],
  options: { readonly readOnly?: boolean } = {},
): Promise<OpenDatabase<Schema>> {
  const readOnly = options.readOnly ?? false
  if (!readOnly) createPrivately(path)
  const lock = readOnly ? undefined : lockForWriting(path)
  let connection: SqliteConnection | undefined
  const close = (): void => {
    connection?.close()
    lock?.release()
  }
  try {
    connection = connect(path, { readOnly })
    const kysely = new Kysely<Schema>({ dialect: dialectOver(connection, path) })
    await bringUpToDate(kysely, { path, migrations, readOnly })
    return {
      kysely,
      async close() {
        await kysely.destroy()
        close()
      },
    }
  } catch (error) {
    close()
    throw error
  }
}

/** SQLite gives its companion files the mode of the database, so that the mode has to be right before SQLite sees it. */
function createPrivately(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    for (const file of [path, `${path}.lock`]) {
      // Only a missing file is opened here: closing a file drops the locks which SQLite of this process holds on it.
      if (existsSync(file)) chmodSync(file, 0o600)
      else closeSync(openSync(file, 'a', 0o600))
    }
  } catch (error) {
    throw fileError(path, error)
  }
}

function fileError(path: string, error: unknown): RecordError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new RecordError('PLB_RECORD_DISK_FULL', `${path}: ${code}`, {}, error)
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new RecordError('PLB_RECORD_READ_ONLY', `${path}: no permission to write (${code})`, {}, error)
  }
  return new RecordError('PLB_RECORD_CANNOT_OPEN', `${path}: cannot be created (${code})`, {}, error)
}

async function bringUpToDate<Schema>(
  kysely: Kysely<Schema>,
  { path, migrations, readOnly }: { path: string; migrations: readonly Migration[]; readOnly: boolean },
): Promise<void> {
  const byName = Object.fromEntries(migrations.map((migration) => [migration.name, migration]))
  const migrator = new Migrator({ db: kysely, provider: { getMigrations: async () => byName } })
  if (readOnly) {
    const pending = (await migrator.getMigrations()).find((migration) => migration.executedAt === undefined)
    if (pending === undefined) return
    throw new RecordError(
      'PLB_RECORD_SCHEMA',
      `${path}: step ${pending.name} of the schema is missing, opened read-only`,
    )
  }
  const { error } = await migrator.migrateToLatest()
  if (error === undefined) return
  if (error instanceof RecordError) throw error
  const reason = error instanceof Error ? error.message : String(error)
  throw new RecordError(
    'PLB_RECORD_SCHEMA',
    `${path}: the schema is not one this version can bring up to date: ${reason}`,
  )
}
