import type { EpisodeHistory, PatientAnswers } from './episode.ts'
import type { Description, ObservedFinding, ObservedFindings } from './events.ts'

/** What the patient said last and no clinician has settled yet. */
export interface OpenAnswers {
  readonly answers: PatientAnswers
  /** Findings as the patient said them; none of them is a finding of the episode. */
  readonly findings: ObservedFindings
  /** Where it hurts and what the patient cannot do, unless somebody has described that since. */
  readonly description?: Description
}

/**
 * The patient's last answers, without those that are settled: a clinician has entered that finding since, or had
 * already entered the same for that day, or a later one. Nothing where there is nothing left.
 *
 * @example openAnswers(history)?.findings // { fever: { value: 'present', observedOn: '2026-03-14' } }
 */
export function openAnswers(history: EpisodeHistory): OpenAnswers | undefined {
  const answers = history.patientAnswers.at(-1)
  if (answers === undefined) return undefined
  const findings = Object.fromEntries(
    Object.entries(answers.findings).filter(([id, said]) => !isSettled(history, answers, id, said)),
  )
  const described = (history.description?.sequence ?? 0) > answers.sequence || isEmpty(answers.description)
  if (Object.keys(findings).length === 0 && described) return undefined
  return { answers, findings, ...(described ? {} : { description: answers.description }) }
}

function isSettled(
  history: EpisodeHistory,
  { sequence }: PatientAnswers,
  id: string,
  { value, observedOn }: ObservedFinding,
): boolean {
  const standing = history.findings[id]
  if (standing === undefined) return false
  if (standing.sequence > sequence || standing.earlier.some((each) => each.sequence > sequence)) return true
  return standing.observedOn > observedOn || (standing.observedOn === observedOn && standing.value === value)
}

function isEmpty({ regions, activities, words }: Description): boolean {
  return regions.length === 0 && activities.length === 0 && words === undefined
}
