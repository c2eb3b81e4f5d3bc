// `npm test [-- FILTER …]`: set up, then type-check, lint and format, generated files, every test, and the programs of others
// (conformance/). What follows `--` goes to vitest, and leaves those out. The closing line counts tests; a phase before them that fails counts as one failure.
import { requireNode } from './node-version.mjs'

requireNode(process.version)
const { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } = await import('node:fs')
const { join } = await import('node:path')
const { closingLine, exitCodeOf, sumOf } = await import('./counts.mjs')
const { ensureChromium, ensurePoppler } = await import('./chromium.mjs')
const { ensurePostgres } = await import('./postgres.mjs')
const { ensureStrace } = await import('./strace.mjs')
const { endWithNpm, hasWeb, phase, ROOT, runTool, run, SetupFailure, setUp } = await import('./setup.mjs')

endWithNpm()
const filters = process.argv.slice(2)
const countsFile = join(ROOT, 'dist', '.test-counts.json')
const peersCountsFile = join(ROOT, 'dist', '.conformance-counts.json')
const say = console.log
/** @type {string[]} */
const failures = []

/** @param {string} name @param {() => Promise<number>} work */
async function check(name, work) {
  const code = await phase(name, work, say)
  if (code !== 0) failures.push(name)
}

async function typeCheck() {
  const tests = await runTool('typescript/bin/tsc', ['-p', 'tsconfig.test.json'])
  const web = hasWeb() ? await runTool('typescript/bin/tsc', ['-p', 'tsconfig.web.json']) : 0
  return tests || web
}

async function testEnvironment() {
  return { ...(await postgresEnvironment()), ...(await straceEnvironment()), ...(await browserEnvironment()) }
}

async function postgresEnvironment() {
  const postgres = await phase('Looking for PostgreSQL', ensurePostgres, say)
  if ('folder' in postgres) return { PLUMBLINE_POSTGRES: postgres.folder }
  say(`Tests on PostgreSQL are skipped: ${postgres.missing}.`)
  return { PLUMBLINE_POSTGRES_MISSING: postgres.missing }
}

async function straceEnvironment() {
  const strace = await phase('Looking for strace', ensureStrace, say)
  if ('file' in strace) return {}
  say(`The simulation of power cuts is skipped: ${strace.missing}.`)
  return { PLUMBLINE_STRACE_MISSING: strace.missing }
}

async function browserEnvironment() {
  const browserTests = join(ROOT, 'tests', 'browser')
  const wanted = existsSync(browserTests) && readdirSync(browserTests).some((name) => /\.test\.tsx?$/.test(name))
  const filtered = filters.some(
    (filter) => !filter.startsWith('-') && !'tests/browser'.startsWith(filter) && !filter.includes('browser'),
  )
  if (!wanted || filtered) return {}
  const chromium = await phase('Looking for Chromium', ensureChromium, say)
  if ('file' in chromium) {
    const poppler = await phase('Looking for poppler', ensurePoppler, say)
    if ('missing' in poppler) say(`Printed pages are not read apart by another program: ${poppler.missing}.`)
    return { PLUMBLINE_CHROMIUM: chromium.file }
  }
  say(`Browser tests are skipped: ${chromium.missing}.`)
  return { PLUMBLINE_CHROMIUM_MISSING: chromium.missing }
}

/** @param {Record<string, string>} environment @returns {Promise<import('./counts.mjs').Counts>} */
async function runTests(environment) {
  mkdirSync(join(ROOT, 'dist'), { recursive: true })
  rmSync(countsFile, { force: true })
  const code = await phase(
    'Tests',
    () =>
      runTool(
        'vitest/vitest.mjs',
        ['run', '--reporter=default', '--reporter=./scripts/vitest-counts.mjs', ...filters],
        {
          env: { ...environment, PLUMBLINE_COUNTS_FILE: countsFile, PLUMBLINE_IS_BUILT: 'yes' },
        },
      ),
    say,
  )
  const counts = existsSync(countsFile)
    ? JSON.parse(readFileSync(countsFile, 'utf8'))
    : { passed: 0, failed: 0, skipped: 0 }
  if (code !== 0 && counts.failed === 0) failures.push(counts.passed > 0 ? 'Tests' : 'Tests (none ran)')
  return counts
}

/**
 * Other people's programs, but not what times them: on a machine with other work a time says nothing, and `npm run
 * conformance` keeps it.
 *
 * @returns {Promise<import('./counts.mjs').Counts>}
 */
async function runPeers() {
  rmSync(peersCountsFile, { force: true })
  const args = ['conformance/run.mjs', '--exclude=conformance/speed.test.ts']
  const code = await phase("Against other people's programs", () => run(process.execPath, args), say)
  const counts = existsSync(peersCountsFile)
    ? JSON.parse(readFileSync(peersCountsFile, 'utf8'))
    : { passed: 0, failed: 0, skipped: 0 }
  if (code !== 0 && counts.failed === 0) failures.push("Against other people's programs")
  return counts
}

let counts = { passed: 0, failed: 0, skipped: 0 }
try {
  // First the build: tests and scripts take types from dist/.
  await setUp({ say })
  await check('Type-check', typeCheck)
  await check('Lint and format', () =>
    runTool('@biomejs/biome/bin/biome', ['ci', ...(process.stdout.isTTY ? [] : ['--colors=off'])]),
  )
  await check('Generated files are current', () => run(process.execPath, ['scripts/generate.mjs', '--check']))
  counts = await runTests(await testEnvironment())
  if (filters.length === 0) counts = sumOf(counts, await runPeers())
} catch (error) {
  if (!(error instanceof SetupFailure)) throw error
  failures.push(error.message)
}
for (const failure of failures) say(`Failed: ${failure}`)
counts = { ...counts, failed: counts.failed + failures.length }
say(closingLine(counts))
process.exit(exitCodeOf(counts))
