import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Browser, goodPassword, type ServerUnderTest, serverUnderTest } from '../../../tests/server-under-test.ts'
import { SoftAuthenticator } from '../../../tests/soft-authenticator.ts'
import { passkeyPlace } from './passkeys.ts'

let under: ServerUnderTest
let ana: Browser
let anaId: string
let key: SoftAuthenticator
beforeEach(async () => {
  under = await serverUnderTest()
  anaId = await under.addAccount('ana', 'clinician')
  ana = under.browser()
  await ana.signIn('ana')
  key = new SoftAuthenticator()
})
afterEach(() => under.close())

const here = { hostName: 'localhost', origin: 'http://localhost:8420' }
const asked = async (browser: Browser, url: string, body?: object) =>
  (await browser.send('POST', url, body === undefined ? {} : { body })).json()
const challengeToAdd = (browser = ana) => asked(browser, '/api/passkeys/challenge', { currentPassword: goodPassword })
const add = async (registration: object, browser = ana) =>
  browser.send('POST', '/api/passkeys', { body: { name: 'The key', registration } })
const added = async (authenticator = key, browser = ana) =>
  add(authenticator.make(await challengeToAdd(browser), here), browser)
const enter = (assertion: object, browser = under.browser()) =>
  browser.send('POST', '/api/passkey-session', { body: { assertion } })
const challenge = () => asked(under.browser(), '/api/passkey-challenge')

describe('adding a passkey', () => {
  test('needs the password, also of whoever found an open window', async () => {
    const body = { currentPassword: 'wrong wrong wrong' }
    const answer = await ana.send('POST', '/api/passkeys/challenge', { body })
    expect(answer.json().code).toBe('PLB_ACCOUNT_WRONG_PASSWORD')
    for (let attempt = 0; attempt < 6; attempt++) await ana.send('POST', '/api/passkeys/challenge', { body })
    expect((await ana.send('POST', '/api/passkeys/challenge', { body })).statusCode).toBe(429)
  })

  test('keeps what the browser made, by the name that was given', async () => {
    const answer = await added()
    expect(answer.statusCode).toBe(201)
    expect(answer.json()).toEqual({
      passkeys: [
        { id: key.id.toString('base64url'), name: 'The key', createdAt: '2026-03-14T09:00:00.000Z', lastUsedAt: null },
      ],
      isNeeded: false,
    })
  })

  test('is refused with another’s, an old, a used and a made-up challenge', async () => {
    await under.addAccount('ben', 'nurse')
    const ben = under.browser()
    await ben.signIn('ben')
    expect((await add(key.make(await challengeToAdd(ben), here))).statusCode).toBe(401)
    const old = await challengeToAdd()
    under.passSeconds(5 * 60)
    expect((await add(key.make(old, here))).json().code).toBe('PLB_PASSKEY_REFUSED')
    const used = await challengeToAdd()
    expect((await add(key.make(used, here))).statusCode).toBe(201)
    expect((await add(new SoftAuthenticator().make(used, here))).statusCode).toBe(401)
    expect((await add(key.make({ challenge: 'AAAA' }, here))).statusCode).toBe(401)
    expect((await add(key.make(await challenge(), here))).statusCode).toBe(401) // made for signing in
  })

  test('is refused where the browser was on another page', async () => {
    const elsewhere = { hostName: 'localhost', origin: 'https://localhost.example' }
    expect((await add(key.make(await challengeToAdd(), elsewhere))).statusCode).toBe(401)
    const otherName = { hostName: 'clinic.example', origin: here.origin }
    expect((await add(key.make(await challengeToAdd(), otherName))).statusCode).toBe(401)
  })

  test('takes no passkey that somebody else has', async () => {
    await added()
    await under.addAccount('ben', 'nurse')
    const ben = under.browser()
    await ben.signIn('ben')
    expect((await added(key, ben)).statusCode).toBe(401)
  })
})

describe('signing in with a passkey alone', () => {
  beforeEach(async () => {
    await added()
  })

  test('opens a session of its owner, under a new id, and says how', async () => {
    const browser = under.browser()
    browser.cookie = 'A'.repeat(43)
    const answer = await enter(key.use(await challenge(), here), browser)
    expect(answer.json().session).toMatchObject({ person: { username: 'ana' }, workspace: 'real' })
    expect(browser.cookie).not.toBe('A'.repeat(43))
    const [own] = (await browser.send('GET', '/api/sessions')).json().filter((each: { isThis: boolean }) => each.isThis)
    expect(own).toMatchObject({ by: 'passkey' })
  })

  test('is refused where it was not unlocked, was seen before, comes from another page, or is not signed by it', async () => {
    expect((await enter(key.use(await challenge(), { ...here, isVerified: false }))).statusCode).toBe(401)
    const used = key.use(await challenge(), here)
    expect((await enter(used)).statusCode).toBe(200)
    expect((await enter(used)).statusCode).toBe(401)
    expect((await enter(key.use(await challenge(), { ...here, origin: 'http://localhost:9999' }))).statusCode).toBe(401)
    const forged = { ...new SoftAuthenticator().use(await challenge(), here), id: used.id, rawId: used.rawId }
    expect((await enter(forged)).statusCode).toBe(401)
    expect((await enter(new SoftAuthenticator().use(await challenge(), here))).json().code).toBe('PLB_PASSKEY_REFUSED')
    const late = await challenge()
    under.passSeconds(5 * 60)
    expect((await enter(key.use(late, here))).statusCode).toBe(401)
  })

  test('is refused for a copy of the passkey, whose counter lags behind', async () => {
    key.counter = 10
    expect((await enter(key.use(await challenge(), here))).statusCode).toBe(200)
    key.counter = 4
    expect((await enter(key.use(await challenge(), here))).statusCode).toBe(401)
  })

  test('is refused once it was removed, or its owner is disabled', async () => {
    const changed = { disabled_at: '2026-03-14T09:00:00.000Z' }
    await under.database.updateTable('account').set(changed).where('id', '=', anaId).execute()
    expect((await enter(key.use(await challenge(), here))).statusCode).toBe(401)
    await under.database.updateTable('account').set({ disabled_at: null }).where('id', '=', anaId).execute()
    await ana.signIn('ana')
    const id = key.id.toString('base64url')
    expect((await ana.send('DELETE', `/api/passkeys/${id}`)).json().passkeys).toEqual([])
    expect((await enter(key.use(await challenge(), here))).statusCode).toBe(401)
  })

  test('is nobody else’s to remove', async () => {
    await under.addAccount('ben', 'nurse')
    const ben = under.browser()
    await ben.signIn('ben')
    await ben.send('DELETE', `/api/passkeys/${key.id.toString('base64url')}`)
    expect((await enter(key.use(await challenge(), here))).statusCode).toBe(200)
  })
})

describe('a passkey after the password', () => {
  const needed = (isNeeded: boolean) => ana.send('PUT', '/api/passkeys/needed', { body: { isNeeded } })
  const signIn = (passkey?: object, password = goodPassword) =>
    under.browser().send('POST', '/api/session', {
      body: { username: 'ana', password, ...(passkey === undefined ? {} : { passkey }) },
    })

  test('cannot be asked for where there is none', async () => {
    expect((await needed(true)).json().code).toBe('PLB_PASSKEY_NONE')
  })

  test('makes the password alone let nobody in, ends other sessions, and is said only to whoever knows the password', async () => {
    await added()
    const elsewhere = under.browser()
    await elsewhere.signIn('ana')
    await needed(true)
    expect((await elsewhere.send('GET', '/api/sessions')).statusCode).toBe(401)
    expect((await ana.send('GET', '/api/sessions')).json()).toHaveLength(1)
    const alone = await signIn()
    expect([alone.json().code, alone.headers['set-cookie']]).toEqual(['PLB_SESSION_PASSKEY_NEEDED', undefined])
    expect((await signIn(undefined, 'wrong wrong wrong')).json().code).toBe('PLB_SESSION_WRONG_CREDENTIALS')
    const answer = await signIn(key.use(await challenge(), { ...here, isVerified: false }))
    expect(answer.json().session.person.username).toBe('ana')
  })

  test('counts from its owner alone, and with the right password', async () => {
    await added()
    await needed(true)
    await under.addAccount('ben', 'nurse')
    const [ben, bens] = [under.browser(), new SoftAuthenticator()]
    await ben.signIn('ben')
    await added(bens, ben)
    expect((await signIn(bens.use(await challenge(), here))).json().code).toBe('PLB_PASSKEY_REFUSED')
    expect((await signIn(key.use(await challenge(), here), 'wrong wrong wrong')).statusCode).toBe(401)
  })

  test('is asked for no more when the last one is removed, or a new code of the administrator is used', async () => {
    await added()
    await needed(true)
    await ana.send('DELETE', `/api/passkeys/${key.id.toString('base64url')}`)
    expect((await signIn()).statusCode).toBe(200)
    await added(key)
    await needed(true)
    const { code } = await under.admission.inviteAgain(anaId)
    const body = { code, password: 'staple under the moon' }
    expect((await under.browser().send('POST', '/api/invitations', { body })).statusCode).toBe(200)
    expect((await enter(key.use(await challenge(), here))).statusCode).toBe(401)
    expect((await signIn(undefined, 'staple under the moon')).statusCode).toBe(200)
  })
})

describe('where passkeys can be used', () => {
  test.each([
    ['localhost:8420', false, 'http://localhost:8420'],
    ['clinic.example', true, 'https://clinic.example'],
    ['clinic.example', false, undefined],
    ['127.0.0.1:8420', false, undefined],
    ['[::1]:8420', true, undefined],
    ['192.168.1.5', true, undefined],
  ])('under %s (over https: %s): %s', (host, secure, origin) => {
    expect(passkeyPlace(host, secure)?.origin).toBe(origin)
  })

  test('is said by the session, and elsewhere refused with why', async () => {
    const numbers = { host: '127.0.0.1:8420', origin: 'http://127.0.0.1:8420' }
    const browser = under.browser()
    expect((await browser.send('GET', '/api/session')).json().passkeysOffered).toBe(true)
    expect((await browser.send('GET', '/api/session', { headers: numbers })).json().passkeysOffered).toBe(false)
    const answer = await browser.send('POST', '/api/passkey-challenge', { headers: numbers })
    expect(answer.json().code).toBe('PLB_PASSKEY_NOT_HERE')
  })
})
