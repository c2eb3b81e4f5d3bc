import type { EventRecord, RecordOptions } from './contract.ts'
import { RecordError } from './errors.ts'

export type { ChainState, EventRecord, RecordOptions } from './contract.ts'
export { RecordError, type RecordErrorCode, type RecordErrorDetails, recordErrorCatalogue } from './errors.ts'
export type { JsonObject, JsonValue, NewEvent, StoredEvent } from './event.ts'
export type { Projected, ProjectedRow, ProjectionCheck, Projector, ProjectorModule } from './projector.ts'

/** Opens the record. */
export async function openRecord(options: RecordOptions): Promise<EventRecord> {
  throw new RecordError('PLB_RECORD_FAILED', `${options.path}: not yet built`)
}
