/*
 * The service worker: keeps the app's page and files, so that they open without a network, and nothing else. Answers of
 * the API are never kept, for they hold patients: a request that is neither a screen nor one of the listed files is not
 * touched. Written by hand rather than generated, since the kept page needs a new nonce each time it is shown.
 */
import { isPageOf, isScreen, withNonce } from './shell.ts'

/** Put here by the build: every file of it, and a name that no other build has. */
declare const __SHELL__: { readonly version: string; readonly files: readonly string[] }

interface LifeEvent extends Event {
  waitUntil(work: Promise<unknown>): void
}

interface FetchEvent extends Event {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}

/** What is used of ServiceWorkerGlobalScope, whose types exclude those of a page. */
interface WorkerScope {
  addEventListener(type: 'install' | 'activate', listener: (event: LifeEvent) => void): void
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void
  skipWaiting(): Promise<void>
  readonly clients: { claim(): Promise<void> }
  readonly location: Location
}

const scope = globalThis as unknown as WorkerScope
const { version, files } = __SHELL__
const prefix = 'plumbline-shell-'
const cacheName = prefix + version
const PAGE = '/'
/** The cache before this one serves windows that still run it. */
const CACHES_KEPT = 2

async function keepShell(): Promise<void> {
  const cache = await caches.open(cacheName)
  const page = await fetch(PAGE, { cache: 'no-store' })
  if (!page.ok || !isPageOf(await page.clone().text(), files)) throw new Error('the page is of another build')
  await cache.put(PAGE, page)
  await cache.addAll(files.map((file) => new Request(file, { cache: 'no-cache' })))
}

async function forgetOldShells(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(prefix))
  await Promise.all(names.slice(0, -CACHES_KEPT).map((name) => caches.delete(name)))
}

async function showPage(request: Request): Promise<Response> {
  const kept = await (await caches.open(cacheName)).match(PAGE)
  if (kept === undefined) return fetch(request)
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const nonce = btoa(String.fromCharCode(...bytes))
  const policy = kept.headers.get('content-security-policy') ?? ''
  const page = withNonce({ text: await kept.text(), policy }, nonce)
  const headers = new Headers(kept.headers)
  headers.set('content-security-policy', page.policy)
  // The text is decoded here, and longer or shorter than the length that was sent.
  for (const name of ['content-length', 'content-encoding']) headers.delete(name)
  return new Response(page.text, { status: 200, headers })
}

async function giveFile(request: Request): Promise<Response> {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request)
}

scope.addEventListener('install', (event) => event.waitUntil(keepShell()))
scope.addEventListener('activate', (event) => event.waitUntil(forgetOldShells().then(() => scope.clients.claim())))
scope.addEventListener('message', ({ data }) => {
  if (data === 'activate') void scope.skipWaiting()
})
scope.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== scope.location.origin) return
  if (request.mode === 'navigate') {
    if (isScreen(pathname)) event.respondWith(showPage(request))
  } else if (pathname.startsWith('/assets/') || files.includes(pathname)) event.respondWith(giveFile(request))
})
