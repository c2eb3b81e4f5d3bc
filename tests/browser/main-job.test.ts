import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import {
  addPatient,
  answer,
  expectChecked,
  fillNumber,
  headline,
  inBrowser,
  noEmergency,
  openClinic,
  question,
} from './clinic.ts'

const password = 'correct horse battery'

inBrowser('the main job in a browser', () => {
  const { clinic, openPage } = openClinic()
  let page: Page
  const refused: string[] = []

  beforeAll(async () => {
    page = await openPage()
    page.on('console', (message) => {
      if (/content security policy/i.test(message.text())) refused.push(message.text())
    })
  })

  test('the one-time code makes the administrator, who invites a clinician', async () => {
    await page.goto(`${clinic.address}/setup`)
    await page.getByLabel('One-time code').fill(clinic.setUpCode)
    await page.getByLabel('Your name, as others will see it').fill('Ines Alvarado')
    await page.getByLabel('User name').fill('ines')
    await page.getByLabel('Choose a password').fill(password)
    await page.getByRole('button', { name: 'Create the first account' }).click()
    await page.getByRole('heading', { name: 'Accounts' }).waitFor()
    const form = page.locator('form', { has: page.getByRole('button', { name: 'Invite', exact: true }) })
    await form.getByLabel('Name, as others will see it').fill('Dr Okoro')
    await form.getByLabel('User name').fill('okoro')
    await form.getByRole('button', { name: 'Invite', exact: true }).click()
    const code = await page.locator('form code').innerText()
    await page.getByRole('button', { name: 'Sign out' }).click()
    // Leaving the page before would leave the session.
    await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor()
    await page.goto(`${clinic.address}/invitation`)
    await page.getByLabel('One-time code').fill(code)
    await page.getByLabel('Choose a password').fill(password)
    await page.getByRole('button', { name: 'Choose password and sign in' }).click()
    await page.getByRole('heading', { name: 'Nothing is waiting' }).waitFor()
    await expect.poll(() => page.locator('.demo-ribbon').count()).toBe(0)
  })

  test('a history of cancer is decided live, before anything is sent', async () => {
    await addPatient(page, { family: 'Güneş', sex: 'Female', born: '1961-03-04' })
    await expect.poll(() => page.getByRole('region', { name: 'Patient' }).innerText()).toContain('GÜNEŞ, Ada')
    await noEmergency(page)
    await answer(page, 'cancerHistory', 'In the past')
    await headline(page).filter({ hasText: 'Consider: X-ray and ESR' }).waitFor()
    await expect.poll(() => page.locator('.panel').innerText()).toContain('1 red flag')
    await page.getByText(/^Saved \d\d:\d\d$/).waitFor()
  })

  test('answers that were not signed are there after a reload', async () => {
    await page.reload()
    await headline(page).filter({ hasText: 'Consider: X-ray and ESR' }).waitFor()
    await expectChecked(question(page, 'cancerHistory').getByRole('radio', { name: 'In the past' }))
  })

  test('signing orders X-ray and ESR, whose results are then awaited', async () => {
    await page.getByRole('button', { name: 'Sign and order: X-ray, ESR' }).click()
    await page.getByText('X-ray: ordered').waitFor()
    await expect
      .poll(() => page.getByRole('list', { name: 'Pathway' }).innerText())
      .toMatch(/2 X-ray and ESR\s+Waiting/)
  })

  test('an ESR that cannot be is said, and is not decided on', async () => {
    await page.getByRole('link', { name: 'Enter results' }).click()
    await fillNumber(page, 'esrMmPerHour', '540')
    await page.getByText('ESR of 540 mm/h is higher than expected. Check the number.').waitFor()
    await page.getByText('Mend what is marked before you sign.').waitFor()
    await fillNumber(page, 'esrMmPerHour', '64')
  })

  test('both abnormal: an MRI is put forward, and ordered', async () => {
    await answer(page, 'xray', 'Compression fracture')
    await headline(page).filter({ hasText: 'Consider: MRI of the spine' }).waitFor()
    await page.getByRole('button', { name: 'Sign and order: MRI' }).click()
    await page.getByText('MRI: ordered').waitFor()
  })

  test('the referral is written, locked and ready to print', async () => {
    await page.getByRole('link', { name: 'Refer', exact: true }).click()
    await page.getByLabel('What the patient was told').fill('Come back at once if anything changes.')
    const preview = await page.locator('article.letter').innerText()
    await page.getByRole('button', { name: 'Sign the letter and refer' }).click()
    await page.getByRole('button', { name: 'Print' }).waitFor()
    const letter = await page.locator('article.letter').innerText()
    expect(letter).toContain('Come back at once if anything changes.')
    expect(letter).toContain('GÜNEŞ, Ada')
    expect(letter.replaceAll(/\s+/g, ' ')).toBe(preview.replaceAll(/\s+/g, ' '))
    await page.emulateMedia({ media: 'print' })
    await expect.poll(() => page.getByRole('button', { name: 'Print' }).isVisible()).toBe(false)
    await expect.poll(() => page.locator('article.letter').isVisible()).toBe(true)
    await page.emulateMedia({ media: 'screen' })
  })

  test('everything is there after the service was restarted', async () => {
    await clinic.stop()
    await clinic.start()
    await page.goto(clinic.address)
    // The session outlives the restart too.
    await page.getByRole('link', { name: 'GÜNEŞ, Ada' }).first().click()
    const timeline = page.locator('.timeline')
    await timeline.waitFor()
    const text = await timeline.innerText()
    for (const words of ['Patient registered', 'Ordered: X-ray, ESR', 'Ordered: MRI']) expect(text).toContain(words)
    await page.getByRole('link', { name: /Open the letter of/ }).click()
    await page.locator('article.letter').waitFor()
  })

  test('a string becomes no element, and no script or worker of elsewhere is begun', async () => {
    const outcomes = await page.evaluate(() => {
      const tried = (act: () => unknown): string => {
        try {
          act()
          return 'done'
        } catch (error) {
          return error instanceof Error ? error.name : 'thrown'
        }
      }
      const box = document.createElement('div')
      return {
        html: tried(() => {
          box.innerHTML = '<img src="x">'
        }),
        script: tried(() => {
          document.createElement('script').src = 'https://elsewhere.example/x.js'
        }),
        worker: tried(() => new Worker('data:text/javascript,1')),
        text: tried(() => {
          box.textContent = '<img src="x">'
        }),
      }
    })
    expect(outcomes).toEqual({ html: 'TypeError', script: 'TypeError', worker: 'TypeError', text: 'done' })
    // What was tried is refused out loud; nothing else may be.
    refused.splice(0, refused.length, ...refused.filter((text) => !/trusted ?type/i.test(text)))
  })

  test('the content security policy refused nothing', () => {
    expect(refused).toEqual([])
  })
})
