import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addDays } from '../../src/language/date.ts'
import {
  addPatient,
  answer,
  Clinic,
  chromiumFile,
  cleanScreen,
  headline,
  noEmergency,
  noneOfThese,
  openBrowser,
  question,
  tryDemo,
  whyNoBrowser,
} from './clinic.ts'

const daysToReview = 21

// Skipped where there is no browser: `npm test` says why.
describe.skipIf(chromiumFile === undefined)(`patients through weeks (${chromiumFile ?? whyNoBrowser})`, () => {
  const clinic = new Clinic()
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    browser = await openBrowser()
    await clinic.start()
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await tryDemo(page, clinic)
  }, 300_000)

  afterAll(async () => {
    await browser?.close()
    await clinic.close()
  })

  test('"None of these" says what it set, and takes it back', async () => {
    await addPatient(page, { family: 'Undo', sex: 'Male', born: '1986-03-04' })
    const group = page.getByRole('region', { name: 'Infection risk' })
    await group.getByRole('button', { name: 'None of these' }).click()
    await group.getByText(/^None of these set 5 to No: immunosuppression/).waitFor()
    await group.getByRole('button', { name: 'Undo' }).click()
    expect(await group.locator('input:checked').count()).toBe(0)
    expect(await page.getByRole('region', { name: 'Emergency' }).getByText('None of these').count()).toBe(0)
  }, 60_000)

  test('arrow keys choose within a question, and Tab leaves it', async () => {
    const first = question(page, 'urinaryIncontinence')
    await first.getByRole('radio', { name: 'Yes' }).focus()
    await page.keyboard.press('ArrowRight')
    expect(await first.getByRole('radio', { name: 'No', exact: true }).isChecked()).toBe(true)
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(() =>
      document.activeElement?.closest('[data-finding]')?.getAttribute('data-finding'),
    )
    expect(focused).toBe('faecalIncontinence')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Delete')
    expect(await first.locator('input:checked').count()).toBe(0)
  }, 60_000)

  test('an emergency interrupts with its fixed text, and an answer that contradicts it cannot be signed', async () => {
    await answer(page, 'saddleNumbness', 'Yes')
    const dialog = page.getByRole('alertdialog')
    await dialog.getByText(/Same-day neurosurgical referral/).waitFor()
    await dialog.getByRole('button', { name: 'I have read this' }).click()
    await page.getByRole('region', { name: 'Neurologic' }).getByRole('button', { name: 'None of these' }).click()
    await page.getByText('Left open, since another answer contradicts No: numbness or sensory loss.').waitFor()
    await answer(page, 'numbnessOrSensoryLoss', 'No')
    await page
      .locator('.panel')
      .getByText(/These answers contradict each other/)
      .waitFor()
    expect(await page.locator('.panel .badge').first().innerText()).toContain('Emergency')
    expect(await page.getByRole('button', { name: 'Sign as it stands' }).isDisabled()).toBe(true)
  }, 60_000)

  test('deciding otherwise needs a reason and a plan, which is then on the worklist', async () => {
    await addPatient(page, { family: 'Otherwise', sex: 'Male', born: '1986-03-04' })
    await noEmergency(page)
    await noneOfThese(page)
    await answer(page, 'nightPain', 'Disturbs sleep')
    await headline(page).filter({ hasText: 'Consider: X-ray and ESR' }).waitFor()
    await page.getByRole('button', { name: 'Do something else' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Sign and put the plan on the worklist' }).click()
    await dialog.getByText('Choose a reason, and say what you will do and by when it is checked.').waitFor()
    await dialog.getByRole('radio', { name: /Patient refuses/ }).check()
    await dialog.getByLabel('What will you do instead').fill('Telephone on Thursday')
    const today = new Date().toISOString().slice(0, 10)
    await dialog.getByLabel('Check by').fill(addDays(today, 3))
    await dialog.getByRole('button', { name: 'Sign and put the plan on the worklist' }).click()
    await page
      .getByText(/You decided otherwise on .*Telephone on Thursday/)
      .first()
      .waitFor()
    await page.getByRole('link', { name: 'Worklist' }).click()
    await page.getByLabel('Show').selectOption('overrides')
    await page
      .getByRole('row', { name: /OTHERWISE, Ada/ })
      .first()
      .waitFor()
    expect(new URL(page.url()).search).toBe('?show=overrides')
  }, 60_000)

  test('a clean screen starts an NSAID', async () => {
    await addPatient(page, { family: 'Clean', sex: 'Male', born: '1986-03-04' })
    await cleanScreen(page)
    await headline(page).filter({ hasText: 'Consider: NSAID' }).waitFor()
    await page.getByRole('button', { name: 'Sign and start: NSAID' }).click()
    await page.getByText('NSAID: started').waitFor()
  }, 60_000)

  test('a signed answer is amended with a reason, and the old value is kept', async () => {
    await page.getByRole('link', { name: 'Assess again or amend' }).click()
    await answer(page, 'smoker', 'Yes')
    await page.locator('.panel').getByRole('button', { name: /^Sign/ }).first().click()
    const dialog = page.getByRole('alertdialog')
    await dialog.getByText('Smoker: No, now Yes').waitFor()
    await dialog.getByLabel('Reason for the change').fill('Asked again')
    await dialog.getByRole('button', { name: 'Keep the old version and sign the change' }).click()
    await page
      .locator('.timeline')
      .getByText(/Asked again/)
      .waitFor()
  }, 60_000)

  test('three weeks later the review is due, and a patient without pain is closed', async () => {
    await clinic.stop()
    await clinic.start(daysToReview)
    await tryDemo(page, clinic)
    const row = page.getByRole('row', { name: /CLEAN, Ada/ })
    await row.getByRole('link', { name: /Review the patient/ }).click()
    await page.getByRole('heading', { name: 'Review', level: 1 }).waitFor()
    await page.getByText(/\(21 days ago\)/).waitFor()
    expect(await page.locator('[data-finding] input:checked').count()).toBe(0)
    await question(page, 'urinaryIncontinence')
      .getByText(/^Last time: No/)
      .waitFor()
    await answer(page, 'reviewOutcome', 'Improved')
    await answer(page, 'painResolved', 'Yes')
    await noEmergency(page)
    await noneOfThese(page)
    await headline(page).filter({ hasText: 'Close the episode' }).waitFor()
    await page.getByRole('button', { name: 'Sign and close the episode' }).click()
    await page.getByText(/This episode is closed\./).waitFor()
  }, 60_000)

  test('what somebody else recorded in between is said, and nothing is lost', async () => {
    await addPatient(page, { family: 'Twice', sex: 'Female', born: '1961-03-04' })
    await answer(page, 'cancerHistory', 'Current')
    await page.getByText(/^Saved/).waitFor()
    const { context, address } = { context: await browser.newContext(), address: page.url() }
    const other = await context.newPage()
    await tryDemo(other, clinic)
    await other.goto(address)
    await answer(other, 'fever', 'Yes')
    await other.getByRole('button', { name: 'Sign as it stands' }).click()
    await other.getByRole('heading', { name: 'Timeline' }).waitFor()
    await context.close()
    await page.getByRole('button', { name: 'Sign as it stands' }).click()
    await page.getByText(/Somebody else changed this patient’s record/).waitFor()
    expect(await question(page, 'cancerHistory').getByRole('radio', { name: 'Current' }).isChecked()).toBe(true)
    expect(await question(page, 'fever').getByRole('radio', { name: 'Yes' }).isChecked()).toBe(true)
  }, 60_000)
})
