/** Every way in which the record refuses, with what it means. Codes are stable: programs may match on them, messages may improve. */
export const recordErrorCatalogue = {
  PLB_RECORD_CONFLICT: 'The episode has moved on: the event expected a sequence that is already taken or not yet due.',
  PLB_RECORD_COMMAND_REUSED: 'The command id belongs to an earlier event of another episode, patient, actor or type.',
  PLB_RECORD_INVALID: 'An event is not well formed, so that nothing of its append was stored.',
  PLB_RECORD_PROJECTOR: 'A projector could not be loaded, is not known, or failed on an event.',
  PLB_RECORD_LOCKED: 'Another process has the database open for writing.',
  PLB_RECORD_CHAIN_BROKEN: 'The end of the hash chain does not hold: events were changed or removed from outside.',
  PLB_RECORD_SCHEMA: 'The database was written by a newer or different version of this program.',
  PLB_RECORD_NOT_DURABLE: 'The database did not accept the settings which make an acknowledged event safe.',
  PLB_RECORD_DISK_FULL: 'The disk is full: nothing was stored.',
  PLB_RECORD_READ_ONLY: 'The database, its folder or its disk can only be read.',
  PLB_RECORD_CANNOT_OPEN: 'The database file or its folder cannot be opened or created.',
  PLB_RECORD_DATABASE_ADDRESS: 'The address of the database is not one that can be used.',
  PLB_RECORD_UNREACHABLE: 'The database cannot be reached, or the connection to it was lost on the way.',
  PLB_RECORD_BUSY: 'The database did not come to this in time: others were at work in it.',
  PLB_RECORD_COPY: 'A store was not copied: where it should go is not empty, or what arrived is not what was there.',
  PLB_RECORD_DAMAGED: 'The file is not a database, or is damaged.',
  PLB_RECORD_IO: 'The disk reported an error: nothing was stored.',
  PLB_RECORD_NO_DRIVER: 'No SQLite could be loaded on this platform.',
  PLB_RECORD_FAILED: 'The database refused a statement: a fault of this program.',
  PLB_RECORD_CLOSED: 'The record has been closed, or its writer has stopped.',
} as const

export type RecordErrorCode = keyof typeof recordErrorCatalogue

/** What a caller needs in order to react: where it happened and how far the episode has come. */
export interface RecordErrorDetails {
  readonly episodeId?: string
  /** Sequence of the last stored event of the episode; 0 when it has none. */
  readonly currentSequence?: number
  /** Global position at which the hash chain first fails. */
  readonly position?: number
}

/**
 * A refusal of the record, with a stable code.
 *
 * Messages name files, codes, positions and projectors, never the content of an event.
 *
 * Example: `error.code === 'PLB_RECORD_CONFLICT' && error.details.currentSequence === 4`
 */
export class RecordError extends Error {
  readonly code: RecordErrorCode
  readonly details: RecordErrorDetails

  constructor(code: RecordErrorCode, message: string, details: RecordErrorDetails = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'RecordError'
    this.code = code
    this.details = details
  }
}
