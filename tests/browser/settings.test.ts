import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mailCatcher } from '../message-catchers.ts'
import { choose, expectChecked, inBrowser, openClinic, settled } from './clinic.ts'
import { lookAround } from './looks.ts'

const password = 'correct horse battery'

inBrowser('the settings', () => {
  let mail: Awaited<ReturnType<typeof mailCatcher>>
  const { clinic, openPage } = openClinic(async () => {
    mail = await mailCatcher()
    Object.assign(process.env, { PLUMBLINE_SMTP_URL: mail.url, PLUMBLINE_SMTP_FROM: 'plumbline@clinic.example' })
  })
  let page: Page

  beforeAll(async () => {
    page = await openPage()
    await page.goto(`${clinic.address}/setup`)
    await page.getByLabel('One-time code').fill(clinic.setUpCode)
    await page.getByLabel('User name').fill('boss')
    await page.getByLabel('Your name, as others will see it').fill('The boss')
    await page.getByLabel('Choose a password').fill(password)
    await page.getByRole('button', { name: 'Create the first account' }).click()
    await page.getByRole('link', { name: 'Settings' }).click()
    await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor()
  })

  afterAll(async () => {
    delete process.env.PLUMBLINE_SMTP_URL
    delete process.env.PLUMBLINE_SMTP_FROM
    await mail?.close()
  })

  test('say plainly that nobody is told while messages are off', async () => {
    await page.getByText('Nobody is told of any work').waitFor()
    await page.getByText(/Messages are off\./).waitFor()
  })

  test('send a test message to one’s own address, and say that it was sent', async () => {
    await page.getByLabel('Your e-mail address').fill('boss@clinic.example')
    const own = page.locator('form', { hasText: 'Where you are told of work' })
    await own.getByRole('button', { name: 'Save' }).click()
    await own.getByText('Saved.').waitFor()
    await page.getByRole('button', { name: 'Send a test message' }).click()
    await page.getByText('E-mail: sent.').waitFor()
    expect(mail.caught.map(({ to }) => to.join())).toEqual(['boss@clinic.example'])
    expect(mail.caught[0]?.source).toContain('Subject: Plumbline: test message')
  })

  test('turn messages on, and say so', async () => {
    await page.getByLabel('Name of the site').fill('Back clinic')
    await choose(page.getByLabel('Tell people of work that waits'))
    await choose(page.getByLabel('By e-mail'))
    await page.getByLabel('Address for work that nobody has or touches').fill('lead@clinic.example')
    await page.getByRole('button', { name: 'Save' }).first().click()
    await page.getByText('People are told of work').waitFor()
    await page.reload()
    await expect.poll(() => page.getByLabel('Name of the site').inputValue()).toBe('Back clinic')
    await expectChecked(page.getByLabel('Tell people of work that waits'))
  })

  test('refuse a time zone that does not exist, and keep what was typed', async () => {
    await page.getByLabel('Time zone').fill('Mars/Olympus')
    await page.getByRole('button', { name: 'Save' }).first().click()
    await page.getByText('There is no such time zone. Write it as Europe/Madrid.').waitFor()
    await expect.poll(() => page.getByLabel('Time zone').inputValue()).toBe('Mars/Olympus')
    await page.reload()
  })

  test('say by when work is due, and who changed it', async () => {
    await page.getByLabel('Read a result and sign, Soon: days').fill('1')
    await page.getByRole('button', { name: 'Save' }).first().click()
    await page.getByText('Changes of these settings').click()
    await page.getByText('Read a result and sign, Soon: 2, now 1').waitFor()
    await page
      .getByText(/, The boss$/)
      .first()
      .waitFor()
    expect(await lookAround(page, 'settings-levels')).toEqual([])
  })

  test.each([
    ['settings', 1280],
    ['settings', 390],
    ['help', 1280],
    ['help', 390],
  ])('/%s at %i pixels: axe finds nothing in light and dark, and nothing scrolls sideways', async (name, width) => {
    await page.setViewportSize({ width, height: 844 })
    await page.goto(`${clinic.address}/${name}`)
    await page.locator('h1').waitFor()
    await settled(page)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => `${colorScheme} ${id}: ${nodes[0]?.html.slice(0, 150)}`)).toEqual([])
    }
    await page.emulateMedia({ colorScheme: 'light' })
    const overflow = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(await overflow()).toBeLessThanOrEqual(0)
  })

  test('change one’s password, and sign out everywhere', async () => {
    await page.setViewportSize({ width: 1280, height: 800 })
    await page.goto(`${clinic.address}/settings`)
    await page.getByLabel('Current password').fill(password)
    await page.getByLabel('New password').fill(`${password} again`)
    await page.getByRole('button', { name: 'Change the password' }).click()
    await page.getByText('The password is changed.').waitFor()
    await page.getByRole('button', { name: 'Sign out everywhere' }).click()
    await page.getByRole('button', { name: 'Sign in' }).waitFor()
  })
})
