import { createContext, useContext, useEffect, useMemo, useState } from 'react'
import { timeWords } from '../dates.ts'
import { t } from '../strings/t.ts'

/** Whether what is on the screen is on disk. */
export type SaveState =
  | { readonly is: 'none' }
  | { readonly is: 'unsaved' }
  | { readonly is: 'saving' }
  | { readonly is: 'saved'; readonly at: Date }
  /** On this device, and not yet at the service: no network, or nobody signed in. */
  | { readonly is: 'kept'; readonly count: number }
  /** Two answers to one question: one has to be chosen. */
  | { readonly is: 'choose' }
  | { readonly is: 'failed'; readonly isOnDevice: boolean; readonly error: unknown }

interface Saving {
  readonly state: SaveState
  readonly tell: (state: SaveState) => void
}

export const SavingContext = createContext<Saving>({ state: { is: 'none' }, tell: () => undefined })

/** The state that the header shows, for the frame to provide. */
export function useSavingValue(): Saving {
  const [state, tell] = useState<SaveState>({ is: 'none' })
  return useMemo(() => ({ state, tell }), [state])
}

/** Tells the header whether the screen's changes are saved; leaving the screen clears it. */
export function useTellSaving(state: SaveState): void {
  const { tell } = useContext(SavingContext)
  useEffect(() => {
    tell(state)
    return () => tell({ is: 'none' })
  }, [state, tell])
}

/** "Saved 10:42", in the header; announced, since it changes by itself. */
export function SaveNote() {
  const { state } = useContext(SavingContext)
  const words =
    state.is === 'saved'
      ? t('saving.saved', { time: timeWords(state.at) })
      : state.is === 'none'
        ? ''
        : t(`saving.${state.is}`)
  return (
    <span
      className={state.is === 'failed' || state.is === 'choose' ? 'save-state save-state-failed' : 'save-state'}
      role="status"
    >
      {words}
    </span>
  )
}
