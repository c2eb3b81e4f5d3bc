import type { z } from 'zod'
import { checkAppend } from '../../care/check-append.ts'
import { eventFor } from '../../care/commands.ts'
import type { EpisodeHistory } from '../../care/episode.ts'
import { type CareEvent, careEventFrom, storedPayload } from '../../care/events.ts'
import { continueHistory, foldHistory } from '../../care/history.ts'
import { problem } from '../../care/problems.ts'
import { RecordError } from '../../record/errors.ts'
import type { NewEvent, StoredEvent } from '../../record/event.ts'
import type { EnteredEvent, EpisodeView, recordEventsRequestSchema } from '../api/episode.ts'
import type { Desk } from '../desk.ts'
import { ServiceError } from '../errors.ts'
import { spread } from '../patients/spread.ts'
import { mayRecord } from '../permissions.ts'
import type { AdoptedProtocol } from '../protocol/adoptions.ts'
import { commandOf, type Elsewhere, lookElsewhere, otherProtocol } from './command-of.ts'
import { dayFor, episodeView, loadEpisode } from './episode-view.ts'
import { refused } from './refused.ts'

type Request = z.output<typeof recordEventsRequestSchema>

/** The record's own id of one event of a command. */
const eventCommandId = (commandId: string, index: number): string => `${commandId}:${index + 1}`

/**
 * Records the events of one command together, or none of them, and answers the episode as they leave it.
 *
 * A command that was recorded before answers what it answered then. What somebody else has recorded since the client
 * looked is a conflict, which carries the episode as it stands now.
 *
 * @throws `PLB_EPISODE_NOT_FOUND`, `PLB_SESSION_NOT_PERMITTED`, `PLB_RECORD_CONFLICT`, `PLB_RECORD_COMMAND_REUSED`,
 *   `PLB_EPISODE_REFUSED`, `PLB_SIGN_OTHER_PROTOCOL`, `PLB_SIGN_OTHER_DECISION`, `PLB_PATIENT_NOT_FOUND`
 */
export async function recordEvents(
  desk: Desk,
  episodeId: string,
  { commandId, expectedSequence, protocolHash, events: entered }: Request,
  isColleague: (accountId: string) => Promise<boolean>,
): Promise<EpisodeView> {
  const { record, actor, today, protocol } = desk
  if (!entered.every(({ type }) => mayRecord(actor.role, type))) throw new ServiceError('PLB_SESSION_NOT_PERMITTED')
  const stored = await loadEpisode(record, episodeId)
  const before = recordedBefore(stored, desk, commandId, entered)
  if (before !== undefined) return episodeView(before, today, protocol)
  assertSameProtocol(protocolHash, entered, protocol)
  if (stored.at(-1)?.sequence !== expectedSequence) throw conflict(stored, desk)
  await assertAssignable(entered, isColleague)
  const events = build(desk, stored.map(careEventFrom), entered, await lookElsewhere(record, entered))
  const elsewhere = await spread(desk, episodeId, events)
  const appended = [
    ...events.map((event, index) => newEvent(event, eventCommandId(commandId, index))),
    ...elsewhere.map((event) => newEvent(event, `${commandId}:${event.episodeId}:${event.sequence}`)),
  ]
  try {
    const answered = await record.append(appended)
    return episodeView([...stored, ...answered.slice(0, events.length)], today, protocol)
  } catch (error) {
    if (!(error instanceof RecordError && error.code === 'PLB_RECORD_CONFLICT')) throw error
    const now = await loadEpisode(record, episodeId)
    // The same command, sent twice at once: the other one was faster.
    const twin = recordedBefore(now, desk, commandId, entered)
    if (twin !== undefined) return episodeView(twin, today, protocol)
    throw conflict(now, desk)
  }
}

/** What rests on a decision, and so on the version of the protocol that made it. Facts are taken from any page. */
const restsOnADecision: readonly EnteredEvent['type'][] = [
  'signed',
  'ordered',
  'treatmentStarted',
  'referred',
  'letterCorrected',
  'overridden',
  'closed',
]

function assertSameProtocol(
  hash: string | undefined,
  entered: readonly EnteredEvent[],
  { adoption }: AdoptedProtocol,
): void {
  if (hash === undefined || hash === adoption.hash) return
  if (entered.some(({ type }) => restsOnADecision.includes(type))) throw otherProtocol(adoption)
}

/** The event as the record takes it. */
export const newEvent = (event: CareEvent, commandId: string): NewEvent => ({
  episodeId: event.episodeId,
  patientId: event.patientId,
  expectedSequence: event.sequence,
  commandId,
  type: event.type,
  actorId: event.actorId,
  recordedAt: event.recordedAt,
  payload: storedPayload(event),
})

const conflict = (stored: readonly StoredEvent[], { today, protocol }: Desk): ServiceError =>
  new ServiceError('PLB_RECORD_CONFLICT', { current: episodeView(stored, today, protocol) })

/**
 * The episode's events up to those of a command that was recorded before; `undefined` when it was not.
 *
 * @throws `PLB_RECORD_COMMAND_REUSED` when the id belongs to something else.
 */
function recordedBefore(
  stored: readonly StoredEvent[],
  { actor }: Desk,
  commandId: string,
  entered: readonly EnteredEvent[],
): readonly StoredEvent[] | undefined {
  const first = stored.findIndex((event) => event.commandId === eventCommandId(commandId, 0))
  if (first < 0) return undefined
  const own = stored.filter((event) => event.commandId.startsWith(`${commandId}:`))
  const isSame =
    own.length === entered.length &&
    own.every((event, index) => event.type === entered[index]?.type && event.actorId === actor.id)
  if (!isSame) throw new ServiceError('PLB_RECORD_COMMAND_REUSED')
  return stored.slice(0, first + own.length)
}

async function assertAssignable(
  entered: readonly EnteredEvent[],
  isColleague: (accountId: string) => Promise<boolean>,
): Promise<void> {
  for (const [index, { type, payload }] of entered.entries()) {
    if (type !== 'assigned' || !('account' in payload.to)) continue
    if (await isColleague(payload.to.account)) continue
    throw refused(index, [problem('PLB_CARE_ASSIGNEE', 'to.account', 'an active account of GET /api/staff')])
  }
}

/** Each entered event as the event it becomes, checked on what those before it left. */
function build(
  desk: Desk,
  stored: readonly CareEvent[],
  entered: readonly EnteredEvent[],
  elsewhere: Elsewhere,
): readonly CareEvent[] {
  const day = dayFor(stored, desk.today)
  let history: EpisodeHistory = foldHistory(stored)
  return entered.map((each, index) => {
    const { actor, workspace, now, protocol } = desk
    const command = commandOf(each, { history, actor, workspace, day, elsewhere, protocol })
    const patientId = 'intoPatientId' in command.payload ? command.payload.intoPatientId : history.patientId
    const event = eventFor(command, {
      episodeId: history.episodeId,
      patientId,
      actorId: actor.id,
      recordedAt: now.toISOString(),
      recordedOn: day,
      history,
      protocol: protocol.standard,
    })
    const problems = checkAppend(history, event, protocol.standard)
    if (problems.length > 0) throw refused(index, problems)
    history = continueHistory(history, event)
    return event
  })
}
