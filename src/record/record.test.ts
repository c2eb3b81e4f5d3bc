import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { newEvent } from '../../tests/new-event.ts'
import { isOnPostgres, placeIn, tamper, withoutTriggers } from '../../tests/store-under-test.ts'
import { openDatabase } from './database.ts'
import { type EventRecord, type NewEvent, openRecord, type Place, type StoredEvent } from './record.ts'
import { type RecordSchema, recordMigrations } from './schema.ts'
import { SqlRecord } from './sql-record.ts'

let folder: string
let path: Place
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-record-'))
  path = await placeIn(folder, 'record')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function withRecord<Result>(use: (record: EventRecord) => Promise<Result>): Promise<Result> {
  const record = await openRecord({ path })
  try {
    return await use(record)
  } finally {
    await record.close()
  }
}

async function all(record: EventRecord, fromPosition?: number, limit?: number): Promise<StoredEvent[]> {
  const events: StoredEvent[] = []
  for await (const stored of record.readAll(fromPosition, limit)) events.push(stored)
  return events
}

describe('appending', () => {
  test('numbers events in the record and in their episode and chains their hashes', () =>
    withRecord(async (record) => {
      const [first] = await record.append([newEvent()])
      const [second, third] = await record.append([
        newEvent({ expectedSequence: 2 }),
        newEvent({ episodeId: 'episode-2', expectedSequence: 1 }),
      ])
      expect([first?.position, second?.position, third?.position]).toEqual([1, 2, 3])
      expect([first?.sequence, second?.sequence, third?.sequence]).toEqual([1, 2, 1])
      expect(first?.previousHash).toBe('0'.repeat(64))
      expect(second?.previousHash).toBe(first?.hash)
      expect(third?.previousHash).toBe(second?.hash)
      expect(await record.verifyChain()).toEqual({ intact: true, events: 3, head: third?.hash })
    }))

  test('refuses an event whose sequence is taken and says how far the episode has come', () =>
    withRecord(async (record) => {
      await record.append([newEvent(), newEvent({ expectedSequence: 2 })])
      const late = record.append([newEvent({ expectedSequence: 2 })])
      await expect(late).rejects.toMatchObject({
        code: 'PLB_RECORD_CONFLICT',
        details: { episodeId: 'episode-1', currentSequence: 2 },
      })
    }))

  test('refuses an event that would leave a gap in its episode', () =>
    withRecord(async (record) => {
      const early = record.append([newEvent({ expectedSequence: 2 })])
      await expect(early).rejects.toMatchObject({ code: 'PLB_RECORD_CONFLICT', details: { currentSequence: 0 } })
    }))

  test('stores all events of an append or none', () =>
    withRecord(async (record) => {
      const half = record.append([newEvent(), newEvent({ expectedSequence: 3 })])
      await expect(half).rejects.toMatchObject({ code: 'PLB_RECORD_CONFLICT', details: { currentSequence: 0 } })
      expect(await all(record)).toEqual([])
    }))

  test('answers a repeated command with the stored event, though the episode has moved on and the clock too', () =>
    withRecord(async (record) => {
      const asked = newEvent()
      const [stored] = await record.append([asked])
      await record.append([newEvent({ expectedSequence: 2 })])
      const again = await record.append([{ ...asked, recordedAt: '2026-03-01T09:31:00Z' }])
      expect(again).toEqual([stored])
      expect(await all(record)).toHaveLength(2)
    }))

  test.each([
    ['episodeId', 'episode-2'],
    ['patientId', 'patient-2'],
    ['actorId', 'clinician-2'],
    ['type', 'closed'],
  ])('refuses a command id that comes back with another %s', (member, value) =>
    withRecord(async (record) => {
      const asked = newEvent()
      await record.append([asked])
      const reused = record.append([{ ...asked, [member]: value }])
      await expect(reused).rejects.toMatchObject({ code: 'PLB_RECORD_COMMAND_REUSED' })
    }),
  )

  test('lets one of two simultaneous editors through and leaves other appends of the same moment alone', () =>
    withRecord(async (record) => {
      const outcomes = await Promise.allSettled([
        record.append([newEvent()]),
        record.append([newEvent()]),
        record.append([newEvent({ episodeId: 'episode-2' })]),
      ])
      expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
      expect(await record.verifyChain()).toMatchObject({ intact: true, events: 2 })
    }))

  test.each<[string, Partial<NewEvent>]>([
    ['an empty episode id', { episodeId: '' }],
    ['a control character in a patient id', { patientId: 'patient\u0000one' }],
    ['half of a surrogate pair in an actor id', { actorId: '\ud800' }],
    ['an endless command id', { commandId: 'c'.repeat(201) }],
    ['a sequence of zero', { expectedSequence: 0 }],
    ['a sequence between two numbers', { expectedSequence: 1.5 }],
    ['a time without its zone', { recordedAt: '2026-03-01T09:30:00' }],
    ['a day that is not on the calendar', { recordedAt: '2026-02-30T09:30:00Z' }],
    ['a number that JSON does not have', { payload: { esrMmPerHour: Number.NaN } }],
    ['half of a surrogate pair in the payload', { payload: { note: '\udc00' } }],
    ['a payload of more than a mebibyte', { payload: { note: 'x'.repeat(1_048_577) } }],
    ['a payload with a function', { payload: { note: (() => 1) as unknown as string } }],
  ])('refuses %s and stores nothing', (_, members) =>
    withRecord(async (record) => {
      const refused = record.append([newEvent({ episodeId: 'episode-2' }), newEvent(members)])
      await expect(refused).rejects.toMatchObject({ code: 'PLB_RECORD_INVALID' })
      expect(await all(record)).toEqual([])
    }),
  )

  test('after closing is refused, and what was asked before is stored', async () => {
    const record = await openRecord({ path })
    const appending = record.append([newEvent()])
    await record.close()
    expect(await appending).toHaveLength(1)
    await expect(record.append([newEvent()])).rejects.toMatchObject({ code: 'PLB_RECORD_CLOSED' })
    await expect(record.readEpisode('episode-1')).rejects.toMatchObject({ code: 'PLB_RECORD_CLOSED' })
  })
})

describe.skipIf(isOnPostgres)('a full disk', () => {
  test('refuses what no longer fits, keeps what was stored, and goes on once there is room', async () => {
    const database = await openDatabase<RecordSchema>(path, recordMigrations)
    const record = new SqlRecord(database, [])
    const large = { note: 'x'.repeat(100_000) }
    await record.append([newEvent()])
    await sql`PRAGMA max_page_count = 25`.execute(database.kysely)
    const refused = record.append([newEvent({ expectedSequence: 2, payload: large })])
    await expect(refused).rejects.toMatchObject({ code: 'PLB_RECORD_DISK_FULL' })
    expect(await record.verifyChain()).toMatchObject({ intact: true, events: 1 })
    await sql`PRAGMA max_page_count = 1000`.execute(database.kysely)
    await record.append([newEvent({ expectedSequence: 2, payload: large })])
    expect(await record.verifyChain()).toMatchObject({ intact: true, events: 2 })
    await record.close()
  })
})

describe('reading', () => {
  test('finds the events of an episode, and of a patient across episodes', () =>
    withRecord(async (record) => {
      const [a] = await record.append([newEvent({ episodeId: 'a', patientId: 'one' })])
      const [b] = await record.append([newEvent({ episodeId: 'b', patientId: 'two' })])
      const [c] = await record.append([newEvent({ episodeId: 'c', patientId: 'one' })])
      const [d] = await record.append([newEvent({ episodeId: 'a', patientId: 'one', expectedSequence: 2 })])
      expect(await record.readEpisode('a')).toEqual([a, d])
      expect(await record.readPatient('one')).toEqual([a, c, d])
      expect(await record.readPatient('two')).toEqual([b])
      expect(await record.readEpisode('unknown')).toEqual([])
      expect(await record.listPatientIds()).toEqual(['one', 'two'])
    }))

  test('of everything goes in order through more events than a page holds', () =>
    withRecord(async (record) => {
      const many = Array.from({ length: 1000 }, (_, index) => newEvent({ expectedSequence: index + 1 }))
      await record.append(many)
      await record.append([newEvent({ expectedSequence: 1001 })])
      const positions = async (from?: number, limit?: number) => (await all(record, from, limit)).map((e) => e.position)
      expect(await positions()).toEqual(Array.from({ length: 1001 }, (_, index) => index + 1))
      expect(await positions(999)).toEqual([999, 1000, 1001])
      expect(await positions(400, 501)).toEqual(Array.from({ length: 501 }, (_, index) => index + 400))
      expect(await positions(1002)).toEqual([])
    }))

  test('gives back any JSON payload as it was', () =>
    withRecord(async (record) => {
      const keys = fc.string({ unit: 'binary' })
      const payloads = fc.dictionary(keys, fc.jsonValue({ stringUnit: 'binary' }))
      let sequence = 0
      await fc.assert(
        fc.asyncProperty(payloads, async (payload) => {
          sequence += 1
          const [answered] = await record.append([
            newEvent({ expectedSequence: sequence, payload: payload as NewEvent['payload'] }),
          ])
          const [read] = await record.readPage(sequence, 1)
          // JSON has no -0; everything else is to come back as it was.
          const asJson: unknown = JSON.parse(JSON.stringify(payload))
          expect(answered?.payload).toEqual(asJson)
          expect(read).toEqual(answered)
        }),
        { numRuns: isOnPostgres ? 60 : 300 },
      )
      expect(await record.verifyChain()).toMatchObject({ intact: true })
    }))
})

describe('any sequence of appends', () => {
  let records = 0
  const step = fc.record({
    episode: fc.integer({ min: 0, max: 2 }),
    command: fc.integer({ min: 0, max: 15 }),
    sequenceOffset: fc.constantFrom(0, 0, 0, 0, 1, -1),
    isReopenedBefore: fc.constantFrom(false, false, false, false, false, true),
  })

  test('reads back as a model in memory says, across openings', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { maxLength: 15 }), async (appends) => {
        records += 1
        path = await placeIn(folder, `record-${records}`)
        let record = await openRecord({ path })
        let model: NewEvent[] = []
        for (const steps of appends) {
          if (steps[0]?.isReopenedBefore) {
            await record.close()
            record = await openRecord({ path })
          }
          const length = (episode: number, events: NewEvent[]) =>
            events.filter((stored) => stored.episodeId === `episode-${episode}`).length
          const next = [...model]
          let isRefused = false
          const asked: NewEvent[] = []
          for (const { episode, command, sequenceOffset } of steps) {
            const expectedSequence = Math.max(1, length(episode, next) + 1 + sequenceOffset)
            const commandId = `repeatable-${command}`
            const wanted = newEvent({
              episodeId: `episode-${episode}`,
              commandId,
              expectedSequence,
              payload: { command },
            })
            asked.push(wanted)
            const earlier = next.find((stored) => stored.commandId === commandId)
            if (earlier !== undefined) isRefused ||= earlier.episodeId !== wanted.episodeId
            else if (expectedSequence !== length(episode, next) + 1) isRefused = true
            else next.push(wanted)
          }
          const outcome = await record.append(asked).then(
            (stored) => stored.map((each) => each.commandId),
            (error: { code: string }) => error.code,
          )
          if (isRefused) expect(['PLB_RECORD_CONFLICT', 'PLB_RECORD_COMMAND_REUSED']).toContain(outcome)
          else {
            expect(outcome).toEqual(asked.map((each) => each.commandId))
            model = next
          }
        }
        const stored = await all(record)
        expect(stored.map((each) => [each.episodeId, each.sequence, each.commandId, each.payload])).toEqual(
          model.map((each) => [each.episodeId, each.expectedSequence, each.commandId, each.payload]),
        )
        expect(await record.verifyChain()).toMatchObject({ intact: true, events: model.length })
        await record.close()
      }),
      { numRuns: isOnPostgres ? 10 : 60 },
    )
  })
})

describe('what is stored', () => {
  const replacing = isOnPostgres ? 'TRUNCATE event' : 'REPLACE INTO event SELECT * FROM event'
  test.each([`UPDATE event SET type = '1'`, 'DELETE FROM event', replacing])(
    'cannot be changed by %s',
    async (statement) => {
      await withRecord((record) => record.append([newEvent()]))
      await expect(tamper(path, statement)).rejects.toThrow('events are append-only')
    },
  )

  const tampered = async (statement: string, events: number): Promise<void> => {
    await withRecord((record) =>
      record.append(Array.from({ length: events }, (_, index) => newEvent({ expectedSequence: index + 1 }))),
    )
    await tamper(path, ...withoutTriggers, statement)
  }

  const manipulations: [string, number, string][] = [
    ['an edited payload', 3, `UPDATE event SET payload = '{"finding":"cough"}' WHERE position = 3`],
    ['an unreadable payload', 3, `UPDATE event SET payload = '{' WHERE position = 3`],
    ['a changed actor', 7, `UPDATE event SET actor_id = 'someone-else' WHERE position = 7`],
    ['a deleted event', 5, 'DELETE FROM event WHERE position = 5'],
    ['a deleted beginning', 1, 'DELETE FROM event WHERE position <= 2'],
    ['a cut end', 9, 'DELETE FROM event WHERE position >= 9'],
    ['an empty record that was full', 1, 'DELETE FROM event'],
    [
      'an event added at the end by hand',
      11,
      `INSERT INTO event SELECT 11, episode_id, patient_id, 11, 'forged', type, actor_id, recorded_at, payload, hash, hash
       FROM event WHERE position = 10`,
    ],
    ['a rewritten note of the end', 10, `UPDATE chain_head SET hash = '${'f'.repeat(64)}'`],
    [
      'two events that changed places',
      4,
      `UPDATE event SET position = -4 WHERE position = 4; UPDATE event SET position = 4 WHERE position = 5;
       UPDATE event SET position = 5 WHERE position = -4`,
    ],
  ]

  test.each(manipulations)('betrays %s and names position %i', async (_, firstBroken, statement) => {
    await tampered(statement, 10)
    const record = await openRecord({ path, readOnly: true })
    expect(await record.verifyChain()).toMatchObject({ intact: false, firstBroken })
    await record.close()
    await expect(openRecord({ path })).rejects.toMatchObject({
      code: 'PLB_RECORD_CHAIN_BROKEN',
      details: { position: firstBroken },
    })
  })

  test('is walked as a whole on request: opening checks the last hundred events alone', async () => {
    await tampered(`UPDATE event SET type = 'other' WHERE position = 17`, 700)
    await withRecord(async (record) => {
      expect(await record.verifyChain()).toMatchObject({ intact: false, firstBroken: 17 })
    })
    await tamper(path, `UPDATE event SET type = 'other' WHERE position = 601`)
    await expect(openRecord({ path })).rejects.toMatchObject({ details: { position: 601 } })
  })
})

describe('a record opened read-only', () => {
  test('is read beside its writer, sees what was appended meanwhile and appends nothing', () =>
    withRecord(async (record) => {
      await record.append([newEvent()])
      const auditor = await openRecord({ path, readOnly: true })
      await record.append([newEvent({ expectedSequence: 2 })])
      expect(await auditor.verifyChain()).toMatchObject({ intact: true, events: 2 })
      const append = auditor.append([newEvent({ expectedSequence: 3 })])
      await expect(append).rejects.toMatchObject({ code: 'PLB_RECORD_READ_ONLY' })
      await auditor.close()
    }))

  test('must exist', async () => {
    await expect(openRecord({ path, readOnly: true })).rejects.toMatchObject({ code: 'PLB_RECORD_CANNOT_OPEN' })
  })
})
