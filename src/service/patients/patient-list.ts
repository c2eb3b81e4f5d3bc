import type { PatientDetails } from '../../care/events.ts'
import type { EventRecord } from '../../record/contract.ts'
import type { PatientSummary } from '../api/patient.ts'
import { type PatientDocument, patientsProjector } from './patients-projector.ts'

/** What the record keeps of every episode's patient, or of one patient; the one recorded last comes last. */
export async function readPatientDocuments(
  record: Pick<EventRecord, 'readProjection'>,
  patientId?: string,
): Promise<readonly PatientDocument[]> {
  const rows = await record.readProjection(patientsProjector.name, patientId)
  return rows.map(({ document }) => document as unknown as PatientDocument)
}

/**
 * The patients of these documents, the one recorded last first.
 *
 * @example patientsIn(documents)[0].patient.familyName
 */
export function patientsIn(documents: readonly PatientDocument[]): readonly PatientSummary[] {
  return [...byPatient(documents).values()]
    .map(summaryOf)
    .sort((one, other) => (one.lastRecordedAt < other.lastRecordedAt ? 1 : -1))
}

function byPatient(documents: readonly PatientDocument[]): ReadonlyMap<string, readonly PatientDocument[]> {
  const found = new Map<string, PatientDocument[]>()
  for (const document of documents) {
    const own = found.get(document.patientId)
    if (own === undefined) found.set(document.patientId, [document])
    else own.push(document)
  }
  return found
}

function summaryOf(documents: readonly PatientDocument[]): PatientSummary {
  const byRegistration = [...documents].sort((one, other) => (one.registeredAt < other.registeredAt ? -1 : 1))
  const latest = byRegistration.findLast(({ open }) => open) ?? byRegistration.at(-1)
  if (latest === undefined) throw new Error('a patient without an episode')
  const { patientId, episodeId, open, urgency } = latest
  return {
    patientId,
    patient: { ...detailsIn(byRegistration) },
    episodeId,
    open,
    ...(open && urgency !== undefined ? { urgency } : {}),
    lastRecordedAt: documents.reduce(
      (last, { lastRecordedAt }) => (lastRecordedAt > last ? lastRecordedAt : last),
      latest.lastRecordedAt,
    ),
  }
}

/**
 * A patient's details: those of the latest own episode that was not entered for the wrong patient. An episode that a
 * merge brought says who somebody was thought to be.
 *
 * @param documents Of one patient, by registration, oldest first.
 */
function detailsIn(documents: readonly PatientDocument[]): PatientDetails {
  const own = documents.filter(({ registeredFor, patientId }) => registeredFor === patientId)
  const best = own.findLast(({ voided }) => !voided) ?? own.at(-1) ?? documents.at(-1)
  if (best === undefined) throw new Error('a patient without an episode')
  return best.patient
}
