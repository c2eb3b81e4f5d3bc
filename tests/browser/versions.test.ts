import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningService } from '../../src/service/start.ts'
import { laterVersion } from '../other-version.ts'
import {
  addPatient,
  choose,
  cleanScreen,
  expectChecked,
  fillNumber,
  headline,
  inBrowser,
  openBrowser,
} from './clinic.ts'

const password = 'correct horse battery'

inBrowser('another version', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-versions-'))
  let service: RunningService
  let setUpCode = ''
  let browser: Browser
  let page: Page
  let patientPath = ''

  /** The service as it ships, of this build or of one that brings the later version. */
  async function start(build: 'this' | 'later'): Promise<void> {
    const { startService }: typeof import('../../src/service/start.ts') = await import(
      new URL('../../dist/service/start.js', import.meta.url).href
    )
    const print = (line: string): void => {
      setUpCode = /enter this code, once: (\S+)/.exec(line)?.[1] ?? setUpCode
    }
    const port = service === undefined ? 0 : Number(new URL(service.address).port)
    const brings = build === 'later' ? { protocol: laterVersion } : {}
    service = await startService({
      dataFolder: folder,
      port,
      timeZone: 'UTC',
      print,
      logTo: { write: () => undefined },
      ...brings,
    })
  }

  /** A program that keeps the cookie and the token of its session. */
  async function asProgram(path: string, body: unknown, session?: { cookie: string; token: string }, method = 'POST') {
    const answer = await fetch(`${service.address}${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(session ? { cookie: session.cookie, 'x-csrf-token': session.token } : {}),
      },
      body: JSON.stringify(body),
    })
    const json = await answer.json()
    const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
    return { json, session: { cookie, token: json.session?.csrfToken ?? '' } }
  }

  async function signIn(on: Page): Promise<void> {
    await on.goto(service.address)
    await on.getByLabel('User name').fill('lead')
    await on.getByLabel('Password', { exact: true }).fill(password)
    await on.getByRole('button', { name: 'Sign in', exact: true }).click()
    await on.getByRole('heading', { name: 'Worklist', level: 1 }).waitFor()
  }

  async function faults(): Promise<string[]> {
    const { violations } = await new AxeBuilder({ page }).analyze()
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
  }

  beforeAll(async () => {
    browser = await openBrowser()
    await start('this')
    const setUp = { code: setUpCode, username: 'administrator', displayName: 'Administrator', password }
    const { session } = await asProgram('/api/setup', setUp)
    const invited = await asProgram(
      '/api/accounts',
      { username: 'lead', displayName: 'Dr Lead', role: 'clinician' },
      session,
    )
    await asProgram(`/api/accounts/${invited.json.account.id}`, { clinicalLead: true }, session, 'PATCH')
    await asProgram('/api/invitations', { code: invited.json.code, password })
    page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage()
    await signIn(page)
  })

  afterAll(async () => {
    await browser?.close()
    await service?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  test('a patient is signed under the first version', async () => {
    await addPatient(page, { family: 'Longer', sex: 'Male', born: '1986-03-04' })
    await cleanScreen(page)
    await fillNumber(page, 'durationDays', '35')
    await headline(page).filter({ hasText: 'Consider: X-ray and ESR' }).waitFor()
    await page.getByRole('button', { name: 'Sign as it stands' }).click()
    await page.getByRole('heading', { name: 'Timeline' }).waitFor()
    patientPath = new URL(page.url()).pathname
    await expect.poll(() => page.getByText('The protocol has changed for this patient').count()).toBe(0)
  })

  test('after an update the clinical lead reads what the new version changes, and adopts it', async () => {
    await service.stop()
    await start('later')
    await page.goto(`${service.address}/protocol/versions`)
    await page.getByText('The program brings this version. It decides for nobody until it is adopted.').waitFor()
    await page.getByRole('link', { name: 'Read what it would change' }).click()
    await page.getByRole('heading', { name: 'What version 0.2.0 would change' }).waitFor()
    await page.getByText('duration of the pain: 31 days').first().waitFor()
    const here = page.getByRole('region', { name: 'In this clinic' })
    await here.getByText('For 1 of them version 0.2.0 would decide otherwise:').waitFor()
    await here.getByText(/^Urgency: Soon → Routine: 1$/).waitFor()
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 844 })
      expect(await faults(), String(width)).toEqual([])
      const [inner, outer] = await page.evaluate(() => [
        document.documentElement.scrollWidth,
        document.documentElement.clientWidth,
      ])
      expect(inner).toBe(outer)
    }
    await page.setViewportSize({ width: 1280, height: 800 })
    const adopt = page.getByRole('button', { name: 'Adopt version 0.2.0' })
    await expect.poll(() => adopt.isDisabled()).toBe(true)
    await page.getByLabel('Why it is adopted').fill('Agreed by the group')
    await expect.poll(() => adopt.isDisabled()).toBe(true)
    await choose(page.getByLabel('I have read this difference'))
    await adopt.click()
    await page.getByRole('heading', { name: 'Adopted: version 0.2.0' }).waitFor()
    await page.getByText('Reason: Agreed by the group').first().waitFor()
  })

  test('the open patient says what changed, here and on the worklist, until it is signed again', async () => {
    await page.getByRole('link', { name: 'Worklist' }).click()
    const row = page.getByRole('row', { name: /LONGER, Ada.*The adopted protocol decides otherwise\. Urgency: Soon/ })
    await row.waitFor()
    expect(await faults()).toEqual([])
    await row.getByRole('link', { name: /look again and sign/ }).click()
    const notice = page.getByRole('region', { name: 'The protocol has changed for this patient' })
    await notice.getByText(/^Soon.*\(.*B4.*\)$/).waitFor()
    await notice.getByText(/^Routine/).waitFor()
    expect(await faults()).toEqual([])
    await page.goto(`${service.address}${patientPath}`)
    await notice.waitFor()
    await page.getByRole('link', { name: 'Assess again or amend' }).click()
    await page.getByRole('button', { name: 'Sign as it stands' }).click()
    await page.getByRole('heading', { name: 'Timeline' }).waitFor()
    await expect.poll(() => notice.count()).toBe(0)
    await page.getByRole('link', { name: 'Worklist' }).click()
    await page.getByRole('heading', { name: 'Worklist', level: 1 }).waitFor()
    await expect.poll(() => page.getByText('The adopted protocol decides otherwise').count()).toBe(0)
  })

  test('a page that was open meanwhile says that it is behind, signs nothing, and keeps its answers', async () => {
    await page.goto(`${service.address}${patientPath}/assess`)
    const context = await browser.newContext()
    const other = await context.newPage()
    await signIn(other)
    await other.goto(`${service.address}/protocol/versions`)
    await other.getByRole('link', { name: /Compare with the adopted version/ }).click()
    await other.getByLabel('Why it is adopted').fill('Back to the first')
    await choose(other.getByLabel('I have read this difference'))
    await other.getByRole('button', { name: 'Adopt version 0.1.0' }).click()
    await other.getByRole('heading', { name: 'Adopted: version 0.1.0' }).waitFor()
    await context.close()
    await choose(page.locator('[data-finding="fever"]').getByRole('radio', { name: 'Yes', exact: true }))
    const behind = page
      .getByRole('alert')
      .filter({ hasText: 'Another version was adopted since this page was opened.' })
    await behind.waitFor()
    // In sight wherever the page is scrolled to, and nothing can be signed.
    expect(await page.evaluate(() => window.scrollY)).toBeGreaterThan(0)
    expect(await behind.evaluate((element) => element.getBoundingClientRect().top)).toBeGreaterThanOrEqual(0)
    await expect.poll(() => page.getByRole('button', { name: 'Sign as it stands' }).isDisabled()).toBe(true)
    await page.getByText(/^Saved/).waitFor()
    expect(await faults()).toEqual([])
    await behind.getByRole('button', { name: 'Load the page again' }).click()
    await page.getByRole('heading', { name: 'The protocol has changed for this patient' }).waitFor()
    await expect.poll(() => behind.count()).toBe(0)
    const fever = page.locator('[data-finding="fever"]')
    await expectChecked(fever.getByRole('radio', { name: 'Yes', exact: true }))
  })
})
