import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { type Row, RowSum, type TableDigest } from '../../record/copy.ts'
import type { StoreName } from '../stores.ts'
import type { BackedUp } from './back-up.ts'
import { BackupError } from './errors.ts'
import { type BackupMark, readLines } from './lines.ts'
import { unsealed } from './sealed.ts'
import { isStore, migrationsOf } from './stores.ts'

/** Is told what is in a backup, in its order. */
export interface BackupReader {
  file(name: string, content: string): Promise<void>
  store(store: StoreName, steps: number): Promise<void>
  table(table: string): Promise<void>
  row(row: Row): Promise<void>
  /** What the store has to hold now. */
  storeEnds(store: StoreName, tables: readonly TableDigest[]): Promise<void>
}

/** What a backup holds. */
export interface BackupRead {
  readonly madeAt: string
  readonly tables: readonly BackedUp[]
}

/**
 * Reads a backup to its end, and checks all of it: the key, that nothing was changed or is missing, and that the schemas
 * are ones that this version of the program can bring up to date.
 *
 * @throws `PLB_BACKUP_FILE`, `PLB_BACKUP_OTHER_KEY`, `PLB_BACKUP_DAMAGED`, `PLB_BACKUP_NEWER`, and what the reader throws
 * @example (await readBackup('monday.backup', key)).madeAt // '2026-03-15T22:00:00.000Z'
 */
export async function readBackup(file: string, key: Buffer, reader?: BackupReader): Promise<BackupRead> {
  const reading = new Reading(reader)
  const source = createReadStream(file)
  try {
    await pipeline(
      source,
      (chunks: AsyncIterable<Buffer>) => unsealed(chunks, key),
      createGunzip(),
      async (chunks: AsyncIterable<Buffer>) => {
        for await (const line of readLines(chunks)) {
          if ('row' in line) await reading.row(line.row)
          else await reading.mark(line.mark)
        }
      },
    )
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (/^Z_/.test(code)) throw damaged('what was packed cannot be unpacked')
    if (/^E[A-Z]+$/.test(code)) throw new BackupError('PLB_BACKUP_FILE', `${file} cannot be read (${code}).`)
    throw error
  }
  return reading.read
}

const damaged = (why: string) => new BackupError('PLB_BACKUP_DAMAGED', `This is no whole backup: ${why}.`)

class Reading {
  readonly #reader: BackupReader | undefined
  readonly #tables: BackedUp[] = []
  #madeAt = ''
  #store: StoreName | undefined
  #table: string | undefined
  #sum = new RowSum()

  constructor(reader: BackupReader | undefined) {
    this.#reader = reader
  }

  get read(): BackupRead {
    return { madeAt: this.#madeAt, tables: this.#tables }
  }

  async row(row: Row): Promise<void> {
    if (this.#table === undefined) throw damaged('a row belongs to no table')
    this.#sum.add(row)
    await this.#reader?.row(row)
  }

  async mark(mark: BackupMark): Promise<void> {
    if ('backup' in mark) this.#madeAt = mark.madeAt
    else if ('file' in mark) await this.#file(mark)
    else if ('store' in mark) await this.#begin(mark)
    else if ('table' in mark) {
      this.#table = mark.table
      this.#sum = new RowSum()
      await this.#reader?.table(mark.table)
    } else if ('ends' in mark) this.#endTable(mark)
    else await this.#endStore()
  }

  async #file({ file, content }: Extract<BackupMark, { file: string }>): Promise<void> {
    // Never out of the folder, whatever it says.
    if (!/^[\w-][\w.-]*\.json$/.test(file)) throw damaged('a file of the site has no name it can have')
    await this.#reader?.file(file, content)
  }

  async #begin({ store, steps }: Extract<BackupMark, { store: string }>): Promise<void> {
    await this.#endStore()
    const known = isStore(store) ? migrationsOf(store) : []
    if (!isStore(store) || steps.some((step, index) => known[index]?.name !== step))
      throw new BackupError('PLB_BACKUP_NEWER', `The backup holds ${store} as a newer version of the program keeps it.`)
    this.#store = store
    await this.#reader?.store(store, steps.length)
  }

  #endTable({ ends, rows, hash }: Extract<BackupMark, { ends: string }>): void {
    const { total } = this.#sum
    if (ends !== this.#table || total.rows !== rows || total.hash !== hash || this.#store === undefined)
      throw damaged(`${ends} is not what was backed up`)
    this.#tables.push({ store: this.#store, table: ends, rows, hash })
    this.#table = undefined
  }

  async #endStore(): Promise<void> {
    const store = this.#store
    this.#store = undefined
    if (store === undefined) return
    const tables = this.#tables.filter((each) => each.store === store)
    await this.#reader?.storeEnds(store, tables)
  }
}
