import { afterEach, describe, expect, test } from 'vitest'
import { type Behaviour, fhirServer } from '../../../tests/fhir-server.ts'
import {
  backPain,
  bundle,
  fever,
  imagingOrder,
  medicineOrder,
  orderCall,
  patient,
  prefetchOf,
  viewCall,
} from '../../../tests/hook-calls.ts'
import { hospital, sandbox } from '../../../tests/hook-client.ts'
import { prefetchTemplates } from '../../fhir/hooks/hooks.ts'

const outcome = { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'exception' }] }
const toClose: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of toClose.splice(0)) await close()
})

async function place(answers: Readonly<Record<string, Behaviour>> = {}) {
  const fhir = await fhirServer({ 'Patient/p1': { json: patient() }, ...answers })
  const service = await sandbox({ fhirServers: [fhir.url] })
  toClose.push(fhir.close, service.under.close)
  return { fhir, service }
}

const access = (url: string) => ({
  fhirServer: url,
  fhirAuthorization: {
    access_token: 'token-of-the-call',
    token_type: 'Bearer',
    expires_in: 300,
    scope: 'patient/*.rs',
    subject: 'plumbline',
  },
})

/** A call whose prefetch is changed; `undefined` leaves a key out. */
function changed(change: Readonly<Record<string, unknown>>, record = [backPain(), fever()]) {
  const prefetch = Object.fromEntries(
    Object.entries({ ...prefetchOf(record), ...change }).filter(([, value]) => value !== undefined),
  )
  return viewCall([], { prefetch })
}

async function without() {
  const service = await sandbox()
  toClose.push(service.under.close)
  return service
}

describe('a part of the record that is not prefetched', () => {
  test('is fetched with the token of the call, and nothing else is', async () => {
    const { fhir, service } = await place({ Condition: { json: bundle([backPain(), fever()]) } })
    const { json } = await service.call({ ...changed({ conditions: undefined }), ...access(fhir.url) })
    expect(json.cards?.[0]?.detail).toContain('fever: present')
    expect(fhir.asked).toEqual([{ path: 'Condition?patient=p1', authorization: 'Bearer token-of-the-call' }])
  })

  test('is fetched whole where there is no prefetch at all', async () => {
    const { fhir, service } = await place({ Condition: { json: bundle([backPain(), fever()]) } })
    const { json } = await service.call({ ...viewCall([]), prefetch: undefined, ...access(fhir.url) })
    expect(json.cards?.[0]?.detail).toContain('fever: present')
    expect(fhir.asked).toHaveLength(prefetchTemplates.length)
  })

  test('and cannot be fetched is asked for with 412, by its key', async () => {
    const service = await without()
    const { status, json } = await service.call(
      changed({ conditions: undefined, reports: undefined, answers: undefined }),
    )
    expect([status, json.code]).toEqual([412, 'PLB_CDS_HOOKS_DATA_NEEDED'])
    expect(json.errors?.map(({ path }) => path)).toEqual(['body.prefetch.conditions', 'body.prefetch.reports'])
  })

  test('is asked for with an OperationOutcome where the client wants FHIR', async () => {
    const service = await without()
    const headers = { accept: 'application/fhir+json' }
    const asked = await service.send('/cds-services/back-pain', { body: changed({ conditions: undefined }), headers })
    expect([asked.status, asked.headers.get('content-type')]).toEqual([412, 'application/fhir+json; charset=utf-8'])
    expect(asked.json).toMatchObject({
      resourceType: 'OperationOutcome',
      issue: [
        { severity: 'error', code: 'required', details: { coding: [{ code: 'PLB_CDS_HOOKS_DATA_NEEDED' }] } },
        { severity: 'error', code: 'required', expression: ['prefetch.conditions'] },
      ],
    })
  })

  test('but is not needed is left out, and the card says so', async () => {
    const service = await without()
    const { status, json } = await service.call(changed({ answers: undefined, allergies: undefined }))
    expect(status).toBe(200)
    expect(json.cards?.[0]?.detail).toContain('Not read, so not taken into account: allergies, answers.')
  })

  test.each([
    ['an OperationOutcome', outcome],
    ['a bundle with an OperationOutcome of an error', bundle([outcome])],
    ['text', 'Condition?patient=p1'],
    ['a list', []],
    ['a number', 7],
    ['a resource of another kind', patient()],
  ])('but is %s counts as not there', async (_, value) => {
    const service = await without()
    const refused = await service.call(changed({ conditions: value }))
    expect([refused.status, refused.json.code]).toEqual([412, 'PLB_CDS_HOOKS_DATA_NEEDED'])
    const { fhir, service: other } = await place({ Condition: { json: bundle([backPain(), fever()]) } })
    const { json } = await other.call({ ...changed({ conditions: value }), ...access(fhir.url) })
    expect(json.cards?.[0]?.detail).toContain('fever: present')
  })

  test('but is null was searched and is empty: nothing is fetched', async () => {
    const { fhir, service } = await place()
    const { status, json } = await service.call({ ...changed({ conditions: null }), ...access(fhir.url) })
    expect([status, json.cards]).toEqual([200, []])
    expect(fhir.asked).toEqual([])
  })

  test('a warning beside the results of a search does not make them fail', async () => {
    const service = await without()
    const warned = bundle([
      backPain(),
      fever(),
      { resourceType: 'OperationOutcome', issue: [{ severity: 'warning', code: 'informational' }] },
    ])
    expect((await service.call(changed({ conditions: warned }))).json.cards).toHaveLength(1)
  })

  test('the patient of another record is not taken for this one', async () => {
    const service = await without()
    const { status, json } = await service.call(changed({ patient: patient({ id: 'p2' }) }))
    expect(status).toBe(412)
    expect(json.errors?.[0]?.path).toBe('body.prefetch.patient')
  })

  test('and resources of another patient in a search are left out', async () => {
    const service = await without()
    const another = { ...fever(), subject: { reference: 'Patient/p2' } }
    const { json } = await service.call(changed({ conditions: bundle([backPain(), another]) }))
    expect(json.cards?.[0]?.detail).toContain('No red flag is recorded')
  })
})

describe('orders that the protocol has no word for', () => {
  test('need nothing of the record: neither prefetch nor a FHIR server', async () => {
    const { fhir, service } = await place()
    for (const hook of ['order-select', 'order-sign'] as const) {
      const call = { ...orderCall(hook, [medicineOrder('617993'), imagingOrder('73721')], []), prefetch: undefined }
      const { status, json } = await service.call({ ...call, ...access(fhir.url) })
      expect([status, json]).toEqual([200, { cards: [] }])
    }
    expect(fhir.asked).toEqual([])
  })
})

describe('a search of several pages', () => {
  const paged = (resources: Parameters<typeof bundle>[0], next: string) => ({
    ...bundle(resources),
    link: [
      { relation: 'self', url: 'x' },
      { relation: 'next', url: next },
    ],
  })

  test('is read to its last page, from the page that was prefetched on', async () => {
    const { fhir, service } = await place({ page2: { json: paged([], 'page3') }, page3: { json: bundle([fever()]) } })
    for (const next of [`${fhir.url}/page2?_getpages=1`, 'page2?_getpages=1']) {
      const { json } = await service.call({
        ...changed({ conditions: paged([backPain()], next) }),
        ...access(fhir.url),
      })
      expect(json.cards?.[0]?.detail).toContain('fever: present')
    }
    expect(fhir.asked.map(({ path }) => path.split('?')[0])).toEqual(['page2', 'page3', 'page2', 'page3'])
  })

  test('whose next page cannot be read is not taken for the whole', async () => {
    const service = await without()
    const { status, json } = await service.call(
      changed({ conditions: paged([backPain()], 'https://ehr.example/r4?page=2') }),
    )
    expect(status).toBe(412)
    expect(json.errors?.[0]?.path).toBe('body.prefetch.conditions')
  })

  test('that leads to another server, another port or another path does not take the token there', async () => {
    const other = await fhirServer({})
    toClose.push(other.close)
    const { fhir, service } = await place()
    for (const next of [
      `${other.url}/page2`,
      `http://127.0.0.1:${fhir.port}/admin`,
      `http://a:b@127.0.0.1:${fhir.port}/r4/x`,
      'file:///etc/passwd',
      '//evil.example/x',
    ]) {
      const { status } = await service.call({
        ...changed({ conditions: paged([backPain()], next) }),
        ...access(fhir.url),
      })
      expect(status, next).toBe(412)
    }
    expect([...other.asked, ...fhir.asked]).toEqual([])
  })

  test('that never ends is given up', async () => {
    const { fhir, service } = await place({ again: { json: paged([], 'again') } })
    const { status } = await service.call({
      ...changed({ conditions: paged([backPain()], 'again') }),
      ...access(fhir.url),
    })
    expect(status).toBe(412)
    expect(fhir.asked.length).toBeLessThanOrEqual(20)
  })
})

describe('a FHIR server', () => {
  test.each<[string, Behaviour]>([
    ['refuses', { json: outcome, status: 403 }],
    ['fails', { json: outcome, status: 500 }],
    ['answers with an OperationOutcome and 200', { json: outcome }],
    ['answers with a page', { text: '<html>' }],
    ['answers with nothing', { text: '' }],
    ['answers with JSON that is no resource', { json: [] }],
    ['hangs up', 'closes'],
    ['sends elsewhere', { redirect: 'http://127.0.0.1:1/secret' }],
  ])('that %s is no record without diagnoses: 412', async (_, behaviour) => {
    const { fhir, service } = await place({ Condition: behaviour })
    const { status, json } = await service.call({ ...changed({ conditions: undefined }), ...access(fhir.url) })
    expect([status, json.code]).toEqual([412, 'PLB_CDS_HOOKS_DATA_NEEDED'])
    expect(json.errors?.map(({ path }) => path)).toEqual(['body.prefetch.conditions'])
    expect(JSON.stringify(json)).not.toContain('token-of-the-call')
  })

  test('that does not answer is waited for a few seconds only', async () => {
    const { fhir, service } = await place({ Condition: 'silent' })
    const began = performance.now()
    const { status } = await service.call({ ...changed({ conditions: undefined }), ...access(fhir.url) })
    expect(status).toBe(412)
    expect(performance.now() - began).toBeLessThan(8000)
  })

  test('whose answer is larger than any record is given up', async () => {
    const { fhir, service } = await place({
      Condition: { text: `{"resourceType":"Bundle","x":"${'x'.repeat(9 * 1024 * 1024)}"}` },
    })
    expect((await service.call({ ...changed({ conditions: undefined }), ...access(fhir.url) })).status).toBe(412)
  })

  test.each([
    'http://127.0.0.1:9/r4',
    'http://169.254.169.254/latest',
    'http://[::1]:9/r4',
    'https://ehr.example/r4',
    'file:///etc',
    'nonsense',
  ])('that is not set up for the client is never asked: %s', async (url) => {
    const { fhir, service } = await place()
    const { status, json } = await service.call({ ...changed({ conditions: undefined }), ...access(url) })
    expect(status).toBe(412)
    expect(json.errors?.[0]?.message).toContain('not one that is set up for this client')
    expect(fhir.asked).toEqual([])
  })

  test('is not asked without a token where clients have to say who they are', async () => {
    const ehr = await hospital({ fhirServers: ['https://ehr.example/r4'] })
    toClose.push(ehr.under.close)
    const { status, json } = await ehr.call({
      ...changed({ conditions: undefined }),
      fhirServer: 'https://ehr.example/r4',
    })
    expect(status).toBe(412)
    expect(json.errors?.[0]?.message).toContain('no access token')
  })

  test('of this machine is never asked for a client that has a token, whatever the configuration lists', async () => {
    const fhir = await fhirServer({})
    const ehr = await hospital()
    toClose.push(fhir.close, ehr.under.close)
    expect((await ehr.call({ ...changed({ conditions: undefined }), ...access(fhir.url) })).status).toBe(412)
    expect(fhir.asked).toEqual([])
  })

  test('is asked without a token by open hooks, as a sandbox without sign-in wants it', async () => {
    const { fhir, service } = await place({ Condition: { json: bundle([backPain(), fever()]) } })
    const { json } = await service.call({ ...changed({ conditions: undefined }), fhirServer: fhir.url })
    expect(json.cards).toHaveLength(1)
    expect(fhir.asked[0]?.authorization).toBeUndefined()
  })
})

describe('a call that is not as the specification has it', () => {
  const good = viewCall([backPain()])
  test.each<[string, unknown, number]>([
    ['no JSON', '{', 400],
    ['a list', [], 400],
    ['no hook', { ...good, hook: undefined }, 400],
    ['a hook of others', { ...good, hook: 'appointment-book' }, 400],
    ['no instance', { ...good, hookInstance: undefined }, 400],
    ['an instance that is no UUID', { ...good, hookInstance: 'x' }, 400],
    ['no context', { ...good, context: undefined }, 400],
    ['no patient', { ...good, context: { userId: 'Practitioner/1' } }, 400],
    ['no user', { ...good, context: { patientId: 'p1' } }, 400],
    [
      'a patient id that would lead elsewhere',
      { ...good, context: { userId: 'Practitioner/1', patientId: '../Binary/1' } },
      400,
    ],
    ['a token without a server', { ...good, fhirAuthorization: access('').fhirAuthorization }, 400],
    [
      'a token of another type',
      { ...good, fhirServer: 'https://e.example', fhirAuthorization: { access_token: 'x', token_type: 'MAC' } },
      400,
    ],
    ['prefetch that is a list', { ...good, prefetch: [] }, 400],
    ['order-sign without orders', { ...good, hook: 'order-sign' }, 400],
    ['order-dispatch without orders', { ...good, hook: 'order-dispatch' }, 400],
    ['members that would change objects', '{"hook":"patient-view","__proto__":{"x":1}}', 400],
  ])('%s is refused, and what was sent is not repeated', async (_, body, status) => {
    const service = await without()
    const answer = await service.call(body)
    expect(answer.status).toBe(status)
    expect(answer.json.code).toMatch(/^PLB_/)
    expect(JSON.stringify(answer.json)).not.toContain('Binary')
  })

  test('to a service that is not there is refused', async () => {
    const service = await without()
    expect((await service.call(good, 'other')).json.code).toBe('PLB_CDS_HOOKS_NO_SERVICE')
    expect((await service.call(good, 'back-pain-order-sign')).status).toBe(400)
  })

  test('of more than sixteen megabytes is refused', async () => {
    const service = await without()
    const large = await service.call({ ...good, extension: { x: 'x'.repeat(17 * 1024 * 1024) } }).catch(() => undefined)
    // The connection may be cut while the rest is still being sent.
    if (large !== undefined) expect(large.status).toBe(413)
    const order = orderCall('order-sign', [imagingOrder('72148')], [backPain()])
    expect((await service.call({ ...order, extension: { x: 'x'.repeat(4 * 1024 * 1024) } })).status).toBe(200)
  })
})
