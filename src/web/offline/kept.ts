import type { EpisodeView } from '../../service/api/episode.ts'
import type { WorkingDraft } from '../drafts/keeper.ts'
import { countChanges } from '../drafts/merge.ts'
import { type DraftScreen, draftScreens, partOf } from '../drafts/screens.ts'

/** Whose something is: the workspace and the account, so that no other person and no other record sees it. */
export type Owner = `${string}:${string}`

/**
 * The owner of what a session types.
 *
 * @example ownerOf({ workspace: 'real', person: { id: '6f1c' } }) // 'real:6f1c'
 */
export function ownerOf({
  workspace,
  person,
}: {
  readonly workspace: string
  readonly person: { readonly id: string }
}): Owner {
  return `${workspace}:${person.id}`
}

/** A draft on this device: one row for each window that works on it. */
export interface KeptDraft {
  readonly slot: string
  readonly owner: Owner
  readonly episodeId: string
  /** The episode as last loaded, to show whose answers these are and to decide on; its history is needed for both. */
  readonly view: EpisodeView
  readonly draft: WorkingDraft
  /** Answers that the service does not have. */
  readonly unsent: number
  readonly keptAt: string
}

/** What is kept of one episode, and on which screen to go on. */
export interface KeptEpisode extends KeptDraft {
  readonly screen: DraftScreen
}

/**
 * One line for each episode, whatever number of windows keeps it: the one with most that the service lacks.
 *
 * @example byEpisode([]) // []
 */
export function byEpisode(rows: readonly KeptDraft[]): readonly KeptEpisode[] {
  const sorted = [...rows].sort((a, b) => a.unsent - b.unsent || a.keptAt.localeCompare(b.keptAt))
  return [...new Map(sorted.map((row) => [row.episodeId, row])).values()].map((row) => ({
    ...row,
    screen: draftScreens.find((screen) => isChanged(row, screen)) ?? 'assess',
  }))
}

function isChanged({ draft: { base, content } }: KeptDraft, screen: DraftScreen): boolean {
  return countChanges(partOf(base.content, screen), partOf(content, screen)) > 0
}

/**
 * How many answers are on this device and not on the server.
 *
 * @example countUnsent([]) // 0
 */
export function countUnsent(rows: readonly KeptDraft[]): number {
  return byEpisode(rows).reduce((sum, { unsent }) => sum + unsent, 0)
}
