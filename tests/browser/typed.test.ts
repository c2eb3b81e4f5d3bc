import type { BrowserContext, Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import {
  addPatient,
  answer,
  confirmPatient,
  expectChecked,
  headline,
  inBrowser,
  noEmergency,
  openClinic,
  tryDemo,
} from './clinic.ts'

inBrowser('texts in dialogs', () => {
  const { clinic, browser } = openClinic()
  let context: BrowserContext
  let page: Page

  beforeAll(async () => {
    context = await browser().newContext({ viewport: { width: 1280, height: 800 } })
    page = await context.newPage()
    await tryDemo(page, clinic)
  })

  /** Types, as the last thing before the tab closes. */
  async function typeLast(label: string, text: string): Promise<void> {
    const saving = page.waitForResponse(
      async (answered) =>
        answered.url().endsWith('/draft') &&
        answered.request().method() === 'PUT' &&
        (answered.request().postData() ?? '').includes(text),
    )
    await Promise.all([saving, page.getByLabel(label, { exact: true }).fill(text)])
  }
  /** Closes the tab and opens the same address in another. */
  async function closeAndReopen(): Promise<void> {
    const address = page.url()
    await page.close()
    page = await context.newPage()
    await page.goto(address)
    await confirmPatient(page)
  }
  const textIn = (label: string) => page.getByLabel(label, { exact: true }).inputValue()

  test('what is typed against a recommendation is there again after the tab was closed, until it is given up', async () => {
    await addPatient(page, { family: 'Typed', sex: 'Male', born: '1986-03-04' })
    await noEmergency(page)
    await answer(page, 'fever', 'Yes')
    await headline(page).filter({ hasText: 'Consider: X-ray and ESR' }).waitFor()
    const otherwise = () => page.getByRole('button', { name: 'Do something else' }).click()
    await otherwise()
    await page.getByRole('radio', { name: /Patient refuses/ }).click()
    await page.getByRole('button', { name: 'In 3 days' }).click()
    await page.getByLabel('More about the reason').fill('Afraid of the machine')
    await typeLast('What will you do instead', 'Telephone on Friday')
    await closeAndReopen()
    await otherwise()
    expect(await textIn('What will you do instead')).toBe('Telephone on Friday')
    expect(await textIn('More about the reason')).toBe('Afraid of the machine')
    await expectChecked(page.getByRole('radio', { name: /Patient refuses/ }))
    expect(await textIn('Check by')).not.toBe('')
    // Escape leaves it for later, Cancel gives it up.
    await page.keyboard.press('Escape')
    await otherwise()
    expect(await textIn('What will you do instead')).toBe('Telephone on Friday')
    await page.getByRole('button', { name: 'Cancel' }).click()
    await otherwise()
    expect(await textIn('What will you do instead')).toBe('')
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('button', { name: 'Sign as it stands' }).click()
    await page.getByRole('heading', { name: 'Timeline' }).waitFor()
  })

  test('the reason for changing a signed record is there again after the tab was closed', async () => {
    await page.getByRole('link', { name: 'Assess again or amend' }).click()
    await page.getByRole('heading', { name: 'Back pain assessment' }).waitFor()
    await headline(page).filter({ hasText: 'X-ray and ESR' }).waitFor()
    await answer(page, 'fever', 'No')
    // Once the panel has taken the answer: signing what stands already changes nothing.
    await headline(page).filter({ hasText: 'Ask next' }).waitFor()
    const sign = () => page.getByRole('button', { name: 'Sign as it stands' }).click()
    await sign()
    await typeLast('Reason for the change', 'Measured again: 36.8')
    await closeAndReopen()
    await headline(page).filter({ hasText: 'Ask next' }).waitFor()
    await sign()
    expect(await textIn('Reason for the change')).toBe('Measured again: 36.8')
    await page.getByRole('button', { name: 'Keep the old version and sign the change' }).click()
    await page.getByRole('heading', { name: 'Timeline' }).waitFor()
    await page.getByText('Measured again: 36.8').first().waitFor()
  })

  test('the reasons for closing, voiding and moving are there again after the tab was closed, and gone once recorded', async () => {
    const card = (name: string) => page.locator('summary', { hasText: name }).click()
    await card('Close the episode')
    await page.getByLabel('Why is it closed', { exact: true }).fill('Moved to another town')
    await typeLast('Why is the open work not needed', 'Their new clinic has the film')
    await closeAndReopen()
    await card('Close the episode')
    expect(await textIn('Why is it closed')).toBe('Moved to another town')
    expect(await textIn('Why is the open work not needed')).toBe('Their new clinic has the film')
    await card('Void the episode')
    await typeLast('What happened', 'Entered twice')
    await closeAndReopen()
    await card('Void the episode')
    expect(await textIn('What happened')).toBe('Entered twice')
    await card('Close the episode')
    await page.getByRole('button', { name: 'Close the episode' }).click()
    await page.getByText('This episode is closed.').waitFor()
    await closeAndReopen()
    // What was typed elsewhere on the page stays.
    await card('Void the episode')
    expect(await textIn('What happened')).toBe('Entered twice')
    const search = async (): Promise<void> => {
      await page.getByLabel('Search the right patient').fill('a')
      await page.getByRole('button', { name: 'Search' }).click()
      await page
        .getByRole('button', { name: /^Choose this patient/ })
        .first()
        .click()
    }
    await page.getByRole('link', { name: 'Move the episode to another patient' }).click()
    await search()
    await typeLast('What happened', 'The wrong row was open')
    await closeAndReopen()
    await search()
    expect(await textIn('What happened')).toBe('The wrong row was open')
  })
})
