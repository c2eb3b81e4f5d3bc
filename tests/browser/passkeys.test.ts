import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { goodPassword } from '../server-under-test.ts'
import { Clinic, chromiumFile, openBrowser, whyNoBrowser } from './clinic.ts'
import { lookAround } from './looks.ts'

/*
 * Passkeys in a real browser, whose own authenticator is a virtual one of its developer tools: it makes and uses keys as a
 * security key with a PIN does. Under `localhost`, since there are no passkeys under an address of numbers.
 */
describe.skipIf(!chromiumFile)(`a passkey${chromiumFile ? '' : ` (${whyNoBrowser})`}`, () => {
  const clinic = new Clinic()
  let browser: Browser
  let page: Page
  beforeAll(async () => {
    await clinic.start()
    browser = await openBrowser()
    page = await (await browser.newContext()).newPage()
    const tools = await page.context().newCDPSession(page)
    await tools.send('WebAuthn.enable')
    await tools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    })
    await page.goto(`${clinic.address.replace('127.0.0.1', 'localhost')}/setup`)
    await page.getByLabel('One-time code').fill(clinic.setUpCode)
    await page.getByLabel('Your name, as others will see it').fill('Maria Lopez')
    await page.getByLabel('User name').fill('maria')
    await page.getByLabel('Choose a password').fill(goodPassword)
    await page.getByRole('button', { name: 'Create the first account' }).click()
    await page.getByRole('heading', { name: 'Accounts', level: 1 }).waitFor()
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await clinic.close()
  })

  const signOut = async () => {
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await page.getByRole('button', { name: 'Sign in with a passkey' }).waitFor()
  }
  // On the screen from which they signed out.
  const isIn = () => page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor()
  const toSettings = async () => {
    await page.getByRole('link', { name: 'Settings' }).click()
    await page.getByRole('heading', { name: 'Passkeys' }).waitFor()
  }

  test('is added in the settings, which say where one is signed in and are good to look at', async () => {
    await toSettings()
    await page.getByText('You have no passkey yet.').waitFor()
    const passkeys = page.getByRole('region', { name: 'Passkeys' })
    await passkeys.getByLabel('Name of the passkey').fill('This laptop')
    await passkeys.getByLabel('Your password').fill(goodPassword)
    await passkeys.getByRole('button', { name: 'Add a passkey' }).click()
    await passkeys.getByRole('button', { name: 'Remove the passkey This laptop' }).waitFor()
    await page.getByText('By a one-time code.').waitFor()
    expect(await lookAround(page, 'own settings')).toEqual([])
  }, 120_000)

  test('lets in by itself', async () => {
    await signOut()
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await isIn()
    await page.getByText('By passkey.').waitFor()
  }, 120_000)

  test('is used after the password where that is asked for', async () => {
    await page.getByLabel('Ask for a passkey after the password').click()
    await page.locator('input[type=checkbox]:checked').waitFor()
    await signOut()
    await page.getByLabel('User name').fill('maria')
    await page.getByLabel('Password', { exact: true }).fill(goodPassword)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await isIn()
  }, 120_000)
})
