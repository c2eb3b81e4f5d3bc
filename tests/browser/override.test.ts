import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import {
  addPatient,
  answer,
  choose,
  headline,
  inBrowser,
  noEmergency,
  noneOfThese,
  openClinic,
  tryDemo,
} from './clinic.ts'

inBrowser('deciding otherwise', () => {
  const { clinic, openPage } = openClinic()
  let page: Page

  beforeAll(async () => {
    page = await openPage()
    await tryDemo(page, clinic)
  })

  test('against an urgent recommendation interrupts, says why it is urgent, and has to be confirmed', async () => {
    await addPatient(page, { family: 'Urgent', sex: 'Male', born: '1986-03-04' })
    await noEmergency(page)
    await answer(page, 'fever', 'Yes')
    await headline(page).filter({ hasText: 'Consider: X-ray and ESR' }).waitFor()
    await page.getByRole('button', { name: 'Do something else' }).click()
    const dialog = page.getByRole('alertdialog')
    await dialog.getByText('You are going against an urgent recommendation').waitFor()
    await dialog.getByText(/^Because of fever/).waitFor()
    await choose(dialog.getByRole('radio', { name: /Patient refuses/ }))
    await dialog.getByLabel('What will you do instead').fill('Telephone tonight')
    await dialog.getByRole('button', { name: 'In 7 days' }).click()
    await dialog.getByText(/^Work of this urgency is due by .* Your check is later\.$/).waitFor()
    await dialog.getByRole('button', { name: 'Tomorrow' }).click()
    await dialog.getByRole('button', { name: 'Sign and put the plan on the worklist' }).click()
    await dialog.getByText('Reason: Patient refuses/declines (no context given)*.').waitFor()
    await expect.poll(() => page.getByText('You decided otherwise').count()).toBe(0)
    await dialog.getByRole('button', { name: 'Go against it, sign, and put the plan on the worklist' }).click()
    await page
      .getByText(/You decided otherwise on .*Telephone tonight/)
      .first()
      .waitFor()
  })

  test('stays silent until an answer that it rests on changes, and then says which at once', async () => {
    await page.getByRole('link', { name: 'Assess again or amend' }).click()
    await page.getByRole('heading', { name: 'Back pain assessment' }).waitFor()
    const panel = page.locator('.panel')
    // Something that the work-up does not rest on leaves it silent.
    await answer(page, 'smoker', 'No')
    await page.getByText(/^Saved/).waitFor()
    await expect.poll(() => headline(page).innerText()).not.toContain('X-ray and ESR')
    await answer(page, 'unexplainedWeightLoss', 'Yes')
    await panel
      .getByText(/^X-ray is shown again because answers changed since: .*unexplained weight loss \(Yes\)/)
      .waitFor()
    await headline(page).filter({ hasText: 'Consider: X-ray and ESR' }).waitFor()
  })

  test('the summary of a patient prints with who it is and with everything that is opened on demand', async () => {
    await noneOfThese(page)
    await page.locator('.panel').getByRole('button', { name: 'Sign as it stands' }).click()
    await page.getByRole('heading', { name: 'Timeline' }).waitFor()
    const hidden = page.locator('.timeline-detail', { hasText: 'Absent: ' }).first()
    await hidden.waitFor({ state: 'attached' })
    await expect.poll(() => hidden.isVisible()).toBe(false)
    await page.emulateMedia({ media: 'print' })
    await expect.poll(() => hidden.isVisible()).toBe(true)
    await expect.poll(() => page.getByRole('region', { name: 'Patient' }).isVisible()).toBe(true)
    await expect.poll(() => page.getByRole('button', { name: 'Print the summary' }).isVisible()).toBe(false)
    await page.emulateMedia({ media: 'screen' })
  })
})
