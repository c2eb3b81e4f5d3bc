import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Browser, goodPassword, type ServerUnderTest, serverUnderTest } from '../../../tests/server-under-test.ts'

let under: ServerUnderTest
beforeEach(async () => {
  under = await serverUnderTest()
})
afterEach(() => under.close())

const whoIs = async (browser: Browser) => (await browser.send('GET', '/api/session')).json().session?.person ?? null

describe('the demo patients', () => {
  const tryDemo = (browser: Browser, host = 'localhost:8420') =>
    browser.send('POST', '/api/demo-session', { headers: { host, origin: `http://${host}` } })

  test('are one click away before set-up, for a clinician without an account', async () => {
    const browser = under.browser()
    expect((await browser.send('GET', '/api/session')).json()).toMatchObject({ demoOffered: true })
    expect((await tryDemo(browser)).json()).toMatchObject({
      session: {
        person: { id: 'demo-clinician', username: null, displayName: 'Demo clinician', role: 'clinician' },
        workspace: 'demo',
      },
    })
  })

  test('need an account once there is one', async () => {
    await under.addAccount('ana', 'clinician')
    const browser = under.browser()
    expect((await browser.send('GET', '/api/session')).json()).toMatchObject({ demoOffered: false })
    expect((await tryDemo(browser)).json()).toMatchObject({ status: 409, code: 'PLB_SESSION_DEMO_NOT_OFFERED' })
    const signedIn = await browser.signIn('ana', goodPassword, 'demo')
    expect(signedIn.json().session).toMatchObject({ person: { username: 'ana' }, workspace: 'demo' })
    expect(signedIn.json().session.may).not.toContain('PUT /api/password')
  })

  test('stay offered where the operator says always, and never where they say never', async () => {
    for (const demo of ['always', 'never'] as const) {
      const other = await serverUnderTest({ demo })
      if (demo === 'always') await other.addAccount('ana', 'clinician')
      expect((await tryDemo(other.browser())).statusCode).toBe(demo === 'always' ? 200 : 409)
      await other.close()
    }
  })

  test('are not offered under a name that others can reach', async () => {
    expect((await tryDemo(under.browser(), 'clinic.example')).statusCode).toBe(409)
  })

  test('cannot be left for the real ones by changing what is kept of a session without an account', async () => {
    const browser = under.browser()
    await tryDemo(browser)
    await under.database.updateTable('session').set({ workspace: 'real' }).execute()
    expect(await whoIs(browser)).toBeNull()
  })
})
