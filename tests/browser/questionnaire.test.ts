import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { addPatient, choose, expectChecked, headline, inBrowser, openClinic, question, tryDemo } from './clinic.ts'

const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } as const

/** What the page says in each language, as far as this test presses it. */
const languages = [
  {
    name: 'English',
    lang: 'en',
    dir: 'ltr',
    start: 'Start',
    next: 'Next',
    no: 'No',
    unsure: 'I’m not sure',
    send: 'Send my answers',
    sent: 'Thank you',
  },
  {
    name: 'Español',
    lang: 'es',
    dir: 'ltr',
    start: 'Empezar',
    next: 'Siguiente',
    no: 'No',
    unsure: 'No lo sé',
    send: 'Enviar mis respuestas',
    sent: 'Gracias',
  },
  {
    name: 'Українська',
    lang: 'uk',
    dir: 'ltr',
    start: 'Почати',
    next: 'Далі',
    no: 'Ні',
    unsure: 'Не знаю',
    send: 'Надіслати відповіді',
    sent: 'Дякуємо',
  },
  {
    name: 'العربية',
    lang: 'ar',
    dir: 'rtl',
    start: 'ابدأ',
    next: 'التالي',
    no: 'لا',
    unsure: 'لا أعرف',
    send: 'أرسل إجاباتي',
    sent: 'شكرًا لك',
  },
] as const

inBrowser('a patient answers before the visit', () => {
  const { clinic, openPage } = openClinic()
  let page: Page
  let patient = ''

  beforeAll(async () => {
    page = await openPage()
    await tryDemo(page, clinic)
    await addPatient(page, { family: 'Beforehand', sex: 'Female', born: '1996-03-04' })
    patient = new URL(page.url()).pathname.split('/')[2] ?? ''
  })

  /** A link as the clinician makes it on the patient's page. */
  async function makeLink(): Promise<string> {
    await page.goto(`${clinic.address}/patients/${patient}/questionnaire`)
    await page.getByRole('button', { name: 'Make a link' }).click()
    return page.locator('.ask-address').innerText()
  }

  async function onPhone(link: string): Promise<Page> {
    const opened = await openPage(phone)
    await opened.goto(link)
    return opened
  }

  const next = (patients: Page, name = 'Next') => patients.getByRole('button', { name, exact: true }).click()
  const heading = (patients: Page) => patients.getByRole('heading', { level: 1 })

  /** Answers every question that is left with "I'm not sure". */
  async function unsureOfTheRest(patients: Page, words: { unsure: string; next: string; send: string }): Promise<void> {
    const send = patients.getByRole('button', { name: words.send })
    for (let asked = 0; asked < 70 && (await send.count()) === 0; asked++) {
      const before = await heading(patients).innerText()
      const unsure = patients.getByRole('radio', { name: words.unsure, exact: true })
      await choose(unsure)
      await next(patients, words.next)
      await patients.waitForFunction((text) => document.querySelector('h1')?.textContent !== text, before)
    }
  }

  test('from the link on the clinician’s screen to an answer that counts once it is confirmed', async () => {
    const link = await makeLink()
    expect(new URL(link).pathname).toMatch(/^\/q\/[0-9A-Z]{30}$/)
    expect(await faults(page)).toEqual([])
    await page.getByRole('img', { name: 'QR code of the link' }).waitFor()

    const patients = await onPhone(link)
    await patients.getByRole('button', { name: 'English' }).click()
    await patients.getByRole('heading', { name: 'Do not wait for your visit if you have any of these' }).waitFor()
    const safety = await patients.locator('.safety').innerText()
    await patients.getByRole('button', { name: 'Start' }).click()
    await patients.getByText('Question 1 of').waitFor()
    await next(patients)
    await patients.getByRole('alert').getByText('Choose an answer.').waitFor()
    for (let each = 0; each < 3; each++) {
      await choose(patients.getByRole('radio', { name: 'No', exact: true }))
      await next(patients)
    }
    await heading(patients).filter({ hasText: 'numb between your legs' }).waitFor()
    await patients.getByText('Why we ask').click()
    await patients.getByText('The nerves for this part of the body come from the lower back.').waitFor()
    await choose(patients.getByRole('radio', { name: 'Yes', exact: true }))
    await next(patients)

    // The tab is closed, and the link opened again on the same device.
    await patients.reload()
    await patients.getByRole('button', { name: 'Go on with my answers' }).click()
    await heading(patients).filter({ hasText: 'Are both your legs weak?' }).waitFor()
    for (let each = 0; each < 2; each++) {
      await choose(patients.getByRole('radio', { name: 'No', exact: true }))
      await next(patients)
    }
    await heading(patients).filter({ hasText: 'Where does it hurt?' }).waitFor()
    await choose(patients.getByRole('checkbox', { name: 'Lower back' }))
    await expect.poll(() => patients.locator('[data-region="lowerBack"].body-part-chosen').count()).toBe(1)
    await next(patients)
    await unsureOfTheRest(patients, languages[0])

    // From the check one answer is changed, in weeks.
    await heading(patients).filter({ hasText: 'Check your answers' }).waitFor()
    const duration = patients.locator('.check-row', { hasText: 'How long have you had this pain?' })
    await duration.getByRole('button', { name: 'Change' }).click()
    await patients.getByLabel('Number').fill('6')
    await patients.getByLabel('Unit').selectOption('wk')
    await next(patients)
    await duration.getByText('6 weeks').waitFor()
    await expect.poll(() => patients.locator('.safety').innerText()).toBe(safety)
    await patients.getByRole('button', { name: 'Send my answers' }).click()
    await heading(patients).filter({ hasText: 'Thank you' }).waitFor()
    await expect.poll(() => patients.locator('.safety').innerText()).toBe(safety)
    expect(await patients.evaluate(() => Object.keys(localStorage))).toEqual([])
    await expect.poll(() => patients.locator('main').innerText()).not.toContain('6 weeks')
    await patients.reload()
    await patients.getByText('This link has been used.').waitFor()

    // In the assessment nothing of it counts until it is confirmed.
    await page.goto(`${clinic.address}/patients/${patient}/assess`)
    await page
      .getByRole('status')
      .getByText(/The patient sent answers on/)
      .waitFor()
    await expect.poll(() => page.locator('.panel .badge').first().innerText()).not.toContain('Emergency')
    const numb = question(page, 'saddleNumbness')
    await numb.getByText('Patient said: Yes').waitFor()
    await expect.poll(() => numb.locator('input:checked').count()).toBe(0)
    await question(page, 'durationDays').getByText('Patient said: 6 weeks (42 days)').waitFor()
    expect(await faults(page)).toEqual([])

    await question(page, 'fever')
      .getByRole('button', { name: /^Confirm what the patient said/ })
      .click()
    await expectChecked(question(page, 'fever').getByRole('radio', { name: 'Not known' }))
    await numb.getByRole('button', { name: /^Answer otherwise/ }).click()
    await expect.poll(() => numb.locator('input:checked').count()).toBe(0)
    await numb.getByRole('button', { name: /^Confirm what the patient said/ }).click()
    const alarm = page.getByRole('alertdialog')
    await alarm.getByText(/Same-day neurosurgical referral/).waitFor()
    await alarm.getByRole('button', { name: 'I have read this' }).click()
    await numb.getByText('Confirmed').waitFor()
    const described = page.getByRole('region', { name: 'Where it hurts, and what the pain prevents' })
    await described.getByText('Patient said: lower back').waitFor()
    await described.getByRole('button', { name: 'Confirm' }).click()
    await choose(described.getByRole('checkbox', { name: 'Walking' }))
    await page
      .getByText(/^Saved \d/)
      .first()
      .waitFor()

    // What was confirmed is signed; what was not is no finding.
    await page.getByRole('button', { name: 'Sign as it stands' }).click()
    await page.waitForURL(/\/patients\/[^/]+\?episode=/)
    const { state } = await page.evaluate(async (id) => {
      const answer = await fetch(`/api/patients/${id}`)
      return (await answer.json()).episodes[0]
    }, patient)
    expect(state.findings.saddleNumbness).toMatchObject({ value: 'present' })
    expect(state.findings.fever).toMatchObject({ value: 'notKnown' })
    expect(state.findings.durationDays).toBeUndefined()
    expect(state.description).toMatchObject({ regions: ['lowerBack'], activities: ['walking'] })
    await headline(page).filter({ hasText: 'Neurosurgery' }).waitFor()
  })

  test('"None of these" never goes over what the patient said', async () => {
    const link = await makeLink()
    const patients = await onPhone(link)
    await patients.getByRole('button', { name: 'English' }).click()
    await patients.getByRole('button', { name: 'Start' }).click()
    while (!(await heading(patients).innerText()).includes('weak bones')) {
      const before = await heading(patients).innerText()
      await choose(patients.getByRole('radio', { name: 'I’m not sure', exact: true }))
      await next(patients)
      await patients.waitForFunction((text) => document.querySelector('h1')?.textContent !== text, before)
    }
    await choose(patients.getByRole('radio', { name: 'Yes', exact: true }))
    await next(patients)
    await unsureOfTheRest(patients, languages[0])
    await patients.getByRole('button', { name: 'Send my answers' }).click()
    await heading(patients).filter({ hasText: 'Thank you' }).waitFor()
    await page.goto(`${clinic.address}/patients/${patient}/assess`)
    await question(page, 'osteoporosis').getByText('Patient said: Yes').waitFor()
    const group = page.getByRole('region', { name: 'Fracture risk' })
    for (const button of await group.getByRole('button', { name: 'None of these' }).all()) await button.click()
    await expect.poll(() => question(page, 'osteoporosis').locator('input:checked').count()).toBe(0)
  })

  test.each(languages)(
    'in $name: $lang, $dir, no sideways scroll, axe finds nothing, light and dark',
    async (words) => {
      const patients = await onPhone(await makeLink())
      expect(await faults(patients), 'choose').toEqual([])
      await patients.getByRole('button', { name: words.name }).click()
      await patients.getByRole('button', { name: words.start, exact: true }).waitFor()
      const root = patients.locator('html')
      expect([await root.getAttribute('lang'), await root.getAttribute('dir')]).toEqual([words.lang, words.dir])
      await look(patients, 'start')
      await patients.getByRole('button', { name: words.start, exact: true }).click()
      await look(patients, 'yes or no')
      for (let each = 0; each < 6; each++) {
        const before = await heading(patients).innerText()
        await choose(patients.getByRole('radio', { name: words.no, exact: true }))
        await next(patients, words.next)
        await patients.waitForFunction((text) => document.querySelector('h1')?.textContent !== text, before)
      }
      await look(patients, 'body chart')
      await unsureOfTheRest(patients, words)
      await look(patients, 'check')
      await patients.getByRole('button', { name: words.send }).click()
      await heading(patients).filter({ hasText: words.sent }).waitFor()
      await look(patients, 'end')
      // The same at 400 % zoom of a desktop, and on the narrowest phone.
      await patients.setViewportSize({ width: 320, height: 568 })
      expect(await isWider(patients)).toBe(false)
      await patients.context().close()
    },
  )

  test('a handout prints in each language with one first-level heading, its marks, and its own direction', async () => {
    for (const { lang, dir } of languages) {
      await page.setViewportSize({ width: 390, height: 844 })
      await page.goto(`${clinic.address}/patients/${patient}/handout?language=${lang}`)
      const sheet = page.locator('article.handout')
      await sheet.waitFor()
      expect([await sheet.getAttribute('lang'), await sheet.getAttribute('dir')]).toEqual([lang, dir])
      await expect.poll(() => page.getByRole('heading', { level: 1 }).count()).toBe(1)
      await expect.poll(() => sheet.getByText('This text has not been reviewed by a clinician yet.').count()).toBe(2)
      expect(await faults(page), lang).toEqual([])
      expect(await isWider(page), lang).toBe(false)
      await page.emulateMedia({ media: 'print' })
      await expect.poll(() => page.locator('.watermark').isVisible()).toBe(true)
      const pdf = (await page.pdf({ tagged: true, outline: true })).toString('latin1')
      expect(pdf).toContain('/StructTreeRoot')
      expect(pdf).toMatch(/\/S \/H1\b/)
      await page.emulateMedia({ media: 'screen' })
    }
    await page.setViewportSize({ width: 1280, height: 800 })
  })

  test('a link that is wrong, or stopped, says so and what now', async () => {
    const wrong = await onPhone(`${clinic.address}/q/${'0'.repeat(30)}`)
    await wrong.getByText('This link is not right.').waitFor()
    expect(await faults(wrong)).toEqual([])
    const link = await makeLink()
    await page.getByRole('button', { name: 'Stop this link' }).first().click()
    await page.getByText('Stopped').first().waitFor()
    const stopped = await onPhone(link)
    await stopped.getByText('The clinic has stopped this link.').waitFor()
  })

  test('without a network the answers stay, and are sent when it is back', async () => {
    const patients = await onPhone(await makeLink())
    await patients.getByRole('button', { name: 'Español' }).click()
    await patients.getByRole('button', { name: 'Empezar' }).click()
    await unsureOfTheRest(patients, languages[1])
    await patients.context().setOffline(true)
    await patients.getByRole('button', { name: 'Enviar mis respuestas' }).click()
    await patients.getByRole('alert').getByText('No hay conexión.').waitFor()
    await patients.context().setOffline(false)
    await patients.getByRole('button', { name: 'Enviar mis respuestas' }).click()
    await heading(patients).filter({ hasText: 'Gracias' }).waitFor()
  })

  test('the page of a patient loads nothing of the clinic’s app', async () => {
    const loaded: string[] = []
    const patients = await openPage(phone)
    patients.on('request', (request) => loaded.push(new URL(request.url()).pathname))
    await patients.goto(await makeLink())
    await patients.getByRole('button', { name: 'English' }).waitFor()
    expect(loaded.filter((path) => path.endsWith('.js') && /assess|index|session|worklist/.test(path))).toEqual([])
    expect(loaded.filter((path) => path.startsWith('/api/'))).toEqual(['/api/questionnaire'])
  })

  /** Nothing scrolls sideways, and axe finds nothing in either colour scheme. */
  async function look(patients: Page, what: string): Promise<void> {
    for (const colorScheme of ['light', 'dark'] as const) {
      await patients.emulateMedia({ colorScheme })
      expect(await isWider(patients), `${what} ${colorScheme}`).toBe(false)
      expect(await faults(patients), `${what} ${colorScheme}`).toEqual([])
    }
    await patients.emulateMedia({ colorScheme: 'light' })
  }
})

async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
}

async function isWider(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)
}
