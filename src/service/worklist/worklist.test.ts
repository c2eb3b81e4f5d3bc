import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ClinicUnderTest, cleanScreen, clinicUnderTest, type Worker } from '../../../tests/clinic-under-test.ts'
import type { Worklist } from '../api/worklist.ts'

let clinic: ClinicUnderTest
let clinician: Worker
beforeAll(async () => {
  clinic = await clinicUnderTest()
  clinician = await clinic.worker('clinician')
})
afterAll(() => clinic.close())

const worklist = async (query: string, worker = clinician): Promise<Worklist> =>
  (await worker.browser.send('GET', `/api/worklist?${query}`)).json()
const families = ({ items }: Worklist) => items.map(({ patient }) => patient.familyName)

describe('the worklist', () => {
  test('shows what is assigned to me, to my role, or everything', async () => {
    const mine = await clinician.register({ familyName: 'Mine', recordNumber: '1' })
    const ours = await clinician.register({ familyName: 'Ours', recordNumber: '2', birthDate: '1950-01-01' })
    await clinician.register({ familyName: 'Nobody', recordNumber: '3', birthDate: '1951-01-01' })
    const me = clinic.accountIds.get('clinician')
    await clinician.recordAll(mine.episodeId, [{ type: 'assigned', payload: { to: { account: me } } }])
    await clinician.recordAll(ours.episodeId, [{ type: 'assigned', payload: { to: { role: 'nurse' } } }])
    expect(families(await worklist('assigned=me'))).toEqual(['Mine'])
    expect(families(await worklist('assigned=role'))).toEqual([])
    const nurse = await clinic.worker('nurse')
    expect(families(await worklist('assigned=me', nurse))).toEqual([])
    expect(families(await worklist('assigned=role', nurse))).toEqual(['Ours'])
    expect(families(await worklist('assigned=all', nurse)).sort()).toEqual(['Mine', 'Nobody', 'Ours'])
  })

  test('counts each filter for what it would show, and its words follow the day', async () => {
    const { episodeId } = await clinician.register({
      familyName: 'Counted',
      recordNumber: '4',
      birthDate: '1952-01-01',
    })
    await clinician.recordAll(episodeId, [
      { type: 'answered', payload: { findings: { ...cleanScreen, fever: 'present' } } },
      { type: 'signed' },
      { type: 'ordered', payload: { tests: ['esr'] } },
    ])
    const asOf = async (): Promise<[string, string[], number]> => {
      const { asOf: day, items, counts } = await worklist('show=results', await clinic.worker('nurse'))
      return [day, items.map(({ due }) => due), counts.overdue]
    }
    expect(await asOf()).toEqual(['2026-03-14', ['Due in 3 days'], 0])
    clinic.passSeconds(4 * 86_400)
    const [day, due, overdue] = await asOf()
    expect([day, due]).toEqual(['2026-03-18', ['Overdue by 1 day']])
    expect(overdue).toBe((await worklist('show=overdue', await clinic.worker('nurse'))).items.length)
  })

  test('shows one’s own drafts, and nobody else’s, by the day they were saved', async () => {
    const typist = await clinic.worker('nurse', 'real', 'typist')
    const other = await clinic.worker('nurse')
    const { episodeId, patientId } = await typist.register({
      familyName: 'Typed',
      recordNumber: '77',
      birthDate: '1954-01-01',
    })
    const body = { revision: 0, basedOnSequence: 1, content: { fever: 'present' } }
    await typist.browser.send('PUT', `/api/episodes/${episodeId}/draft`, { body })
    const drafts = await worklist('show=drafts', typist)
    expect(drafts.items).toMatchObject([
      { kind: 'draft', episodeId, nextAction: { path: `/patients/${patientId}/assess?episode=${episodeId}` } },
    ])
    expect(drafts.counts.drafts).toBe(1)
    expect((await worklist('show=drafts', other)).items).toEqual([])
    await typist.browser.send('DELETE', `/api/episodes/${episodeId}/draft`)
    expect((await worklist('show=drafts', typist)).items).toEqual([])
  })

  test('shows what is nobody’s, and what a message tells a person of', async () => {
    const doctor = await clinic.worker('clinician')
    const ids = async (query: string, who = doctor) =>
      new Set((await worklist(query, who)).items.map((item) => item.episodeId))
    const { episodeId } = await doctor.register({ familyName: 'Unowned', recordNumber: '78', birthDate: '1955-01-01' })
    expect((await ids('assigned=nobody')).has(episodeId)).toBe(true)
    expect((await ids('assigned=forMe')).has(episodeId)).toBe(true)
    const anotherNurse = await clinic.worker('nurse')
    expect((await ids('assigned=forMe', anotherNurse)).has(episodeId)).toBe(false)
    await doctor.recordAll(episodeId, [{ type: 'assigned', payload: { to: { role: 'nurse' } } }])
    expect((await ids('assigned=nobody')).has(episodeId)).toBe(false)
    expect((await ids('assigned=forMe')).has(episodeId)).toBe(false)
    expect((await ids('assigned=forMe', anotherNurse)).has(episodeId)).toBe(true)
  })

  test('is empty of what is voided', async () => {
    const doctor = await clinic.worker('clinician')
    const { episodeId } = await doctor.register({ familyName: 'Voided', recordNumber: '5', birthDate: '1953-01-01' })
    expect(families(await worklist('', doctor))).toContain('Voided')
    await doctor.recordAll(episodeId, [{ type: 'voided', payload: { reason: 'Entered for the wrong patient' } }])
    expect(families(await worklist('', doctor))).not.toContain('Voided')
    expect(
      (await doctor.record(episodeId, [{ type: 'closed', payload: { reason: 'x' } }])).json().errors,
    ).toMatchObject([{ code: 'PLB_CARE_VOIDED' }])
  })

  test.each(['show=everything', 'assigned=you', 'patient=Mine'])('refuses the filter %s', async (query) => {
    const { browser } = await clinic.worker('nurse')
    expect((await browser.send('GET', `/api/worklist?${query}`)).statusCode).toBe(400)
  })
})

describe('the staff', () => {
  test('are the accounts by name, without user names', async () => {
    const { browser } = await clinic.worker('nurse')
    const staff = (await browser.send('GET', '/api/staff')).json()
    expect(staff).toContainEqual({
      id: clinic.accountIds.get('nurse'),
      displayName: 'The nurse nurse',
      role: 'nurse',
      active: true,
    })
  })

  test('of the demo are invented colleagues, and nobody real for whoever has no account', async () => {
    const visitor = clinic.browser()
    await visitor.send('POST', '/api/demo-session')
    const names = (await visitor.send('GET', '/api/staff')).json().map(({ id }: { id: string }) => id)
    expect(names.sort()).toEqual(['demo-clinician', 'demo-colleague', 'demo-nurse'])
  })
})
