import { Button } from '@mantine/core'
import { useState } from 'react'
import type { RecordedFindings } from '../../evaluate/situation.ts'
import { t } from '../strings/t.ts'
import type { QuestionProps } from './answer-props.ts'
import type { Said } from './patient-said.tsx'
import { Question } from './question.tsx'
import { countAnswers, type NoneOfThese, type QuestionGroup } from './questions.ts'

/** Of one sign there is no "these": it is asked. */
const SIGNS_AT_LEAST = 2

/** A section of the form: its questions, how many are answered, and "None of these" where the group allows it. */
export function QuestionSection({
  group,
  recorded,
  asOf,
  onAnswer,
  onAnswers,
  none,
  contradicting,
  last,
  counted,
  said,
  dated,
  readOnly,
}: {
  readonly group: QuestionGroup
  readonly recorded: RecordedFindings
  readonly onAnswers: (answers: Readonly<Record<string, { readonly value: string } | undefined>>) => void
  readonly none: NoneOfThese
  readonly contradicting: ReadonlySet<string>
  readonly last?: (id: string) => string | undefined
  readonly counted?: (id: string) => string | undefined
  readonly said?: ReadonlyMap<string, Said>
} & Pick<QuestionProps, 'asOf' | 'onAnswer' | 'dated' | 'readOnly'>) {
  const { asked, answered, notKnown } = countAnswers(group.questions, recorded)
  const signs = group.questions.filter(({ kind }) => kind === 'sign').length
  const heading = `group-${group.name.replaceAll(' ', '-')}`
  return (
    <section className="card group" aria-labelledby={heading}>
      <h2 id={heading}>{group.name}</h2>
      <p className="muted group-lead">
        {asked > 0 ? t('questions.progress', { count: asked, answered, notKnown }) : null}
        {group.alone ? ` ${t('questions.alone')}` : null}
      </p>
      {group.questions.map((definition) => (
        <Question
          key={definition.id}
          definition={definition}
          recorded={recorded[definition.id]}
          asOf={asOf}
          onAnswer={onAnswer}
          contradicts={contradicting.has(definition.id)}
          {...optional('last', last?.(definition.id))}
          {...optional('counted', counted?.(definition.id))}
          {...optional('said', said?.get(definition.id))}
          {...optional('dated', dated)}
          {...optional('readOnly', readOnly)}
        />
      ))}
      {group.alone || group.recordedAsDone || readOnly || signs < SIGNS_AT_LEAST ? null : (
        <NoneButton none={none} onAnswers={onAnswers} recorded={recorded} />
      )}
    </section>
  )
}

function optional<Key extends string, Value>(key: Key, value: Value | undefined): { readonly [K in Key]?: Value } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [K in Key]?: Value }
}

/** Sets every open sign of the group to No, says which and how many, and can take it back. */
function NoneButton({
  none,
  onAnswers,
  recorded,
}: {
  readonly none: NoneOfThese
  readonly recorded: RecordedFindings
  readonly onAnswers: (answers: Readonly<Record<string, { readonly value: string } | undefined>>) => void
}) {
  const [done, setDone] = useState<NoneOfThese['sets']>([])
  const standing = done.filter(({ id }) => recorded[id]?.value === 'absent')
  const labels = (list: NoneOfThese['sets']) => list.map(({ label }) => label).join(', ')
  const set = (): void => {
    setDone(none.sets)
    onAnswers(Object.fromEntries(none.sets.map(({ id }) => [id, { value: 'absent' }])))
  }
  const undo = (): void => {
    setDone([])
    onAnswers(Object.fromEntries(standing.map(({ id }) => [id, undefined])))
  }
  return (
    <div className="none" aria-live="polite">
      {none.sets.length > 0 ? (
        <>
          <Button variant="default" onClick={set}>
            {t('questions.noneOfThese')}
          </Button>
          <span className="muted">{t('questions.noneHelp', { count: none.sets.length })}</span>
        </>
      ) : null}
      {standing.length > 0 ? (
        <>
          <span>{t('questions.noneDone', { count: standing.length, labels: labels(standing) })}</span>
          <button type="button" className="link-button" onClick={undo}>
            {t('questions.undo')}
          </button>
        </>
      ) : null}
      {none.leaves.length > 0 ? <span>{t('questions.noneLeft', { labels: labels(none.leaves) })}</span> : null}
    </div>
  )
}
