import type { EpisodeHistory } from '../../care/episode.ts'
import type { RecordedFindings } from '../../evaluate/situation.ts'

/**
 * The history as the panel judges it while answers are being given: those of the draft stand over the recorded ones, and
 * the urgency is that of what is decided now. What was decided otherwise stays silent by this, and comes back at once
 * when an answer changes it, not only after the next signature.
 *
 * @example standingHistory(history, { fever: { value: 'present', observedOn: day } }, 'urgent').findings.fever.value // 'present'
 */
export function standingHistory<History extends EpisodeHistory>(
  history: History,
  answers: RecordedFindings,
  urgency: string,
): History {
  const findings = { ...history.findings }
  for (const [id, { value, observedOn = history.registered.recordedOn }] of Object.entries(answers)) {
    const source = history.findings[id] ?? { ...history.registered, earlier: [] }
    findings[id] = { ...source, value, observedOn }
  }
  return { ...history, findings, urgency }
}
