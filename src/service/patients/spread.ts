import { checkAppend } from '../../care/check-append.ts'
import { eventFor } from '../../care/commands.ts'
import { type CareEvent, careEventFrom } from '../../care/events.ts'
import { foldHistory } from '../../care/history.ts'
import type { Desk } from '../desk.ts'
import { dayFor } from '../episodes/episode-view.ts'
import { ServiceError } from '../errors.ts'
import { movedElsewhere } from './moved-elsewhere.ts'
import { readPatientDocuments } from './patient-list.ts'

/**
 * Events that belong to a patient rather than to one episode, for the patient's other episodes: a merge concerns every
 * one, taking it back those that it brought, a correction of the details every open one, a move the other side. They are
 * appended together with those that asked for them.
 *
 * @param events What is being recorded in `episodeId`.
 * @throws `PLB_PATIENT_NOT_FOUND` when the patient to merge into is not in this record.
 */
export async function spread(
  desk: Desk,
  episodeId: string,
  events: readonly CareEvent[],
): Promise<readonly CareEvent[]> {
  const moved = await movedElsewhere(desk, episodeId, events)
  if (moved.length > 0) return moved
  const merge = events.find((event) => event.type === 'patientsMerged')
  const unmerge = events.find((event) => event.type === 'patientsUnmerged')
  if (unmerge?.type === 'patientsUnmerged') return elsewhere(desk, episodeId, unmerge.payload.fromPatientId, unmerge)
  const correction = events.findLast((event) => event.type === 'amended' && event.payload.patient !== undefined)
  if (merge?.type === 'patientsMerged') {
    const into = await readPatientDocuments(desk.record, merge.payload.intoPatientId)
    if (into.length === 0) throw new ServiceError('PLB_PATIENT_NOT_FOUND')
    return elsewhere(desk, episodeId, merge.payload.fromPatientId, merge)
  }
  return correction === undefined ? [] : elsewhere(desk, episodeId, correction.patientId, correction)
}

/** The same event for the patient's other episodes, where it may be recorded. */
async function elsewhere(
  { record, actor, now, today, protocol }: Desk,
  episodeId: string,
  patientId: string,
  event: CareEvent,
): Promise<readonly CareEvent[]> {
  const documents = await readPatientDocuments(record, patientId)
  const others = documents.filter((each) => each.episodeId !== episodeId)
  const found: CareEvent[] = []
  for (const other of others) {
    const stored = (await record.readEpisode(other.episodeId)).map(careEventFrom)
    const history = foldHistory(stored)
    const own = eventFor(commandElsewhere(event), {
      episodeId: other.episodeId,
      patientId: event.patientId,
      actorId: actor.id,
      recordedAt: now.toISOString(),
      recordedOn: dayFor(stored, today),
      history,
      protocol: protocol.standard,
    })
    if (checkAppend(history, own, protocol.standard).length === 0) found.push(own)
  }
  return found
}

function commandElsewhere(event: CareEvent): Parameters<typeof eventFor>[0] {
  if (event.type === 'patientsMerged') return { type: event.type, payload: event.payload }
  if (event.type === 'patientsUnmerged') return { type: event.type, payload: event.payload }
  if (event.type === 'amended' && event.payload.patient !== undefined) {
    const { reason, patient } = event.payload
    return { type: event.type, payload: { reason, patient } }
  }
  throw new Error(`an event of type ${event.type} concerns its own episode only`)
}
