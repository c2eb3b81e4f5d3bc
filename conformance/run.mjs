// `npm run conformance [-- FILTER …]`: holds Plumbline against programs that others wrote, each as it is published: installs
// them beside the product by their own lockfile, says which version ran, and runs what stands in this folder. `npm test` runs
// it too, without what times.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { ensureChromium } from '../scripts/chromium.mjs'
import { closingLine, exitCodeOf } from '../scripts/counts.mjs'
import { isStamped, phase, run, runTool, SetupFailure, setUp, stampOf } from '../scripts/setup.mjs'

const folder = fileURLToPath(new URL('.', import.meta.url))
const stampFile = join(folder, 'node_modules', '.plumbline-lockfile')
const countsFile = fileURLToPath(new URL('../dist/.conformance-counts.json', import.meta.url))
const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
const lockfile = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'))
const say = console.log
// Where the registry cannot be reached npm would try for many minutes.
const INSTALL_MILLISECONDS = 240_000

/** The peers, from the registry. Never part of `npm start`. @returns {Promise<number>} npm's exit code */
async function install() {
  const stamp = stampOf(new Map([['package-lock.json', readFileSync(join(folder, 'package-lock.json'))]]))
  if (isStamped(stampFile, stamp)) return 0
  rmSync(stampFile, { force: true })
  const args = ['ci', '--prefix', folder, '--include=dev', '--legacy-peer-deps', '--ignore-scripts']
  const quiet = ['--no-audit', '--no-fund', '--no-progress', '--loglevel=error']
  const npm = process.env.npm_execpath
  const options = { milliseconds: INSTALL_MILLISECONDS }
  const code =
    npm && basename(npm) === 'npm-cli.js'
      ? await run(process.execPath, [npm, ...args, ...quiet], options)
      : await run('npm', [...args, ...quiet], { ...options, shell: process.platform === 'win32' })
  if (code === 0) writeFileSync(stampFile, `${stamp}\n`)
  return code
}

/** @param {string} name */
function installed(name) {
  return JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')).version
}

/** Leaves the counts for `npm test`, and says them. @param {import('../scripts/counts.mjs').Counts} counts */
function finish(counts) {
  mkdirSync(dirname(countsFile), { recursive: true })
  writeFileSync(countsFile, JSON.stringify(counts))
  say(closingLine(counts))
}

try {
  await setUp({ build: 'code', say })
  if ((await phase('Installing the peers', install, say)) !== 0) {
    // Nothing was held against anything. Without the registry that is nobody's fault, and it says so.
    if (!isDeepStrictEqual(manifest.devDependencies, lockfile.packages[''].devDependencies))
      throw new SetupFailure('conformance/package-lock.json does not have what conformance/package.json asks for.')
    say('Skipped: the peers could not be installed (npm ci failed, see above; it needs the registry).')
    finish({ passed: 0, failed: 0, skipped: 1 })
    process.exit(0)
  }
  for (const name of Object.keys(manifest.devDependencies)) say(`peer: ${name} ${installed(name)}`)
  const chromium = await ensureChromium()
  if ('missing' in chromium) say(`LHC-Forms and the launch are skipped: ${chromium.missing}.`)
  const env = {
    PLUMBLINE_IS_BUILT: 'yes',
    PLUMBLINE_COUNTS_FILE: countsFile,
    ...('file' in chromium ? { PLUMBLINE_CHROMIUM: chromium.file } : { PLUMBLINE_CHROMIUM_MISSING: chromium.missing }),
  }
  const types = await phase('Type-check', () => runTool('typescript/bin/tsc', ['-p', 'conformance']), say)
  rmSync(countsFile, { force: true })
  const reporters = ['--reporter=verbose', '--reporter=./scripts/vitest-counts.mjs']
  const args = [
    'run',
    '--config',
    'conformance/vitest.config.ts',
    '--root',
    '.',
    ...reporters,
    ...process.argv.slice(2),
  ]
  await runTool('vitest/vitest.mjs', args, { env })
  const counts = existsSync(countsFile)
    ? JSON.parse(readFileSync(countsFile, 'utf8'))
    : { passed: 0, failed: 1, skipped: 0 }
  if (types !== 0) counts.failed += 1
  finish(counts)
  process.exit(exitCodeOf(counts))
} catch (error) {
  if (!(error instanceof SetupFailure)) throw error
  console.error(error.message)
  process.exit(error.exitCode || 1)
}
