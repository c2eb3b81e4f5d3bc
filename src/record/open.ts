import type { RecordOptions } from './contract.ts'
import { openDatabase } from './database.ts'
import { RecordError } from './errors.ts'
import type { Projector, ProjectorModule } from './projector.ts'
import { type RecordSchema, recordMigrations } from './schema.ts'
import { SqlRecord } from './sql-record.ts'

/** Opens the record in the calling thread, whose event loop will then wait for the disk. */
export async function openInThisThread(options: RecordOptions): Promise<SqlRecord> {
  const readOnly = options.readOnly ?? false
  const projectors = await Promise.all((options.projectors ?? []).map(loadProjector))
  const database = await openDatabase<RecordSchema>(options.path, recordMigrations, { readOnly })
  const record = new SqlRecord(database, projectors)
  if (readOnly) return record
  try {
    await record.prepare()
    return record
  } catch (error) {
    await record.close()
    throw error
  }
}

async function loadProjector({ moduleUrl, exportName }: ProjectorModule): Promise<Projector> {
  const isCompiled = import.meta.url.endsWith('.js')
  const url = isCompiled ? moduleUrl.replace(/\.ts$/, '.js') : moduleUrl
  let exported: unknown
  try {
    const module: Readonly<Record<string, unknown>> = await import(/* @vite-ignore */ url)
    exported = module[exportName]
  } catch (error) {
    throw new RecordError('PLB_RECORD_PROJECTOR', `the module of projector ${exportName} does not load`, {}, error)
  }
  if (isProjector(exported)) return exported
  throw new RecordError('PLB_RECORD_PROJECTOR', `${exportName} is not a projector with a name, a version and project()`)
}

function isProjector(value: unknown): value is Projector {
  if (typeof value !== 'object' || value === null) return false
  const { name, version, project } = value as Partial<Record<keyof Projector, unknown>>
  return typeof name === 'string' && typeof version === 'number' && typeof project === 'function'
}
