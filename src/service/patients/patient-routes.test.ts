import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ClinicUnderTest, clinicUnderTest, patientOnTrial, type Worker } from '../../../tests/clinic-under-test.ts'
import type { PatientView } from '../api/episode.ts'
import type { PatientList } from '../api/patient.ts'

let clinic: ClinicUnderTest
let clinician: Worker
let nurse: Worker
beforeAll(async () => {
  clinic = await clinicUnderTest()
  clinician = await clinic.worker('clinician')
  nurse = await clinic.worker('nurse')
})
afterAll(() => clinic.close())

const search = async (worker: Worker, text: string): Promise<PatientList> =>
  (await worker.browser.send('POST', '/api/patients/search', { body: { text } })).json()
const view = async (patientId: string): Promise<PatientView> =>
  (await nurse.browser.send('GET', `/api/patients/${patientId}`)).json()

describe('adding a patient', () => {
  test('twice by one command makes one patient', async () => {
    const body = { commandId: randomUUID(), patient: { ...patientOnTrial, recordNumber: 'TWICE', familyName: 'Twice' } }
    const [first, second] = await Promise.all([1, 2].map(() => nurse.browser.send('POST', '/api/patients', { body })))
    const third = await nurse.browser.send('POST', '/api/patients', { body })
    expect([first?.statusCode, second?.statusCode, third.statusCode]).toEqual([201, 201, 201])
    expect(third.json()).toEqual(first?.json())
    expect(second?.json()).toEqual(first?.json())
    expect((await search(nurse, 'TWICE')).patients).toHaveLength(1)
  })

  test('who may be there already is refused with the candidates, until it is confirmed', async () => {
    const { patientId } = await nurse.register({ recordNumber: 'DUP-1', familyName: 'Dvořáková' })
    const patient = { ...patientOnTrial, recordNumber: 'DUP-2', familyName: 'Dvorakova' }
    const body = { commandId: randomUUID(), patient }
    const warning = await nurse.browser.send('POST', '/api/patients', { body })
    expect(warning.statusCode).toBe(409)
    expect(warning.json()).toMatchObject({ code: 'PLB_PATIENT_POSSIBLE_DUPLICATE', candidates: [{ patientId }] })
    expect((await search(nurse, 'DUP-2')).patients).toEqual([])
    const confirmed = await nurse.browser.send('POST', '/api/patients', { body: { ...body, confirmedNew: true } })
    expect(confirmed.statusCode).toBe(201)
    expect((await search(nurse, 'dvorakova')).patients).toHaveLength(2)
  })

  test.each([
    ['a birth date in the future', { birthDate: '2026-03-15' }, 422],
    ['a day that does not exist', { birthDate: '1999-02-29' }, 400],
    ['no name', { familyName: '  ' }, 400],
    ['a name of two lines', { familyName: 'Two\nLines' }, 400],
    ['a label as invented, which the workspace says', { demo: true }, 400],
  ])('with %s is refused', async (_, over, status) => {
    const patient = { ...patientOnTrial, recordNumber: 'REFUSED', ...over }
    const answer = await nurse.browser.send('POST', '/api/patients', {
      body: { commandId: randomUUID(), patient, confirmedNew: true },
    })
    expect(answer.statusCode).toBe(status)
    expect((await search(nurse, 'REFUSED')).patients).toEqual([])
  })
})

describe('the list of patients', () => {
  test('begins with whom something was recorded of last', async () => {
    const first = await nurse.register({ recordNumber: 'L-1', familyName: 'Lindgren' })
    await nurse.register({ recordNumber: 'L-2', familyName: 'Larsson', birthDate: '1950-01-01' })
    clinic.passSeconds(1)
    await nurse.recordAll(first.episodeId, [{ type: 'answered', payload: { findings: { fever: 'present' } } }])
    const { patients }: PatientList = (await nurse.browser.send('GET', '/api/patients')).json()
    expect(patients[0]).toMatchObject({ ...first, open: true, urgency: 'urgent', patient: { familyName: 'Lindgren' } })
  })

  test('is not for administrators and other systems', async () => {
    for (const role of ['administrator', 'integration'] as const) {
      const { browser } = await clinic.worker(role)
      expect((await browser.send('GET', '/api/patients')).statusCode).toBe(403)
      expect((await browser.send('POST', '/api/patients/search', { body: { text: 'a' } })).statusCode).toBe(403)
    }
  })
})

describe('a patient', () => {
  test('can have another episode, under the details that stand', async () => {
    const { patientId, episodeId } = await nurse.register({ recordNumber: 'E-1', familyName: 'Eriksen' })
    const body = { commandId: randomUUID() }
    const url = `/api/patients/${patientId}/episodes`
    const second = await nurse.browser.send('POST', url, { body })
    expect((await nurse.browser.send('POST', url, { body })).json()).toEqual(second.json())
    const { episodes } = await view(patientId)
    expect(episodes.map((each) => each.episodeId).sort()).toEqual([episodeId, second.json().episodeId].sort())
    expect((await search(nurse, 'E-1')).patients).toHaveLength(1)
  })

  test('whose name is corrected in one episode is corrected in every open one', async () => {
    const { patientId, episodeId } = await nurse.register({ recordNumber: 'N-1', familyName: 'Nygard' })
    const second = await nurse.browser.send('POST', `/api/patients/${patientId}/episodes`, {
      body: { commandId: randomUUID() },
    })
    const patient = { ...patientOnTrial, recordNumber: 'N-1', familyName: 'Nygård', sexAtBirth: 'female' }
    await clinician.recordAll(episodeId, [{ type: 'amended', payload: { reason: 'Misspelt', patient } }])
    const other = await nurse.see(second.json().episodeId)
    expect(other.patient.familyName).toBe('Nygård')
    expect(other.state.amendments).toMatchObject([{ reason: 'Misspelt', patientChanged: true }])
    expect((await view(patientId)).patient.familyName).toBe('Nygård')
  })

  test('who turns out to be another brings every episode along, and is answered under the other', async () => {
    const from = await nurse.register({ recordNumber: 'M-1', familyName: 'Moreau', birthDate: '1980-01-01' })
    const more = await nurse.browser.send('POST', `/api/patients/${from.patientId}/episodes`, {
      body: { commandId: randomUUID() },
    })
    const into = await nurse.register({ recordNumber: 'M-2', familyName: 'Morel', birthDate: '1981-01-01' })
    await clinician.recordAll(from.episodeId, [
      { type: 'patientsMerged', payload: { intoPatientId: into.patientId, reason: 'Registered twice' } },
    ])
    const merged = await view(from.patientId)
    expect(merged.patientId).toBe(into.patientId)
    expect(merged.patient.familyName).toBe('Morel')
    expect(merged.episodes.map((each) => each.episodeId).sort()).toEqual(
      [from.episodeId, more.json().episodeId, into.episodeId].sort(),
    )
    expect((await search(nurse, 'M-1')).patients).toEqual([])
    expect(await clinic.records.real.checkProjection('patients')).toMatchObject({ equal: true })
  })

  test('cannot be merged into somebody who is not in this record', async () => {
    const { episodeId } = await nurse.register({ recordNumber: 'U-1', familyName: 'Ulvang', birthDate: '1982-01-01' })
    const payload = { intoPatientId: randomUUID(), reason: 'Registered twice' }
    const refusal = await clinician.record(episodeId, [{ type: 'patientsMerged', payload }])
    expect(refusal.json()).toMatchObject({ status: 404, code: 'PLB_PATIENT_NOT_FOUND' })
    expect((await nurse.see(episodeId)).sequence).toBe(1)
  })

  test('who is not there is not found, whatever is asked', async () => {
    expect((await nurse.browser.send('GET', `/api/patients/${randomUUID()}`)).json().code).toBe('PLB_PATIENT_NOT_FOUND')
    const { episodeId } = await nurse.register({ recordNumber: 'V-1', familyName: 'Vik', birthDate: '1983-01-01' })
    expect((await nurse.browser.send('GET', `/api/patients/${episodeId}`)).json().code).toBe('PLB_PATIENT_NOT_FOUND')
    expect((await nurse.browser.send('GET', '/api/patients/1')).statusCode).toBe(400)
  })
})

describe('the two workspaces', () => {
  test('know nothing of each other: lists, searches, ids, worklists, drafts', async () => {
    const demo = await clinic.worker('clinician', 'demo')
    const real = await nurse.register({ recordNumber: 'W-REAL', familyName: 'Wirklich', birthDate: '1984-01-01' })
    const invented = await demo.register({ recordNumber: 'W-DEMO', familyName: 'Erfunden', birthDate: '1985-01-01' })
    expect((await demo.see(invented.episodeId)).patient.demo).toBe(true)
    expect((await nurse.see(real.episodeId)).patient.demo).toBeUndefined()
    const event = { expectedSequence: 1, events: [{ type: 'answered', payload: { findings: { fever: 'present' } } }] }
    const draft = { revision: 0, basedOnSequence: 1, content: {} }
    for (const [worker, theirs, text] of [
      [demo, real, 'wirklich'],
      [clinician, invented, 'erfunden'],
    ] as const) {
      expect((await search(worker, text)).patients).toEqual([])
      expect((await worker.browser.send('GET', '/api/patients')).body).not.toContain(theirs.patientId)
      expect((await worker.browser.send('GET', '/api/worklist')).body).not.toContain(theirs.episodeId)
      const statuses = [
        await worker.browser.send('GET', `/api/patients/${theirs.patientId}`),
        await worker.browser.send('POST', `/api/patients/${theirs.patientId}/episodes`, {
          body: { commandId: randomUUID() },
        }),
        await worker.browser.send('GET', `/api/episodes/${theirs.episodeId}`),
        await worker.browser.send('GET', `/api/episodes/${theirs.episodeId}/letter`),
        await worker.browser.send('GET', `/api/episodes/${theirs.episodeId}/handout`),
        await worker.browser.send('PUT', `/api/episodes/${theirs.episodeId}/draft`, { body: draft }),
        await worker.send(theirs.episodeId, event),
      ].map(({ statusCode }) => statusCode)
      expect(statuses).toEqual([404, 404, 404, 404, 404, 404, 404])
    }
    expect((await clinic.records.real.readEpisode(real.episodeId)).length).toBe(1)
    expect((await clinic.records.demo.readEpisode(invented.episodeId)).length).toBe(1)
  })

  test('cannot be joined by a merge or an assignment', async () => {
    const demo = await clinic.worker('clinician', 'demo')
    const invented = await demo.register({ recordNumber: 'J-DEMO', familyName: 'Jonsdottir', birthDate: '1986-01-01' })
    const real = await nurse.register({ recordNumber: 'J-REAL', familyName: 'Jansen', birthDate: '1987-01-01' })
    const merge = { type: 'patientsMerged', payload: { intoPatientId: invented.patientId, reason: 'x' } }
    expect((await clinician.record(real.episodeId, [merge])).statusCode).toBe(404)
    const assign = { type: 'assigned', payload: { to: { account: 'demo-nurse' } } }
    expect((await clinician.record(real.episodeId, [assign])).statusCode).toBe(422)
    expect((await demo.record(invented.episodeId, [assign])).statusCode).toBe(200)
  })
})

describe('the log', () => {
  test('names no patient, no number, no search and no id of all this', () => {
    const log = clinic.logLines.join('')
    expect(log).toContain('/api/patients/search')
    for (const told of ['Xylander', 'Dvo', 'wirklich', 'Moreau', 'DUP-1', 'M-2', '1984-01-01', 'Registered twice']) {
      expect(log, told).not.toContain(told)
    }
    const lines = clinic.logLines.map((line) => JSON.parse(line))
    const members = new Set(lines.flatMap((line) => Object.keys(line)))
    members.delete('level')
    expect([...members].sort()).toEqual(['method', 'milliseconds', 'msg', 'requestId', 'route', 'status', 'time'])
  })
})
