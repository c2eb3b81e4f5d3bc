import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { choose, inBrowser, openClinic, settled, tryDemo } from './clinic.ts'

inBrowser('the report on use', () => {
  const { clinic, openPage } = openClinic()
  let page: Page

  beforeAll(async () => {
    page = await openPage()
    await tryDemo(page, clinic)
    await page.getByRole('link', { name: 'Reports' }).click()
    await page.getByRole('heading', { name: 'Recommendations by month' }).waitFor()
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
    await expect.poll(() => card.locator('svg[role="img"] g[class] > rect.bar').count()).toBe(figures.length)
  })

  test('keeps the months in the address, and shows them again after a reload', async () => {
    const from = page.getByLabel('From', { exact: true })
    const earlier = await from.locator('option').first().getAttribute('value')
    await from.selectOption({ index: 0 })
    await page.waitForURL((url) => url.searchParams.get('from') === earlier)
    await settled(page)
    await page.reload()
    await page.getByRole('heading', { name: 'Recommendations by month' }).waitFor()
    await expect.poll(() => from.inputValue()).toBe(earlier)
    await page.goto(`${clinic.address}/reports?from=2020-01&until=2020-02`)
    await page.getByRole('heading', { name: 'Nothing was signed in these months' }).waitFor()
  })

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
    await choose(page.getByLabel('Hide numbers below 5'))
    await page.getByRole('cell', { name: 'hidden' }).first().waitFor()
    expect(new URL(page.url()).searchParams.get('small')).toBe('hide')
  })
})
