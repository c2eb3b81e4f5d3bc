import { createRequire } from 'node:module'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type SqliteStatement as KyselyStatement,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
  type TransactionSettings,
} from 'kysely'
import { RecordError, type RecordErrorCode } from './errors.ts'

/** The part of the `node:sqlite` interface that we use. */
export interface SqliteConnection {
  readonly isTransaction: boolean
  exec(sql: string): void
  prepare(sql: string): SqliteStatement
  close(): void
}

interface SqliteStatement {
  columns(): readonly unknown[]
  all(...parameters: readonly unknown[]): unknown[]
  run(...parameters: readonly unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint }
  iterate(...parameters: readonly unknown[]): IterableIterator<unknown>
}

interface SqliteModule {
  readonly DatabaseSync: new (path: string, options: { readOnly: boolean; timeout: number }) => SqliteConnection
}

/** The packaged SQLite is the same build everywhere; Node's own serves platforms for which there is no package. */
function loadSqlite(): SqliteModule {
  const require = createRequire(import.meta.url)
  for (const name of ['@photostructure/sqlite', 'node:sqlite']) {
    try {
      return require(name)
    } catch {
      // The next one may load.
    }
  }
  throw new RecordError(
    'PLB_RECORD_NO_DRIVER',
    `no SQLite for ${process.platform} ${process.arch} with Node ${process.version}: use a platform for which the package @photostructure/sqlite is built, or Node 22.13 or later`,
  )
}

/**
 * What makes COMMIT mean "on the disk" (SQLite silently weakens `synchronous` in some builds, so each is read back),
 * and what makes `REPLACE` count as a deletion for the triggers that forbid deletions.
 */
const writerPragmas = {
  journal_mode: { set: 'WAL', inForce: 'wal' },
  synchronous: { set: 'FULL', inForce: 2 },
  fullfsync: { set: 'ON', inForce: 1 },
  checkpoint_fullfsync: { set: 'ON', inForce: 1 },
  foreign_keys: { set: 'ON', inForce: 1 },
  recursive_triggers: { set: 'ON', inForce: 1 },
}

const lockWaitMilliseconds = 5000

/**
 * Opens a connection whose commits survive a power cut; all of our connections come from here.
 *
 * Throws `PLB_RECORD_NOT_DURABLE` when a setting is not in force after it was set, and the code of the fault when
 * the file cannot be opened.
 */
export function connect(path: string, options: { readonly readOnly: boolean }): SqliteConnection {
  const { DatabaseSync } = loadSqlite()
  return translatingErrors(path, () => {
    const connection = new DatabaseSync(path, { readOnly: options.readOnly, timeout: lockWaitMilliseconds })
    try {
      if (!options.readOnly) setPragmas(connection, path)
      return connection
    } catch (error) {
      connection.close()
      throw error
    }
  })
}

function setPragmas(connection: SqliteConnection, path: string): void {
  for (const [name, { set, inForce }] of Object.entries(writerPragmas)) {
    connection.exec(`PRAGMA ${name} = ${set}`)
    const [found] = Object.values(connection.prepare(`PRAGMA ${name}`).all()[0] ?? {})
    if (found !== inForce) {
      throw new RecordError('PLB_RECORD_NOT_DURABLE', `${path}: PRAGMA ${name} is ${found}, expected ${inForce}`)
    }
  }
}

/**
 * Takes a lock that only one process can hold and that its end releases, however it ends: SQLite's own lock on an
 * empty database beside the real one, so that auditors and backups may still read the real one.
 *
 * Throws `PLB_RECORD_LOCKED` when another holds it.
 */
export function lockForWriting(path: string): { release(): void } {
  const { DatabaseSync } = loadSqlite()
  return translatingErrors(path, () => {
    const connection = new DatabaseSync(`${path}.lock`, { readOnly: false, timeout: 0 })
    try {
      connection.exec('BEGIN EXCLUSIVE')
    } catch (error) {
      connection.close()
      if (primaryResult(error) !== sqliteBusy) throw error
      throw new RecordError(
        'PLB_RECORD_LOCKED',
        `${path} is open for writing elsewhere: one process at a time`,
        {},
        error,
      )
    }
    return { release: () => connection.close() }
  })
}

const sqliteBusy = 5

const codeBySqliteResult: Readonly<Record<number, RecordErrorCode>> = {
  [sqliteBusy]: 'PLB_RECORD_LOCKED',
  6: 'PLB_RECORD_LOCKED',
  8: 'PLB_RECORD_READ_ONLY',
  10: 'PLB_RECORD_IO',
  11: 'PLB_RECORD_DAMAGED',
  13: 'PLB_RECORD_DISK_FULL',
  14: 'PLB_RECORD_CANNOT_OPEN',
  26: 'PLB_RECORD_DAMAGED',
}

/** Runs SQLite work; its errors come out as `RecordError` with the code of the fault and the name of the file. */
function translatingErrors<Result>(path: string, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    if (error instanceof RecordError || !(error instanceof Error)) throw error
    const code = codeBySqliteResult[primaryResult(error)] ?? 'PLB_RECORD_FAILED'
    throw new RecordError(code, `${path}: ${error.message}`, {}, error)
  }
}

/** SQLite's primary result code: the low byte, which the rest refines; 0 when the error is not SQLite's. */
function primaryResult(error: unknown): number {
  const isSqlites = error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
  return isSqlites ? Number(error.errcode) & 0xff : 0
}

/** Preparing costs more than running most of our statements, of which there are few. */
const preparedStatementsAtMost = 200

/** Kysely over a connection of ours, which stays ours to close. */
export function dialectOver(connection: SqliteConnection, path: string): Dialect {
  const prepared = new Map<string, KyselyStatement>()
  const database: SqliteDatabase = {
    close() {},
    prepare(sql) {
      const known = prepared.get(sql)
      if (known !== undefined) return known
      const statement = translatingErrors(path, () => prepareForKysely(connection, sql, path))
      if (prepared.size >= preparedStatementsAtMost) prepared.clear()
      prepared.set(sql, statement)
      return statement
    },
  }
  return new (class extends SqliteDialect {
    override createDriver(): Driver {
      return new WritingDriver(connection, database)
    }
    override createAdapter(): SqliteAdapter {
      return new TransactionalAdapter()
    }
  })({ database })
}

function prepareForKysely(connection: SqliteConnection, sql: string, path: string): KyselyStatement {
  const statement = connection.prepare(sql)
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => translatingErrors(path, () => statement.all(...parameters)),
    run: (parameters) => translatingErrors(path, () => statement.run(...parameters)),
    iterate: (parameters) => connection.prepare(sql).iterate(...parameters),
  }
}

/** Takes the write lock when a transaction that may write begins, and does not hide an error behind a rollback that SQLite already did. */
class WritingDriver extends SqliteDriver {
  readonly #connection: SqliteConnection

  constructor(connection: SqliteConnection, database: SqliteDatabase) {
    super({ database })
    this.#connection = connection
  }

  override async beginTransaction(connection: DatabaseConnection, settings?: TransactionSettings): Promise<void> {
    const begin = settings?.accessMode === 'read only' ? 'BEGIN' : 'BEGIN IMMEDIATE'
    await connection.executeQuery(CompiledQuery.raw(begin))
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#connection.isTransaction) await super.rollbackTransaction(connection)
  }
}

/** SQLite's schema changes are transactional: a migration that is killed half-way leaves nothing behind. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}
