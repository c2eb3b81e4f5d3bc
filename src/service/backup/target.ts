import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { flushFolder } from '../../record/flush-folder.ts'
import type { Place, PostgresPlace } from '../../record/place.ts'
import { translatingPostgresErrors } from '../../record/postgres-errors.ts'
import type { PostgresServer } from '../../record/postgres-server.ts'
import type { StoreName, StorePlaces } from '../stores.ts'
import { BackupError } from './errors.ts'
import { storesInOrder } from './stores.ts'

/** Where restored stores are made, before all of them are moved to where they belong at once. */
export interface RestoreTarget {
  place(store: StoreName): Place
  /** Keeps a file of the site, unless one of that name is there already. */
  putFile(name: string, content: string): Promise<void>
  /** Moves everything to where it belongs, all or nothing. */
  accept(): Promise<void>
  /** Leaves nothing behind. */
  discard(): Promise<void>
}

/**
 * A place that is empty, for what is to be restored.
 *
 * @throws `PLB_BACKUP_NOT_EMPTY`
 * @example const target = await emptyTarget('.plumbline', await findStores('.plumbline', {}))
 */
export async function emptyTarget(dataFolder: string, places: StorePlaces): Promise<RestoreTarget> {
  return places.server === undefined ? emptyFolder(dataFolder) : emptyDatabase(dataFolder, places, places.server)
}

function emptyFolder(dataFolder: string): RestoreTarget {
  const folder = resolve(dataFolder)
  const isThere = existsSync(folder)
  if (isThere && readdirSync(folder).length > 0)
    throw new BackupError('PLB_BACKUP_NOT_EMPTY', `${dataFolder} is not empty: a backup is restored into a new folder.`)
  try {
    mkdirSync(dirname(folder), { recursive: true })
    // Beside it, so that it takes its place in one step.
    const made = mkdtempSync(join(dirname(folder), `${basename(folder)}.restoring-`))
    return {
      place: (store) => join(made, `${store}.sqlite`),
      putFile: (name, content) => writeFile(join(made, name), content, { mode: 0o600, flush: true }),
      async accept() {
        if (isThere) rmdirSync(folder)
        renameSync(made, folder)
        flushFolder(dirname(folder))
      },
      discard: async () => rmSync(made, { recursive: true, force: true }),
    }
  } catch (error) {
    throw cannotWrite(dataFolder, error)
  }
}

function cannotWrite(place: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return /^E[A-Z]+$/.test(code) ? new BackupError('PLB_BACKUP_FILE', `${place} cannot be written (${code}).`) : error
}

async function emptyDatabase(dataFolder: string, places: StorePlaces, server: PostgresServer): Promise<RestoreTarget> {
  const run = (statement: string, values: unknown[] = []) =>
    translatingPostgresErrors(server.name, async () => (await server.pool.query(statement, values)).rows)
  const schemas = storesInOrder.map((store) => schemaOf(places.place(store)))
  const taken = await run('SELECT nspname FROM pg_namespace WHERE nspname = ANY($1)', [schemas])
  if (taken.length > 0)
    throw new BackupError('PLB_BACKUP_NOT_EMPTY', `${server.name} holds stores of the service already.`)
  const mark = `restoring_${randomBytes(4).toString('hex')}_`
  const making = new Map<StoreName, PostgresPlace>()
  const files = new Map<string, string>()
  const place = (store: StoreName): Place => {
    const schema = schemaOf(places.place(store)).replace(/^plumbline_/, mark)
    const made = making.get(store) ?? { server, schema }
    making.set(store, made)
    return made
  }
  return {
    place,
    putFile: async (name, content) => void files.set(name, content),
    async accept() {
      const renames = [...making].map(
        ([store, { schema }]) => `ALTER SCHEMA ${schema} RENAME TO ${schemaOf(places.place(store))};`,
      )
      // Statements that are sent together are one transaction.
      await run(renames.join('\n'))
      making.clear()
      mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
      for (const [name, content] of files) {
        const file = join(dataFolder, name)
        if (!existsSync(file)) await writeFile(file, content, { mode: 0o600, flush: true })
      }
    },
    async discard() {
      for (const { schema } of making.values()) await run(`DROP SCHEMA IF EXISTS ${schema} CASCADE`)
    },
  }
}

/** Names of ours: small letters and underscores, so that they need no quotes. */
function schemaOf(place: Place): string {
  if (typeof place === 'string') throw new TypeError(`${place} is no schema`)
  return place.schema
}
