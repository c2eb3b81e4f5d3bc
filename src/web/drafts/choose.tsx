import { Button } from '@mantine/core'
import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import type { EpisodeView } from '../../service/api/episode.ts'
import { dateWords } from '../dates.ts'
import { valueWords } from '../decision/value-words.ts'
import { definitionOf } from '../findings/definition.ts'
import { useStaff } from '../patients/use-patient.ts'
import { t } from '../strings/t.ts'
import { capitalised } from '../strings/words.ts'
import { type Meanwhile, recordedSince } from './meanwhile.ts'
import { type Contested, NOTES } from './merge.ts'
import type { DraftAnswers } from './use-draft.ts'

/** What has to be looked at before anything is signed: answers of another window, then what others recorded. */
export function Changes({ draft, view }: { readonly draft: DraftAnswers; readonly view: EpisodeView }) {
  if (draft.contested.length > 0) return <TwoWindows draft={draft} />
  const since = recordedSince(view.state, draft.basedOnSequence, draft.answers)
  return since ? <Since key={view.sequence} draft={draft} view={view} since={since} /> : null
}

/**
 * Whether an answer has to be chosen first.
 *
 * @example hasToChoose({ contested: [], answers: {}, basedOnSequence: 4 }, { sequence: 4, … }) // false
 */
export function hasToChoose(
  { contested, answers, basedOnSequence }: Pick<DraftAnswers, 'contested' | 'answers' | 'basedOnSequence'>,
  state: EpisodeView['state'],
): boolean {
  return contested.length > 0 || (recordedSince(state, basedOnSequence, answers)?.contested.length ?? 0) > 0
}

/** The same person answered in two windows or on two devices. */
function TwoWindows({ draft }: { readonly draft: DraftAnswers }) {
  const choices = draft.contested.map((each): Choice => {
    const words = (value: string | number) => (each.screen === NOTES ? String(value) : answerWords(each.id, value))
    return {
      id: `${each.screen} ${each.id}`,
      label: each.screen === NOTES ? noteLabel(each.id) : labelOf(each.id),
      mine: t('choose.here', { value: words(each.mine.value) }),
      theirs: t('choose.elsewhere', { value: words(each.theirs.value) }),
    }
  })
  const take = (theirs: ReadonlySet<string>): void =>
    draft.choose(new Set<Contested>(draft.contested.filter(({ screen, id }) => theirs.has(`${screen} ${id}`))))
  return (
    <Choices key={choices.map(({ id }) => id).join()} title={t('choose.windowsTitle')} choices={choices} onTake={take}>
      <p>{t('choose.windowsText')}</p>
    </Choices>
  )
}

/** Somebody recorded something in the episode after these answers were begun. */
function Since({
  draft,
  view,
  since,
}: {
  readonly draft: DraftAnswers
  readonly view: EpisodeView
  readonly since: Meanwhile
}) {
  const staff = useStaff().data ?? []
  const nameOf = (account: string): string =>
    staff.find(({ id }) => id === account)?.displayName ?? t('summary.someone')
  const choices = since.contested.map(
    ({ id, theirs, mine }): Choice => ({
      id,
      label: labelOf(id),
      mine: t('choose.mine', { value: answerWords(id, mine?.value ?? '') }),
      theirs: t('choose.theirs', {
        value: answerWords(id, theirs.value),
        name: nameOf(theirs.by),
        date: dateWords(theirs.recordedOn),
      }),
    }),
  )
  const take = (theirs: ReadonlySet<string>): void => draft.see(view.sequence, [...theirs])
  return (
    <Choices title={t('choose.title')} choices={choices} onTake={take}>
      <p>{t('errors.conflict')}</p>
      {since.others.length + since.words.length > 0 ? (
        <ul>
          {since.others.map(({ id, theirs }) => (
            <li key={id}>
              {t('choose.recorded', {
                label: labelOf(id),
                value: answerWords(id, theirs.value),
                name: nameOf(theirs.by),
              })}
            </li>
          ))}
          {since.words.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      ) : null}
    </Choices>
  )
}

interface Choice {
  readonly id: string
  readonly label: string
  readonly mine: string
  readonly theirs: string
}

/** Neither is chosen beforehand: both were given by somebody who meant it. */
function Choices({
  title,
  choices,
  onTake,
  children,
}: {
  readonly title: string
  readonly choices: readonly Choice[]
  readonly onTake: (theirs: ReadonlySet<string>) => void
  readonly children: ReactNode
}) {
  const box = useRef<HTMLElement>(null)
  const id = useId()
  const [chosen, setChosen] = useState<Readonly<Record<string, 'mine' | 'theirs'>>>({})
  const [isTried, setTried] = useState(false)
  useEffect(() => box.current?.focus(), [])
  const isComplete = choices.every((choice) => chosen[choice.id] !== undefined)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (isComplete)
      onTake(new Set(choices.filter((choice) => chosen[choice.id] === 'theirs').map((choice) => choice.id)))
  }
  return (
    <section className="error-summary" aria-labelledby={id} tabIndex={-1} ref={box}>
      <h2 id={id}>{title}</h2>
      {children}
      <form className="stack" onSubmit={submit}>
        {choices.map((choice) => (
          <fieldset key={choice.id} className="choice" data-choice={choice.id}>
            <legend>{choice.label}</legend>
            {(['mine', 'theirs'] as const).map((side) => (
              <label key={side} className="check">
                <input
                  type="radio"
                  name={`${id} ${choice.id}`}
                  checked={chosen[choice.id] === side}
                  onChange={() => setChosen({ ...chosen, [choice.id]: side })}
                />
                {choice[side]}
              </label>
            ))}
          </fieldset>
        ))}
        {isTried && !isComplete ? (
          <p className="fault" role="alert">
            {t('choose.missing')}
          </p>
        ) : null}
        <div>
          <Button type="submit" variant={choices.length > 0 ? 'filled' : 'default'}>
            {choices.length > 0 ? t('choose.take') : t('choose.seen')}
          </Button>
        </div>
      </form>
    </section>
  )
}

function answerWords(id: string, value: string | number): string {
  return capitalised(valueWords(id, value))
}

/** What a text is an answer to: by the screen and the part in which it is typed, then by its field. */
const noteLabels: readonly (readonly [RegExp, string])[] = [
  [/^refer\.to$/, t('refer.to')],
  [/^refer\.reason$/, t('refer.reason')],
  [/^refer\.told$/, t('refer.told')],
  [/\.amend\.reason$/, t('amend.reason')],
  [/\.override\.[^.]*\.why$/, t('override.reason')],
  [/\.override\.[^.]*\.plan$/, t('override.plan')],
  [/\.override\.[^.]*\.by$/, t('override.checkBy')],
  [/\.override\.[^.]*\.note$/, t('override.note')],
  [/^summary\.details\.reason$/, t('details.reason')],
  [/^summary\.details\./, t('details.title')],
  [/^summary\.close\.reason$/, t('summary.closeReason')],
  [/^summary\.close\.open$/, t('summary.closeOpen')],
  [/^summary\.void\.reason$/, t('summary.voidReason')],
  [/^summary\.check\..*\.note$/, t('summary.checked')],
  [/^summary\.move\..*\.reason$/, t('move.reason')],
  [/^summary\.merge\..*\.reason$/, t('merge.reason')],
  [/^summary\.unmerge\.reason$/, t('merge.undoReason')],
]

function noteLabel(note: string): string {
  return noteLabels.find(([named]) => named.test(note))?.[1] ?? t('results.reported')
}

function labelOf(id: string): string {
  return capitalised(definitionOf(id)?.label ?? id)
}
