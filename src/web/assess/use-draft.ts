import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { RecordedFindings } from '../../evaluate/situation.ts'
import type { Draft } from '../../service/api/draft.ts'
import type { EpisodeView } from '../../service/api/episode.ts'
import { Failure, queries, send } from '../api.ts'
import { type AnswerChanges, withChanges } from '../findings/form.tsx'
import type { SaveState } from '../frame/save-state.tsx'

/** Screens that keep answers of their own until they are signed. */
export type DraftName = 'assess' | 'results' | 'review'

/** Unsigned answers: kept by the service within a second of the last change. */
export interface DraftAnswers {
  readonly answers: RecordedFindings
  readonly change: (changes: AnswerChanges) => void
  /** Forgets them, once they are recorded. */
  readonly clear: () => Promise<void>
  readonly saving: SaveState
  /** Somebody recorded something else in the episode since these were begun. */
  readonly isBehind: boolean
}

const PAUSE_MILLISECONDS = 500
const RETRY_MILLISECONDS = 5_000

const keyOf = (episodeId: string) => ['draft', episodeId]
const pathOf = (episodeId: string) => `/api/episodes/${episodeId}/draft`

/** The author's draft of an episode, as kept; null where there is none. */
export function useStoredDraft({ episodeId }: EpisodeView) {
  return useQuery({
    queryKey: keyOf(episodeId),
    queryFn: () => send<{ draft: Draft | null }>('GET', pathOf(episodeId)),
    // What is typed here is newer than what any later answer would say.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })
}

/** Answers of one screen, saved as they change: one save at a time, the latest answers last, again after a failure. */
export function useDraft(view: EpisodeView, name: DraftName, stored: Draft | null): DraftAnswers {
  const [answers, setAnswers] = useState(() => answersIn(stored, name))
  const [saving, setSaving] = useState<SaveState>(
    stored ? { is: 'saved', at: new Date(stored.savedAt) } : { is: 'none' },
  )
  const saver = useRef({
    revision: stored?.revision ?? 0,
    content: stored?.content ?? {},
    timer: 0,
    busy: false,
    due: false,
  })
  const { episodeId, sequence } = view

  const save = useCallback(async (): Promise<void> => {
    const now = saver.current
    window.clearTimeout(now.timer)
    if (now.busy) {
      now.due = true
      return
    }
    now.busy = true
    now.due = false
    setSaving({ is: 'saving' })
    try {
      now.revision = await put(episodeId, { ...now, sequence })
      setSaving({ is: 'saved', at: new Date() })
    } catch {
      setSaving({ is: 'failed' })
      now.timer = window.setTimeout(save, RETRY_MILLISECONDS)
    }
    now.busy = false
    if (now.due) await save()
  }, [episodeId, sequence])

  const change = useCallback(
    (changes: AnswerChanges) => {
      const now = saver.current
      const next = withChanges(answersIn({ content: now.content }, name), changes)
      now.content = { ...now.content, [name]: asJson(next) }
      setAnswers(next)
      setSaving({ is: 'unsaved' })
      window.clearTimeout(now.timer)
      now.timer = window.setTimeout(save, PAUSE_MILLISECONDS)
    },
    [name, save],
  )

  const clear = useCallback(async () => {
    saver.current.content = { ...saver.current.content, [name]: {} }
    setAnswers({})
    await save()
    queries.removeQueries({ queryKey: keyOf(episodeId) })
  }, [name, save, episodeId])

  useEffect(() => {
    // Leaving within the pause must not lose the last answer.
    const leave = (): void => {
      if (saver.current.timer !== 0) void save()
    }
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      leave()
    }
  }, [save])

  const isBehind = stored !== null && stored.basedOnSequence !== sequence && Object.keys(answers).length > 0
  return { answers, change, clear, saving, isBehind }
}

type Json = Draft['content'][string]

/** Findings are JSON; only their type says more. */
function asJson(findings: RecordedFindings): Json {
  return JSON.parse(JSON.stringify(findings)) as Json
}

function answersIn(draft: Pick<Draft, 'content'> | null, name: DraftName): RecordedFindings {
  return (draft?.content[name] ?? {}) as unknown as RecordedFindings
}

const conflict = 409

/** Saves over the revision it was made from; where the same author saved elsewhere in between, over that one. */
async function put(
  episodeId: string,
  { revision, content, sequence }: Pick<Draft, 'revision' | 'content'> & { readonly sequence: number },
): Promise<number> {
  const write = (over: number) =>
    send<{ draft: Draft | null }>('PUT', pathOf(episodeId), { revision: over, basedOnSequence: sequence, content })
  try {
    const answer = await write(revision)
    return answer.draft?.revision ?? revision + 1
  } catch (error) {
    if (!(error instanceof Failure) || error.status !== conflict) throw error
    const current = await send<{ draft: Draft | null }>('GET', pathOf(episodeId))
    const answer = await write(current.draft?.revision ?? 0)
    return answer.draft?.revision ?? revision + 1
  }
}
