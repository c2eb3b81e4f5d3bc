// `npm run questions [-- --patients 10000]`: how many questions each way of asking needs until everything is settled, over
// generated patients drawn by the protocol's frequencies. The figures stand in docs/performance.md.
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { runnerImport } from 'vite'
import { ROOT } from './setup.mjs'

const { values } = parseArgs({ options: { patients: { type: 'string', default: '10000' } } })
/** @param {string} path */
const load = async (path) => (await runnerImport(join(ROOT, path))).module

const { standard } = await load('src/protocol/protocol.ts')
const { seededChance } = await load('src/evaluate/generate-cases.ts')
const { policies, Questioning } = await load('tests/questions/simulation.ts')

const questioning = new Questioning(standard)
const chance = seededChance(20261124)
const patients = Array.from({ length: Number(values.patients) }, () => questioning.patient(chance))
for (const policy of policies) {
  const counts = patients.map((patient) => questioning.questions(patient, policy)).sort((a, b) => a - b)
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length
  const at = (/** @type {number} */ share) => counts[Math.floor(share * (counts.length - 1))]
  console.log(
    `${policy}: mean ${mean.toFixed(2)}, median ${at(0.5)}, from ${at(0)} to ${at(1)}, of ${counts.length} patients`,
  )
}
