import pg from 'pg'
import { RecordError } from './errors.ts'
import { translatingPostgresErrors } from './postgres-errors.ts'

/** A PostgreSQL database with the connections of this process to it; its stores share them. */
export interface PostgresServer {
  /** Host and database, for messages. */
  readonly name: string
  readonly pool: pg.Pool
  /** Resolves when the database answers. Rejects with `PLB_RECORD_UNREACHABLE`, or with why it cannot be used. */
  assertReady(): Promise<void>
  close(): Promise<void>
}

/** What can be set beside the address. */
export interface PostgresOptions {
  /** Connections of this process at most; 10 unless given. */
  readonly connectionsAtMost?: number
}

/**
 * No statement of ours takes this long; one that does is stopped, by the server and, where that cannot be heard any
 * more, by this side.
 */
const statementMilliseconds = 60_000
const givenUpMilliseconds = statementMilliseconds + 5_000
/** A writer waits for the one before it no longer than this. */
const lockMilliseconds = 15_000
/** A process that stopped in the middle of a transaction holds up the others no longer than this. */
const idleInTransactionMilliseconds = 20_000
const connectMilliseconds = 5_000

const oldestVersion = 150_000

/**
 * Opens a database by its address and asks it whether what it acknowledges is safe.
 *
 * Every connection is asked: `fsync` and `full_page_writes` have to be on, and a commit to wait for the disk; where the
 * database commits more loosely by default, the connection is set to wait. TLS is as the address says (`sslmode`);
 * an address on another machine has to say it.
 *
 * Rejects with `PLB_RECORD_DATABASE_ADDRESS`, `PLB_RECORD_UNREACHABLE`, `PLB_RECORD_NOT_DURABLE`, `PLB_RECORD_READ_ONLY`
 * or `PLB_RECORD_SCHEMA` (a PostgreSQL older than 15).
 *
 * Example:
 * ```ts
 * const server = await openPostgres('postgresql://plumbline@localhost/plumbline')
 * const accounts = await openDatabase<AccountSchema>({ server, schema: 'accounts' }, accountMigrations)
 * ```
 */
export async function openPostgres(address: string, options: PostgresOptions = {}): Promise<PostgresServer> {
  const name = nameOfAddress(address)
  const pool = new pg.Pool({
    connectionString: address,
    max: options.connectionsAtMost ?? 10,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: connectMilliseconds,
    keepAlive: true,
    // An idle record does not keep its process alive.
    allowExitOnIdle: true,
    application_name: 'plumbline',
    statement_timeout: statementMilliseconds,
    query_timeout: givenUpMilliseconds,
    lock_timeout: lockMilliseconds,
    idle_in_transaction_session_timeout: idleInTransactionMilliseconds,
    types: { getTypeParser: ((oid: number, format?: 'text' | 'binary') => parserOf(oid, format)) as never },
    // Its promise is awaited, whatever the package's types say.
    onConnect: (client) => takeInto(client, name),
  })
  // A connection that breaks while nobody uses it is replaced when somebody does.
  pool.on('error', () => {})
  const assertReady = (): Promise<void> =>
    translatingPostgresErrors(name, async () => {
      await pool.query('SELECT 1')
    })
  try {
    await assertReady()
  } catch (error) {
    await pool.end()
    throw error
  }
  return { name, pool, assertReady, close: () => pool.end() }
}

/** Host and database of an address. Throws `PLB_RECORD_DATABASE_ADDRESS`, without repeating it: it may hold a password. */
function nameOfAddress(address: string): string {
  const refused = (why: string) => new RecordError('PLB_RECORD_DATABASE_ADDRESS', `the address of the database ${why}`)
  if (!/^postgres(ql)?:\/\//.test(address)) throw refused('has to begin with postgresql://')
  // `user@/database?host=/run/postgresql` names no host before the path: not a URL to everybody, but one to PostgreSQL.
  const url = address.replace('@/', '@localhost/')
  if (!URL.canParse(url)) throw refused('is not a valid one')
  const { hostname, pathname, searchParams } = new URL(url)
  const host = decodeURIComponent(searchParams.get('host') ?? hostname) || 'localhost'
  const isHere = host.startsWith('/') || ['localhost', '127.0.0.1', '[::1]'].includes(host)
  if (!isHere && !searchParams.has('sslmode')) {
    throw refused('is on another machine and has to say sslmode: verify-full, or disable on a network of its own')
  }
  return `${host}/${pathname.slice(1)}`
}

/** PostgreSQL's bigint, which arrives as text, as a number like SQLite's; nothing here grows past what that holds. */
function parserOf(oid: number, format: 'text' | 'binary' = 'text'): (text: string) => unknown {
  if (oid === pg.types.builtins.INT8) return Number
  return pg.types.getTypeParser(oid, format as 'text')
}

/** What is asked of a new connection before it is used. */
async function takeInto(client: pg.ClientBase, name: string): Promise<void> {
  // Without a listener a connection that breaks between two statements would end the process.
  client.on('error', () => {})
  const { rows } = await client.query<Record<'version' | 'fsync' | 'pages' | 'commit' | 'standby', string>>(
    `SELECT current_setting('server_version_num') AS version, current_setting('fsync') AS fsync,
            current_setting('full_page_writes') AS pages, current_setting('synchronous_commit') AS commit,
            pg_is_in_recovery()::text AS standby`,
  )
  const [found] = rows
  if (found === undefined || Number(found.version) < oldestVersion) {
    throw new RecordError('PLB_RECORD_SCHEMA', `${name}: PostgreSQL 15 or later is needed`)
  }
  if (found.standby === 'true') {
    throw new RecordError('PLB_RECORD_READ_ONLY', `${name}: the server is a standby, which can only be read`)
  }
  for (const [setting, value] of [
    ['fsync', found.fsync],
    ['full_page_writes', found.pages],
  ] as const) {
    if (value !== 'on') throw new RecordError('PLB_RECORD_NOT_DURABLE', `${name}: ${setting} is ${value}, expected on`)
  }
  if (found.commit === 'on' || found.commit === 'remote_apply') return
  await client.query('SET synchronous_commit = on')
  const { rows: set } = await client.query<{ synchronous_commit: string }>('SHOW synchronous_commit')
  const commit = set[0]?.synchronous_commit
  if (commit === 'on') return
  throw new RecordError('PLB_RECORD_NOT_DURABLE', `${name}: synchronous_commit is ${commit}, expected on`)
}
