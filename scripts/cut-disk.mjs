// A disk whose power can be cut: what was flushed is there, of the rest any part may be.
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isIndex } from './disk-trace.mjs'

const sectorBytes = 512

/** How a cut treats what was not flushed: of a file's changes, and of the names of files in a folder. */
const manners = /** @type {const} */ (['nothing', 'everything', 'some writes', 'some sectors', 'a beginning'])

/**
 * @typedef {import('./disk-trace.mjs').DiskEvent} DiskEvent
 * @typedef {Extract<DiskEvent, { kind: 'write' | 'truncate' }>} Change
 * @typedef {{ isFolder: boolean, safe: Buffer, unsafe: Change[] }} Content
 * @typedef {{ path: string, content: Content | undefined }} Naming a file gets a name, or a name is gone
 */

export class CutDisk {
  /** @type {Map<string, Content>} what the process sees */
  #seen = new Map()
  /** @type {Map<string, Content>} what is there after a cut, whatever happens */
  #safe = new Map()
  /** @type {Naming[]} */
  #unsafeNamings = []
  /** @type {Map<number, { changes: number, namings: Naming[] }>} what a flush under way will have made safe */
  #flushes = new Map()
  #liesAboutFlushes
  #root

  /**
   * @param {string} root a folder that is safe already, with what is in it
   * @param {{ liesAboutFlushes: boolean }} options
   */
  constructor(root, { liesAboutFlushes }) {
    this.#liesAboutFlushes = liesAboutFlushes
    this.#root = root
    for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
      const path = join(root, name)
      const isFolder = statSync(path).isDirectory()
      this.#safe.set(path, { isFolder, safe: isFolder ? Buffer.alloc(0) : readFileSync(path), unsafe: [] })
    }
    this.#seen = new Map(this.#safe)
  }

  /** Files with changes that a cut could take away. */
  get atRisk() {
    return [...this.#seen].filter(([, { unsafe }]) => unsafe.length > 0).map(([path]) => path)
  }

  /** @param {DiskEvent} event */
  take(event) {
    if (event.kind === 'said' || isIndex(event.on)) return
    const content = this.#seen.get(event.on)
    if (event.kind === 'make' || event.kind === 'makeFolder') {
      if (content !== undefined) return
      const made = { isFolder: event.kind === 'makeFolder', safe: Buffer.alloc(0), unsafe: [] }
      this.#seen.set(event.on, made)
      this.#unsafeNamings.push({ path: event.on, content: made })
    } else if (event.kind === 'remove') {
      this.#seen.delete(event.on)
      this.#unsafeNamings.push({ path: event.on, content: undefined })
    } else if (event.kind === 'begun') {
      const namings = this.#unsafeNamings.filter(({ path }) => dirname(path) === event.on)
      this.#flushes.set(event.flush, { changes: content?.unsafe.length ?? 0, namings })
    } else if (event.kind === 'done') this.#flushed(event.flush, content)
    else if (content === undefined) throw new Error(`${event.on} was changed and is not there`)
    else content.unsafe.push(event)
  }

  /** @param {number} flush @param {Content | undefined} content */
  #flushed(flush, content) {
    const { changes, namings } = this.#flushes.get(flush) ?? { changes: 0, namings: [] }
    this.#flushes.delete(flush)
    if (this.#liesAboutFlushes) return
    // Two flushes of one file at a time do not happen here: there is one writer.
    for (const change of content?.unsafe.splice(0, changes) ?? []) {
      if (content !== undefined) content.safe = changed(content.safe, change)
    }
    for (const naming of namings) name(this.#safe, naming)
    this.#unsafeNamings = this.#unsafeNamings.filter((naming) => !namings.includes(naming))
  }

  /**
   * Writes what a cut at this moment leaves into another folder.
   *
   * @param {string} folder
   * @param {() => number} random
   */
  cut(folder, random) {
    const left = new Map(this.#safe)
    const manner = () => manners[Math.floor(random() * manners.length)] ?? 'nothing'
    // Of one folder's names the earlier are kept before the later, as a file system's journal does.
    const folders = new Map()
    for (const naming of this.#unsafeNamings) {
      const of = dirname(naming.path)
      if (!folders.has(of)) folders.set(of, random() < 0.3 ? 0 : random() < 0.5 ? Infinity : Math.ceil(random() * 4))
      if (folders.get(of) < 1) continue
      folders.set(of, folders.get(of) - 1)
      name(left, naming)
    }
    for (const [path, { isFolder, safe, unsafe }] of left) {
      // A file is there when all the folders above it are.
      if (!areAllThere(left, path, this.#root)) continue
      const target = join(folder, path.slice(this.#root.length))
      if (isFolder) mkdirSync(target, { recursive: true, mode: 0o700 })
      else {
        mkdirSync(dirname(target), { recursive: true, mode: 0o700 })
        writeFileSync(target, leftOf(safe, unsafe, manner(), random), { mode: 0o600 })
        if (path.endsWith('-wal') && random() < 0.5) {
          const noise = Buffer.from(Array.from({ length: 32_768 }, () => Math.floor(random() * 256)))
          writeFileSync(target.replace(/-wal$/, '-shm'), noise, { mode: 0o600 })
        }
      }
    }
  }
}

/** @param {Map<string, Content>} names @param {Naming} naming */
function name(names, { path, content }) {
  if (content === undefined) names.delete(path)
  else names.set(path, content)
}

/** @param {Map<string, Content>} names @param {string} path @param {string} root */
function areAllThere(names, path, root) {
  for (let above = dirname(path); above !== root; above = dirname(above)) if (!names.has(above)) return false
  return true
}

/** @param {Buffer} content @param {Change} change */
function changed(content, change) {
  const size = change.kind === 'truncate' ? change.size : Math.max(content.length, change.offset + change.data.length)
  const longer = size > content.length ? Buffer.concat([content, Buffer.alloc(size - content.length)]) : content
  const next = size < longer.length ? longer.subarray(0, size) : longer
  if (change.kind === 'write') change.data.copy(next, change.offset)
  return next
}

/** @param {Change} change @returns {Change[]} */
function sectorsOf(change) {
  if (change.kind === 'truncate') return [change]
  const { offset, data } = change
  const sectors = []
  for (let at = 0; at < data.length; ) {
    const end = Math.min(data.length, at + sectorBytes - ((offset + at) % sectorBytes))
    sectors.push({ ...change, offset: offset + at, data: data.subarray(at, end) })
    at = end
  }
  return sectors
}

/**
 * @param {Buffer} safe
 * @param {readonly Change[]} unsafe
 * @param {(typeof manners)[number]} manner
 * @param {() => number} random
 */
function leftOf(safe, unsafe, manner, random) {
  const share = random()
  const some = (/** @type {readonly Change[]} */ changes) => changes.filter(() => random() < share)
  /** @type {Record<typeof manner, () => readonly Change[]>} */
  const kept = {
    nothing: () => [],
    everything: () => unsafe,
    'some writes': () => some(unsafe),
    'some sectors': () => some(unsafe.flatMap(sectorsOf)),
    'a beginning': () => {
      const sectors = unsafe.flatMap(sectorsOf)
      return sectors.slice(0, Math.floor(share * (sectors.length + 1)))
    },
  }
  // A copy: changes are written into it.
  return kept[manner]().reduce(changed, Buffer.from(safe))
}
