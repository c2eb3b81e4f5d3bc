import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type Browser, type ServerUnderTest, serverUnderTest } from '../../tests/server-under-test.ts'
import { createSessions } from './accounts/sessions.ts'
import { type Role, roles, type Workspace } from './api/role.ts'
import { isStateChanging } from './guards.ts'
import { type Permission, permissions, type RouteName, rowsOpenTo, verdict } from './permissions.ts'
import { route } from './route.ts'

let under: ServerUnderTest
let accountIds: ReadonlyMap<Role, string>
let program: Browser
beforeAll(async () => {
  under = await serverUnderTest()
  await under.addAccount('another', 'administrator') // so that the walk never meets the last one
  accountIds = new Map(
    await Promise.all(roles.map(async (role) => [role, await under.addAccount(role, role)] as const)),
  )
  program = await under.program(accountIds.get('integration') ?? '')
})
afterAll(() => under.close())

const whence = { address: '192.0.2.7', device: 'Firefox, Windows', by: 'password' } as const
const someId = '6f1c7f04-5d0c-4d0a-9f43-3f9c2f5b8a11'
const rows = Object.entries(permissions) as [RouteName, Permission][]

/** Sends the route's request with nothing in it, as a person of that role, under a session of its own. */
async function askAs(name: RouteName, who: Asking) {
  const browser = await browserOf(who)
  return (await browser.send(...requestOf(name))).statusCode
}

type Asking = { role: Role; workspace: Workspace } | 'demo' | undefined

function requestOf(name: RouteName): [method: 'GET', url: string, sent: { body?: object }] {
  const [method = '', pattern = ''] = name.split(' ')
  const url = pattern.replaceAll(/:\w+/g, someId).replace('*', 'some/page')
  return [method as 'GET', url, method === 'GET' || method === 'DELETE' ? {} : { body: {} }]
}

/** A person under a new session; a program by its key. */
async function browserOf(who: Asking): Promise<Browser> {
  if (who !== 'demo' && who?.role === 'integration') return program
  const browser = under.browser()
  if (who !== undefined) {
    const sessions = createSessions(under.database, () => new Date('2026-03-14T09:00:00Z'))
    const accountId = who === 'demo' ? '' : (accountIds.get(who.role) ?? '')
    browser.cookie = await sessions.start(who === 'demo' ? 'demo' : { accountId, workspace: who.workspace }, whence)
    await browser.send('GET', '/api/session')
  }
  return browser
}

const demoRoles = roles.filter((role) => role !== 'integration') // a program has no session

describe.each(rows)('%s', (name, row) => {
  test('lets nobody in without a session unless the row is open to anyone', async () => {
    const status = await askAs(name, undefined)
    // A program says who it is by a token of its own: src/service/cds-hooks/tokens.test.ts.
    if (row.allows.includes('anonymous')) expect([401, 403]).not.toContain(status)
    else expect(status).toBe(401)
  })

  test.each(roles)('lets in the role %s exactly when the row names it', async (role) => {
    const named = row.allows.some(
      (audience) => audience === 'anonymous' || audience === 'signedIn' || audience === role,
    )
    const status = await askAs(name, { role, workspace: 'real' })
    if (row.allows.includes('hookClient')) expect(status).toBe(401)
    else if (named) expect([401, 403]).not.toContain(status)
    else expect(status).toBe(403)
  })

  test('lets nobody in from the demo patients where the row is for the real ones only', async () => {
    for (const who of [...demoRoles.map((role) => ({ role, workspace: 'demo' as const })), 'demo' as const]) {
      const role = who === 'demo' ? 'clinician' : who.role
      const named = row.allows.some((each) => each === 'anonymous' || each === 'signedIn' || each === role)
      const status = await askAs(name, who)
      if (row.allows.includes('hookClient')) expect(status).toBe(401)
      else if (named && row.realOnly !== true) expect([401, 403]).not.toContain(status)
      else expect(status).toBe(403)
    }
  })
})

const guarded = rows.filter(
  ([name, { allows }]) =>
    isStateChanging(name.split(' ')[0] ?? '') && !['anonymous', 'hookClient'].includes(allows[0] ?? ''),
)

describe('a request that changes something', () => {
  test.each(guarded)('%s is refused without the token of the session, and with that of another', async (name, row) => {
    const role = demoRoles.find(
      (each) => verdict(name, { role: each, workspace: 'real', clinicalLead: true }) === 'permitted',
    )
    expect(role, JSON.stringify(row)).toBeDefined()
    const browser = await browserOf({ role: role ?? 'nurse', workspace: 'real' })
    if (row.allows.includes('clinicalLead'))
      await under.database.updateTable('account').set({ clinical_lead: 1 }).where('role', '=', 'clinician').execute()
    const other = await browserOf({ role: role ?? 'nurse', workspace: 'real' })
    for (const token of [undefined, '', other.csrfToken, `${browser.csrfToken}A`]) {
      browser.csrfToken = token
      const answer = await browser.send(...requestOf(name))
      expect([answer.statusCode, answer.json().code]).toEqual([403, 'PLB_SESSION_FORGED'])
    }
    await under.database.updateTable('account').set({ clinical_lead: 0 }).execute()
  })

  test.each(guarded)('%s is refused from a page of another site, with the right token', async (name) => {
    const role = demoRoles.find((each) => verdict(name, { role: each, workspace: 'real' }) === 'permitted')
    const browser = await browserOf({ role: role ?? 'clinician', workspace: 'real' })
    const [method, url, sent] = requestOf(name)
    for (const headers of [{ origin: 'https://elsewhere.example' }, { 'sec-fetch-site': 'cross-site' }] as const) {
      const answer = await browser.send(method, url, { ...sent, headers })
      expect(answer.statusCode).toBe(403)
    }
  })
})

describe('the permission table', () => {
  test('has no row that no route serves', () => {
    for (const [name] of rows) {
      const [method = '', url = ''] = name.split(' ')
      expect(under.server.hasRoute({ method: method as 'GET', url }), name).toBe(true)
    }
  })

  test('refuses a route that was planted without a row', async () => {
    const { server, close } = await serverUnderTest()
    expect(() => server.get('/api/planted', async () => 'open')).toThrow('GET /api/planted has no row')
    await close()
  })

  test('refuses to declare a route without a row, where the compiler has been talked round', () => {
    const planted = 'GET /api/planted' as RouteName
    expect(() => route({ route: planted, summary: '', answer: z.string(), handler: () => '' })).toThrow('has no row')
  })

  test('tells a person the rows that are open to them', () => {
    expect(rowsOpenTo({ role: 'nurse', workspace: 'real' })).not.toContain('GET /api/accounts')
    expect(rowsOpenTo({ role: 'administrator', workspace: 'real' })).toContain('GET /api/accounts')
    expect(rowsOpenTo({ role: 'administrator', workspace: 'demo' })).not.toContain('GET /api/accounts')
  })

  test('tells signing in apart from having the wrong role', () => {
    expect(verdict('GET /api/accounts', undefined)).toBe('sign in first')
    expect(verdict('GET /api/accounts', { role: 'nurse', workspace: 'real' })).toBe('not your role')
    expect(verdict('GET /api/accounts', { role: 'administrator', workspace: 'demo' })).toBe('not in demo')
    expect(verdict('GET /api/accounts', { role: 'administrator', workspace: 'real' })).toBe('permitted')
    expect(verdict('POST /cds-services/:id', { role: 'administrator', workspace: 'real' })).toBe(
      'by a token of its own',
    )
  })

  test('gives no person a row of programs', () => {
    const programs = rows.filter(([, row]) => row.allows.includes('hookClient')).map(([name]) => name)
    expect(programs).toHaveLength(3)
    for (const role of roles)
      expect(
        rowsOpenTo({ role, workspace: 'real', clinicalLead: true }).filter((name) => programs.includes(name)),
      ).toEqual([])
  })
})
