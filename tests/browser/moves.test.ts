import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { addPatient, answer, choose, confirmPatient, inBrowser, openClinic, settled, tryDemo } from './clinic.ts'

inBrowser('the right patient', () => {
  const { clinic, openPage } = openClinic()
  let page: Page

  beforeAll(async () => {
    page = await openPage()
    await tryDemo(page, clinic)
  })

  /** Adds a patient, answers one question and signs; ends on the summary. */
  async function withFever(family: string, born: string): Promise<void> {
    await addPatient(page, { family, sex: 'Female', born })
    await confirmPatient(page)
    await answer(page, 'fever', 'Yes')
    await page.getByRole('button', { name: 'Sign as it stands' }).click()
    await page.getByRole('heading', { name: 'Timeline' }).waitFor()
  }
  const banner = () => page.getByRole('region', { name: 'Patient', exact: true })
  const timeline = () => page.locator('.timeline')

  test('another patient in the same tab is said below the banner, until it is confirmed', async () => {
    await addPatient(page, { family: 'Firstcome', sex: 'Male', born: '1970-01-02' })
    await confirmPatient(page)
    await addPatient(page, { family: 'Nextinline', sex: 'Male', born: '1971-01-02' })
    await page.getByText('Another patient than before.').waitFor()
    await page.getByRole('button', { name: /^Yes, this is the right patient\s*: NEXTINLINE/ }).click()
    await page.getByText('Another patient than before.').waitFor({ state: 'detached' })
    await page.reload()
    await page.getByRole('heading', { name: 'Back pain assessment' }).waitFor()
    await settled(page)
    await expect.poll(() => page.getByText('Another patient than before.').count()).toBe(0)
  })

  test('where somebody has a similar name nothing can be entered before it is confirmed', async () => {
    await addPatient(page, { family: 'Nextinlime', sex: 'Male', born: '1950-05-06' })
    await page.getByText('Is this the right patient?').waitFor()
    await page.getByRole('link', { name: /Open NEXTINLINE, Ada/ }).waitFor()
    await expect.poll(() => page.locator('[inert] [data-finding="fever"]').count()).toBe(1)
    await page.getByRole('button', { name: /^Yes, this is the right patient\s*: NEXTINLIME/ }).click()
    await answer(page, 'fever', 'No')
    await expect.poll(() => page.locator('[inert]').count()).toBe(0)
  })

  test('while it is not known whether somebody has a similar name nothing can be entered, and a late answer asks', async () => {
    const late = await page.context().newPage()
    let answerNow = (): void => undefined
    const held = new Promise<void>((resolve) => {
      answerNow = resolve
    })
    await late.route('**/api/patients/*/similar', async (route) => {
      await held
      await route.continue()
    })
    await late.goto(page.url())
    await late.getByText('Looking whether another patient has a similar name.').waitFor()
    await late.locator('[inert] [data-finding="fever"]').waitFor()
    answerNow()
    await late.getByText('Is this the right patient?').waitFor()
    await expect.poll(() => late.locator('[inert] [data-finding="fever"]').count()).toBe(1)
    await late.close()
  })

  test('where that cannot be known, the screen says so', async () => {
    const away = await page.context().newPage()
    await away.route('**/api/patients/*/similar', (route) => route.abort())
    await away.goto(page.url())
    await away.getByText('It is not known whether another patient has a similar name.').waitFor()
    await answer(away, 'fever', 'No')
    await away.close()
  })

  test('an episode is moved to the right patient, who has to be signed for again', async () => {
    await withFever('Rightful', '1960-02-03')
    await page.getByRole('link', { name: 'Patients', exact: true }).click()
    await withFever('Wrongful', '1980-02-03')
    await page.getByRole('link', { name: 'Move the episode to another patient' }).click()
    await page.getByLabel('Search the right patient').fill('rightful')
    await page.getByRole('button', { name: 'Search' }).click()
    await page.getByRole('button', { name: /^Choose this patient\s*: RIGHTFUL/ }).click()
    await page.getByText('Born 03-Feb-1960').waitFor()
    await page.getByRole('button', { name: 'Move the episode' }).click()
    await page.getByText('Say what happened.').waitFor()
    await page.getByLabel('What happened').fill('The other one was in the room')
    await page.getByRole('button', { name: 'Move the episode' }).click()
    await banner().getByText('RIGHTFUL, Ada').waitFor()
    await confirmPatient(page)
    await page.getByText('Signed before it was moved here. Look at it again and sign.').waitFor()
    await timeline()
      .getByText(/Episode moved here/)
      .waitFor()
    expect(page.url()).not.toMatch(/rightful|wrongful/i)
    await expect.poll(() => page.locator('.other-episode').count()).toBe(1)
  })

  test('whoever looks for the wrong patient finds the trace, and the way to the right one', async () => {
    await page.getByRole('link', { name: 'Patients', exact: true }).click()
    await page.getByLabel('Name or record number').fill('wrongful')
    await page.getByRole('button', { name: 'Search' }).click()
    await page.getByRole('link', { name: 'WRONGFUL, Ada' }).click()
    await confirmPatient(page)
    await page.getByText(/The other one was in the room/).waitFor()
    await page.getByRole('link', { name: 'Open the patient it belongs to' }).click()
    await banner().getByText('RIGHTFUL, Ada').waitFor()
  })

  test('one entry is moved, and counts no more where it was', async () => {
    await withFever('Entrywrong', '1955-02-03')
    await page
      .getByRole('link', { name: /^Move this entry/ })
      .first()
      .click()
    await page.getByText(/Only this entry is moved/).waitFor()
    await page.getByLabel('Search the right patient').fill('firstcome')
    await page.getByRole('button', { name: 'Search' }).click()
    await page.getByRole('button', { name: /^Choose this patient\s*: FIRSTCOME/ }).click()
    await page.getByLabel('What happened').fill('Clicked on the wrong row')
    await page.getByRole('button', { name: 'Move this entry' }).click()
    await banner().getByText('FIRSTCOME, Ada').waitFor()
    await confirmPatient(page)
    await timeline()
      .getByText(/^Moved here/)
      .waitFor()
    await page
      .getByText(/^Read the answers and sign/)
      .first()
      .waitFor()
  })

  test('two entries of one patient are compared, merged, and taken apart again', async () => {
    await addPatient(page, { family: 'Stays', sex: 'Female', born: '1944-02-03' })
    await addPatient(page, { family: 'Goesaway', sex: 'Female', born: '1944-02-03' })
    await confirmPatient(page)
    await page.goto(page.url().replace('/assess', ''))
    await page.getByRole('link', { name: 'Here twice: merge with another entry' }).click()
    await page.getByLabel('Search the other entry').fill('stays')
    await page.getByRole('button', { name: 'Search' }).click()
    await page.getByRole('button', { name: /^Compare\s*: STAYS/ }).click()
    const row = page.getByRole('row', { name: /^Name/ })
    await row.getByText('GOESAWAY, Ada').waitFor()
    await row.getByText('STAYS, Ada').waitFor()
    await row.getByText('differs').waitFor()
    await choose(page.getByRole('radio', { name: /^STAYS, Ada/ }))
    await page.getByLabel('Why they are one person').fill('Married name')
    await page.getByRole('button', { name: 'Merge the two' }).click()
    await banner().getByText('STAYS, Ada').waitFor()
    await confirmPatient(page)
    // The episode that the merge brought can take it back.
    const brought = page.getByText(/Brought by a merge/).first()
    await brought.waitFor()
    const other = page.locator('.other-episode', { hasText: 'Brought by a merge' })
    if ((await other.count()) > 0) {
      await other.locator('summary').first().click()
      await other.getByRole('link', { name: 'Work on this episode' }).click()
    }
    await page.getByText('Take the merge back').first().click()
    await page.getByLabel('Why they are two people').fill('They are cousins')
    await page.getByRole('button', { name: 'Take the merge back' }).click()
    await brought.waitFor({ state: 'detached' })
  })

  test('another episode is begun beside an open one, and both are listed', async () => {
    await addPatient(page, { family: 'Twostories', sex: 'Female', born: '1933-02-03' })
    await page.goto(page.url().replace('/assess', ''))
    await page.getByRole('button', { name: 'Start a new episode' }).click()
    await page.getByRole('heading', { name: 'Back pain assessment' }).waitFor()
    await page.goto(page.url().replace('/assess', ''))
    await page.locator('.other-episode').waitFor()
  })
})
