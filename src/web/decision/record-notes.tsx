import type { EpisodeHistory } from '../../care/episode.ts'
import { silenceOf } from '../../care/silence.ts'
import type { DecisionResult } from '../../evaluate/result.ts'
import { dateWords } from '../dates.ts'
import { definitionOf } from '../findings/definition.ts'
import { Shape } from '../frame/shape.tsx'
import { t } from '../strings/t.ts'
import { handledBy } from './handled.ts'
import { decisionLabel } from './panel.tsx'
import { valueWords } from './value-words.ts'

/** What the record adds to the panel: signed when, ordered and awaited, referred, decided otherwise and until when. */
export function RecordNotes({
  result,
  history,
  isUnchanged,
}: {
  readonly result: DecisionResult
  readonly history: EpisodeHistory
  /** Nothing has been answered since the last signature. */
  readonly isUnchanged: boolean
}) {
  const signed = history.signed.at(-1)
  const lines = result.actions.flatMap((action) => {
    const handled = handledBy(action, history)
    if (!handled || action.kind === 'advice') return returned(action, history)
    const what = decisionLabel(action.decision)
    if (handled.is === 'overridden') {
      const { recordedOn, plan, checkBy } = handled.silence.override
      return [t('override.held', { date: dateWords(recordedOn), plan, checkBy: dateWords(checkBy) })]
    }
    return [t(`decision.${handled.is}`, { what, date: dateWords(handled.on) })]
  })
  if (lines.length === 0 && !(signed && isUnchanged)) return null
  return (
    <ul className="plain-list record-notes">
      {signed && isUnchanged ? (
        <li>
          <span className="badge badge-done">
            <Shape of="tick" />
            {t('decision.alreadySigned', { date: dateWords(signed.recordedOn) })}
          </span>
        </li>
      ) : null}
      {[...new Set(lines)].map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}

/** Why a card that was overridden is back: which findings changed, or that the recommendation is another one. */
function returned(action: DecisionResult['actions'][number], history: EpisodeHistory): readonly string[] {
  const silence = silenceOf(action, history)
  if (!silence || silence.silenced) return []
  if (silence.changed.length === 0) return [t('override.returnedOutcome', { what: decisionLabel(action.decision) })]
  const labels = silence.changed.map(({ finding, to = 'notKnown' }) => {
    const label = definitionOf(finding)?.label ?? finding
    return `${label} (${valueWords(finding, to)})`
  })
  return [t('override.returned', { what: decisionLabel(action.decision), labels: labels.join(', ') })]
}
