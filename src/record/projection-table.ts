import type { Kysely } from 'kysely'
import { canonicalJson } from './chain.ts'
import { RecordError } from './errors.ts'
import type { StoredEvent } from './event.ts'
import { selectEpisode } from './event-table.ts'
import type { ProjectedRow, ProjectionCheck, Projector } from './projector.ts'
import type { ProjectionTable, RecordSchema } from './schema.ts'

/** Brings one projection up to date for the episodes that were appended to. Throws `PLB_RECORD_PROJECTOR` when it fails. */
export async function projectEpisodes(
  database: Kysely<RecordSchema>,
  projector: Projector,
  episodeIds: Iterable<string>,
): Promise<void> {
  for (const episodeId of episodeIds) {
    const row = project(projector, await selectEpisode(database, episodeId))
    if (row === undefined) {
      await database
        .deleteFrom('projection')
        .where('name', '=', projector.name)
        .where('episode_id', '=', episodeId)
        .execute()
      continue
    }
    const { patient_id, sort_key, document } = row
    await database
      .insertInto('projection')
      .values(row)
      .onConflict((same) => same.columns(['name', 'episode_id']).doUpdateSet({ patient_id, sort_key, document }))
      .execute()
  }
}

/** Computes a projection again from nothing, and notes the version of the projector. For use in a transaction. */
export async function rebuildProjection(database: Kysely<RecordSchema>, projector: Projector): Promise<void> {
  const { name, version } = projector
  await database.deleteFrom('projection').where('name', '=', name).execute()
  await projectEpisodes(database, projector, await selectEpisodeIds(database))
  await database
    .insertInto('projection_version')
    .values({ name, version })
    .onConflict((same) => same.column('name').doUpdateSet({ version }))
    .execute()
}

/**
 * Compares a stored projection with what its projector makes of the events now.
 *
 * @example (await checkProjection(database, projector)).equal // true
 */
export async function checkProjection(database: Kysely<RecordSchema>, projector: Projector): Promise<ProjectionCheck> {
  const stored = await database.selectFrom('projection').selectAll().where('name', '=', projector.name).execute()
  const storedByEpisode = new Map(stored.map((row) => [row.episode_id, row]))
  const episodeIds = new Set([...(await selectEpisodeIds(database)), ...storedByEpisode.keys()])
  const differingEpisodeIds: string[] = []
  for (const episodeId of episodeIds) {
    const due = project(projector, await selectEpisode(database, episodeId))
    if (!isSameRow(due, storedByEpisode.get(episodeId))) differingEpisodeIds.push(episodeId)
  }
  return { equal: differingEpisodeIds.length === 0, differingEpisodeIds }
}

/**
 * The documents of a projection, of all patients or of one, in the order of their sort keys.
 *
 * @example await selectProjection(database, 'worklist', 'p1')
 */
export async function selectProjection(
  database: Kysely<RecordSchema>,
  name: string,
  patientId: string | undefined,
): Promise<readonly ProjectedRow[]> {
  let query = database.selectFrom('projection').selectAll().where('name', '=', name)
  if (patientId !== undefined) query = query.where('patient_id', '=', patientId)
  const rows = await query.orderBy('sort_key').orderBy('episode_id').execute()
  return rows.map((row) => ({
    episodeId: row.episode_id,
    patientId: row.patient_id,
    sortKey: row.sort_key,
    document: JSON.parse(row.document),
  }))
}

/** The version of the projector that computed the stored documents; undefined when none did. */
export async function selectProjectionVersion(
  database: Kysely<RecordSchema>,
  name: string,
): Promise<number | undefined> {
  const row = await database
    .selectFrom('projection_version')
    .select('version')
    .where('name', '=', name)
    .executeTakeFirst()
  return row?.version
}

async function selectEpisodeIds(database: Kysely<RecordSchema>): Promise<readonly string[]> {
  const rows = await database.selectFrom('event').select('episode_id').distinct().orderBy('episode_id').execute()
  return rows.map((row) => row.episode_id)
}

function project(projector: Projector, events: readonly StoredEvent[]): ProjectionTable | undefined {
  const [first] = events
  if (first === undefined) return undefined
  try {
    const projected = projector.project(events)
    if (projected === null) return undefined
    return {
      name: projector.name,
      episode_id: first.episodeId,
      patient_id: projected.patientId,
      sort_key: projected.sortKey,
      document: canonicalJson(projected.document),
    }
  } catch (error) {
    // The message of the error may quote the patient; its code or name does not.
    const kind =
      error instanceof Error && 'code' in error ? error.code : error instanceof Error ? error.name : typeof error
    const last = events.at(-1) ?? first
    throw new RecordError(
      'PLB_RECORD_PROJECTOR',
      `projector ${projector.name} failed (${kind}) at sequence ${last.sequence}, an event of type ${last.type}`,
      { episodeId: first.episodeId },
      error,
    )
  }
}

function isSameRow(one: ProjectionTable | undefined, other: ProjectionTable | undefined): boolean {
  return one?.patient_id === other?.patient_id && one?.sort_key === other?.sort_key && one?.document === other?.document
}
