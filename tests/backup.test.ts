import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findPostgres, startPostgres } from '../scripts/postgres.mjs'
import type { EventRecord } from '../src/record/contract.ts'
import type { NewEvent, StoredEvent } from '../src/record/record.ts'
import { backUp } from '../src/service/backup/back-up.ts'
import { checkBackup, restore } from '../src/service/backup/restore.ts'
import { openStores } from '../src/service/stores.ts'
import { newEvent } from './new-event.ts'

type Environment = Readonly<Record<string, string>>

let folder: string
let key: Environment
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-backup-'))
  key = { PLUMBLINE_BACKUP_KEY: randomBytes(32).toString('hex') }
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const inFolder = (name: string) => join(folder, name)
const made = (file: string, environment: Environment, from = 'data') =>
  backUp({
    dataFolder: inFolder(from),
    file: inFolder(file),
    environment,
    now: new Date('2026-03-15T22:00:00Z'),
  })
const restored = (file: string, environment: Environment, to = 'restored') =>
  restore({ dataFolder: inFolder(to), file: inFolder(file), environment })

const patient = {
  familyName: 'Example',
  givenName: 'Ada',
  birthDate: '1982-05-04',
  sexAtBirth: 'female',
  recordNumber: 'R-1',
} as const

/** The first event of an episode, as the worklist reads it. */
const registered = (episodeId: string): NewEvent =>
  newEvent({
    episodeId,
    patientId: `of-${episodeId}`,
    type: 'registered',
    payload: { patient, recordedOn: '2026-03-01' },
  })

type Stores = Awaited<ReturnType<typeof openStores>>

/** Something in every store: whoever may sign in, what is typed, what is set up, and events. */
async function fill(environment: Environment): Promise<Stores> {
  const stores = await openStores(inFolder('data'), environment)
  const at = '2026-03-01T09:30:00Z'
  const { kysely } = stores.accounts
  const account = { role: 'clinician', created_at: at, disabled_at: null, clinical_lead: 0, passkey_needed: 0 } as const
  const person = { id: 'a1', username: 'vega', username_key: 'vega', display_name: 'Dr Vega', password_hash: 'hash' }
  await kysely
    .insertInto('account')
    .values({ ...account, ...person })
    .execute()
  const session = { token_hash: 't', id: 's', account_id: 'a1', workspace: 'real', created_at: at } as const
  const seen = { last_seen_at: at, address: '', device: '', signed_in_by: 'password' } as const
  await kysely
    .insertInto('session')
    .values({ ...session, ...seen })
    .execute()
  await kysely
    .insertInto('one_time_code')
    .values({ code_hash: 'c', account_id: 'a1', created_at: at, expires_at: null })
    .execute()
  const draft = { author_id: 'a1', revision: 1, based_on_sequence: 1, content: '{"note":"ñ\\n"}', saved_at: at }
  await stores.draftDatabases.real
    .insertInto('draft')
    .values({ ...draft, episode_id: 'e1' })
    .execute()
  await stores.site.kysely
    .insertInto('setting')
    .values({ id: 1, content: '{}', changed_by: 'a1', changed_at: at })
    .execute()
  for (const record of [stores.records.real, stores.records.demo, stores.protocols])
    await record.append([registered('e1'), registered('e2')])
  return stores
}

async function eventsOf(record: EventRecord): Promise<readonly StoredEvent[]> {
  const all: StoredEvent[] = []
  for await (const event of record.readAll()) all.push(event)
  return all
}

/** Appends without a pause until it is told to stop; says which events were acknowledged before a moment. */
function writingTo(record: EventRecord) {
  const acknowledged: StoredEvent[] = []
  let goesOn = true
  let begin = (): void => {}
  const begun = new Promise<void>((resolve) => {
    begin = resolve
  })
  const writing = (async () => {
    for (let each = 1; goesOn; each += 1) {
      acknowledged.push(...(await record.append([registered(`under-load-${each}`)])))
      begin()
    }
  })()
  return {
    begun,
    acknowledged,
    async stop() {
      goesOn = false
      await writing
    },
  }
}

/** Backs up while events are appended: what is in it, and that it is one moment of a record that went on. */
async function backedUpUnderLoad(stores: Stores, file: string, environment: Environment) {
  const load = writingTo(stores.records.real)
  await load.begun
  const before = [...load.acknowledged]
  const backup = await made(file, environment)
  const after = load.acknowledged.length
  await load.stop()
  const written = await eventsOf(stores.records.real)
  return { backup, before, written, wentOn: after > before.length }
}

async function expectRestored(
  environment: Environment,
  to: string,
  source: Awaited<ReturnType<typeof backedUpUnderLoad>>,
) {
  const stores = await openStores(inFolder(to), environment)
  try {
    const events = await eventsOf(stores.records.real)
    expect(events.map((event) => event.hash)).toEqual(source.written.slice(0, events.length).map(({ hash }) => hash))
    expect(events).toEqual(expect.arrayContaining(source.before))
    expect(await stores.records.real.verifyChain()).toMatchObject({ intact: true, events: events.length })
    expect(await stores.records.real.checkProjection('worklist')).toMatchObject({ equal: true })
    expect(await eventsOf(stores.protocols)).toHaveLength(2)
    const { kysely } = stores.accounts
    expect(await kysely.selectFrom('account').select('display_name').execute()).toEqual([{ display_name: 'Dr Vega' }])
    expect(await kysely.selectFrom('session').selectAll().execute()).toEqual([])
    expect(await kysely.selectFrom('one_time_code').selectAll().execute()).toEqual([])
    const drafts = await stores.draftDatabases.real.selectFrom('draft').select('content').execute()
    expect(drafts).toEqual([{ content: '{"note":"ñ\\n"}' }])
    // It is a place like any other: it goes on.
    await stores.records.real.append([registered('afterwards')])
  } finally {
    await stores.close()
  }
}

describe('a backup of files', () => {
  test('made while events are appended is restored elsewhere as it was at one moment, and goes on from there', async () => {
    const stores = await fill(key)
    writeFileSync(join(inFolder('data'), 'smart.json'), '{"records":[]}')
    const source = await backedUpUnderLoad(stores, 'b', key)
    await stores.close()
    expect(source.wentOn).toBe(true)
    const file = readFileSync(inFolder('b'))
    expect(source.backup).toMatchObject({ bytes: file.length, hash: createHash('sha256').update(file).digest('hex') })
    expect(statSync(inFolder('b')).mode & 0o077).toBe(0)
    expect((await checkBackup(inFolder('b'), key)).tables).toEqual(source.backup.tables)
    const read = await restored('b', key)
    expect(read).toEqual({ madeAt: '2026-03-15T22:00:00.000Z', tables: source.backup.tables })
    await expectRestored(key, 'restored', source)
    expect(readFileSync(join(inFolder('restored'), 'smart.json'), 'utf8')).toBe('{"records":[]}')
  })

  test('holds nothing that can be read without the key', async () => {
    await (await fill(key)).close()
    await made('b', key)
    const file = readFileSync(inFolder('b')).toString('latin1')
    for (const word of ['Vega', 'event', 'patient', 'store']) expect(file).not.toContain(word)
  })

  test('is not restored over anything, and not written over another', async () => {
    await (await fill(key)).close()
    await made('b', key)
    await expect(made('b', key)).rejects.toMatchObject({ code: 'PLB_BACKUP_FILE' })
    mkdirSync(inFolder('restored'))
    writeFileSync(join(inFolder('restored'), 'anything'), '')
    await expect(restored('b', key)).rejects.toMatchObject({ code: 'PLB_BACKUP_NOT_EMPTY' })
    expect(readdirSync(inFolder('restored'))).toEqual(['anything'])
  })

  test('is refused where there is nothing to back up, and where the file cannot be written', async () => {
    await expect(made('b', key, 'nowhere')).rejects.toMatchObject({ code: 'PLB_BACKUP_NOTHING' })
    await (await fill(key)).close()
    await expect(made('no-folder/b', key)).rejects.toMatchObject({ code: 'PLB_BACKUP_FILE' })
    await expect(restored('missing', key)).rejects.toMatchObject({ code: 'PLB_BACKUP_FILE' })
    expect(readdirSync(folder)).toEqual(['data'])
  })
})

describe('a backup that is not as it was made', () => {
  const length = 400_000
  const manipulations: readonly (readonly [string, string, (file: Buffer) => Buffer])[] = [
    ['with one bit turned in its middle', 'PLB_BACKUP_DAMAGED', (file) => turned(file, Math.floor(file.length / 2))],
    ['with one bit turned at its end', 'PLB_BACKUP_DAMAGED', (file) => turned(file, file.length - 1)],
    ['with one bit turned in a length', 'PLB_BACKUP_DAMAGED', (file) => turned(file, 70)],
    ['cut by one byte', 'PLB_BACKUP_DAMAGED', (file) => file.subarray(0, -1)],
    ['cut in its middle', 'PLB_BACKUP_DAMAGED', (file) => file.subarray(0, file.length >> 1)],
    // 67 bytes come before the frames, each of which takes 4 + 65,536 + 16.
    ['cut after its first frame', 'PLB_BACKUP_DAMAGED', (file) => file.subarray(0, 67 + 65_556)],
    [
      'without its first frame',
      'PLB_BACKUP_DAMAGED',
      (file) => Buffer.concat([file.subarray(0, 67), file.subarray(67 + 65_556)]),
    ],
    ['with something behind its end', 'PLB_BACKUP_DAMAGED', (file) => Buffer.concat([file, Buffer.alloc(8)])],
    ['that is empty', 'PLB_BACKUP_DAMAGED', () => Buffer.alloc(0)],
    ['that is another file', 'PLB_BACKUP_DAMAGED', () => Buffer.from('SQLite format 3\0'.repeat(100))],
    ['with another salt', 'PLB_BACKUP_OTHER_KEY', (file) => turned(file, 30)],
  ]
  const turned = (file: Buffer, at: number) => {
    const changed = Buffer.from(file)
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
    return changed
  }

  async function restoreOf(content: Buffer, environment: Environment): Promise<unknown> {
    writeFileSync(inFolder('changed'), content)
    const checked = await checkBackup(inFolder('changed'), environment).then(
      () => 'whole',
      (error) => error.code,
    )
    const refused = await restored('changed', environment).then(
      () => 'restored',
      (error) => error.code,
    )
    expect(checked).toBe(refused)
    // Neither what was asked for nor anything half made.
    expect(readdirSync(folder).filter((name) => name.startsWith('restored'))).toEqual([])
    return refused
  }

  test('is named as what it is, and leaves nothing restored', async () => {
    const stores = await fill(key)
    const incompressible = randomBytes(length).toString('base64')
    await stores.protocols.append([newEvent({ episodeId: 'large', payload: { note: incompressible } })])
    await stores.close()
    await made('b', key)
    const whole = readFileSync(inFolder('b'))
    expect(whole.length).toBeGreaterThan(length)
    for (const [name, code, manipulated] of manipulations)
      expect(await restoreOf(manipulated(whole), key), name).toBe(code)
    const other = { PLUMBLINE_BACKUP_KEY: randomBytes(32).toString('hex') }
    expect(await restoreOf(whole, other)).toBe('PLB_BACKUP_OTHER_KEY')
  })

  test('because its chain was broken before is refused too', async () => {
    const stores = await fill(key)
    await stores.close()
    const { tamper, withoutTriggers } = await import('./store-under-test.ts')
    await tamper(
      join(inFolder('data'), 'record.sqlite'),
      ...withoutTriggers,
      `UPDATE event SET actor_id = 'x' WHERE position = 1`,
    )
    await made('b', key)
    await expect(restored('b', key)).rejects.toMatchObject({ code: 'PLB_RECORD_CHAIN_BROKEN' })
    expect(readdirSync(folder).filter((name) => name.startsWith('restored'))).toEqual([])
  })
})

describe('the key of backups', () => {
  test.each([
    ['that is missing', {}],
    ['that is a password', { PLUMBLINE_BACKUP_KEY: 'correct horse battery staple' }],
    ['that is too short', { PLUMBLINE_BACKUP_KEY: randomBytes(16).toString('hex') }],
    ['of one byte, repeated', { PLUMBLINE_BACKUP_KEY: 'ab'.repeat(32) }],
    ['in a file that is not there', { PLUMBLINE_BACKUP_KEY_FILE: '/nowhere/key' }],
  ])('%s is refused', async (_, environment: Environment) => {
    await expect(made('b', environment)).rejects.toMatchObject({ code: 'PLB_BACKUP_KEY' })
    expect(existsSync(inFolder('b'))).toBe(false)
  })

  test('may be in a file of its owner, in hexadecimal or base64, and in no file that others may read', async () => {
    await (await fill(key)).close()
    const bytes = randomBytes(32)
    const file = inFolder('key')
    const environment = { PLUMBLINE_BACKUP_KEY_FILE: file }
    writeFileSync(file, `${bytes.toString('base64')}\n`, { mode: 0o600 })
    await made('b', environment)
    await checkBackup(inFolder('b'), { PLUMBLINE_BACKUP_KEY: bytes.toString('hex') })
    if (process.platform === 'win32') return
    rmSync(file)
    writeFileSync(file, bytes.toString('hex'), { mode: 0o644 })
    await expect(made('c', environment)).rejects.toMatchObject({ code: 'PLB_BACKUP_KEY' })
  })
})

describe.skipIf(findPostgres() === undefined)('a backup of files or of PostgreSQL', { timeout: 180_000 }, () => {
  test('is restored into either, under load, with every hash as it was', async () => {
    const postgres = await startPostgres()
    try {
      await postgres.run('CREATE DATABASE second')
      const one = { ...key, PLUMBLINE_DATABASE_URL: postgres.address }
      const other = { ...key, PLUMBLINE_DATABASE_URL: postgres.addressOf('second') }
      const onPostgres = await fill(one)
      const source = await backedUpUnderLoad(onPostgres, 'of-postgres', one)
      await onPostgres.close()
      expect(source.wentOn).toBe(true)
      await restored('of-postgres', other, 'unused')
      await expectRestored(other, 'unused', source)
      await restored('of-postgres', key, 'as-files')
      await expectRestored(key, 'as-files', source)
      const ofFiles = await made('of-files', key, 'as-files')
      await expect(restored('of-files', other, 'unused')).rejects.toMatchObject({ code: 'PLB_BACKUP_NOT_EMPTY' })
      await postgres.run('CREATE DATABASE third')
      const third = { ...key, PLUMBLINE_DATABASE_URL: postgres.addressOf('third') }
      const cut = readFileSync(inFolder('of-files')).subarray(0, -20)
      writeFileSync(inFolder('cut'), cut)
      await expect(restored('cut', third, 'unused')).rejects.toMatchObject({ code: 'PLB_BACKUP_DAMAGED' })
      // A schema that was left half filled would be in the way.
      expect((await restored('of-files', third, 'unused')).tables).toEqual(ofFiles.tables)
    } finally {
      await postgres.remove()
    }
  })
})
