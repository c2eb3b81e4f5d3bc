import { randomUUID } from 'node:crypto'
import { checkAppend } from '../../care/check-append.ts'
import { eventFor } from '../../care/commands.ts'
import { type CareEvent, type CareEventOf, careEventFrom } from '../../care/events.ts'
import { foldHistory } from '../../care/history.ts'
import { findingsOfEntry } from '../../care/moves.ts'
import type { Desk } from '../desk.ts'
import { dayFor, loadEpisode } from '../episodes/episode-view.ts'
import { refused } from '../episodes/refused.ts'
import { readPatientDocuments } from './patient-list.ts'

/**
 * The other side of a move. An entry is recorded where it belongs. A patient whose only episode was another's keeps a
 * closed one that says so: whoever looks for that patient still finds somebody, and learns what happened.
 *
 * @throws `PLB_EPISODE_REFUSED` where the entry cannot stand where it is to go.
 */
export async function movedElsewhere(
  desk: Desk,
  episodeId: string,
  events: readonly CareEvent[],
): Promise<readonly CareEvent[]> {
  const index = events.findIndex(({ type }) => type === 'entryMovedAway' || type === 'episodeMoved')
  const event = events[index]
  if (event?.type === 'entryMovedAway') return [await entryHere(desk, episodeId, event, index)]
  if (event?.type !== 'episodeMoved') return []
  const left = (await readPatientDocuments(desk.record, event.payload.fromPatientId)).filter(
    (document) => document.episodeId !== episodeId,
  )
  return left.length > 0 ? [] : trace(desk, event)
}

async function entryHere(
  { record, actor, now, today, protocol: { standard } }: Desk,
  fromEpisodeId: string,
  { payload, patientId: fromPatientId }: CareEventOf<'entryMovedAway'>,
  index: number,
): Promise<CareEvent> {
  const { entry, toEpisodeId, toPatientId, reason } = payload
  const source = (await loadEpisode(record, fromEpisodeId)).map(careEventFrom)
  const target = (await loadEpisode(record, toEpisodeId)).map(careEventFrom)
  const [from, history] = [foldHistory(source), foldHistory(target)]
  const recorded = source.find(({ sequence }) => sequence === entry)
  const result = from.results.find(({ sequence }) => sequence === entry)
  const awaited = history.orders.filter(({ state }) => state === 'awaited').map(({ test }) => test)
  const tests = (result?.tests ?? []).filter((test) => awaited.includes(test))
  const event = eventFor(
    {
      type: 'entryMovedHere',
      payload: {
        kind: result === undefined ? 'answered' : 'resultReceived',
        fromPatientId,
        fromEpisodeId,
        entry,
        enteredBy: recorded?.actorId ?? actor.id,
        enteredOn: recorded?.recordedOn ?? today,
        reason,
        findings: findingsOfEntry(from, entry),
        ...(tests.length > 0 ? { tests } : {}),
        ...(result?.reportedText === undefined ? {} : { reportedText: result.reportedText }),
      },
    },
    {
      episodeId: toEpisodeId,
      patientId: toPatientId,
      actorId: actor.id,
      recordedAt: now.toISOString(),
      recordedOn: dayFor(target, today),
      history,
      protocol: standard,
    },
  )
  const problems = checkAppend(history, event, standard)
  if (problems.length > 0) throw refused(index, problems)
  return event
}

/** An empty episode of the patient it was not, closed with the reason. */
function trace(
  { actor, now, today, protocol: { standard } }: Desk,
  { payload: { fromPatientId, previousPatient } }: CareEventOf<'episodeMoved'>,
): readonly CareEvent[] {
  const context = {
    episodeId: randomUUID(),
    patientId: fromPatientId,
    actorId: actor.id,
    recordedAt: now.toISOString(),
    recordedOn: today,
    protocol: standard,
  }
  const registration = { type: 'registered', payload: { patient: previousPatient } } as const
  const registered = eventFor(registration, { ...context, history: undefined })
  const reason = 'The only episode was another patient’s, and was moved there'
  const closing = { type: 'closed', payload: { reason } } as const
  const closed = eventFor(closing, { ...context, history: foldHistory([registered]) })
  return [registered, closed]
}
