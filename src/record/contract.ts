import type { NewEvent, StoredEvent } from './event.ts'
import type { Place } from './place.ts'
import type { ProjectedRow, ProjectionCheck, ProjectorModule } from './projector.ts'

export type ChainState =
  | { readonly intact: true; readonly events: number; readonly head: string }
  | { readonly intact: false; readonly firstBroken: number; readonly reason: string }

/** The append-only record, over the embedded database or PostgreSQL. */
export interface EventRecord {
  /**
   * Appends events, all or none, and resolves once they are on disk.
   *
   * A command id that is already stored returns its stored event, whatever sequence is expected.
   * Rejects with `PLB_RECORD_CONFLICT` (details: `episodeId`, `currentSequence`), `PLB_RECORD_COMMAND_REUSED`,
   * `PLB_RECORD_INVALID`, `PLB_RECORD_PROJECTOR`, `PLB_RECORD_DISK_FULL`, `PLB_RECORD_READ_ONLY`, `PLB_RECORD_IO`,
   * `PLB_RECORD_UNREACHABLE` and `PLB_RECORD_BUSY`; after these two it may be stored: the same command ids can be sent again.
   *
   * Example: `await record.append([registered])` → `[{ ...registered, position: 1, sequence: 1, hash: '5f…' }]`
   */
  append(events: readonly NewEvent[]): Promise<readonly StoredEvent[]>
  /** Events of an episode in their sequence; none for an unknown episode. */
  readEpisode(episodeId: string): Promise<readonly StoredEvent[]>
  /** Events that name the patient, of all episodes, in the order in which they were recorded. */
  readPatient(patientId: string): Promise<readonly StoredEvent[]>
  /** At most `limit` events from a position on, in order. */
  readPage(fromPosition: number, limit: number): Promise<readonly StoredEvent[]>
  /** All events from a position (1 unless given) in order, at most `limit` of them; fetched in pages. */
  readAll(fromPosition?: number, limit?: number): AsyncIterable<StoredEvent>
  /** Ids of all patients that any event names, sorted. */
  listPatientIds(): Promise<readonly string[]>
  /** Rows of a projection by sort key; of one patient if asked. Rejects with `PLB_RECORD_PROJECTOR` for an unknown name. */
  readProjection(name: string, patientId?: string): Promise<readonly ProjectedRow[]>
  /** Empties a projection and computes it again from the events, in one transaction. */
  rebuildProjection(name: string): Promise<void>
  /** Compares the stored projection with one computed afresh from the events. */
  checkProjection(name: string): Promise<ProjectionCheck>
  /** Walks the whole chain and names the first position at which it does not hold. */
  verifyChain(): Promise<ChainState>
  /** Whether other processes may append to it at the same time. */
  readonly isShared: boolean
  /** Finishes what was asked and releases the store. */
  close(): Promise<void>
}

export interface RecordOptions {
  /** The store; a file and its folder are created when missing, readable by their owner alone. */
  readonly path: Place
  readonly projectors?: readonly ProjectorModule[]
  /** Opens an existing record for auditing, beside a running writer or after damage: no lock, no migration, no append. */
  readonly readOnly?: boolean
}
