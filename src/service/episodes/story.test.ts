import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ClinicUnderTest, cleanScreen, clinicUnderTest, patientOnTrial } from '../../../tests/clinic-under-test.ts'
import type { EpisodeView } from '../api/episode.ts'
import type { Worklist } from '../api/worklist.ts'

const secondsPerDay = 86_400
let clinic: ClinicUnderTest
beforeAll(async () => {
  clinic = await clinicUnderTest()
})
afterAll(() => clinic.close())

const worklist = async (show = 'all'): Promise<Worklist> => {
  const { browser } = await clinic.worker('nurse')
  return (await browser.send('GET', `/api/worklist?show=${show}`)).json()
}
const kinds = ({ items }: Worklist) =>
  items.map(({ kind, overdueDays }) => (overdueDays > 0 ? `${kind} overdue` : kind))
const stanceOf = ({ state }: EpisodeView, decision: string) =>
  state.decision.actions.find((action) => action.decision === decision)?.stance

describe('a patient with a red flag, from the first question to the closed episode', () => {
  let episodeId: string
  let patientId: string

  test('is registered by a nurse, with one open plan to make', async () => {
    const nurse = await clinic.worker('nurse')
    ;({ episodeId, patientId } = await nurse.register())
    const view = await nurse.see(episodeId)
    expect(view).toMatchObject({ patientId, sequence: 1, asOf: '2026-03-14', state: { status: 'screening' } })
    expect(view.patient).toEqual(patientOnTrial)
    expect(kinds(await worklist())).toEqual(['nothingPlanned'])
  })

  test('is answered by the nurse and signed by the clinician, with what the server decides', async () => {
    const nurse = await clinic.worker('nurse')
    const findings = { ...cleanScreen, cancerHistory: 'past', treatedForCancer: 'present' }
    await nurse.recordAll(episodeId, [{ type: 'answered', payload: { findings } }])
    expect(kinds(await worklist('unsigned'))).toEqual(['unsigned'])
    const clinician = await clinic.worker('clinician')
    const view = await clinician.recordAll(episodeId, [{ type: 'signed' }])
    const [signed] = view.state.signed
    expect(signed).toMatchObject({
      by: clinic.accountIds.get('clinician'),
      asOf: '2026-03-14',
      decision: { urgency: { level: 'soon' }, redFlags: [{ statements: ['B1'] }] },
      protocol: { name: 'back-pain', layer: 'standard', hash: view.state.decision.protocol.hash },
    })
    expect(signed?.findings.cancerHistory).toEqual({ value: 'past', observedOn: '2026-03-14' })
    expect([stanceOf(view, 'xray'), stanceOf(view, 'esr'), stanceOf(view, 'surgicalReferral')]).toEqual([
      'recommended',
      'recommended',
      'recommended',
    ])
  })

  test('has tests ordered and is referred without waiting for them', async () => {
    const clinician = await clinic.worker('clinician')
    const view = await clinician.recordAll(episodeId, [
      { type: 'ordered', payload: { tests: ['xray', 'esr'] } },
      {
        type: 'referred',
        payload: {
          decision: 'surgicalReferral',
          destination: 'Spinal clinic',
          reason: 'Earlier illness.',
          told: 'Come back if worse.',
        },
      },
    ])
    expect(view.state.status).toBe('referred')
    expect(view.state.referrals).toMatchObject([{ decision: 'surgicalReferral', urgency: 'soon' }])
    expect(kinds(await worklist())).toEqual(['resultAwaited', 'resultAwaited', 'referralUnacknowledged'])
  })

  test('is overdue when nothing comes back', async () => {
    clinic.passSeconds(15 * secondsPerDay)
    expect(kinds(await worklist('overdue'))).toEqual([
      'resultAwaited overdue',
      'resultAwaited overdue',
      'referralUnacknowledged overdue',
    ])
    expect((await worklist('overdue')).items[0]).toMatchObject({
      due: 'Overdue by 5 days',
      patient: { familyName: patientOnTrial.familyName },
      nextAction: { code: 'enterResult', path: `/patients/${patientId}/results?episode=${episodeId}` },
    })
    expect((await worklist('reviews')).items).toEqual([])
  })

  test('has both results abnormal, so that an MRI is recommended', async () => {
    const nurse = await clinic.worker('nurse')
    const findings = { xray: 'compressionFracture', esrMmPerHour: 61 }
    const view = await nurse.recordAll(episodeId, [
      { type: 'resultReceived', payload: { findings, reportedText: 'Wedge deformity.\nRest normal.' } },
    ])
    expect(stanceOf(view, 'mri')).toBe('recommended')
    expect(view.state.awaited).toEqual([])
    expect(kinds(await worklist('results'))).toEqual(['resultToSignOff'])
  })

  test('has the MRI ordered, its result signed, the referral acknowledged, and is closed with a reason', async () => {
    const clinician = await clinic.worker('clinician')
    const referral = (await clinician.see(episodeId)).state.referrals[0]?.sequence
    await clinician.recordAll(episodeId, [
      { type: 'signed' },
      { type: 'ordered', payload: { tests: ['mri'] } },
      {
        type: 'referralAcknowledged',
        payload: { referral, acknowledgedOn: '2026-03-29', appointmentOn: '2026-04-02' },
      },
      { type: 'resultReceived', payload: { findings: { mri: 'fracture' } } },
      { type: 'signed' },
    ])
    const early = await clinician.record(episodeId, [
      { type: 'closed', payload: { reason: 'Taken over by the clinic.' } },
    ])
    expect(early.statusCode).toBe(422)
    expect(early.json().errors).toMatchObject([
      { code: 'PLB_CARE_OPEN_WORK', path: 'body.events.0.payload.openWorkReason' },
    ])
    const closed = { reason: 'Taken over by the clinic.', openWorkReason: 'The clinic does the rest.' }
    const view = await clinician.recordAll(episodeId, [{ type: 'closed', payload: closed }])
    expect(view.state.status).toBe('closed')
    expect((await worklist()).items).toEqual([])
  })

  test('can be read afterwards: every event in the timeline, in whose name, and the letter as it was sent', async () => {
    const { browser } = await clinic.worker('auditor')
    const patient = (await browser.send('GET', `/api/patients/${patientId}`)).json()
    expect(patient.timeline.map(({ type }: { type: string }) => type).reverse()).toEqual([
      'registered',
      'answered',
      'signed',
      'ordered',
      'referred',
      'resultReceived',
      'signed',
      'ordered',
      'referralAcknowledged',
      'resultReceived',
      'signed',
      'closed',
    ])
    const letter = await browser.send('GET', `/api/episodes/${episodeId}/letter?referral=5`, {
      headers: { accept: 'text/plain' },
    })
    expect(letter.headers['content-type']).toBe('text/plain; charset=utf-8')
    expect(letter.body).toContain('XYLANDER-ÑUFLO, Zenobia')
    expect(letter.body).toContain('Spinal clinic')
    expect(letter.body).toContain('Earlier illness.')
    expect(letter.body).not.toContain('Wedge deformity')
    expect(await clinic.records.real.verifyChain()).toMatchObject({ intact: true, events: 12 })
  })

  test('left no name, number or birth date in the log', () => {
    const log = clinic.logLines.join('')
    expect(log).toContain('/api/episodes/:episodeId/events')
    for (const told of Object.values(patientOnTrial).filter((each) => each !== 'male')) expect(log).not.toContain(told)
    expect(log).not.toContain(patientId)
    expect(log).not.toContain(episodeId)
    expect(log).not.toContain('Wedge')
  })
})
