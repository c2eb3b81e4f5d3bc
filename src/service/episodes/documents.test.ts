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
