import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Row, rowsOf, tablesOf } from '../src/record/copy.ts'
import { openDatabase } from '../src/record/database.ts'
import { connect } from '../src/record/driver.ts'
import type { Place } from '../src/record/place.ts'
import { openRecord } from '../src/record/record.ts'
import { migrationsOf } from '../src/service/backup/stores.ts'
import { projectors } from '../src/service/projectors.ts'
import type { StoreName } from '../src/service/stores.ts'
import { placeIn, tamper } from './store-under-test.ts'

/*
 * Databases as every step of every schema left them, with rows in them (scripts/schema-fixtures.mjs wrote them once). They
 * are brought up to date by what the program is now: nobody's data may need a version in between.
 */

/** One schema stands for all stores that have it. */
const stores = ['record', 'accounts', 'drafts', 'site', 'links', 'hooks'] as const satisfies readonly StoreName[]
const fixtures = stores.flatMap((store) => migrationsOf(store).map(({ name }, index) => ({ store, step: name, index })))
const fileOf = (store: string, step: string) => new URL(`schemas/${store}.${step}.sql`, import.meta.url)

/** What a step takes away on purpose. */
const emptied: Readonly<Record<string, string>> = { 'accounts session': '004-where-sessions-are' }

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-schemas-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

type Tables = ReadonlyMap<string, readonly Row[]>

async function read(place: Place, store: StoreName, steps: number): Promise<Tables> {
  const database = await openDatabase<Record<string, Row>>(place, migrationsOf(store).slice(0, steps))
  try {
    return await database.kysely.transaction().execute(async (transaction) => {
      if (typeof place !== 'string')
        await sql`SELECT set_config('search_path', ${place.schema}, true)`.execute(transaction)
      const tables = new Map<string, readonly Row[]>()
      for (const table of await tablesOf(transaction)) {
        const rows: Row[] = []
        for await (const page of rowsOf(transaction, table)) rows.push(...page)
        tables.set(table, rows)
      }
      return tables
    })
  } finally {
    await database.close()
  }
}

/** The store as that step left it: a file word for word; on PostgreSQL the same rows in what its steps made. */
async function made(store: StoreName, step: string, steps: number): Promise<Place> {
  const place = await placeIn(folder, store)
  const [schema = '', rows = ''] = readFileSync(fileOf(store, step), 'utf8').split('\n-- rows\n')
  if (typeof place === 'string') {
    mkdirSync(dirname(place), { recursive: true })
    const connection = connect(place, { readOnly: false })
    connection.exec(schema)
    connection.exec(rows)
    connection.close()
  } else {
    await (await openDatabase(place, migrationsOf(store).slice(0, steps))).close()
    await tamper(place, rows)
  }
  return place
}

describe('a store as an earlier version left it', () => {
  test('is kept for every step of every schema', () => {
    const kept = readdirSync(new URL('schemas', import.meta.url)).toSorted()
    expect(kept).toEqual(fixtures.map(({ store, step }) => `${store}.${step}.sql`).toSorted())
  })

  test.each(fixtures)('$store at $step is brought up to date with every row it had', async ({ store, step, index }) => {
    const place = await made(store, step, index + 1)
    const before = await read(place, store, index + 1)
    const after = await read(place, store, migrationsOf(store).length)
    let rows = 0
    for (const [table, had] of before) {
      rows += had.length
      const by = emptied[`${store} ${table}`]
      const expected = by !== undefined && by > step ? [] : had.map((row) => expect.objectContaining(row))
      const now = after.get(table) ?? []
      expect(now, table).toHaveLength(expected.length)
      expect(now, table).toEqual(expect.arrayContaining(expected))
    }
    expect(rows).toBeGreaterThan(0)
    if (store !== 'record') return
    const record = await openRecord({ path: place, projectors })
    expect(await record.verifyChain()).toMatchObject({ intact: true, events: 3 })
    expect(await record.checkProjection('worklist')).toMatchObject({ equal: true })
    expect((await record.readPatient('patient-2')).map(({ commandId }) => commandId)).toEqual(['command-2'])
    await record.close()
  })

  test.each(stores)(
    '%s of a newer version is refused by an older one, which says so and changes nothing',
    async (store) => {
      const place = await placeIn(folder, store)
      const newest = [...migrationsOf(store), { name: '999-of-tomorrow', up: async () => {} }]
      await (await openDatabase(place, newest)).close()
      const refused = openDatabase(place, migrationsOf(store))
      await expect(refused).rejects.toMatchObject({
        code: 'PLB_RECORD_SCHEMA',
        message: expect.stringMatching(/newer version of the program.*999-of-tomorrow/),
      })
      await (await openDatabase(place, newest)).close()
    },
  )
})
