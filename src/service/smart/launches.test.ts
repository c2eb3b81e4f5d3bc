import { createHash, generateKeyPairSync } from 'node:crypto'
import type { JSONWebKeySet } from 'jose'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type ClinicUnderTest, cleanScreen, clinicUnderTest, type Worker } from '../../../tests/clinic-under-test.ts'
import { ehrUnderTest } from '../../../tests/ehr-under-test.ts'
import { shownDecision } from '../api/decision.ts'
import type { Launched, SwappedToken } from '../api/smart.ts'
import { smartConfiguration } from './configuration.ts'
import { readSigningKeys, type SigningKeys } from './signing-keys.ts'

const redirectUri = 'http://localhost:8420/smart/return'
const codeVerifier = 'v'.repeat(64)
const pem = () =>
  String(generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey.export({ type: 'pkcs8', format: 'pem' }))

type Ehr = Awaited<ReturnType<typeof ehrUnderTest>>
let ehr: Ehr
let clinic: ClinicUnderTest
let published: () => Promise<JSONWebKeySet>

async function open(client: 'public' | 'privateKey', signingKeys?: SigningKeys, origins: readonly string[] = []) {
  ehr = await ehrUnderTest('plumbline-test', client === 'privateKey' ? () => published() : undefined)
  const smart = smartConfiguration({
    servers: [
      {
        iss: ehr.iss,
        name: 'City Hospital',
        clientId: 'plumbline-test',
        recordNumberSystem: 'urn:x',
        client,
        authorisationOrigins: origins,
      },
    ],
  })
  clinic = await clinicUnderTest({ smart, clock: () => new Date(), ...(signingKeys ? { signingKeys } : {}) })
  published = async () => (await clinic.browser().send('GET', '/.well-known/jwks.json')).json()
}

afterEach(async () => {
  await clinic.close()
  await ehr.close()
})

/** What the browser does until the sign-in of the other record sends it back. */
async function sentBack(worker: Worker) {
  const begun = await worker.browser.send('POST', '/api/smart/launches', { body: { iss: ehr.iss } })
  const { launchId, nonce } = begun.json() as { launchId: string; nonce: string }
  const asked = new URL(`${new URL(ehr.iss).origin}/auth/authorize`)
  const parameters = {
    response_type: 'code',
    client_id: 'plumbline-test',
    redirect_uri: redirectUri,
    aud: ehr.iss,
    state: 'a-state-of-this-tab',
    launch: 'launch-1',
    scope: 'launch openid fhirUser patient/Patient.rs',
    nonce,
    code_challenge_method: 'S256',
    code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
  }
  for (const [name, value] of Object.entries(parameters)) asked.searchParams.set(name, value)
  const answer = await fetch(asked, { redirect: 'manual' })
  const code = new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? ''
  return { launchId, code }
}

const swap = (worker: Worker, launchId: string, code: string, verifier = codeVerifier) =>
  worker.browser.send('POST', `/api/smart/launches/${launchId}/token`, { body: { code, codeVerifier: verifier } })

const tellUser = (worker: Worker, launchId: string, idToken: string | null) =>
  worker.browser.send('POST', `/api/smart/launches/${launchId}/user`, { body: { idToken } })

describe('a launch with the service’s key', () => {
  beforeEach(async () => open('privateKey', await readSigningKeys({ PLUMBLINE_SMART_KEY: pem() })))

  test('swaps the code by a signed assertion that another program verifies with the published key; the key stays where it is', async () => {
    const nurse = await clinic.worker('nurse')
    const { launchId, code } = await sentBack(nurse)
    const answer = await swap(nurse, launchId, code)
    expect(answer.statusCode, answer.body).toBe(200)
    expect(ehr.problems).toEqual([])
    const token = answer.json() as SwappedToken
    expect(token).toMatchObject({ token_type: 'Bearer', patient: 'p1', scope: expect.stringContaining('fhirUser') })
    const shown = await published()
    expect(shown.keys).toHaveLength(1)
    for (const text of [answer.body, JSON.stringify(shown), clinic.logLines.join('\n')]) {
      expect(text).not.toContain('client_assertion')
      expect(text).not.toContain('"d"')
    }
    expect(clinic.logLines.join('\n')).not.toContain(token.access_token)
  })

  test('swaps a code once, with the verifier that it was asked with, for whoever began it', async () => {
    const nurse = await clinic.worker('nurse')
    const first = await sentBack(nurse)
    expect((await swap(nurse, first.launchId, first.code, 'w'.repeat(64))).json().code).toBe('PLB_SMART_REFUSED')
    const second = await sentBack(nurse)
    const clinician = await clinic.worker('clinician')
    expect((await swap(clinician, second.launchId, second.code)).json().code).toBe('PLB_SMART_LAUNCH_UNKNOWN')
    expect((await swap(nurse, second.launchId, second.code)).statusCode).toBe(200)
    expect((await swap(nurse, second.launchId, second.code)).json().code).toBe('PLB_SMART_REFUSED')
  })

  test('is refused where the other record does not know the key', async () => {
    const other = await readSigningKeys({ PLUMBLINE_SMART_KEY: pem() })
    published = async () => ({ keys: [...(other?.published.keys ?? [])] }) as JSONWebKeySet
    const nurse = await clinic.worker('nurse')
    const { launchId, code } = await sentBack(nurse)
    expect((await swap(nurse, launchId, code)).json().code).toBe('PLB_SMART_REFUSED')
    expect(ehr.problems).toEqual(['token refused'])
  })

  test('sends the code to no token endpoint on a host that is not configured', async () => {
    const elsewhere = await ehrUnderTest('plumbline-test')
    ehr.behaviour.tokenEndpoint = `${new URL(elsewhere.iss).origin}/auth/token`
    const nurse = await clinic.worker('nurse')
    const { launchId, code } = await sentBack(nurse)
    expect((await swap(nurse, launchId, code)).json().code).toBe('PLB_SMART_REFUSED')
    expect(elsewhere.requests).toEqual([])
    await elsewhere.close()
  })
})

describe('a launch without it', () => {
  beforeEach(() => open('public'))

  /** What a public client does by itself: swaps the code, and tells the service who used the record. */
  async function launchAs(worker: Worker, user: string | null = 'Practitioner/dr1') {
    ehr.behaviour.user = user
    const { launchId, code } = await sentBack(worker)
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      code_verifier: codeVerifier,
      redirect_uri: redirectUri,
      client_id: 'plumbline-test',
    })
    const answer = await fetch(`${new URL(ehr.iss).origin}/auth/token`, { method: 'POST', body })
    const { id_token: idToken } = (await answer.json()) as { readonly id_token: string }
    return { launchId, idToken }
  }

  async function launched(worker: Worker, user?: string | null): Promise<Launched> {
    const { launchId, idToken } = await launchAs(worker, user)
    const answer = await tellUser(worker, launchId, idToken)
    expect(answer.statusCode, answer.body).toBe(200)
    return answer.json()
  }

  const bind = (worker: Worker, { launchId }: Launched) =>
    worker.browser.send('POST', `/api/smart/launches/${launchId}/binding`)

  /** Signs while a record is open, as the app does. */
  async function sign(worker: Worker, launch: Launched | undefined) {
    const isAnother = { confirmedNew: true }
    const { episodeId } = await worker.register({ recordNumber: crypto.randomUUID() }, isAnother)
    const view = await worker.recordAll(episodeId, [{ type: 'answered', payload: { findings: cleanScreen } }])
    return worker.browser.send('POST', `/api/episodes/${episodeId}/events`, {
      body: {
        commandId: crypto.randomUUID(),
        expectedSequence: view.sequence,
        events: [{ type: 'signed', payload: { shown: shownDecision(view.state.decision) } }],
      },
      headers: launch === undefined ? {} : { 'plumbline-launch': launch.launchId },
    })
  }

  test('makes nobody of the other record somebody here: until a person says so, nothing is signed while it is open', async () => {
    const sara = await clinic.worker('clinician', 'real', 'sara')
    const launch = await launched(sara)
    expect(launch).toMatchObject({ standing: 'notBound', fhirUser: 'Practitioner/dr1' })
    expect((await sign(sara, launch)).json().code).toBe('PLB_SMART_USER_NOT_BOUND')
    expect((await bind(sara, launch)).json()).toMatchObject({ standing: 'bound' })
    expect((await sign(sara, launch)).statusCode).toBe(200)
    expect(await launched(sara)).toMatchObject({ standing: 'bound' })
  })

  test('may be signed beside by oneself once it is closed, and while it is open what signs nothing is recorded', async () => {
    const sara = await clinic.worker('clinician', 'real', 'sara')
    const launch = await launched(sara)
    expect((await sign(sara, undefined)).statusCode).toBe(200)
    const nurse = await clinic.worker('nurse')
    const theirs = await launched(nurse, 'Practitioner/n1')
    const { episodeId } = await nurse.register({}, { confirmedNew: true })
    const view = await nurse.see(episodeId)
    const answer = await nurse.browser.send('POST', `/api/episodes/${episodeId}/events`, {
      body: {
        commandId: crypto.randomUUID(),
        expectedSequence: view.sequence,
        events: [{ type: 'answered', payload: { findings: { fever: 'absent' } } }],
      },
      headers: { 'plumbline-launch': theirs.launchId },
    })
    expect(answer.statusCode).toBe(200)
    // A launch of somebody else's is nobody's leave to sign.
    const omar = await clinic.worker('clinician', 'real', 'omar')
    expect((await sign(omar, launch)).json().code).toBe('PLB_SMART_LAUNCH_UNKNOWN')
  })

  test('by a user who is somebody else here, or by somebody who is another user there, is told so, and binds nothing', async () => {
    const sara = await clinic.worker('clinician', 'real', 'sara')
    const omar = await clinic.worker('clinician', 'real', 'omar')
    await bind(sara, await launched(sara))
    const asSara = await launched(omar)
    expect(asSara.standing).toBe('boundToAnotherAccount')
    expect((await bind(omar, asSara)).json().code).toBe('PLB_SMART_BOUND_OTHERWISE')
    expect((await sign(omar, asSara)).json().code).toBe('PLB_SMART_USER_NOT_BOUND')
    const asAnother = await launched(sara, 'Practitioner/dr2')
    expect(asAnother.standing).toBe('boundToAnotherUser')
    expect((await bind(sara, asAnother)).json().code).toBe('PLB_SMART_BOUND_OTHERWISE')
    expect((await sign(sara, asAnother)).json().code).toBe('PLB_SMART_USER_NOT_BOUND')
  })

  test.each([
    ['does not say who used the record', null],
    ['was opened by a patient', 'Patient/p1'],
    ['was opened by a relative', 'RelatedPerson/r1'],
  ])('that %s is bound to nobody', async (_, user) => {
    const sara = await clinic.worker('clinician', 'real', 'sara')
    const launch = await launched(sara, user)
    expect(launch.standing).toBe('notSaid')
    expect((await bind(sara, launch)).json().code).toBe('PLB_SMART_USER_UNKNOWN')
    expect((await sign(sara, launch)).json().code).toBe('PLB_SMART_USER_NOT_BOUND')
  })

  test('takes who used the record from nothing but what its sign-in signed for this launch', async () => {
    const sara = await clinic.worker('clinician', 'real', 'sara')
    const { launchId, idToken } = await launchAs(sara)
    const [header = '', payload = '', signature = ''] = idToken.split('.')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object
    const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')
    const changed = encoded({ ...claims, fhirUser: 'Practitioner/chief', sub: 'chief' })
    const unsigned = `${encoded({ alg: 'none', typ: 'JWT' })}.${changed}.`
    for (const forged of [`${header}.${changed}.${signature}`, unsigned, 'no token'])
      expect((await tellUser(sara, launchId, forged)).json().code).toBe('PLB_SMART_REFUSED')
    // A token of another launch, though it is well signed.
    const other = await launchAs(sara)
    expect((await tellUser(sara, launchId, other.idToken)).json().code).toBe('PLB_SMART_REFUSED')
    ehr.behaviour.forgesNonce = true
    const third = await launchAs(sara)
    expect((await tellUser(sara, third.launchId, third.idToken)).json().code).toBe('PLB_SMART_REFUSED')
    expect((await tellUser(sara, launchId, idToken)).json()).toMatchObject({ standing: 'notBound' })
  })

  test('is bound in the open: each sees their own, the administrator all; ending it is kept and holds at once', async () => {
    const sara = await clinic.worker('clinician', 'real', 'sara')
    const omar = await clinic.worker('clinician', 'real', 'omar')
    const ines = await clinic.worker('administrator', 'real', 'ines')
    const launch = await launched(sara)
    await bind(sara, launch)
    const lines = async (worker: Worker) => (await worker.browser.send('GET', '/api/smart/bindings')).json()
    const [own] = await lines(sara)
    expect(own).toMatchObject({ fhirUser: 'Practitioner/dr1', recordName: 'City Hospital', endedAt: null })
    expect(await lines(omar)).toEqual([])
    expect(await lines(ines)).toMatchObject([{ id: own.id, accountId: clinic.accountIds.get('sara') }])
    const end = (worker: Worker) => worker.browser.send('DELETE', `/api/smart/bindings/${own.id}`)
    expect((await end(omar)).json().code).toBe('PLB_SMART_BINDING_UNKNOWN')
    expect((await end(ines)).statusCode).toBe(204)
    expect((await end(ines)).json().code).toBe('PLB_SMART_BINDING_UNKNOWN')
    expect(await lines(sara)).toMatchObject([{ id: own.id, endedBy: clinic.accountIds.get('ines') }])
    // What was open before the binding ended signs no more.
    expect((await sign(sara, launch)).json().code).toBe('PLB_SMART_USER_NOT_BOUND')
    // And the user is free to be bound to whoever it is now.
    expect((await bind(omar, await launched(omar))).json()).toMatchObject({ standing: 'bound' })
  })

  test('is not begun from a record that is not set up, nor in a demo', async () => {
    const nurse = await clinic.worker('nurse')
    const begin = (worker: Worker, iss: string) => worker.browser.send('POST', '/api/smart/launches', { body: { iss } })
    expect((await begin(nurse, 'https://elsewhere.example/fhir')).json().code).toBe('PLB_SMART_SERVER_UNKNOWN')
    expect((await begin(await clinic.worker('nurse', 'demo'), ehr.iss)).json().code).toBe('PLB_SESSION_NOT_IN_DEMO')
  })

  test('has no key to publish, and swaps no code for the browser', async () => {
    const nurse = await clinic.worker('nurse')
    expect(await published()).toEqual({ keys: [] })
    const { launchId, code } = await sentBack(nurse)
    expect((await swap(nurse, launchId, code)).json().code).toBe('PLB_SMART_SERVER_UNKNOWN')
  })
})
