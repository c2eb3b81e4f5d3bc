import { createHash } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { canonicalJson } from './chain.ts'
import type { OpenDatabase } from './database.ts'
import { RecordError } from './errors.ts'
import type { JsonObject } from './event.ts'
import { isPostgres } from './migrations.ts'
import type { PostgresPlace } from './place.ts'

/** What one table holds: as many rows, and together this hash, whatever their order. */
export interface TableDigest {
  readonly table: string
  readonly rows: number
  readonly hash: string
}

const rowsAtOnce = 500

/** One row of nothing, in a record that has no event. */
export const madeByMigrations: readonly string[] = ['chain_head']

/**
 * Copies every table of an embedded store into an empty store on PostgreSQL, in one transaction, and compares what
 * arrived with what was there.
 *
 * Rejects with `PLB_RECORD_COPY`: the target is not empty, or a table differs afterwards; nothing is then left in it.
 *
 * @example (await copyStore(file, schema, place)).find(({ table }) => table === 'event')?.rows // 12
 */
export async function copyStore<Schema>(
  from: OpenDatabase<Schema>,
  to: OpenDatabase<Schema>,
  place: PostgresPlace,
): Promise<readonly TableDigest[]> {
  const tables = await tablesOf(from.kysely)
  return to.kysely.transaction().execute(async (transaction) => {
    await sql`SELECT set_config('search_path', ${place.schema}, true)`.execute(transaction)
    const digests: TableDigest[] = []
    for (const table of tables) {
      const seeded = await digestOf(table, rowsOfPostgres(transaction, table))
      if (seeded.rows > 0 && !madeByMigrations.includes(table)) {
        throw new RecordError('PLB_RECORD_COPY', `${place.schema}.${table} is not empty: ${seeded.rows} rows`)
      }
      if (seeded.rows > 0) await sql`DELETE FROM ${sql.id(table)}`.execute(transaction)
      const before = await digestOf(table, copied(transaction, table, rowsOfSqlite(from.kysely, table)))
      const after = await digestOf(table, rowsOfPostgres(transaction, table))
      if (before.rows !== after.rows || before.hash !== after.hash) {
        throw new RecordError('PLB_RECORD_COPY', `${place.schema}.${table} is not what was copied`)
      }
      digests.push(after)
    }
    return digests
  })
}

/** A row as a database tells it: texts, whole numbers, nulls. */
export type Row = Readonly<Record<string, unknown>>

/**
 * The tables of a store, in the order in which they were made, so that a row comes after what it refers to. Of a
 * PostgreSQL the schema that the search path names is meant.
 *
 * @example await tablesOf(database) // ['event', 'chain_head', 'projection', 'projection_version']
 */
export async function tablesOf<Schema>(database: Kysely<Schema>): Promise<readonly string[]> {
  if (isPostgres(database)) {
    const found = await sql<{ name: string }>`
      SELECT relname AS name FROM pg_class
      WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND relname NOT LIKE 'kysely\\_%'
      ORDER BY oid`.execute(database)
    return found.rows.map(({ name }) => name)
  }
  const found = await sql<{ name: string }>`
    SELECT name FROM sqlite_master
    WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE 'kysely\\_%' ESCAPE '\\'
    ORDER BY rowid`.execute(database)
  return found.rows.map(({ name }) => name)
}

/**
 * The rows of a table, in pages; of a PostgreSQL within a transaction whose search path names the store.
 *
 * @example for await (const page of rowsOf(transaction, 'event')) for (const row of page) say(row)
 */
export function rowsOf<Schema>(database: Kysely<Schema>, table: string): AsyncIterable<readonly Row[]> {
  return isPostgres(database) ? rowsOfPostgres(database, table) : rowsOfSqlite(database, table)
}

async function* rowsOfSqlite<Schema>(database: Kysely<Schema>, table: string): AsyncIterable<readonly Row[]> {
  for (let last = 0; ; ) {
    const { rows } = await sql<Row & { readonly copied_row: number }>`
      SELECT rowid AS copied_row, * FROM ${sql.id(table)} WHERE rowid > ${last} ORDER BY rowid LIMIT ${rowsAtOnce}`.execute(
      database,
    )
    if (rows.length === 0) return
    last = rows.at(-1)?.copied_row ?? last
    yield rows.map(({ copied_row: _, ...row }) => row)
  }
}

async function* rowsOfPostgres<Schema>(transaction: Kysely<Schema>, table: string): AsyncIterable<readonly Row[]> {
  await sql`DECLARE copied NO SCROLL CURSOR FOR SELECT * FROM ${sql.id(table)}`.execute(transaction)
  for (;;) {
    const { rows } = await sql<Row>`FETCH ${sql.lit(rowsAtOnce)} FROM copied`.execute(transaction)
    if (rows.length === 0) break
    yield rows
  }
  await sql`CLOSE copied`.execute(transaction)
}

/** Writes pages of rows and passes them on. */
async function* copied<Schema>(
  transaction: Kysely<Schema>,
  table: string,
  pages: AsyncIterable<readonly Row[]>,
): AsyncIterable<readonly Row[]> {
  const anyTable = transaction as unknown as Kysely<Record<string, Row>>
  for await (const page of pages) {
    await anyTable
      .insertInto(table)
      .values([...page])
      .execute()
    yield page
  }
}

async function digestOf(table: string, pages: AsyncIterable<readonly Row[]>): Promise<TableDigest> {
  const sum = new RowSum()
  for await (const page of pages) for (const row of page) sum.add(row)
  return { table, ...sum.total }
}

/**
 * The sum of the rows' hashes: the same rows give the same, in whatever order a database tells them.
 *
 * @example const sum = new RowSum(); sum.add(row); sum.total // { rows: 1, hash: '5f…' }
 */
export class RowSum {
  #rows = 0
  #sum = 0n

  add(row: Row): void {
    const digest = createHash('sha256')
      .update(canonicalJson(row as JsonObject))
      .digest('hex')
    this.#rows += 1
    this.#sum = (this.#sum + BigInt(`0x${digest}`)) & ((1n << 256n) - 1n)
  }

  get total(): { readonly rows: number; readonly hash: string } {
    return { rows: this.#rows, hash: this.#sum.toString(16).padStart(64, '0') }
  }
}
