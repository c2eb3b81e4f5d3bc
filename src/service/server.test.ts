import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { goodPassword, type ServerUnderTest, serverUnderTest } from '../../tests/server-under-test.ts'

let under: ServerUnderTest
beforeAll(async () => {
  under = await serverUnderTest()
  await under.addAccount('ana', 'clinician')
})
afterAll(() => under.close())

const signedIn = async () => {
  const browser = under.browser()
  await browser.signIn('ana')
  return browser
}

describe('headers', () => {
  test('forbid everything to an answer that is data, on successes and failures alike', async () => {
    for (const url of ['/api/session', '/api/nothing', '/api/accounts', '/healthz']) {
      const { headers } = await under.browser().send('GET', url)
      expect(headers['content-security-policy']).toBe(
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      )
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['referrer-policy']).toBe('no-referrer')
      expect(headers['x-frame-options']).toBe('DENY')
      expect(headers['cross-origin-opener-policy']).toBe('same-origin')
      expect(headers['cache-control']).toBe('no-store')
      expect(headers['strict-transport-security']).toBeUndefined()
      expect(headers['x-powered-by']).toBeUndefined()
    }
  })

  test('ask for https from then on where people come over https', async () => {
    const secure = await serverUnderTest({ secure: true })
    const { headers } = await secure.browser().send('GET', '/healthz')
    expect(headers['strict-transport-security']).toMatch(/^max-age=31536000/)
    await secure.close()
  })
})

describe('the Host header', () => {
  test.each(['localhost', 'localhost:1', '127.0.0.1:8420', '[::1]:8420', 'CLINIC.example', 'clinic.example.'])(
    'may be %s',
    async (host) => {
      expect((await under.browser().send('GET', '/healthz', { headers: { host } })).statusCode).toBe(200)
    },
  )

  test.each(['evil.example', 'localhost.evil.example', 'localhost:80@evil.example', 'localhost:port', '10.0.0.1'])(
    'may not be "%s"',
    async (host) => {
      const answer = await under.browser().send('GET', '/healthz', { headers: { host } })
      expect(answer.statusCode).toBe(421)
      expect(answer.json()).toMatchObject({ code: 'PLB_HTTP_WRONG_HOST' })
    },
  )

  test('is not taken from X-Forwarded-Host', async () => {
    const headers = { host: 'evil.example', 'x-forwarded-host': 'localhost' }
    expect((await under.browser().send('GET', '/healthz', { headers })).statusCode).toBe(421)
  })
})

describe('a forged request', () => {
  test.each([
    ['a wrong token', { 'x-csrf-token': 'a'.repeat(43) }],
    ['an empty token', { 'x-csrf-token': '' }],
    ['a foreign origin', { origin: 'http://evil.example' }],
    ['another port as origin', { origin: 'http://localhost:9999' }],
    ['another scheme as origin', { origin: 'https://localhost:8420' }],
    ['a sandboxed origin', { origin: 'null' }],
    ['the word of the browser that it is cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['the word of the browser that it is from a sibling site', { 'sec-fetch-site': 'same-site' }],
  ])('with %s changes nothing', async (_, headers) => {
    const browser = await signedIn()
    const answer = await browser.send('DELETE', '/api/session', { headers })
    expect(answer.statusCode).toBe(403)
    expect(answer.json()).toMatchObject({ code: 'PLB_SESSION_FORGED' })
    expect((await browser.send('GET', '/api/session')).json().session).not.toBeNull()
  })

  test('without a token changes nothing', async () => {
    const browser = await signedIn()
    browser.csrfToken = undefined
    expect((await browser.send('DELETE', '/api/session')).statusCode).toBe(403)
  })

  test("with the token of somebody else's session changes nothing", async () => {
    const [browser, other] = [await signedIn(), await signedIn()]
    browser.csrfToken = other.csrfToken
    expect((await browser.send('DELETE', '/api/session')).statusCode).toBe(403)
  })

  test('cannot sign anyone in from another site either', async () => {
    const browser = under.browser()
    const body = { username: 'ana', password: goodPassword }
    const answer = await browser.send('POST', '/api/session', { body, headers: { origin: 'http://evil.example' } })
    expect(answer.statusCode).toBe(403)
    expect(browser.cookie).toBeUndefined()
  })

  test('is not what a program sends: with neither origin nor browser headers, the token is enough', async () => {
    const { cookie, csrfToken } = await signedIn()
    const headers = { host: 'localhost', cookie: `plumbline_session=${cookie}`, 'x-csrf-token': csrfToken ?? '' }
    expect((await under.server.inject({ method: 'DELETE', url: '/api/session', headers })).statusCode).toBe(204)
  })
})

describe('too many requests', () => {
  const challenge = (remoteAddress: string) =>
    under.server.inject({
      method: 'POST',
      url: '/api/passkey-challenge',
      remoteAddress,
      headers: { host: 'localhost:8420', origin: 'http://localhost:8420', 'sec-fetch-site': 'same-origin' },
    })

  test('of a stranger wait for the next minute, and nobody at another address or in a session waits with them', async () => {
    const browser = await signedIn()
    for (let sent = 0; sent < 600; sent += 1) expect((await challenge('192.0.2.1')).statusCode).not.toBe(429)
    const refused = await challenge('192.0.2.1')
    expect(refused.json()).toMatchObject({ status: 429, code: 'PLB_HTTP_TOO_MANY' })
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect((await challenge('192.0.2.2')).statusCode).not.toBe(429)
    expect((await browser.send('GET', '/api/session')).statusCode).toBe(200)
    under.passSeconds(60)
    expect((await challenge('192.0.2.1')).statusCode).not.toBe(429)
  })
})

describe('a bad request', () => {
  const post = (payload: string, type = 'application/json') =>
    under.server.inject({
      method: 'POST',
      url: '/api/session',
      headers: { host: 'localhost', 'content-type': type },
      payload,
    })

  test.each([
    ['is cut off', '{"username": "Dolores Ibarra"', 'application/json', 400, 'PLB_HTTP_NOT_JSON'],
    ['is empty', '', 'application/json', 400, 'PLB_HTTP_NOT_JSON'],
    ['is a form', 'username=Dolores', 'application/x-www-form-urlencoded', 415, 'PLB_HTTP_NOT_JSON_TYPE'],
    [
      'is plain text, as a page elsewhere may send',
      '{"username":"Dolores"}',
      'text/plain',
      415,
      'PLB_HTTP_NOT_JSON_TYPE',
    ],
    ['reaches for the prototype', '{"__proto__":{"Dolores":1}}', 'application/json', 400, undefined],
    [
      'has a member too many',
      '{"username":"x","password":"y","Dolores":1}',
      'application/json',
      400,
      'PLB_HTTP_BAD_INPUT',
    ],
    ['is nothing', 'null', 'application/json', 400, 'PLB_HTTP_BAD_INPUT'],
  ])('which %s is refused as a problem', async (_, payload, type, status, code) => {
    const answer = await post(payload, type)
    expect(answer.statusCode).toBe(status)
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
    expect(answer.json().code).toMatch(/^PLB_HTTP_/)
    if (code !== undefined) expect(answer.json().code).toBe(code)
  })

  test('larger than 1 MiB is refused before it is read', async () => {
    const answer = await post(JSON.stringify({ username: 'x'.repeat(1024 * 1024), password: 'y' }))
    expect(answer.statusCode).toBe(413)
    expect(answer.json()).toMatchObject({ code: 'PLB_HTTP_TOO_LARGE', status: 413 })
  })

  test('is told every fault with its path and what is allowed, and never what was sent', async () => {
    const answer = await post(JSON.stringify({ username: '', password: 7, workspace: 'Dolores' }))
    expect(answer.json()).toEqual({
      type: 'urn:plumbline:problem:PLB_HTTP_BAD_INPUT',
      title: 'Something in the request is missing or not allowed.',
      status: 400,
      code: 'PLB_HTTP_BAD_INPUT',
      errors: [
        { path: 'body.username', message: 'Too small or too short', allowed: 'at least 1 characters' },
        { path: 'body.password', message: 'Missing or of the wrong kind', allowed: 'string' },
        { path: 'body.workspace', message: 'Not one of the allowed values', allowed: 'real, demo' },
      ],
    })
  })

  test.each(['/%', '/api/%zz', '/%c0%ae%c0%ae/'])('for the address %s is refused as a problem', async (url) => {
    const answer = await under.server.inject({ method: 'GET', url, headers: { host: 'localhost' } })
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({ code: 'PLB_HTTP_BAD_REQUEST' })
    expect(answer.headers['content-security-policy']).toMatch(/^default-src 'none'/)
  })

  test('never makes a fault of ours, whatever JSON it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), fc.constantFrom('session', 'setup', 'invitations'), async (payload, name) => {
        const headers = { host: 'localhost', 'content-type': 'application/json' }
        const answer = await under.server.inject({ method: 'POST', url: `/api/${name}`, headers, payload })
        expect(answer.statusCode).toBeLessThan(500)
        expect(answer.json().code).toMatch(/^PLB_/)
      }),
      { numRuns: 200 },
    )
  })
})

describe('a fault of ours', () => {
  test('is answered with a reference alone, and logged under it without what was sent', async () => {
    const broken = await serverUnderTest()
    await broken.addAccount('ana', 'clinician')
    await broken.database.schema.dropTable('attempt').execute()
    const answer = await broken.browser().signIn('ana', 'Dolores Ibarra 1961')
    expect(answer.statusCode).toBe(500)
    expect(answer.json()).toEqual({
      type: 'urn:plumbline:problem:PLB_HTTP_INTERNAL',
      title: 'Something went wrong here. The log has more under the reference.',
      status: 500,
      code: 'PLB_HTTP_INTERNAL',
      reference: answer.headers['x-request-id'],
    })
    const logged = broken.logLines.filter((line) => line.includes(answer.json().reference)).join('')
    expect(logged).toContain('"frames"')
    expect(logged).not.toContain('Dolores')
    await broken.close()
  })
})

describe('the log', () => {
  test('has one line for each answer, with the pattern of the route and nothing that was sent', async () => {
    const { server, logLines, close } = await serverUnderTest()
    await server.inject({
      method: 'PATCH',
      url: '/api/accounts/Dolores-Ibarra?name=Dolores',
      headers: { host: 'localhost', 'x-request-id': 'Dolores', 'user-agent': 'Dolores' },
      payload: { displayName: 'Dolores' },
    })
    await server.inject({ method: 'GET', url: '/api/Dolores?name=Dolores', headers: { host: 'localhost' } })
    await server.inject({ method: 'GET', url: '/healthz?name=Dolores', headers: { host: 'Dolores.example' } })
    const lines = logLines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'answered')
    expect(lines.map(({ method, route, status }) => ({ method, route, status }))).toEqual([
      { method: 'PATCH', route: '/api/accounts/:id', status: 401 },
      { method: 'GET', route: 'none', status: 404 },
      { method: 'GET', route: '/healthz', status: 421 },
    ])
    expect(lines[0]).toMatchObject({
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      milliseconds: expect.any(Number),
    })
    expect(logLines.join('')).not.toContain('Dolores')
    await close()
  })
})

describe('the description', () => {
  test('is OpenAPI 3.1 and names every route with its input, answer and problem', async () => {
    const document = (await under.browser().send('GET', '/api/openapi.json')).json()
    expect(document.openapi).toBe('3.1.0')
    const signIn = document.paths['/api/session'].post
    expect(signIn.requestBody.content['application/json'].schema.required).toEqual(['username', 'password'])
    expect(signIn.responses['200'].content['application/json'].schema.$ref).toBe('#/components/schemas/SessionAnswer')
    expect(signIn.responses.default.content['application/json'].schema.$ref).toBe('#/components/schemas/Problem')
    expect(document.components.schemas.Problem.required).toContain('code')
    expect(Object.keys(document.paths)).not.toContain('/*')
  })
})

describe('readiness', () => {
  test('is given while the service works and taken back when it stops', async () => {
    let ready = true
    const { browser, close } = await serverUnderTest({ isReady: () => ready })
    expect((await browser().send('GET', '/readyz')).statusCode).toBe(200)
    ready = false
    const answer = await browser().send('GET', '/readyz')
    expect(answer.statusCode).toBe(503)
    expect(answer.json()).toMatchObject({ code: 'PLB_HTTP_STOPPING' })
    expect((await browser().send('GET', '/healthz')).statusCode).toBe(200)
    await close()
  })
})
