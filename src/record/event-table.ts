import type { Kysely } from 'kysely'
import { type ChainEnd, type ChainHead, canonicalJson } from './chain.ts'
import { RecordError } from './errors.ts'
import type { StoredEvent } from './event.ts'
import type { EventTable, RecordSchema } from './schema.ts'

/** SQLite allows some 32,000 parameters in a statement; an event takes 11. */
const rowsPerInsert = 1000

/**
 * Writes events as rows, in as many statements as their number needs.
 *
 * @example await insertEvents(transaction, [event])
 */
export async function insertEvents(database: Kysely<RecordSchema>, events: readonly StoredEvent[]): Promise<void> {
  for (let first = 0; first < events.length; first += rowsPerInsert) {
    const rows = events.slice(first, first + rowsPerInsert).map(toRow)
    await database.insertInto('event').values(rows).execute()
  }
}

/**
 * The events of one episode, by sequence.
 *
 * @example (await selectEpisode(database, 'e1'))[0]?.sequence // 1
 */
export async function selectEpisode(
  database: Kysely<RecordSchema>,
  episodeId: string,
): Promise<readonly StoredEvent[]> {
  const rows = await database
    .selectFrom('event')
    .selectAll()
    .where('episode_id', '=', episodeId)
    .orderBy('sequence')
    .execute()
  return rows.map(fromRow)
}

/**
 * The events of all episodes of one patient, by position.
 *
 * @example await selectPatient(database, 'p1')
 */
export async function selectPatient(
  database: Kysely<RecordSchema>,
  patientId: string,
): Promise<readonly StoredEvent[]> {
  const rows = await database
    .selectFrom('event')
    .selectAll()
    .where('patient_id', '=', patientId)
    .orderBy('position')
    .execute()
  return rows.map(fromRow)
}

/** Events by position, both ends included. */
export async function selectPositions(
  database: Kysely<RecordSchema>,
  range: { readonly from: number; readonly to: number; readonly limit: number },
): Promise<readonly StoredEvent[]> {
  const rows = await database
    .selectFrom('event')
    .selectAll()
    .where('position', '>=', range.from)
    .where('position', '<=', range.to)
    .orderBy('position')
    .limit(range.limit)
    .execute()
  return rows.map(fromRow)
}

/**
 * The events that given commands have stored already: a repeated command is answered with them.
 *
 * @example await selectCommands(database, ['c1'])
 */
export async function selectCommands(
  database: Kysely<RecordSchema>,
  commandIds: readonly string[],
): Promise<readonly StoredEvent[]> {
  const rows = await database.selectFrom('event').selectAll().where('command_id', 'in', commandIds).execute()
  return rows.map(fromRow)
}

/** Sequence of the last event of an episode; 0 when it has none. */
export async function selectCurrentSequence(database: Kysely<RecordSchema>, episodeId: string): Promise<number> {
  const row = await database
    .selectFrom('event')
    .select(({ fn }) => fn.max('sequence').as('sequence'))
    .where('episode_id', '=', episodeId)
    .executeTakeFirst()
  return row?.sequence ?? 0
}

/** Both ends in one statement, so that they are of one moment. Throws `PLB_RECORD_CHAIN_BROKEN` when no end is noted. */
export async function selectChainEnd(database: Kysely<RecordSchema>): Promise<ChainEnd> {
  const row = await database
    .selectFrom('chain_head')
    .select(({ selectFrom }) => [
      'position',
      'hash',
      selectFrom('event')
        .select(({ fn }) => fn.max('position').as('last'))
        .as('last_position'),
    ])
    .executeTakeFirst()
  if (row === undefined) {
    throw new RecordError('PLB_RECORD_CHAIN_BROKEN', 'the note of where the chain ends is missing', { position: 1 })
  }
  return { noted: { position: row.position, hash: row.hash }, lastPosition: row.last_position ?? 0 }
}

/**
 * Notes where the chain ends, so that a tail cut off later is noticed.
 *
 * @example await noteChainHead(transaction, { position: 12, hash })
 */
export async function noteChainHead(database: Kysely<RecordSchema>, head: ChainHead): Promise<void> {
  await database.updateTable('chain_head').set({ position: head.position, hash: head.hash }).execute()
}

function toRow(event: StoredEvent): EventTable {
  return {
    position: event.position,
    episode_id: event.episodeId,
    patient_id: event.patientId,
    sequence: event.sequence,
    command_id: event.commandId,
    type: event.type,
    actor_id: event.actorId,
    recorded_at: event.recordedAt,
    payload: canonicalJson(event.payload),
    previous_hash: event.previousHash,
    hash: event.hash,
  }
}

function fromRow(row: EventTable): StoredEvent {
  return {
    position: row.position,
    episodeId: row.episode_id,
    patientId: row.patient_id,
    sequence: row.sequence,
    commandId: row.command_id,
    type: row.type,
    actorId: row.actor_id,
    recordedAt: row.recorded_at,
    payload: parsePayload(row),
    previousHash: row.previous_hash,
    hash: row.hash,
  }
}

function parsePayload(row: EventTable): StoredEvent['payload'] {
  try {
    return JSON.parse(row.payload)
  } catch {
    // Only a hand from outside can have written this; as a payload it cannot match the hash, and the walk names it.
    return { unreadable: row.payload }
  }
}
