import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  addPatient,
  answer,
  Clinic,
  chromiumFile,
  headline,
  noEmergency,
  openBrowser,
  question,
  tryDemo,
  whyNoBrowser,
} from './clinic.ts'

// Skipped where there is no browser: `npm test` says why.
describe.skipIf(chromiumFile === undefined)(`without a network (${chromiumFile ?? whyNoBrowser})`, () => {
  const clinic = new Clinic()
  let browser: Browser
  let context: BrowserContext
  let page: Page
  const refused: string[] = []

  beforeAll(async () => {
    browser = await openBrowser()
    await clinic.start()
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    page = await context.newPage()
    page.on('console', (message) => {
      if (/content security policy/i.test(message.text())) refused.push(message.text())
    })
    await tryDemo(page, clinic)
    await shellIsKept(page)
  }, 300_000)

  afterAll(async () => {
    await browser?.close()
    await clinic.close()
  })

  const radio = (finding: string, name: string) => question(page, finding).getByRole('radio', { name, exact: true })
  const draftAtService = async (episode: string): Promise<unknown> =>
    (await page.request.get(`${clinic.address}/api/episodes/${episode}/draft`)).json()

  test('answers are kept, a reload shows them, and the decision is made here', async () => {
    await addPatient(page, { family: 'Offline', sex: 'Female', born: '1961-03-04' })
    await answer(page, 'smoker', 'Yes')
    await page.getByText(/^Saved \d\d:\d\d$/).waitFor()
    await context.setOffline(true)
    await noEmergency(page)
    await answer(page, 'cancerHistory', 'In the past')
    await headline(page).filter({ hasText: 'Consider: X-ray and ESR' }).waitFor()
    await page.getByText(/\d+ answers are kept on this device and not yet on the server\./).waitFor()
    const before = await page.locator('[data-finding] input:checked').count()
    await page.reload()
    await page.getByRole('heading', { name: 'Back pain assessment' }).waitFor()
    await headline(page).filter({ hasText: 'Consider: X-ray and ESR' }).waitFor()
    expect(await page.locator('[data-finding] input:checked').count()).toBe(before)
    expect(await radio('smoker', 'Yes').isChecked()).toBe(true)
    expect(await radio('cancerHistory', 'In the past').isChecked()).toBe(true)
    expect(await page.getByText('Signing needs the network. Your answers are kept.').count()).toBeGreaterThan(0)
  }, 60_000)

  test('a tab that was closed is found again by the list of what is kept', async () => {
    await page.close()
    page = await context.newPage()
    await page.goto(clinic.address)
    await page.getByRole('link', { name: 'OFFLINE, Ada: Assessment' }).click()
    await radio('cancerHistory', 'In the past').waitFor()
    expect(await radio('cancerHistory', 'In the past').isChecked()).toBe(true)
    await answer(page, 'fever', 'No')
  }, 60_000)

  test('when the network returns, the service has them without being asked', async () => {
    await context.setOffline(false)
    await page.getByText(/^Saved \d\d:\d\d$/).waitFor()
    await page.getByText('No network.').waitFor({ state: 'detached' })
    const episode = await episodeOf(page)
    const stored = await draftAtService(episode)
    expect(stored).toMatchObject({
      draft: {
        content: {
          assess: { smoker: { value: 'present' }, cancerHistory: { value: 'past' }, fever: { value: 'absent' } },
        },
      },
    })
    await page.getByRole('link', { name: 'Worklist' }).click()
    await expect.poll(() => keptRows(page)).toBe(0)
  }, 60_000)

  test('nothing was refused by the content security policy', () => {
    expect(refused).toEqual([])
  })
})

async function shellIsKept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
  })
}

async function episodeOf(page: Page): Promise<string> {
  const named = new URL(page.url()).searchParams.get('episode')
  if (named) return named
  const patient = new URL(page.url()).pathname.split('/')[2]
  const answer = await page.request.get(`${new URL(page.url()).origin}/api/patients/${patient}`)
  return (await answer.json()).episodes[0].episodeId
}

/** Rows of drafts in the browser's store. */
async function keptRows(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('plumbline')
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const counting = opening.result.transaction('drafts').objectStore('drafts').count()
          counting.onsuccess = () => {
            opening.result.close()
            resolve(counting.result)
          }
        }
      }),
  )
}
