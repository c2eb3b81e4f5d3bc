import type { DueItem, NextActionCode, WorklistKind } from '../../care/worklist-item.ts'
import { type WorklistDocument, worklistOn, worklistProjector } from '../../care/worklist-projector.ts'
import { describeNextAction } from '../../care/worklist-words.ts'
import type { CalendarDate } from '../../language/date.ts'
import { standard } from '../../protocol/protocol.ts'
import type { EventRecord } from '../../record/contract.ts'
import type { Actor } from '../accounts/sessions.ts'
import { type Worklist, type WorklistRow, type WorklistShow, worklistShowSchema } from '../api/worklist.ts'

/** What each kind of work waits for; the protocol's labels say of what. */
const waitingFor: Readonly<Record<WorklistKind, string>> = {
  actOnDecision: 'What the signed decision recommends',
  resultToSignOff: 'A result to be read',
  unsigned: 'A signature',
  resultAwaited: 'The result',
  referralUnacknowledged: 'A reply to the referral',
  review: 'The review',
  overrideCheck: 'The check of what was decided otherwise',
  nothingPlanned: 'A plan',
}

/** The app's page on which it is done, below the patient's own. */
const pageFor: Readonly<Record<NextActionCode, string>> = {
  act: '/assess',
  signOffResult: '/assess',
  sign: '/assess',
  enterResult: '/results',
  chaseReferral: '',
  review: '/review',
  checkOverride: '',
  planOrClose: '',
}

const shows: Readonly<Record<WorklistShow, (item: Pick<DueItem, 'kind' | 'overdueDays'>) => boolean>> = {
  all: () => true,
  overdue: ({ overdueDays }) => overdueDays > 0,
  results: ({ kind }) => kind === 'resultAwaited' || kind === 'resultToSignOff',
  reviews: ({ kind }) => kind === 'review',
  referrals: ({ kind }) => kind === 'referralUnacknowledged',
  overrides: ({ kind }) => kind === 'overrideCheck',
  unsigned: ({ kind }) => kind === 'unsigned' || kind === 'resultToSignOff',
}

/**
 * The worklist of a day, from the projection that grows with the record. What depends on the day is computed here, so
 * that nothing stored goes stale overnight.
 */
export async function readWorklist(
  record: Pick<EventRecord, 'readProjection'>,
  actor: Pick<Actor, 'id' | 'role'>,
  { show, assigned }: { readonly show: WorklistShow; readonly assigned: 'me' | 'role' | 'all' },
  today: CalendarDate,
): Promise<Worklist> {
  const stored = await record.readProjection(worklistProjector.name)
  const rows = worklistOn(
    stored.map(({ document }) => document as unknown as WorklistDocument),
    today,
  ).filter(({ item }) => isAssigned(item, actor, assigned))
  return {
    asOf: today,
    items: rows.filter(({ item }) => shows[show](item)).map(rowOf),
    counts: Object.fromEntries(
      worklistShowSchema.options.map((filter) => [filter, rows.filter(({ item }) => shows[filter](item)).length]),
    ) as Worklist['counts'],
  }
}

function isAssigned(
  { assignedTo }: Pick<DueItem, 'assignedTo'>,
  { id, role }: Pick<Actor, 'id' | 'role'>,
  assigned: 'me' | 'role' | 'all',
): boolean {
  if (assigned === 'all') return true
  if (assignedTo === undefined) return false
  return assigned === 'me'
    ? 'account' in assignedTo && assignedTo.account === id
    : 'role' in assignedTo && assignedTo.role === role
}

function rowOf({ item, patient }: ReturnType<typeof worklistOn>[number]): WorklistRow {
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
    waitingFor: `${waitingFor[item.kind]}${of}`,
    opensOn: item.opensOn,
    dueOn: item.dueOn,
    overdueDays: item.overdueDays,
    due: item.due,
    ...(item.assignedTo === undefined ? {} : { assignedTo: item.assignedTo as NonNullable<WorklistRow['assignedTo']> }),
    nextAction: {
      code: item.nextAction,
      label: describeNextAction(item, standard),
      path: `/patients/${item.patientId}${pageFor[item.nextAction]}`,
    },
    decisions: [...item.decisions],
    sequence: item.sequence,
  }
}
