import { memo, useCallback, useMemo } from 'react'
import { wordsFor } from '../../evaluate/explain.ts'
import { type Recorded, type RecordedFindings, situate } from '../../evaluate/situation.ts'
import { standard } from '../protocol/adopted.ts'
import { raisedBy } from '../smart/from-record.tsx'
import { useRecordHere } from '../smart/opened.ts'
import type { AnswerChanges } from './changes.ts'
import { definitionOf } from './definition.ts'
import type { Said } from './patient-said.tsx'
import { QuestionSection } from './question-group.tsx'
import {
  type AnswerFaults,
  derivedValue,
  type NoneOfThese,
  noneOfThese,
  type QuestionGroup,
  questionGroups,
} from './questions.ts'

/**
 * How much of a form is there: its first questions, to be read until the draft is open; the same, to be answered; all of
 * it. A slow phone shows the first before it has drawn the rest, which is below the window.
 */
export type Stage = 'reading' | 'first' | 'whole'

/** The questions that a screen asks, group by group, over what is recorded. Drawn again only when something given changes. */
export const FindingsForm = memo(function FindingsForm({
  recorded,
  asOf,
  given,
  faults,
  onAnswers,
  shows,
  last,
  said,
  dated,
  stage,
}: {
  readonly recorded: RecordedFindings
  readonly asOf: string
  /** Findings that registration has answered. */
  readonly given: ReadonlySet<string>
  readonly faults: AnswerFaults
  readonly onAnswers: (changes: AnswerChanges, together?: boolean) => void
  /** Which groups this screen asks. */
  readonly shows: (group: QuestionGroup) => boolean
  /** The answer of the last visit in words. */
  readonly last?: (id: string) => string | undefined
  /** What the patient said before the visit, by question: shown beside it, and never counted. */
  readonly said?: ReadonlyMap<string, Said>
  readonly dated?: boolean
  readonly stage: Stage
}) {
  const groups = useMemo(() => questionGroups(standard, recorded, asOf, given), [recorded, asOf, given])
  const contradicting = useMemo(() => new Set(faults.impossible.flatMap(({ findings }) => [...findings])), [faults])
  const situation = useMemo(() => situate(standard, recorded, asOf), [recorded, asOf])
  const onAnswer = useCallback((id: string, answer: Recorded | undefined) => onAnswers({ [id]: answer }), [onAnswers])
  const onTogether = useCallback((changes: AnswerChanges) => onAnswers(changes, true), [onAnswers])
  const reading = useRecordHere()?.reading
  const raised = useMemo(() => raisedBy(reading), [reading])
  const counted = (id: string): string | undefined => {
    const definition = definitionOf(id)
    const value = definition && derivedValue(situation, definition, recorded)
    return definition && value !== undefined ? wordsFor(definition, value) : undefined
  }
  const ofScreen = groups.filter(shows)
  const shown = stage === 'whole' ? ofScreen : ofScreen.slice(0, 1)
  return (
    <>
      {shown.map((group) => (
        <QuestionSection
          key={group.name}
          group={group}
          recorded={recorded}
          asOf={asOf}
          onAnswer={onAnswer}
          onAnswers={onTogether}
          none={unlessSaid(noneOfThese(standard, group, recorded, asOf), said, raised)}
          contradicting={contradicting}
          counted={counted}
          {...(last ? { last } : {})}
          {...(said ? { said } : {})}
          {...(dated ? { dated } : {})}
          {...(stage === 'reading' ? { readOnly: true } : {})}
        />
      ))}
    </>
  )
})

/** "None of these" never goes over what the patient or another record said: a sign that was not denied is asked. */
function unlessSaid(
  none: NoneOfThese,
  said: ReadonlyMap<string, Said> | undefined,
  raised: ReadonlySet<string>,
): NoneOfThese {
  const isOpen = (id: string): boolean => {
    if (raised.has(id)) return true
    const each = said?.get(id)
    return each !== undefined && each.settled === undefined && each.answer.value !== 'absent'
  }
  return { ...none, sets: none.sets.filter(({ id }) => !isOpen(id)) }
}
