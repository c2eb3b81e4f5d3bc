import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROOT } from '../scripts/setup.mjs'
import { patientOnTrial } from './clinic-under-test.ts'
import { mailCatcher } from './message-catchers.ts'
import { goodPassword } from './server-under-test.ts'

/*
 * The service as it ships, in a process of its own, with a real mail server: it is killed while a message is on its way,
 * and started again over the same folder.
 */

let mail: Awaited<ReturnType<typeof mailCatcher>>
const folder = mkdtempSync(join(tmpdir(), 'plumbline-messages-'))
let service: { child: ChildProcess; address: string; code: string } | undefined

beforeAll(async () => {
  mail = await mailCatcher('secret word')
})
afterAll(async () => {
  await kill()
  await mail.close()
  rmSync(folder, { recursive: true, force: true })
})

async function start(): Promise<{ address: string; code: string }> {
  const args = ['dist/cli/main.js', 'serve', '--data', folder, '--port', '0', '--time-zone', 'UTC', '--demo', 'never']
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: {
      ...process.env,
      PLUMBLINE_SMTP_URL: `smtp://plumbline:secret%20word@127.0.0.1:${mail.port}`,
      PLUMBLINE_SMTP_FROM: 'plumbline@clinic.example',
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let said = ''
  const address = await new Promise<string>((resolve, reject) => {
    child.once('exit', () => reject(new Error('the service ended')))
    child.stdout.on('data', (chunk) => {
      said += String(chunk)
      const found = /running at (\S+)/.exec(said)?.[1]
      if (found) setTimeout(() => resolve(found), 100)
    })
  })
  service = { child, address, code: /enter this code, once: (\S+)/.exec(said)?.[1] ?? '' }
  return service
}

/** As a power cut would: nothing is told that it ends. */
async function kill(): Promise<void> {
  const child = service?.child
  service = undefined
  if (child === undefined || child.exitCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await ended
}

/** Somebody at the service's address, who keeps the cookie and the token. */
function visitor(address: string) {
  let [cookie, token] = ['', '']
  return async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${address}${path}`, {
      method,
      headers: { 'content-type': 'application/json', cookie, 'x-csrf-token': token },
      ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
    })
    cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? cookie
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    const read = text === '' ? undefined : JSON.parse(text)
    token = read?.session?.csrfToken ?? token
    return read
  }
}

async function until(isSo: () => boolean, seconds = 30): Promise<void> {
  for (let waited = 0; !isSo(); waited += 50) {
    if (waited > seconds * 1000) throw new Error('it did not happen')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

test('a service that is killed while it sends sends the same message again, and then no more', async () => {
  const { address, code } = await start()
  const boss = visitor(address)
  await boss('POST', '/api/setup', { code, username: 'boss', displayName: 'The boss', password: goodPassword })
  const { settings } = await boss('GET', '/api/settings')
  const messages = { ...settings.messages, on: true, byEmail: true, digestHour: 0 }
  await boss('PUT', '/api/settings', { ...settings, messages })
  const invitation = await boss('POST', '/api/accounts', { username: 'ana', displayName: 'Ana', role: 'clinician' })
  const ana = visitor(address)
  await ana('POST', '/api/invitations', { code: invitation.code, password: `${goodPassword} too` })
  await ana('PUT', '/api/contact', { email: 'ana@clinic.example' })

  mail.behave('falls silent')
  const commandId = randomUUID()
  const { episodeId } = await ana('POST', '/api/patients', { commandId, patient: patientOnTrial })
  const findings = { urinaryIncontinence: 'present' }
  const events = [{ type: 'answered', payload: { findings } }]
  await ana('POST', `/api/episodes/${episodeId}/events`, { commandId: randomUUID(), expectedSequence: 1, events })
  await until(() => mail.caught.length > 0)
  await kill()

  mail.behave('takes')
  const second = await start()
  await until(() => mail.caught.length > 1)
  const ids = mail.caught.map(({ id }) => id)
  expect(ids[1]).toBe(ids[0])
  expect(mail.caught.every(({ to }) => to.join() === 'ana@clinic.example')).toBe(true)
  expect(mail.caught.map(({ source }) => source).join()).not.toContain(patientOnTrial.familyName)
  // What the mail server has taken is noted a moment later; only then is it certain not to be sent again.
  const states = async (address: string): Promise<readonly string[]> => {
    const administrator = visitor(address)
    await administrator('POST', '/api/session', { username: 'boss', password: goodPassword })
    const { messages: listed } = await administrator('GET', '/api/messages')
    return listed.map(({ state }: { state: string }) => state)
  }
  await expect.poll(async () => [...new Set(await states(second.address))], { timeout: 20_000 }).toEqual(['sent'])
  const arrived = mail.caught.map(({ id }) => id)
  // The one that was on its way twice, every other one once.
  expect(arrived.length).toBe(new Set(arrived).size + 1)

  await kill()
  await start()
  // It has planned and sent once since it started: the digest of today was told, and so was the emergency.
  await new Promise((resolve) => setTimeout(resolve, 2500))
  expect(mail.caught.map(({ id }) => id)).toEqual(arrived)
}, 120_000)
