import type { Recorded } from '../../evaluate/situation.ts'
import type { FindingDefinition } from '../../language/finding.ts'
import type { Said } from './patient-said.tsx'

/** What a question needs to be shown and answered. */
export interface QuestionProps {
  readonly definition: FindingDefinition
  readonly recorded: Recorded | undefined
  readonly asOf: string
  /** Given undefined, the answer is cleared. */
  readonly onAnswer: (id: string, answer: Recorded | undefined) => void
  /** It takes part in an impossible combination. */
  readonly contradicts?: boolean
  /** Shown under the question: the last answer, as text. */
  readonly last?: string
  /** What the patient said before the visit. */
  readonly said?: Said
  /** A value counted from a date, in words. */
  readonly counted?: string
  /** Ask for the day of the observation too. */
  readonly dated?: boolean
  readonly readOnly?: boolean
}

/** What the control of a question needs besides: the elements that name and explain it. */
export interface AnswerProps extends QuestionProps {
  readonly labelledBy: string
  readonly describedBy: string
}
