import type { BrowserContext, Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { addPatient, answer, expectChecked, headline, inBrowser, noEmergency, openClinic, question } from './clinic.ts'
import { cachedTexts, draftAtService, episodeOf, keptText, shellIsKept } from './device.ts'
import { lookAround } from './looks.ts'
import { administrator, signIn } from './people.ts'

const saved = /^Saved \d\d:\d\d$/

inBrowser('without a network', () => {
  const { clinic, browser } = openClinic()
  let invite: Awaited<ReturnType<typeof administrator>>['colleague']
  let context: BrowserContext
  let page: Page
  const refused: string[] = []
  const hear = (heard: Page): void => {
    heard.on('console', (message) => {
      if (/content security policy/i.test(message.text())) refused.push(message.text())
    })
  }

  beforeAll(async () => {
    invite = (await administrator(browser(), clinic)).colleague
    ;({ context, page } = await invite('okoro', 'Dr Okoro'))
    hear(page)
    await shellIsKept(page)
  })

  const radio = (finding: string, name: string) => question(page, finding).getByRole('radio', { name, exact: true })
  const notOnServer = () => page.getByText(/\d+ answers? (is|are) kept on this device and not yet on the server\./)

  test('answers are kept, a reload shows them, and the decision is made here', async () => {
    await addPatient(page, { family: 'Offline', sex: 'Female', born: '1961-03-04' })
    await answer(page, 'smoker', 'Yes')
    await page.getByText(saved).waitFor()
    await context.setOffline(true)
    await noEmergency(page)
    await answer(page, 'cancerHistory', 'In the past')
    await headline(page).filter({ hasText: 'Consider: X-ray and ESR' }).waitFor()
    await notOnServer().waitFor()
    const before = await page.locator('[data-finding] input:checked').count()
    await page.reload()
    await page.getByRole('heading', { name: 'Back pain assessment' }).waitFor()
    await headline(page).filter({ hasText: 'Consider: X-ray and ESR' }).waitFor()
    await expect.poll(() => page.locator('[data-finding] input:checked').count()).toBe(before)
    // Saved before the network was lost, and given after.
    await expectChecked(radio('smoker', 'Yes'))
    await expectChecked(radio('cancerHistory', 'In the past'))
    // The number of answers given without a network: the emergency questions, and one more.
    const emergency = await page.getByRole('region', { name: 'Emergency' }).getByRole('radiogroup').count()
    await expect.poll(() => notOnServer().innerText()).toContain(`${emergency + 1} answers are kept`)
    await expect.poll(() => page.getByRole('button', { name: /^Sign and order/ }).isDisabled()).toBe(true)
    await page.getByText('Signing needs the network. Your answers are kept.').first().waitFor()
    expect(await lookAround(page, 'assess-offline')).toEqual([])
  })

  test('a tab that was closed is found again by the list of what is kept', async () => {
    await page.close()
    page = await context.newPage()
    hear(page)
    await page.goto(clinic.address)
    const link = page.getByRole('link', { name: 'OFFLINE, Ada: Assessment' })
    await link.waitFor()
    expect(await lookAround(page, 'worklist-offline')).toEqual([])
    await link.click()
    await radio('cancerHistory', 'In the past').waitFor()
    await expectChecked(radio('cancerHistory', 'In the past'))
    await answer(page, 'fever', 'No')
    const kept = async () => (await keptText(page, 'drafts')).map((row) => JSON.parse(row).draft.content.assess?.fever)
    await expect.poll(kept).toContainEqual(expect.objectContaining({ value: 'absent' }))
  })

  test('each page that is shown from the device has a nonce of its own', async () => {
    const nonceOf = () =>
      page.evaluate(() => document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '')
    const first = await nonceOf()
    await page.reload()
    await radio('fever', 'No').waitFor()
    const second = await nonceOf()
    expect(second).toMatch(/^[A-Za-z0-9+/]{22}==$/)
    expect(second).not.toBe(first)
    // Mantine could write its style element: its colours are there.
    expect(
      await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--mantine-color-body')),
    ).not.toBe('')
  })

  test('the page of versions says by which one this device decides, and that the rest needs the network', async () => {
    const second = await context.newPage()
    await second.goto(`${clinic.address}/protocol/versions`)
    await second.getByRole('heading', { name: 'Versions need the network' }).waitFor()
    await second.getByText(/^This device decides by version \d+\.\d+\.\d+, content hash [0-9a-f]{12},/).waitFor()
    expect(await lookAround(second, 'versions-offline')).toEqual([])
    await second.close()
  })

  test('when the network returns, the service has them without being asked', async () => {
    await context.setOffline(false)
    await page.getByText(saved).waitFor()
    await page.getByText('No network.').waitFor({ state: 'detached' })
    expect((await draftAtService(page, await episodeOf(page))).content.assess).toMatchObject({
      smoker: { value: 'present' },
      cancerHistory: { value: 'past' },
      fever: { value: 'absent' },
    })
  })

  test('what the service has is deleted from the device when the screen is left', async () => {
    expect((await keptText(page, 'drafts')).join()).toContain('cancerHistory')
    await page.getByRole('link', { name: 'Worklist' }).click()
    await expect.poll(async () => (await keptText(page, 'drafts')).length).toBe(0)
  })

  test('the service worker keeps the app, and no patient', async () => {
    await page.getByRole('link', { name: 'Patients', exact: true }).click()
    await page.getByRole('link', { name: 'OFFLINE, Ada' }).first().click()
    await page.getByRole('heading', { name: 'Timeline' }).waitFor()
    const texts = await cachedTexts(page)
    expect(texts.some((text) => text.includes('/assets/'))).toBe(true)
    expect(texts.filter((text) => /\/api\//.test(text.split(' ')[0] ?? ''))).toEqual([])
    expect(texts.join('\n')).not.toMatch(/T-Offline|OFFLINE/)
  })

  test('a service that was restarted gets what was answered meanwhile', async () => {
    await page.getByRole('link', { name: 'Assess' }).first().click()
    await radio('fever', 'No').waitFor()
    await clinic.stop()
    await answer(page, 'unexplainedWeightLoss', 'No')
    await notOnServer().waitFor()
    await clinic.start()
    await page.getByText(saved).waitFor()
    expect((await draftAtService(page, await episodeOf(page))).content.assess).toMatchObject({
      unexplainedWeightLoss: { value: 'absent' },
      fever: { value: 'absent' },
    })
  })

  test('a session that ended loses nothing: the same person signs in and goes on', async () => {
    await context.setOffline(true)
    await answer(page, 'unexplainedWeightLoss', 'Yes')
    await notOnServer().waitFor()
    await context.clearCookies()
    await context.setOffline(false)
    await page.getByText(/1 answer is kept on this device until \d\d-\w{3}-\d{4}\./).waitFor()
    expect(await lookAround(page, 'sign-in-kept')).toEqual([])
    await expect.poll(() => page.locator('body').innerText()).not.toContain('OFFLINE')
    // Somebody else sees nothing of it, and does not save it.
    const other = await invite('haddad', 'Dr Haddad')
    await context.addCookies(await other.context.cookies())
    await page.goto(clinic.address)
    await page.getByRole('banner').getByText('Dr Haddad').waitFor()
    await page.getByRole('heading', { name: 'Worklist', level: 1 }).waitFor()
    await expect.poll(() => keptText(page, 'drafts')).toHaveLength(1)
    await expect.poll(() => page.getByText('Kept on this device').count()).toBe(0)
    await context.clearCookies()
    await page.goto(clinic.address)
    await signIn(page, 'okoro')
    await page.getByRole('heading', { name: 'Worklist', level: 1 }).waitFor()
    await expect.poll(async () => (await keptText(page, 'drafts')).length).toBe(0)
    await page.getByRole('link', { name: 'OFFLINE, Ada' }).first().click()
    await page.getByRole('link', { name: 'Assess' }).first().click()
    await radio('unexplainedWeightLoss', 'Yes').waitFor()
    await expectChecked(radio('unexplainedWeightLoss', 'Yes'))
  })

  test('signing out says what is not saved, and deletes everything here, without a network too', async () => {
    const second = await context.newPage()
    await second.goto(clinic.address)
    await second.getByRole('heading', { name: 'Worklist', level: 1 }).waitFor()
    await context.setOffline(true)
    await answer(page, 'fever', 'Yes')
    await notOnServer().waitFor()
    await page.getByRole('button', { name: 'Sign out' }).click()
    const dialog = page.getByRole('alertdialog')
    await dialog.getByText(/1 answer is kept on this device and not yet on the server\./).waitFor()
    expect(await lookAround(page, 'sign-out-unsaved')).toEqual([])
    await dialog.getByRole('button', { name: 'Sign out and delete' }).click()
    await page.getByText('You are signed out on this device.').waitFor()
    await second.getByText('You are signed out on this device.').waitFor()
    await expect.poll(() => keptText(page, 'drafts')).toHaveLength(0)
    await expect.poll(() => keptText(page, 'sessions')).toHaveLength(0)
    await page.reload()
    await page.getByText('You are signed out on this device.').waitFor()
    expect(await lookAround(page, 'signed-out-offline')).toEqual([])
    await context.setOffline(false)
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByLabel('User name').waitFor()
    // The service knows: the session is gone there too.
    const answered = await page.request.get(`${clinic.address}/api/session`)
    expect((await answered.json()).session).toBeNull()
  })

  test('nothing was refused by the content security policy', () => {
    expect(refused).toEqual([])
  })
})
