import { useSyncExternalStore } from 'react'

let isThere = true
const listeners = new Set<() => void>()
let probing: ReturnType<typeof setInterval> | undefined
const PROBE_MILLISECONDS = 5_000

/** Notes whether the service answered; while it does not, it is asked again every few seconds. */
export function sawService(answered: boolean): void {
  if (answered === isThere) return
  isThere = answered
  clearInterval(probing)
  if (!answered) probing = setInterval(() => void probe(), PROBE_MILLISECONDS)
  for (const listener of listeners) listener()
}

/**
 * Whether the service answered when it was last asked.
 *
 * @example isConnected() // true
 */
export const isConnected = (): boolean => isThere

/** Tells of every change; gives what ends it. */
export function watchConnection(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Whether the service answers, for a screen. */
export function useConnected(): boolean {
  return useSyncExternalStore(watchConnection, isConnected)
}

async function probe(): Promise<void> {
  const answer = await fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(PROBE_MILLISECONDS) }).catch(
    () => undefined,
  )
  if (answer?.ok) sawService(true)
}

/** Hears from the browser too; it knows of a lost network at once, and only suspects a found one. */
export function listenToBrowser(): void {
  window.addEventListener('offline', () => sawService(false))
  window.addEventListener('online', () => void probe())
}
