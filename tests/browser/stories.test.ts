import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { addDays } from '../../src/language/date.ts'
import {
  addPatient,
  answer,
  choose,
  cleanScreen,
  expectChecked,
  headline,
  inBrowser,
  noEmergency,
  noneOfThese,
  openClinic,
  question,
  tryDemo,
} from './clinic.ts'

const daysToReview = 21

inBrowser('patients through weeks', () => {
  const { clinic, browser, openPage } = openClinic()
  let page: Page

  beforeAll(async () => {
    page = await openPage()
    await tryDemo(page, clinic)
  })

  test('"None of these" says what it set, and takes it back', async () => {
    await addPatient(page, { family: 'Undo', sex: 'Male', born: '1986-03-04' })
    const group = page.getByRole('region', { name: 'Infection risk' })
    await group.getByRole('button', { name: 'None of these' }).click()
    await group.getByText(/^None of these set 5 to No: immunosuppression/).waitFor()
    await group.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => group.locator('input:checked').count()).toBe(0)
    await expect.poll(() => page.getByRole('region', { name: 'Emergency' }).getByText('None of these').count()).toBe(0)
  })

  test('arrow keys choose within a question, and Tab leaves it', async () => {
    const first = question(page, 'urinaryIncontinence')
    await first.getByRole('radio', { name: 'Yes' }).focus()
    await page.keyboard.press('ArrowRight')
    await expectChecked(first.getByRole('radio', { name: 'No', exact: true }))
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(() =>
      document.activeElement?.closest('[data-finding]')?.getAttribute('data-finding'),
    )
    expect(focused).toBe('faecalIncontinence')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Delete')
    await expect.poll(() => first.locator('input:checked').count()).toBe(0)
  })

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
    await expect.poll(() => page.locator('.panel .badge').first().innerText()).toContain('Emergency')
    await expect.poll(() => page.getByRole('button', { name: 'Sign as it stands' }).isDisabled()).toBe(true)
  })

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
    await choose(dialog.getByRole('radio', { name: /Patient refuses/ }))
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
  })

  test('a clean screen starts an NSAID', async () => {
    await addPatient(page, { family: 'Clean', sex: 'Male', born: '1986-03-04' })
    await cleanScreen(page)
    await headline(page).filter({ hasText: 'Consider: NSAID' }).waitFor()
    await page.getByRole('button', { name: 'Sign and start: NSAID' }).click()
    await page.getByText('NSAID: started').waitFor()
    // What one press set is on record as that, beside what was asked by itself.
    const [, answers = '', together = ''] =
      /(\d+) answers recorded, (\d+) of them by “None of these”/.exec(await page.locator('.timeline').innerText()) ?? []
    expect(Number(together)).toBeGreaterThan(10)
    expect(Number(answers)).toBeGreaterThan(Number(together))
  })

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
  })

  test('three weeks later the review is due, and a patient without pain is closed', async () => {
    await clinic.stop()
    await clinic.start(daysToReview)
    await tryDemo(page, clinic)
    const row = page.getByRole('row', { name: /CLEAN, Ada/ })
    await row.getByRole('link', { name: /Review the patient/ }).click()
    await page.getByRole('heading', { name: 'Review', level: 1 }).waitFor()
    await page.getByText(/\(21 days ago\)/).waitFor()
    await expect.poll(() => page.locator('[data-finding] input:checked').count()).toBe(0)
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
  })

  test('what somebody else recorded in between is said, and nothing is lost', async () => {
    await addPatient(page, { family: 'Twice', sex: 'Female', born: '1961-03-04' })
    await answer(page, 'cancerHistory', 'Current')
    await page.getByText(/^Saved/).waitFor()
    const { context, address } = { context: await browser().newContext(), address: page.url() }
    const other = await context.newPage()
    await tryDemo(other, clinic)
    await other.goto(address)
    await answer(other, 'fever', 'Yes')
    await other.getByRole('button', { name: 'Sign as it stands' }).click()
    await other.getByRole('heading', { name: 'Timeline' }).waitFor()
    await context.close()
    await page.getByRole('button', { name: 'Sign as it stands' }).click()
    await page.getByText(/Somebody else changed this patient’s record/).waitFor()
    await expectChecked(question(page, 'cancerHistory').getByRole('radio', { name: 'Current' }))
    await expectChecked(question(page, 'fever').getByRole('radio', { name: 'Yes' }))
  })
})
