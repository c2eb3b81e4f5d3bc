import { EventEmitter } from 'node:events'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { goodPassword } from '../../tests/server-under-test.ts'
import { type RunningService, type StartOptions, startService } from './start.ts'

let folder: string
let running: RunningService[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-start-'))
  running = []
})
afterEach(async () => {
  for (const service of running) await service.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Starts on a free port over the test's folder, and remembers what was printed and logged. */
async function start(options: Partial<StartOptions> = {}) {
  const printed: string[] = []
  const logged: string[] = []
  const signals = new EventEmitter()
  const service = await startService({
    dataFolder: join(folder, 'data'),
    port: 0,
    print: (line) => printed.push(line),
    logTo: { write: (line) => logged.push(line) },
    signals,
    ...options,
  })
  running.push(service)
  return { service, printed, logged, signals }
}

const setUpCodeIn = (printed: readonly string[]) => /once: (\S+)$/m.exec(printed.join('\n'))?.[1]

describe('starting', () => {
  test('prints the address and the set-up code, and logs no code', async () => {
    const { service, printed, logged } = await start()
    expect(service.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(printed[0]).toBe(`Plumbline is running at ${service.address}`)
    const code = setUpCodeIn(printed)
    expect(code).toMatch(/^([0-9A-Z]{5}-){5}[0-9A-Z]{5}$/)
    expect((await fetch(`${service.address}/healthz`)).status).toBe(200)
    expect(logged.join('')).not.toContain(code)
  })

  test('keeps the data folder to its owner', async () => {
    await start()
    expect(statSync(join(folder, 'data')).mode & 0o777).toBe(0o700)
    expect(statSync(join(folder, 'data', 'accounts.sqlite')).mode & 0o777).toBe(0o600)
  })

  test('again prints another code until one is used, then none, and the account is still there', async () => {
    const first = await start()
    await first.service.stop()
    const second = await start()
    const code = setUpCodeIn(second.printed)
    expect(code).not.toBe(setUpCodeIn(first.printed))
    const body = { code, username: 'maria', displayName: 'Maria Lopez', password: goodPassword }
    const post = (service: RunningService, path: string, sent: object) =>
      fetch(service.address + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(sent),
      })
    expect((await post(second.service, '/api/setup', body)).status).toBe(200)
    await second.service.stop()
    const third = await start()
    expect(setUpCodeIn(third.printed)).toBeUndefined()
    const signIn = await post(third.service, '/api/session', { username: 'maria', password: goodPassword })
    expect(signIn.status).toBe(200)
  })

  test('says clearly that a port is in use, and leaves nothing open behind', async () => {
    const taken = createServer()
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
    const address = taken.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    await expect(start({ port })).rejects.toMatchObject({
      code: 'PLB_START_PORT_IN_USE',
      message: `Port ${port} is in use. Choose a free one with --port, or --port 0 for any.`,
    })
    await new Promise((resolve) => taken.close(resolve))
    await expect(start({ port })).resolves.toBeDefined() // the databases were closed
  })

  test('takes the next of the usual ports when nobody asked for one', async () => {
    const first = await startService({ dataFolder: join(folder, 'one'), print: () => {}, logTo: { write: () => {} } })
    const second = await startService({ dataFolder: join(folder, 'two'), print: () => {}, logTo: { write: () => {} } })
    running.push(first, second)
    expect(second.address).not.toBe(first.address)
  })

  test('a second time on the same data is refused clearly', async () => {
    await start()
    await expect(start()).rejects.toMatchObject({ code: 'PLB_RECORD_LOCKED' })
  })

  test('beyond this machine warns, unless TLS is in front, and offers no demo', async () => {
    const open = await start({ host: '0.0.0.0' })
    expect(open.printed.join('\n')).toContain('nothing is encrypted on the way')
    expect((await (await fetch(`${open.service.address}/api/session`)).json()).demoOffered).toBe(false)
    await open.service.stop()
    const covered = await start({ host: '0.0.0.0', behindTls: true })
    expect(covered.printed.join('\n')).not.toContain('encrypted')
    await expect(start({ host: '0.0.0.0', demo: 'always' })).rejects.toMatchObject({
      code: 'PLB_START_DEMO_NOT_LOOPBACK',
    })
  })
})

describe('the demo patients of a first start', () => {
  const visit = async (service: RunningService) => {
    const entered = await fetch(`${service.address}/api/demo-session`, { method: 'POST' })
    const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? ''
    const get = async (path: string) => (await fetch(service.address + path, { headers: { cookie } })).json()
    return { patients: (await get('/api/patients')).patients, worklist: await get('/api/worklist') }
  }

  test('are there at once, the same ones after a restart, and none of them among the real ones', async () => {
    const first = await start()
    const before = (await visit(first.service)).patients
    expect(before).toHaveLength(10)
    await first.service.stop()
    const second = await start()
    expect((await visit(second.service)).patients).toEqual(before)
    expect(second.logged.join('')).not.toContain(before[0].patient.familyName)
  })

  test('can be looked at on a later day in a folder marked for tests, and the start says so', async () => {
    const first = await start()
    const overdue = (await visit(first.service)).worklist.counts.overdue
    await first.service.stop()
    await expect(start({ clockOffsetDays: '30' })).rejects.toMatchObject({ code: 'PLB_START_CLOCK_SHIFT' })
    writeFileSync(join(folder, 'data', 'test-data-only'), '')
    const later = await start({ clockOffsetDays: '30' })
    expect(later.printed.join('\n')).toContain('shifted by 30 days')
    expect((await visit(later.service)).worklist.counts.overdue).toBeGreaterThan(overdue)
  })
})

describe('stopping', () => {
  test.each(['SIGTERM', 'SIGINT'])('on %s closes the port and the databases', async (signal) => {
    const { service, signals } = await start()
    signals.emit(signal)
    await service.stop() // the same stop, awaited
    await expect(fetch(`${service.address}/healthz`)).rejects.toThrow()
    expect(signals.listenerCount('SIGTERM') + signals.listenerCount('SIGINT')).toBe(0)
    await expect(start()).resolves.toBeDefined()
  })
})
