import type { FastifyRequest } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { goodPassword, type ServerUnderTest, serverUnderTest } from '../../tests/server-under-test.ts'
import type { EventRecord } from '../record/contract.ts'

/** Two records that can be told apart. */
const records = { real: { name: 'real' }, demo: { name: 'demo' } } as unknown as Record<'real' | 'demo', EventRecord>
let under: ServerUnderTest
let last: FastifyRequest['facts']
beforeAll(async () => {
  under = await serverUnderTest({ records, demo: 'always' })
  under.server.addHook('preHandler', async (request) => {
    last = request.facts
  })
  await under.addAccount('ana', 'clinician')
})
afterAll(() => under.close())

describe('a handler', () => {
  test.each(['real', 'demo'] as const)('gets the %s record and no other from a session on it', async (workspace) => {
    const browser = under.browser()
    await browser.signIn('ana', goodPassword, workspace)
    await browser.send('GET', '/api/session')
    expect(last.session?.workspace).toBe(workspace)
    expect(last.session?.record).toBe(records[workspace])
    expect(last.session?.actor).toMatchObject({ username: 'ana', role: 'clinician' })
  })

  test('gets the demo record from a session without an account', async () => {
    const browser = under.browser()
    await browser.send('POST', '/api/demo-session')
    await browser.send('GET', '/api/session')
    expect(last.session?.record).toBe(records.demo)
  })

  test('gets no record at all when nobody is signed in', async () => {
    await under.browser().send('GET', '/api/session')
    expect(last.session).toBeUndefined()
  })

  test("gets the clock's time and the date of the site", async () => {
    under.passSeconds(14.5 * 3600) // from 09:00 to 23:30 UTC: already the next day in Madrid
    await under.browser().send('GET', '/api/session')
    expect(last.now.toISOString()).toBe('2026-03-14T23:30:00.000Z')
    expect(last.today).toBe('2026-03-15')
  })
})

describe('the address of a sender', () => {
  const askFrom = async (server: ServerUnderTest, forwarded: string) => {
    let address = ''
    server.server.addHook('preHandler', async (request) => {
      address = request.ip
    })
    await server.browser().send('GET', '/healthz', { headers: { 'x-forwarded-for': forwarded } })
    return address
  }

  test('is not what the sender says it is', async () => {
    const server = await serverUnderTest()
    expect(await askFrom(server, '203.0.113.9')).toBe('127.0.0.1')
    await server.close()
  })

  test('is what a trusted proxy says it is', async () => {
    const server = await serverUnderTest({ trustedProxies: ['127.0.0.1'] })
    expect(await askFrom(server, '198.51.100.1, 203.0.113.9')).toBe('203.0.113.9')
    await server.close()
  })
})
