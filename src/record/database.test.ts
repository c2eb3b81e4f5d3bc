import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isOnPostgres, placeIn, tamper } from '../../tests/store-under-test.ts'
import { type Migration, openDatabase } from './database.ts'
import { connect } from './driver.ts'

interface NoteSchema {
  note: { id: number; text: string }
}

const createNotes: Migration = {
  name: '001-notes',
  async up(database) {
    await database.schema
      .createTable('note')
      .addColumn('id', 'integer', (column) => column.primaryKey())
      .addColumn('text', 'text', (column) => column.notNull())
      .execute()
  },
}

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-database-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('a database', () => {
  test('keeps what was committed for the next opening', async () => {
    const path = await placeIn(folder, 'notes')
    const first = await openDatabase<NoteSchema>(path, [createNotes])
    await first.kysely.insertInto('note').values({ id: 1, text: 'hello' }).execute()
    await first.close()

    const second = await openDatabase<NoteSchema>(path, [createNotes])
    expect(await second.kysely.selectFrom('note').selectAll().execute()).toEqual([{ id: 1, text: 'hello' }])
    await second.close()
  })
})

describe.skipIf(isOnPostgres)('a database in a file', () => {
  test('runs with settings under which a commit is on disk', async () => {
    const { kysely, close } = await openDatabase<NoteSchema>(join(folder, 'notes.sqlite'), [createNotes])
    const settings = async (pragma: string) =>
      Object.values((await sql.raw(`PRAGMA ${pragma}`).execute(kysely)).rows[0] ?? {})
    expect(await settings('journal_mode')).toEqual(['wal'])
    expect(await settings('synchronous')).toEqual([2])
    await close()
  })

  test('is refused where these settings cannot be had, as in memory', () => {
    expect(() => connect(':memory:', { readOnly: false })).toThrow(/journal_mode is memory, expected wal/)
  })

  test('is readable by its owner alone, in a folder of its own, also when it was left open to others', async () => {
    const path = join(folder, 'data', 'notes.sqlite')
    const database = await openDatabase<NoteSchema>(path, [createNotes])
    const mode = (file: string) => statSync(file).mode & 0o777
    expect(mode(join(folder, 'data'))).toBe(0o700)
    expect([mode(path), mode(`${path}-wal`), mode(`${path}-shm`), mode(`${path}.lock`)]).toEqual([
      0o600, 0o600, 0o600, 0o600,
    ])
    await database.close()

    chmodSync(path, 0o644)
    await (await openDatabase<NoteSchema>(path, [createNotes])).close()
    expect(mode(path)).toBe(0o600)
  })

  test('refuses a second writer until the first has closed', async () => {
    const path = join(folder, 'notes.sqlite')
    const first = await openDatabase<NoteSchema>(path, [createNotes])
    await expect(openDatabase<NoteSchema>(path, [createNotes])).rejects.toMatchObject({ code: 'PLB_RECORD_LOCKED' })
    await first.close()
    await (await openDatabase<NoteSchema>(path, [createNotes])).close()
  })

  test('refuses a file that is not a database', async () => {
    const path = join(folder, 'notes.sqlite')
    writeFileSync(path, 'Dear diary, '.repeat(1000))
    await expect(openDatabase<NoteSchema>(path, [createNotes])).rejects.toMatchObject({ code: 'PLB_RECORD_DAMAGED' })
  })

  test('says that the disk is full and keeps what was there', async () => {
    const { kysely, close } = await openDatabase<NoteSchema>(join(folder, 'notes.sqlite'), [createNotes])
    await kysely.insertInto('note').values({ id: 1, text: 'before' }).execute()
    await sql.raw('PRAGMA max_page_count = 10').execute(kysely)
    const tooMuch = kysely.transaction().execute(async (transaction) => {
      await transaction.insertInto('note').values({ id: 2, text: 'small' }).execute()
      await transaction
        .insertInto('note')
        .values({ id: 3, text: 'x'.repeat(100_000) })
        .execute()
    })
    await expect(tooMuch).rejects.toMatchObject({ code: 'PLB_RECORD_DISK_FULL' })
    expect(await kysely.selectFrom('note').select('id').execute()).toEqual([{ id: 1 }])
    await close()
  })
})

describe('migrations', () => {
  test('leave nothing behind when one of them fails', async () => {
    const path = await placeIn(folder, 'notes')
    const failing: Migration = {
      name: '002-fails',
      async up(database) {
        await database.schema.createTable('half').addColumn('id', 'integer').execute()
        throw new Error('half-way')
      },
    }
    await expect(openDatabase<NoteSchema>(path, [createNotes, failing])).rejects.toMatchObject({
      code: 'PLB_RECORD_SCHEMA',
    })
    const { kysely, close } = await openDatabase<NoteSchema>(path, [createNotes])
    await expect(tamper(path, 'INSERT INTO half VALUES (1)')).rejects.toThrow('half')
    expect(await kysely.selectFrom('note').selectAll().execute()).toEqual([])
    await close()
  })

  test('refuse a database that a newer version has written', async () => {
    const path = await placeIn(folder, 'notes')
    const newer: Migration = { name: '002-newer', up: async () => {} }
    await (await openDatabase<NoteSchema>(path, [createNotes, newer])).close()
    await expect(openDatabase<NoteSchema>(path, [createNotes])).rejects.toMatchObject({ code: 'PLB_RECORD_SCHEMA' })
  })
})
