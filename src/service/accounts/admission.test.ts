import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Browser, goodPassword, type ServerUnderTest, serverUnderTest } from '../../../tests/server-under-test.ts'
import { digestOf } from './secrets.ts'

let under: ServerUnderTest
beforeEach(async () => {
  under = await serverUnderTest()
})
afterEach(() => under.close())

const whoIs = async (browser: Browser) => (await browser.send('GET', '/api/session')).json().session?.person ?? null
const newPassword = 'staple under the moon'

describe('set-up', () => {
  const first = { username: 'maria', displayName: 'Maria Lopez', password: goodPassword }

  test('makes the first administrator with the printed code and signs her in', async () => {
    const code = await under.admission.newSetUpCode()
    const browser = under.browser()
    expect((await browser.send('GET', '/api/session')).json()).toMatchObject({ setUpNeeded: true, session: null })
    const answer = await browser.send('POST', '/api/setup', { body: { ...first, code } })
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toMatchObject({
      setUpNeeded: false,
      session: { person: { username: 'maria', displayName: 'Maria Lopez', role: 'administrator' }, workspace: 'real' },
    })
    expect(await whoIs(browser)).toMatchObject({ username: 'maria' })
  })

  test('takes the code as people type it', async () => {
    const code = (await under.admission.newSetUpCode()) ?? ''
    const typed = ` ${code.replaceAll('-', ' ').toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l')} `
    expect((await under.browser().send('POST', '/api/setup', { body: { ...first, code: typed } })).statusCode).toBe(200)
  })

  test('refuses a wrong code twice and still takes the right one', async () => {
    const code = await under.admission.newSetUpCode()
    for (const wrong of ['00000-00000-00000-00000-00000-00000', 'nonsense']) {
      const answer = await under.browser().send('POST', '/api/setup', { body: { ...first, code: wrong } })
      expect(answer.statusCode).toBe(400)
      expect(answer.json()).toMatchObject({ code: 'PLB_ACCOUNT_WRONG_CODE' })
    }
    expect((await under.browser().send('POST', '/api/setup', { body: { ...first, code } })).statusCode).toBe(200)
  })

  test('works once, also for two who send the code at the same moment', async () => {
    const code = await under.admission.newSetUpCode()
    const statuses = await Promise.all(
      ['maria', 'mallory'].map(
        async (username) =>
          (await under.browser().send('POST', '/api/setup', { body: { ...first, username, code } })).statusCode,
      ),
    )
    expect(statuses.toSorted()).toEqual([200, 400])
    expect(await under.admission.newSetUpCode()).toBeUndefined()
  })

  test('does not use up the code when the password is too weak', async () => {
    const code = await under.admission.newSetUpCode()
    const weak = await under
      .browser()
      .send('POST', '/api/setup', { body: { ...first, code, password: 'MariaLopez2026' } })
    expect(weak.json()).toMatchObject({
      code: 'PLB_ACCOUNT_WEAK_PASSWORD',
      errors: [{ path: 'body.password', message: 'It is made of your own name.' }],
    })
    expect((await under.browser().send('POST', '/api/setup', { body: { ...first, code } })).statusCode).toBe(200)
  })

  test('is over once there is an account, however that came to be', async () => {
    const code = await under.admission.newSetUpCode()
    await under.addAccount('ana', 'clinician')
    expect((await under.browser().send('POST', '/api/setup', { body: { ...first, code } })).statusCode).toBe(400)
  })

  test('takes only the newest code, and keeps none of them readable', async () => {
    const [older, newer] = [await under.admission.newSetUpCode(), (await under.admission.newSetUpCode()) ?? '']
    expect((await under.browser().send('POST', '/api/setup', { body: { ...first, code: older } })).statusCode).toBe(400)
    const kept = await under.database.selectFrom('one_time_code').selectAll().execute()
    expect(kept.map(({ code_hash }) => code_hash)).toEqual([digestOf(newer)])
  })

  test('does not take the code of an invitation, nor an invitation that of set-up', async () => {
    const setUpCode = await under.admission.newSetUpCode()
    const body = { code: setUpCode, password: goodPassword }
    expect((await under.browser().send('POST', '/api/invitations', { body })).statusCode).toBe(400)
    const invited = await under.admission.invite({ username: 'ana', displayName: 'Ana', role: 'nurse' })
    const misused = { ...first, code: invited.code }
    expect((await under.browser().send('POST', '/api/setup', { body: misused })).statusCode).toBe(400)
  })
})

describe('an administrator', () => {
  let boss: Browser
  let bossId: string
  beforeEach(async () => {
    bossId = await under.addAccount('boss', 'administrator')
    boss = under.browser()
    await boss.signIn('boss')
  })
  const request = { username: 'nora', displayName: 'Nora', role: 'nurse' }

  test('invites a person, who chooses a password with the code, once', async () => {
    const invited = await boss.send('POST', '/api/accounts', { body: request })
    expect(invited.statusCode).toBe(201)
    expect(invited.json()).toMatchObject({
      account: { username: 'nora', displayName: 'Nora', role: 'nurse', status: 'invited' },
      expiresAt: '2026-03-21T09:00:00.000Z',
    })
    const { code } = invited.json()
    const nora = under.browser()
    const body = { code, password: goodPassword }
    expect((await nora.send('POST', '/api/invitations', { body })).json().session.person.role).toBe('nurse')
    expect((await under.browser().send('POST', '/api/invitations', { body })).json()).toMatchObject({
      code: 'PLB_ACCOUNT_WRONG_CODE',
    })
    const listed = (await boss.send('GET', '/api/accounts')).json()
    expect(listed.map(({ username, status }: { username: string; status: string }) => [username, status])).toEqual([
      ['boss', 'active'],
      ['nora', 'active'],
    ])
    expect(JSON.stringify(listed)).not.toContain('argon2')
  })

  test('cannot invite a second person of the same user name in other letters', async () => {
    await boss.send('POST', '/api/accounts', { body: request })
    const answer = await boss.send('POST', '/api/accounts', { body: { ...request, username: 'ＮＯＲＡ' } })
    expect(answer.json()).toMatchObject({ status: 409, code: 'PLB_ACCOUNT_NAME_TAKEN' })
  })

  test('gives a code that ends after a week', async () => {
    const { code } = (await boss.send('POST', '/api/accounts', { body: request })).json()
    under.passSeconds(7 * 86_400)
    const body = { code, password: goodPassword }
    expect((await under.browser().send('POST', '/api/invitations', { body })).statusCode).toBe(400)
  })

  test('gives a new code, with which the old code and the old password stop working', async () => {
    const invited = (await boss.send('POST', '/api/accounts', { body: request })).json()
    const again = (await boss.send('POST', `/api/accounts/${invited.account.id}/invitation`)).json()
    const accept = (code: string, password: string) =>
      under.browser().send('POST', '/api/invitations', { body: { code, password } })
    expect((await accept(invited.code, goodPassword)).statusCode).toBe(400)
    expect((await accept(again.code, goodPassword)).statusCode).toBe(200)
    const forgotten = (await boss.send('POST', `/api/accounts/${invited.account.id}/invitation`)).json()
    expect((await under.browser().signIn('nora')).statusCode).toBe(200)
    expect((await accept(forgotten.code, newPassword)).statusCode).toBe(200)
    expect((await under.browser().signIn('nora')).statusCode).toBe(401)
  })

  test('gives a code that one person can use, when two send it at the same moment', async () => {
    const { code } = (await boss.send('POST', '/api/accounts', { body: request })).json()
    const statuses = await Promise.all(
      [goodPassword, newPassword].map(
        async (password) =>
          (await under.browser().send('POST', '/api/invitations', { body: { code, password } })).statusCode,
      ),
    )
    expect(statuses.toSorted()).toEqual([200, 400])
  })

  test('gives a code whose use signs the person out everywhere else', async () => {
    const id = await under.addAccount('nora', 'nurse')
    const elsewhere = under.browser()
    await elsewhere.signIn('nora')
    const { code } = (await boss.send('POST', `/api/accounts/${id}/invitation`)).json()
    expect(await whoIs(elsewhere)).not.toBeNull()
    await under.browser().send('POST', '/api/invitations', { body: { code, password: newPassword } })
    expect(await whoIs(elsewhere)).toBeNull()
  })

  test('cannot let a disabled person in by an invitation', async () => {
    const invited = (await boss.send('POST', '/api/accounts', { body: request })).json()
    await boss.send('PATCH', `/api/accounts/${invited.account.id}`, { body: { disabled: true } })
    const body = { code: invited.code, password: goodPassword }
    expect((await under.browser().send('POST', '/api/invitations', { body })).statusCode).toBe(400)
  })

  test('stays, when it is the last one who can sign in', async () => {
    await boss.send('POST', '/api/accounts', { body: { ...request, role: 'administrator' } }) // cannot sign in yet
    for (const body of [{ disabled: true }, { role: 'clinician' }]) {
      const answer = await boss.send('PATCH', `/api/accounts/${bossId}`, { body })
      expect(answer.json()).toMatchObject({ status: 409, code: 'PLB_ACCOUNT_LAST_ADMINISTRATOR' })
    }
    expect(await whoIs(boss)).toMatchObject({ role: 'administrator' })
    await under.addAccount('deputy', 'administrator')
    expect((await boss.send('PATCH', `/api/accounts/${bossId}`, { body: { disabled: true } })).statusCode).toBe(200)
  })

  test('is one of two who disable each other at the same moment: one of them stays', async () => {
    const deputyId = await under.addAccount('deputy', 'administrator')
    const deputy = under.browser()
    await deputy.signIn('deputy')
    await Promise.all([
      boss.send('PATCH', `/api/accounts/${deputyId}`, { body: { disabled: true } }),
      deputy.send('PATCH', `/api/accounts/${bossId}`, { body: { disabled: true } }),
    ])
    const rows = await under.database.selectFrom('account').selectAll().where('disabled_at', 'is', null).execute()
    expect(rows).toHaveLength(1)
  })

  test('is told when there is no such account', async () => {
    const url = '/api/accounts/6f1c7f04-5d0c-4d0a-9f43-3f9c2f5b8a11'
    expect((await boss.send('PATCH', url, { body: { disabled: true } })).json()).toMatchObject({
      code: 'PLB_ACCOUNT_NOT_FOUND',
    })
  })
})
