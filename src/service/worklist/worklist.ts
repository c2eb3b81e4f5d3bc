import type { ProtocolChange } from '../../care/episode.ts'
import { changeWords } from '../../care/protocol-change.ts'
import { type ServiceLevels, serviceLevelOf, urgencyRank } from '../../care/service-levels.ts'
import { roleOfUnassigned } from '../../care/telling.ts'
import { describeDue } from '../../care/worklist.ts'
import { isShown } from '../../care/worklist-filters.ts'
import type { DueItem, WorklistKind } from '../../care/worklist-item.ts'
import { type WorklistFilter, worklistFilters } from '../../care/worklist-parts.ts'
import { type WorklistDocument, worklistOn, worklistProjector } from '../../care/worklist-projector.ts'
import { describeNextAction, nextActionPath } from '../../care/worklist-words.ts'
import { addDays, type CalendarDate, daysBetween } from '../../language/date.ts'
import type { Protocol } from '../../language/protocol.ts'
import type { EventRecord } from '../../record/contract.ts'
import type { Actor } from '../accounts/sessions.ts'
import type { Worklist, WorklistAssigned, WorklistRow, WorklistShow } from '../api/worklist.ts'
import type { AdoptedProtocol } from '../protocol/adoptions.ts'
import { type ProtocolChanges, withChanges } from './protocol-changes.ts'

/** What each kind of work waits for; the protocol's labels say of what. */
const waitingFor: Readonly<Record<WorklistKind, string>> = {
  protocolChanged: 'Another look: the protocol has changed',
  actOnDecision: 'What the signed decision recommends',
  resultToSignOff: 'A result to be read',
  unsigned: 'A signature',
  patientAnswers: 'A look at what the patient said',
  resultAwaited: 'The result',
  referralUnacknowledged: 'A reply to the referral',
  letterOutdated: 'A corrected letter',
  review: 'The review',
  overrideCheck: 'The check of what was decided otherwise',
  nothingPlanned: 'A plan',
}

/** What the list is read from: the record, and what the adopted version of the protocol changes in it. */
export interface WorklistSource {
  readonly record: Pick<EventRecord, 'readProjection' | 'readEpisode'>
  readonly protocol: AdoptedProtocol
  readonly changes: ProtocolChanges
}

/** Whose list is read, which part of it, and on which day. */
export interface WorklistQuestion {
  readonly actor: Pick<Actor, 'id' | 'role'>
  readonly show: WorklistShow
  readonly assigned: WorklistAssigned
  readonly today: CalendarDate
  /** What the actor has typed and not recorded, by episode, with the day it was saved. */
  readonly drafts: readonly { readonly episodeId: string; readonly savedOn: CalendarDate }[]
}

/**
 * The worklist of a day, from the projection that grows with the record. What depends on the day is computed here, so
 * that nothing stored goes stale overnight.
 */
export async function readWorklist(
  { record, protocol, changes }: WorklistSource,
  { actor, show, assigned, today, drafts }: WorklistQuestion,
): Promise<Worklist> {
  const projected = (await record.readProjection(worklistProjector.name)).map(
    ({ document }) => document as unknown as WorklistDocument,
  )
  const changed = await changes.of(record, projected, today, protocol)
  const stored = withChanges(projected, changed)
  const row = (each: ReturnType<typeof worklistOn>[number]): WorklistRow =>
    rowOf(each, protocol.standard, changed.get(each.item.episodeId)?.change)
  const rows = worklistOn(stored, today, protocol.serviceLevels).filter(({ item }) => isAssigned(item, actor, assigned))
  const typed = draftRows(stored, drafts, { today, levels: protocol.serviceLevels }, row)
  const counts = worklistFilters.map(
    (filter) => [filter, rows.filter(({ item }) => isShown(filter, item)).length] as const,
  )
  return {
    asOf: today,
    items: show === 'drafts' ? typed : rows.filter(({ item }) => isShown(show, item)).map(row),
    counts: { ...(Object.fromEntries(counts) as Record<WorklistFilter, number>), drafts: typed.length },
  }
}

function isAssigned(
  { assignedTo }: Pick<DueItem, 'assignedTo'>,
  { id, role }: Pick<Actor, 'id' | 'role'>,
  assigned: WorklistAssigned,
): boolean {
  const isMine = assignedTo !== undefined && 'account' in assignedTo && assignedTo.account === id
  const isMyRoles = assignedTo !== undefined && 'role' in assignedTo && assignedTo.role === role
  switch (assigned) {
    case 'all':
      return true
    case 'me':
      return isMine
    case 'role':
      return isMyRoles
    case 'nobody':
      return assignedTo === undefined
    case 'forMe':
      return isMine || isMyRoles || (assignedTo === undefined && role === roleOfUnassigned)
  }
}

/** One's own drafts, the oldest first: nobody else sees them, so that nobody else can finish them. */
function draftRows(
  stored: readonly WorklistDocument[],
  drafts: WorklistQuestion['drafts'],
  { today, levels }: { readonly today: CalendarDate; readonly levels: ServiceLevels | undefined },
  rowFor: (row: ReturnType<typeof worklistOn>[number]) => WorklistRow,
): WorklistRow[] {
  return drafts.flatMap(({ episodeId, savedOn }) => {
    const document = stored.find((each) => each.episodeId === episodeId)
    const [most] = document?.items.toSorted((one, other) => urgencyRank(one.urgency) - urgencyRank(other.urgency)) ?? []
    if (document === undefined || most === undefined) return []
    const dueOn = addDays(savedOn, serviceLevelOf(most.urgency, levels).signDays)
    const item = {
      ...most,
      id: `draft:${episodeId}`,
      opensOn: savedOn,
      dueOn,
      decisions: [],
      nextAction: 'sign',
    } as const
    const due = { asOf: today, overdueDays: Math.max(0, daysBetween(dueOn, today)), due: describeDue(dueOn, today) }
    const row = rowFor({ item: { ...item, ...due }, patient: document.patient })
    return [
      {
        ...row,
        kind: 'draft' as const,
        waitingFor: 'Your answers, typed and not recorded',
        nextAction: { ...row.nextAction, label: 'Finish the draft, or discard it' },
      },
    ]
  })
}

function rowOf(
  { item, patient }: ReturnType<typeof worklistOn>[number],
  standard: Protocol,
  change: ProtocolChange | undefined,
): WorklistRow {
  const { sexAtBirth, ...named } = patient
  const labels = item.decisions.map((id) => standard.decisions.find((each) => each.id === id)?.label ?? id)
  const of = item.kind === 'review' || labels.length === 0 ? '' : `: ${labels.join(', ')}`
  return {
    id: item.id,
    kind: item.kind,
    patientId: item.patientId,
    episodeId: item.episodeId,
    patient: { ...named, sexAtBirth: sexAtBirth === 'female' || sexAtBirth === 'male' ? sexAtBirth : 'notKnown' },
    urgency: item.urgency,
    waitingFor: item.kind === 'protocolChanged' && change ? changedWords(change) : `${waitingFor[item.kind]}${of}`,
    opensOn: item.opensOn,
    dueOn: item.dueOn,
    overdueDays: item.overdueDays,
    due: item.due,
    ...(item.assignedTo === undefined ? {} : { assignedTo: item.assignedTo as NonNullable<WorklistRow['assignedTo']> }),
    nextAction: {
      code: item.nextAction,
      label: describeNextAction(item, standard),
      path: nextActionPath(item),
    },
    decisions: [...item.decisions],
    sequence: item.sequence,
  }
}

/** Both answers to the first decision that changes, which is the urgency where that does; the others by name. */
function changedWords({ changes: [first, ...others] }: ProtocolChange): string {
  if (first === undefined) return 'Another look: the adopted protocol does not take the findings that were signed'
  const also = others.length > 0 ? `. Also: ${others.map(({ label }) => label).join(', ')}` : ''
  return `The adopted protocol decides otherwise. ${changeWords(first)}${also}`
}
