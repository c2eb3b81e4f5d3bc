import { startTransition, useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { RecordedFindings } from '../../evaluate/situation.ts'
import type { EpisodeView } from '../../service/api/episode.ts'
import type { AnswerChanges } from '../findings/changes.ts'
import { painted } from '../frame/painted.ts'
import type { SaveState } from '../frame/save-state.tsx'
import { ownerOf } from '../offline/kept.ts'
import { whenBack } from '../offline/when-back.ts'
import { useSession } from '../session/use-session.ts'
import type { DraftKeeper } from './keeper.ts'
import { type Contested, NOTES } from './merge.ts'
import type { OpenDraft } from './open-keeper.ts'

/** Screens that keep answers of their own until they are signed. */
export type DraftName = 'assess' | 'results' | 'review' | 'refer' | 'summary'

const NONE: RecordedFindings = {}

/** Unsigned answers of one screen: kept on this device at once, and by the service within a second. */
export interface DraftAnswers {
  readonly answers: RecordedFindings
  readonly change: (changes: AnswerChanges) => void
  /** Text that goes with the answers; a screen with several fields has a name for each. */
  readonly note: (field?: string) => string | undefined
  readonly changeNote: (text: string | undefined, field?: string) => void
  /** Takes back the last change, or does it again; gives the findings it touched. */
  readonly step: (direction: 'undo' | 'redo') => readonly string[]
  readonly has: Readonly<Record<'undo' | 'redo', boolean>>
  /** Forgets them, once they are recorded in the event of this sequence. */
  readonly clear: (sequence: number) => Promise<void>
  readonly saving: SaveState
  readonly save: () => void
  /** The episode's last event that was seen when these were begun. */
  readonly basedOnSequence: number
  readonly see: (sequence: number, givenUp: readonly string[]) => void
  /** Two answers to one question, given in two windows. */
  readonly contested: readonly Contested[]
  readonly choose: (theirs: ReadonlySet<Contested>) => void
}

/** The store on this device comes when the questions are on the screen to be read: it is no small part of the load. */
async function openKeeper() {
  if (!isStoreThere) await painted()
  const keeper = await import('./open-keeper.ts')
  isStoreThere = true
  return keeper
}
let isStoreThere = false

async function touch(): Promise<void> {
  const { touchSession } = await import('../offline/device.ts')
  await touchSession(new Date())
}

/** A draft that is being opened, is open, or could not be. */
export interface DraftState {
  readonly keeper?: DraftKeeper
  readonly error?: unknown
  readonly retry: () => void
}

/** Opens the draft of an episode, once it is needed, for as long as the screen is shown. */
export function useOpenDraft(view: EpisodeView, isNeeded = true): DraftState {
  const session = useSession()
  const [state, setState] = useState<{ readonly keeper?: DraftKeeper; readonly error?: unknown }>({})
  const [tries, setTries] = useState(0)
  const owner = ownerOf(session)
  const opened = useRef<OpenDraft | undefined>(undefined)
  const latest = useRef(view)
  latest.current = view
  const { episodeId } = view
  // biome-ignore lint/correctness/useExhaustiveDependencies: opened once for an episode, and again after a failure.
  useEffect(() => {
    if (!isNeeded) return undefined
    let isLeft = false
    const opening = openKeeper().then(({ openDraft }) => openDraft(owner, latest.current))
    opening.then(
      (draft) => {
        if (isLeft) return void draft.close()
        opened.current = draft
        draft.show(latest.current)
        startTransition(() => setState({ keeper: draft.keeper }))
      },
      (error: unknown) => setState({ error }),
    )
    return () => {
      isLeft = true
      void opened.current?.close()
      opened.current = undefined
    }
  }, [owner, episodeId, tries, isNeeded])
  useEffect(() => opened.current?.show(view), [view])
  useSaving(state.keeper)
  return { ...state, retry: () => setTries(tries + 1) }
}

/** Saves when the service answers again, and before the page goes; asks where going would lose something. */
function useSaving(keeper: DraftKeeper | undefined): void {
  useEffect(() => {
    if (!keeper) return undefined
    const save = (): Promise<void> => keeper.flush()
    const hide = (): void => void save()
    const end = whenBack(save)
    // Asked before the page goes, the last change can still be kept.
    const guard = (event: BeforeUnloadEvent): void => {
      if (keeper.isAtRisk) event.preventDefault()
    }
    window.addEventListener('beforeunload', guard)
    window.addEventListener('pagehide', hide)
    return () => {
      end()
      window.removeEventListener('beforeunload', guard)
      window.removeEventListener('pagehide', hide)
    }
  }, [keeper])
}

/** One screen's part of an open draft. */
export function useDraft(keeper: DraftKeeper, view: EpisodeView, name: DraftName): DraftAnswers {
  const { draft, saving } = useSyncExternalStore(keeper.subscribe, keeper.read)
  const { sequence } = view
  useEffect(() => keeper.follow(sequence), [keeper, sequence])
  const change = useCallback(
    (changes: AnswerChanges) => {
      keeper.change(name, changes)
      void touch().catch(() => undefined)
    },
    [keeper, name],
  )
  const changeNote = useCallback(
    (text: string | undefined, field?: string) =>
      keeper.change(NOTES, { [noteId(name, field)]: text === undefined ? undefined : { value: text } }),
    [keeper, name],
  )
  const clear = useCallback((at: number) => keeper.clear(name, at), [keeper, name])
  return {
    answers: draft.content[name] ?? NONE,
    change,
    note: (field) => draft.content[NOTES]?.[noteId(name, field)]?.value.toString(),
    changeNote,
    step: (direction) => keeper.step(name, direction),
    has: { undo: keeper.steps.has(name, 'undo'), redo: keeper.steps.has(name, 'redo') },
    clear,
    saving,
    save: () => void keeper.flush(),
    basedOnSequence: draft.basedOnSequence,
    see: (at, givenUp) => keeper.see(at, name, givenUp),
    contested: draft.contested,
    choose: (theirs) => keeper.choose(theirs),
  }
}

function noteId(name: DraftName, field: string | undefined): string {
  return field === undefined ? name : `${name}.${field}`
}
