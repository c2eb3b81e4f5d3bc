import type { TableDigest } from '../../record/copy.ts'
import { openDatabase } from '../../record/database.ts'
import { StoreFiller } from '../../record/fill.ts'
import { openInThisThread } from '../../record/open.ts'
import { findStores, recordNames, type StoreName } from '../stores.ts'
import { BackupError } from './errors.ts'
import { readBackupKey } from './key.ts'
import { type BackupRead, type BackupReader, readBackup } from './read.ts'
import { migrationsOf } from './stores.ts'
import { emptyTarget, type RestoreTarget } from './target.ts'

/** What is restored from, and where to. */
export interface RestoreOptions {
  readonly dataFolder: string
  readonly file: string
  /** Holds the key; where it names a PostgreSQL, the stores are restored into that. */
  readonly environment: Readonly<Record<string, string | undefined>>
}

/**
 * Restores a backup into an empty place: a folder, or the PostgreSQL that the environment names, whatever it was made of.
 * Each table is read back and compared, schemas are brought up to date, and the chains of events walked from their
 * beginning. Only then it takes its place, in one step; where anything is wrong, nothing is there.
 *
 * @throws `BackupError`; `RecordError`, of which `PLB_RECORD_CHAIN_BROKEN` means that what was backed up was broken
 * @example await restore({ dataFolder: 'restored', file: 'monday.backup', environment: process.env })
 */
export async function restore({ dataFolder, file, environment }: RestoreOptions): Promise<BackupRead> {
  const key = readBackupKey(environment)
  const places = await findStores(dataFolder, environment)
  try {
    const target = await emptyTarget(dataFolder, places)
    const restorer = new Restorer(target)
    try {
      const read = await readBackup(file, key, restorer)
      await target.accept()
      return read
    } catch (error) {
      await restorer.abandon()
      await target.discard()
      throw error
    }
  } finally {
    await places.server?.close()
  }
}

/**
 * Reads a backup as `restore` would, and writes nothing.
 *
 * @throws `BackupError`
 * @example await checkBackup('monday.backup', process.env)
 */
export function checkBackup(
  file: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<BackupRead> {
  return readBackup(file, readBackupKey(environment))
}

class Restorer implements BackupReader {
  readonly #target: RestoreTarget
  #filler: StoreFiller | undefined

  constructor(target: RestoreTarget) {
    this.#target = target
  }

  file(name: string, content: string): Promise<void> {
    return this.#target.putFile(name, content)
  }

  async store(store: StoreName, steps: number): Promise<void> {
    this.#filler = await StoreFiller.open(this.#target.place(store), migrationsOf(store).slice(0, steps))
  }

  async table(table: string): Promise<void> {
    await this.#filler?.begin(table)
  }

  async row(row: Parameters<BackupReader['row']>[0]): Promise<void> {
    await this.#filler?.add(row)
  }

  async storeEnds(store: StoreName, tables: readonly TableDigest[]): Promise<void> {
    const stored = (await this.#filler?.finish()) ?? []
    this.#filler = undefined
    for (const { table, rows, hash } of tables) {
      const same = stored.some((each) => each.table === table && each.rows === rows && each.hash === hash)
      if (!same) throw new BackupError('PLB_BACKUP_DAMAGED', `${store}: ${table} did not arrive as it was backed up.`)
    }
    await bringUpToDate(store, this.#target)
  }

  async abandon(): Promise<void> {
    await this.#filler?.abandon()
  }
}

async function bringUpToDate(store: StoreName, target: RestoreTarget): Promise<void> {
  const place = target.place(store)
  if (!(recordNames as readonly string[]).includes(store))
    return (await openDatabase(place, migrationsOf(store))).close()
  const record = await openInThisThread({ path: place })
  try {
    const chain = await record.verifyChain()
    if (!chain.intact)
      throw new BackupError(
        'PLB_BACKUP_DAMAGED',
        `The chain of ${store} was broken when it was backed up: ${chain.reason}.`,
      )
  } finally {
    await record.close()
  }
}
