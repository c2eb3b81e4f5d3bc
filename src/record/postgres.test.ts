import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type PrivatePostgres, startPostgres } from '../../scripts/postgres.mjs'
import { newEvent } from '../../tests/new-event.ts'
import { openDatabase } from './database.ts'
import { openPostgres, type PostgresServer } from './postgres-server.ts'
import { openRecord } from './record.ts'

// A server of this file's own: it is restarted, killed and set up wrongly here.
let postgres: PrivatePostgres
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(() => postgres.remove())

const opened: PostgresServer[] = []
async function open(address = postgres.address): Promise<PostgresServer> {
  const server = await openPostgres(address)
  opened.push(server)
  return server
}
let schemas = 0
let schema: string
beforeEach(() => {
  schemas += 1
  schema = `test_${schemas}`
})
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close()
})

const refused = (address: string) =>
  openPostgres(address).then(
    () => 'opened',
    (error: { code: string }) => error.code,
  )

describe('a database that cannot be used is refused, with the reason', () => {
  test.each([
    ['an address of another database', 'mysql://localhost/x', 'PLB_RECORD_DATABASE_ADDRESS'],
    ['one that is no address', 'postgresql://[', 'PLB_RECORD_DATABASE_ADDRESS'],
    ['another machine without a word on TLS', 'postgresql://db.example/plumbline', 'PLB_RECORD_DATABASE_ADDRESS'],
    ['a port where nobody listens', 'postgresql://x@127.0.0.1:1/x', 'PLB_RECORD_UNREACHABLE'],
  ])('%s', async (_, address, code) => {
    expect(await refused(address)).toBe(code)
  })

  test('a database that is not there', async () => {
    expect(await refused(postgres.addressOf('nowhere'))).toBe('PLB_RECORD_CANNOT_OPEN')
  })

  test('no refusal repeats the password', async () => {
    const error: unknown = await openPostgres('postgresql://u:hunter2@db.example/x').catch((thrown) => thrown)
    expect(error).toMatchObject({ code: 'PLB_RECORD_DATABASE_ADDRESS' })
    expect(String(error)).not.toContain('hunter2')
  })

  test('one that would lose commits at a power cut: fsync or full page writes off', async () => {
    for (const setting of ['fsync', 'full_page_writes']) {
      await postgres.stop()
      await postgres.start({ [setting]: 'off' })
      expect(await refused(postgres.address)).toBe('PLB_RECORD_NOT_DURABLE')
    }
    await postgres.stop()
    await postgres.start()
    expect(await refused(postgres.address)).toBe('opened')
  })
})

describe('a commit waits for the disk', () => {
  test.each(['off', 'local', 'remote_write'])(
    'where the database has synchronous_commit %s by default',
    async (loose) => {
      await postgres.stop()
      await postgres.start({ synchronous_commit: loose })
      const { pool } = await open()
      const { rows } = await pool.query('SHOW synchronous_commit')
      expect(rows).toEqual([{ synchronous_commit: 'on' }])
    },
  )
})

describe('two processes on one record', () => {
  test('append in turns: every event once, sequences without gaps, the chain intact', async () => {
    const records = await Promise.all(
      [await open(), await open()].map((server) => openRecord({ path: { server, schema } })),
    )
    const answered = await Promise.all(
      Array.from({ length: 60 }, async (_, index) => {
        const episodeId = `episode-${index % 6}`
        for (;;) {
          const record = records[index % 2]
          const expectedSequence = ((await record?.readEpisode(episodeId)) ?? []).length + 1
          try {
            return await record?.append([newEvent({ episodeId, expectedSequence, commandId: `own-${index}` })])
          } catch (error) {
            if (!(error instanceof Error && 'code' in error && error.code === 'PLB_RECORD_CONFLICT')) throw error
          }
        }
      }),
    )
    expect(new Set(answered.map((events) => events?.[0]?.position)).size).toBe(60)
    for (const record of records) {
      expect(await record.verifyChain()).toMatchObject({ intact: true, events: 60 })
      expect((await record.readEpisode('episode-3')).map(({ sequence }) => sequence)).toEqual(
        Array.from({ length: 10 }, (_, index) => index + 1),
      )
      await record.close()
    }
  })

  test('that send one command both at once store it once and get the same answer', async () => {
    const records = await Promise.all(
      [await open(), await open()].map((server) => openRecord({ path: { server, schema } })),
    )
    for (let round = 1; round <= 20; round += 1) {
      const asked = newEvent({ expectedSequence: round })
      const [one, other] = await Promise.all(records.map((record) => record.append([asked])))
      expect(one).toEqual(other)
    }
    expect(await records[0]?.verifyChain()).toMatchObject({ intact: true, events: 20 })
    for (const record of records) await record.close()
  })

  test('that open a new store at once both find it whole', async () => {
    const servers = [await open(), await open(), await open()]
    const records = await Promise.all(servers.map((server) => openRecord({ path: { server, schema } })))
    await records[1]?.append([newEvent()])
    for (const record of records) {
      expect(await record.verifyChain()).toMatchObject({ intact: true, events: 1 })
      await record.close()
    }
  })
})

describe('a lost connection', () => {
  test('in the middle of a transaction leaves nothing half-written, and the same append is made by the next one', async () => {
    const record = await openRecord({ path: { server: await open(), schema } })
    await record.append([newEvent()])
    const cutter = await open()
    // Appends go on; whatever connection is in the middle of something is cut, again and again.
    let goesOn = true
    let sequence = 1
    const appending = (async () => {
      while (goesOn) {
        const pair = [newEvent({ expectedSequence: sequence + 1 }), newEvent({ expectedSequence: sequence + 2 })]
        expect(await record.append(pair)).toHaveLength(2)
        sequence += 2
      }
    })()
    for (let cut = 0; cut < 10; ) {
      const { rowCount } = await cutter.pool.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND state <> 'idle'`,
      )
      cut += rowCount ?? 0
      const before = sequence
      if (rowCount) while (sequence === before) await wait(1)
    }
    goesOn = false
    await appending
    const events = await record.readEpisode('episode-1')
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1))
    expect(events).toHaveLength(sequence)
    expect(await record.verifyChain()).toMatchObject({ intact: true, events: events.length })
    await record.close()
  })

  test('of an idle process is replaced without anybody noticing', async () => {
    const record = await openRecord({ path: { server: await open(), schema } })
    const [stored] = await record.append([newEvent()])
    await postgres.stop()
    await postgres.start()
    expect(await record.readEpisode('episode-1')).toEqual([stored])
    await record.close()
  })
})

describe('a restart of the database', () => {
  test.each(['SIGINT', 'SIGQUIT', 'SIGKILL'] as const)(
    'by %s is waited out by what is being recorded',
    async (signal) => {
      const record = await openRecord({ path: { server: await open(), schema } })
      let sequence = 0
      let goesOn = true
      const appending = (async () => {
        while (goesOn) {
          sequence += 1
          await record.append([newEvent({ expectedSequence: sequence })])
        }
      })()
      while (sequence < 5) await wait(5)
      await postgres.stop(signal)
      await postgres.start()
      const then = sequence
      while (sequence < then + 5) await wait(5)
      goesOn = false
      await appending
      expect(await record.verifyChain()).toMatchObject({ intact: true, events: sequence })
      await record.close()
    },
  )

  test('that does not come back is told, and what was asked is not half there afterwards', async () => {
    const record = await openRecord({ path: { server: await open(), schema } })
    await record.append([newEvent()])
    await postgres.stop()
    const reading = record.readEpisode('episode-1')
    await expect(reading).rejects.toMatchObject({ code: 'PLB_RECORD_UNREACHABLE' })
    const appending = record.append([newEvent({ expectedSequence: 2 }), newEvent({ expectedSequence: 3 })])
    await expect(appending).rejects.toMatchObject({ code: 'PLB_RECORD_UNREACHABLE' })
    await postgres.start()
    expect(await record.verifyChain()).toMatchObject({ intact: true, events: 1 })
    await record.close()
  })
})

describe('a migration', () => {
  test('runs once, of many processes that start at the same time', async () => {
    const servers = [await open(), await open(), await open()]
    const notes = {
      name: '001-notes',
      up: async (database: Parameters<Parameters<typeof openDatabase>[1][number]['up']>[0]) => {
        await database.schema.createTable('note').addColumn('id', 'integer').addColumn('text', 'text').execute()
      },
    }
    const databases = await Promise.all(
      servers.map((server) => openDatabase<{ note: { id: number; text: string } }>({ server, schema }, [notes])),
    )
    const beyond32Bits = 2 ** 40
    const rows = ['b', 'Z', 'a', 'ä'].map((text) => ({ id: beyond32Bits, text }))
    await databases[0]?.kysely.insertInto('note').values(rows).execute()
    const read = await databases[2]?.kysely.selectFrom('note').selectAll().orderBy('text').execute()
    // By their bytes, as SQLite sorts them, whatever the language of the database.
    expect(read).toEqual(['Z', 'a', 'b', 'ä'].map((text) => ({ id: beyond32Bits, text })))
    for (const each of databases) await each.close()
  })
})
