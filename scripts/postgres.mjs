// Finds a PostgreSQL of this machine, installs Debian's package where that is ours to do, and starts a private server of
// it for tests: in a folder of its own, on a socket of its own, known to nobody else.
import { spawn, spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { aptInstall } from './setup.mjs'

const OLDEST = 15
const DEBIAN = '/usr/lib/postgresql'

/**
 * The folder with the programs of a PostgreSQL 15 or later: the one PLUMBLINE_POSTGRES names, Debian's newest, one on the
 * PATH.
 *
 * @returns {string | undefined}
 */
export function findPostgres() {
  const named = process.env.PLUMBLINE_POSTGRES
  const debian = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((one, other) => Number(other) - Number(one)) : []
  const folders = named
    ? [named]
    : [...debian.map((version) => join(DEBIAN, version, 'bin')), ...(process.env.PATH ?? '').split(delimiter)]
  return folders.find((folder) => folder && existsSync(join(folder, 'initdb')) && versionOf(folder) >= OLDEST)
}

/** @param {string} folder */
function versionOf(folder) {
  const { stdout } = spawnSync(join(folder, 'postgres'), ['--version'], { encoding: 'utf8' })
  return Number(/\) (\d+)/.exec(stdout ?? '')?.[1] ?? 0)
}

/**
 * A PostgreSQL for the tests: found, or installed with apt-get as root on a Debian-like system; else the reason there is
 * none.
 *
 * @returns {Promise<{ folder: string } | { missing: string }>}
 */
export async function ensurePostgres() {
  const found = findPostgres()
  if (found) return { folder: found }
  if (process.env.PLUMBLINE_POSTGRES)
    return { missing: `PLUMBLINE_POSTGRES does not name a folder with PostgreSQL ${OLDEST} or later` }
  const isDebianLike = existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get')
  if (isDebianLike && process.getuid?.() === 0 && (await aptInstall('postgresql'))) {
    const installed = findPostgres()
    if (installed) return { folder: installed }
  }
  return {
    missing: `no PostgreSQL ${OLDEST} or later was found; ${isDebianLike ? 'run `sudo apt-get install postgresql`' : 'install it'}, or set PLUMBLINE_POSTGRES to the folder of its programs`,
  }
}

/**
 * A server that is running, and what a test may do to it.
 *
 * @typedef {{
 *   address: string
 *   folder: string
 *   addressOf(database: string): string
 *   run(statement: string): Promise<Record<string, unknown>[]>
 *   stop(signal?: NodeJS.Signals): Promise<void>
 *   start(settings?: Record<string, string>): Promise<void>
 *   remove(): Promise<void>
 * }} PrivatePostgres
 */

/**
 * Starts a private server. It writes to disk as a real one does, unless a test says otherwise.
 *
 * @param {{ programs?: string | undefined, standbyOf?: PrivatePostgres }} [options]
 * @returns {Promise<PrivatePostgres>}
 */
export async function startPostgres({ programs = findPostgres(), standbyOf } = {}) {
  if (programs === undefined) throw new Error('no PostgreSQL was found')
  const folder = mkdtempSync(join(tmpdir(), 'plb-pg-'))
  const identity = whoMayRunIt()
  if (identity.uid !== undefined) chownSync(folder, identity.uid, identity.gid ?? identity.uid)
  const data = join(folder, 'data')
  const [maker, options] =
    standbyOf === undefined
      ? ['initdb', ['-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync']]
      : ['pg_basebackup', ['-R', '-h', standbyOf.folder, '-c', 'fast', '--no-sync']]
  const made = spawnSync(join(programs, String(maker)), ['-D', data, '-U', 'plumbline', ...options], {
    encoding: 'utf8',
    cwd: folder,
    ...identity,
  })
  if (made.status !== 0) throw new Error(`${maker} failed: ${made.stderr || made.error}`)
  const addressOf = (/** @type {string} */ database) =>
    `postgresql://plumbline@/${database}?host=${encodeURIComponent(folder)}`
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let server
  /** @type {Promise<unknown>} */
  let ended = Promise.resolve()

  /** @param {string} statement */
  async function run(statement) {
    // Not before: `npm test` reads this file when nothing is installed yet.
    const { default: pg } = await import('pg')
    const client = new pg.Client({ connectionString: addressOf('postgres') })
    client.on('error', () => {})
    await client.connect()
    try {
      return [await client.query(statement)].flat().at(-1)?.rows ?? []
    } finally {
      await client.end()
    }
  }

  async function start(settings = {}) {
    const options = { listen_addresses: '', unix_socket_directories: folder, ...settings }
    const set = Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    // A group of its own, so that all of it can be killed at once.
    const child = spawn(join(programs ?? '', 'postgres'), ['-D', data, ...set], {
      cwd: folder,
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
      ...identity,
    })
    server = child
    let complaint = ''
    child.stderr.on('data', (/** @type {Buffer} */ chunk) => {
      complaint = (complaint + chunk).slice(-4000)
    })
    let isOver = false
    ended = new Promise((resolve) => {
      child.on('close', () => {
        isOver = true
        resolve(undefined)
      })
    })
    for (;;) {
      if (isOver) throw new Error(`PostgreSQL did not start: ${complaint}`)
      try {
        await run('SELECT 1')
        return
      } catch {
        await wait(20)
      }
    }
  }

  /** `SIGINT` ends it as an operator would; `SIGKILL` ends all of its processes where they stand. */
  async function stop(/** @type {NodeJS.Signals} */ signal = 'SIGINT') {
    if (server?.pid !== undefined && server.exitCode === null && server.signalCode === null)
      process.kill(signal === 'SIGKILL' ? -server.pid : server.pid, signal)
    await ended
  }

  await start()
  // Ends with whoever started it, also where that is killed by Ctrl+C.
  const last = () => server?.pid !== undefined && server.exitCode === null && process.kill(server.pid, 'SIGQUIT')
  process.once('exit', last)
  return {
    address: addressOf('postgres'),
    folder,
    addressOf,
    run,
    stop,
    start,
    async remove() {
      process.off('exit', last)
      await stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/**
 * PostgreSQL refuses to run as root: then Debian's user for it, or nobody.
 *
 * @returns {{ uid?: number, gid?: number }}
 */
function whoMayRunIt() {
  if (process.getuid?.() !== 0) return {}
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  const line = lines.find((each) => each.startsWith('postgres:')) ?? lines.find((each) => each.startsWith('nobody:'))
  const [, , uid, gid] = line?.split(':') ?? []
  return { uid: Number(uid ?? 65_534), gid: Number(gid ?? 65_534) }
}
