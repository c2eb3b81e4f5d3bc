import type { JsonObject, StoredEvent } from './event.ts'

/** What a projector says of one episode. */
export interface Projected {
  readonly patientId: string
  /** Rows are read in the order of this text, compared byte by byte. */
  readonly sortKey: string
  readonly document: JsonObject
}

export interface ProjectedRow extends Projected {
  readonly episodeId: string
}

/**
 * Turns the events of an episode into one document, for lists that are read often.
 *
 * Pure: the same events always give the same document, with no clock (what depends on today belongs to the reader).
 * `version` is raised with every change of meaning; the record then computes all documents again when it is opened.
 */
export interface Projector {
  readonly name: string
  readonly version: number
  /** The document of an episode, or null when it has none. The events are all of the episode's, in their sequence. */
  project(events: readonly StoredEvent[]): Projected | null
}

/**
 * Where the writer's thread finds a projector: a function cannot be sent to it.
 *
 * Example: `{ moduleUrl: new URL('../care/worklist.ts', import.meta.url).href, exportName: 'worklistProjector' }`
 * (`.ts` is read as `.js` when the program runs compiled).
 */
export interface ProjectorModule {
  readonly moduleUrl: string
  readonly exportName: string
}

export interface ProjectionCheck {
  readonly equal: boolean
  /** Episodes whose stored document is not the one that their events give. */
  readonly differingEpisodeIds: readonly string[]
}
