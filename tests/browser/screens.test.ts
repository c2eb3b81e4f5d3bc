import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { matchPath } from 'react-router'
import { beforeAll, expect, test } from 'vitest'
import { addPatient, answer, headline, inBrowser, noEmergency, openClinic, settled, tryDemo } from './clinic.ts'
import { countControls } from './layout-faults.ts'
import { lookAround, overflow } from './looks.ts'
import { administrator } from './people.ts'

const sizes = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
] as const

inBrowser('every screen', () => {
  const { clinic, browser } = openClinic()
  let page: Page
  const screens: Record<string, string> = {
    worklist: '/',
    patients: '/patients',
    evidence: '/evidence',
    settings: '/settings',
    help: '/help',
    reports: '/reports',
    versions: '/protocol/versions',
    nothing: '/nothing/here',
  }

  beforeAll(async () => {
    page = await (await browser().newContext({ viewport: sizes[0] })).newPage()
    await tryDemo(page, clinic)
    // One patient who has been everywhere.
    await addPatient(page, { family: 'Everywhere', sex: 'Female', born: '1961-03-04' })
    await noEmergency(page)
    await answer(page, 'cancerHistory', 'In the past')
    await headline(page).filter({ hasText: 'X-ray and ESR' }).waitFor()
    await page.getByRole('button', { name: /^Sign and order/ }).click()
    await page.getByRole('link', { name: 'Refer', exact: true }).click()
    await page.getByRole('button', { name: 'Sign the letter and refer' }).click()
    await page.getByRole('button', { name: 'Print' }).waitFor()
    const letter = new URL(page.url())
    const [, , id] = letter.pathname.split('/')
    screens.letter = letter.pathname + letter.search
    screens.summary = `/patients/${id}`
    for (const name of ['assess', 'results', 'review', 'refer', 'questionnaire', 'handout', 'move', 'merge'])
      screens[name] = `/patients/${id}/${name}`
  })

  async function open(name: string): Promise<void> {
    await page.goto(`${clinic.address}${screens[name]}`)
    await page.locator('h1').waitFor({ state: 'attached' })
    await settled(page)
  }

  const names = [
    'worklist',
    'patients',
    'summary',
    'assess',
    'results',
    'review',
    'refer',
    'letter',
    'questionnaire',
    'handout',
    'evidence',
    'settings',
    'help',
    'move',
    'merge',
    'reports',
    'versions',
    'nothing',
  ]

  test('every route of the app is among them, those of the administrator and of a launch apart', () => {
    const app = readFileSync(new URL('../../src/web/app.tsx', import.meta.url), 'utf8')
    const routes = [...app.matchAll(/<Route (?:index|path="([^"]+)")\s+element=\{<(\w+)/g)]
      .filter(([, , element]) => element !== 'Navigate')
      .map(([, path = '']) => path)
    expect(routes.length).toBeGreaterThan(15)
    const opened = names.map((name) => screens[name]?.split('?')[0] ?? '')
    const isOpened = (path: string) => opened.some((address) => matchPath(`/${path}`, address) !== null)
    // The accounts are looked at below; audit.test.ts, corrected-letter.test.ts and launch.test.ts look at the others.
    const elsewhere = [
      'accounts',
      'audit',
      'patients/:patientId/letters/:sequence/correct',
      'smart/launch',
      'smart/record',
      'smart/return',
    ]
    expect(routes.filter((path) => !isOpened(path)).sort()).toEqual(elsewhere)
    expect(opened.filter((address) => !routes.some((path) => matchPath(`/${path}`, address)))).toEqual([])
  })

  test.each(names)(
    '%s: axe finds nothing, controls can be seen and hit, nothing overlaps or is cut off; it says that it is a demo, and no name is in its address',
    async (name) => {
      await page.setViewportSize(sizes[0])
      await open(name)
      expect(await lookAround(page, name)).toEqual([])
      await expect.poll(() => page.locator('.demo-ribbon:visible').count()).toBeGreaterThan(0)
      expect(`${page.url()} ${await page.title()}`.toLowerCase()).not.toContain('everywhere')
    },
  )

  test.each(names)('%s: at 400 % zoom nothing scrolls sideways, and nothing sticks over what is read', async (name) => {
    await page.setViewportSize({ width: 320, height: 256 })
    await open(name)
    expect(await overflow(page)).toEqual([])
    const positions = await page
      .locator('.banner, .workspace-panel')
      .evaluateAll((all) => all.map((each) => getComputedStyle(each).position))
    expect(positions).not.toContain('sticky')
  })

  test('there is something to measure where things are entered', async () => {
    for (const name of ['assess', 'patients', 'worklist']) {
      await open(name)
      expect(await countControls(page), name).toBeGreaterThan(0)
    }
  })

  test.each(['summary', 'assess', 'results', 'review', 'refer'])(
    '%s names the patient by four things, in sight at both widths, and says that the patient is invented',
    async (name) => {
      for (const viewport of sizes) {
        await page.setViewportSize(viewport)
        await open(name)
        const banner = page.locator('.banner')
        const words = (await banner.innerText()).replace(/\s+/g, ' ')
        for (const each of ['EVERYWHERE, Ada', '04-Mar-1961', 'Female', 'T-Everywhere']) expect(words).toContain(each)
        expect(words).toMatch(/demo/i)
        const box = await banner.boundingBox()
        expect(box && box.y >= 0 && box.y + box.height <= viewport.height, `${name} ${viewport.width}`).toBe(true)
      }
    },
  )

  test('signing in and setting up, and the accounts of the administrator, are as good', async () => {
    const context = await browser().newContext()
    const visitor = await context.newPage()
    for (const path of ['/', '/setup', '/invitation']) {
      await visitor.goto(`${clinic.address}${path}`)
      await visitor.locator('h1').waitFor()
      expect(await lookAround(visitor, `visitor${path.replace('/', '-')}`)).toEqual([])
    }
    await context.close()
    const { context: own } = await administrator(browser(), clinic)
    const boss = await own.newPage()
    await boss.goto(`${clinic.address}/accounts`)
    await boss.getByRole('heading', { name: 'Accounts', level: 1 }).waitFor()
    expect(await lookAround(boss, 'accounts')).toEqual([])
    // Once it is set up, the first page is the one on which people sign in.
    await own.clearCookies()
    await boss.goto(clinic.address)
    await boss.getByRole('button', { name: 'Sign in' }).waitFor()
    expect(await lookAround(boss, 'sign-in')).toEqual([])
    await own.close()
  })
})
