import { type ControlledTransaction, type Kysely, sql } from 'kysely'
import { madeByMigrations, type Row, RowSum, rowsOf, type TableDigest } from './copy.ts'
import { type Migration, type OpenDatabase, openDatabase } from './database.ts'
import { RecordError } from './errors.ts'
import { nameOf, type Place } from './place.ts'

type AnySchema = Record<string, Row>

/** Some SQLite statements take no more parameters than 32,766; our widest table has some twenty columns. */
const rowsAtOnce = 500

/**
 * Fills a store that is being made: in the schema that its rows had, all of them in one transaction.
 *
 * @example
 * const filler = await StoreFiller.open('data/record.sqlite', recordMigrations)
 * await filler.begin('event')
 * await filler.add(row)
 * await filler.finish() // what each table holds now
 */
export class StoreFiller {
  readonly #database: OpenDatabase<AnySchema>
  readonly #transaction: ControlledTransaction<AnySchema>
  readonly #place: Place
  readonly #tables: string[] = []
  #waiting: Row[] = []

  private constructor(database: OpenDatabase<AnySchema>, transaction: ControlledTransaction<AnySchema>, place: Place) {
    this.#database = database
    this.#transaction = transaction
    this.#place = place
  }

  /** `migrations` are the steps that the rows' schema had. */
  static async open(place: Place, migrations: readonly Migration[]): Promise<StoreFiller> {
    const database = await openDatabase<AnySchema>(place, migrations)
    const transaction = await database.kysely.startTransaction().execute()
    if (typeof place !== 'string')
      await sql`SELECT set_config('search_path', ${place.schema}, true)`.execute(transaction)
    return new StoreFiller(database, transaction, place)
  }

  /** What is added from now on goes into this table. Rejects with `PLB_RECORD_COPY` where it holds rows. */
  async begin(table: string): Promise<void> {
    await this.#write()
    if (madeByMigrations.includes(table)) await sql`DELETE FROM ${sql.id(table)}`.execute(this.#transaction)
    const { total } = await sumOf(this.#transaction, table)
    if (total.rows > 0) throw new RecordError('PLB_RECORD_COPY', `${nameOf(this.#place)}: ${table} is not empty`)
    this.#tables.push(table)
  }

  async add(row: Row): Promise<void> {
    this.#waiting.push(row)
    if (this.#waiting.length >= rowsAtOnce) await this.#write()
  }

  /** Commits, and says what each table holds, read back. */
  async finish(): Promise<readonly TableDigest[]> {
    await this.#write()
    const digests: TableDigest[] = []
    for (const table of this.#tables) digests.push({ table, ...(await sumOf(this.#transaction, table)).total })
    await this.#transaction.commit().execute()
    await this.#database.close()
    return digests
  }

  async abandon(): Promise<void> {
    if (!this.#transaction.isCommitted && !this.#transaction.isRolledBack) await this.#transaction.rollback().execute()
    await this.#database.close()
  }

  async #write(): Promise<void> {
    const rows = this.#waiting
    this.#waiting = []
    const table = this.#tables.at(-1)
    if (rows.length > 0 && table !== undefined) await this.#transaction.insertInto(table).values(rows).execute()
  }
}

async function sumOf(database: Kysely<AnySchema>, table: string): Promise<RowSum> {
  const sum = new RowSum()
  for await (const page of rowsOf(database, table)) for (const row of page) sum.add(row)
  return sum
}
