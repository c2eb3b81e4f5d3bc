import { careEventFrom } from '../../care/events.ts'
import { foldHistory } from '../../care/history.ts'
import type { CalendarDate } from '../../language/date.ts'
import type { EventRecord } from '../../record/contract.ts'
import type { PatientView } from '../api/episode.ts'
import { episodeView } from '../episodes/episode-view.ts'
import { ServiceError } from '../errors.ts'
import type { AdoptedProtocol } from '../protocol/adoptions.ts'
import { patientsIn, readPatientDocuments } from './patient-list.ts'

/**
 * A patient with every episode and the whole history. Asked for a patient who turned out to be another, it answers that
 * other one.
 *
 * @throws `PLB_PATIENT_NOT_FOUND`
 */
export async function patientView(
  record: EventRecord,
  askedFor: string,
  today: CalendarDate,
  protocol: AdoptedProtocol,
): Promise<PatientView> {
  const patientId = await survivorOf(record, askedFor)
  const documents = await readPatientDocuments(record, patientId)
  const [summary] = patientsIn(documents)
  if (summary === undefined) throw new ServiceError('PLB_PATIENT_NOT_FOUND')
  const stored = await Promise.all(documents.map(({ episodeId }) => record.readEpisode(episodeId)))
  const episodes = stored
    .map((events) => episodeView(events, today, protocol))
    .sort((one, other) => (one.state.registered.recordedAt < other.state.registered.recordedAt ? 1 : -1))
  const timeline = episodes
    .flatMap(({ episodeId, state }) => state.timeline.map((entry) => ({ ...entry, episodeId })))
    .sort((one, other) =>
      one.recordedAt === other.recordedAt ? other.sequence - one.sequence : one.recordedAt < other.recordedAt ? 1 : -1,
    )
  const movedAway = await movesAwayFrom(record, patientId, new Set(documents.map(({ episodeId }) => episodeId)))
  return { patientId, patient: summary.patient, episodes, timeline, movedAway, asOf: today }
}

/** Episodes that were entered for this patient and belong to another: who that is stands on that patient's page alone. */
async function movesAwayFrom(
  record: EventRecord,
  patientId: string,
  own: ReadonlySet<string>,
): Promise<PatientView['movedAway']> {
  const named = new Set((await record.readPatient(patientId)).map(({ episodeId }) => episodeId))
  const others = await Promise.all([...named].filter((id) => !own.has(id)).map((id) => record.readEpisode(id)))
  return others.flatMap((events) => {
    const { episodeId, moves } = foldHistory(events.map(careEventFrom))
    const move = moves.findLast(({ fromPatientId }) => fromPatientId === patientId)
    if (move === undefined) return []
    return [{ episodeId, intoPatientId: move.intoPatientId, reason: move.reason, on: move.recordedOn, by: move.by }]
  })
}

/** The patient under whom somebody's episodes stand now. */
async function survivorOf(record: EventRecord, patientId: string): Promise<string> {
  const [first] = await record.readPatient(patientId)
  if (first === undefined) throw new ServiceError('PLB_PATIENT_NOT_FOUND')
  const own = await readPatientDocuments(record, patientId)
  if (own.length > 0) return patientId
  return foldHistory((await record.readEpisode(first.episodeId)).map(careEventFrom)).patientId
}
