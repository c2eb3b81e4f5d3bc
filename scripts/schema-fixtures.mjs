// `node scripts/schema-fixtures.mjs`: for each step of each store's schema that has no fixture yet, writes one: an SQLite
// database as that step left it, with invented rows, as SQL. Run it when a step is added; a fixture that is there is
// never written again, since databases like it are in use.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT, setUp } from './setup.mjs'

await setUp({ build: 'code' })
const { connect } = await import('../dist/record/driver.js')
const { openDatabase } = await import('../dist/record/database.js')
const { appendEvents } = await import('../dist/record/append.js')
const { noteChainHead } = await import('../dist/record/event-table.js')
const { genesisHash } = await import('../dist/record/chain.js')
const { migrationsOf } = await import('../dist/service/backup/stores.js')

const folder = join(ROOT, 'tests', 'schemas')
mkdirSync(folder, { recursive: true })

/** @param {unknown} value */
const literal = (value) =>
  value === null ? 'NULL' : typeof value === 'number' ? String(value) : `'${String(value).replaceAll("'", "''")}'`

/**
 * A row of invented values: each text names its table, column and number, references lead to the row of that number.
 *
 * @param {import('../dist/record/driver.js').SqliteConnection} connection
 * @param {string} table
 * @param {number} number
 */
function invented(connection, table, number) {
  const references = new Map(
    connection
      .prepare(`PRAGMA foreign_key_list("${table}")`)
      .all()
      .map((/** @type {any} */ each) => [each.from, `${each.table} ${each.to ?? 'id'} ${number}`]),
  )
  const columns = connection.prepare(`PRAGMA table_info("${table}")`).all()
  return Object.fromEntries(
    columns.map((/** @type {any} */ { name, type }) => [
      name,
      type.toLowerCase() === 'integer' ? number : (references.get(name) ?? `${table} ${name} ${number}`),
    ]),
  )
}

/** @param {string} path @param {readonly import('../dist/record/database.js').Migration[]} steps */
async function fillRecord(path, steps) {
  const database = await openDatabase(path, steps)
  const patient = { familyName: 'Example', givenName: 'Ada', birthDate: '1982-05-04', sexAtBirth: 'female' }
  const event = (/** @type {string} */ id) => ({
    episodeId: `episode-${id}`,
    patientId: `patient-${id}`,
    expectedSequence: 1,
    commandId: `command-${id}`,
    type: 'registered',
    actorId: 'clinician-1',
    recordedAt: '2026-03-01T09:30:00Z',
    payload: { patient: { ...patient, recordNumber: `R-${id}` }, recordedOn: '2026-03-01' },
  })
  await database.kysely.transaction().execute(async (/** @type {any} */ transaction) => {
    const { head } = await appendEvents(transaction, ['1', '2', '3'].map(event), { position: 0, hash: genesisHash })
    await noteChainHead(transaction, head)
  })
  await database.close()
}

/** @param {string} store @param {readonly import('../dist/record/database.js').Migration[]} steps */
async function fixtureOf(store, steps) {
  const made = mkdtempSync(join(tmpdir(), 'plumbline-schema-'))
  const path = join(made, 'store.sqlite')
  await (await openDatabase(path, steps)).close()
  if (store === 'record') await fillRecord(path, steps)
  const connection = connect(path, { readOnly: false })
  const schema = connection
    .prepare(`SELECT name, type, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid`)
    .all()
    .map((/** @type {any} */ each) => each)
  const tables = schema.filter(({ type }) => type === 'table').map(({ name }) => name)
  const ours = tables.filter((name) => !name.startsWith('kysely_') && !name.startsWith('sqlite_'))
  const rowsOf = (/** @type {string} */ table) => connection.prepare(`SELECT * FROM "${table}"`).all()
  const inserts = (/** @type {string} */ table, /** @type {any[]} */ rows) =>
    rows.map((row) => {
      const columns = Object.keys(row).map((name) => `"${name}"`)
      return `INSERT INTO "${table}" (${columns.join(', ')}) VALUES (${Object.values(row).map(literal).join(', ')});`
    })
  const lines = [
    `-- ${store} at step ${steps.at(-1)?.name}, with invented rows. Never to be changed: databases like this are in use.`,
    '-- schema',
    ...schema.filter(({ name }) => !name.startsWith('sqlite_')).map(({ sql }) => `${sql};`),
    ...tables.filter((name) => name.startsWith('kysely_')).flatMap((table) => inserts(table, rowsOf(table))),
    '-- rows',
    ...ours.flatMap((table) => {
      if (table === 'chain_head') return ['DELETE FROM "chain_head";', ...inserts(table, rowsOf(table))]
      const stored = rowsOf(table)
      const isRecord = store === 'record' && table === 'event'
      return inserts(table, isRecord ? stored : [1, 2].map((number) => invented(connection, table, number)))
    }),
  ]
  connection.close()
  rmSync(made, { recursive: true })
  return `${lines.join('\n')}\n`
}

for (const store of /** @type {const} */ (['record', 'accounts', 'drafts', 'site', 'links', 'hooks'])) {
  const migrations = migrationsOf(store)
  for (const [index, { name }] of migrations.entries()) {
    const file = join(folder, `${store}.${name}.sql`)
    if (existsSync(file)) continue
    writeFileSync(file, await fixtureOf(store, migrations.slice(0, index + 1)))
    console.log(`written: ${file}`)
  }
}
