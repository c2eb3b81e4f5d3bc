import type { Task } from '@medplum/fhirtypes'
import type { Episode } from '../../care/episode.ts'
import type { WorklistItem } from '../../care/worklist-item.ts'
import type { Protocol } from '../../language/protocol.ts'
import { own } from '../systems.ts'
import { resourceId } from './ids.ts'
import { priorityOf } from './requests.ts'
import { narrative, plainString } from './text.ts'
import type { Whose } from './whose.ts'

/** HL7's code system of reasons for doing otherwise. */
const NON_ADHERENCE = 'http://terminology.hl7.org/CodeSystem/non-adherence-reason-codes'

/**
 * Open work of an episode, and what opens later, each with the days between which it is in time.
 *
 * @example workTasks(episode, standard, whose)[0]?.restriction?.period?.end // '2026-04-12'
 */
export function workTasks(
  { worklist, upcoming }: Episode,
  protocol: Protocol,
  whose: Whose,
): readonly (Task & { id: string })[] {
  return [...worklist, ...upcoming]
    .filter(({ kind }) => kind !== 'overrideCheck')
    .map((item) => {
      const words = `${workWords[item.kind]}${labels(item, protocol)}`
      return {
        resourceType: 'Task',
        id: resourceId('Task', whose.scope, item.id),
        text: narrative([`${words}, due ${item.dueOn}`]),
        status: 'requested',
        intent: 'order',
        priority: priorityOf(item.urgency),
        code: { coding: [{ system: own.work, code: item.kind }], text: words },
        description: words,
        for: whose.subject,
        restriction: { period: { start: item.opensOn, end: item.dueOn } },
        ...ownerOf(item),
      }
    })
}

/**
 * What was decided otherwise: the reason by HL7's code, the plan, and the day by which it is checked.
 *
 * @example overrideTasks(episode, standard, whose)[0]?.reasonCode?.coding?.[0]?.code // 'patient-ineligible'
 */
export function overrideTasks(
  { overrides }: Episode,
  protocol: Protocol,
  whose: Whose,
): readonly (Task & { id: string })[] {
  return overrides.map((override) => {
    const decision = protocol.decisions.find(({ id }) => id === override.decision)
    const words = `${workWords.overrideCheck}: ${decision?.label ?? override.decision}`
    const notes = [`Plan: ${override.plan}`, override.note].flatMap((each) => plainString(each) ?? [])
    return {
      resourceType: 'Task',
      id: resourceId('Task', whose.scope, 'override', override.sequence),
      text: narrative([`${words}, by ${override.checkBy}`, ...notes]),
      status: override.ended ? 'completed' : 'requested',
      intent: 'order',
      priority: priorityOf(override.urgency),
      code: { coding: [{ system: own.work, code: 'overrideCheck' }], text: words },
      description: words,
      for: whose.subject,
      authoredOn: override.recordedAt,
      requester: accountOf(override.by),
      reasonCode: { coding: [{ system: NON_ADHERENCE, code: override.reasonCode }] },
      restriction: { period: { end: override.checkBy } },
      note: notes.map((text) => ({ text })),
    }
  })
}

/** Every kind of open work, in words. */
export const workWords: Readonly<Record<WorklistItem['kind'], string>> = {
  protocolChanged: 'Look again: the protocol has changed',
  actOnDecision: 'Act on the signed decision',
  resultToSignOff: 'Read the result and sign',
  unsigned: 'Read the answers and sign',
  patientAnswers: 'Confirm what the patient said',
  resultAwaited: 'Result awaited',
  letterOutdated: 'Put right a letter that was sent',
  referralUnacknowledged: 'Find out whether the referral has arrived',
  review: 'Review the patient',
  overrideCheck: 'Check what was decided otherwise',
  nothingPlanned: 'Nothing is planned: plan, or close',
}

function labels({ kind, decisions }: WorklistItem, protocol: Protocol): string {
  if (kind === 'review' || decisions.length === 0) return ''
  return `: ${decisions.map((id) => protocol.decisions.find((each) => each.id === id)?.label ?? id).join('; ')}`
}

function ownerOf({ assignedTo }: WorklistItem): Pick<Task, 'owner'> {
  if (!assignedTo) return {}
  return 'account' in assignedTo ? { owner: accountOf(assignedTo.account) } : { owner: { display: assignedTo.role } }
}

function accountOf(account: string): { identifier: { system: string; value: string } } {
  return { identifier: { system: own.accountId, value: account } }
}
