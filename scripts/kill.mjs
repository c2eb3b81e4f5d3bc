// `npm run kill`: kills a process that appends to the record with SIGKILL at random moments, opens the record again, and
// looks for every event that was acknowledged, for halves of appends, for a break of the chain, and for a worklist that
// has lost step. What a kill cannot show, because the system keeps what was written, a power cut would.
// On PostgreSQL all lanes write to one record, and the database itself is killed too, under those that go on.
// usage: node scripts/kill.mjs [--store sqlite] [--kills 1000] [--seed NUMBER] [--lanes 2]
import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { inspectRecord, randomFrom } from './kill-cases.mjs'
import { startPostgres } from './postgres.mjs'
import { setUp } from './setup.mjs'

const { values } = parseArgs({
  options: {
    store: { type: 'string', default: 'sqlite' },
    kills: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
    lanes: { type: 'string', default: '2' },
  },
})
const kills = Number(values.kills)
const seed = Number(values.seed)
const killsPerRecord = 20
const killsPerDatabaseKill = 10
const writer = fileURLToPath(new URL('./kill-writer.mjs', import.meta.url))

if (!process.env.PLUMBLINE_IS_BUILT) await setUp({ build: 'code' })

const random = randomFrom(seed)
const folder = mkdtempSync(join(tmpdir(), 'plumbline-kill-'))
const postgres = values.store === 'postgres' ? await startPostgres() : undefined
const total = { kills: 0, acknowledged: 0, lost: 0, beforeFirst: 0, databaseKills: 0 }
/** @type {string[]} */
const faults = []

/**
 * Starts a writer and kills it: at any moment of its start, or a little after its first acknowledgement.
 *
 * @param {string} store
 * @param {string} name
 * @returns {Promise<string[]>} the acknowledgements that left the writer
 */
async function writeUntilKilled(store, name) {
  const child = spawn(process.execPath, [writer, store, String(Math.floor(random() * 2 ** 31)), name])
  let output = ''
  let complaint = ''
  child.stderr.on('data', (chunk) => {
    complaint += chunk
  })
  const firstLine = new Promise((resolve) => {
    child.stdout.on('data', (chunk) => {
      output += chunk
      resolve(undefined)
    })
  })
  const ended = new Promise((resolve) => child.on('close', (_, signal) => resolve(signal)))
  const inStart = random() < 0.3
  if (!inStart) await Promise.race([firstLine, ended])
  await Promise.race([wait(random() * (inStart ? 250 : 80)), ended])
  child.kill('SIGKILL')
  // Without a database nobody can start; whoever writes already waits for it.
  const isExcused = postgres !== undefined && complaint.includes('PLB_RECORD_UNREACHABLE')
  if ((await ended) !== 'SIGKILL' && !isExcused) faults.push(`the writer ended by itself: ${complaint.trim()}`)
  // The last line may have been torn by the kill: it then was not acknowledged.
  return output
    .slice(0, output.lastIndexOf('\n') + 1)
    .split('\n')
    .filter(Boolean)
}

/**
 * Inspects, and again where the database was killed meanwhile: it comes back.
 *
 * @param {string} store
 * @param {ReadonlySet<string>} acknowledged
 */
async function inspectOnceThere(store, acknowledged) {
  for (let tries = 1; ; tries += 1) {
    try {
      const found = await inspectRecord(store, acknowledged)
      total.lost += found.lost
      faults.push(...found.faults)
      return
    } catch (error) {
      const isAway = error instanceof Error && 'code' in error && error.code === 'PLB_RECORD_UNREACHABLE'
      if (!isAway || postgres === undefined || tries > 100) throw error
      await wait(100)
    }
  }
}

let databaseKill = Promise.resolve()

/** Kills the database: at once, or all of its processes by themselves; it recovers from its log when it starts again. */
function killDatabase() {
  total.databaseKills += 1
  const signal = random() < 0.5 ? 'SIGKILL' : 'SIGQUIT'
  databaseKill = databaseKill.then(async () => {
    await wait(random() * 200)
    await postgres?.stop(signal)
    await postgres?.start()
  })
}

/** @param {number} lane */
async function run(lane) {
  const goesOn = () => total.kills < kills && total.lost === 0 && faults.length === 0
  for (let series = 0; goesOn(); series += 1) {
    const file = join(folder, `lane-${lane}`, `record-${series}.sqlite`)
    const store = postgres === undefined ? file : `${postgres.address}#record_${series}`
    const acknowledged = new Set()
    for (let round = 0; round < killsPerRecord && goesOn(); round += 1) {
      total.kills += 1
      if (postgres !== undefined && total.kills % killsPerDatabaseKill === 0) killDatabase()
      const lines = await writeUntilKilled(store, `lane-${lane}`)
      if (lines.length === 0) total.beforeFirst += 1
      for (const line of lines) {
        acknowledged.add(line)
        total.acknowledged += Number(line.split(' ')[2])
      }
      await inspectOnceThere(store, acknowledged)
      if (total.kills % 100 === 0) console.log(`${total.kills} kills so far`)
    }
  }
}

console.log(`seed ${seed}`)
await Promise.all(Array.from({ length: Number(values.lanes) }, (_, lane) => run(lane)))
await databaseKill
await postgres?.remove()
const isSound = total.lost === 0 && faults.length === 0
console.log(`${total.beforeFirst} kills came before a first acknowledgement`)
if (postgres) console.log(`${total.databaseKills} kills of the database itself`)
for (const fault of faults) console.log(fault)
const chain = isSound ? 'chain intact' : `records kept in ${folder}`
console.log(`${total.kills} kills, ${total.acknowledged} acknowledged, ${total.lost} lost, ${chain}`)
if (isSound) rmSync(folder, { recursive: true, force: true })
process.exitCode = isSound ? 0 : 1
