import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hasStrace } from '../scripts/strace.mjs'
import { openRecord } from '../src/record/record.ts'

/*
 * A disk that fails under a process that runs: strace answers its calls with an error in the system's place, for a while.
 */

const compiledRecord = new URL('../dist/record/record.js', import.meta.url).href
const missing = process.env.PLUMBLINE_STRACE_MISSING ?? 'strace may not look at processes here'

let folder: string
const children: ChildProcess[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-disk-'))
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

/** A process that appends an event for each line it is told, and says what came of it. */
function startWriter(path: string) {
  const program = `
    import { createInterface } from 'node:readline'
    import { openRecord } from ${JSON.stringify(compiledRecord)}
    const record = await openRecord({ path: ${JSON.stringify(path)} })
    let sequence = 0
    console.log('open')
    for await (const _ of createInterface({ input: process.stdin })) {
      const event = { episodeId: 'e', patientId: 'p', expectedSequence: sequence + 1, commandId: 'c' + sequence,
        type: 'answered', actorId: 'a', recordedAt: '2026-03-01T09:30:00Z', payload: { sequence } }
      try {
        await record.append([event])
        sequence += 1
        console.log('stored')
      } catch (error) {
        console.log(error.code)
      }
    }`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  children.push(child)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const heard = async (): Promise<unknown> => (await lines.next()).value
  return {
    pid: child.pid ?? 0,
    heard,
    async append() {
      child.stdin.write('append\n')
      return heard()
    },
  }
}

/** Lets calls of a process fail from now on; undefined where nobody may do that here. */
async function failing(pid: number, calls: string, error: string) {
  const inject = [`trace=${calls}`, `inject=${calls}:error=${error}`].flatMap((each) => ['-e', each])
  const strace = spawn('strace', ['-f', '-o', '/dev/null', ...inject, '-p', String(pid)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  children.push(strace)
  const ended = once(strace, 'exit')
  let said = ''
  const attached = new Promise<boolean>((resolve) => {
    strace.stderr.on('data', (chunk) => {
      said += String(chunk)
      if (/attached/.test(said)) resolve(true)
    })
    strace.on('exit', () => resolve(false))
  })
  if (!(await attached)) return undefined
  return async (): Promise<void> => {
    strace.kill('SIGINT')
    await ended
  }
}

describe.skipIf(!hasStrace())(`a disk that fails while the record is open, unless ${missing}`, () => {
  test.for([
    ['can only be read', 'pwrite64', 'EROFS', 'PLB_RECORD_IO'],
    ['is full', 'pwrite64', 'ENOSPC', 'PLB_RECORD_DISK_FULL'],
    ['does not write', 'pwrite64', 'EIO', 'PLB_RECORD_IO'],
    ['does not flush', 'fsync,fdatasync', 'EIO', 'PLB_RECORD_IO'],
  ] as const)(
    'because it %s is told, stores nothing of what was refused, and goes on when it is well',
    async ([, calls, error, code], { skip }) => {
      const path = join(folder, 'record.sqlite')
      const writer = startWriter(path)
      expect(await writer.heard()).toBe('open')
      expect(await writer.append()).toBe('stored')
      const heal = await failing(writer.pid, calls, error)
      if (heal === undefined) return skip('a process that is not its own child is out of strace’s reach here')
      expect(await writer.append()).toBe(code)
      expect(await writer.append()).toBe(code)
      await heal()
      expect(await writer.append()).toBe('stored')
      const record = await openRecord({ path, readOnly: true })
      expect((await record.readEpisode('e')).map(({ commandId }) => commandId)).toEqual(['c0', 'c1'])
      expect(await record.verifyChain()).toMatchObject({ intact: true, events: 2 })
      await record.close()
    },
  )
})
