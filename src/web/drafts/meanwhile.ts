import type { CurrentFinding, Episode } from '../../care/episode.ts'
import type { Recorded, RecordedFindings } from '../../evaluate/situation.ts'

/** A finding that somebody recorded after these answers were begun. */
export interface RecordedSince {
  readonly id: string
  readonly theirs: CurrentFinding
  /** The unsigned answer here, where it is another one. */
  readonly mine?: Recorded
}

/** What happened in an episode after answers were begun. */
export interface Meanwhile {
  /** Answered differently here: one of both has to be chosen. */
  readonly contested: readonly RecordedSince[]
  /** Not answered here, or answered the same. */
  readonly others: readonly RecordedSince[]
  /** Anything else, as the timeline says it: orders, signatures. */
  readonly words: readonly string[]
}

const ofFindings: ReadonlySet<string> = new Set(['answered', 'amended', 'resultReceived', 'reviewDone', 'registered'])

/**
 * What others recorded after an event, beside the unsigned answers of a screen; `undefined` where nothing was.
 *
 * @example recordedSince(state, state.sequence, answers) // undefined
 */
export function recordedSince(
  state: Pick<Episode, 'sequence' | 'findings' | 'timeline'>,
  sequence: number,
  answers: RecordedFindings,
): Meanwhile | undefined {
  if (state.sequence <= sequence) return undefined
  const since = Object.entries(state.findings)
    .filter(([, finding]) => finding.sequence > sequence)
    .map(([id, theirs]): RecordedSince => {
      const mine = answers[id]
      return mine && mine.value !== theirs.value ? { id, theirs, mine } : { id, theirs }
    })
  return {
    contested: since.filter(({ mine }) => mine !== undefined),
    others: since.filter(({ mine }) => mine === undefined),
    words: state.timeline
      .filter((entry) => entry.sequence > sequence && !ofFindings.has(entry.type))
      .map(({ words }) => words),
  }
}
