import {
  type CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type DataTypeNode,
  type Dialect,
  type DialectAdapter,
  type Driver,
  type Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryCompiler,
  type QueryResult,
  type SchemaMetadata,
  sql,
  type TableMetadata,
  type TransactionSettings,
} from 'kysely'
import type { PoolClient } from 'pg'
import { RecordError } from './errors.ts'
import { nameOf, type PostgresPlace } from './place.ts'
import { isConnectionSpent, translatingPostgresErrors } from './postgres-errors.ts'

/** Kysely over the connections of a server, which stay the server's to close. */
export function postgresDialect(place: PostgresPlace, readOnly: boolean): Dialect {
  return {
    createAdapter: (): DialectAdapter => new UnlockedAdapter(),
    createDriver: (): Driver => new StoreDriver(place, readOnly),
    createQueryCompiler: (): QueryCompiler => new ByteOrderCompiler(),
    createIntrospector: (database: Kysely<unknown>): DatabaseIntrospector => new StoreIntrospector(database, place),
  }
}

/** What the migrations ask for, of the store's own schema alone: a database may hold thousands of other tables. */
class StoreIntrospector extends PostgresIntrospector {
  readonly #database: Kysely<unknown>
  readonly #schema: string

  constructor(database: Kysely<unknown>, { schema }: PostgresPlace) {
    super(database)
    this.#database = database
    this.#schema = schema
  }

  override async getSchemas(): Promise<SchemaMetadata[]> {
    const found = sql<SchemaMetadata>`SELECT nspname AS name FROM pg_namespace WHERE nspname = ${this.#schema}`
    return (await found.execute(this.#database)).rows
  }

  override async getTables(): Promise<TableMetadata[]> {
    const schema = this.#schema
    const found = sql<{ name: string }>`SELECT tablename AS name FROM pg_tables WHERE schemaname = ${schema}`
    const { rows } = await found.execute(this.#database)
    return rows.map(({ name }) => ({ name, schema, isView: false, isForeign: false, columns: [] }))
  }
}

/** Migrations run in a transaction, and a transaction has the store to itself already. */
class UnlockedAdapter extends PostgresAdapter {
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}

/** Texts sort by their bytes and whole numbers have 64 bits, as in SQLite. */
class ByteOrderCompiler extends PostgresQueryCompiler {
  protected override visitDataType({ dataType }: DataTypeNode): void {
    this.append(dataType === 'text' ? 'text collate "C"' : dataType === 'integer' ? 'bigint' : dataType)
  }
}

/** The first key of our advisory locks, so that they meet nobody else's. */
const lockSpace = 0x504c42

/**
 * A transaction that may write has its store to itself from its beginning, as with SQLite, across all processes: what it
 * has read still holds when it writes. Statements by themselves and transactions that only read wait for nobody.
 */
class StoreDriver implements Driver {
  readonly #place: PostgresPlace
  readonly #readOnly: boolean

  constructor(place: PostgresPlace, readOnly: boolean) {
    this.#place = place
    this.#readOnly = readOnly
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    const { pool } = this.#place.server
    const name = nameOf(this.#place)
    const connect = (): Promise<PoolClient> => translatingPostgresErrors(name, () => pool.connect())
    return new StoreConnection(await connect(), connect, name)
  }

  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const ours = storeConnection(connection)
    const { isolationLevel, accessMode } = settings
    const isolation = isolationLevel === undefined ? '' : ` ISOLATION LEVEL ${isolationLevel}`
    if (this.#readOnly || accessMode === 'read only') return ours.begin(`BEGIN${isolation} READ ONLY`)
    const key = `hashtext('${this.#place.schema}')`
    return ours.begin(`BEGIN${isolation}; SELECT pg_advisory_xact_lock(${lockSpace}, ${key})`)
  }

  commitTransaction(connection: DatabaseConnection): Promise<void> {
    return storeConnection(connection).end('COMMIT')
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // What led here is the error to tell; where the connection is lost, the server has rolled back by itself.
    await storeConnection(connection)
      .end('ROLLBACK')
      .catch(() => {})
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    storeConnection(connection).release()
  }

  async destroy(): Promise<void> {}
}

function storeConnection(connection: DatabaseConnection): StoreConnection {
  if (connection instanceof StoreConnection) return connection
  throw new RecordError('PLB_RECORD_FAILED', 'a connection of another driver')
}

/** One connection, taken out of the pool. */
class StoreConnection implements DatabaseConnection {
  #client: PoolClient
  readonly #reconnect: () => Promise<PoolClient>
  readonly #name: string
  #isInTransaction = false
  #isSpent = false
  #isReleased = false

  constructor(client: PoolClient, reconnect: () => Promise<PoolClient>, name: string) {
    this.#client = client
    this.#reconnect = reconnect
    this.#name = name
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    try {
      return await this.#execute<Row>(query)
    } catch (error) {
      // The database was restarted since this connection was last used. A read may simply be asked again.
      const isRead = query.query.kind === 'SelectQueryNode'
      if (this.#isInTransaction || !isRead || !this.#isSpent) throw error
      await this.#replace()
      return this.#execute<Row>(query)
    }
  }

  async #execute<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const { command, rowCount, rows } = await this.#run(() => this.#client.query(sql, [...parameters]))
    const counted = ['INSERT', 'UPDATE', 'DELETE'].includes(command) && rowCount !== null
    return { rows: rows ?? [], ...(counted ? { numAffectedRows: BigInt(rowCount) } : {}) }
  }

  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    yield* []
    throw new RecordError('PLB_RECORD_FAILED', 'long reads go in pages, not as a stream')
  }

  async begin(statement: string): Promise<void> {
    this.#isInTransaction = true
    try {
      await this.#run(() => this.#client.query(statement))
    } catch (error) {
      await this.end('ROLLBACK').catch(() => {})
      throw error
    }
  }

  async end(statement: 'COMMIT' | 'ROLLBACK'): Promise<void> {
    try {
      const { command } = await this.#run(() => this.#client.query(statement))
      // After an error PostgreSQL answers COMMIT with a rollback, and without complaint.
      if (command !== statement) throw new RecordError('PLB_RECORD_FAILED', `${this.#name}: rolled back instead`)
      this.#isInTransaction = false
    } catch (error) {
      this.#isSpent = true
      throw error
    }
  }

  release(): void {
    if (this.#isReleased) return
    this.#isReleased = true
    this.#client.release(this.#isSpent)
  }

  async #replace(): Promise<void> {
    this.release()
    this.#client = await this.#reconnect()
    this.#isReleased = false
    this.#isSpent = false
  }

  async #run<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await translatingPostgresErrors(this.#name, work)
    } catch (error) {
      this.#isSpent ||= isConnectionSpent(error)
      throw error
    }
  }
}
