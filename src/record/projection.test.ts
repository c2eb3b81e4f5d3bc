import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isOnPostgres, placeIn, tamper } from '../../tests/store-under-test.ts'
import { type NewEvent, openRecord, type Place, type ProjectorModule } from './record.ts'

let folder: string
let path: Place
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-projection-'))
  path = await placeIn(folder, 'record')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Lists open episodes by their last event's time; `version` 2 counts the events too. */
function openEpisodes(version = 1): ProjectorModule {
  const source = `export const openEpisodes = {
    name: 'open-episodes',
    version: ${version},
    project(events) {
      const last = events[events.length - 1]
      if (last.type === 'impossible') throw new TypeError('cannot read ' + last.payload.name)
      if (last.type === 'closed') return null
      const document = { last: last.type ${version > 1 ? ', events: events.length' : ''} }
      return { patientId: last.patientId, sortKey: last.recordedAt, document }
    },
  }`
  return { moduleUrl: `data:text/javascript,${encodeURIComponent(source)}`, exportName: 'openEpisodes' }
}

let commands = 0
function event(episodeId: string, expectedSequence: number, type: string, minute = 0): NewEvent {
  commands += 1
  const recordedAt = `2026-03-01T09:${String(minute).padStart(2, '0')}:00Z`
  const patientId = `patient-of-${episodeId}`
  const payload = { name: 'Jane Doe' }
  return { episodeId, patientId, expectedSequence, commandId: `c-${commands}`, type, actorId: 'x', recordedAt, payload }
}

const open = (version?: number) => openRecord({ path, projectors: [openEpisodes(version)] })

describe('a projection', () => {
  test('follows each append: rows by sort key, changed and taken away', async () => {
    const record = await open()
    await record.append([event('a', 1, 'opened', 30)])
    await record.append([event('b', 1, 'opened', 10)])
    await record.append([event('c', 1, 'opened', 20)])
    const rows = async () => (await record.readProjection('open-episodes')).map((row) => [row.episodeId, row.document])
    const opened = { last: 'opened' }
    expect(await rows()).toEqual([
      ['b', opened],
      ['c', opened],
      ['a', opened],
    ])
    await record.append([event('c', 2, 'answered', 40), event('b', 2, 'closed', 41)])
    expect(await rows()).toEqual([
      ['a', opened],
      ['c', { last: 'answered' }],
    ])
    expect(await record.readProjection('open-episodes', 'patient-of-c')).toHaveLength(1)
    await record.close()
  })

  test('that throws refuses the append, repeats nothing of the patient and leaves nothing half-written', async () => {
    const record = await open()
    await record.append([event('a', 1, 'opened')])
    const [failing, other] = await Promise.allSettled([
      record.append([event('b', 1, 'opened'), event('a', 2, 'impossible')]),
      record.append([event('c', 1, 'opened')]),
    ])
    expect(failing).toMatchObject({ status: 'rejected', reason: { code: 'PLB_RECORD_PROJECTOR' } })
    expect(failing.status === 'rejected' && failing.reason.message).not.toContain('Jane')
    expect(other.status).toBe('fulfilled')
    expect((await record.readProjection('open-episodes')).map((row) => row.episodeId)).toEqual(['a', 'c'])
    expect(await record.readEpisode('b')).toEqual([])
    expect(await record.verifyChain()).toMatchObject({ intact: true, events: 2 })
    await record.close()
  })

  test('rebuilt from the events equals the one that grew with them, whatever was appended', async () => {
    let records = 0
    const types = fc.constantFrom('opened', 'answered', 'closed', 'impossible')
    const appends = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), types), { maxLength: 30 })
    await fc.assert(
      fc.asyncProperty(appends, async (steps) => {
        records += 1
        path = await placeIn(folder, `record-${records}`)
        const record = await open()
        for (const [episodeId, type] of steps) {
          const sequence = (await record.readEpisode(episodeId)).length + 1
          await record.append([event(episodeId, sequence, type)]).catch(() => {})
        }
        const grown = await record.readProjection('open-episodes')
        expect(await record.checkProjection('open-episodes')).toEqual({ equal: true, differingEpisodeIds: [] })
        await record.rebuildProjection('open-episodes')
        expect(await record.readProjection('open-episodes')).toEqual(grown)
        await record.close()
      }),
      { numRuns: isOnPostgres ? 8 : 40 },
    )
  })

  test('that was changed from outside is noticed, and put right by rebuilding it', async () => {
    const record = await open()
    await record.append([event('a', 1, 'opened'), event('b', 1, 'opened'), event('c', 1, 'closed')])
    await tamper(
      path,
      `DELETE FROM projection WHERE episode_id = 'a'`,
      `INSERT INTO projection VALUES ('open-episodes', 'never-recorded', 'p', 's', '{}')`,
    )
    const check = await record.checkProjection('open-episodes')
    expect(check).toEqual({ equal: false, differingEpisodeIds: ['a', 'never-recorded'] })
    await record.rebuildProjection('open-episodes')
    expect(await record.checkProjection('open-episodes')).toMatchObject({ equal: true })
    await record.close()
  })

  test('is computed again on opening when its projector is new or has a new version', async () => {
    const without = await openRecord({ path })
    await without.append([event('a', 1, 'opened'), event('a', 2, 'answered')])
    await without.close()
    const first = await open()
    expect((await first.readProjection('open-episodes'))[0]?.document).toEqual({ last: 'answered' })
    await first.close()
    const second = await open(2)
    expect((await second.readProjection('open-episodes'))[0]?.document).toEqual({ last: 'answered', events: 2 })
    await second.close()
  })

  test('must be one that was handed in, from a module that loads', async () => {
    const record = await open()
    await expect(record.readProjection('unknown')).rejects.toMatchObject({ code: 'PLB_RECORD_PROJECTOR' })
    await record.close()
    const missing = { moduleUrl: 'file:///does/not/exist.js', exportName: 'openEpisodes' }
    await expect(openRecord({ path, projectors: [missing] })).rejects.toMatchObject({ code: 'PLB_RECORD_PROJECTOR' })
    const misnamed = { ...openEpisodes(), exportName: 'closedEpisodes' }
    await expect(openRecord({ path, projectors: [misnamed] })).rejects.toMatchObject({ code: 'PLB_RECORD_PROJECTOR' })
  })
})
