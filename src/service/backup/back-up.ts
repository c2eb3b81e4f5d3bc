import { createHash, randomBytes } from 'node:crypto'
import { createWriteStream, existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { RowSum } from '../../record/copy.ts'
import { flushFolder } from '../../record/flush-folder.ts'
import { type Snapshots, takeSnapshots } from '../../record/snapshot.ts'
import { findStores, type StoreName, type StorePlaces } from '../stores.ts'
import { BackupError } from './errors.ts'
import { readBackupKey } from './key.ts'
import { markLine, rowLine } from './lines.ts'
import { sealing } from './sealed.ts'
import { leftOut, migrationsOf, siteFiles, storesThere } from './stores.ts'

/** One table in a backup. */
export interface BackedUp {
  readonly store: StoreName
  readonly table: string
  readonly rows: number
  readonly hash: string
}

/** A backup that was made. */
export interface BackupMade {
  readonly tables: readonly BackedUp[]
  readonly bytes: number
  /** SHA-256 of the file, in hexadecimal. */
  readonly hash: string
}

/**
 * Writes all stores into one encrypted file while the service goes on, and flushes it. Of a PostgreSQL it holds one moment;
 * of files a moment of each, within milliseconds. Nothing that was acknowledged before the call is missing.
 *
 * @throws `PLB_BACKUP_KEY`, `PLB_BACKUP_FILE` where the file exists already or cannot be written, `PLB_BACKUP_NOTHING`,
 *   `RecordError`
 * @example (await backUp({ dataFolder: '.plumbline', file: 'monday.backup', environment: process.env, now: new Date() })).hash
 */
export async function backUp(options: {
  readonly dataFolder: string
  readonly file: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly now: Date
}): Promise<BackupMade> {
  const { dataFolder, file, environment, now } = options
  const key = readBackupKey(environment)
  if (existsSync(file)) throw new BackupError('PLB_BACKUP_FILE', `${file} exists already, and is not overwritten.`)
  const places = await findStores(dataFolder, environment)
  try {
    const stores = storesThere(places)
    if (stores.length === 0) throw new BackupError('PLB_BACKUP_NOTHING', `${dataFolder} holds no store of the service.`)
    const snapshots = await takeSnapshots(
      stores.map(({ store, place }) => ({ place, migrations: migrationsOf(store) })),
    )
    try {
      const tables: BackedUp[] = []
      const lines = linesOf({ dataFolder, places, snapshots, now, told: (table) => tables.push(table) })
      return { tables, ...(await written(file, key, lines)) }
    } finally {
      await snapshots.close()
    }
  } finally {
    await places.server?.close()
  }
}

async function* linesOf(from: {
  readonly dataFolder: string
  readonly places: StorePlaces
  readonly snapshots: Snapshots
  readonly now: Date
  told(table: BackedUp): void
}): AsyncIterable<string> {
  yield markLine({ backup: 1, madeAt: from.now.toISOString() })
  for (const name of siteFiles(from.dataFolder))
    yield markLine({ file: name, content: readFileSync(join(from.dataFolder, name), 'utf8') })
  for (const { store, place } of storesThere(from.places)) {
    const snapshot = await from.snapshots.of(place)
    yield markLine({ store, steps: snapshot.steps })
    for (const table of snapshot.tables) {
      if (leftOut[store]?.includes(table)) continue
      yield markLine({ table })
      const sum = new RowSum()
      for await (const page of snapshot.rows(table)) {
        for (const row of page) sum.add(row)
        yield page.map(rowLine).join('')
      }
      yield markLine({ ends: table, ...sum.total })
      from.told({ store, table, ...sum.total })
    }
  }
  yield markLine({ whole: true })
}

/** Under another name until it is whole and flushed: a file of the name asked for is a whole backup. */
async function written(file: string, key: Buffer, lines: AsyncIterable<string>) {
  const part = `${file}.${randomBytes(4).toString('hex')}.part`
  const hash = createHash('sha256')
  let bytes = 0
  const measured = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk)
      bytes += chunk.length
      done(null, chunk)
    },
  })
  try {
    const target = createWriteStream(part, { mode: 0o600, flags: 'wx', flush: true })
    await pipeline(Readable.from(lines), createGzip(), sealing(key), measured, target)
    renameSync(part, file)
    flushFolder(dirname(resolve(file)))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    rmSync(part, { force: true })
    if (/^E[A-Z]+$/.test(code)) throw new BackupError('PLB_BACKUP_FILE', `${file} cannot be written (${code}).`)
    throw error
  }
  return { bytes, hash: hash.digest('hex') }
}
