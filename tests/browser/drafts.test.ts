import { beforeAll, expect, test } from 'vitest'
import { addPatient, answer, choose, expectChecked, inBrowser, openClinic, question } from './clinic.ts'
import { draftAtService, episodeOf } from './device.ts'
import { lookAround } from './looks.ts'
import { administrator, type Colleague } from './people.ts'

const saved = /^Saved \d\d:\d\d$/

inBrowser('drafts', () => {
  const { clinic, browser } = openClinic()
  let okoro: Colleague
  let haddad: Colleague

  beforeAll(async () => {
    const { colleague } = await administrator(browser(), clinic)
    haddad = await colleague('haddad', 'Dr Haddad')
    okoro = await colleague('okoro', 'Dr Okoro')
  })

  const radio = ({ page }: Pick<Colleague, 'page'>, finding: string, name: string) =>
    question(page, finding).getByRole('radio', { name, exact: true })

  test('an answer is saved by itself, without a press', async () => {
    const { page } = okoro
    await addPatient(page, { family: 'Shared', sex: 'Female', born: '1961-03-04' })
    const saving = page.waitForResponse(
      (answered) => answered.url().endsWith('/draft') && answered.request().method() === 'PUT',
    )
    await answer(page, 'smoker', 'Yes')
    await saving
    await page.getByText(saved).waitFor()
  })

  test('undo and redo take back and do again, by button and by keys, and the service hears of it', async () => {
    const { page } = okoro
    await answer(page, 'fever', 'Yes')
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    await page.getByText('Taken back: fever.').waitFor()
    await expect.poll(() => radio(okoro, 'fever', 'Yes').isChecked()).toBe(false)
    await page.getByRole('button', { name: 'Redo', exact: true }).click()
    await expectChecked(radio(okoro, 'fever', 'Yes'))
    await radio(okoro, 'fever', 'Yes').focus()
    await page.keyboard.press('Control+z')
    await expect.poll(() => radio(okoro, 'fever', 'Yes').isChecked()).toBe(false)
    await page.keyboard.press('Control+Shift+Z')
    await expectChecked(radio(okoro, 'fever', 'Yes'))
    await page.keyboard.press('Control+z')
    await page.getByText(saved).waitFor()
    await expect
      .poll(async () => Object.keys((await draftAtService(page, await episodeOf(page))).content.assess))
      .toEqual(['smoker'])
  })

  test('the summary says that there are answers which are not signed, shown nowhere else, and leads back to them', async () => {
    const { page } = okoro
    const assessment = page.url()
    const id = new URL(assessment).pathname.split('/')[2]
    await page.goto(`${clinic.address}/patients/${id}`)
    const note = page.getByRole('region', { name: /^You have answers here that are not signed/ })
    await note.getByRole('link', { name: 'Go on with Assessment: 1 entry' }).waitFor()
    // Nobody has answered the emergency questions: what the page says holds so far.
    await page.locator('.standing .badge').filter({ hasText: 'so far' }).waitFor()
    expect(await lookAround(page, 'summary-draft')).toEqual([])
    await note.getByRole('link').click()
    await expectChecked(radio(okoro, 'smoker', 'Yes'))
    await page.goto(assessment)
  })

  test('in a field of text the keys take back what was typed there', async () => {
    const { page } = okoro
    const field = question(page, 'durationDays').locator('.input-number')
    await field.pressSequentially('12')
    await page.keyboard.press('Control+z')
    await expect.poll(() => field.inputValue()).not.toBe('12')
    await expectChecked(radio(okoro, 'smoker', 'Yes'))
    await field.fill('')
  })

  test('the second of two editors sees the first’s change and chooses', async () => {
    const { page } = okoro
    await answer(page, 'cancerHistory', 'Current')
    await page.getByText(saved).waitFor()
    // The other one answers the same patient, and signs first.
    await haddad.page.goto(page.url())
    await answer(haddad.page, 'cancerHistory', 'In the past')
    await answer(haddad.page, 'fever', 'No')
    await haddad.page.getByRole('button', { name: 'Sign as it stands' }).click()
    await haddad.page.getByRole('heading', { name: 'Timeline' }).waitFor()

    await page.getByRole('button', { name: 'Sign as it stands' }).click()
    const box = page.getByRole('region', { name: 'Somebody else changed this record' })
    await box.getByText('Fever: No (Dr Haddad)').waitFor()
    await expect.poll(() => box.innerText()).not.toContain('Smoker')
    expect(await lookAround(page, 'somebody-else')).toEqual([])
    await expect.poll(() => page.getByRole('button', { name: 'Sign as it stands' }).isDisabled()).toBe(true)
    const choice = box.getByRole('group', { name: 'History of cancer' })
    await expect.poll(() => choice.getByRole('radio', { checked: true }).count()).toBe(0)
    await box.getByRole('button', { name: 'Use these answers' }).click()
    await box.getByText('Choose one answer for each.').waitFor()
    await choose(choice.getByRole('radio', { name: /^Dr Haddad, \d\d-\w{3}-\d{4}: In the past$/ }))
    await box.getByRole('button', { name: 'Use these answers' }).click()
    await box.waitFor({ state: 'detached' })
    await expectChecked(radio(okoro, 'cancerHistory', 'In the past'))
    await expectChecked(radio(okoro, 'smoker', 'Yes'))
    await expectChecked(radio(okoro, 'fever', 'No'))
  })

  test('whoever keeps their own answer amends what the other signed, and both stay in the history', async () => {
    const { page } = okoro
    await answer(page, 'fever', 'Yes')
    await page
      .getByRole('button', { name: 'Sign the change' })
      .or(page.getByRole('button', { name: 'Sign as it stands' }))
      .first()
      .click()
    const dialog = page.getByRole('alertdialog')
    await dialog.getByText('Fever: No, now Yes').waitFor()
    await dialog.getByLabel('Reason for the change').fill('Measured again')
    await dialog.getByRole('button', { name: 'Keep the old version and sign the change' }).click()
    await page
      .locator('.timeline')
      .getByText(/Measured again/)
      .waitFor()
    const episode = await page.request.get(`${clinic.address}/api/episodes/${await episodeOf(page)}`)
    const { state } = await episode.json()
    expect(state.findings.fever).toMatchObject({
      value: 'present',
      earlier: [{ value: 'absent', reason: 'Measured again' }],
    })
    expect(state.findings.smoker.value).toBe('present')
  })

  test('two windows of one person: different questions are put together, different answers are chosen', async () => {
    const { page, context } = okoro
    await addPatient(page, { family: 'Windows', sex: 'Male', born: '1986-03-04' })
    const second = { page: await context.newPage() }
    await second.page.goto(page.url())
    await radio(second, 'fever', 'Yes').waitFor()
    await answer(page, 'smoker', 'Yes')
    await page.getByText(saved).waitFor()
    await answer(second.page, 'fever', 'No')
    await second.page.getByText(saved).waitFor()
    await expectChecked(radio(second, 'smoker', 'Yes'))
    await answer(second.page, 'unexplainedWeightLoss', 'Yes')
    await second.page.getByText(saved).waitFor()
    await answer(page, 'unexplainedWeightLoss', 'No')
    const box = page.getByRole('region', { name: 'Two different answers' })
    await box.waitFor()
    await page.getByText('Not saved: choose an answer').waitFor()
    expect(await lookAround(page, 'two-windows')).toEqual([])
    // Neither is lost by a reload.
    await page.reload()
    await box.waitFor()
    await choose(box.getByRole('radio', { name: 'In this window: No' }))
    await box.getByRole('button', { name: 'Use these answers' }).click()
    await page.getByText(saved).waitFor()
    expect((await draftAtService(page, await episodeOf(page))).content.assess).toMatchObject({
      smoker: { value: 'present' },
      fever: { value: 'absent' },
      unexplainedWeightLoss: { value: 'absent' },
    })
    await second.page.close()
  })

  test('while the draft is being opened what is asked can be read, and nothing can be entered that would be lost', async () => {
    const { page } = okoro
    let openNow = (): void => undefined
    const held = new Promise<void>((resolve) => {
      openNow = resolve
    })
    await page.route('**/draft', async (route) => {
      await held
      await route.continue()
    })
    await page.goto(page.url().replace('/assess', '/results'))
    const field = question(page, 'esrMmPerHour').locator('.input-number')
    await field.waitFor()
    const controls = page.locator('.workspace-questions').locator('input, select, textarea, button')
    expect(await controls.count()).toBeGreaterThan(5)
    expect(await controls.and(page.locator(':enabled')).count()).toBe(0)
    openNow()
    await field.fill('64')
    await page.getByText(saved).waitFor()
    await expect
      .poll(async () => (await draftAtService(page, await episodeOf(page))).content.results?.esrMmPerHour)
      .toMatchObject({ value: 64 })
    await field.fill('')
    await page.unrouteAll({ behavior: 'wait' })
    await page.goto(page.url().replace('/results', '/assess'))
  })

  test('the text of a report is kept with the results', async () => {
    const { page } = okoro
    await page.goto(page.url().replace('/assess', '/results'))
    await page.getByLabel('Text of the report').fill('Wedge deformity of L1.')
    await page.getByText(saved).waitFor()
    await page.reload()
    await page.getByLabel('Text of the report').waitFor()
    await expect.poll(() => page.getByLabel('Text of the report').inputValue()).toBe('Wedge deformity of L1.')
  })

  test('what is typed for a letter is kept until the letter is signed', async () => {
    const { page } = okoro
    const assessment = page.url().replace('/results', '/assess')
    await page.getByRole('link', { name: 'Patients', exact: true }).click()
    await page.getByRole('link', { name: 'SHARED, Ada' }).first().click()
    await page.getByRole('link', { name: 'Refer', exact: true }).click()
    await page.getByLabel('What the patient was told').fill('Come back at once if it gets worse.')
    await page.getByText(saved).waitFor()
    await page.reload()
    await page.getByLabel('What the patient was told').waitFor()
    await expect
      .poll(() => page.getByLabel('What the patient was told').inputValue())
      .toBe('Come back at once if it gets worse.')
    expect(await lookAround(page, 'refer-draft')).toEqual([])
    await page.getByRole('button', { name: 'Sign the letter and refer' }).click()
    await page.getByRole('button', { name: 'Print' }).waitFor()
    await expect.poll(() => page.locator('article.letter').innerText()).toContain('Come back at once if it gets worse.')
    expect((await draftAtService(page, await episodeOf(page))).content).toEqual({})
    await page.goto(assessment)
  })

  test('a service that cannot save is said, the answer is kept, and it is tried again', async () => {
    const { page } = okoro
    await radio(okoro, 'fever', 'Yes').waitFor()
    const problem = {
      type: '',
      title: 'The disk is full. Nothing was saved.',
      status: 507,
      code: 'PLB_RECORD_DISK_FULL',
    }
    await page.route('**/draft', (route) =>
      route.request().method() === 'PUT'
        ? route.fulfill({ status: 507, contentType: 'application/problem+json', body: JSON.stringify(problem) })
        : route.continue(),
    )
    await answer(page, 'fever', 'Yes')
    const box = page.getByRole('alert').filter({ hasText: 'There is a problem' })
    await box.getByText('The service could not save your last change. It is kept on this device. Try again.').waitFor()
    await page.unroute('**/draft')
    await box.getByRole('button', { name: 'Try again' }).click()
    await page.getByText(saved).waitFor()
    await box.waitFor({ state: 'detached' })
  })

  test('where neither the service nor the device keeps the change, the page asks to be kept open', async () => {
    const { page } = okoro
    await page.evaluate(() => {
      IDBObjectStore.prototype.put = () => {
        throw new DOMException('full', 'QuotaExceededError')
      }
    })
    await page.route('**/draft', (route) => route.abort())
    await answer(page, 'fever', 'No')
    await page.getByText('Your last change was not saved. Keep this page open. Try again.').waitFor()
    let asked = false
    page.once('dialog', (dialog) => {
      asked = dialog.type() === 'beforeunload'
      void dialog.accept()
    })
    await page.unroute('**/draft')
    await page.reload()
    expect(asked).toBe(true)
  })
})
