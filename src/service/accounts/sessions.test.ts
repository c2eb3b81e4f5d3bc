import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Browser, goodPassword, type ServerUnderTest, serverUnderTest } from '../../../tests/server-under-test.ts'
import type { OwnSession } from '../api/session.ts'
import { deviceOf } from './device.ts'
import { passwordMatches } from './passwords.ts'
import { digestOf } from './secrets.ts'

let under: ServerUnderTest
beforeEach(async () => {
  under = await serverUnderTest()
})
afterEach(() => under.close())

const whoIs = async (browser: Browser) => (await browser.send('GET', '/api/session')).json().session?.person ?? null
const newPassword = 'staple under the moon'

describe('signing in', () => {
  beforeEach(() => under.addAccount('ana', 'clinician'))

  test('sets a cookie that scripts and other sites never get', async () => {
    const cookies = (await under.browser().signIn('ana')).headers['set-cookie']
    expect(cookies).toMatch(/^plumbline_session=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
  })

  test('sets a Secure cookie where people come over https', async () => {
    const secure = await serverUnderTest({ secure: true })
    await secure.addAccount('ana', 'clinician')
    const browser = secure.browser()
    const body = { username: 'ana', password: goodPassword }
    const answer = await browser.send('POST', '/api/session', { body, headers: { origin: 'https://localhost:8420' } })
    // A browser takes it from this host alone, so that no sister domain can plant one.
    expect(answer.headers['set-cookie']).toMatch(
      /^__Host-plumbline_session=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    )
    expect(await whoIs(browser)).toMatchObject({ username: 'ana' })
    browser.cookieName = 'plumbline_session'
    expect(await whoIs(browser)).toBeNull()
    await secure.close()
  })

  test('takes the user name in any case, and tells the person who they are and what they may', async () => {
    expect((await under.browser().signIn('ANA')).json().session).toMatchObject({
      person: { username: 'ana', displayName: 'The clinician ana', role: 'clinician' },
      workspace: 'real',
      idleLimitMinutes: 30,
      endsAt: '2026-03-14T21:00:00.000Z',
      may: expect.arrayContaining(['PUT /api/password']),
    })
  })

  test('says the same of a wrong password, an unknown, an invited and a disabled person', async () => {
    await under.admission.invite({ username: 'invited', displayName: 'Invited', role: 'nurse' })
    const disabledId = await under.addAccount('disabled', 'nurse')
    const disabled = { disabled_at: '2026-01-01T00:00:00.000Z' }
    await under.database.updateTable('account').set(disabled).where('id', '=', disabledId).execute()
    const answers = [
      await under.browser().signIn('ana', 'not her password'),
      await under.browser().signIn('nobody'),
      await under.browser().signIn('invited'),
      await under.browser().signIn('disabled'),
    ]
    for (const answer of answers) {
      expect(answer.statusCode).toBe(401)
      expect(answer.json()).toEqual({
        type: 'urn:plumbline:problem:PLB_SESSION_WRONG_CREDENTIALS',
        title: 'The user name or the password is wrong.',
        status: 401,
        code: 'PLB_SESSION_WRONG_CREDENTIALS',
      })
      expect(answer.headers['set-cookie']).toBeUndefined()
    }
  })

  test('keeps passwords and sessions as hashes only', async () => {
    const browser = under.browser()
    await browser.signIn('ana')
    const account = await under.database.selectFrom('account').selectAll().executeTakeFirstOrThrow()
    expect(account.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    const session = await under.database.selectFrom('session').selectAll().executeTakeFirstOrThrow()
    expect(session.token_hash).toBe(digestOf(browser.cookie ?? ''))
    expect(Object.values(session)).not.toContain(browser.cookie)
  })

  test('never takes over a session id that somebody else put there', async () => {
    const planted = 'A'.repeat(43)
    const browser = under.browser()
    browser.cookie = planted
    await browser.signIn('ana')
    expect(browser.cookie).not.toBe(planted)
    const attacker = under.browser()
    attacker.cookie = planted
    expect(await whoIs(attacker)).toBeNull()
  })

  test('again gives a new id and ends the old session', async () => {
    const browser = under.browser()
    await browser.signIn('ana')
    const old = under.browser()
    old.cookie = browser.cookie
    await browser.signIn('ana')
    expect(browser.cookie).not.toBe(old.cookie)
    expect(await whoIs(old)).toBeNull()
    expect(await whoIs(browser)).toMatchObject({ username: 'ana' })
  })

  test('makes a guesser at one account wait, longer each time, whatever the address, and then lets the right one in', async () => {
    for (let attempt = 0; attempt < 6; attempt++) await under.browser().signIn('ana', 'wrong wrong wrong')
    const answer = await under.browser().signIn('ana')
    expect(answer.statusCode).toBe(429)
    expect(answer.headers['retry-after']).toBe('30')
    expect(answer.json()).toMatchObject({ code: 'PLB_SESSION_TOO_MANY_ATTEMPTS' })
    under.passSeconds(30)
    await under.browser().signIn('ana', 'wrong wrong wrong')
    expect((await under.browser().signIn('ana')).headers['retry-after']).toBe('60')
    under.passSeconds(60)
    expect((await under.browser().signIn('ana')).statusCode).toBe(200)
    expect((await under.browser().signIn('ana', 'wrong wrong wrong')).statusCode).toBe(401)
  })

  test('makes a guesser wait for names that do not exist just the same', async () => {
    for (let attempt = 0; attempt < 6; attempt++) await under.browser().signIn('nobody', 'wrong wrong wrong')
    expect((await under.browser().signIn('nobody')).statusCode).toBe(429)
  })

  test('counts guesses that are sent all at once', async () => {
    const guesses = Array.from({ length: 20 }, () => under.browser().signIn('ana', 'wrong wrong wrong'))
    const statuses = (await Promise.all(guesses)).map(({ statusCode }) => statusCode)
    expect(statuses.filter((status) => status === 401)).toHaveLength(6)
    expect(statuses.filter((status) => status === 429)).toHaveLength(14)
  })

  test('makes one address wait that tries many names', async () => {
    for (let name = 0; name < 51; name++) await under.browser().signIn(`person${name}`, 'wrong wrong wrong')
    expect((await under.browser().signIn('ana')).statusCode).toBe(429)
    under.passSeconds(2)
    expect((await under.browser().signIn('ana')).statusCode).toBe(200)
  })
})

describe('a session', () => {
  let browser: Browser
  let accountId: string
  beforeEach(async () => {
    accountId = await under.addAccount('ana', 'clinician')
    browser = under.browser()
    await browser.signIn('ana')
  })

  test('ends after half an hour without use', async () => {
    under.passSeconds(30 * 60)
    expect(await whoIs(browser)).toBeNull()
    expect((await browser.send('DELETE', '/api/session')).statusCode).toBe(401)
    expect(await under.database.selectFrom('session').selectAll().execute()).toEqual([])
  })

  test('lasts while it is used, but never beyond twelve hours', async () => {
    for (let hours = 0; hours < 11.75; hours += 0.25) {
      under.passSeconds(15 * 60)
      expect(await whoIs(browser)).not.toBeNull()
    }
    under.passSeconds(15 * 60)
    expect(await whoIs(browser)).toBeNull()
  })

  test('ends at signing out, for a copy of its cookie too', async () => {
    const copy = under.browser()
    copy.cookie = browser.cookie
    const answer = await browser.send('DELETE', '/api/session')
    expect(answer.statusCode).toBe(204)
    expect(answer.headers['set-cookie']).toMatch(/^plumbline_session=; Max-Age=0; Path=\/;/)
    expect(await whoIs(copy)).toBeNull()
  })

  test.each(['', 'short', 'A'.repeat(43), "' OR 1=1 --", `${'A'.repeat(42)};`, '%00'.repeat(20)])(
    'is not what the cookie "%s" opens',
    async (cookie) => {
      browser.cookie = cookie
      expect(await whoIs(browser)).toBeNull()
    },
  )

  test('ends everywhere when the person changes the password, and goes on here under a new id', async () => {
    const elsewhere = under.browser()
    await elsewhere.signIn('ana')
    const before = under.browser()
    before.cookie = browser.cookie
    const answer = await browser.send('PUT', '/api/password', { body: { currentPassword: goodPassword, newPassword } })
    expect(answer.statusCode).toBe(200)
    expect(await whoIs(browser)).toMatchObject({ username: 'ana' })
    expect(await whoIs(elsewhere)).toBeNull()
    expect(await whoIs(before)).toBeNull()
    expect((await under.browser().signIn('ana')).statusCode).toBe(401)
    expect((await under.browser().signIn('ana', newPassword)).statusCode).toBe(200)
  })

  test('does not let anyone change the password who does not know it, nor guess it there', async () => {
    const body = { currentPassword: 'wrong wrong wrong', newPassword }
    for (let attempt = 0; attempt < 5; attempt++) {
      const answer = await browser.send('PUT', '/api/password', { body })
      expect(answer.json()).toMatchObject({ status: 400, code: 'PLB_ACCOUNT_WRONG_PASSWORD' })
    }
    await browser.send('PUT', '/api/password', { body })
    expect((await browser.send('PUT', '/api/password', { body })).statusCode).toBe(429)
    const { password_hash } = await under.database.selectFrom('account').selectAll().executeTakeFirstOrThrow()
    expect(await passwordMatches(password_hash, goodPassword)).toBe(true)
  })

  test('ends for a disabled account, even one that signed in while it was being disabled', async () => {
    await under.database.updateTable('account').set({ disabled_at: '2026-03-14T09:00:00.000Z' }).execute()
    expect(await whoIs(browser)).toBeNull()
  })

  test('ends when an administrator disables the account or changes its role', async () => {
    await under.addAccount('boss', 'administrator')
    const boss = under.browser()
    await boss.signIn('boss')
    await boss.send('PATCH', `/api/accounts/${accountId}`, { body: { role: 'nurse' } })
    expect(await whoIs(browser)).toBeNull()
    expect((await browser.signIn('ana')).json().session.person.role).toBe('nurse')
    await boss.send('PATCH', `/api/accounts/${accountId}`, { body: { disabled: true } })
    expect(await whoIs(browser)).toBeNull()
    expect((await browser.signIn('ana')).statusCode).toBe(401)
    await boss.send('PATCH', `/api/accounts/${accountId}`, { body: { disabled: false } })
    expect((await browser.signIn('ana')).statusCode).toBe(200)
  })
})

describe('the list of one’s own sessions', () => {
  const firefox = { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0' }
  let browser: Browser
  beforeEach(async () => {
    await under.addAccount('ana', 'clinician')
    await under.addAccount('ben', 'nurse')
    browser = under.browser()
    await browser.signIn('ana')
  })
  const listed = async (of = browser): Promise<OwnSession[]> => (await of.send('GET', '/api/sessions')).json()

  test('says since when, from where and by which browser, and which one is this', async () => {
    const elsewhere = under.browser()
    under.passSeconds(60)
    const body = { username: 'ana', password: goodPassword }
    await elsewhere.send('POST', '/api/session', { body, headers: firefox })
    const sessions = await listed()
    const [other, own] = [false, true].map((isThis) => sessions.find((each) => each.isThis === isThis))
    expect(other).toEqual({
      id: other?.id,
      workspace: 'real',
      startedAt: '2026-03-14T09:01:00.000Z',
      lastSeenAt: '2026-03-14T09:01:00.000Z',
      address: '127.0.0.1',
      device: 'Firefox, Windows',
      by: 'password',
      isThis: false,
    })
    expect(own).toMatchObject({ isThis: true, startedAt: '2026-03-14T09:00:00.000Z' })
  })

  test('ends one of them elsewhere and leaves the others', async () => {
    const elsewhere = under.browser()
    await elsewhere.signIn('ana')
    const other = (await listed()).find(({ isThis }) => !isThis)
    expect((await browser.send('DELETE', `/api/sessions/${other?.id}`)).statusCode).toBe(204)
    expect(await whoIs(elsewhere)).toBeNull()
    expect(await listed()).toHaveLength(1)
  })

  test('shows and ends nobody else’s', async () => {
    const ben = under.browser()
    await ben.signIn('ben')
    const [bens] = await listed(ben)
    expect(await listed()).toHaveLength(1)
    await browser.send('DELETE', `/api/sessions/${bens?.id}`)
    expect(await whoIs(ben)).toMatchObject({ username: 'ben' })
  })

  test('leaves out what has ended unused, and holds no token', async () => {
    const elsewhere = under.browser()
    await elsewhere.signIn('ana')
    for (let minutes = 0; minutes < 40; minutes += 20) {
      under.passSeconds(20 * 60)
      await whoIs(browser)
    }
    const left = await listed()
    expect(left.map(({ isThis }) => isThis)).toEqual([true])
    expect(JSON.stringify(left)).not.toContain(digestOf(browser.cookie ?? ''))
  })

  test('ends this one too, and takes its cookie away', async () => {
    const [own] = await listed()
    const answer = await browser.send('DELETE', `/api/sessions/${own?.id}`)
    expect(answer.headers['set-cookie']).toMatch(/^plumbline_session=; Max-Age=0/)
    expect(await whoIs(browser)).toBeNull()
  })
})

test.each([
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0',
    'Edge, Linux',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Mobile/15E148 Safari/604.1',
    'Safari, iOS',
  ],
  [
    'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
    'Chrome, Android',
  ],
  ['curl/8.5.0', ''],
  [undefined, ''],
])('the browser that says %s of itself is %s', (userAgent, device) => {
  expect(deviceOf(userAgent)).toBe(device)
})
