import { careEventFrom } from '../../care/events.ts'
import { foldHistory } from '../../care/history.ts'
import type { CalendarDate } from '../../language/date.ts'
import type { EventRecord } from '../../record/contract.ts'
import type { PatientView } from '../api/episode.ts'
import { episodeView } from '../episodes/episode-view.ts'
import { ServiceError } from '../errors.ts'
import { patientsIn, readPatientDocuments } from './patient-list.ts'

/**
 * A patient with every episode and the whole history. Asked for a patient who turned out to be another, it answers that
 * other one.
 *
 * @throws `PLB_PATIENT_NOT_FOUND`
 */
export async function patientView(record: EventRecord, askedFor: string, today: CalendarDate): Promise<PatientView> {
  const patientId = await survivorOf(record, askedFor)
  const documents = await readPatientDocuments(record, patientId)
  const [summary] = patientsIn(documents)
  if (summary === undefined) throw new ServiceError('PLB_PATIENT_NOT_FOUND')
  const stored = await Promise.all(documents.map(({ episodeId }) => record.readEpisode(episodeId)))
  const episodes = stored
    .map((events) => episodeView(events, today))
    .sort((one, other) => (one.state.registered.recordedAt < other.state.registered.recordedAt ? 1 : -1))
  const timeline = episodes
    .flatMap(({ episodeId, state }) => state.timeline.map((entry) => ({ ...entry, episodeId })))
    .sort((one, other) =>
      one.recordedAt === other.recordedAt ? other.sequence - one.sequence : one.recordedAt < other.recordedAt ? 1 : -1,
    )
  return { patientId, patient: summary.patient, episodes, timeline, asOf: today }
}

/** The patient under whom somebody's episodes stand now. */
async function survivorOf(record: EventRecord, patientId: string): Promise<string> {
  const [first] = await record.readPatient(patientId)
  if (first === undefined) throw new ServiceError('PLB_PATIENT_NOT_FOUND')
  const own = await readPatientDocuments(record, patientId)
  if (own.length > 0) return patientId
  return foldHistory((await record.readEpisode(first.episodeId)).map(careEventFrom)).patientId
}
