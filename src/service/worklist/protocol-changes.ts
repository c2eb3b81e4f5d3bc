import type { ProtocolChange } from '../../care/episode.ts'
import { careEventFrom } from '../../care/events.ts'
import { foldHistory } from '../../care/history.ts'
import { protocolChangeFor, protocolChangeItem } from '../../care/protocol-change.ts'
import type { WorklistItem } from '../../care/worklist-item.ts'
import type { WorklistDocument } from '../../care/worklist-projector.ts'
import type { CalendarDate } from '../../language/date.ts'
import type { EventRecord } from '../../record/contract.ts'
import type { AdoptedProtocol } from '../protocol/adoptions.ts'

/**
 * The worklist's documents with the work that the adopted version makes.
 *
 * @example withChanges(documents, await changes.of(record, documents, today, protocol))
 */
export function withChanges(
  documents: readonly WorklistDocument[],
  changed: ReadonlyMap<string, ChangedEpisode>,
): readonly WorklistDocument[] {
  return documents.map((document) => {
    const item = changed.get(document.episodeId)?.item
    return item ? { ...document, items: [...document.items, item] } : document
  })
}

/** What the adopted version changes for an open episode, and the work that this makes. */
export interface ChangedEpisode {
  readonly change: ProtocolChange
  readonly item: WorklistItem
}

/** Open episodes for which the adopted version changes something; looked at again when a day, a version or an event is new. */
export interface ProtocolChanges {
  of(
    record: Pick<EventRecord, 'readEpisode'>,
    documents: readonly WorklistDocument[],
    today: CalendarDate,
    protocol: AdoptedProtocol,
  ): Promise<ReadonlyMap<string, ChangedEpisode>>
}

/**
 * Only episodes that were signed under another version are read; after an adoption that is all of them once, and then
 * ever fewer. What was found is kept in memory, never as truth: it follows from the events, the day and the versions.
 */
export function createProtocolChanges(): ProtocolChanges {
  const found = new Map<string, { readonly key: string; readonly changed?: ChangedEpisode }>()
  return {
    async of(record, documents, today, protocol) {
      const behind = documents.filter(({ signed }) => signed && signed.protocolHash !== protocol.adoption.hash)
      const changed = new Map<string, ChangedEpisode>()
      for (const { episodeId, sequence } of behind) {
        const key = `${sequence} ${today} ${protocol.adoption.sequence}`
        const known = found.get(episodeId)
        const own = known?.key === key ? known : { key, ...(await look(record, episodeId, today, protocol)) }
        found.set(episodeId, own)
        if (own.changed) changed.set(episodeId, own.changed)
      }
      const still = new Set(behind.map(({ episodeId }) => episodeId))
      for (const episodeId of found.keys()) if (!still.has(episodeId)) found.delete(episodeId)
      return changed
    },
  }
}

async function look(
  record: Pick<EventRecord, 'readEpisode'>,
  episodeId: string,
  today: CalendarDate,
  protocol: AdoptedProtocol,
): Promise<{ readonly changed?: ChangedEpisode }> {
  const history = foldHistory((await record.readEpisode(episodeId)).map(careEventFrom))
  const change = protocolChangeFor(history, today, { ...protocol, adopted: protocol.standard })
  return change ? { changed: { change, item: protocolChangeItem(history, change) } } : {}
}
