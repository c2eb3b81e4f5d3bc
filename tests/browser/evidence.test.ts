import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { standard } from '../../src/protocol/protocol.ts'
import { addPatient, answer, headline, inBrowser, openClinic, tryDemo } from './clinic.ts'

inBrowser('the evidence', () => {
  const { clinic, openPage } = openClinic()
  let page: Page

  beforeAll(async () => {
    page = await openPage()
    await tryDemo(page, clinic)
  })

  const isInSight = (id: string): Promise<boolean> =>
    page.locator(`#${id}`).evaluate((element) => {
      const { top } = element.getBoundingClientRect()
      return top >= 0 && top < window.innerHeight
    })

  test('an address names a statement, and the page shows it, whatever was searched before', async () => {
    await page.goto(`${clinic.address}/evidence#C4`)
    await page.locator('#C4').waitFor()
    await expect.poll(() => isInSight('C4')).toBe(true)
    await page.getByLabel('Search the statements').fill('rheumatology')
    await page.getByText(/^\d+ of \d+ statements$/).waitFor()
    await page.locator('#C4').waitFor({ state: 'detached' })
    expect(new URL(page.url()).search).toBe('')
    await page.evaluate(() => {
      location.hash = '#D1'
    })
    await page.locator('#C4').waitFor()
    await expect.poll(() => isInSight('D1')).toBe(true)
  })

  test('every statement has a place, and the map says in its list what its picture shows', async () => {
    await page.goto(`${clinic.address}/evidence`)
    await page.getByText('The map as a list').click()
    for (const { id } of standard.statements)
      await expect.poll(() => page.locator(`#${id}`).count(), { message: id }).toBe(1)
    const drawn = (await page.locator('svg.map .map-label').allTextContents()).map((text) => text.replace(/\s/g, ''))
    const listed = await page.locator('.map-twin > li > strong').allTextContents()
    expect(listed).toHaveLength(standard.nextSteps.length)
    listed.forEach((label, index) => {
      expect(drawn[index]).toContain(label.replace(/\s/g, ''))
    })
  })

  test('the panel explains in three lengths: the findings, the statement, the whole rule with a link to here', async () => {
    await addPatient(page, { family: 'Explained', sex: 'Female', born: '1961-03-04' })
    await answer(page, 'cancerHistory', 'In the past')
    await headline(page).filter({ hasText: 'X-ray and ESR' }).waitFor()
    const panel = page.locator('.panel')
    await panel.getByText(/^1 red flag: history of cancer \(in the past\)\./).waitFor()
    await panel
      .getByText(/The initial work-up is a plain X-ray/)
      .first()
      .waitFor()
    await panel.getByText('Rule, inputs, limits, where guidance differs').click()
    await panel
      .getByText(/“Plain X-ray of the back” is recommended when there is a reason for the initial work-up/)
      .waitFor()
    await panel.getByText(/History of cancer: in the past, \d\d-\w{3}-\d{4}/).waitFor()
    await panel.getByText(/^Days for which a result is current: 90 days?/).waitFor()
    await panel.getByRole('link', { name: 'Statement C1' }).click()
    await page.waitForURL((url) => url.pathname === '/evidence' && url.hash === '#C1')
    await expect.poll(() => isInSight('C1')).toBe(true)
  })
})
