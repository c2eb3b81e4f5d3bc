import { careEventFrom } from '../../care/events.ts'
import { foldHistory } from '../../care/history.ts'
import { protocolChangeFor } from '../../care/protocol-change.ts'
import { type WorklistDocument, worklistProjector } from '../../care/worklist-projector.ts'
import type { CalendarDate } from '../../language/date.ts'
import type { EventRecord } from '../../record/contract.ts'
import type { OpenEpisodesAnswer } from '../api/protocol.ts'
import { type ProtocolVersion, versionReference } from './version.ts'

/** Which version is looked at, from which day on it would decide, and where earlier ones are found. */
export interface OpenEpisodesQuestion {
  readonly version: ProtocolVersion
  readonly today: CalendarDate
  readonly earlier: (hash: string) => ProtocolVersion | undefined
}

/**
 * For how many of the site's own open episodes a version would decide otherwise, were it adopted today: the same look that
 * each of them is given once it is adopted. Counts alone; episodes are read one by one, so that other requests go between.
 *
 * @example await openEpisodesUnder(record, { version, today: '2026-03-15', earlier }) // { open: 40, signed: 31, changed: 2, … }
 */
export async function openEpisodesUnder(
  record: Pick<EventRecord, 'readProjection' | 'readEpisode'>,
  { version, today, earlier }: OpenEpisodesQuestion,
): Promise<OpenEpisodesAnswer> {
  const open = (await record.readProjection(worklistProjector.name)).map(
    ({ document }) => document as unknown as WorklistDocument,
  )
  const { hash } = versionReference(version)
  const signed = open.filter((document) => document.signed !== undefined)
  const adopted = {
    adopted: version.standard,
    adoptedOn: today,
    earlier: (of: string) => earlier(of)?.standard,
  }
  let changed = 0
  const byAnswer = new Map<string, OpenEpisodesAnswer['byAnswer'][number]>()
  for (const document of signed) {
    if (document.signed?.protocolHash === hash) continue
    const events = (await record.readEpisode(document.episodeId)).map(careEventFrom)
    const change = protocolChangeFor(foldHistory(events), today, adopted)
    if (change === undefined) continue
    changed += 1
    for (const { label, before, after } of change.changes) {
      const key = JSON.stringify([label, before.says, after.says])
      const known = byAnswer.get(key)
      byAnswer.set(key, { label, before: before.says, after: after.says, episodes: (known?.episodes ?? 0) + 1 })
    }
  }
  return {
    asOf: today,
    open: open.length,
    signed: signed.length,
    changed,
    byAnswer: [...byAnswer.values()].sort((a, b) => b.episodes - a.episodes),
  }
}
