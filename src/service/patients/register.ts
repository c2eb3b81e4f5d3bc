import { createHash } from 'node:crypto'
import { checkAppend } from '../../care/check-append.ts'
import { eventFor } from '../../care/commands.ts'
import type { PatientDetails } from '../../care/events.ts'
import type { EnteredPatient, Registered } from '../api/patient.ts'
import type { Desk } from '../desk.ts'
import { detailsOf } from '../episodes/command-of.ts'
import { newEvent } from '../episodes/record-events.ts'
import { ServiceError } from '../errors.ts'
import { possibleDuplicates } from './duplicates.ts'
import { patientsIn, readPatientDocuments } from './patient-list.ts'

/**
 * Ids that follow from the command, so that the same command twice makes one patient. They differ between the
 * workspaces: an id of the one is unknown in the other.
 */
function idFor(what: 'patient' | 'episode', { workspace, actor }: Desk, commandId: string): string {
  const digest = createHash('sha256').update(`${what} ${workspace} ${actor.id} ${commandId}`).digest('hex')
  const variant = ((Number.parseInt(digest.slice(16, 17), 16) & 0x3) | 0x8).toString(16)
  const [first, second, third] = [digest.slice(0, 8), digest.slice(8, 12), digest.slice(13, 16)]
  return `${first}-${second}-8${third}-${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`
}

/**
 * Adds a patient with a first episode.
 *
 * @throws `PLB_PATIENT_POSSIBLE_DUPLICATE` with the candidates, unless `confirmedNew`; `PLB_EPISODE_REFUSED`
 */
export async function registerPatient(
  desk: Desk,
  command: { readonly commandId: string; readonly patient: EnteredPatient; readonly confirmedNew: boolean },
): Promise<Registered> {
  const { commandId, patient, confirmedNew } = command
  const ids = { patientId: idFor('patient', desk, commandId), episodeId: idFor('episode', desk, commandId) }
  if ((await desk.record.readEpisode(ids.episodeId)).length > 0) return ids
  if (!confirmedNew) {
    const candidates = possibleDuplicates(patientsIn(await readPatientDocuments(desk.record)), patient)
    if (candidates.length > 0) throw new ServiceError('PLB_PATIENT_POSSIBLE_DUPLICATE', { candidates })
  }
  return register(desk, commandId, ids, detailsOf(patient, desk.workspace))
}

/**
 * Begins another episode of a known patient, under the details that stand.
 *
 * @throws `PLB_PATIENT_NOT_FOUND`, also for a patient who turned out to be another.
 */
export async function beginEpisode(desk: Desk, patientId: string, commandId: string): Promise<Registered> {
  const ids = { patientId, episodeId: idFor('episode', desk, commandId) }
  const [known] = patientsIn(await readPatientDocuments(desk.record, patientId))
  if (known === undefined) throw new ServiceError('PLB_PATIENT_NOT_FOUND')
  return register(desk, commandId, ids, known.patient)
}

async function register(
  { record, actor, now, today, protocol }: Desk,
  commandId: string,
  ids: Registered,
  patient: PatientDetails,
): Promise<Registered> {
  const event = eventFor(
    { type: 'registered', payload: { patient } },
    {
      ...ids,
      actorId: actor.id,
      recordedAt: now.toISOString(),
      recordedOn: today,
      history: undefined,
      protocol: protocol.standard,
    },
  )
  const problems = checkAppend(undefined, event, protocol.standard)
  if (problems.length > 0) {
    const errors = problems.map(({ code, path, message, allowed }) => ({
      path: `body.${path}`,
      message,
      code,
      ...(allowed === undefined ? {} : { allowed }),
    }))
    throw new ServiceError('PLB_EPISODE_REFUSED', { errors })
  }
  await record.append([newEvent(event, `${commandId}:1`)])
  return ids
}
