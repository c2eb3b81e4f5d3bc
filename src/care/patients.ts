import type { EpisodeHistory } from './episode.ts'
import type { CareEvent, PatientDetails } from './events.ts'
import { foldHistory } from './history.ts'

/** A patient with all episodes; one that was merged into another keeps its name for the history and has none. */
export interface PatientHistory {
  readonly patientId: string
  readonly patient: PatientDetails
  /** Oldest first, voided ones included. */
  readonly episodes: readonly EpisodeHistory[]
  /** Patients that turned out to be this one. */
  readonly mergedFrom: readonly string[]
  /** The patient that this one turned out to be. */
  readonly mergedInto?: string
}

/**
 * Events of any number of episodes, as the patients they belong to. An episode belongs to its patient, or to the one
 * that patient was merged into, over any number of merges. Details are those of the patient's own latest episode that is
 * not voided.
 * Throws a CareError as `foldHistory` does.
 *
 * @example foldPatients(events).get('patient-2')?.episodes.length // 2, one of them brought by a merge
 */
export function foldPatients(events: readonly CareEvent[]): ReadonlyMap<string, PatientHistory> {
  const byEpisode = new Map<string, CareEvent[]>()
  for (const event of events) byEpisode.set(event.episodeId, [...(byEpisode.get(event.episodeId) ?? []), event])
  const histories = [...byEpisode.values()].map((each) =>
    foldHistory(each.toSorted((one, other) => one.sequence - other.sequence)),
  )
  const mergedInto = mergesOf(histories)
  const ids = new Set(histories.flatMap(({ patientId, formerPatientIds }) => [...formerPatientIds, patientId]))
  const patients = [...ids].flatMap((patientId): [string, PatientHistory][] => {
    const into = survivorOf(patientId, mergedInto)
    const episodes = histories.filter((history) => survivorOf(history.patientId, mergedInto) === patientId)
    const mergedFrom = [...ids].filter((id) => id !== patientId && survivorOf(id, mergedInto) === patientId)
    const patient = detailsOf(patientId, histories)
    if (!patient) return []
    const merged = into === patientId ? {} : { mergedInto: into }
    return [[patientId, { patientId, patient, episodes, mergedFrom, ...merged }]]
  })
  return new Map(patients)
}

/** Each merged patient, and the one it was merged into. */
function mergesOf(histories: readonly EpisodeHistory[]): ReadonlyMap<string, string> {
  const merges = new Map<string, string>()
  for (const { patientId, formerPatientIds } of histories)
    formerPatientIds.forEach((former, index) => {
      merges.set(former, formerPatientIds[index + 1] ?? patientId)
    })
  return merges
}

/** Follows merges to their end; two that were merged into each other by mistake stay apart rather than vanish. */
function survivorOf(patientId: string, mergedInto: ReadonlyMap<string, string>): string {
  const seen = new Set([patientId])
  let last = patientId
  for (let next = mergedInto.get(last); next !== undefined; next = mergedInto.get(last)) {
    if (seen.has(next)) return patientId
    seen.add(next)
    last = next
  }
  return last
}

/** The details under which a patient was registered: those of its own episodes, else of one that a merge brought. */
function detailsOf(patientId: string, histories: readonly EpisodeHistory[]): PatientDetails | undefined {
  const firstId = ({ formerPatientIds, patientId: current }: EpisodeHistory): string => formerPatientIds[0] ?? current
  const involving = histories
    .filter((history) => history.patientId === patientId || history.formerPatientIds.includes(patientId))
    .toSorted((one, other) => (one.registered.recordedAt < other.registered.recordedAt ? -1 : 1))
  const own = involving.filter((history) => firstId(history) === patientId)
  return (own.findLast(({ voided }) => !voided) ?? own.at(-1) ?? involving.at(-1))?.patient
}
