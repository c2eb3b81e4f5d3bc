import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { standard } from '../protocol/protocol.ts'
import { type EventRecord, type NewEvent, openRecord, type Projector } from '../record/record.ts'
import type { CareCommand } from './commands.ts'
import { type CareEvent, storedPayload } from './events.ts'
import { foldHistory } from './history.ts'
import { tell } from './story.ts'
import { openWork } from './worklist.ts'
import { type WorklistDocument, worklistOn, worklistProjector } from './worklist-projector.ts'

/** The projector is what the record asks for: this does not compile otherwise. */
const projector: Projector = worklistProjector

const patient = {
  familyName: 'Example',
  givenName: 'Ada',
  birthDate: '1982-05-04',
  sexAtBirth: 'male',
  recordNumber: 'R-1',
} as const
const signed: CareCommand = { type: 'signed', payload: {} }
const story = (episodeId: string) =>
  tell(
    { protocol: standard, episodeId, patientId: `patient-${episodeId}`, actorId: 'clinician-1', patient },
    '2026-03-01',
  )
const emergency = story('a').on('2026-03-01', {
  type: 'answered',
  payload: { findings: { urinaryIncontinence: 'present' } },
})
const flagged = story('b').on(
  '2026-03-01',
  { type: 'answered', payload: { findings: { cancerHistory: 'past' } } },
  signed,
)
const voided = story('c').on('2026-03-01', { type: 'voided', payload: { reason: 'Another patient was meant' } })

const toRecord = (event: CareEvent): NewEvent => {
  const { episodeId, patientId, sequence, actorId, recordedAt, type } = event
  const commandId = `${episodeId}-${sequence}`
  const envelope = { episodeId, patientId, expectedSequence: sequence, commandId, type, actorId, recordedAt }
  return { ...envelope, payload: storedPayload(event) }
}

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-worklist-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const module = { moduleUrl: new URL('./worklist-projector.ts', import.meta.url).href, exportName: 'worklistProjector' }
const documents = async (record: EventRecord): Promise<readonly WorklistDocument[]> =>
  (await record.readProjection('worklist')).map(({ document }) => document as unknown as WorklistDocument)

describe('the worklist in the record', () => {
  test('holds one row for each episode with open work, and equals itself rebuilt after every append', async () => {
    const record = await openRecord({ path: join(folder, 'record.sqlite'), projectors: [module] })
    for (const event of [...flagged.events, ...voided.events, ...emergency.events]) {
      await record.append([toRecord(event)])
      const grown = await record.readProjection('worklist')
      expect(await record.checkProjection('worklist')).toMatchObject({ equal: true })
      await record.rebuildProjection('worklist')
      expect(await record.readProjection('worklist')).toEqual(grown)
    }
    expect((await documents(record)).map(({ episodeId }) => episodeId)).toEqual(['a', 'b'])
    const [row] = await record.readProjection('worklist', 'patient-b')
    const { patient: shown, items } = (await documents(record))[1] ?? {}
    expect(row?.patientId).toBe('patient-b')
    expect(shown).toEqual({ ...patient, demo: false })
    expect(items).toEqual(openWork(foldHistory(flagged.events)))
    await record.close()
  })

  test('loads in the writer’s thread, as it ships', async () => {
    const shipped = new URL('../../dist/record/record.js', import.meta.url)
    const compiled = new URL('../../dist/care/worklist-projector.js', import.meta.url)
    expect(existsSync(compiled)).toBe(true)
    const { openRecord: open } = (await import(/* @vite-ignore */ shipped.href)) as { openRecord: typeof openRecord }
    const moduleUrl = compiled.href.replace(/\.js$/, '.ts')
    const record = await open({ path: join(folder, 'record.sqlite'), projectors: [{ ...module, moduleUrl }] })
    await record.append(flagged.events.map(toRecord))
    expect((await documents(record))[0]?.items.map(({ kind }) => kind)).toEqual(['actOnDecision'])
    await record.close()
  })

  test('says when a row is due only when it is read', () => {
    const rows = [emergency, flagged].flatMap(({ events }) => {
      const projected = worklistProjector.project(events.map((event) => ({ ...event, payload: storedPayload(event) })))
      return projected ? [projected.document] : []
    })
    expect(JSON.stringify(rows)).not.toMatch(/[Oo]verdue by|Due /)
    const on = (day: string) => worklistOn(rows, day).map(({ item }) => [item.episodeId, item.due])
    expect(on('2026-03-01')).toEqual([
      ['a', 'Due today'],
      ['b', 'Due in 3 days'],
    ])
    expect(on('2026-03-05')).toEqual([
      ['a', 'Overdue by 4 days'],
      ['b', 'Overdue by 1 day'],
    ])
    expect(worklistOn(rows, '2026-03-05')[0]?.patient.familyName).toBe('Example')
    expect(projector.version).toBeGreaterThan(0)
  })
})
