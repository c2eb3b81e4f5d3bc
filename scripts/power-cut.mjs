// `npm run power-cut`: records every call with which a process that appends to the record changes its disk, cuts the
// power at random moments of that recording, and opens what each cut may leave: what was flushed, and of all that was
// not any part, down to single sectors. Looks for every event that was acknowledged before the cut, for halves of
// appends, for a break of the chain, and for a worklist that has lost step. Each recording goes on from where the last cut
// of the one before was recovered, so that recoveries are cut too. Needs Linux and strace.
// usage: node scripts/power-cut.mjs [--cuts 200] [--seed NUMBER] [--lying-disk]
// With --lying-disk no flush does anything: then events have to be lost, or this looks in the wrong place.
import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { CutDisk } from './cut-disk.mjs'
import { readTrace, tracedCalls } from './disk-trace.mjs'
import { inspectRecord, randomFrom } from './kill-cases.mjs'
import { setUp } from './setup.mjs'
import { ensureStrace } from './strace.mjs'

const { values } = parseArgs({
  options: {
    cuts: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
    'lying-disk': { type: 'boolean', default: false },
  },
})
const cuts = Number(values.cuts)
const seed = Number(values.seed)
const cutsPerRecording = 40
const writer = fileURLToPath(new URL('./power-cut-writer.mjs', import.meta.url))

if (!process.env.PLUMBLINE_IS_BUILT) await setUp({ build: 'code' })
const strace = await ensureStrace()
if (!('file' in strace)) throw new Error(strace.missing)
const straceFile = strace.file

const random = randomFrom(seed)
const folder = mkdtempSync(join(tmpdir(), 'plumbline-power-cut-'))
const total = { cuts: 0, acknowledged: 0, lost: 0, inLog: 0, inDatabase: 0 }
/** @type {string[]} */
const faults = []
/** @type {Set<string>} what was acknowledged and recovered before the recording that is under way */
const recovered = new Set()

/** @param {string} root @param {number} recording */
async function record(root, recording) {
  const traceFile = join(folder, `trace-${recording}`)
  const options = ['-f', '--seccomp-bpf', '-qq', '-o', traceFile, '-xx', '-s', '16777216', '-e', 'signal=none']
  const store = join(root, 'data', 'record.sqlite')
  const program = [process.execPath, writer, store, String(Math.floor(random() * 2 ** 31)), `part-${recording}`]
  const { status, stderr } = spawnSync(straceFile, [...options, '-e', `trace=${tracedCalls}`, ...program], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  if (status !== 0) throw new Error(`the recorded writer failed: ${stderr}`)
  const events = await readTrace(traceFile, root)
  rmSync(traceFile)
  return events
}

/**
 * A third of the moments are anywhere; a third just before a flush ends, a file is made or one is removed; a third while
 * the log is being taken over into the database.
 *
 * @param {readonly import('./disk-trace.mjs').DiskEvent[]} events
 * @param {number} count
 */
function moments(events, count) {
  const delicate = events.flatMap((event, index) =>
    event.kind === 'done' || event.kind === 'make' || event.kind === 'remove' ? [index] : [],
  )
  const takingOver = events.flatMap((event, index) =>
    event.kind === 'write' && event.on.endsWith('.sqlite') ? [index + 1] : [],
  )
  return Array.from({ length: count }, (_, index) => {
    const of = [undefined, delicate, takingOver][index % 3]
    return of?.[Math.floor(random() * of.length)] ?? Math.floor(random() * (events.length + 1))
  }).sort((one, other) => one - other)
}

/** @param {CutDisk} disk @param {ReadonlySet<string>} acknowledged */
async function cutAndInspect(disk, acknowledged) {
  total.cuts += 1
  const left = join(folder, `cut-${total.cuts}`)
  mkdirSync(left)
  if (disk.atRisk.some((path) => path.endsWith('.sqlite-wal'))) total.inLog += 1
  if (disk.atRisk.some((path) => path.endsWith('.sqlite'))) total.inDatabase += 1
  disk.cut(left, random)
  const before = faults.length
  try {
    const found = await inspectRecord(join(left, 'data', 'record.sqlite'), acknowledged)
    total.lost += found.lost
    faults.push(...found.faults)
    if (found.lost > 0) faults.push(`cut ${total.cuts}: ${found.lost} events lost`)
  } catch (error) {
    faults.push(`cut ${total.cuts} cannot be opened: ${error instanceof Error ? error.message : error}`)
  }
  return { left, isSound: faults.length === before }
}

/** @param {string} root @param {number} recording @param {number} count */
async function run(root, recording, count) {
  const before = join(folder, `before-${recording}`)
  cpSync(root, before, { recursive: true })
  const events = await record(root, recording)
  // The recording names the files as they were where it was made.
  rmSync(root, { recursive: true })
  cpSync(before, root, { recursive: true })
  const disk = new CutDisk(root, { liesAboutFlushes: values['lying-disk'] })
  rmSync(before, { recursive: true })
  const acknowledged = new Set(recovered)
  let at = 0
  let last = root
  for (const moment of moments(events, count)) {
    for (; at < moment; at += 1) {
      const event = events[at]
      if (event?.kind === 'said') {
        acknowledged.add(event.line)
        total.acknowledged += Number(event.line.split(' ')[2])
      } else if (event !== undefined) disk.take(event)
    }
    const { left, isSound } = await cutAndInspect(disk, acknowledged)
    if (isSound && last !== root) rmSync(last, { recursive: true })
    if (!isSound && !values['lying-disk']) return undefined
    last = left
  }
  for (const line of acknowledged) recovered.add(line)
  return last
}

console.log(`seed ${seed}`)
/** @type {string | undefined} */
let root = join(folder, 'disk')
mkdirSync(root)
for (let recording = 1; total.cuts < cuts && root !== undefined; recording += 1) {
  root = await run(root, recording, Math.min(cutsPerRecording, cuts - total.cuts))
  if (total.cuts < cuts) console.log(`${total.cuts} cuts so far`)
}
for (const fault of faults.slice(0, 20)) console.log(fault)
console.log(`${total.inLog} cuts met unflushed writes in the log, ${total.inDatabase} in the database itself`)
const isSound = total.lost === 0 && faults.length === 0
const chain = isSound ? 'chain intact' : `${faults.length} faults, files kept in ${folder}`
console.log(`${total.cuts} cuts, ${total.acknowledged} acknowledged, ${total.lost} lost, ${chain}`)
if (isSound || values['lying-disk']) rmSync(folder, { recursive: true, force: true })
process.exitCode = isSound ? 0 : 1
