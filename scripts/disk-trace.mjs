// Reads what strace wrote of a process: the calls that change a disk, in their order, and what it wrote to stdout.
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'

/**
 * What happened to the disk. `begun` and `done` stand around a flush: what was written before it began is safe when it is
 * done, and no earlier.
 *
 * @typedef {{ on: string, kind: 'write', offset: number, data: Buffer }
 *   | { on: string, kind: 'truncate', size: number }
 *   | { on: string, kind: 'make' } | { on: string, kind: 'makeFolder' } | { on: string, kind: 'remove' }
 *   | { on: string, kind: 'begun', flush: number } | { on: string, kind: 'done', flush: number }
 *   | { kind: 'said', line: string }} DiskEvent
 */

/** What strace has to record. Calls of this list that the reader does not know, on a file of ours, are an error. */
export const tracedCalls =
  'open,openat,creat,close,dup,dup2,dup3,write,pwrite64,writev,pwritev,pwritev2,fsync,fdatasync,sync_file_range,' +
  'ftruncate,truncate,fallocate,unlink,unlinkat,rename,renameat,renameat2,mkdir,mkdirat,rmdir,link,linkat,mmap,' +
  'copy_file_range,sendfile,splice,io_uring_setup'

/** The index of the log in shared memory: SQLite makes it anew after a crash, whatever it holds. */
export const isIndex = (/** @type {string} */ path) => path.endsWith('-shm')

const unhexed = (/** @type {string} */ text) => Buffer.from(text.replaceAll('\\x', ''), 'hex')

/**
 * @param {string} file
 * @param {string} folder whatever is outside it is left out
 * @returns {Promise<DiskEvent[]>}
 */
export async function readTrace(file, folder) {
  const reader = new TraceReader(folder)
  for await (const line of createInterface({ input: createReadStream(file, 'latin1'), crlfDelay: Infinity })) {
    reader.take(line)
  }
  return reader.events
}

class TraceReader {
  /** @type {DiskEvent[]} */
  events = []
  /** @type {Map<string, string>} the paths of open files, by their number */
  #open = new Map()
  /** @type {Map<string, { name: string, text: string, flush?: number }>} calls under way, by thread */
  #underWay = new Map()
  #flushes = 0
  #folder

  /** @param {string} folder */
  constructor(folder) {
    this.#folder = folder
  }

  /** @param {string} line */
  take(line) {
    const [, thread = '', rest = ''] = /^(\d+) +(.*)$/s.exec(line) ?? []
    if (rest.startsWith('+++') || rest.startsWith('---')) return
    const resumed = /^<\.\.\. (\w+) resumed>(.*)$/s.exec(rest)
    if (resumed) {
      const begun = this.#underWay.get(thread)
      this.#underWay.delete(thread)
      if (begun) this.#end({ ...begun, text: begun.text + (resumed[2] ?? '') })
      return
    }
    const [, name = '', text = ''] = /^(\w+)\((.*)$/s.exec(rest) ?? []
    const call = { name, text: text.replace(/ ?<unfinished \.\.\.>$/, ''), ...this.#begin(name, text) }
    if (text.endsWith('<unfinished ...>')) this.#underWay.set(thread, call)
    else this.#end(call)
  }

  /**
   * What counts from the moment at which it was asked: an acknowledgement, and what a flush covers.
   *
   * @param {string} name
   * @param {string} text
   */
  #begin(name, text) {
    if (name === 'write' && text.startsWith('1, ')) {
      const said = unhexed(/"([^"]*)"/.exec(text)?.[1] ?? '').toString('utf8')
      for (const line of said.split('\n').filter(Boolean)) this.events.push({ kind: 'said', line })
    }
    if (name !== 'fsync' && name !== 'fdatasync') return {}
    const on = this.#open.get(/^\d+/.exec(text)?.[0] ?? '')
    if (on === undefined) return {}
    this.#flushes += 1
    this.events.push({ on, kind: 'begun', flush: this.#flushes })
    return { flush: this.#flushes }
  }

  /** @param {{ name: string, text: string, flush?: number }} call */
  #end({ name, text, flush }) {
    const [, args = '', answer = ''] = /^(.*)\) += (-?\w+)/s.exec(text) ?? []
    const hasFailed = answer.startsWith('-') || answer === '' || answer === '?'
    const number = /^\d+/.exec(args)?.[0] ?? ''
    const on = this.#open.get(number)
    if (name === 'openat' || name === 'open') return hasFailed ? undefined : this.#opened(args, answer)
    if (name === 'close') return void this.#open.delete(number)
    if (name === 'mmap') return this.#mapped(args)
    const named = [...args.matchAll(/"([^"]*)"/g)].map(([, text = '']) => unhexed(text).toString('utf8'))
    const path = named.find((each) => each.startsWith(`${this.#folder}/`))
    if (hasFailed || (on === undefined && path === undefined)) return
    if (on !== undefined && flush !== undefined) this.events.push({ on, kind: 'done', flush })
    else if (on !== undefined && name === 'pwrite64') this.#written(on, args, Number(answer))
    else if (on !== undefined && name === 'ftruncate')
      this.events.push({ on, kind: 'truncate', size: Number(args.split(', ')[1]) })
    else if (path !== undefined && name === 'mkdir') this.events.push({ on: path, kind: 'makeFolder' })
    else if (path !== undefined && name === 'unlink') this.events.push({ on: path, kind: 'remove' })
    else if (!(on !== undefined && isIndex(on))) throw new Error(`${name} on ${on ?? path}: the model does not know it`)
  }

  /** @param {string} args @param {string} number */
  #opened(args, number) {
    const path = unhexed(/"([^"]*)"/.exec(args)?.[1] ?? '').toString('utf8')
    if (path !== this.#folder && !path.startsWith(`${this.#folder}/`)) return void this.#open.delete(number)
    this.#open.set(number, path)
    if (args.includes('O_TRUNC')) throw new Error(`${path} was emptied on opening: the model does not know it`)
    if (args.includes('O_CREAT')) this.events.push({ on: path, kind: 'make' })
  }

  /** @param {string} on @param {string} args @param {number} length */
  #written(on, args, length) {
    const [, text = '', offset] = /"([^"]*)", \d+, (\d+)$/.exec(args) ?? []
    const data = unhexed(text).subarray(0, length)
    if (data.length !== length) throw new Error(`${length} bytes were written to ${on}, ${data.length} were recorded`)
    this.events.push({ on, kind: 'write', offset: Number(offset), data })
  }

  /** @param {string} args */
  #mapped(args) {
    const [, , protection = '', sharing = '', number = ''] = args.split(', ')
    const on = this.#open.get(number)
    const isWritten = protection.includes('PROT_WRITE') && sharing.includes('MAP_SHARED')
    if (on !== undefined && isWritten && !isIndex(on)) throw new Error(`${on} is written through memory`)
  }
}
