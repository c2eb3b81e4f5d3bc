import { randomUUID } from 'node:crypto'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ClinicUnderTest, clinicUnderTest, type Worker } from '../../../tests/clinic-under-test.ts'
import { laterVersion } from '../../../tests/other-version.ts'
import { shownDecision } from '../api/decision.ts'
import type { Adoption, DifferenceAnswer, ProtocolVersions } from '../api/protocol.ts'
import type { Worklist } from '../api/worklist.ts'
import { builtInVersion, versionReference } from './version.ts'

const [first, later] = [versionReference(builtInVersion).hash, versionReference(laterVersion).hash]
const longPain = { type: 'answered', payload: { findings: { durationDays: 35 } } } as const
const shortPain = { type: 'answered', payload: { findings: { durationDays: 5 } } } as const

let clinic: ClinicUnderTest
let lead: Worker
let clinician: Worker
/** Signed under the first version: one whom the later one decides otherwise, and one whom it does not. */
let changed: { patientId: string; episodeId: string }
let unchanged: { patientId: string; episodeId: string }

// A clinic that began with the first version, and was then started again by a build that brings the later one.
beforeAll(async () => {
  const before = await clinicUnderTest()
  const doctor = await before.worker('clinician')
  changed = await doctor.register({ familyName: 'Changed', recordNumber: '1' })
  unchanged = await doctor.register({ familyName: 'Same', recordNumber: '2', birthDate: '1980-02-02' })
  await doctor.recordAll(changed.episodeId, [longPain, { type: 'signed' }])
  await doctor.recordAll(unchanged.episodeId, [shortPain, { type: 'signed' }])
  await before.addAccount('lead', 'clinician', true)
  await before.stop()
  clinic = await clinicUnderTest({ protocol: laterVersion }, before.folder)
  for (const name of ['lead', 'clinician']) clinic.accountIds.set(name, name)
  lead = await clinic.worker('clinician', 'real', 'lead')
  clinician = await clinic.worker('clinician')
})
afterAll(() => clinic.close())

const get = async <Answer>(path: string, worker = clinician): Promise<Answer> =>
  (await worker.browser.send('GET', path)).json()
const versions = () => get<ProtocolVersions>('/api/protocol/versions')
const differenceTo = (hash: string) => get<DifferenceAnswer>(`/api/protocol/versions/${hash}/difference`, lead)
const adopt = (body: object, worker = lead) =>
  worker.browser.send('POST', '/api/protocol/adoptions', {
    body: { commandId: randomUUID(), hasRead: true, reason: 'Agreed by the group', ...body },
  })
const onWorklist = async (): Promise<string[]> => {
  const { items } = await get<Worklist>('/api/worklist?show=unsigned')
  return items.filter(({ kind }) => kind === 'protocolChanged').map(({ patient }) => patient.familyName)
}

describe.sequential('adopting another version', () => {
  test('a build that brings another version does not change what decides', async () => {
    const { adopted, available, history } = await versions()
    expect(adopted).toMatchObject({ hash: first, reason: '', by: { id: 'plumbline' } })
    expect(adopted.reportHash).toBeUndefined()
    expect(available.hash).toBe(later)
    expect(history).toHaveLength(1)
    expect((await clinician.see(changed.episodeId)).state.decision.protocol.hash).toBe(first)
    expect(await get('/api/protocol')).toMatchObject({ reference: { hash: first } })
    const decided = await clinician.browser.send('POST', '/api/decide', { body: { findings: { durationDays: 35 } } })
    expect(decided.json()).toMatchObject({ urgency: { level: 'soon' }, protocol: { hash: first } })
    expect(await onWorklist()).toEqual([])
  })

  test('the difference has exact counts, the smallest patient with both answers, and the changed texts', async () => {
    const { report, reportHash } = await differenceTo(later)
    expect(reportHash).toMatch(/^[0-9a-f]{64}$/)
    expect(report).toMatchObject({ before: { hash: first }, after: { hash: later, version: '0.2.0' } })
    const { cases, of } = report.treated.complete
    expect(BigInt(cases)).toBeGreaterThan(0n)
    expect(BigInt(of)).toBeGreaterThan(BigInt(cases))
    const urgency = report.changes.find(({ decision, after }) => decision === 'urgency' && after === 'Routine')
    const [patient] = urgency?.groups.flatMap(({ patients }) => patients) ?? []
    expect(patient?.patient).toContain('duration of the pain: 31 days')
    expect([patient?.before.split(':')[0], patient?.after]).toEqual(['Soon', 'Routine'])
    // Nothing else, although a kept version is written with its members in another order than a built one.
    expect(report.written.map(({ what, id }) => `${what} ${id}`).sort()).toEqual([
      'parameter oneMonthDays',
      'statement A1',
    ])
    const text = (id: string) => report.written.find((each) => each.id === id)?.texts
    expect(text('oneMonthDays')).toEqual([{ member: 'value', before: '30 days', after: '42 days' }])
    expect(text('A1')?.[0]?.after).toMatch(/\(Put otherwise\.\)$/)
  })

  test('what it would change for the open episodes here is counted before it is adopted', async () => {
    const here = await get(`/api/protocol/versions/${later}/open-episodes`)
    expect(here).toMatchObject({ asOf: '2026-03-14', open: 2, signed: 2, changed: 1 })
    expect(here).toHaveProperty(
      'byAnswer',
      expect.arrayContaining([{ label: 'Urgency', before: 'Soon', after: 'Routine', episodes: 1 }]),
    )
    expect(await get(`/api/protocol/versions/${first}/open-episodes`)).toMatchObject({
      signed: 2,
      changed: 0,
      byAnswer: [],
    })
    const administrator = await clinic.worker('administrator', 'real', 'countless')
    const refused = await administrator.browser.send('GET', `/api/protocol/versions/${later}/open-episodes`)
    expect([refused.statusCode, refused.json().code]).toEqual([403, 'PLB_SESSION_NOT_PERMITTED'])
  })

  test.each(['clinician', 'nurse', 'administrator', 'auditor', 'integration'] as const)(
    'is not open to somebody of the role %s who is not the clinical lead',
    async (role) => {
      const { reportHash } = await differenceTo(later)
      const answer = await adopt({ hash: later, reportHash }, await clinic.worker(role, 'real', `${role}-other`))
      expect([answer.statusCode, answer.json().code]).toEqual([403, 'PLB_SESSION_NOT_PERMITTED'])
    },
  )

  test('is refused on another report, without having read it, without a reason, and among the demo patients', async () => {
    const { reportHash } = await differenceTo(later)
    const other = await adopt({ hash: later, reportHash: 'a'.repeat(64) })
    expect([other.statusCode, other.json().code]).toEqual([409, 'PLB_PROTOCOL_OTHER_REPORT'])
    expect((await adopt({ hash: later, reportHash, hasRead: false })).statusCode).toBe(400)
    expect((await adopt({ hash: later, reportHash, reason: '  ' })).statusCode).toBe(400)
    expect((await adopt({ hash: 'b'.repeat(64), reportHash })).json().code).toBe('PLB_PROTOCOL_UNKNOWN_VERSION')
    expect((await adopt({ hash: first, reportHash })).json().code).toBe('PLB_PROTOCOL_ADOPTED_ALREADY')
    const inDemo = await adopt({ hash: later, reportHash }, await clinic.worker('clinician', 'demo', 'lead'))
    expect(inDemo.json().code).toBe('PLB_SESSION_NOT_IN_DEMO')
    expect((await versions()).adopted.hash).toBe(first)
  })

  test('is recorded with who, when, why and the report that was read; sent twice it is one', async () => {
    const { report, reportHash } = await differenceTo(later)
    const commandId = randomUUID()
    const answer = await adopt({ commandId, hash: later, reportHash })
    expect(answer.statusCode).toBe(201)
    const adopted: Adoption = answer.json()
    expect(adopted).toMatchObject({
      hash: later,
      previousHash: first,
      version: '0.2.0',
      adoptedOn: '2026-03-14',
      by: { displayName: 'The clinician lead' },
      reason: 'Agreed by the group',
      reportHash,
    })
    expect((await adopt({ commandId, hash: later, reportHash })).json()).toEqual(adopted)
    expect((await versions()).history).toHaveLength(2)
    expect(await get(`/api/protocol/adoptions/${adopted.sequence}/difference`)).toEqual({ report, reportHash })
  })

  test('the adopted version decides at once, and every answer names it', async () => {
    expect((await clinician.see(changed.episodeId)).state.decision).toMatchObject({
      urgency: { level: 'routine' },
      protocol: { hash: later },
    })
    const answer = await clinician.browser.send('GET', '/api/session')
    expect(answer.headers['plumbline-protocol']).toBe(later)
    expect(answer.json().session.protocol).toEqual({ hash: later, version: '0.2.0' })
  })

  test('an open episode that it decides otherwise says so, on its page and on the worklist; another says nothing', async () => {
    const { state } = await clinician.see(changed.episodeId)
    expect(state.protocolChange?.changes).toContainEqual(
      expect.objectContaining({
        decision: 'urgency',
        day: 'signed',
        before: expect.objectContaining({ outcome: 'soon', statements: expect.arrayContaining(['B4']) }),
        after: expect.objectContaining({ outcome: 'routine' }),
      }),
    )
    expect(state.signed.at(-1)?.decision.urgency.level).toBe('soon')
    expect((await clinician.see(unchanged.episodeId)).state.protocolChange).toBeUndefined()
    expect(await onWorklist()).toEqual(['Changed'])
    const { items } = await get<Worklist>('/api/worklist')
    const row = items.find(({ kind }) => kind === 'protocolChanged')
    expect(row).toMatchObject({
      urgency: 'soon',
      nextAction: { path: `/patients/${changed.patientId}/assess?episode=${changed.episodeId}` },
    })
    expect(row?.waitingFor).toMatch(/Urgency: Soon.*now Routine/)
  })

  test('a page of the earlier version can sign nothing and order nothing, and still record an answer', async () => {
    const view = await clinician.see(changed.episodeId)
    const shown = { ...shownDecision(view.state.decision), protocolHash: first }
    const signing = await clinician.record(changed.episodeId, [{ type: 'signed', payload: { shown } }])
    expect([signing.statusCode, signing.json().code]).toEqual([409, 'PLB_SIGN_OTHER_PROTOCOL'])
    expect(signing.json()).toMatchObject({
      title: expect.stringContaining('The protocol has changed since this page was opened.'),
      detail: 'Version 0.2.0 was adopted on 2026-03-14.',
    })
    const order = [{ type: 'ordered', payload: { tests: ['xray'] } }]
    const ordering = await clinician.record(changed.episodeId, order, { protocolHash: first })
    expect(ordering.json().code).toBe('PLB_SIGN_OTHER_PROTOCOL')
    const { state } = await clinician.see(changed.episodeId)
    expect([state.signed.length, state.orders.length]).toEqual([1, 0])
    const answering = await clinician.record(
      unchanged.episodeId,
      [{ type: 'answered', payload: { findings: { smoker: 'absent' } } }],
      { protocolHash: first },
    )
    expect(answering.statusCode).toBe(200)
  })

  test('signing again clears it, under the adopted version', async () => {
    const view = await clinician.recordAll(changed.episodeId, [{ type: 'signed' }])
    expect(view.state.protocolChange).toBeUndefined()
    expect(view.state.signed.at(-1)?.protocol.hash).toBe(later)
    expect(await onWorklist()).toEqual([])
  })

  test('going back to the earlier version is the same act, and the episode shows what that changes', async () => {
    const { reportHash } = await differenceTo(first)
    expect((await adopt({ hash: first, reportHash, reason: 'Back' })).statusCode).toBe(201)
    expect((await versions()).history.map(({ hash }) => hash)).toEqual([first, later, first])
    expect(await onWorklist()).toEqual(['Changed'])
    expect((await clinician.see(changed.episodeId)).state.protocolChange?.urgency).toBe('soon')
  })

  test('a version can be had by its hash, to keep; one that was never here cannot', async () => {
    const answer = await clinician.browser.send('GET', `/api/protocol/versions/${later}`)
    expect(answer.headers['cache-control']).toContain('immutable')
    expect(answer.json()).toEqual({ reference: versionReference(laterVersion), ...laterVersion })
    expect(answer.headers['content-encoding']).toBeUndefined()
    const packed = await clinician.browser.send('GET', `/api/protocol/versions/${later}`, {
      headers: { 'accept-encoding': 'gzip, br;q=0' },
    })
    expect(packed.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' })
    expect(packed.rawPayload.length).toBeLessThan(answer.body.length / 4)
    expect(JSON.parse(gunzipSync(packed.rawPayload).toString())).toEqual(answer.json())
    const smaller = await clinician.browser.send('GET', `/api/protocol/versions/${later}`, {
      headers: { 'accept-encoding': 'gzip, br' },
    })
    expect(smaller.headers).toMatchObject({ 'content-encoding': 'br', vary: 'accept-encoding' })
    expect(smaller.rawPayload.length).toBeLessThan(packed.rawPayload.length)
    expect(JSON.parse(brotliDecompressSync(smaller.rawPayload).toString())).toEqual(answer.json())
    const known = await clinician.browser.send('GET', '/api/protocol', { headers: { 'if-none-match': `"${first}"` } })
    expect([known.statusCode, known.body]).toEqual([304, ''])
    expect((await clinician.browser.send('GET', `/api/protocol/versions/${'c'.repeat(64)}`)).statusCode).toBe(404)
  })

  test('outlives a restart, and the log holds nobody’s name', async () => {
    const { history } = await versions()
    await clinic.stop()
    clinic = await clinicUnderTest({ protocol: builtInVersion }, clinic.folder)
    expect(clinic.adoptions.current().adoption).toEqual(history[0])
    expect([...clinic.adoptions.history()]).toEqual(history)
    expect(clinic.logLines.join('\n')).not.toContain('Changed')
  })
})

describe('the clinical lead', () => {
  test('is a clinician whom the administrator marks; the mark goes with the role', async () => {
    const administrator = await clinic.worker('administrator', 'real', 'boss')
    const id = await clinic.addAccount('marked', 'clinician')
    const nurse = await clinic.addAccount('unmarkable', 'nurse')
    const patch = async (account: string, body: object) =>
      (await administrator.browser.send('PATCH', `/api/accounts/${account}`, { body })).json()
    expect(await patch(nurse, { clinicalLead: true })).toMatchObject({ code: 'PLB_ACCOUNT_NOT_A_CLINICIAN' })
    expect(await patch(id, { clinicalLead: true })).toMatchObject({ role: 'clinician', clinicalLead: true })
    const browser = clinic.browser()
    await browser.signIn('marked')
    const may = async (): Promise<string[]> => (await browser.send('GET', '/api/session')).json().session.may
    expect(await may()).toContain('POST /api/protocol/adoptions')
    await patch(id, { clinicalLead: false })
    expect(await may()).not.toContain('POST /api/protocol/adoptions')
    await patch(id, { clinicalLead: true })
    expect(await patch(id, { role: 'nurse' })).toMatchObject({ role: 'nurse', clinicalLead: false })
    expect(await patch(id, { role: 'clinician' })).toMatchObject({ clinicalLead: false })
  })
})
