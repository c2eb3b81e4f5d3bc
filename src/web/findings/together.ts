import type { RecordedFindings } from '../../evaluate/situation.ts'

/**
 * The note of a draft that says of an answer that it was set with its group by one press, and not asked by itself.
 *
 * @example togetherNote('fever') // 'together.fever'
 */
export const togetherNote = (finding: string): string => `together.${finding}`

/**
 * Answers with the mark of those that "None of these" set, as far as they still say No.
 *
 * @example withTogether({ fever: { value: 'absent' } }, () => '1').fever // { value: 'absent', together: true }
 */
export function withTogether(
  answers: RecordedFindings,
  noteOf: (finding: string) => string | undefined,
): RecordedFindings {
  return Object.fromEntries(
    Object.entries(answers).map(([id, answer]) => {
      const isTogether = answer.value === 'absent' && noteOf(id) !== undefined
      return [id, isTogether ? { ...answer, together: true } : answer] as const
    }),
  )
}
