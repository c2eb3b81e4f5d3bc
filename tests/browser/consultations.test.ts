import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import {
  addPatient,
  answer,
  choose,
  cleanScreen,
  confirmPatient,
  fillNumber,
  headline,
  inBrowser,
  type NewPatient,
  noEmergency,
  openClinic,
  question,
  tryDemo,
} from './clinic.ts'

/** Inside the window of 2 to 6 weeks (I7). */
const daysToReview = 21

// What is expected here is what docs/protocol.md says, statement by statement: none of it was read off the screen.
inBrowser('consultations', () => {
  const { clinic, openPage } = openClinic()
  let page: Page

  beforeAll(async () => {
    page = await openPage()
    await tryDemo(page, clinic)
  })

  async function begin(patient: NewPatient): Promise<void> {
    await addPatient(page, patient)
    await confirmPatient(page)
  }
  const panel = () => page.locator('.panel')
  const consider = (what: string | RegExp) => headline(page).filter({ hasText: what }).waitFor()
  const press = (name: string | RegExp) => panel().getByRole('button', { name }).click()
  /** Everything that stands beside the main step. */
  async function alsoNoted(): Promise<string> {
    const also = panel().locator('.also-note')
    if ((await also.getAttribute('open')) === null) await also.locator('summary').click()
    return also.innerText()
  }
  async function enterResults(): Promise<void> {
    await page.getByRole('link', { name: 'Enter results' }).click()
    await page.getByRole('heading', { name: 'Results', level: 1 }).waitFor()
  }

  test('both tests abnormal, then cancer on the MRI: oncology beside surgery, and the search for the primary by sex (C4, X8)', async () => {
    await begin({ family: 'Metastasis', sex: 'Female', born: '1961-03-04' })
    await noEmergency(page)
    await answer(page, 'cancerHistory', 'In the past')
    await consider('Consider: X-ray and ESR')
    await press(/^Sign and order: X-ray, ESR/)
    await enterResults()
    await answer(page, 'xray', 'Lytic lesion')
    // A lytic lesion is urgent, whether or not the ESR is in (X12, X2).
    await consider('Consider: MRI of the spine')
    await expect.poll(() => panel().locator('.badge').first().innerText()).toContain('Urgent')
    await fillNumber(page, 'esrMmPerHour', '64')
    await press('Sign and order: MRI')
    await page.getByText('MRI: ordered').waitFor()
    await enterResults()
    await answer(page, 'mri', 'Suspected cancer')
    await consider('Refer to oncology and spinal surgery')
    // C5 by sex: a woman's primary is looked for in lung and breast.
    await panel().locator('.in-full > summary').click()
    await panel()
      .getByText(/“Search for the primary: lung, breast” is recommended/)
      .waitFor()
    await press(/^Sign and write the referral/)
    await page.getByRole('heading', { name: 'Referral', level: 1 }).waitFor()
    await page.getByRole('button', { name: 'Sign the letter and refer' }).click()
    await page.getByRole('button', { name: 'Print' }).waitFor()
    const letter = await page.locator('article.letter').innerText()
    for (const words of [/lytic lesion/i, /64\s*mm\/h/, /suspected cancer/i, /urgent/i]) expect(letter).toMatch(words)
  })

  test('one test abnormal and one normal: the referral stands, and MRI is the clinician’s to consider (X2)', async () => {
    await begin({ family: 'Discordant', sex: 'Male', born: '1976-03-04' })
    await cleanScreen(page)
    await answer(page, 'nightPain', 'Disturbs sleep')
    await consider('Consider: X-ray and ESR')
    await press(/^Sign and order: X-ray, ESR/)
    await enterResults()
    await answer(page, 'xray', 'Other significant abnormality')
    // A man of 50: the limit is 25 mm/h (I6).
    await fillNumber(page, 'esrMmPerHour', '8')
    await consider('Consider: Referral to spinal surgery')
    expect(await alsoNoted()).toMatch(/Consider:\s*MRI of the spine/)
    await press(/^Sign and write the referral/)
    await page.getByRole('button', { name: 'Sign the letter and refer' }).click()
    await page.getByRole('button', { name: 'Print' }).waitFor()
    const letter = await page.locator('article.letter').innerText()
    expect(letter).toMatch(/other significant abnormality/i)
    expect(letter).toMatch(/8\s*mm\/h/)
    expect(letter).toMatch(/Orthopaedics/)
  })

  test('an emergency is said in its fixed text, is signed and referred today, and stands first on the worklist (X1)', async () => {
    await begin({ family: 'Caudal', sex: 'Male', born: '1966-03-04' })
    await answer(page, 'urinaryIncontinence', 'Yes')
    const dialog = page.getByRole('alertdialog')
    await dialog
      .getByText(/Same-day neurosurgical referral and emergency imaging\. Do not wait for other tests\./)
      .waitFor()
    await dialog.getByRole('button', { name: 'Sign and write the referral' }).click()
    await page.getByRole('heading', { name: 'Referral', level: 1 }).waitFor()
    await page.getByRole('button', { name: 'Sign the letter and refer' }).click()
    await page.getByRole('button', { name: 'Print' }).waitFor()
    const letter = await page.locator('article.letter').innerText()
    expect(letter).toContain('Neurosurgery')
    expect(letter).toMatch(/Emergency/)
    await page.getByRole('link', { name: 'Worklist', exact: true }).click()
    const row = page.getByRole('row', { name: /CAUDAL, Ada/ }).first()
    await row.waitFor()
    await expect.poll(() => row.innerText()).toContain('Emergency: today')
    const urgencies = await page.getByRole('row').locator('.badge').allInnerTexts()
    // Whatever is overdue or an emergency comes before what can wait.
    expect(urgencies.findLastIndex((words) => words.includes('Emergency'))).toBeLessThan(
      urgencies.findIndex((words) => words.includes('Routine')),
    )
  })

  test('a child is out of scope: said plainly, a specialist advised, nothing prescribed (I10)', async () => {
    const year = new Date().getFullYear() - 12
    await begin({ family: 'Schoolchild', sex: 'Female', born: `${year}-01-15` })
    await noEmergency(page)
    await consider('Consider: Specialist assessment')
    await panel().getByText('Out of scope of this pathway').waitFor()
    expect(
      await panel()
        .getByRole('button', { name: /start|order/i })
        .count(),
    ).toBe(0)
    await answer(page, 'nightPain', 'Disturbs sleep')
    await consider('Consider: Specialist assessment')
    expect(
      await panel()
        .getByRole('button', { name: /start|order/i })
        .count(),
    ).toBe(0)
    // The emergency additions speak first at any age.
    await answer(page, 'saddleNumbness', 'Yes')
    await page
      .getByRole('alertdialog')
      .getByText(/Same-day neurosurgical referral/)
      .waitFor()
    await page.getByRole('alertdialog').getByRole('button', { name: 'I have read this' }).click()
    await consider('Neurosurgery and imaging today')
  })

  test('in pregnancy an NSAID from 20 weeks is not advised, and the X-ray is the clinician’s decision (X7)', async () => {
    await begin({ family: 'Expecting', sex: 'Female', born: '1996-03-04' })
    await answer(page, 'pregnant', 'Yes')
    await fillNumber(page, 'pregnancyWeeks', '24')
    await cleanScreen(page)
    await consider('Another treatment than an NSAID: your choice')
    await expect.poll(() => panel().getByRole('button', { name: /NSAID/ }).count()).toBe(0)
    await answer(page, 'nightPain', 'Disturbs sleep')
    await consider('Consider: X-ray and ESR')
    await panel().locator('.in-full > summary').click()
    await panel()
      .getByText(/in pregnancy/i)
      .first()
      .waitFor()
    // Before 20 weeks, without a red flag, it is the clinician's decision, and said so.
    await answer(page, 'nightPain', 'None')
    await fillNumber(page, 'pregnancyWeeks', '12')
    await consider('Pain relief in pregnancy: your decision')
  })

  test('no better after three weeks of an NSAID: X-ray and ESR, MRI to consider, the NSAID no longer the plan (D2, I7)', async () => {
    await begin({ family: 'Unimproved', sex: 'Male', born: '1986-03-04' })
    await cleanScreen(page)
    await consider('Consider: NSAID')
    await press('Sign and start: NSAID')
    await page.getByText('NSAID: started').waitFor()
    await clinic.stop()
    await clinic.start(daysToReview)
    await tryDemo(page, clinic)
    await page
      .getByRole('row', { name: /UNIMPROVED, Ada/ })
      .getByRole('link', { name: /Review the patient/ })
      .click()
    await page.getByRole('heading', { name: 'Review', level: 1 }).waitFor()
    await confirmPatient(page)
    await answer(page, 'reviewOutcome', 'Not improved')
    const treatment = page.getByRole('region', { name: 'The treatment since it began' })
    for (const [asked, said] of [
      ['Was it taken?', 'As advised'],
      ['Did it help?', 'No'],
      ['Did it do harm?', 'Yes'],
    ] as const)
      await choose(treatment.getByRole('group', { name: asked }).getByRole('radio', { name: said, exact: true }))
    await treatment.getByLabel('What harm, or more in words').fill('Stomach pain')
    await page.reload()
    await expect.poll(() => treatment.getByLabel('What harm, or more in words').inputValue()).toBe('Stomach pain')
    await noEmergency(page)
    await consider('Consider: X-ray and ESR')
    const also = await alsoNoted()
    expect(also).toMatch(/Consider:\s*MRI of the spine/)
    expect(also).toMatch(/NSAID as the plan: conservative treatment is not the answer/)
    expect(also).toMatch(/Refer to orthopaedics/)
    await press(/^Sign and order: X-ray, ESR/)
    await page.getByText('X-ray: ordered').waitFor()
    await page.getByRole('link', { name: 'Refer', exact: true }).click()
    await page
      .getByRole('region', { name: 'Letter' })
      .getByText(/At the review of .*taken as advised; it did not help; it did harm;\s+Stomach\s+pain/)
      .waitFor()
    await page.goBack()
    // The answers of the first visit were shown as text, and none was taken over.
    await page
      .getByRole('link', { name: /Review/ })
      .first()
      .click()
    await expect.poll(() => question(page, 'reviewOutcome').locator('input:checked').count()).toBe(0)
  })
})
