import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findPostgres } from '../../scripts/postgres.mjs'
import { type NewEvent, openRecord } from './record.ts'
import type { ThreadedRecord } from './threaded.ts'

// What needs threads or processes of its own runs from dist/, as it ships.
const compiledRecord = new URL('../../dist/record/record.js', import.meta.url).href
const killScript = fileURLToPath(new URL('../../scripts/kill.mjs', import.meta.url))

let folder: string
let path: string
const children: ChildProcess[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-processes-'))
  path = join(folder, 'record.sqlite')
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

function event(members: Partial<NewEvent> = {}): NewEvent {
  return {
    episodeId: 'episode-1',
    patientId: 'patient-1',
    expectedSequence: 1,
    commandId: `command-${members.expectedSequence ?? 1}`,
    type: 'answered',
    actorId: 'clinician-1',
    recordedAt: '2026-03-01T09:30:00Z',
    payload: { finding: 'fever' },
    ...members,
  }
}

/** Runs a script as a process of its own, with `openRecord`, `path` and `event` in scope; `said` resolves with its first output. */
function start(script: string, identity: { uid?: number; gid?: number } = {}) {
  const program = `
    import { openRecord } from ${JSON.stringify(compiledRecord)}
    const path = ${JSON.stringify(path)}
    const event = ${event.toString()}
    ${script}`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...identity,
  })
  children.push(child)
  let output = ''
  const ended = new Promise<string>((resolve) => child.on('close', () => resolve(output.trim())))
  const said = new Promise<string>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk
        resolve(output.trim())
      })
    }
    child.on('close', () => resolve(output.trim()))
  })
  return { child, said, ended }
}

const holdForever = 'await openRecord({ path }); console.log("open"); setInterval(() => {}, 1000)'
const tryToOpen = 'try { await openRecord({ path }); console.log("open") } catch (error) { console.log(error.code) }'

describe('two processes on one record', () => {
  test('the second is refused while the first lives, and let in once the first was killed', async () => {
    const holder = start(holdForever)
    expect(await holder.said).toBe('open')
    expect(await start(tryToOpen).ended).toBe('PLB_RECORD_LOCKED')
    holder.child.kill('SIGKILL')
    await holder.ended
    expect(await start(tryToOpen).ended).toBe('open')
  })

  test('that race for a new record take turns and damage nothing', async () => {
    const appendThree = (name: string) => `
      for (let sequence = 1; sequence <= 3; ) {
        try {
          const record = await openRecord({ path })
          const episodeId = ${JSON.stringify(name)}
          await record.append([event({ episodeId, commandId: episodeId + sequence, expectedSequence: sequence })])
          await record.close()
          sequence += 1
        } catch (error) {
          if (error.code !== 'PLB_RECORD_LOCKED') throw error
          await new Promise((resolve) => setTimeout(resolve, 5))
        }
      }
      console.log('done')`
    const racers = ['one', 'two', 'three'].map((name) => start(appendThree(name)).ended)
    expect(await Promise.all(racers)).toEqual(['done', 'done', 'done'])
    const record = await openRecord({ path })
    expect(await record.verifyChain()).toMatchObject({ intact: true, events: 9 })
    await record.close()
  })
})

describe('the writer in its thread', () => {
  const lengths = `export const lengths = { name: 'lengths', version: 1, project: (events) => ({
    patientId: events[0].patientId, sortKey: '', document: { events: events.length } }) }`
  const projectors = [{ moduleUrl: `data:text/javascript,${encodeURIComponent(lengths)}`, exportName: 'lengths' }]
  const open = async (): Promise<ThreadedRecord> => {
    const compiled: { ThreadedRecord: typeof ThreadedRecord } = await import(
      /* @vite-ignore */ new URL('../../dist/record/threaded.js', import.meta.url).href
    )
    return compiled.ThreadedRecord.open({ path, projectors })
  }

  test('does what the record does, refusals with their details included', async () => {
    const record = await open()
    const payload = JSON.parse('{"__proto__": {"nested": ["é", "\\u0000", "👩‍⚕️"]}, "none": null}')
    const [stored] = await record.append([event({ payload })])
    expect(JSON.stringify(stored?.payload)).toBe(JSON.stringify(payload))
    const late = record.append([event({ commandId: 'late' })])
    await expect(late).rejects.toMatchObject({ code: 'PLB_RECORD_CONFLICT', details: { currentSequence: 1 } })
    const unsendable = record.append([event({ payload: { now: (() => 1) as unknown as string } })])
    await expect(unsendable).rejects.toMatchObject({ code: 'PLB_RECORD_INVALID' })
    expect(await record.readEpisode('episode-1')).toEqual([stored])
    expect(await record.readPatient('patient-1')).toEqual([stored])
    expect(await record.listPatientIds()).toEqual(['patient-1'])
    const all = []
    for await (const each of record.readAll()) all.push(each)
    expect(all).toEqual([stored])
    expect((await record.readProjection('lengths')).map((row) => row.document)).toEqual([{ events: 1 }])
    await record.rebuildProjection('lengths')
    expect(await record.checkProjection('lengths')).toEqual({ equal: true, differingEpisodeIds: [] })
    expect(await record.verifyChain()).toEqual({ intact: true, events: 1, head: stored?.hash })
    await record.close()
    await expect(record.readEpisode('episode-1')).rejects.toMatchObject({ code: 'PLB_RECORD_CLOSED' })
  })

  test('finishes what was asked before it closes', async () => {
    const record = await open()
    const appending = record.append([event()])
    await record.close()
    expect(await appending).toHaveLength(1)
  })

  test('does not keep a process alive that has nothing more to do, and has stored what it acknowledged', async () => {
    const script = 'const record = await openRecord({ path }); console.log((await record.append([event()])).length)'
    expect(await start(script).ended).toBe('1')
    const record = await openRecord({ path })
    expect(await record.readEpisode('episode-1')).toHaveLength(1)
    await record.close()
  })
})

describe('a disk that cannot be written', () => {
  test.skipIf(process.platform === 'win32')('is named as such', async () => {
    await (await openRecord({ path })).close()
    const asRoot = process.getuid?.() === 0
    // Root may write anywhere: the process that tries is somebody else, who may look but not touch.
    const identity = asRoot ? { uid: 65534, gid: 65534 } : {}
    chmodSync(folder, 0o555)
    chmodSync(path, 0o444)
    expect(await start(tryToOpen, identity).ended).toBe('PLB_RECORD_READ_ONLY')
    chmodSync(folder, 0o700)
  })

  test.skipIf(process.platform === 'win32')('that has no place for the folder is named as such', async () => {
    const closed = join(folder, 'closed')
    mkdirSync(closed, { mode: 0o555 })
    const asRoot = process.getuid?.() === 0
    if (asRoot) {
      chownSync(folder, 65534, 65534)
      chownSync(closed, 65534, 65534)
    }
    path = join(closed, 'data', 'record.sqlite')
    expect(await start(tryToOpen, asRoot ? { uid: 65534, gid: 65534 } : {}).ended).toBe('PLB_RECORD_READ_ONLY')
  })
})

describe('a writer that is killed', () => {
  const killed = async (...options: string[]): Promise<string> => {
    const environment = { ...process.env, PLUMBLINE_IS_BUILT: 'yes' }
    return (await promisify(execFile)(process.execPath, [killScript, ...options], { env: environment })).stdout
  }

  test('at 50 random moments loses nothing that it acknowledged, and leaves the chain intact', async () => {
    const said = await killed('--kills', '50')
    const [, acknowledged] = /^50 kills, (\d+) acknowledged, 0 lost, chain intact$/m.exec(said) ?? []
    expect(Number(acknowledged), said).toBeGreaterThan(100)
  }, 300_000)

  test.skipIf(findPostgres() === undefined)(
    'on PostgreSQL, beside another and with the database killed under both, loses nothing either',
    async () => {
      const said = await killed('--store', 'postgres', '--kills', '50')
      expect(said).toMatch(/^5 kills of the database itself$/m)
      const [, acknowledged] = /^50 kills, (\d+) acknowledged, 0 lost, chain intact$/m.exec(said) ?? []
      expect(Number(acknowledged), said).toBeGreaterThan(20)
    },
    300_000,
  )
})
