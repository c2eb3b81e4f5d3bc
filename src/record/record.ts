import type { EventRecord, RecordOptions } from './contract.ts'
import { ThreadedRecord } from './threaded.ts'

export type { ChainState, EventRecord, RecordOptions } from './contract.ts'
export { RecordError, type RecordErrorCode, type RecordErrorDetails, recordErrorCatalogue } from './errors.ts'
export type { JsonObject, JsonValue, NewEvent, StoredEvent } from './event.ts'
export type { Place, PostgresPlace } from './place.ts'
export type { Projected, ProjectedRow, ProjectionCheck, Projector, ProjectorModule } from './projector.ts'

/**
 * Opens the record: creates or migrates the file, checks the end of its chain, brings the projections up to date.
 *
 * Rejects with the codes of `openDatabase`, with `PLB_RECORD_CHAIN_BROKEN` (details: `position`) and `PLB_RECORD_PROJECTOR`.
 *
 * Example:
 * ```ts
 * const record = await openRecord({ path: 'data/record.sqlite', projectors: [worklistModule] })
 * const [stored] = await record.append([event]) // on disk
 * await record.verifyChain() // { intact: true, events: 1, head: '5f…' }
 * ```
 */
export async function openRecord(options: RecordOptions): Promise<EventRecord> {
  // A thread keeps the wait for the disk from holding up requests; another server's answer holds up nothing.
  const { path } = options
  if (typeof path === 'string' && import.meta.url.endsWith('.js')) return ThreadedRecord.open({ ...options, path })
  // Run from its sources (in tests), a file stays in this thread: Node 20 cannot start a worker from TypeScript.
  const { openInThisThread } = await import('./open.ts')
  return openInThisThread(options)
}
