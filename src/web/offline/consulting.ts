import { useEffect, useSyncExternalStore } from 'react'

const lockName = 'plumbline-consultation'
let open = 0
const listeners = new Set<() => void>()

function count(change: number): void {
  open += change
  for (const listener of listeners) listener()
}

/** Marks this window as one in which somebody is being treated, as long as the screen is shown. */
export function useConsulting(): void {
  useEffect(() => {
    let release: () => void = () => undefined
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    count(1)
    if ('locks' in navigator)
      void navigator.locks.request(lockName, { mode: 'shared' }, () => held).catch(() => undefined)
    return () => {
      count(-1)
      release()
    }
  }, [])
}

const isOpen = (): boolean => open > 0
const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Whether a consultation is open in this window. */
export function useIsConsulting(): boolean {
  return useSyncExternalStore(subscribe, isOpen)
}

/** Whether a consultation is open in any window of this browser. */
export async function isAnyoneConsulting(): Promise<boolean> {
  if (!('locks' in navigator)) return isOpen()
  const { held = [] } = await navigator.locks.query()
  return held.some(({ name }) => name === lockName)
}

/** Whether a consultation is open in this window, asked once. */
export const isConsulting = isOpen
