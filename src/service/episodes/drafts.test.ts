import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ClinicUnderTest, clinicUnderTest, type Worker } from '../../../tests/clinic-under-test.ts'

let clinic: ClinicUnderTest
let nurse: Worker
let clinician: Worker
let episodeId: string
let url: string
beforeAll(async () => {
  clinic = await clinicUnderTest()
  nurse = await clinic.worker('nurse')
  clinician = await clinic.worker('clinician')
  ;({ episodeId } = await nurse.register())
  url = `/api/episodes/${episodeId}/draft`
})
afterAll(() => clinic.close())

const save = (worker: Worker, revision: number, content: object) =>
  worker.browser.send('PUT', url, { body: { revision, basedOnSequence: 1, content } })
const load = async (worker: Worker) => (await worker.browser.send('GET', url)).json().draft

describe('a draft', () => {
  test('is nothing until it is saved, then what was saved last', async () => {
    expect(await load(nurse)).toBeNull()
    expect((await save(nurse, 0, { fever: 'present' })).json().draft).toMatchObject({ revision: 1, basedOnSequence: 1 })
    expect((await save(nurse, 1, { fever: 'present', note: { lines: ['a', 1, null] } })).json().draft.revision).toBe(2)
    expect(await load(nurse)).toEqual({
      revision: 2,
      basedOnSequence: 1,
      content: { fever: 'present', note: { lines: ['a', 1, null] } },
      savedAt: '2026-03-14T09:00:00.000Z',
    })
  })

  test('is its author’s alone', async () => {
    expect(await load(clinician)).toBeNull()
    await save(clinician, 0, { severity: 3 })
    expect((await load(nurse)).content).not.toHaveProperty('severity')
    expect((await clinician.browser.send('DELETE', url)).statusCode).toBe(204)
    expect(await load(clinician)).toBeNull()
    expect(await load(nurse)).not.toBeNull()
  })

  test('saved from another window meanwhile is not overwritten, and both are there to choose from', async () => {
    const before = await load(nurse)
    const other = await save(nurse, before.revision, { fever: 'absent' })
    const refusal = await save(nurse, before.revision, { fever: 'notKnown' })
    expect(refusal.statusCode).toBe(409)
    expect(refusal.json()).toMatchObject({ code: 'PLB_DRAFT_CONFLICT', currentDraft: other.json().draft })
    expect((await load(nurse)).content).toEqual({ fever: 'absent' })
  })

  test('saved twice because the answer was lost is saved once', async () => {
    const { revision } = await load(nurse)
    const [first, second] = [await save(nurse, revision, { a: 1 }), await save(nurse, revision, { a: 1 })]
    expect(second.json()).toEqual(first.json())
  })

  test('is on its author’s worklist as long as there is something in it', async () => {
    const listed = async () => (await nurse.browser.send('GET', '/api/worklist?show=drafts')).json()
    const { revision } = await load(nurse)
    expect(await listed()).toMatchObject({ items: [{ kind: 'draft', episodeId }], counts: { drafts: 1 } })
    await save(nurse, revision, {})
    expect(await listed()).toMatchObject({ items: [], counts: { drafts: 0 } })
  })

  test('of an old revision after it was discarded says that it is gone', async () => {
    const { revision } = await load(nurse)
    await nurse.browser.send('DELETE', url)
    expect((await save(nurse, revision, {})).json()).toMatchObject({ code: 'PLB_DRAFT_CONFLICT', currentDraft: null })
  })

  test.each([
    ['of no episode', '/api/episodes/6f1c7f04-5d0c-4d0a-9f43-3f9c2f5b8a11/draft', {}, 404],
    ['too large', '', { text: 'x'.repeat(70_000) }, 400],
  ])('%s is refused', async (_, other, content, status) => {
    const body = { revision: 0, basedOnSequence: 1, content }
    expect((await nurse.browser.send('PUT', other || url, { body })).statusCode).toBe(status)
  })

  test('is not in the record', async () => {
    await save(nurse, 0, { fever: 'present' })
    expect(await clinic.records.real.readEpisode(episodeId)).toHaveLength(1)
  })
})

describe('a restart', () => {
  test('keeps everything: patients, events, worklist, drafts, chain', async () => {
    await nurse.recordAll(episodeId, [{ type: 'answered', payload: { findings: { fever: 'present' } } }])
    const asked = ['/api/patients', `/api/episodes/${episodeId}`, '/api/worklist', url]
    const before = await Promise.all(asked.map(async (each) => (await nurse.browser.send('GET', each)).json()))
    await clinic.stop()
    clinic = await clinicUnderTest({}, clinic.folder)
    const { browser } = nurse
    const again = clinic.browser()
    again.cookie = browser.cookie // the session is kept too
    const after = await Promise.all(asked.map(async (each) => (await again.send('GET', each)).json()))
    expect(after).toEqual(before)
    expect(after[3].draft.content).toEqual({ fever: 'present' })
    expect(await clinic.records.real.verifyChain()).toMatchObject({ intact: true, events: 2 })
  })
})
