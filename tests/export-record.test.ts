import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hashEvent } from '../src/record/chain.ts'
import type { StoredEvent } from '../src/record/record.ts'
import { exportRecord } from '../src/service/backup/export-record.ts'
import { type ClinicUnderTest, clinicUnderTest } from './clinic-under-test.ts'

let clinic: ClinicUnderTest
const out = mkdtempSync(join(tmpdir(), 'plumbline-export-'))
const patientIds: string[] = []
beforeAll(async () => {
  clinic = await clinicUnderTest()
  const clinician = await clinic.worker('clinician')
  for (const recordNumber of ['RN-1', 'RN-2', 'RN-3']) {
    const ids = await clinician.register({ recordNumber, familyName: `Family ${recordNumber}` }, { confirmedNew: true })
    patientIds.push(ids.patientId)
    await clinician.recordAll(ids.episodeId, [
      { type: 'answered', payload: { findings: { fever: 'present', unexplainedWeightLoss: 'absent' } } },
      { type: 'signed' },
      { type: 'ordered', payload: { tests: ['xray'] } },
    ])
  }
})
afterAll(async () => {
  await clinic.close()
  rmSync(out, { recursive: true, force: true })
})

const exported = (name: string) =>
  exportRecord({
    dataFolder: clinic.folder,
    folder: join(out, name),
    environment: {},
    now: clinic.now(),
    timeZone: 'Europe/Madrid',
  })
const linesOf = (name: string, file: string): readonly Record<string, unknown>[] =>
  readFileSync(join(out, name, file), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

describe('an export of the record', () => {
  test('holds every event as it was hashed, beside a service that runs', async () => {
    await exported('one')
    const events = linesOf('one', 'events/record.ndjson') as unknown as readonly StoredEvent[]
    expect(events.map(({ position }) => position)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1))
    for (const { hash, ...unhashed } of events) expect(hashEvent(unhashed)).toBe(hash)
    expect(events.at(-1)?.hash).toBe((await clinic.records.real.readPage(12, 1))[0]?.hash)
  })

  test('holds as FHIR what the service gives of each patient, a file for each type', async () => {
    await exported('fhir')
    const system = await clinic.worker('integration')
    const files = readdirSync(join(out, 'fhir', 'fhir'))
    const written = files.flatMap((file) => {
      const lines = linesOf('fhir', join('fhir', file))
      expect(new Set(lines.map(({ resourceType }) => `${resourceType}.ndjson`))).toEqual(new Set([file]))
      return lines
    })
    const served: unknown[] = []
    for (const patientId of patientIds) {
      const answer = await system.browser.send('GET', `/fhir/Patient/${patientId}/$everything`)
      const entries: readonly { readonly resource: unknown }[] = answer.json().entry
      served.push(...entries.map(({ resource }) => resource))
    }
    expect(served.length).toBeGreaterThan(20)
    expect(written).toHaveLength(served.length)
    expect(written).toEqual(expect.arrayContaining(served))
  })

  test('names who did what, and nothing by which anybody could come in', async () => {
    await exported('accounts')
    expect(linesOf('accounts', 'accounts.ndjson').map(({ username }) => username)).toContain('clinician')
    expect(readFileSync(join(out, 'accounts', 'accounts.ndjson'), 'utf8')).not.toMatch(/hash|argon/)
  })

  test('made again of the same record has the same bytes, says so in its manifest, and is its owner’s alone', async () => {
    const [first, second] = [await exported('first'), await exported('second')]
    const patients = (files: typeof first) => files.filter(({ file }) => !file.endsWith('audit.ndjson'))
    expect(patients(second)).toEqual(patients(first))
    for (const { file, hash, lines } of first) {
      const content = readFileSync(join(out, 'first', file))
      expect(createHash('sha256').update(content).digest('hex'), file).toBe(hash)
      expect(linesOf('first', file), file).toHaveLength(lines)
      if (process.platform !== 'win32') expect(statSync(join(out, 'first', file)).mode & 0o077).toBe(0)
    }
    expect(JSON.parse(readFileSync(join(out, 'first', 'manifest.json'), 'utf8')).files).toEqual(first)
  })

  test('goes into no folder that holds something', async () => {
    const taken = mkdtempSync(join(out, 'taken-'))
    writeFileSync(join(taken, 'anything'), '')
    await expect(
      exportRecord({ dataFolder: clinic.folder, folder: taken, environment: {}, now: clinic.now(), timeZone: 'UTC' }),
    ).rejects.toMatchObject({ code: 'PLB_BACKUP_NOT_EMPTY' })
    expect(readdirSync(taken)).toEqual(['anything'])
  })
})
