/** Saves the drafts that are open: when the service answers again, after the session was asked for. */
const onReturn = new Set<() => Promise<void>>()

/** Has a draft that is open saved as soon as the service answers again. Gives what ends it. */
export function whenBack(save: () => Promise<void>): () => void {
  onReturn.add(save)
  return () => onReturn.delete(save)
}

/** Saves every draft that is open in this window; resolves when each is saved, or known why not. */
export async function saveOpen(): Promise<void> {
  await Promise.all([...onReturn].map((save) => save()))
}
