import type { Recorded, RecordedFindings } from '../../evaluate/situation.ts'

/** Answers to set at once; undefined clears one. */
export type AnswerChanges = Readonly<Record<string, Recorded | undefined>>

/**
 * Answers with changes made: a cleared one is gone.
 *
 * @example withChanges({ smoker: { value: 'absent' } }, { smoker: undefined }) // {}
 */
export function withChanges(recorded: RecordedFindings, changes: AnswerChanges): RecordedFindings {
  const next: Record<string, Recorded> = { ...recorded }
  for (const [id, answer] of Object.entries(changes)) {
    if (answer === undefined) delete next[id]
    else next[id] = answer
  }
  return next
}
