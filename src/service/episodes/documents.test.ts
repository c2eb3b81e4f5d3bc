import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ClinicUnderTest, cleanScreen, clinicUnderTest, type Worker } from '../../../tests/clinic-under-test.ts'
import type { Document } from '../api/document.ts'
import { documentFrom } from './documents.ts'

let clinic: ClinicUnderTest
let clinician: Worker
let episodeId: string
beforeAll(async () => {
  clinic = await clinicUnderTest()
  clinician = await clinic.worker('clinician')
  ;({ episodeId } = await clinician.register())
  await clinician.recordAll(episodeId, [
    { type: 'answered', payload: { findings: { ...cleanScreen, fever: 'present' } } },
    { type: 'signed' },
  ])
})
afterAll(() => clinic.close())

const get = (path: string, accept?: string) =>
  clinician.browser.send(
    'GET',
    `/api/episodes/${episodeId}/${path}`,
    accept === undefined ? {} : { headers: { accept } },
  )

describe('a letter', () => {
  test('can be looked at before anything is sent, and says what is found, not found and not known', async () => {
    const letter: Document = (await get('letter')).json()
    expect(letter.locked).toBe(false)
    expect(
      letter.sections.map(({ heading }) => heading).filter((heading) => heading?.startsWith('RED FLAGS')),
    ).toHaveLength(3)
    expect(letter.text).toContain('XYLANDER-ÑUFLO, Zenobia')
    expect(letter.text).toContain('The clinician clinician') // the referrer, by display name
  })

  test('that was sent stays as it was, whatever is recorded later', async () => {
    const payload = { decision: 'surgicalReferral', destination: 'Spinal clinic', reason: 'REASON:\n- none' }
    const view = await clinician.recordAll(episodeId, [{ type: 'referred', payload }])
    const path = `letter?referral=${view.sequence}`
    const sent: Document = (await get(path)).json()
    expect(sent.locked).toBe(true)
    clinic.passSeconds(60)
    await clinician.recordAll(episodeId, [
      { type: 'amended', payload: { reason: 'Mistyped', findings: { fever: 'absent' } } },
    ])
    expect((await get(path)).json()).toEqual(sent)
    expect((await get('letter')).json().text).not.toBe(sent.text)
  })

  test.each([
    ['letter?referral=1', 404],
    ['letter?referral=99', 404],
    ['letter?referral=-1', 400],
    ['letter?decision=not%20an%20id', 400],
    ['letter?patient=x', 400],
  ])('%s is answered %i', async (path, status) => {
    expect((await get(path)).statusCode).toBe(status)
  })

  test.each([
    ['text/plain', 'text/plain; charset=utf-8'],
    ['text/plain, application/json', 'text/plain; charset=utf-8'],
    ['application/json, text/plain', 'application/json; charset=utf-8'],
    ['*/*', 'application/json; charset=utf-8'],
    [undefined, 'application/json; charset=utf-8'],
  ])('for whoever accepts %s is %s', async (accept, type) => {
    expect((await get('letter', accept)).headers['content-type']).toBe(type)
  })
})

describe('a handout', () => {
  test('for a real patient is not printed while no clinician has reviewed its text', async () => {
    const { text } = (await get('handout')).json() as Document
    expect(text).toContain('not been reviewed')
    expect(text.toLowerCase()).toContain('come back at once')
  })

  test('for an invented patient says so at its top and its bottom', async () => {
    const demo = await clinic.worker('clinician', 'demo')
    const { episodeId: invented } = await demo.register()
    const answer = await demo.browser.send('GET', `/api/episodes/${invented}/handout`, {
      headers: { accept: 'text/plain' },
    })
    const lines = answer.body.trim().split('\n')
    expect([lines[0], lines.at(-1)]).toEqual(['DEMO – not a real patient', 'DEMO – not a real patient'])
  })
})

describe('sections', () => {
  test('are the blocks between empty lines, with the heading that is all in capitals', () => {
    expect(documentFrom('DEMO – not\n\nTITLE OF IT\n\nTo:  X\n\nFOUND\n- none\n- FEVER\n', true)).toMatchObject({
      title: 'TITLE OF IT',
      sections: [
        { heading: null, lines: ['DEMO – not'] },
        { heading: 'TITLE OF IT', lines: [] },
        { heading: null, lines: ['To:  X'] },
        { heading: 'FOUND', lines: ['- none', '- FEVER'] },
      ],
      locked: true,
    })
  })
})

describe('a letter that is corrected', () => {
  const letterAt = async (id: string, sequence: number): Promise<Document> =>
    (await clinician.browser.send('GET', `/api/episodes/${id}/letter?referral=${sequence}`)).json()
  const sentTo = { decision: 'surgicalReferral', destination: 'Spinal clinic' }
  let patients = 0
  /** An episode with fever, referred. */
  async function sent(): Promise<{ readonly id: string; readonly patientId: string; readonly referral: number }> {
    patients += 1
    const number = `C-${patients}`
    const { episodeId: id, patientId } = await clinician.register({ recordNumber: number }, { confirmedNew: true })
    const { sequence } = await clinician.recordAll(id, [
      { type: 'answered', payload: { findings: { ...cleanScreen, fever: 'present' } } },
      { type: 'signed' },
      { type: 'referred', payload: sentTo },
    ])
    return { id, patientId, referral: sequence }
  }
  const worklist = async (id: string) => {
    const { items } = (await clinician.browser.send('GET', '/api/worklist')).json()
    return items.filter((each: { episodeId: string; kind: string }) => each.episodeId === id)
  }

  test('says so, names the one it replaces and what was not so, and is kept beside it', async () => {
    const { id, referral } = await sent()
    await clinician.recordAll(id, [
      { type: 'amended', payload: { reason: 'Read off the wrong chart', findings: { fever: 'absent' } } },
      { type: 'signed' },
    ])
    const waitingFor = 'A corrected letter: Referral to spinal surgery'
    expect((await worklist(id))[0]).toMatchObject({ kind: 'letterOutdated', urgency: 'urgent', waitingFor })
    const before = await letterAt(id, referral)
    const payload = { referral, destination: 'Spinal clinic', reason: 'Please see routinely' }
    const { sequence } = await clinician.recordAll(id, [{ type: 'letterCorrected', payload }])
    const letter = await letterAt(id, sequence)
    const said = letter.text.replace(/\s+/g, ' ')
    expect(letter.locked).toBe(true)
    expect(letter.text).toContain('CORRECTED REFERRAL: BACK PAIN')
    expect(said).toContain('This letter replaces ours of 14-Mar-2026.')
    expect(said).toContain('fever: the earlier letter said present; it is absent.')
    expect(said).toContain('Urgency: the earlier letter said Urgent; it is Routine.')
    expect(said).toContain('Please see routinely')
    expect(said).not.toContain('Read off the wrong chart')
    expect(await letterAt(id, referral)).toEqual(before)
    expect((await worklist(id)).map(({ kind }: { kind: string }) => kind)).not.toContain('letterOutdated')
  })

  test('of an episode that was another patient’s names that one’s number, and never that one', async () => {
    const { id, referral } = await sent()
    const right = await clinician.register({ familyName: 'Rightful', givenName: 'Bo', recordNumber: 'RIGHT-1' })
    const was = (await letterAt(id, referral)).text
    const payload = { intoPatientId: right.patientId, reason: 'Zenobia was in the room' }
    await clinician.recordAll(id, [{ type: 'episodeMoved', payload }, { type: 'signed' }])
    const corrected = { referral, destination: 'Spinal clinic' }
    const { sequence } = await clinician.recordAll(id, [{ type: 'letterCorrected', payload: corrected }])
    const { text } = await letterAt(id, sequence)
    expect(was).toContain('XYLANDER-ÑUFLO, Zenobia')
    expect(text).toContain('RIGHTFUL, Bo')
    expect(text).not.toMatch(/XYLANDER|Zenobia/)
    expect(text.replace(/\s+/g, ' ')).toMatch(
      /written under another patient’s record number \([^)]+\) by mistake\. It is not about that patient/,
    )
  })

  test('of a voided episode can only be withdrawn, about the patient whom it named', async () => {
    const { id, referral } = await sent()
    await clinician.recordAll(id, [{ type: 'voided', payload: { reason: 'Entered twice' } }])
    expect((await worklist(id)).map(({ kind }: { kind: string }) => kind)).toEqual(['letterOutdated'])
    const payload = { referral, withdraws: true, destination: 'Spinal clinic', reason: 'No visit took place' }
    const { sequence } = await clinician.recordAll(id, [{ type: 'letterCorrected', payload }])
    const { text } = await letterAt(id, sequence)
    expect(text).toContain('WITHDRAWN REFERRAL: BACK PAIN')
    expect(text).toContain('XYLANDER-ÑUFLO, Zenobia')
    expect(text).toContain('No visit took place')
    expect(text).not.toContain('fever')
    expect(await worklist(id)).toEqual([])
  })

  test('is a clinician’s to send, and refused where the letter is right', async () => {
    const { id, referral } = await sent()
    const nurse = await clinic.worker('nurse')
    const payload = { referral, destination: 'Spinal clinic' }
    const refusal = await clinician.record(id, [{ type: 'letterCorrected', payload }])
    expect(refusal.json()).toMatchObject({ code: 'PLB_EPISODE_REFUSED', errors: [{ code: 'PLB_CARE_LETTER_RIGHT' }] })
    const refused = await nurse.record(id, [{ type: 'letterCorrected', payload }])
    expect(refused.json()).toMatchObject({ code: 'PLB_SESSION_NOT_PERMITTED' })
  })
})
