import { useSyncExternalStore } from 'react'
import { Failure } from '../api.ts'
import { isConsulting } from './consulting.ts'

let waiting: ServiceWorker | undefined
let registration: ServiceWorkerRegistration | undefined
let isAsked = false
const listeners = new Set<() => void>()
const HOUR_MILLISECONDS = 3_600_000

function found(worker: ServiceWorker | null): void {
  // The first one of all replaces nothing.
  if (!worker || !navigator.serviceWorker.controller) return
  waiting = worker
  for (const listener of listeners) listener()
}

/** Loads the page again where a newer version takes over, at once: another window may ask for that before this one is still. */
export function followNewVersion(): void {
  if (!('serviceWorker' in navigator)) return
  const wasControlled = navigator.serviceWorker.controller !== null
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    // The very first worker only takes over what is there.
    if (isAsked || (wasControlled && !isConsulting())) window.location.reload()
  })
}

/**
 * Has the app's page and files kept on this device, and hears of newer ones. They are loaded when the person says so;
 * a window with a consultation goes on with what it has.
 */
export async function keepShell(): Promise<void> {
  if (registration || !import.meta.env.PROD || !('serviceWorker' in navigator)) return
  registration = await navigator.serviceWorker.register('/worker.js', { updateViaCache: 'none' })
  found(registration.waiting)
  registration.addEventListener('updatefound', () => {
    const coming = registration?.installing
    coming?.addEventListener('statechange', () => {
      if (coming.state === 'installed') found(coming)
    })
  })
  setInterval(() => void lookForNewVersion(), HOUR_MILLISECONDS)
}

/** Asks the service whether there is a newer version. */
export async function lookForNewVersion(): Promise<void> {
  await registration?.update().catch(() => undefined)
}

/** Loads the newer version, in this window at once; where none has been found yet, looks and loads the page again. */
export async function loadNewVersion(): Promise<void> {
  if (!waiting) {
    await lookForNewVersion()
    await whenInstalled(registration?.installing)
    found(registration?.waiting ?? null)
  }
  isAsked = true
  if (!waiting) return window.location.reload()
  waiting.postMessage('activate')
}

/** Resolves when a worker that was found has everything it needs, or has failed to get it. */
function whenInstalled(worker: ServiceWorker | null | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (worker?.state !== 'installing') return resolve()
    worker.addEventListener('statechange', () => resolve(), { once: true })
  })
}

const isReady = (): boolean => waiting !== undefined
const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Whether a newer version is ready to be loaded. */
export function useNewVersion(): boolean {
  return useSyncExternalStore(subscribe, isReady)
}

/**
 * Whether a failure says that the page works by another version of the protocol than the service.
 *
 * @example isOtherVersion(new Failure(409, 'PLB_SIGN_OTHER_PROTOCOL', undefined, undefined)) // true
 */
export function isOtherVersion(error: unknown): boolean {
  return error instanceof Failure && error.code === 'PLB_SIGN_OTHER_PROTOCOL'
}
