import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Clinic, chromiumFile, openBrowser, tryDemo, whyNoBrowser } from './clinic.ts'

// Skipped where there is no browser: `npm test` says why.
describe.skipIf(chromiumFile === undefined)(`a screen that cannot be drawn (${chromiumFile ?? whyNoBrowser})`, () => {
  const clinic = new Clinic()
  let browser: Browser

  beforeAll(async () => {
    browser = await openBrowser()
    await clinic.start()
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    await clinic.close()
  })

  test('says so in its place, leaves the way around, and comes back when tried again', async () => {
    const context = await browser.newContext({ serviceWorkers: 'block' })
    const page = await context.newPage()
    await tryDemo(page, clinic)
    await page.route('**/assets/reports-screen*', (route) => route.abort())
    await page.getByRole('link', { name: 'Reports', exact: true }).click()
    const problem = page.getByRole('alert')
    await problem.getByText('This screen has stopped.').waitFor()
    expect(await page.getByRole('link', { name: 'Worklist', exact: true }).isVisible()).toBe(true)
    await page.unroute('**/assets/reports-screen*')
    await problem.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('heading', { name: 'Reports', level: 1 }).waitFor()
    await context.close()
  }, 120_000)
})
