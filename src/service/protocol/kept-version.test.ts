import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { laterVersion } from '../../../tests/other-version.ts'
import { placeIn } from '../../../tests/store-under-test.ts'
import { type EventRecord, type JsonObject, openRecord } from '../../record/record.ts'
import { openAdoptions } from './adoptions.ts'
import { builtInVersion, versionReference } from './version.ts'

const now = new Date('2026-03-14T09:00:00Z')
const later = versionReference(laterVersion).hash
let folder: string
let record: EventRecord

const start = () => openAdoptions(record, builtInVersion, now, '2026-03-14')
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-kept-'))
  record = await openRecord({ path: await placeIn(folder, 'protocol') })
  await start()
})
afterEach(async () => {
  await record.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Records, after the first start, what another build or another hand may have left. */
async function left(...events: readonly { readonly type: string; readonly payload: unknown }[]): Promise<void> {
  await record.append(
    events.map(({ type, payload }, index) => ({
      episodeId: 'protocol',
      patientId: 'nobody',
      expectedSequence: 4 + index,
      commandId: `left-${index}`,
      actorId: 'lead',
      recordedAt: now.toISOString(),
      type,
      payload: payload as JsonObject,
    })),
  )
}
const adopted = { type: 'protocolAdopted', payload: { hash: later, version: '0.2.0', reason: 'Agreed', by: {} } }
const kept = (layer: 'standard' | 'source', protocol: unknown) => ({
  type: 'protocolKept',
  payload: { of: later, layer, protocol },
})

describe('the service does not start', () => {
  test('where the adopted version is not kept: the one that the build brings is not put in its place', async () => {
    await left(adopted)
    await expect(start()).rejects.toMatchObject({ code: 'PLB_START_PROTOCOL_KEPT' })
  })

  test('where the adopted version was kept changed in one value', async () => {
    const parameters = laterVersion.standard.parameters.map((each, index) =>
      index === 0 ? { ...each, value: 1 } : each,
    )
    const changed = { ...laterVersion.standard, parameters }
    await left(kept('standard', changed), kept('source', laterVersion.source), adopted)
    await expect(start()).rejects.toMatchObject({ code: 'PLB_START_PROTOCOL_KEPT' })
  })

  test('where a layer of the adopted version is missing', async () => {
    await left(kept('standard', laterVersion.standard), adopted)
    await expect(start()).rejects.toMatchObject({ code: 'PLB_START_PROTOCOL_KEPT' })
  })
})

test('a version that is kept whole is the one that decides, whatever the build brings', async () => {
  await left(kept('standard', laterVersion.standard), kept('source', laterVersion.source), adopted)
  expect(versionReference((await start()).current()).hash).toBe(later)
})
