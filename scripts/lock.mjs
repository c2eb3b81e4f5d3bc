import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname } from 'node:path'

/** A holder touches its lock this often, and is taken for dead after `SILENCE_MS` without a touch. */
const HEARTBEAT_MS = 5_000
const SILENCE_MS = 120_000
const POLL_MS = 200

/**
 * Whether a lock's holder is gone: its process is dead (asked only on its own machine), it carries our own process id
 * (left by an earlier container), its text is unreadable, or it has been silent for two minutes.
 *
 * @param {{ text: string, silentMs: number }} lock
 * @param {{ pid: number, host: string, isAlive: (pid: number) => boolean }} here
 * @returns {boolean}
 * @example isStale({ text: '4711 ward-pc', silentMs: 0 }, { pid: 12, host: 'ward-pc', isAlive: () => false }) // true
 */
export function isStale(lock, here) {
  if (lock.silentMs > SILENCE_MS) return true
  const holder = /^(\d+) (\S+)$/.exec(lock.text.trim())
  if (!holder) return true
  const [, pid, host] = holder
  if (host !== here.host) return false
  return Number(pid) === here.pid || !here.isAlive(Number(pid))
}

/**
 * Runs `work` while holding the lock file, waiting for a living holder and clearing a dead one's lock.
 *
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @param {(holder: string) => void} onWait called once, if another holder has to be waited for
 * @returns {Promise<T>}
 */
export async function withLock(file, work, onWait) {
  mkdirSync(dirname(file), { recursive: true })
  let told = false
  while (!take(file)) {
    const lock = look(file)
    if (!lock) continue
    if (isStale(lock, { pid: process.pid, host: hostname(), isAlive })) {
      clear(file, lock.text)
      continue
    }
    if (!told) onWait(lock.text.trim().split(' ')[0] ?? '')
    told = true
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
  const release = () => rmSync(file, { force: true })
  const heartbeat = setInterval(() => {
    const now = new Date()
    if (look(file)) utimesSync(file, now, now)
  }, HEARTBEAT_MS)
  process.once('exit', release)
  try {
    return await work()
  } finally {
    clearInterval(heartbeat)
    process.off('exit', release)
    release()
  }
}

/** Creates the lock with its text already in it, so that nobody ever reads a half-written one. @param {string} file */
function take(file) {
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, `${process.pid} ${hostname()}\n`)
  try {
    linkSync(draft, file)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    return takeWithoutLinks(file)
  } finally {
    rmSync(draft, { force: true })
  }
}

/** For file systems without hard links. @param {string} file */
function takeWithoutLinks(file) {
  try {
    writeFileSync(file, `${process.pid} ${hostname()}\n`, { flag: 'wx' })
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

/** Moves a stale lock aside; puts it back where a new holder took it between our look and our move.
 * @param {string} file
 * @param {string} staleText
 */
function clear(file, staleText) {
  const aside = `${file}.stale.${process.pid}`
  try {
    renameSync(file, aside)
    if (readFileSync(aside, 'utf8') !== staleText) linkSync(aside, file)
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes(codeOf(error))) throw error
  } finally {
    rmSync(aside, { force: true })
  }
}

/** @param {string} file */
function look(file) {
  try {
    return { text: readFileSync(file, 'utf8'), silentMs: Date.now() - statSync(file).mtimeMs }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
