import type { Page } from 'playwright-core'
import { vi } from 'vitest'
import { patience } from './clinic.ts'

/** Waits until the device has what opens the app without a network: its page and files, who is signed in, the protocol. */
export async function shellIsKept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
  })
  for (const table of ['sessions', 'protocols'] as const)
    await vi.waitUntil(async () => (await keptText(page, table)).length > 0, patience)
}

/** Rows of the browser's own store, as text; nothing where there is no store. */
export async function keptText(page: Page, table: 'drafts' | 'sessions' | 'protocols'): Promise<readonly string[]> {
  return page.evaluate(async (name) => {
    // To open one that is not there would make it.
    if (!(await indexedDB.databases()).some((each) => each.name === 'plumbline')) return []
    return new Promise<string[]>((resolve, reject) => {
      const opening = indexedDB.open('plumbline')
      opening.onerror = () => reject(opening.error)
      opening.onsuccess = () => {
        if (!opening.result.objectStoreNames.contains(name)) {
          opening.result.close()
          return resolve([])
        }
        const reading = opening.result.transaction(name).objectStore(name).getAll()
        reading.onsuccess = () => {
          opening.result.close()
          resolve(reading.result.map((row: unknown) => JSON.stringify(row)))
        }
      }
    })
  }, table)
}

/** Everything in the caches that a service worker can fill: addresses and texts. */
export async function cachedTexts(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const texts: string[] = []
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys())
        texts.push(`${request.url} ${await (await cache.match(request))?.text()}`)
    }
    return texts
  })
}

/** The episode a screen is about, by the service's own answer. */
export async function episodeOf(page: Page): Promise<string> {
  const url = new URL(page.url())
  const named = url.searchParams.get('episode')
  if (named) return named
  const answer = await page.request.get(`${url.origin}/api/patients/${url.pathname.split('/')[2]}`)
  return (await answer.json()).episodes[0].episodeId
}

/** What the service has of somebody's draft. */
export async function draftAtService(page: Page, episodeId: string) {
  const { origin } = new URL(page.url())
  return (await (await page.request.get(`${origin}/api/episodes/${episodeId}/draft`)).json()).draft
}
