import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  addPatient,
  answer,
  Clinic,
  chromiumFile,
  headline,
  noEmergency,
  openBrowser,
  tryDemo,
  whyNoBrowser,
} from './clinic.ts'
import { lookAround } from './looks.ts'

// Skipped where there is no browser: `npm test` says why.
describe.skipIf(chromiumFile === undefined)(`a letter that is not right (${chromiumFile ?? whyNoBrowser})`, () => {
  const clinic = new Clinic()
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    browser = await openBrowser()
    await clinic.start()
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    page = await context.newPage()
    await tryDemo(page, clinic)
  }, 300_000)

  afterAll(async () => {
    await browser?.close()
    await clinic.close()
  })

  const outdated = () => page.getByRole('region', { name: /^The letter of .* is not right any more$/ })

  test('is said on top of the summary and on the worklist once what it says is amended', async () => {
    await addPatient(page, { family: 'Letterwrong', sex: 'Male', born: '1986-03-04' })
    await noEmergency(page)
    await answer(page, 'fever', 'Yes')
    await headline(page).filter({ hasText: 'Consider: X-ray and ESR' }).waitFor()
    await page.getByRole('button', { name: 'Sign as it stands' }).click()
    await page.getByRole('link', { name: 'Refer', exact: true }).click()
    await page.getByRole('button', { name: 'Sign the letter and refer' }).click()
    await page.getByRole('button', { name: 'Copy as text' }).waitFor()
    await page.goto(page.url().replace(/\/letters\/\d+/, ''))
    await page.getByRole('link', { name: 'Assess again or amend' }).click()
    await page.getByRole('heading', { name: 'Back pain assessment' }).waitFor()
    await answer(page, 'fever', 'No')
    await page.getByRole('button', { name: 'Sign as it stands' }).click()
    await page.getByLabel('Reason for the change').fill('Read off the wrong chart')
    await page.getByRole('button', { name: 'Keep the old version and sign the change' }).click()
    await outdated().getByText('fever: the earlier letter said present; it is absent.').waitFor()
    await outdated().getByText('Urgent').waitFor()
    expect(await lookAround(page, 'letter-outdated')).toEqual([])
    await page.getByRole('link', { name: 'Worklist' }).click()
    await page.getByRole('heading', { name: 'Worklist', level: 1 }).waitFor()
    await page
      .getByText(/A letter that was sent is not right/)
      .first()
      .waitFor()
    await page.goBack()
  }, 300_000)

  test('is put right by one that names it and what was not so; the letter that was sent says that another counts', async () => {
    await outdated().getByRole('link', { name: 'Put the letter right' }).click()
    await page.getByRole('heading', { name: 'Put a letter right' }).waitFor()
    const preview = page.getByRole('region', { name: 'Letter' })
    await preview.getByText('CORRECTED REFERRAL: BACK PAIN').waitFor()
    await preview.getByText(/This letter replaces ours of/).waitFor()
    await page.getByLabel('Why, and what you hope for').fill('Please see in your next routine clinic')
    await preview.getByText('Please see in your next routine clinic').waitFor()
    expect(await lookAround(page, 'letter-correct')).toEqual([])
    const previewed = await preview.locator('.letter').innerText()
    await page.getByRole('button', { name: 'Sign the corrected letter' }).click()
    await page.getByRole('button', { name: 'Copy as text' }).waitFor()
    // What was looked at is what was sent.
    expect(await page.locator('.letter').innerText()).toBe(previewed)
    await page.goto(page.url().replace(/\/letters\/\d+/, ''))
    await page.getByRole('link', { name: /^Corrected letter of/ }).waitFor()
    expect(await outdated().count()).toBe(0)
    await page.getByRole('link', { name: /^Open the letter of/ }).click()
    await page.getByText(/^A later letter replaces this one\./).waitFor()
  }, 300_000)

  test('allergies are changed on the summary, with what they were, and a letter that says otherwise is named', async () => {
    await page.goBack()
    await page.locator('summary', { hasText: 'Change allergies, medicines or other details' }).click()
    await page.getByLabel('Allergies', { exact: true }).fill('Penicillin: rash')
    await page.getByLabel('Why it is changed').fill('Told today')
    await page.getByRole('button', { name: 'Save the details' }).click()
    await page.getByRole('region', { name: 'Patient', exact: true }).getByText('Penicillin: rash').waitFor()
    await page.getByText('Amended: allergies: Penicillin: rash (before: not recorded)').waitFor()
    await outdated().getByText('Allergies: the earlier letter said not on record; it is Penicillin: rash.').waitFor()
    expect(await lookAround(page, 'details-changed')).toEqual([])
  }, 300_000)

  test('of a voided episode is withdrawn, or the recipient told', async () => {
    await page.locator('summary', { hasText: 'Void the episode' }).click()
    await page.getByLabel('What happened', { exact: true }).fill('Entered twice')
    await page.getByRole('button', { name: 'Void the episode' }).click()
    await outdated().getByText('The earlier letter was entered by mistake.').waitFor()
    await outdated().getByRole('link', { name: 'Put the letter right' }).click()
    await page.getByRole('region', { name: 'Letter' }).getByText('WITHDRAWN REFERRAL: BACK PAIN').waitFor()
    await page.getByRole('radio', { name: /Record that they were told otherwise/ }).click()
    await page.getByLabel('Who told whom, and what was said').fill('Telephoned the clinic’s secretary')
    await page.getByRole('button', { name: 'Record that they were told' }).click()
    await page.getByText(/^Told on .*Telephoned the clinic’s secretary$/).waitFor()
    expect(await outdated().count()).toBe(0)
  }, 300_000)
})
