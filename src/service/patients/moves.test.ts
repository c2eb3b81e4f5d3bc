import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ClinicUnderTest, clinicUnderTest, type Worker } from '../../../tests/clinic-under-test.ts'
import type { PatientView } from '../api/episode.ts'
import type { PatientList } from '../api/patient.ts'

let clinic: ClinicUnderTest
let doctor: Worker
let nurse: Worker
beforeAll(async () => {
  clinic = await clinicUnderTest()
  doctor = await clinic.worker('clinician')
  nurse = await clinic.worker('nurse')
})
afterAll(() => clinic.close())

const view = async (patientId: string): Promise<PatientView> =>
  (await doctor.browser.send('GET', `/api/patients/${patientId}`)).json()
const search = async (text: string): Promise<PatientList> =>
  (await doctor.browser.send('POST', '/api/patients/search', { body: { text } })).json()
const kinds = async (episodeId: string): Promise<string[]> => {
  const { items } = (await doctor.browser.send('GET', '/api/worklist')).json()
  return items
    .filter((item: { episodeId: string }) => item.episodeId === episodeId)
    .map(({ kind }: { kind: string }) => kind)
}
let births = 1900
const register = (familyName: string, over: object = {}) => {
  births += 1
  return nurse.register({ familyName, recordNumber: familyName, birthDate: `${births}-05-06`, ...over })
}
const projectionsHold = async (): Promise<void> => {
  for (const name of ['patients', 'worklist'])
    expect(await clinic.records.real.checkProjection(name)).toMatchObject({ equal: true })
}
const flagged = { type: 'answered', payload: { findings: { fever: 'present' } } }

describe('an episode entered for the wrong patient', () => {
  test('is moved with its history; both patients show it, and its signature is asked again', async () => {
    const wrong = await register('Falsch')
    const right = await register('Richtig')
    await doctor.recordAll(wrong.episodeId, [flagged, { type: 'signed' }])
    const before = await doctor.see(wrong.episodeId)
    const payload = { intoPatientId: right.patientId, reason: 'The other patient was in the room' }
    const after = await doctor.recordAll(wrong.episodeId, [{ type: 'episodeMoved', payload }])
    expect(after.patient).toMatchObject({ familyName: 'Richtig' })
    expect(after.state.timeline).toHaveLength(before.state.timeline.length + 1)
    expect(after.state.signed[0]?.unsettledBy).toMatchObject({ reason: payload.reason })
    expect(await kinds(wrong.episodeId)).toEqual(['unsigned'])

    expect((await view(right.patientId)).episodes.map(({ episodeId }) => episodeId).sort()).toEqual(
      [wrong.episodeId, right.episodeId].sort(),
    )
    // Whoever looks for the first patient still finds a record, which says what became of the episode.
    const left = await view(wrong.patientId)
    expect(left.patient.familyName).toBe('Falsch')
    expect(left.movedAway).toEqual([
      {
        episodeId: wrong.episodeId,
        intoPatientId: right.patientId,
        reason: payload.reason,
        on: '2026-03-14',
        by: clinic.accountIds.get('clinician'),
      },
    ])
    expect(left.episodes.map(({ state }) => state.closed?.reason)).toEqual([
      'The only episode was another patient’s, and was moved there',
    ])
    expect((await search('Falsch')).patients).toMatchObject([{ patientId: wrong.patientId, open: false }])
    await projectionsHold()
  })

  test('of a patient with another episode leaves that one as it is, and adds none', async () => {
    const wrong = await register('Zwei')
    const right = await register('Eins')
    const second = await doctor.browser.send('POST', `/api/patients/${wrong.patientId}/episodes`, {
      body: { commandId: randomUUID() },
    })
    const payload = { intoPatientId: right.patientId, reason: 'Mixed up' }
    await doctor.recordAll(wrong.episodeId, [{ type: 'episodeMoved', payload }])
    expect((await view(wrong.patientId)).episodes.map(({ episodeId }) => episodeId)).toEqual([second.json().episodeId])
  })

  test('moves once, however often the command is sent', async () => {
    const wrong = await register('Doppelt')
    const right = await register('Einfach')
    const body = {
      commandId: randomUUID(),
      expectedSequence: 1,
      events: [{ type: 'episodeMoved', payload: { intoPatientId: right.patientId, reason: 'Mixed up' } }],
    }
    const first = await doctor.send(wrong.episodeId, body)
    const again = await doctor.send(wrong.episodeId, body)
    expect([first.statusCode, again.statusCode]).toEqual([200, 200])
    expect((await doctor.see(wrong.episodeId)).sequence).toBe(2)
    expect((await view(wrong.patientId)).episodes).toHaveLength(1)
  })

  test('is not moved to somebody who is not in this record, nor by a nurse', async () => {
    const { episodeId } = await register('Niemand')
    const payload = { intoPatientId: randomUUID(), reason: 'Mixed up' }
    expect((await doctor.record(episodeId, [{ type: 'episodeMoved', payload }])).json().code).toBe(
      'PLB_PATIENT_NOT_FOUND',
    )
    expect((await nurse.record(episodeId, [{ type: 'episodeMoved', payload }])).statusCode).toBe(403)
  })
})

describe('an entry made for the wrong patient', () => {
  test('goes to the right episode, in one append: gone here, waiting for a signature there', async () => {
    const wrong = await register('Hier')
    const right = await register('Dort')
    await doctor.recordAll(right.episodeId, [
      { type: 'answered', payload: { findings: { cancerHistory: 'past' } } },
      { type: 'signed' },
      { type: 'ordered', payload: { tests: ['esr'] } },
    ])
    await nurse.recordAll(wrong.episodeId, [
      { type: 'resultReceived', payload: { findings: { esrMmPerHour: 90 }, reportedText: 'Raised' } },
    ])
    const payload = { entry: 2, toEpisodeId: right.episodeId, reason: 'Two patients of one name' }
    const here = await doctor.recordAll(wrong.episodeId, [{ type: 'entryMovedAway', payload }])
    expect(here.state.findings).not.toHaveProperty('esrMmPerHour')
    expect(here.state.results).toEqual([])
    const there = await doctor.see(right.episodeId)
    expect(there.state.findings.esrMmPerHour).toMatchObject({ value: 90 })
    expect(there.state.awaited).toEqual([])
    expect(there.state.results).toMatchObject([{ reportedText: 'Raised', tests: ['esr'] }])
    expect(there.state.timeline.at(-1)).toMatchObject({ type: 'entryMovedHere', detail: payload.reason })
    expect(here.state.timeline.at(-1)).toMatchObject({ type: 'entryMovedAway', detail: payload.reason })
    const stored = await clinic.records.real.readEpisode(right.episodeId)
    expect(stored.at(-1)?.payload).toMatchObject({ enteredBy: clinic.accountIds.get('nurse'), entry: 2 })
    expect(await kinds(right.episodeId)).toContain('unsigned')
    await projectionsHold()
  })

  test('stays where it is where it cannot stand at the other end', async () => {
    const wrong = await register('Bleibt', { sexAtBirth: 'female' })
    const right = await register('Passtnicht', { sexAtBirth: 'male' })
    await doctor.recordAll(wrong.episodeId, [{ type: 'answered', payload: { findings: { pregnant: 'present' } } }])
    const payload = { entry: 2, toEpisodeId: right.episodeId, reason: 'Mixed up' }
    const refusal = await doctor.record(wrong.episodeId, [{ type: 'entryMovedAway', payload }])
    expect(refusal.json()).toMatchObject({ code: 'PLB_EPISODE_REFUSED', errors: [{ code: 'PLB_CARE_FINDINGS' }] })
    expect((await doctor.see(wrong.episodeId)).sequence).toBe(2)
    expect((await doctor.see(right.episodeId)).sequence).toBe(1)
  })

  test('is not sent to an episode of the other workspace, nor brought in from outside', async () => {
    const demo = await clinic.worker('clinician', 'demo')
    const invented = await demo.register({ recordNumber: 'MOVE-DEMO' })
    const real = await register('Echt')
    await doctor.recordAll(real.episodeId, [flagged])
    const payload = { entry: 2, toEpisodeId: invented.episodeId, reason: 'Mixed up' }
    expect((await doctor.record(real.episodeId, [{ type: 'entryMovedAway', payload }])).json().code).toBe(
      'PLB_EPISODE_NOT_FOUND',
    )
    const brought = { type: 'entryMovedHere', payload: { kind: 'answered', findings: {} } }
    expect((await doctor.record(real.episodeId, [brought])).statusCode).toBe(400)
  })
})

describe('a merge', () => {
  test('is taken back for every episode that it brought, and for no other', async () => {
    const from = await register('Meier')
    const into = await register('Maier')
    const second = (
      await doctor.browser.send('POST', `/api/patients/${from.patientId}/episodes`, {
        body: { commandId: randomUUID() },
      })
    ).json()
    const merge = { intoPatientId: into.patientId, reason: 'Registered twice' }
    await doctor.recordAll(from.episodeId, [{ type: 'patientsMerged', payload: merge }])
    const since = (
      await doctor.browser.send('POST', `/api/patients/${into.patientId}/episodes`, {
        body: { commandId: randomUUID() },
      })
    ).json()
    const unmerge = { intoPatientId: from.patientId, reason: 'They are sisters' }
    await doctor.recordAll(second.episodeId, [{ type: 'patientsUnmerged', payload: unmerge }])
    const ids = async (patientId: string) => (await view(patientId)).episodes.map(({ episodeId }) => episodeId).sort()
    expect(await ids(from.patientId)).toEqual([from.episodeId, second.episodeId].sort())
    expect(await ids(into.patientId)).toEqual([into.episodeId, since.episodeId].sort())
    expect((await search('Meier')).patients).toMatchObject([{ patientId: from.patientId }])
    expect(
      (await doctor.record(into.episodeId, [{ type: 'patientsUnmerged', payload: unmerge }])).json().errors,
    ).toMatchObject([{ code: 'PLB_CARE_NOT_MERGED' }])
    await projectionsHold()
  })
})
