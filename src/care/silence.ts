import type { EpisodeHistory, Override } from './episode.ts'
import { moreUrgent } from './service-levels.ts'

/** The part of an action (of a live decision, or of a signed one) that its silence hangs on. */
export interface SilenceableAction {
  readonly decision: string
  readonly outcome: string
  readonly findings: readonly { readonly finding: string }[]
}

/** A finding whose value is another one than when the card was overridden. */
export interface ChangedFinding {
  readonly finding: string
  /** Absent where it was not recorded. */
  readonly from?: string | number
  readonly to?: string | number
}

export interface Silence {
  readonly override: Override
  readonly silenced: boolean
  /** Why the card is back: the findings that changed, of those that the recommendation rests on then or now. */
  readonly changed: readonly ChangedFinding[]
  /** The card is back because the recommendation itself is another one, or more urgent (time passing can do that). */
  readonly changedOutcome: boolean
}

/**
 * Whether a card that was overridden stays silent, and if not, what changed. Nothing where it was never overridden, or
 * where the recommended thing was done after all.
 *
 * @example silenceOf(action, episode)?.changed // [{ finding: 'fever', from: 'absent', to: 'present' }]
 */
export function silenceOf(action: SilenceableAction, history: EpisodeHistory): Silence | undefined {
  const override = history.overrides.findLast(({ decision }) => decision === action.decision)
  if (!override || override.ended?.how === 'acted') return undefined
  const concerned = new Set([...override.evidence, ...action.findings.map(({ finding }) => finding)])
  const changed = [...concerned].flatMap((finding): ChangedFinding[] => {
    const from = override.findings[finding]?.value
    const to = history.findings[finding]?.value
    if (from === to) return []
    return [{ finding, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }]
  })
  const urgency = history.urgency ?? override.urgency
  const changedOutcome =
    action.outcome !== override.outcome || moreUrgent(override.urgency, urgency) !== override.urgency
  return { override, silenced: changed.length === 0 && !changedOutcome, changed, changedOutcome }
}

/**
 * Whether a card is not shown because the clinician chose otherwise and nothing it rests on has changed since.
 *
 * @example isSilenced(decision.actions[0], episode) // true
 */
export function isSilenced(action: SilenceableAction, history: EpisodeHistory): boolean {
  return silenceOf(action, history)?.silenced ?? false
}
