import { createContext, type ReactNode, useContext, useState } from 'react'
import type { EpisodeView } from '../../service/api/episode.ts'
import { FailureNotice, Problem } from '../frame/errors.tsx'
import { useTellSaving } from '../frame/save-state.tsx'
import { t } from '../strings/t.ts'
import { Changes } from './choose.tsx'
import type { DraftKeeper } from './keeper.ts'
import { forgetTyped, type TypedIn, typedIn } from './typed.ts'
import { type DraftAnswers, type DraftState, useDraft, useOpenDraft } from './use-draft.ts'

interface Shared extends DraftState {
  readonly view: EpisodeView
  readonly need: () => void
}

const SummaryContext = createContext<Shared | undefined>(undefined)

/**
 * Keeps what is typed into the cards of a summary with the draft of the episode, as the answers are. The draft is opened
 * once somebody opens a card: whoever only reads opens none.
 */
export function SummaryDraft({
  view,
  isNeeded,
  children,
}: {
  readonly view: EpisodeView
  readonly isNeeded?: boolean
  readonly children: ReactNode
}) {
  const [isOpened, setOpened] = useState(isNeeded === true)
  const opened = useOpenDraft(view, isOpened)
  return (
    <SummaryContext value={{ ...opened, view, need: () => setOpened(true) }}>
      {opened.keeper ? <Saving keeper={opened.keeper} view={view} /> : null}
      {children}
    </SummaryContext>
  )
}

/** Says in the header whether it is saved, and asks where two windows differ. */
function Saving({ keeper, view }: { readonly keeper: DraftKeeper; readonly view: EpisodeView }) {
  const draft = useDraft(keeper, view, 'summary')
  const { saving } = draft
  useTellSaving(saving)
  return (
    <>
      {saving.is === 'failed' ? (
        <Problem onRetry={draft.save}>{saving.isOnDevice ? t('errors.notSavedThere') : t('errors.notSaved')}</Problem>
      ) : null}
      {draft.contested.length > 0 ? <Changes draft={draft} view={view} /> : null}
    </>
  )
}

/** The texts of one card, and what becomes of them once they are recorded. */
export interface CardTexts {
  readonly typed: TypedIn
  /** Forgets them: they are recorded, in the event of this sequence. */
  readonly recorded: (sequence: number) => void
}

/** The texts of a part of the summary; what they stand in is shown once the draft is open. */
export function Typing({
  part,
  fields,
  children,
}: {
  readonly part: string
  readonly fields: readonly string[]
  readonly children: (texts: CardTexts) => ReactNode
}) {
  const shared = useContext(SummaryContext)
  if (shared?.keeper)
    return (
      <Open keeper={shared.keeper} view={shared.view} part={part} fields={fields}>
        {children}
      </Open>
    )
  return shared?.error ? (
    <FailureNotice error={shared.error} onRetry={shared.retry} />
  ) : (
    <p role="status">{t('app.loading')}</p>
  )
}

/** A card that is opened to write in it. */
export function WritingCard({
  title,
  part,
  fields,
  children,
}: {
  readonly title: string
  readonly part: string
  readonly fields: readonly string[]
  readonly children: (texts: CardTexts) => ReactNode
}) {
  const need = useContext(SummaryContext)?.need
  const [isOpen, setOpen] = useState(false)
  return (
    <details
      className="card"
      onToggle={(event) => {
        setOpen(event.currentTarget.open)
        if (event.currentTarget.open) need?.()
      }}
    >
      <summary>{title}</summary>
      {isOpen ? (
        <Typing part={part} fields={fields}>
          {children}
        </Typing>
      ) : null}
    </details>
  )
}

function Open({
  keeper,
  view,
  part,
  fields,
  children,
}: {
  readonly keeper: DraftKeeper
  readonly view: EpisodeView
  readonly part: string
  readonly fields: readonly string[]
  readonly children: (texts: CardTexts) => ReactNode
}) {
  const draft = useDraft(keeper, view, 'summary')
  return children({
    typed: typedIn(draft, part),
    recorded: (sequence) => forgetRecorded({ draft, part, fields, view, sequence }),
  })
}

/** Answers of other screens that had seen everything before this event have seen this one too: it is one's own. */
function forgetRecorded({
  draft,
  part,
  fields,
  view,
  sequence,
}: {
  readonly draft: DraftAnswers
  readonly part: string
  readonly fields: readonly string[]
  readonly view: EpisodeView
  readonly sequence: number
}): void {
  forgetTyped(draft, part, fields)
  if (draft.basedOnSequence >= view.sequence) draft.see(sequence, [])
}
