// The set-up inside `npm start` and `npm test` (npm skips pre-scripts under ignore-scripts): install when the lockfile
// changed, build when a source changed. Plain Node; runs before anything is installed.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { withLock } from './lock.mjs'

/** The folder that holds package.json. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))

const LOCK = join(ROOT, 'dist', '.setup.lock')
const INSTALL_STAMP = join(ROOT, 'node_modules', '.plumbline-lockfile')
const CODE_STAMP = join(ROOT, 'dist', '.stamp-code')
const WEB_STAMP = join(ROOT, 'dist', '.stamp-web')
const NOT_COMPILED = /(\.test\.tsx?$|(^|\/)bad\/)/

/** A step of the set-up that failed: its message is for people, its exit code for the shell. */
export class SetupFailure extends Error {
  /** @param {string} message @param {number} exitCode */
  constructor(message, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}

/**
 * The SHA-256 of texts, each with its name; the same whatever order they come in.
 *
 * @param {ReadonlyMap<string, string | Uint8Array>} texts
 * @returns {string} 64 hexadecimal digits
 */
export function stampOf(texts) {
  const hash = createHash('sha256')
  for (const name of [...texts.keys()].sort()) {
    const text = texts.get(name) ?? ''
    hash.update(`${name}\n${text.length}\n`).update(text)
  }
  return hash.digest('hex')
}

/**
 * Whether the file holds exactly this stamp.
 *
 * @param {string} file
 * @param {string} stamp
 */
export function isStamped(file, stamp) {
  return existsSync(file) && readFileSync(file, 'utf8').trim() === stamp
}

/**
 * Which parts of the set-up are due. Reads files only, so an installed and built copy starts from a read-only place.
 *
 * @returns {{ install: boolean, code: boolean, web: boolean, stamps: { install: string, code: string, web: string } }}
 */
export function due() {
  const lockfile = new Map([['package-lock.json', readFileSync(join(ROOT, 'package-lock.json'))]])
  const sources = sourcesBelow('src')
  const settings = filesNamed(/^(package-lock\.json|tsconfig.*\.json)$/)
  const code = new Map([...sources].filter(([name]) => !name.startsWith('src/web/')).concat(settings))
  const web = hasWeb()
    ? new Map([...sources, ...sourcesBelow('content'), ...settings, ...filesNamed(/^(vite\.config\.ts|index\.html)$/)])
    : new Map()
  const stamps = { install: stampOf(lockfile), code: stampOf(code), web: stampOf(web) }
  return {
    install: !isStamped(INSTALL_STAMP, stamps.install),
    code: !isStamped(CODE_STAMP, stamps.code),
    web: hasWeb() && !isStamped(WEB_STAMP, stamps.web),
    stamps,
  }
}

/**
 * Installs and builds whatever is due, one set-up at a time.
 *
 * @param {{ build?: 'none' | 'code' | 'all', say?: (text: string) => void }} [options]
 * @returns {Promise<void>}
 * @throws {SetupFailure} when npm or a compiler fails
 */
export async function setUp({ build = 'all', say = console.error } = {}) {
  const wanted = (/** @type {ReturnType<typeof due>} */ state) =>
    state.install || (build !== 'none' && state.code) || (build === 'all' && state.web)
  if (!wanted(due())) return
  await withLock(
    LOCK,
    async () => {
      const state = due()
      if (state.install) await phase('Installing packages', () => install(state.stamps.install), say)
      if (build !== 'none' && state.code) await phase('Compiling', () => buildCode(state.stamps.code), say)
      if (build === 'all' && state.web) await phase('Building the web app', () => buildWeb(state.stamps.web), say)
    },
    (holder) => say(`Another set-up (process ${holder}) is at work in this folder; waiting for it.`),
  )
}

/**
 * Runs one named step and says how long it took.
 *
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @param {(text: string) => void} say
 * @returns {Promise<T>}
 */
export async function phase(name, work, say = console.error) {
  const start = performance.now()
  say(`${name} …`)
  const result = await work()
  say(`${name}: ${((performance.now() - start) / 1000).toFixed(1)} s`)
  return result
}

/**
 * Runs a command in the project's folder with our standard streams, and answers its exit code. A signal that stops us
 * stops the command first. One that takes longer than it may is stopped, and its exit code is 124.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string>, output?: 'always' | 'on failure' | 'never', shell?: boolean, milliseconds?: number }} [options]
 * @returns {Promise<number>}
 */
export function run(command, args, { env = {}, output = 'always', shell = false, milliseconds } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, ...plainText(), ...env },
      stdio: output === 'always' ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
      shell,
    })
    /** @type {Buffer[]} */
    const held = []
    child.stdout?.on('data', (chunk) => held.push(chunk))
    child.stderr?.on('data', (chunk) => held.push(chunk))
    const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])
    /** @type {NodeJS.Signals | undefined} */
    let stoppedBy
    const forward = (/** @type {NodeJS.Signals} */ signal) => {
      stoppedBy = signal
      child.kill(signal)
    }
    for (const signal of signals) process.on(signal, forward)
    let isLate = false
    const late = milliseconds
      ? setTimeout(() => {
          isLate = true
          child.kill('SIGKILL')
        }, milliseconds)
      : undefined
    const finish = (/** @type {number} */ code) => {
      clearTimeout(late)
      for (const signal of signals) process.off(signal, forward)
      if (stoppedBy) process.exit(stoppedBy === 'SIGINT' ? 130 : 143)
      if (output === 'on failure' && code !== 0) process.stderr.write(Buffer.concat(held))
      resolve(code)
    }
    child.on('error', (error) => {
      process.stderr.write(`${command} could not be started: ${error.message}\n`)
      finish(127)
    })
    child.on('close', (code) => finish(isLate ? 124 : (code ?? 1)))
  })
}

/** Tools colour their output when they see CI; a log is read by people. */
function plainText() {
  return process.stdout.isTTY || process.env.FORCE_COLOR ? {} : { NO_COLOR: '1' }
}

/**
 * Runs an installed tool by its file (`typescript/bin/tsc`), so that no shell stub and no PATH is needed.
 *
 * @param {string} file below node_modules
 * @param {readonly string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export function runTool(file, args, options) {
  return run(process.execPath, [join(ROOT, 'node_modules', file), ...args], options)
}

/**
 * Stops this process when the npm that started it is gone. npm hands a signal to its shell only, and a shell that is not
 * replaced by its command dies without handing it on (docs/decisions/stopping-npm.md).
 */
export function endWithNpm() {
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, 100)
  watch.unref()
}

/** Whether there is a web app to build. */
export function hasWeb() {
  return existsSync(join(ROOT, 'src', 'web', 'main.tsx')) && existsSync(join(ROOT, 'vite.config.ts'))
}

/** @param {string} stamp */
async function install(stamp) {
  rmSync(INSTALL_STAMP, { force: true })
  // No dependency needs its install script: the native ones bring prebuilt files.
  const args = [
    'ci',
    '--include=dev',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--no-progress',
    '--loglevel=error',
  ]
  const npm = process.env.npm_execpath
  const code =
    npm && basename(npm) === 'npm-cli.js'
      ? await run(process.execPath, [npm, ...args])
      : await run('npm', args, { shell: process.platform === 'win32' })
  if (code !== 0) throw new SetupFailure('The packages could not be installed (npm ci failed, see above).', code)
  mkdirSync(dirname(INSTALL_STAMP), { recursive: true })
  writeFileSync(INSTALL_STAMP, `${stamp}\n`)
}

/** @param {string} stamp */
async function buildCode(stamp) {
  removeOrphans()
  const code = await runTool('typescript/bin/tsc', ['-b'])
  if (code !== 0) throw new SetupFailure('The sources do not compile (tsc -b failed, see above).', code)
  // `npx plumbline` runs it as a program, and npm marks it as one only when it first links the package.
  chmodSync(join(ROOT, 'dist', 'cli', 'main.js'), 0o755)
  writeFileSync(CODE_STAMP, `${stamp}\n`)
}

/** @param {string} stamp */
async function buildWeb(stamp) {
  const code = await runTool('vite/bin/vite.js', ['build', '--logLevel', 'warn'])
  if (code !== 0) throw new SetupFailure('The web app does not build (vite build failed, see above).', code)
  writeFileSync(WEB_STAMP, `${stamp}\n`)
}

/** Deletes what the compiler wrote for sources that are gone; it never does so itself. */
function removeOrphans() {
  const dist = join(ROOT, 'dist')
  if (!existsSync(dist)) return
  for (const file of filesBelow(dist)) {
    const name = relative(dist, file).split(sep).join('/')
    const stem =
      /^((?:language|protocol|evaluate|diagram|verify|weave|cohort|fhir|care|record|service|cli)\/.+?)(\.d\.ts|\.js)(\.map)?$/.exec(
        name,
      )?.[1]
    if (stem && !existsSync(join(ROOT, 'src', `${stem}.ts`))) rmSync(file)
  }
}

/** @param {string} folder @returns {[string, Buffer][]} */
function sourcesBelow(folder) {
  const top = join(ROOT, folder)
  if (!existsSync(top)) return []
  return filesBelow(top)
    .map((file) => /** @type {[string, Buffer]} */ ([relative(ROOT, file).split(sep).join('/'), readFileSync(file)]))
    .filter(([name]) => !NOT_COMPILED.test(name))
}

/** @param {RegExp} pattern @returns {[string, Buffer][]} */
function filesNamed(pattern) {
  return readdirSync(ROOT)
    .filter((name) => pattern.test(name))
    .map((name) => [name, readFileSync(join(ROOT, name))])
}

/** @param {string} folder @returns {string[]} */
function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

/** @param {string} name of the system's package */
export async function aptInstall(name) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const install = ['install', '-y', '--no-install-recommends', name]
  // The package lists may be missing or old, as in a fresh container: only then fetch them.
  if ((await run('apt-get', install, { env, output: 'never' })) === 0) return true
  if ((await run('apt-get', ['update'], { env, output: 'on failure' })) !== 0) return false
  return (await run('apt-get', install, { env, output: 'on failure' })) === 0
}
