import type { CalendarDate } from '../language/date.ts'
import { careEventFrom, type RecordedEvent } from './events.ts'
import { foldHistory } from './history.ts'
import { type ServiceLevels, serviceLevels, urgencyRank } from './service-levels.ts'
import type { TellableItem } from './telling.ts'
import { dueItems, openWork, sortWorklist } from './worklist.ts'
import type { DueItem, WorklistItem } from './worklist-item.ts'

/** One episode on the worklist: who it is, and everything that is open in it. Plain JSON, the same on every day. */
export type WorklistDocument = {
  readonly episodeId: string
  readonly patientId: string
  readonly sequence: number
  /** The last day on which anything was recorded in the episode: overdue work since then is untouched. */
  readonly lastRecordedOn: CalendarDate
  readonly patient: {
    readonly familyName: string
    readonly givenName: string
    readonly birthDate: CalendarDate
    readonly sexAtBirth: string
    readonly recordNumber: string
    readonly demo: boolean
  }
  readonly items: readonly WorklistItem[]
  /** The last signed decision, and the version it was signed under: another that is adopted may decide otherwise. */
  readonly signed?: { readonly sequence: number; readonly protocolHash: string }
}

/**
 * Turns the events of an episode into its row of the worklist; none for one that is closed or voided and
 * has no letter to put right. It needs
 * no protocol and no clock: the record's thread loads it by name and computes it again whenever its version is raised.
 */
export const worklistProjector = {
  name: 'worklist',
  version: 3,
  /** Throws a CareError for events that are no episode. */
  project(
    events: readonly RecordedEvent[],
  ): { readonly patientId: string; readonly sortKey: string; readonly document: WorklistDocument } | null {
    const read = events.map(careEventFrom)
    const history = foldHistory(read)
    const items = openWork(history)
    if (items.length === 0) return null
    const { episodeId, patientId, sequence } = history
    const { familyName, givenName, birthDate, sexAtBirth, recordNumber, demo = false } = history.patient
    const patient = { familyName, givenName, birthDate, sexAtBirth, recordNumber, demo }
    const lastRecordedOn = read.reduce((last, { recordedOn }) => (recordedOn > last ? recordedOn : last), '')
    const keys = items.map(({ urgency, dueOn }) => `${urgencyRank(urgency)} ${dueOn}`).sort()
    const last = history.signed.at(-1)
    const signed = last ? { signed: { sequence: last.sequence, protocolHash: last.protocol.hash } } : {}
    const document = { episodeId, patientId, sequence, lastRecordedOn, patient, items, ...signed }
    return { patientId, sortKey: keys[0] ?? '', document }
  },
}

/** A row of the worklist on a day. */
export type WorklistRow = { readonly item: DueItem; readonly patient: WorklistDocument['patient'] }

/**
 * What is open, each episode on its own day as on its page: that of the list, but never before what was recorded last in
 * it. A clock that ran ahead and was put right must not hide work, least of all an emergency.
 */
function openOn(
  documents: readonly WorklistDocument[],
  asOf: CalendarDate,
  levels: ServiceLevels = serviceLevels,
): readonly DueItem[] {
  return sortWorklist(
    documents.flatMap(({ items, lastRecordedOn }) =>
      dueItems(items, lastRecordedOn > asOf ? lastRecordedOn : asOf, levels),
    ),
  )
}

/**
 * The stored documents as the worklist of a day: what is open, in words about that day, overdue and urgent first.
 *
 * @example worklistOn(rows.map(({ document }) => document), '2026-03-15')[0].item.due // 'Overdue by 3 days'
 */
export function worklistOn(
  documents: readonly WorklistDocument[],
  asOf: CalendarDate,
  levels?: ServiceLevels,
): readonly WorklistRow[] {
  const patients = new Map(documents.map(({ episodeId, patient }) => [episodeId, patient]))
  const items = openOn(documents, asOf, levels)
  return items.flatMap((item) => {
    const patient = patients.get(item.episodeId)
    return patient ? [{ item, patient }] : []
  })
}

/**
 * The stored documents as work that may have to be told of: no member says who the patient is.
 *
 * @example tellableOn(documents, '2026-03-15')[0].overdueDays // 3
 */
export function tellableOn(
  documents: readonly WorklistDocument[],
  asOf: CalendarDate,
  levels?: ServiceLevels,
): readonly TellableItem[] {
  const last = new Map(documents.map(({ episodeId, lastRecordedOn }) => [episodeId, lastRecordedOn]))
  const items = openOn(documents, asOf, levels)
  return items.map((item) => ({ ...item, lastRecordedOn: last.get(item.episodeId) ?? item.opensOn }))
}
