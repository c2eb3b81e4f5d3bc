import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Kysely } from 'kysely'
import { connect, dialectOver, lockForWriting, type SqliteConnection } from './driver.ts'
import { RecordError } from './errors.ts'
import { flushFolder } from './flush-folder.ts'
import { bringUpToDate, type Migration } from './migrations.ts'
import { nameOf, type Place, type PostgresPlace } from './place.ts'
import { postgresDialect } from './postgres-dialect.ts'

export type { Migration } from './migrations.ts'

export interface OpenDatabase<Schema> {
  readonly kysely: Kysely<Schema>
  /** Whether other processes may write to it at the same time: what is kept in memory has to be asked for again. */
  readonly isShared: boolean
  /** Closes the file and lets others open it; the connections to a PostgreSQL stay open until its server is closed. */
  close(): Promise<void>
}

/**
 * Opens a store, creating it when it is missing, and brings its schema up to date. Whatever is committed through it is on
 * disk. `readOnly` opens an existing one beside its writers, without migration.
 *
 * A path is a file of the embedded database (write-ahead log, `synchronous = FULL`, read back): one process at a time may
 * have it open for writing. New folders get mode 0700, the file 0600. A schema of a PostgreSQL database is open to any
 * number of processes; a transaction that may write has it to itself, so that what it has read still holds.
 *
 * Rejects with `PLB_RECORD_LOCKED`, `PLB_RECORD_SCHEMA`, `PLB_RECORD_NOT_DURABLE`, `PLB_RECORD_READ_ONLY`,
 * `PLB_RECORD_DISK_FULL`, `PLB_RECORD_CANNOT_OPEN`, `PLB_RECORD_DAMAGED`, `PLB_RECORD_IO`, `PLB_RECORD_UNREACHABLE` or
 * `PLB_RECORD_BUSY`. The same codes come out of its queries.
 *
 * Example:
 * ```ts
 * const accounts = await openDatabase<AccountSchema>('data/accounts.sqlite', accountMigrations)
 * await accounts.kysely.insertInto('account').values(account).execute() // on disk when it resolves
 * await accounts.close()
 * ```
 */
export async function openDatabase<Schema>(
  place: Place,
  migrations: readonly Migration[],
  { readOnly = false }: { readonly readOnly?: boolean } = {},
): Promise<OpenDatabase<Schema>> {
  return typeof place === 'string' ? openFile(place, migrations, readOnly) : openSchema(place, migrations, readOnly)
}

async function openSchema<Schema>(
  place: PostgresPlace,
  migrations: readonly Migration[],
  readOnly: boolean,
): Promise<OpenDatabase<Schema>> {
  const { schema } = place
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(schema)) throw new TypeError(`${schema} is no name for a schema`)
  const root = new Kysely<Schema>({ dialect: postgresDialect(place, readOnly) })
  await bringUpToDate(root, { place: nameOf(place), migrations, readOnly, schema })
  return { kysely: root.withSchema(schema), isShared: true, close: () => root.destroy() }
}

async function openFile<Schema>(
  path: string,
  migrations: readonly Migration[],
  readOnly: boolean,
): Promise<OpenDatabase<Schema>> {
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
    await bringUpToDate(kysely, { place: path, migrations, readOnly })
    return {
      kysely,
      isShared: false,
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
    const firstMade = mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const isNew = !existsSync(path)
    for (const file of [path, `${path}.lock`]) {
      // Only a missing file is opened here: closing a file drops the locks which SQLite of this process holds on it.
      if (existsSync(file)) chmodSync(file, 0o600)
      else closeSync(openSync(file, 'a', 0o600))
    }
    if (isNew) flushFolders(resolve(dirname(path)), firstMade)
  } catch (error) {
    throw fileError(path, error)
  }
}

/** A new folder is there after a power cut only if the one above it was flushed too. */
function flushFolders(folder: string, firstMade: string | undefined): void {
  flushFolder(folder)
  const isAboveAll = firstMade === undefined || dirname(resolve(firstMade)) === folder
  if (!isAboveAll && dirname(folder) !== folder) flushFolders(dirname(folder), firstMade)
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
