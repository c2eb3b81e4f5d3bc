import type { Draft } from '../../service/api/draft.ts'
import type { EpisodeView } from '../../service/api/episode.ts'
import { Failure, isAway, isSignedOut, networkFailure, send, signedInAs } from '../api.ts'
import { forgetDraft, keepDraft, keptDrafts } from '../offline/device.ts'
import type { KeptDraft, Owner } from '../offline/kept.ts'
import { askSessionAgain } from '../session/use-session.ts'
import { DraftKeeper, type WorkingDraft } from './keeper.ts'
import { contentOf, countChanges } from './merge.ts'
import { heldSlots, holdSlot } from './slots.ts'

/** A draft that is open in this window. */
export interface OpenDraft {
  readonly keeper: DraftKeeper
  /** The episode as last loaded, kept beside the answers. */
  readonly show: (view: EpisodeView) => void
  /** Saves, lets go, and deletes from this device what the service has. */
  readonly close: () => Promise<void>
}

const pathOf = (episodeId: string) => `/api/episodes/${episodeId}/draft`
interface Answer {
  readonly draft: Draft | null
}

/** The service's draft; `undefined` where it does not answer. */
export async function askService(episodeId: string): Promise<Draft | null | undefined> {
  try {
    return (await send<Answer>('GET', pathOf(episodeId))).draft
  } catch (error) {
    if (isAway(error)) return undefined
    throw error
  }
}

/**
 * Opens the draft of an episode: what the service has, and whatever windows of this device have kept over it.
 * Throws a `Failure` where the service refuses; without a network it opens with what is kept here.
 */
export async function openDraft(owner: Owner, view: EpisodeView): Promise<OpenDraft> {
  const { episodeId } = view
  const [stored, rows] = await Promise.all([
    askService(episodeId),
    keptDrafts(owner, episodeId).catch(() => [] as readonly KeptDraft[]),
  ])
  const slot = crypto.randomUUID()
  const release = await holdSlot(slot)
  let shown = view
  const keeper = new DraftKeeper(
    beginWith(stored, rows, view),
    {
      now: () => new Date(),
      send: (save) => saveAt(owner, episodeId, save),
      keep: (draft, unsent) =>
        keepDraft({ slot, owner, episodeId, view: leastOf(shown), draft, unsent, keptAt: new Date().toISOString() }),
      forget: () => forgetDraft(slot),
    },
    stored ? { is: 'saved', at: new Date(stored.savedAt) } : { is: 'none' },
  )
  for (const row of rows) keeper.adopt(row.draft)
  await keeper.keepNow()
  // Rows of windows that are gone have been taken over.
  const held = await heldSlots()
  await Promise.all(rows.filter((row) => !held.has(row.slot)).map((row) => forgetDraft(row.slot))).catch(
    () => undefined,
  )
  return {
    keeper,
    show: (next) => {
      if (next === shown) return
      shown = next
      void keeper.keepNow()
    },
    close: async () => {
      await keeper.close()
      release()
    },
  }
}

/** What the questions and the decision need of an episode, and no more. */
function leastOf(view: EpisodeView): EpisodeView {
  return { ...view, state: { ...view.state, timeline: [], worklist: [], upcoming: [], pathway: [] } }
}

/** Saves as the person who typed it, and as nobody else. */
async function saveAt(
  owner: Owner,
  episodeId: string,
  save: Pick<Draft, 'revision' | 'basedOnSequence' | 'content'>,
): Promise<Draft | null> {
  if (signedInAs() !== owner) throw new Failure(0, networkFailure, undefined, undefined)
  try {
    return (await send<Answer>('PUT', pathOf(episodeId), save)).draft
  } catch (error) {
    if (isSignedOut(error)) void askSessionAgain()
    throw error
  }
}

/** The service's draft; where it does not answer, the latest of it that a window has kept. */
function beginWith(
  stored: Draft | null | undefined,
  rows: readonly KeptDraft[],
  { sequence }: EpisodeView,
): WorkingDraft {
  const latest = rows.map(({ draft }) => draft).sort((a, b) => b.base.revision - a.base.revision)[0]
  const base =
    stored === undefined
      ? (latest?.base ?? { revision: 0, content: {} })
      : { revision: stored?.revision ?? 0, content: contentOf(stored) }
  const hasAnswers = countChanges({}, base.content) > 0
  const begun = stored?.basedOnSequence ?? latest?.basedOnSequence ?? sequence
  return { content: base.content, base, basedOnSequence: hasAnswers ? begun : sequence, contested: [] }
}
