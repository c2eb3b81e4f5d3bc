import { createHash, type Hash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalJson } from '../../record/chain.ts'
import type { EventRecord } from '../../record/contract.ts'
import { openDatabase } from '../../record/database.ts'
import type { JsonValue } from '../../record/event.ts'
import { openRecord } from '../../record/record.ts'
import { type AccountSchema, accountMigrations } from '../accounts/schema.ts'
import { everythingOf } from '../fhir/everything.ts'
import { readPatientDocuments } from '../patients/patient-list.ts'
import { projectors } from '../projectors.ts'
import { type AdoptedProtocol, openAdoptions } from '../protocol/adoptions.ts'
import { builtInVersion } from '../protocol/version.ts'
import { datesIn } from '../site-date.ts'
import { findStores, type StorePlaces } from '../stores.ts'
import { BackupError } from './errors.ts'

/** What is exported, and where to. */
export interface ExportOptions {
  readonly dataFolder: string
  /** A folder that is empty or not there. */
  readonly folder: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly now: Date
  readonly timeZone: string
}

/** One file of an export. */
export interface ExportedFile {
  readonly file: string
  readonly lines: number
  /** SHA-256 of the file, in hexadecimal. */
  readonly hash: string
}

/**
 * Writes everything of the real patients in forms that others read: the events word for word, one a line, as they were
 * hashed; the accounts that they name; and the record as FHIR R4, a file for each type of resource. The same record gives
 * the same bytes. It reads beside a running service; of one moment is what is exported of a restored backup. Nothing is
 * encrypted. A folder of an earlier version has to be brought up to date by a start of the service before.
 *
 * @throws `PLB_BACKUP_NOT_EMPTY`, `PLB_BACKUP_FILE`, `PLB_BACKUP_NOTHING`, `RecordError`
 * @example await exportRecord({ dataFolder: '.plumbline', folder: 'out', environment: process.env, now, timeZone: 'UTC' })
 */
export async function exportRecord(options: ExportOptions): Promise<readonly ExportedFile[]> {
  const { dataFolder, folder, environment } = options
  const places = await findStores(dataFolder, environment)
  try {
    const record = places.place('record')
    if (typeof record === 'string' && !existsSync(record))
      throw new BackupError('PLB_BACKUP_NOTHING', `${dataFolder} holds no store of the service.`)
    makeEmpty(folder)
    const files = await writeAll(options, places).catch((error) => {
      for (const each of ['events', 'fhir', 'accounts.ndjson'])
        rmSync(join(folder, each), { recursive: true, force: true })
      throw error
    })
    // Written last: an export with it is whole.
    const manifest = { format: 'plumbline-export/1', madeAt: options.now.toISOString(), files }
    writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, undefined, 2)}\n`, { mode: 0o600 })
    return files
  } finally {
    await places.server?.close()
  }
}

function makeEmpty(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new BackupError('PLB_BACKUP_NOT_EMPTY', `${folder} is not empty: an export goes into a new folder.`)
  try {
    for (const each of [folder, join(folder, 'events'), join(folder, 'fhir')])
      mkdirSync(each, { recursive: true, mode: 0o700 })
  } catch {
    throw new BackupError('PLB_BACKUP_FILE', `${folder} cannot be made.`)
  }
}

async function writeAll(options: ExportOptions, places: StorePlaces): Promise<readonly ExportedFile[]> {
  const files = new LineFiles(options.folder)
  const records: EventRecord[] = []
  const opened = async (store: 'record' | 'protocol' | 'audit'): Promise<EventRecord> => {
    const projecting = store === 'record' ? { projectors } : {}
    const record = await openRecord({ path: places.place(store), readOnly: true, ...projecting })
    records.push(record)
    return record
  }
  try {
    const record = await opened('record')
    const protocols = await opened('protocol')
    const audit = await opened('audit')
    for (const [store, each] of Object.entries({ record, protocol: protocols, audit }))
      for await (const event of each.readAll()) await files.add(`events/${store}.ndjson`, { ...event })
    await addAccounts(files, places)
    const today = datesIn(options.timeZone)(options.now)
    const adoptions = await openAdoptions(protocols, builtInVersion, options.now, today)
    await addResources(files, record, today, adoptions.current())
    return await files.finish()
  } finally {
    await files.close()
    for (const record of records) await record.close()
  }
}

/** Whom the events name; nothing by which anybody could come in. */
async function addAccounts(files: LineFiles, places: StorePlaces): Promise<void> {
  const accounts = await openDatabase<AccountSchema>(places.place('accounts'), accountMigrations, { readOnly: true })
  try {
    const rows = await accounts.kysely
      .selectFrom('account')
      .select(['id', 'username', 'display_name', 'role', 'created_at', 'disabled_at'])
      .orderBy('id')
      .execute()
    for (const row of rows) await files.add('accounts.ndjson', row)
  } finally {
    await accounts.close()
  }
}

async function addResources(
  files: LineFiles,
  record: EventRecord,
  today: string,
  protocol: AdoptedProtocol,
): Promise<void> {
  const patients = new Set((await readPatientDocuments(record)).map(({ patientId }) => patientId))
  for (const patientId of [...patients].sort())
    for (const resource of await everythingOf(record, patientId, today, protocol))
      await files.add(`fhir/${resource.resourceType}.ndjson`, JSON.parse(JSON.stringify(resource)))
}

/** Files that grow by lines of canonical JSON. */
class LineFiles {
  readonly #folder: string
  readonly #open = new Map<string, { readonly handle: FileHandle; readonly hash: Hash; lines: number }>()

  constructor(folder: string) {
    this.#folder = folder
  }

  async add(file: string, value: JsonValue): Promise<void> {
    const line = `${canonicalJson(value)}\n`
    const target = this.#open.get(file) ?? {
      handle: await open(join(this.#folder, file), 'wx', 0o600),
      hash: createHash('sha256'),
      lines: 0,
    }
    this.#open.set(file, target)
    target.hash.update(line)
    target.lines += 1
    await target.handle.appendFile(line)
  }

  /** Flushes every file, and says what is in it. */
  async finish(): Promise<readonly ExportedFile[]> {
    const files: ExportedFile[] = []
    for (const [file, { handle, hash, lines }] of [...this.#open].sort(([one], [other]) => (one < other ? -1 : 1))) {
      await handle.sync()
      files.push({ file, lines, hash: hash.digest('hex') })
    }
    return files
  }

  async close(): Promise<void> {
    for (const { handle } of this.#open.values()) await handle.close()
    this.#open.clear()
  }
}
