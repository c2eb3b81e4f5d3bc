import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findPostgres, type PrivatePostgres, startPostgres } from '../scripts/postgres.mjs'
import { ROOT } from '../scripts/setup.mjs'
import { openDatabase } from '../src/record/database.ts'
import { openPostgres } from '../src/record/postgres-server.ts'
import { openRecord } from '../src/record/record.ts'
import { type HooksSchema, hooksMigrations } from '../src/service/cds-hooks/hooks-schema.ts'
import { replayMemoryFor } from '../src/service/cds-hooks/replay-memory.ts'
import { openAdoptions } from '../src/service/protocol/adoptions.ts'
import { builtInVersion, versionReference } from '../src/service/protocol/version.ts'
import { patientOnTrial } from './clinic-under-test.ts'
import { mailCatcher } from './message-catchers.ts'
import { laterVersion } from './other-version.ts'
import { goodPassword } from './server-under-test.ts'

/*
 * The service as it ships, twice, on one database, as a hospital runs it on two machines: whatever is done through one is
 * seen through the other with the next request, and nothing is done twice.
 */

const emergency = { findings: { urinaryIncontinence: 'present' } }

describe.skipIf(findPostgres() === undefined)('two services on one PostgreSQL', { timeout: 180_000 }, () => {
  let postgres: PrivatePostgres
  let mail: Awaited<ReturnType<typeof mailCatcher>>
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-two-'))
  const children: ChildProcess[] = []
  let addresses: readonly [string, string]
  let boss: Visitor
  let ana: Visitor

  beforeAll(async () => {
    postgres = await startPostgres()
    mail = await mailCatcher('secret word')
    const first = await start('one')
    const second = await start('two')
    addresses = [first.address, second.address]
    boss = visitor()
    // The code that was printed last is the one that counts, at either service.
    const setUp = { code: second.code, username: 'boss', displayName: 'The boss', password: goodPassword }
    await boss(0, 'POST', '/api/setup', setUp)
    ana = await colleague('ana')
  }, 120_000)

  afterAll(async () => {
    await Promise.all(
      children.map((child) => {
        const ended = new Promise((resolve) => child.once('exit', resolve))
        child.kill('SIGKILL')
        return ended
      }),
    )
    await postgres.remove()
    await mail.close()
    rmSync(folder, { recursive: true, force: true })
  })

  async function start(name: string): Promise<{ address: string; code: string }> {
    const args = ['dist/cli/main.js', 'serve', '--data', join(folder, name), '--port', '0', '--time-zone', 'UTC']
    const child = spawn(process.execPath, [...args, '--demo', 'never'], {
      cwd: ROOT,
      env: {
        ...process.env,
        PLUMBLINE_DATABASE_URL: postgres.address,
        PLUMBLINE_SMTP_URL: `smtp://plumbline:secret%20word@127.0.0.1:${mail.port}`,
        PLUMBLINE_SMTP_FROM: 'plumbline@clinic.example',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    children.push(child)
    let said = ''
    child.stderr.on('data', (chunk) => {
      said += String(chunk)
    })
    return new Promise((resolve, reject) => {
      child.once('exit', () => reject(new Error(`the service ended: ${said}`)))
      child.stdout.on('data', (chunk) => {
        said += String(chunk)
        const address = /running at (\S+)/.exec(said)?.[1]
        const code = /enter this code, once: (\S+)/.exec(said)?.[1]
        if (address && code) resolve({ address, code })
      })
    })
  }

  type Visitor = (service: 0 | 1, method: string, path: string, body?: unknown) => Promise<Answered>
  type Answered = { readonly status: number } & Readonly<Record<string, never>>

  /** Somebody whom a proxy in front sends to the one service or the other; the cookie is good at both. */
  function visitor(): Visitor {
    let [cookie, token] = ['', '']
    return async (service, method, path, body) => {
      const answer = await fetch(`${addresses[service]}${path}`, {
        method,
        headers: { 'content-type': 'application/json', cookie, 'x-csrf-token': token },
        ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
      })
      cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? cookie
      const text = await answer.text()
      const read = text === '' ? {} : JSON.parse(text)
      token = read.session?.csrfToken ?? token
      return Array.isArray(read) ? Object.assign(read, { status: answer.status }) : { ...read, status: answer.status }
    }
  }

  async function colleague(username: string): Promise<Visitor> {
    const invitation = await boss(1, 'POST', '/api/accounts', { username, displayName: username, role: 'clinician' })
    const person = visitor()
    await person(0, 'POST', '/api/invitations', { code: invitation.code, password: `${goodPassword} too` })
    return person
  }

  const registered = async (service: 0 | 1, recordNumber: string): Promise<string> => {
    const patient = { ...patientOnTrial, recordNumber, familyName: `Family ${recordNumber}` }
    const answer = await ana(service, 'POST', '/api/patients', { commandId: randomUUID(), patient, confirmedNew: true })
    expect(answer.status).toBe(201)
    return answer.episodeId ?? ''
  }

  test('a session and the settings of one are those of the other at once', async () => {
    for (let round = 1; round <= 5; round += 1) {
      const { settings } = await boss(1, 'GET', '/api/settings')
      const siteName = `Clinic ${round}`
      expect((await boss(0, 'PUT', '/api/settings', { ...(settings as unknown as object), siteName })).status).toBe(200)
      expect(await boss(1, 'GET', '/api/settings')).toMatchObject({ settings: { siteName } })
    }
    const other = await colleague('briefly')
    expect((await other(1, 'GET', '/api/worklist')).status).toBe(200)
    await other(0, 'DELETE', '/api/session')
    expect((await other(1, 'GET', '/api/worklist')).status).toBe(401)
  })

  test('the same command at both at once is done once, and of two different ones on one sequence one is refused', async () => {
    const episodeId = await registered(0, 'RN-1')
    const path = `/api/episodes/${episodeId}/events`
    const events = [{ type: 'answered', payload: { findings: { nightPain: 'none' } } }]
    const same = { commandId: randomUUID(), expectedSequence: 1, events }
    const twins = await Promise.all([ana(0, 'POST', path, same), ana(1, 'POST', path, same)])
    expect(twins.map(({ status, sequence }) => [status, sequence])).toEqual([
      [200, 2],
      [200, 2],
    ])
    const rivals = await Promise.all(
      ([0, 1] as const).map((service) =>
        ana(service, 'POST', path, { commandId: randomUUID(), expectedSequence: 2, events }),
      ),
    )
    expect(rivals.map(({ status }) => status).toSorted()).toEqual([200, 409])
    expect((await ana(1, 'GET', `/api/episodes/${episodeId}`)).sequence).toBe(3)
  })

  test('under load no acknowledged event is lost, and each is seen through the other with the next request', async () => {
    const one = async (number: number): Promise<void> => {
      const here = number % 2 === 0 ? 0 : 1
      const there = here === 0 ? 1 : 0
      const episodeId = await registered(here, `RN-L${number}`)
      const events = [{ type: 'answered', payload: { findings: { nightPain: 'none' } } }]
      for (let sequence = 1; sequence <= 4; sequence += 1) {
        const body = { commandId: randomUUID(), expectedSequence: sequence, events }
        const service = sequence % 2 === 0 ? here : there
        expect((await ana(service, 'POST', `/api/episodes/${episodeId}/events`, body)).status).toBe(200)
      }
      expect((await ana(here, 'GET', `/api/episodes/${episodeId}`)).sequence).toBe(5)
    }
    await Promise.all(Array.from({ length: 12 }, (_, number) => one(number)))
    const server = await openPostgres(postgres.address)
    const record = await openRecord({ path: { server, schema: 'plumbline_record' }, readOnly: true })
    expect(await record.verifyChain()).toMatchObject({ intact: true, events: 3 + 12 * 5 })
    await server.close()
  })

  test('both write who saw what into one chain at once: no entry is missing, no link is broken', async () => {
    const episodeId = await registered(0, 'RN-A')
    const looks = Array.from({ length: 200 }, (_, number) =>
      ana(number % 2 === 0 ? 0 : 1, 'GET', `/api/episodes/${episodeId}`),
    )
    for (const { status } of await Promise.all(looks)) expect(status).toBe(200)
    const server = await openPostgres(postgres.address)
    const log = await openRecord({ path: { server, schema: 'plumbline_audit' }, readOnly: true })
    expect(await log.verifyChain()).toMatchObject({ intact: true })
    let [seen, writers] = [0, new Set<string>()]
    for await (const { payload, type, episodeId: writer } of log.readAll()) {
      if (type !== 'read' || payload.episodeId !== episodeId) continue
      seen += 1
      writers = writers.add(writer)
    }
    expect(seen).toBe(200)
    expect(writers.size).toBe(2)
    await server.close()
  })

  test('an emergency is told to a person once, though both services plan and send', async () => {
    await ana(0, 'PUT', '/api/contact', { email: 'ana@clinic.example' })
    const { settings } = await boss(0, 'GET', '/api/settings')
    const chosen = settings as unknown as { readonly messages: object }
    const messages = { ...chosen.messages, on: true, byEmail: true, digestHour: 0 }
    expect((await boss(1, 'PUT', '/api/settings', { ...chosen, messages })).status).toBe(200)
    const episodes = await Promise.all(
      [0, 1, 0, 1].map((service, index) => registered(service as 0 | 1, `RN-E${index}`)),
    )
    const listed = async () =>
      (await boss(1, 'GET', '/api/messages')).messages as unknown as readonly { readonly state: string }[]
    // In each round an emergency at either service at once. Where one of them plans after both, one message tells of both.
    for (const round of [episodes.slice(0, 2), episodes.slice(2)]) {
      const before = (await listed()).length
      await Promise.all(
        round.map((episodeId, index) =>
          ana(index as 0 | 1, 'POST', `/api/episodes/${episodeId}/events`, {
            commandId: randomUUID(),
            expectedSequence: 1,
            events: [{ type: 'answered', payload: emergency }],
          }),
        ),
      )
      const told = async () => {
        const messages = await listed()
        return messages.length > before && messages.every(({ state }) => state === 'sent')
      }
      await expect.poll(told, { timeout: 60_000 }).toBe(true)
    }
    // Whichever planned last may still be sending.
    await expect
      .poll(async () => {
        const messages = await listed()
        return messages.length === mail.caught.length && messages.every(({ state }) => state === 'sent')
      })
      .toBe(true)
    expect(mail.caught.length).toBeGreaterThan(1)
    expect(new Set(mail.caught.map(({ id }) => id)).size).toBe(mail.caught.length)
    // A daily digest counts them too; each is told of once in the messages that are sent at once.
    const told = mail.caught
      .filter(({ source }) => source.includes('Emergency or urgent work is due'))
      .map(({ source }) => Number(/Emergency or urgent: (\d+)/.exec(source)?.[1]))
    expect(told.reduce((sum, count) => sum + count, 0)).toBe(episodes.length)
  })

  test('a token that a program has used at one is used at the other', async () => {
    const servers = [await openPostgres(postgres.address), await openPostgres(postgres.address)]
    const stores = await Promise.all(
      servers.map((server) => openDatabase<HooksSchema>({ server, schema: 'plumbline_hooks' }, hooksMigrations)),
    )
    const time = { now: new Date('2026-03-15T09:00:00Z') }
    const memories = stores.map(({ kysely }) => replayMemoryFor(kysely, () => time.now))
    const isNew = (id: string) => Promise.all(memories.map((memory) => memory.isNew(id, 540)))
    expect((await isNew('https://ehr.example one')).toSorted()).toEqual([false, true])
    expect(await isNew('https://ehr.example one')).toEqual([false, false])
    expect((await isNew('https://ehr.example two')).toSorted()).toEqual([false, true])
    time.now = new Date('2026-03-15T10:00:00Z')
    await memories[0]?.isNew('https://ehr.example three', 540)
    const kept = await stores[0]?.kysely.selectFrom('used_token').selectAll().execute()
    expect(kept).toHaveLength(1)
    for (const server of servers) await server.close()
  })

  test('a version of the protocol that is adopted through one decides in the other', async () => {
    const servers = [await openPostgres(postgres.address), await openPostgres(postgres.address)]
    const now = new Date('2026-03-15T09:00:00Z')
    const records = await Promise.all(
      servers.map((server) => openRecord({ path: { server, schema: 'test_protocol' } })),
    )
    // Both start for the first time at the same moment: one adopts what the build brings.
    const [one, other] = await Promise.all(
      records.map((record) => openAdoptions(record, builtInVersion, now, '2026-03-15')),
    )
    if (one === undefined || other === undefined) throw new Error('two were opened')
    expect(one.history()).toEqual(other.history())
    expect(one.history()).toHaveLength(1)
    const before = versionReference(builtInVersion)
    const report = { before, after: versionReference(laterVersion) } as unknown as Parameters<
      typeof one.adopt
    >[0]['report']
    const by = { id: 'lead', displayName: 'The lead' }
    const told = { version: laterVersion, report, reason: 'Tried', by, now, today: '2026-03-15' }
    await one.adopt({ ...told, commandId: 'first' })
    await Promise.all([other.refresh(), other.refresh()])
    expect(other.current().standard.version).toBe('0.2.0')
    expect(other.history()).toEqual(one.history())
    for (const record of records) await record.close()
    for (const server of servers) await server.close()
  })
})
