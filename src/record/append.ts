import type { Kysely } from 'kysely'
import { type ChainHead, hashEvent } from './chain.ts'
import { RecordError } from './errors.ts'
import type { NewEvent, StoredEvent } from './event.ts'
import { insertEvents, selectCommands, selectCurrentSequence } from './event-table.ts'
import type { RecordSchema } from './schema.ts'

export interface Appended {
  /** One stored event for each that was given, the earlier one where the command was known already. */
  readonly answer: readonly StoredEvent[]
  readonly touchedEpisodeIds: ReadonlySet<string>
  readonly head: ChainHead
}

/**
 * Puts well-formed events behind `head`, inside the caller's transaction.
 *
 * Throws `PLB_RECORD_CONFLICT` or `PLB_RECORD_COMMAND_REUSED`, before anything is written.
 */
export async function appendEvents(
  database: Kysely<RecordSchema>,
  events: readonly NewEvent[],
  head: ChainHead,
): Promise<Appended> {
  const commandIds = events.map((event) => event.commandId)
  const byCommand = new Map((await selectCommands(database, commandIds)).map((event) => [event.commandId, event]))
  const storedSequences = new Map<string, number>()
  const latestSequences = new Map<string, number>()
  const fresh: StoredEvent[] = []
  const answer: StoredEvent[] = []

  for (const event of events) {
    const earlier = byCommand.get(event.commandId)
    if (earlier !== undefined) {
      assertSameCommand(event, earlier)
      answer.push(earlier)
      continue
    }
    const stored = storedSequences.get(event.episodeId) ?? (await selectCurrentSequence(database, event.episodeId))
    const latest = latestSequences.get(event.episodeId) ?? stored
    if (event.expectedSequence !== latest + 1) throw conflict(event, stored)
    const linked = link(event, fresh.at(-1) ?? head)
    storedSequences.set(event.episodeId, stored)
    latestSequences.set(event.episodeId, linked.sequence)
    byCommand.set(linked.commandId, linked)
    fresh.push(linked)
    answer.push(linked)
  }

  await insertEvents(database, fresh)
  return { answer, touchedEpisodeIds: new Set(latestSequences.keys()), head: fresh.at(-1) ?? head }
}

function link(event: NewEvent, before: ChainHead): StoredEvent {
  const { expectedSequence, episodeId, patientId, commandId, type, actorId, recordedAt, payload } = event
  const unhashed = {
    position: before.position + 1,
    episodeId,
    patientId,
    sequence: expectedSequence,
    commandId,
    type,
    actorId,
    recordedAt,
    payload,
    previousHash: before.hash,
  }
  return { ...unhashed, hash: hashEvent(unhashed) }
}

/** A retry may come with another time or sequence; anything else under the same id is a fault of the client. */
function assertSameCommand(event: NewEvent, earlier: StoredEvent): void {
  for (const member of ['episodeId', 'patientId', 'actorId', 'type'] as const) {
    if (event[member] !== earlier[member]) {
      const message = `the command id is that of position ${earlier.position}, which has another ${member}`
      throw new RecordError('PLB_RECORD_COMMAND_REUSED', message, { position: earlier.position })
    }
  }
}

function conflict(event: NewEvent, currentSequence: number): RecordError {
  return new RecordError(
    'PLB_RECORD_CONFLICT',
    `sequence ${event.expectedSequence} was expected, but the episode stands at ${currentSequence}`,
    { episodeId: event.episodeId, currentSequence },
  )
}
