import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { placeIn } from '../../../tests/store-under-test.ts'
import { type EventRecord, openRecord } from '../../record/record.ts'
import type { WorklistShow } from '../api/worklist.ts'
import { patientsIn, readPatientDocuments } from '../patients/patient-list.ts'
import { patientView } from '../patients/patient-view.ts'
import { projectors } from '../projectors.ts'
import { type AdoptedProtocol, openAdoptions } from '../protocol/adoptions.ts'
import { builtInVersion } from '../protocol/version.ts'
import { datesIn } from '../site-date.ts'
import { createProtocolChanges } from '../worklist/protocol-changes.ts'
import { readWorklist } from '../worklist/worklist.ts'
import { demoPatients } from './patients.ts'
import { seedDemo } from './seed.ts'

let folder: string
let record: EventRecord
let protocols: EventRecord
let protocol: AdoptedProtocol
const open = async () => {
  record = await openRecord({ path: await placeIn(folder, 'demo'), projectors })
}
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-demo-'))
  await open()
  protocols = await openRecord({ path: await placeIn(folder, 'protocol') })
  protocol = (await openAdoptions(protocols, builtInVersion, now, today)).current()
})
afterEach(async () => {
  await record.close()
  await protocols.close()
  rmSync(folder, { recursive: true, force: true })
})

const now = new Date('2026-03-14T09:00:00Z')
const today = '2026-03-14'
const dateOf = datesIn('Europe/Madrid')
const eventsIn = async () => (await record.verifyChain()) as { events: number }
const shown = async (show: WorklistShow) =>
  (
    await readWorklist(
      { record, protocol, changes: createProtocolChanges() },
      { actor: { id: 'anybody', role: 'nurse' }, show, assigned: 'all', today, drafts: [] },
    )
  ).items

describe('the demo patients', () => {
  test('are ten people who are all labelled as invented, with names of many alphabets’ marks', async () => {
    await seedDemo(record, now, dateOf, protocol)
    const patients = patientsIn(await readPatientDocuments(record))
    expect(patients).toHaveLength(10)
    expect(patients.every(({ patient }) => patient.demo === true)).toBe(true)
    expect(
      patients.filter(({ patient }) => /[^\p{ASCII}]/u.test(patient.familyName + patient.givenName)).length,
    ).toBeGreaterThan(6)
    expect(new Set(patients.map(({ patient }) => patient.recordNumber)).size).toBe(10)
  })

  test('are in different states today', async () => {
    await seedDemo(record, now, dateOf, protocol)
    const families = async (show: WorklistShow) => (await shown(show)).map(({ patient }) => patient.familyName)
    expect(await families('overdue')).toEqual(['Okonkwo-Lindqvist', 'Nguyễn', 'Vlčková'])
    expect((await families('reviews')).sort()).toEqual(['Núñez Ferreiro', 'Vlčková'])
    expect(await families('referrals')).toEqual(['Nguyễn'])
    expect(await families('overrides')).toEqual(['Çağlayan-Öztürk'])
    expect((await families('unsigned')).sort()).toEqual(['Brzęczyk', 'Diarra-Béranger'])
    const [first] = await shown('all')
    expect(first).toMatchObject({ urgency: 'emergency', patient: { familyName: 'Sæmundsdóttir' }, due: 'Due today' })
    const documents = await readPatientDocuments(record)
    const statuses = await Promise.all(
      [...new Set(documents.map(({ patientId }) => patientId))].map(
        async (patientId) => (await patientView(record, patientId, today, protocol)).episodes[0]?.state.status,
      ),
    )
    expect(statuses).toContain('closed')
    expect(new Set(statuses).size).toBeGreaterThan(4)
  })

  test('stay as they are at every later start, on whatever day', async () => {
    await seedDemo(record, now, dateOf, protocol)
    const first = await eventsIn()
    await record.close()
    await open()
    await seedDemo(record, new Date('2026-09-01T09:00:00Z'), dateOf, protocol)
    expect(await eventsIn()).toEqual(first)
    expect(await record.checkProjection('worklist')).toMatchObject({ equal: true })
  })

  test('are completed after a start that was cut short', async () => {
    let left = 20
    const failing: EventRecord = Object.create(record, {
      append: {
        value: (events: Parameters<EventRecord['append']>[0]) =>
          left-- > 0 ? record.append(events) : Promise.reject(new Error('cut short')),
      },
      readEpisode: { value: (id: string) => record.readEpisode(id) },
      readProjection: { value: (name: string, id?: string) => record.readProjection(name, id) },
    })
    await expect(seedDemo(failing, now, dateOf, protocol)).rejects.toThrow('cut short')
    expect(await eventsIn()).toMatchObject({ events: 20 })
    await seedDemo(record, now, dateOf, protocol)
    const expected = demoPatients.reduce((sum, { events }) => sum + 1 + events.length, 0)
    expect(await eventsIn()).toMatchObject({ intact: true, events: expected })
  })

  test('can be put in one minute before midnight at the site', async () => {
    await expect(seedDemo(record, new Date('2026-03-14T22:59:30Z'), dateOf, protocol)).resolves.toBeUndefined()
  })
})
