import { decide } from '../evaluate/decide.ts'
import type { CalendarDate } from '../language/date.ts'
import type { Protocol } from '../language/protocol.ts'
import type { Episode } from './episode.ts'
import type { CareEvent } from './events.ts'
import { observedOf } from './findings.ts'
import { foldHistory } from './history.ts'
import { pathwayOf } from './pathway.ts'
import { protocolChangeFor, protocolChangeItem, type Versions } from './protocol-change.ts'
import { type ServiceLevels, serviceLevels } from './service-levels.ts'
import { statusOf } from './status.ts'
import { timelineOf } from './timeline.ts'
import { atServiceLevels, dueItems, openWork } from './worklist.ts'

/**
 * The recorded events of one episode, in their sequence, as the episode stands on a day (`asOf`, in the site's time
 * zone): everything is computed from the events and that day, nothing is stored as truth. Events recorded after the
 * day are left out, so that a past day can be looked at again; `sequence` is that of the last event given, for the
 * next append. Throws a CareError as `foldHistory` does, and `PLB_CARE_NOT_REGISTERED` for a day before the first event.
 * Given the earlier versions of the protocol, it also says what the adopted one changes for the last signed decision;
 * given a site's service levels, work is due by those.
 *
 * @example foldEpisode(events, '2026-03-15', standard).status // 'conservativeCare'
 */
export function foldEpisode(
  events: readonly CareEvent[],
  asOf: CalendarDate,
  protocol: Protocol,
  site?: Omit<Versions, 'adopted'> & { readonly serviceLevels?: ServiceLevels },
): Episode {
  const known = events.filter(({ recordedOn }) => recordedOn <= asOf)
  const history = foldHistory(known)
  const decision = decide(protocol, observedOf(history.findings), asOf)
  const protocolChange = site && protocolChangeFor(history, asOf, { ...site, adopted: protocol })
  const levels = site?.serviceLevels ?? serviceLevels
  const work = [...openWork(history), ...(protocolChange ? [protocolChangeItem(history, protocolChange)] : [])]
  return {
    ...history,
    sequence: events.at(-1)?.sequence ?? history.sequence,
    asOf,
    decision,
    status: statusOf(history, decision, asOf),
    awaited: history.orders.filter(({ state }) => state === 'awaited'),
    serviceLevels: levels,
    pathway: pathwayOf(history, decision, protocol, asOf, levels),
    timeline: timelineOf(known, protocol),
    ...(protocolChange ? { protocolChange } : {}),
    worklist: dueItems(work, asOf, levels),
    upcoming: work.filter(({ opensOn }) => opensOn > asOf).map((item) => atServiceLevels(item, levels)),
  }
}
