import { isAway, queries } from '../api.ts'
import { openDraft } from '../drafts/open-keeper.ts'
import { heldSlots } from '../drafts/slots.ts'
import { askSessionAgain } from '../session/use-session.ts'
import { isConnected, watchConnection } from './connection.ts'
import { forgetDraft, forgetOld, keptDrafts } from './device.ts'
import type { KeptDraft, Owner } from './kept.ts'
import { saveOpen } from './when-back.ts'

/** Saves what this device has and the service lacks: now, and whenever the service answers again. */
export function startSync(owner: Owner): () => void {
  const saveAll = async (): Promise<void> => {
    if (!isConnected()) return
    // First who is signed in: the token of a page that was opened without a network comes with it.
    await askSessionAgain()
    await saveOpen()
    await sendKept(owner).catch(() => undefined)
    await queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' })
  }
  void forgetOld(new Date())
    .then(() => sendKept(owner))
    .catch(() => undefined)
  return watchConnection(() => void saveAll())
}

/** Saves the drafts of windows that are gone; one with two answers to a question waits for the person. */
async function sendKept(owner: Owner): Promise<void> {
  if (!isConnected()) return
  // In this order: a window that begins in between is not taken for one that is gone.
  const all = await keptDrafts(owner)
  const held = await heldSlots()
  const rows = all.filter(({ slot }) => !held.has(slot))
  for (const row of onePerEpisode(rows)) await sendOne(owner, row)
}

async function sendOne(owner: Owner, row: KeptDraft): Promise<void> {
  if (row.unsent === 0 && row.draft.contested.length === 0) return forgetDraft(row.slot)
  try {
    const { close } = await openDraft(owner, row.view)
    await close()
  } catch (error) {
    // Refused, it stays until the person opens it and sees why.
    if (isAway(error)) throw error
  }
}

function onePerEpisode(rows: readonly KeptDraft[]): readonly KeptDraft[] {
  const sorted = [...rows].sort((a, b) => a.unsent - b.unsent)
  return [...new Map(sorted.map((row) => [row.episodeId, row])).values()]
}
