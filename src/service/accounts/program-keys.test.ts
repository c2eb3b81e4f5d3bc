import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Browser, goodPassword, type ServerUnderTest, serverUnderTest } from '../../../tests/server-under-test.ts'
import type { NewKeyAnswer, Program } from '../api/program.ts'
import { programKeyIn } from './program-keys.ts'
import { digestOf } from './secrets.ts'

let under: ServerUnderTest
let boss: Browser
beforeEach(async () => {
  under = await serverUnderTest()
  await under.addAccount('boss', 'administrator')
  boss = under.browser()
  await boss.signIn('boss')
})
afterEach(() => under.close())

const letIn = async (username = 'export'): Promise<NewKeyAnswer> =>
  (await boss.send('POST', '/api/programs', { body: { username, displayName: 'Nightly export' } })).json()
const listed = async (): Promise<Program[]> => (await boss.send('GET', '/api/programs')).json()

function by(key: string): Browser {
  const browser = under.browser()
  browser.key = key
  return browser
}
const ask = async (key: string) => (await by(key).send('GET', '/api/protocol')).statusCode

test('a program comes in by the key it was given, as what it is, and without a cookie', async () => {
  const { program, key } = await letIn()
  expect(program.account).toMatchObject({ username: 'export', role: 'integration', status: 'active' })
  const answer = await by(key).send('GET', '/api/session')
  expect(answer.json().session).toMatchObject({
    person: { username: 'export', role: 'integration' },
    workspace: 'real',
  })
  expect(answer.headers['set-cookie']).toBeUndefined()
  expect((await by(key).send('POST', '/api/decide', { body: { findings: {} } })).statusCode).toBe(200)
})

test('a key is kept as a digest only, and told once', async () => {
  const { program, key } = await letIn()
  const row = await under.database.selectFrom('program_key').selectAll().executeTakeFirstOrThrow()
  expect(row.key_hash).toBe(digestOf(key))
  expect(JSON.stringify([row, await listed()])).not.toContain(key)
  expect(program.keys[0]).toMatchObject({ lastUsedAt: null, expiresAt: '2027-03-14T09:00:00.000Z' })
  expect(under.logLines.join('')).not.toContain(key)
})

test('a key that is wrong, revoked, expired or of a disabled program is refused alike', async () => {
  const first = await letIn()
  const second: NewKeyAnswer = (await boss.send('POST', `/api/programs/${first.program.account.id}/keys`)).json()
  expect([await ask(first.key), await ask(second.key)]).toEqual([200, 200])
  const [, older] = second.program.keys.length === 2 ? second.program.keys.map(({ id }) => id) : []
  expect(older).toBeDefined()
  const firstId = first.program.keys[0]?.id ?? ''
  await boss.send('DELETE', `/api/programs/${first.program.account.id}/keys/${firstId}`)
  expect([await ask(first.key), await ask(second.key)]).toEqual([401, 200])
  await boss.send('PATCH', `/api/accounts/${first.program.account.id}`, { body: { disabled: true } })
  expect(await ask(second.key)).toBe(401)
  await boss.send('PATCH', `/api/accounts/${first.program.account.id}`, { body: { disabled: false } })
  under.passSeconds(365 * 86_400)
  expect(await ask(second.key)).toBe(401)
  const answer = await by(`plb_${'A'.repeat(43)}`).send('GET', '/api/protocol')
  expect([answer.json().code, answer.headers['www-authenticate']]).toEqual(['PLB_KEY_REFUSED', 'Bearer'])
})

test('a wrong key is not made good by the cookie of somebody signed in', async () => {
  boss.key = `plb_${'A'.repeat(43)}`
  expect((await boss.send('GET', '/api/accounts')).statusCode).toBe(401)
})

test('a key opens its own role, whatever cookie comes with it', async () => {
  const { key } = await letIn()
  boss.key = key
  expect((await boss.send('GET', '/api/accounts')).statusCode).toBe(403)
})

test('a program has two keys at most', async () => {
  const { program } = await letIn()
  const url = `/api/programs/${program.account.id}/keys`
  expect((await boss.send('POST', url)).statusCode).toBe(201)
  expect((await boss.send('POST', url)).json().code).toBe('PLB_KEY_TOO_MANY')
})

test('a program has no password: it cannot be invited, signed in or given another role', async () => {
  const { program } = await letIn()
  const { id } = program.account
  expect((await boss.send('POST', `/api/accounts/${id}/invitation`)).json().code).toBe('PLB_ACCOUNT_NOT_A_PERSON')
  const other = await boss.send('PATCH', `/api/accounts/${id}`, { body: { role: 'clinician' } })
  expect(other.json().code).toBe('PLB_ACCOUNT_NOT_A_PERSON')
  const asRole = { username: 'system', displayName: 'System', role: 'integration' }
  expect((await boss.send('POST', '/api/accounts', { body: asRole })).statusCode).toBe(400)
  // As an older version could have left it: a role that had a password and a session.
  const clinician = await under.addAccount('was-a-system', 'clinician')
  const browser = under.browser()
  await browser.signIn('was-a-system')
  await under.database.updateTable('account').set({ role: 'integration' }).where('id', '=', clinician).execute()
  expect((await browser.send('GET', '/api/protocol')).statusCode).toBe(401)
  expect((await under.browser().signIn('was-a-system', goodPassword)).statusCode).toBe(401)
})

test('a person gets no key, and a name is taken once', async () => {
  const nurse = await under.addAccount('nora', 'nurse')
  expect((await boss.send('POST', `/api/programs/${nurse}/keys`)).json().code).toBe('PLB_ACCOUNT_NOT_FOUND')
  await letIn()
  const again = await boss.send('POST', '/api/programs', { body: { username: 'EXPORT', displayName: 'Other' } })
  expect(again.json().code).toBe('PLB_ACCOUNT_NAME_TAKEN')
})

test('a key’s last use is shown to the minute', async () => {
  const { key } = await letIn()
  await ask(key)
  under.passSeconds(30)
  await ask(key)
  expect((await listed())[0]?.keys[0]?.lastUsedAt).toBe('2026-03-14T09:00:00.000Z')
  under.passSeconds(60)
  await ask(key)
  expect((await listed())[0]?.keys[0]?.lastUsedAt).toBe('2026-03-14T09:01:30.000Z')
})

test('another kind of authorisation is not taken for a key', () => {
  expect(programKeyIn('Bearer eyJhbGciOi')).toBeUndefined()
  expect(programKeyIn('Basic plb_x')).toBeUndefined()
  expect(programKeyIn(undefined)).toBeUndefined()
  expect(programKeyIn('bearer plb_abc')).toBe('plb_abc')
})
