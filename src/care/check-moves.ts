import { isBlank } from './day-and-text.ts'
import type { EpisodeHistory } from './episode.ts'
import type { CareEvent, CareEventOf } from './events.ts'
import { findingsOfEntry, isAmended } from './moves.ts'
import { type CareProblem, type CareProblemCode, problem } from './problems.ts'

/**
 * Whether an event names the patient that the episode belongs to, or the one that it belongs to from now on.
 *
 * @example checkOwners(history, answered).map(({ code }) => code) // ['PLB_CARE_WRONG_PATIENT']
 */
export function checkOwners(history: EpisodeHistory, event: CareEvent): readonly CareProblem[] {
  switch (event.type) {
    case 'patientsMerged':
      return checkOwning(history, event, { same: 'PLB_CARE_MERGE_SELF', other: 'PLB_CARE_MERGE_PATIENT' })
    case 'episodeMoved':
      return checkOwning(history, event, { same: 'PLB_CARE_MOVE_SELF', other: 'PLB_CARE_MOVE_PATIENT' })
    case 'patientsUnmerged': {
      const isBrought = history.formerPatientIds.at(-1) === event.payload.intoPatientId
      const codes = { same: 'PLB_CARE_NOT_MERGED', other: 'PLB_CARE_NOT_MERGED' } as const
      return isBrought ? checkOwning(history, event, codes) : [problem('PLB_CARE_NOT_MERGED', 'intoPatientId')]
    }
    default:
      return event.patientId === history.patientId ? [] : [problem('PLB_CARE_WRONG_PATIENT', 'patientId')]
  }
}

type Owning = CareEventOf<'patientsMerged' | 'patientsUnmerged' | 'episodeMoved'>

function checkOwning(
  history: EpisodeHistory,
  { patientId, payload: { fromPatientId, intoPatientId } }: Owning,
  codes: { readonly same: CareProblemCode; readonly other: CareProblemCode },
): readonly CareProblem[] {
  if (fromPatientId === intoPatientId) return [problem(codes.same, 'intoPatientId')]
  if (fromPatientId !== history.patientId) return [problem(codes.other, 'fromPatientId')]
  const isNamed = patientId === intoPatientId && !isBlank(intoPatientId)
  return isNamed ? [] : [problem('PLB_CARE_WRONG_PATIENT', 'patientId')]
}

/**
 * Checks that an entry can be moved: it is one of answers or of a result, it still says what it said, and it goes elsewhere.
 *
 * @example checkEntryMoved(history, event).map(({ code }) => code) // ['PLB_CARE_ENTRY_UNKNOWN']
 */
export function checkEntryMoved(history: EpisodeHistory, event: CareEventOf<'entryMovedAway'>): readonly CareProblem[] {
  const { entry, toEpisodeId } = event.payload
  if (toEpisodeId === history.episodeId) return [problem('PLB_CARE_MOVE_SELF', 'toEpisodeId')]
  const others = [
    history.registered,
    ...history.treatments,
    ...history.reviews,
    ...history.amendments,
    ...history.moves,
  ]
  const isResult = history.results.some(({ sequence }) => sequence === entry)
  const isFindings = Object.keys(findingsOfEntry(history, entry)).length > 0
  const isGone = history.movedEntries.some((moved) => moved.went === 'away' && moved.entry === entry)
  if (isGone || (!isResult && !isFindings) || others.some(({ sequence }) => sequence === entry))
    return [problem('PLB_CARE_ENTRY_UNKNOWN', 'entry')]
  return isAmended(history, entry) ? [problem('PLB_CARE_ENTRY_AMENDED', 'entry')] : []
}
