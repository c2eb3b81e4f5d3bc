import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type ClinicUnderTest, clinicUnderTest, patientOnTrial, type Worker } from '../../../tests/clinic-under-test.ts'
import { placeIn, tamper, withoutTriggers } from '../../../tests/store-under-test.ts'
import type { AuditEntry, AuditFile, AuditPage } from '../api/audit.ts'
import { permissions, type RouteName } from '../permissions.ts'
import { isAudited } from './audited.ts'
import { wordsOf } from './route-words.ts'

let clinic: ClinicUnderTest
let clinician: Worker
let auditor: Worker
let ids: { readonly patientId: string; readonly episodeId: string }
beforeEach(async () => {
  clinic = await clinicUnderTest()
  clinician = await clinic.worker('clinician')
  auditor = await clinic.worker('auditor')
  ids = await clinician.register()
})
afterEach(() => clinic.close())

const page = async (body: object = {}): Promise<AuditPage> =>
  (await auditor.browser.send('POST', '/api/audit/search', { body })).json()
const newest = async (body: object = {}): Promise<AuditEntry | undefined> => (await page(body)).entries[0]
const exported = async (body: object): Promise<AuditFile> =>
  (await auditor.browser.send('POST', '/api/audit/export', { body })).json()

describe('who did and saw what', () => {
  test('is written with who, when, from where, of whom and how it was answered', async () => {
    await clinician.see(ids.episodeId)
    const [own] = (await clinician.browser.send('GET', '/api/sessions')).json()
    expect(await newest()).toEqual({
      position: expect.any(Number),
      at: '2026-03-14T09:00:00.000Z',
      actorId: clinic.accountIds.get('clinician'),
      actorName: 'The clinician clinician',
      role: 'clinician',
      route: 'GET /api/episodes/:episodeId',
      did: 'Opened an episode of a patient',
      status: 200,
      address: '127.0.0.1',
      sessionId: own.id,
      patientId: ids.patientId,
      episodeId: ids.episodeId,
      subjectId: null,
    })
  })

  test('says who came in, who could not, and who was not permitted', async () => {
    expect(await newest({ actorId: clinic.accountIds.get('clinician'), from: '2026-03-14' })).toMatchObject({
      status: 201,
    })
    await clinic.browser().signIn('clinician', 'wrong wrong wrong')
    expect(await newest()).toMatchObject({ route: 'POST /api/session', status: 401, actorId: 'nobody' })
    await auditor.browser.send('POST', '/api/patients', { body: {} })
    expect(await newest({ what: 'refused' })).toMatchObject({
      route: 'POST /api/patients',
      status: 403,
      role: 'auditor',
    })
    await clinic.worker('nurse')
    expect(await newest()).toMatchObject({
      route: 'POST /api/session',
      status: 200,
      actorId: clinic.accountIds.get('nurse'),
    })
  })

  test('says who was added, though no address named them', async () => {
    expect(await newest({ what: 'changed' })).toMatchObject({ route: 'POST /api/patients', status: 201, ...ids })
  })

  test('names no patient but by id, whatever they are called', async () => {
    await clinician.browser.send('POST', '/api/patients/search', { body: { text: patientOnTrial.familyName } })
    await clinician.browser.send('GET', `/api/patients/${encodeURIComponent(patientOnTrial.familyName)}`)
    const text = (await exported({ format: 'ndjson' })).text
    for (const said of [patientOnTrial.familyName, patientOnTrial.givenName, patientOnTrial.recordNumber])
      expect(text).not.toContain(said)
  })

  test('is found by patient, person, day and kind, page by page', async () => {
    for (let reads = 0; reads < 105; reads++) await clinician.browser.send('GET', `/api/patients/${ids.patientId}`)
    const first = await page({ patientId: ids.patientId, what: 'read' })
    expect(first.entries).toHaveLength(100)
    const rest = await page({ patientId: ids.patientId, what: 'read', before: first.next })
    expect(rest.entries).toHaveLength(5)
    expect(rest.next).toBeNull()
    const all = [...first.entries, ...rest.entries].map(({ position }) => position)
    expect(all).toEqual([...new Set(all)].sort((one, other) => other - one))
    expect((await page({ from: '2026-03-15' })).entries).toEqual([])
    expect((await page({ to: '2026-03-13' })).entries).toEqual([])
    const byPerson = (await page({ actorId: clinic.accountIds.get('auditor') })).entries
    expect(new Set(byPerson.map(({ actorName }) => actorName))).toEqual(new Set(['The auditor auditor']))
  })

  test('is for the auditor alone, who is seen too', async () => {
    for (const role of ['clinician', 'nurse', 'administrator', 'integration'] as const)
      expect(
        (await (await clinic.worker(role)).browser.send('POST', '/api/audit/search', { body: {} })).statusCode,
      ).toBe(403)
    await page()
    expect(await newest()).toMatchObject({ route: 'POST /api/audit/search', role: 'auditor' })
  })

  test('goes out as CSV that no spreadsheet runs', async () => {
    await clinic.database
      .updateTable('account')
      .set({ display_name: '=cmd("a"),1' })
      .where('username', '=', 'clinician')
      .execute()
    await clinician.see(ids.episodeId)
    const { name, text } = await exported({ patientId: ids.patientId, format: 'csv' })
    expect(name).toBe('audit-2026-03-14.csv')
    expect(text.split('\n')[0]).toMatch(/^position,at,actorId,actorName,role,route,did,status/)
    expect(text).toContain(`"'=cmd(""a""),1"`)
    expect(await newest()).toMatchObject({
      route: 'POST /api/audit/export',
      did: 'Took entries of this list out as a file',
    })
  })

  test('leaves the demo patients out, who are nobody’s', async () => {
    const before = (await page()).head.position
    const demo = await clinic.worker('clinician', 'demo')
    await demo.browser.send('GET', '/api/worklist')
    const routes = (await page()).entries.filter(({ position }) => position > before).map(({ route }) => route)
    expect(routes).not.toContain('GET /api/worklist')
  })

  test('is written before anything is shown: where it cannot be, nothing is', async () => {
    await clinic.audit.close()
    const answer = await clinician.browser.send('GET', `/api/patients/${ids.patientId}`)
    expect([answer.statusCode, answer.json().code]).toEqual([503, 'PLB_AUDIT_NOT_WRITTEN'])
    expect(answer.body).not.toContain(patientOnTrial.familyName)
    const signIn = await clinic.browser().signIn('clinician')
    expect([signIn.statusCode, signIn.headers['set-cookie']]).toEqual([503, undefined])
  })

  test('has every route that reads or changes patients, accounts, settings or the protocol', () => {
    const left = (Object.keys(permissions) as RouteName[]).filter((name) => !isAudited(name))
    for (const name of left)
      expect(name).not.toMatch(/patients|episodes|worklist|accounts|programs|settings|audit|reports/)
    for (const name of ['POST /api/session', 'GET /fhir/Patient/:id/$everything', 'POST /cds-services/:id'] as const)
      expect(isAudited(name)).toBe(true)
  })

  test('has words for each of them that a lay auditor understands, and no two alike', () => {
    const audited = (Object.keys(permissions) as RouteName[]).filter(isAudited)
    expect(audited.filter((name) => wordsOf(name) === name)).toEqual([])
    expect(audited.map(wordsOf).filter((words, index, all) => all.indexOf(words) !== index)).toEqual([])
  })

  test('says where the chains end, and looks them over when asked', async () => {
    const { ends, places, last } = (await auditor.browser.send('GET', '/api/audit/chains')).json()
    expect(ends.map(({ store }: { store: string }) => store)).toEqual(['audit', 'record', 'protocol'])
    expect([places, last]).toEqual([[], null])
    const { chains } = (await auditor.browser.send('POST', '/api/audit/check', { body: {} })).json()
    for (const { entries, firstBroken } of chains) {
      expect(entries).toBeGreaterThan(0)
      expect(firstBroken).toBeNull()
    }
    await tamper(
      await placeIn(clinic.folder, 'record'),
      ...withoutTriggers,
      `UPDATE event SET actor_id = 'somebody else' WHERE position = 1`,
    )
    const again = (await auditor.browser.send('POST', '/api/audit/check', { body: {} })).json()
    expect(again.chains[1]).toEqual({ store: 'record', entries: 0, firstBroken: 1 })
  })
})
