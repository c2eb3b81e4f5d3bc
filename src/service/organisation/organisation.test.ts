import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openidProvider } from '../../../tests/openid-provider.ts'
import { type Browser, goodPassword, type ServerUnderTest, serverUnderTest } from '../../../tests/server-under-test.ts'
import type { Organisation } from './configuration.ts'

const returnTo = 'http://localhost:8420/api/organisation-session/return'
const members = {
  'ana-there': {
    name: 'Ana Abel',
    preferredUsername: 'ana',
    groups: ['staff', 'doctors'],
    email: 'ana@county.example',
  },
  'ben-there': { name: 'Ben Bohr', preferredUsername: 'ben', groups: ['nurses'] },
  'eve-there': { name: 'Eve', preferredUsername: 'eve', groups: ['kitchen'], email: 'ana@county.example' },
} as const

let provider: Awaited<ReturnType<typeof openidProvider>>
beforeAll(async () => {
  provider = await openidProvider(members, [returnTo])
})
afterAll(() => provider.close())

let under: ServerUnderTest
afterEach(() => under.close())

const organisation = (over: Partial<Organisation> = {}): Organisation => ({
  name: 'County Hospital',
  issuer: provider.issuer,
  clientId: 'plumbline',
  scopes: ['profile', 'groups'],
  signedBy: 'RS256',
  roles: [],
  createsAccounts: false,
  ...over,
})
const byGroups = {
  roleClaim: 'groups',
  roles: [
    { is: 'doctors', role: 'clinician' },
    { is: 'nurses', role: 'nurse' },
  ],
} as const

/** Begins, and gives where the browser goes and the cookie that ties it to this browser. */
async function depart(browser: Browser, path = '/api/organisation-session', body: object = {}) {
  const answer = await browser.send('POST', path, { body })
  const flow = answer.cookies.find(({ name }) => name === 'plumbline_organisation')
  return { url: answer.json().url as string, flow, answer }
}

/** Comes back to the address that the provider gave. */
async function comeBack(browser: Browser, address: string, cookie: string | undefined) {
  const { pathname, search } = new URL(address)
  return browser.send('GET', `${pathname}${search}`, {
    headers: cookie === undefined ? { cookie: '' } : { cookie: `plumbline_organisation=${cookie}` },
  })
}

async function signIn(member: string, browser = under.browser()) {
  const { url, flow } = await depart(browser)
  const answer = await comeBack(browser, await provider.signIn(url, member), flow?.value)
  return { browser, location: answer.headers.location, answer }
}

/** Links as its owner does: signed in, with the password, through the provider's pages. */
async function link(username: string, member: string) {
  const browser = under.browser()
  await browser.signIn(username)
  const { url, flow } = await depart(browser, '/api/organisation-link', { currentPassword: goodPassword })
  return (await comeBack(under.browser(), await provider.signIn(url, member), flow?.value)).headers.location
}

const whoIs = async (browser: Browser) => (await browser.send('GET', '/api/session')).json().session

describe('by a real provider', () => {
  test('whoever has linked their account is let in, under a new id, and the password is asked for to link it', async () => {
    under = await serverUnderTest({ organisation: organisation() })
    await under.addAccount('ana', 'clinician')
    const ana = under.browser()
    await ana.signIn('ana')
    const refused = await ana.send('POST', '/api/organisation-link', { body: { currentPassword: 'wrong wrong wrong' } })
    expect(refused.json().code).toBe('PLB_ACCOUNT_WRONG_PASSWORD')
    expect(await link('ana', 'ana-there')).toBe('/settings?organisation=linked')
    const { browser, location } = await signIn('ana-there')
    expect(location).toBe('/')
    const session = await whoIs(browser)
    expect(session.person).toMatchObject({ username: 'ana', role: 'clinician' })
    const out = new URL(session.signOutUrl)
    expect([out.origin, out.searchParams.get('client_id')]).toEqual([provider.issuer, 'plumbline'])
    expect(out.searchParams.get('post_logout_redirect_uri')).toBe('http://localhost:8420/')
    await ana.send('DELETE', '/api/organisation-link')
    expect((await signIn('ana-there')).location).toBe('/?organisation=unknown')
  })

  test('nobody is let in by a name or an e-mail that is the same', async () => {
    under = await serverUnderTest({ organisation: organisation({ scopes: ['profile', 'groups', 'email'] }) })
    await under.addAccount('ana', 'clinician')
    await under.addAccount('ana@county.example', 'administrator')
    for (const member of ['ana-there', 'eve-there']) {
      const { browser, location } = await signIn(member)
      expect(location).toBe('/?organisation=unknown')
      expect(await whoIs(browser)).toBeNull()
    }
    expect(await link('ana', 'eve-there')).toBe('/settings?organisation=linked')
    await under.addAccount('ben', 'nurse')
    expect(await link('ben', 'eve-there')).toBe('/settings?organisation=linkedElsewhere')
  })

  test('the organisation decides the role where it is told to, and makes accounts where that is allowed', async () => {
    under = await serverUnderTest({ organisation: organisation({ ...byGroups, createsAccounts: true }) })
    await under.addAccount('boss', 'administrator')
    const ben = await signIn('ben-there')
    expect((await whoIs(ben.browser)).person).toMatchObject({ username: 'ben', displayName: 'Ben Bohr', role: 'nurse' })
    expect((await signIn('eve-there')).location).toBe('/?organisation=noRole')
    // Somebody of that name is here already: they link it themselves, and then have the role that is given.
    await under.addAccount('ana', 'nurse')
    expect((await signIn('ana-there')).location).toBe('/?organisation=nameTaken')
    await link('ana', 'ana-there')
    expect((await whoIs((await signIn('ana-there')).browser)).person.role).toBe('clinician')
  })

  test('the last administrator stays one, and a disabled account is not let in', async () => {
    under = await serverUnderTest({ organisation: organisation(byGroups) })
    const id = await under.addAccount('boss', 'administrator')
    await link('boss', 'ana-there')
    expect((await whoIs((await signIn('ana-there')).browser)).person.role).toBe('administrator')
    await under.database
      .updateTable('account')
      .set({ disabled_at: '2026-03-14T09:00:00.000Z' })
      .where('id', '=', id)
      .execute()
    expect((await signIn('ana-there')).location).toBe('/?organisation=refused')
  })

  test('the answer counts in the browser that asked, once, and soon', async () => {
    under = await serverUnderTest({ organisation: organisation({ ...byGroups, createsAccounts: true }) })
    const browser = under.browser()
    const { url, flow, answer } = await depart(browser)
    expect(answer.headers['set-cookie']).toMatch(
      /^plumbline_organisation=\S+; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/,
    )
    const back = await provider.signIn(url, 'ben-there')
    const victim = under.browser() // led by somebody else to the end of their sign-in
    expect((await comeBack(victim, back, undefined)).headers.location).toBe('/?organisation=refused')
    const other = await depart(victim)
    expect((await comeBack(victim, back, other.flow?.value)).headers.location).toBe('/?organisation=refused')
    expect(await whoIs(victim)).toBeNull()
    expect((await comeBack(browser, back, flow?.value)).headers.location).toBe('/')
    expect((await comeBack(under.browser(), back, flow?.value)).headers.location).toBe('/?organisation=refused')
    const late = await depart(under.browser())
    const lateBack = await provider.signIn(late.url, 'ben-there')
    under.passSeconds(600)
    expect((await comeBack(under.browser(), lateBack, late.flow?.value)).headers.location).toBe(
      '/?organisation=refused',
    )
  })

  test('over https the cookie of the way is __Host-', async () => {
    under = await serverUnderTest({ organisation: organisation(), secure: true })
    const headers = { origin: 'https://localhost:8420' }
    const answer = await under.browser().send('POST', '/api/organisation-session', { body: {}, headers })
    expect(answer.headers['set-cookie']).toMatch(/^__Host-plumbline_organisation=.*HttpOnly; Secure; SameSite=Lax$/)
    expect(new URL(answer.json().url).searchParams.get('redirect_uri')).toMatch(/^https:/)
  })

  test('code, state and claims are in no line of the log', async () => {
    under = await serverUnderTest({ organisation: organisation({ ...byGroups, createsAccounts: true }) })
    const { url, flow } = await depart(under.browser())
    const back = await provider.signIn(url, 'ben-there')
    await comeBack(under.browser(), back, flow?.value)
    const log = under.logLines.join('')
    const { searchParams } = new URL(back)
    for (const secret of [searchParams.get('code') ?? '?', searchParams.get('state') ?? '?', 'Bohr'])
      expect(log).not.toContain(secret)
  })
})

describe('without an organisation, or one that is away', () => {
  test('nobody is sent anywhere', async () => {
    under = await serverUnderTest()
    expect((await under.browser().send('POST', '/api/organisation-session', { body: {} })).json().code).toBe(
      'PLB_ORGANISATION_OFF',
    )
    expect((await under.browser().send('GET', '/api/session')).json().organisation).toBeNull()
  })

  test('it is said, and asked again later', async () => {
    under = await serverUnderTest({ organisation: organisation({ issuer: 'http://localhost:9' }) })
    const answer = await under.browser().send('POST', '/api/organisation-session', { body: {} })
    expect(answer.json().code).toBe('PLB_ORGANISATION_AWAY')
  })
})

describe('a provider that lies', () => {
  let server: Server
  let issuer: string
  let token: (claims: JWTPayload) => Promise<string>
  let described: object = {}
  let asked: string[] = []
  const right = generateKeyPair('RS256', { extractable: true })
  beforeAll(async () => {
    const { publicKey } = await right
    const keys = [{ ...(await exportJWK(publicKey)), kid: 'one', use: 'sig' }]
    let nonce = ''
    server = createServer(async (request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '', issuer)
      asked.push(pathname)
      response.setHeader('content-type', 'application/json')
      if (searchParams.has('nonce')) nonce = searchParams.get('nonce') ?? ''
      const now = Math.floor(Date.now() / 1000)
      const claims = { iss: issuer, sub: 'ana-there', aud: 'plumbline', iat: now, exp: now + 60, nonce }
      if (pathname === '/.well-known/openid-configuration')
        response.end(
          JSON.stringify({
            issuer,
            authorization_endpoint: `${issuer}/auth`,
            token_endpoint: `${issuer}/token`,
            jwks_uri: `${issuer}/keys`,
            authorization_response_iss_parameter_supported: true,
            ...described,
          }),
        )
      else if (pathname === '/keys') response.end(JSON.stringify({ keys }))
      else if (pathname === '/token')
        response.end(JSON.stringify({ access_token: 'any', token_type: 'bearer', id_token: await token(claims) }))
      else response.end('{}')
    })
    await new Promise<void>((resolve) => server.listen(0, 'localhost', () => resolve()))
    issuer = `http://localhost:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => new Promise((resolve) => server.close(resolve)))
  afterEach(() => {
    described = {}
    asked = []
  })

  const signed = async (claims: JWTPayload, alg = 'RS256', key: CryptoKey | Uint8Array | undefined = undefined) =>
    new SignJWT(claims).setProtectedHeader({ alg, kid: 'one' }).sign(key ?? (await right).privateKey)

  async function tryToken(how: typeof token, back: Record<string, string> = {}) {
    token = how
    under = await serverUnderTest({ organisation: organisation({ issuer }) })
    const id = await under.addAccount('ana', 'clinician')
    const linked = { issuer, subject: 'ana-there', account_id: id, linked_at: '2026-03-14T09:00:00.000Z' }
    await under.database.insertInto('organisation_identity').values(linked).execute()
    const browser = under.browser()
    const { url, flow, answer } = await depart(browser)
    if (url === undefined) return answer.json().code
    await fetch(url) // as the browser would: its page sees the nonce
    const state = new URL(url).searchParams.get('state') ?? ''
    const search = new URLSearchParams({ code: 'any', state, iss: issuer, ...back })
    return (await comeBack(browser, `${returnTo}?${search}`, flow?.value)).headers.location
  }

  test('is believed as long as it does not', async () => {
    expect(await tryToken((claims) => signed(claims))).toBe('/')
  })

  test.each<[string, typeof token, Record<string, string>?]>([
    ['another nonce', (claims) => signed({ ...claims, nonce: 'another' })],
    ['no nonce', ({ nonce: _, ...claims }) => signed(claims)],
    ['another issuer', (claims) => signed({ ...claims, iss: 'https://elsewhere.example' })],
    ['another audience', (claims) => signed({ ...claims, aud: 'another' })],
    ['a token that has expired', (claims) => signed({ ...claims, exp: 1_000_000_000 })],
    ['another key', async (claims) => signed(claims, 'RS256', (await generateKeyPair('RS256')).privateKey)],
    ['another algorithm', async (claims) => signed(claims, 'PS256', (await generateKeyPair('PS256')).privateKey)],
    [
      'the public key as a shared secret',
      async (claims) =>
        signed(claims, 'HS256', new TextEncoder().encode(JSON.stringify(await exportJWK((await right).publicKey)))),
    ],
    ['no signature', async (claims) => new UnsecuredJWT(claims).encode()],
    ['another state', (claims) => signed(claims), { state: 'another' }],
    ['another issuer in the answer', (claims) => signed(claims), { iss: 'https://elsewhere.example' }],
    ['an error instead of a code', (claims) => signed(claims), { error: 'access_denied' }],
  ])('lets nobody in with %s', async (_, how, back) => {
    expect(await tryToken(how, back)).toBe('/?organisation=refused')
  })

  test('does not make the service ask the machine’s link for a token', async () => {
    described = { token_endpoint: 'http://169.254.169.254/token' }
    expect(await tryToken((claims) => signed(claims))).toBe('/?organisation=refused')
    described = { issuer: 'https://elsewhere.example' }
    expect(await tryToken((claims) => signed(claims))).toBe('PLB_ORGANISATION_AWAY')
    expect(asked).not.toContain('/token')
  })
})
