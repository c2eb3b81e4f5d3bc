const prefix = 'plumbline-draft:'

/** Marks a kept draft as that of this window, as long as the window lives; resolves when it is marked. Gives what ends it. */
export function holdSlot(slot: string): Promise<() => void> {
  // Locks end with their window, however it ends. Where there are none, nothing is marked.
  if (!('locks' in navigator)) return Promise.resolve(() => undefined)
  return new Promise((granted) => {
    const whileHeld = (): Promise<void> => new Promise<void>((release) => granted(release))
    navigator.locks.request(prefix + slot, whileHeld).catch(() => granted(() => undefined))
  })
}

/** The kept drafts that a window is at work on. */
export async function heldSlots(): Promise<ReadonlySet<string>> {
  if (!('locks' in navigator)) return new Set()
  const { held = [] } = await navigator.locks.query()
  return new Set(held.flatMap(({ name }) => (name?.startsWith(prefix) ? [name.slice(prefix.length)] : [])))
}
