import { type CareEvent, careEventFrom } from '../../care/events.ts'
import { foldEpisode } from '../../care/fold.ts'
import type { CalendarDate } from '../../language/date.ts'
import type { EventRecord } from '../../record/contract.ts'
import type { StoredEvent } from '../../record/event.ts'
import type { EpisodeView } from '../api/episode.ts'
import { ServiceError } from '../errors.ts'
import type { AdoptedProtocol } from '../protocol/adoptions.ts'

/**
 * The stored events of an episode. An id of another workspace is as unknown here as one that was made up.
 *
 * @throws `PLB_EPISODE_NOT_FOUND`
 */
export async function loadEpisode(
  record: Pick<EventRecord, 'readEpisode'>,
  episodeId: string,
): Promise<readonly StoredEvent[]> {
  const stored = await record.readEpisode(episodeId)
  if (stored.length === 0) throw new ServiceError('PLB_EPISODE_NOT_FOUND')
  return stored
}

/**
 * The day for which an episode is shown and on which it is recorded: today, but never before what was recorded last.
 * A clock that was put back must not hide what is known.
 *
 * @example dayFor(events, '2026-03-14') // '2026-03-15', where the last event is of the 15th
 */
export function dayFor(events: readonly Pick<CareEvent, 'recordedOn'>[], today: CalendarDate): CalendarDate {
  return events.reduce((latest, { recordedOn }) => (recordedOn > latest ? recordedOn : latest), today)
}

/**
 * An episode as people see it today, decided by the adopted version of the protocol.
 *
 * @example episodeView(await loadEpisode(record, id), '2026-03-15', protocol).state.status // 'screening'
 */
export function episodeView(
  stored: readonly StoredEvent[],
  today: CalendarDate,
  protocol: AdoptedProtocol,
): EpisodeView {
  const events = stored.map(careEventFrom)
  const asOf = dayFor(events, today)
  const state = foldEpisode(events, asOf, protocol.standard, protocol)
  const { patientId, episodeId, patient, sequence } = state
  return { patientId, episodeId, patient, state, sequence, asOf }
}
