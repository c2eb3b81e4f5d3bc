import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROOT } from '../../scripts/setup.mjs'
import { type RunningService, startService } from '../../src/service/start.ts'
import { addPatient, answer, inBrowser, openBrowser, question, tryDemo } from './clinic.ts'
import { shellIsKept } from './device.ts'
import { lookAround } from './looks.ts'

inBrowser('a newer version', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-version-'))
  const webFolder = join(folder, 'web')
  let service: RunningService
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let assessment = ''

  beforeAll(async () => {
    browser = await openBrowser()
    cpSync(join(ROOT, 'dist', 'web'), webFolder, { recursive: true })
    const quiet = { write: () => true }
    service = await startService({
      dataFolder: join(folder, 'data'),
      port: 0,
      webFolder,
      demo: 'always',
      print: () => undefined,
      logTo: quiet,
    })
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    page = await context.newPage()
    await tryDemo(page, service)
    await shellIsKept(page)
  })

  afterAll(async () => {
    await browser?.close()
    await service?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  /** What a build with any change leaves: another worker, which names another version, and another page. */
  function build(name: string): void {
    const edit = (file: string, change: (text: string) => string) =>
      writeFileSync(join(webFolder, file), change(readFileSync(join(webFolder, file), 'utf8')))
    edit('worker.js', (text) => text.replace(/version:`[^`]+`/, `version:\`${name}\``))
    edit('index.html', (text) => text.replace(/<html [^>]*>/, `<html lang="en" dir="ltr" data-build="${name}">`))
  }
  const buildOf = (shown: Page) => shown.evaluate(() => document.documentElement.dataset.build ?? 'first')
  const fetched = (shown: Page) =>
    shown.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready
      await registration.update()
      while (!registration.waiting) await new Promise((resolve) => setTimeout(resolve, 50))
    })
  const ready = (shown: Page) => shown.getByText('A newer version of Plumbline is ready.')

  test('is fetched in the background, and neither said nor loaded during a consultation', async () => {
    await addPatient(page, { family: 'Version', sex: 'Male', born: '1986-03-04' })
    await answer(page, 'smoker', 'Yes')
    assessment = page.url()
    build('second')
    await fetched(page)
    await expect.poll(() => ready(page).count()).toBe(0)
    await page.reload()
    await question(page, 'smoker').waitFor()
    expect(await buildOf(page)).toBe('first')
    await expect.poll(() => ready(page).count()).toBe(0)
  })

  test('is offered in another window, and waits for the consultation', async () => {
    const other = await context.newPage()
    await other.goto(service.address)
    await ready(other).waitFor()
    expect(await lookAround(other, 'new-version')).toEqual([])
    await other.getByRole('button', { name: 'Load it now' }).click()
    await other.getByText('Another window is in a consultation. Finish it first.').waitFor()
    expect(await buildOf(other)).toBe('first')
    await other.close()
  })

  test('is loaded between consultations when the person says so, and the draft is there', async () => {
    const second = await context.newPage()
    await second.goto(service.address)
    await page.getByRole('link', { name: 'Worklist' }).click()
    await ready(page).waitFor()
    await page.getByRole('button', { name: 'Load it now' }).click()
    await expect.poll(() => buildOf(page).catch(() => '')).toBe('second')
    // A window without a consultation follows.
    await expect.poll(() => buildOf(second).catch(() => '')).toBe('second')
    await second.close()
    await page.getByRole('heading', { name: 'Worklist', level: 1 }).waitFor()
    await expect.poll(() => ready(page).count()).toBe(0)
    await page.goto(assessment)
    await expect.poll(() => question(page, 'smoker').getByRole('radio', { name: 'Yes' }).isChecked()).toBe(true)
  })

  test('is loaded at once where the service refuses to sign by the old one, with the answers kept', async () => {
    build('third')
    const problem = { type: '', title: 'Another version', status: 409, code: 'PLB_SIGN_OTHER_PROTOCOL' }
    await page.route('**/events', (route) =>
      route.fulfill({ status: 409, contentType: 'application/problem+json', body: JSON.stringify(problem) }),
    )
    await page.getByRole('button', { name: 'Sign as it stands' }).click()
    const box = page.getByRole('alert').filter({ hasText: 'The service works by a newer version.' })
    await box.waitFor()
    await page.unroute('**/events')
    await box.getByRole('button', { name: 'Load it now' }).click()
    await expect.poll(() => buildOf(page).catch(() => '')).toBe('third')
    await expect.poll(() => question(page, 'smoker').getByRole('radio', { name: 'Yes' }).isChecked()).toBe(true)
  })

  test('leaves no more on the device than itself and the one before', async () => {
    await expect
      .poll(() => page.evaluate(async () => (await caches.keys()).sort()))
      .toEqual(['plumbline-shell-second', 'plumbline-shell-third'])
  })
})
