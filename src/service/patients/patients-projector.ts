import { careEventFrom, type PatientDetails, type RecordedEvent } from '../../care/events.ts'
import { foldHistory } from '../../care/history.ts'

/** What one episode says of its patient: for lists, searches and the patient's page. */
export type PatientDocument = {
  readonly episodeId: string
  readonly patientId: string
  /** The patient it was registered for: another one after a merge. */
  readonly registeredFor: string
  readonly registeredAt: string
  readonly lastRecordedAt: string
  readonly patient: PatientDetails
  readonly open: boolean
  readonly voided: boolean
  readonly urgency?: string
  /** Patients for whom it was entered before it was moved here. */
  readonly movedFrom?: readonly string[]
}

/** Keeps one document per episode, by the time of its last event. Loaded by name in the record's thread. */
export const patientsProjector = {
  name: 'patients',
  version: 2,
  /** Throws a CareError for events that are no episode. */
  project(events: readonly RecordedEvent[]): {
    readonly patientId: string
    readonly sortKey: string
    readonly document: PatientDocument & { readonly patient: { readonly [member: string]: string | boolean } }
  } {
    const history = foldHistory(events.map(careEventFrom))
    const { episodeId, patientId, formerPatientIds, registered, patient, urgency } = history
    const lastRecordedAt = events.at(-1)?.recordedAt ?? registered.recordedAt
    const document = {
      episodeId,
      patientId,
      registeredFor: formerPatientIds[0] ?? patientId,
      registeredAt: registered.recordedAt,
      lastRecordedAt,
      patient: { ...patient },
      open: history.closed === undefined && history.voided === undefined,
      voided: history.voided !== undefined,
      ...(urgency === undefined ? {} : { urgency }),
      ...(history.moves.length === 0 ? {} : { movedFrom: history.moves.map(({ fromPatientId }) => fromPatientId) }),
    }
    return { patientId, sortKey: lastRecordedAt, document }
  },
}
