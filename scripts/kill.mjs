// `npm run kill`: kills a process that appends to the record with SIGKILL at random moments, opens the record again, and
// looks for every event that was acknowledged, for halves of appends, for a break of the chain, and for a worklist that
// has lost step. What a kill cannot show, because the system keeps what was written, a power cut would.
// usage: node scripts/kill.mjs [--kills 1000] [--seed NUMBER] [--lanes 2]
import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { projectorModule, randomFrom } from './kill-cases.mjs'
import { setUp } from './setup.mjs'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
    lanes: { type: 'string', default: '2' },
  },
})
const kills = Number(values.kills)
const seed = Number(values.seed)
const killsPerRecord = 20
const writer = fileURLToPath(new URL('./kill-writer.mjs', import.meta.url))

if (!process.env.PLUMBLINE_IS_BUILT) await setUp({ build: 'code' })
const { openInThisThread } = await import('../dist/record/open.js')

const random = randomFrom(seed)
const folder = mkdtempSync(join(tmpdir(), 'plumbline-kill-'))
const total = { kills: 0, acknowledged: 0, lost: 0, beforeFirst: 0 }
/** @type {string[]} */
const faults = []

/**
 * Starts a writer and kills it: at any moment of its start, or a little after its first acknowledgement.
 *
 * @param {string} path
 * @returns {Promise<string[]>} the acknowledgements that left the writer
 */
async function writeUntilKilled(path) {
  const child = spawn(process.execPath, [writer, path, String(Math.floor(random() * 2 ** 31))])
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
  if ((await ended) !== 'SIGKILL') faults.push(`the writer ended by itself: ${complaint.trim().split('\n')[0]}`)
  // The last line may have been torn by the kill: it then was not acknowledged.
  return output
    .slice(0, output.lastIndexOf('\n') + 1)
    .split('\n')
    .filter(Boolean)
}

/**
 * Opens the record as the next start of the program would, and checks it against everything ever acknowledged.
 *
 * @param {string} path
 * @param {ReadonlySet<string>} acknowledged
 */
async function inspect(path, acknowledged) {
  const record = await openInThisThread({ path, projectors: [projectorModule] })
  try {
    const stored = new Set()
    for await (const event of record.readAll()) stored.add(event.commandId)
    for (const line of acknowledged) {
      const [episode, first, count] = line.split(' ')
      for (let index = 0; index < Number(count); index += 1) {
        if (!stored.has(`${episode}/${first}/${count}/${index}`)) total.lost += 1
      }
    }
    for (const commandId of stored) {
      const [episode, first, count] = commandId.split('/')
      if (!stored.has(`${episode}/${first}/${count}/${Number(count) - 1}`)) faults.push(`half of append ${commandId}`)
    }
    const chain = await record.verifyChain()
    if (!chain.intact) faults.push(`chain: ${chain.reason}`)
    const projection = await record.checkProjection('lengths')
    if (!projection.equal) faults.push('the projection has lost step with the events')
  } finally {
    await record.close()
  }
}

/** @param {number} lane */
async function run(lane) {
  const goesOn = () => total.kills < kills && total.lost === 0 && faults.length === 0
  for (let series = 0; goesOn(); series += 1) {
    const path = join(folder, `lane-${lane}`, `record-${series}.sqlite`)
    const acknowledged = new Set()
    for (let round = 0; round < killsPerRecord && goesOn(); round += 1) {
      total.kills += 1
      const lines = await writeUntilKilled(path)
      if (lines.length === 0) total.beforeFirst += 1
      for (const line of lines) {
        acknowledged.add(line)
        total.acknowledged += Number(line.split(' ')[2])
      }
      await inspect(path, acknowledged)
      if (total.kills % 100 === 0) console.log(`${total.kills} kills so far`)
    }
  }
}

console.log(`seed ${seed}`)
await Promise.all(Array.from({ length: Number(values.lanes) }, (_, lane) => run(lane)))
const isSound = total.lost === 0 && faults.length === 0
console.log(`${total.beforeFirst} kills came before a first acknowledgement`)
for (const fault of faults) console.log(fault)
const chain = isSound ? 'chain intact' : `records kept in ${folder}`
console.log(`${total.kills} kills, ${total.acknowledged} acknowledged, ${total.lost} lost, ${chain}`)
if (isSound) rmSync(folder, { recursive: true, force: true })
process.exitCode = isSound ? 0 : 1
