import type { CareCommand } from '../../care/commands.ts'
import type { EpisodeHistory } from '../../care/episode.ts'
import type { PatientDetails } from '../../care/events.ts'
import { observedOf } from '../../care/findings.ts'
import { decide } from '../../evaluate/decide.ts'
import type { CalendarDate } from '../../language/date.ts'
import { activities, bodyRegions } from '../../protocol/notes.ts'
import { standard } from '../../protocol/protocol.ts'
import type { Actor } from '../accounts/sessions.ts'
import { type ShownDecision, shownDecision } from '../api/decision.ts'
import type { EnteredEvent } from '../api/episode.ts'
import type { EnteredPatient } from '../api/patient.ts'
import type { Workspace } from '../api/role.ts'
import { ServiceError } from '../errors.ts'
import { weaveLetter } from './documents.ts'

/** Where an entered event becomes a command: the episode as it stands just before it. */
interface Situation {
  readonly history: EpisodeHistory
  readonly actor: Actor
  readonly workspace: Workspace
  readonly day: CalendarDate
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
export function commandOf(entered: EnteredEvent, { history, actor, workspace, day }: Situation): CareCommand {
  switch (entered.type) {
    case 'signed':
      assertShown(entered.payload.shown, history, day)
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
        payload: { decision, destination, letter: weaveLetter(history, entered.payload, actor, day) },
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
    default:
      return entered
  }
}

/** A signature is for what the clinician saw: another protocol, or another answer, is not signed. */
function assertShown(shown: ShownDecision, history: EpisodeHistory, day: CalendarDate): void {
  const own = shownDecision(decide(standard, observedOf(history.findings), day))
  if (shown.protocolHash !== own.protocolHash) throw new ServiceError('PLB_SIGN_OTHER_PROTOCOL')
  if (shown.urgency !== own.urgency || shown.answersHash !== own.answersHash) {
    throw new ServiceError('PLB_SIGN_OTHER_DECISION')
  }
}
