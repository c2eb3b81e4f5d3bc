import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Clinic, chromiumFile, openBrowser, tryDemo, whyNoBrowser } from './clinic.ts'

// Skipped where there is no browser: `npm test` says why.
describe.skipIf(chromiumFile === undefined)(`the report on use (${chromiumFile ?? whyNoBrowser})`, () => {
  const clinic = new Clinic()
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    browser = await openBrowser()
    await clinic.start()
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await tryDemo(page, clinic)
    await page.getByRole('link', { name: 'Reports' }).click()
    await page.getByRole('heading', { name: 'Recommendations by month' }).waitFor()
  }, 300_000)

  afterAll(async () => {
    await browser?.close()
    await clinic.close()
  })

  test('says in a sentence, a picture and a table the same figures', async () => {
    const card = page.locator('section.card', { hasText: 'Recommendations by month' })
    const sentence = await card.getByText(/recommendations: /).innerText()
    const said = [...sentence.matchAll(/\d+/g)].map(([number]) => Number(number))
    await card.getByText('The same as a table').click()
    const rows = await card
      .locator('tbody tr')
      .evaluateAll((lines) =>
        lines.map((line) => [...line.querySelectorAll('td')].map((cell) => Number(cell.textContent))),
      )
    const sums = said.map((_, column) => rows.reduce((sum, row) => sum + (row[column] ?? 0), 0))
    expect(sums).toEqual(said)
    expect(said[0]).toBeGreaterThan(0)
    // A bar for every figure that is not nought; "given" is the height of all four.
    const figures = rows.flatMap(([, ...fates]) => fates).filter((figure) => figure > 0)
    expect(await card.locator('svg[role="img"] g[class] > rect.bar').count()).toBe(figures.length)
  }, 60_000)

  test('keeps the months in the address, and shows them again after a reload', async () => {
    const from = page.getByLabel('From', { exact: true })
    const earlier = await from.locator('option').first().getAttribute('value')
    await from.selectOption({ index: 0 })
    await page.waitForURL((url) => url.searchParams.get('from') === earlier)
    await page.waitForLoadState('networkidle')
    await page.reload()
    await page.getByRole('heading', { name: 'Recommendations by month' }).waitFor()
    expect(await from.inputValue()).toBe(earlier)
    await page.goto(`${clinic.address}/reports?from=2020-01&until=2020-02`)
    await page.getByRole('heading', { name: 'Nothing was signed in these months' }).waitFor()
  }, 60_000)

  test('the CSV that leaves the clinic holds no small number, though the screen shows them', async () => {
    await page.goto(`${clinic.address}/reports`)
    await page.getByRole('heading', { name: 'By rule' }).waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download as CSV' }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(/^use-\d{4}-\d{2}-\d{4}-\d{2}\.csv$/)
    const values = (await readFile(await download.path(), 'utf8'))
      .split('\r\n')
      .slice(1, -1)
      .map((line) => line.split(','))
      .filter((cells) => !cells.some((cell) => cell === 'days' || cell === 'minutes'))
      .map((cells) => cells.at(-1))
    expect(values).toContain('hidden')
    expect(values.filter((value) => /^[1-4]$/.test(value ?? ''))).toEqual([])
    await page.getByLabel('Hide numbers below 5').check()
    await page.getByRole('cell', { name: 'hidden' }).first().waitFor()
    expect(new URL(page.url()).searchParams.get('small')).toBe('hide')
  }, 60_000)
})
