import type { CareCommand } from '../../care/commands.ts'
import type { EpisodeHistory } from '../../care/episode.ts'
import { careEventFrom, type PatientDetails } from '../../care/events.ts'
import { observedOf } from '../../care/findings.ts'
import { foldHistory } from '../../care/history.ts'
import { decide } from '../../evaluate/decide.ts'
import type { CalendarDate } from '../../language/date.ts'
import { activities, bodyRegions } from '../../protocol/notes.ts'
import type { EventRecord } from '../../record/contract.ts'
import type { Actor } from '../accounts/sessions.ts'
import { type ShownDecision, shownDecision } from '../api/decision.ts'
import type { EnteredEvent } from '../api/episode.ts'
import type { EnteredPatient } from '../api/patient.ts'
import type { Adoption } from '../api/protocol.ts'
import type { Workspace } from '../api/role.ts'
import { ServiceError } from '../errors.ts'
import { patientsIn, readPatientDocuments } from '../patients/patient-list.ts'
import type { AdoptedProtocol } from '../protocol/adoptions.ts'
import { weaveCorrection, weaveLetter } from './documents.ts'
import { loadEpisode } from './episode-view.ts'

/** Where an entered event becomes a command: the episode as it stands just before it. */
interface Situation {
  readonly history: EpisodeHistory
  readonly actor: Actor
  readonly workspace: Workspace
  readonly day: CalendarDate
  readonly elsewhere: Elsewhere
  readonly protocol: AdoptedProtocol
}

/** What the record says of the patients and episodes that an event names. */
export interface Elsewhere {
  readonly details: ReadonlyMap<string, PatientDetails>
  readonly owners: ReadonlyMap<string, string>
}

/**
 * Looks up whom entered events move something to.
 *
 * @throws `PLB_PATIENT_NOT_FOUND`, `PLB_EPISODE_NOT_FOUND`
 */
export async function lookElsewhere(record: EventRecord, entered: readonly EnteredEvent[]): Promise<Elsewhere> {
  const details = new Map<string, PatientDetails>()
  const owners = new Map<string, string>()
  for (const { type, payload } of entered) {
    if (type === 'episodeMoved') {
      const [into] = patientsIn(await readPatientDocuments(record, payload.intoPatientId))
      if (into === undefined) throw new ServiceError('PLB_PATIENT_NOT_FOUND')
      details.set(into.patientId, into.patient)
    }
    if (type === 'entryMovedAway') {
      const stored = await loadEpisode(record, payload.toEpisodeId)
      owners.set(payload.toEpisodeId, foldHistory(stored.map(careEventFrom)).patientId)
    }
  }
  return { details, owners }
}

/** A patient as entered, labelled as invented in the demo workspace and nowhere else. */
export const detailsOf = (entered: EnteredPatient, workspace: Workspace): PatientDetails =>
  workspace === 'demo' ? { ...entered, demo: true } : entered

/**
 * The command that an entered event stands for: with the letter woven, and with the decision that was shown compared
 * with the one that would be signed.
 *
 * @throws `PLB_SIGN_OTHER_PROTOCOL`, `PLB_SIGN_OTHER_DECISION`
 */
export function commandOf(entered: EnteredEvent, situation: Situation): CareCommand {
  const { history, actor, workspace, day, elsewhere, protocol } = situation
  switch (entered.type) {
    case 'signed':
      assertShown(entered.payload.shown, { history, day, protocol })
      return { type: 'signed', payload: {} }
    case 'amended': {
      const { patient, ...payload } = entered.payload
      const details = patient === undefined ? {} : { patient: detailsOf(patient, workspace) }
      return { type: 'amended', payload: { ...payload, ...details } }
    }
    case 'referred': {
      const { decision, destination } = entered.payload
      return {
        type: 'referred',
        payload: { decision, destination, letter: weaveLetter(history, entered.payload, actor, day, protocol) },
      }
    }
    case 'letterCorrected': {
      const { referral, withdraws, destination } = entered.payload
      const letter = weaveCorrection(history, entered.payload, actor, day, protocol)
      return {
        type: 'letterCorrected',
        payload: { referral, destination, letter, ...(withdraws ? { withdraws } : {}) },
      }
    }
    case 'described': {
      const { regions, activities: kept } = entered.payload.description
      const known = [...bodyRegions, ...activities].map(({ id }) => id)
      if (![...regions, ...kept].every((id) => known.includes(id))) throw new ServiceError('PLB_EPISODE_REFUSED')
      return entered
    }
    case 'patientsMerged':
      return { type: 'patientsMerged', payload: { ...entered.payload, fromPatientId: history.patientId } }
    case 'patientsUnmerged':
      return { type: 'patientsUnmerged', payload: { ...entered.payload, fromPatientId: history.patientId } }
    case 'episodeMoved': {
      const patient = elsewhere.details.get(entered.payload.intoPatientId)
      if (patient === undefined) throw new ServiceError('PLB_PATIENT_NOT_FOUND')
      return { type: 'episodeMoved', payload: { ...entered.payload, patient } }
    }
    case 'entryMovedAway': {
      const toPatientId = elsewhere.owners.get(entered.payload.toEpisodeId) ?? ''
      return { type: 'entryMovedAway', payload: { ...entered.payload, toPatientId } }
    }
    default:
      return entered
  }
}

/** A signature is for what the clinician saw: another protocol, or another answer, is not signed. */
function assertShown(
  shown: ShownDecision,
  { history, day, protocol }: Pick<Situation, 'history' | 'day' | 'protocol'>,
): void {
  const own = shownDecision(decide(protocol.standard, observedOf(history.findings), day, { withChanges: false }))
  if (shown.protocolHash !== own.protocolHash) throw otherProtocol(protocol.adoption)
  if (shown.urgency !== own.urgency || shown.answersHash !== own.answersHash) {
    throw new ServiceError('PLB_SIGN_OTHER_DECISION')
  }
}

/**
 * What a page of another version is told: since when another one decides.
 *
 * @example otherProtocol(adoption).details.detail // 'Version 0.2.0 was adopted on 2026-11-24.'
 */
export function otherProtocol({ version, adoptedOn }: Pick<Adoption, 'version' | 'adoptedOn'>): ServiceError {
  return new ServiceError('PLB_SIGN_OTHER_PROTOCOL', { detail: `Version ${version} was adopted on ${adoptedOn}.` })
}
