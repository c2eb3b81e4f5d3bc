export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject
/** A JSON object. `undefined` stands for "leave this member out", as in `JSON.stringify`. */
export type JsonObject = { readonly [member: string]: JsonValue | undefined }

/** An event that is about to be recorded. Identifiers are 1 to 200 characters without control characters. */
export interface NewEvent {
  readonly episodeId: string
  readonly patientId: string
  /** Sequence which this event will take in its episode; the first is 1. */
  readonly expectedSequence: number
  /** Made by the client: the same command id again returns the stored event and appends nothing. */
  readonly commandId: string
  readonly type: string
  readonly actorId: string
  /** RFC 3339, in UTC with `Z`, given by the caller: the record has no clock. */
  readonly recordedAt: string
  /** Stored as RFC 8785 canonical JSON. */
  readonly payload: JsonObject
}

/** An event on disk: immutable, and tied by its hash to everything before it. */
export interface StoredEvent {
  /** Place in the whole record: 1, 2, 3 … without gaps. */
  readonly position: number
  readonly episodeId: string
  readonly patientId: string
  /** Place in the episode: 1, 2, 3 … without gaps. */
  readonly sequence: number
  readonly commandId: string
  readonly type: string
  readonly actorId: string
  readonly recordedAt: string
  readonly payload: JsonObject
  /** Hash of the event one position before; 64 zeros for the first. */
  readonly previousHash: string
  /** SHA-256, in lower-case hexadecimal, of the RFC 8785 canonical JSON of all the other members. */
  readonly hash: string
}
