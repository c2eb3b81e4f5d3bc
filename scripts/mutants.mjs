// `npm run mutants`: changes everything that the protocol holds in every small way, puts each mutant to all guarantees and all
// hand-written cases, and writes docs/mutants.md. Exits 1 where one survives that the page does not explain. Takes ten minutes.
// usage: node scripts/mutants.mjs [--lanes 2]
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { runnerImport } from 'vite'
import { ROOT } from './setup.mjs'

const { values } = parseArgs({ options: { lanes: { type: 'string', default: '2' }, lane: { type: 'string' } } })
const lanes = Number(values.lanes)
/** @param {string} path */
const load = async (path) => (await runnerImport(join(ROOT, path))).module

if (values.lane === undefined) await all()
else {
  const { judgedLane } = await load('tests/mutants/lane.ts')
  judgedLane(Number(values.lane), lanes, (/** @type {unknown} */ result) => console.log(JSON.stringify(result)))
}

async function all() {
  const start = performance.now()
  const byLane = await Promise.all(Array.from({ length: lanes }, (_, lane) => judged(lane)))
  // In the order of the mutants, however many lanes there were.
  const results = byLane
    .flatMap((own, lane) => own.map((result, place) => ({ result, at: place * lanes + lane })))
    .sort((a, b) => a.at - b.at)
    .map(({ result }) => result)
  const seconds = (performance.now() - start) / 1000
  const { mutantReport } = await load('tests/mutants/report.ts')
  const { text, summary, unexplained } = mutantReport(results)
  writeFileSync(join(ROOT, 'docs', 'mutants.md'), text)
  console.log(`${summary} ${seconds.toFixed(0)} s.`)
  for (const line of unexplained) console.log(line)
  process.exitCode = unexplained.length > 0 ? 1 : 0
}

/**
 * @param {number} lane
 * @returns {Promise<unknown[]>}
 */
async function judged(lane) {
  const program = fileURLToPath(import.meta.url)
  const options = ['--lanes', String(lanes), '--lane', String(lane)]
  const child = spawn(process.execPath, [program, ...options], { stdio: ['ignore', 'pipe', 'inherit'] })
  let written = ''
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    written += chunk
  })
  const code = await new Promise((resolve) => child.on('close', resolve))
  if (code !== 0) throw new Error(`lane ${lane} ended with ${code}`)
  return written
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}
