const prefix = 'plumbline-draft:'

/** Marks a kept draft as that of this window, as long as the window lives. Gives what ends it. */
export function holdSlot(slot: string): () => void {
  let release: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  // Locks end with their window, however it ends. Where there are none, nothing is marked.
  if ('locks' in navigator) void navigator.locks.request(prefix + slot, () => held).catch(() => undefined)
  return release
}

/** The kept drafts that a window is at work on. */
export async function heldSlots(): Promise<ReadonlySet<string>> {
  if (!('locks' in navigator)) return new Set()
  const { held = [] } = await navigator.locks.query()
  return new Set(held.flatMap(({ name }) => (name?.startsWith(prefix) ? [name.slice(prefix.length)] : [])))
}
