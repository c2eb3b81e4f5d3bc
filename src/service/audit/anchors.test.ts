import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type ClinicUnderTest, cleanScreen, clinicUnderTest, type Worker } from '../../../tests/clinic-under-test.ts'
import { hookCatcher } from '../../../tests/message-catchers.ts'
import { laterVersion } from '../../../tests/other-version.ts'
import { placeIn, tamper, withoutTriggers } from '../../../tests/store-under-test.ts'
import { type AnchoredRecords, type AuditOptions, auditOver } from '../../cli/audit.ts'
import { replaySigned } from '../../cli/audit-replay.ts'
import { openRecord } from '../../record/record.ts'
import { createLog } from '../log.ts'
import { channelsFrom } from '../messages/channels.ts'
import { anchorPlacesFrom, createAnchoring } from './anchoring.ts'
import type { AnchoredStore } from './anchors.ts'

let clinic: ClinicUnderTest
let clinician: Worker
let episodeId: string
let outside: string
const said: string[] = []

beforeEach(async () => {
  clinic = await clinicUnderTest()
  clinician = await clinic.worker('clinician')
  episodeId = (await clinician.register()).episodeId
  outside = mkdtempSync(join(tmpdir(), 'plumbline-anchor-'))
})
afterEach(async () => {
  await clinic.close()
  rmSync(outside, { recursive: true, force: true })
})

const at = new Date('2026-03-14T10:00:00Z')
const anchorFile = () => join(outside, 'ends')

/** The stores of the clinic as a second program opens them: for reading, while the service runs. */
async function withRecords<Answer>(work: (records: AnchoredRecords) => Promise<Answer>): Promise<Answer> {
  const open = async (store: AnchoredStore) => openRecord({ path: await placeIn(clinic.folder, store), readOnly: true })
  const records = { audit: await open('audit'), record: await open('record'), protocol: await open('protocol') }
  try {
    return await work(records)
  } finally {
    for (const record of Object.values(records)) await record.close()
  }
}

async function run(
  action: 'verify' | 'head' | 'digest' | 'replay',
  options: Partial<Pick<AuditOptions, 'anchor' | 'noted'>> = {},
): Promise<number> {
  said.length = 0
  const write = async (text: string) => void said.push(text)
  const asked = { action, now: at, noted: [], anchor: undefined, ...options }
  return withRecords((records) => auditOver(records, asked, { write }))
}

/** Lines that were said of one chain. */
const saidOf = (store: AnchoredStore): string =>
  said
    .join('')
    .split('\n')
    .filter((line) => line.startsWith(store))
    .join('\n')

/** Cuts a tail off as somebody with the store's password could: the note of where the chain ends is set back too. */
async function cut(store: AnchoredStore, kept: number): Promise<void> {
  await tamper(
    await placeIn(clinic.folder, store),
    ...withoutTriggers,
    `DELETE FROM event WHERE position > ${kept}`,
    `UPDATE chain_head SET position = ${kept}, hash = (SELECT hash FROM event WHERE position = ${kept})`,
  )
}

describe('plumbline audit', () => {
  test('finds every link of every chain whole while the service runs, and says where they end', async () => {
    expect(await run('verify')).toBe(0)
    for (const store of ['audit', 'record', 'protocol'] as const)
      expect(saidOf(store)).toMatch(/^\w+: [1-9]\d* entries, each tied to the one before; compared with no anchor/)
    await run('head')
    expect(said.join('')).toMatch(
      /^audit \d+ [0-9a-f]{64} 2026-03-14T10:00:00.000Z\nrecord 1 [0-9a-f]{64} \S+\nprotocol \d+ [0-9a-f]{64} \S+\n$/,
    )
  })

  test('names the first entry that was changed, and goes on to the other chains', async () => {
    await clinic.audit.close()
    await tamper(
      await placeIn(clinic.folder, 'audit'),
      ...withoutTriggers,
      `UPDATE event SET actor_id = 'somebody else' WHERE position = 2`,
    )
    expect(await run('verify')).toBe(3)
    expect(saidOf('audit')).toBe('audit: broken at entry 2: the content of position 2 does not match its hash.')
    expect(saidOf('record')).toContain('1 entries')
  })

  test.each(['audit', 'record'] as const)(
    'notices a tail that was cut off %s together with the note of where it ends, by the anchor',
    async (store) => {
      for (const value of ['none', 'present', 'none'])
        await clinician.recordAll(episodeId, [{ type: 'answered', payload: { findings: { nightPain: value } } }])
      await run('head', { anchor: anchorFile() })
      const noted = Number(saidOf(store).split(' ')[1])
      await clinician.see(episodeId) // more may follow
      expect(await run('verify', { anchor: anchorFile() })).toBe(0)
      await cut(store, noted - 2)
      expect(await run('verify')).toBe(0) // by itself it looks whole
      expect(await run('verify', { anchor: anchorFile() })).toBe(3)
      expect(saidOf(store)).toBe(
        `${store}: broken at entry ${noted}: it was there on 2026-03-14T10:00:00.000Z and is missing, with all that followed.`,
      )
    },
  )

  test('notices a chain that was written anew, by the anchor', async () => {
    await run('head', { anchor: anchorFile() })
    const noted = Number(saidOf('audit').split(' ')[1])
    const other = mkdtempSync(join(outside, 'forged-'))
    const forged = await openRecord({ path: await placeIn(other, 'audit') })
    for (let sequence = 1; sequence <= noted; sequence++)
      await forged.append([
        {
          episodeId: 'forged',
          patientId: 'nobody',
          expectedSequence: sequence,
          commandId: `c${sequence}`,
          type: 'read',
          actorId: 'nobody',
          recordedAt: '2026-03-14T09:00:00Z',
          payload: {},
        },
      ])
    const verify = (anchor: string | undefined) =>
      withRecords((records) =>
        auditOver(
          { ...records, audit: forged },
          { action: 'verify', now: at, noted: [], anchor },
          { write: async (text) => void said.push(text) },
        ),
      )
    expect(await verify(undefined)).toBe(0)
    said.length = 0
    expect(await verify(anchorFile())).toBe(3)
    expect(saidOf('audit')).toContain(`broken at entry ${noted}: it is not the entry that was there on`)
    await forged.close()
  })

  test('prints the ends for paper, of which the first sixteen characters are enough to compare', async () => {
    await run('digest')
    const [, position = '', digest = ''] = /^record (\d+)\n {2}([0-9a-f]{16}) /m.exec(said.join('')) ?? []
    expect(await run('verify', { noted: [`record ${position} ${digest}`] })).toBe(0)
    expect(saidOf('record')).toContain('every end noted of it is there (1)')
    const other = digest.startsWith('0') ? `1${digest.slice(1)}` : `0${digest.slice(1)}`
    expect(await run('verify', { noted: [`record ${position} ${other}`] })).toBe(3)
    expect(saidOf('record')).toContain('it is not the entry that was there on paper')
    await expect(run('verify', { noted: ['record 1 abc'] })).rejects.toThrow('--noted takes')
  })

  test('refuses an anchor that is empty or not of its own making', async () => {
    for (const text of ['', 'audit 12 abc\n']) {
      writeFileSync(anchorFile(), text)
      await expect(run('verify', { anchor: anchorFile() })).rejects.toThrow('The anchor file')
    }
  })
})

describe('the service notes the ends outside by itself', () => {
  const key = 'k'.repeat(32)

  async function anchoringTo(environment: Record<string, string>) {
    const channels = channelsFrom({
      PLUMBLINE_WEBHOOK_SECRET: key,
      PLUMBLINE_WEBHOOK_HOSTS: '127.0.0.1',
      ...environment,
    })
    return withRecords(async (stores) => {
      const log = createLog({ write: () => undefined })
      const places = anchorPlacesFrom(environment, channels.webhook)
      const anchoring = createAnchoring({ stores, places, clock: () => at, log })
      return { places: anchoring.places, noted: await anchoring.note() }
    })
  }

  test('in a file, whose lines verify takes, and at a webhook, signed and without anything of anybody', async () => {
    const catcher = await hookCatcher()
    try {
      const { places, noted } = await anchoringTo({
        PLUMBLINE_ANCHOR_FILE: anchorFile(),
        PLUMBLINE_ANCHOR_WEBHOOK: `http://127.0.0.1:${catcher.port}/anchors`,
      })
      expect(places).toEqual(['file', 'webhook'])
      expect([noted.reached, noted.failed]).toEqual([['file', 'webhook'], []])
      expect(await run('verify', { anchor: anchorFile() })).toBe(0)
      const lines = readFileSync(anchorFile(), 'utf8').trim().split('\n')
      expect(lines.map((line) => line.split(' ')[0])).toEqual(['audit', 'record', 'protocol'])
      expect(catcher.caught).toHaveLength(1)
      expect(JSON.parse(catcher.caught[0]?.body ?? '')).toEqual({ kind: 'anchor', at: at.toISOString(), lines })
    } finally {
      await catcher.close()
    }
  })

  test('and says which place could not be reached', async () => {
    const { noted } = await anchoringTo({ PLUMBLINE_ANCHOR_FILE: join(outside, 'no', 'such', 'folder') })
    expect([noted.reached, noted.failed]).toEqual([[], ['file']])
  })

  test('and refuses a host that is not listed, a webhook without a secret, and minutes that are none', () => {
    const { webhook } = channelsFrom({ PLUMBLINE_WEBHOOK_SECRET: key, PLUMBLINE_WEBHOOK_HOSTS: 'known.example' })
    const url = { PLUMBLINE_ANCHOR_WEBHOOK: 'https://other.example/anchors' }
    expect(() => anchorPlacesFrom(url, webhook)).toThrow('PLUMBLINE_WEBHOOK_HOSTS')
    expect(() => anchorPlacesFrom(url, undefined)).toThrow('PLUMBLINE_WEBHOOK_SECRET')
    for (const minutes of ['0', '-1', '1.5', '1441', 'soon'])
      expect(() => anchorPlacesFrom({ PLUMBLINE_ANCHOR_MINUTES: minutes }, webhook)).toThrow('PLUMBLINE_ANCHOR_MINUTES')
  })
})

describe('plumbline audit replay', () => {
  const sign = (findings: object): readonly { type: string; payload?: unknown }[] => [
    { type: 'answered', payload: { findings } },
    { type: 'signed' },
  ]
  const replayed = () => said.join('').trim().split('\n')

  test('makes every signed decision again, byte for byte', async () => {
    await clinician.recordAll(episodeId, [...sign({ fever: 'absent' }), ...sign({ nightPain: 'none' })])
    expect(await run('replay')).toBe(0)
    expect(replayed()).toEqual(['2 signed decisions: 2 made again byte for byte as they were recorded, 0 not.'])
  })

  test('names the decision and the member that somebody changed, though the chain was tied anew', async () => {
    await clinician.recordAll(episodeId, sign({ fever: 'present' }))
    const { sequence } = await clinician.see(episodeId)
    await tamper(
      await placeIn(clinic.folder, 'record'),
      ...withoutTriggers,
      `UPDATE event SET payload = replace(payload, '"settled":false', '"settled":true') WHERE type = 'signed'`,
      `UPDATE event SET payload = replace(payload, '"level":"emergency"', '"level":"routine"') WHERE type = 'signed'`,
    )
    expect(await run('replay')).toBe(3)
    expect(replayed()[0]).toMatch(
      new RegExp(`^${episodeId} event ${sequence}, as of 2026-03-14: decision\\.\\S+ is not what these findings give`),
    )
    expect(replayed()[1]).toBe('1 signed decisions: 0 made again byte for byte as they were recorded, 1 not.')
  })

  test('uses the version that was signed under, which this program no longer brings, and says where it is not kept', async () => {
    const other = await clinicUnderTest({ protocol: laterVersion })
    try {
      const worker = await other.worker('clinician')
      const ids = await worker.register()
      await worker.recordAll(ids.episodeId, sign(cleanScreen))
      await withRecords(async (own) => {
        const record = other.records.real
        const protocol = await openRecord({ path: await placeIn(other.folder, 'protocol'), readOnly: true })
        const write = async (text: string) => void said.push(text)
        said.length = 0
        expect(await replaySigned({ record, protocol }, { write })).toBe(0)
        await protocol.close()
        said.length = 0
        expect(await replaySigned({ record, protocol: own.protocol }, { write })).toBe(3)
        expect(replayed()[0]).toMatch(
          /the version that it was signed under, 0\.2\.0 [0-9a-f]{12}, is not kept whole\.$/,
        )
      })
    } finally {
      await other.close()
    }
  })
})
