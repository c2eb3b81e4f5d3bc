import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  addPatient,
  answer,
  Clinic,
  chromiumFile,
  headline,
  noEmergency,
  openBrowser,
  tryDemo,
  whyNoBrowser,
} from './clinic.ts'
import { faults, overflow } from './looks.ts'

const sizes = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
] as const
const schemes = ['light', 'dark'] as const

// Skipped where there is no browser: `npm test` says why.
describe.skipIf(chromiumFile === undefined)(`every screen (${chromiumFile ?? whyNoBrowser})`, () => {
  const clinic = new Clinic()
  let browser: Browser
  let page: Page
  const screens: Record<string, string> = {
    worklist: '/',
    patients: '/patients',
    evidence: '/evidence',
    settings: '/settings',
    help: '/help',
    reports: '/reports',
    versions: '/protocol/versions',
  }

  beforeAll(async () => {
    browser = await openBrowser()
    await clinic.start()
    page = await (await browser.newContext({ viewport: sizes[0] })).newPage()
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
  }, 300_000)

  afterAll(async () => {
    await browser?.close()
    await clinic.close()
  })

  async function open(name: string): Promise<void> {
    await page.goto(`${clinic.address}${screens[name]}`)
    await page.locator('h1').waitFor({ state: 'attached' })
    await page.waitForLoadState('networkidle')
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
  ]

  test.each(names)(
    '%s: axe finds nothing, and nothing scrolls sideways',
    async (name) => {
      for (const viewport of sizes) {
        await page.setViewportSize(viewport)
        await page.emulateMedia({ colorScheme: 'light' })
        await open(name)
        expect(await overflow(page), `${name} ${viewport.width}`).toEqual([])
        expect(await faults(page), `${name} light ${viewport.width}`).toEqual([])
        // In the dark the same elements have other colours, and nothing else.
        await page.emulateMedia({ colorScheme: 'dark' })
        expect(await faults(page, ['color-contrast', 'link-in-text-block']), `${name} dark ${viewport.width}`).toEqual(
          [],
        )
      }
    },
    240_000,
  )

  test.each(['assess', 'patients', 'worklist'])(
    '%s: controls stand out by 3:1, and are 24 pixels or more',
    async (name) => {
      await page.setViewportSize(sizes[0])
      for (const colorScheme of schemes) {
        await page.emulateMedia({ colorScheme })
        await open(name)
        const controls = await measuredControls(page)
        expect(controls.length).toBeGreaterThan(0)
        expect(controls.filter(({ contrast }) => contrast < 3)).toEqual([])
        expect(controls.filter(({ height, width }) => height < 24 || width < 24)).toEqual([])
      }
    },
    60_000,
  )

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
    60_000,
  )

  test('every screen of the invented patients says so', async () => {
    await page.setViewportSize(sizes[0])
    for (const name of names) {
      await open(name)
      expect(await page.locator('.demo-ribbon:visible').count(), name).toBeGreaterThan(0)
    }
  }, 60_000)

  test('at 400 % zoom nothing scrolls sideways', async () => {
    await page.setViewportSize({ width: 320, height: 256 })
    for (const name of names) {
      await open(name)
      expect(await overflow(page), name).toEqual([])
    }
  }, 60_000)

  test('signing in: axe finds nothing', async () => {
    const context = await browser.newContext()
    const visitor = await context.newPage()
    for (const path of ['/', '/setup', '/invitation']) {
      await visitor.goto(`${clinic.address}${path}`)
      await visitor.locator('h1').waitFor()
      expect(await faults(visitor), path).toEqual([])
    }
    await context.close()
  }, 60_000)

  test('no address holds a name, and no title does', async () => {
    await page.setViewportSize(sizes[0])
    for (const name of names) {
      await open(name)
      expect(page.url().toLowerCase()).not.toContain('everywhere')
      expect((await page.title()).toLowerCase()).not.toContain('everywhere')
    }
  }, 60_000)
})

interface Control {
  readonly what: string
  readonly contrast: number
  readonly width: number
  readonly height: number
}

/** Text fields, selects, buttons and rows of options: the contrast of the border with what is behind it. */
async function measuredControls(page: Page): Promise<readonly Control[]> {
  return page.evaluate(() => {
    const channels = (colour: string): number[] => (colour.match(/[\d.]+/g) ?? []).map(Number)
    const luminance = (colour: string): number => {
      const [red = 0, green = 0, blue = 0] = channels(colour).map((each) => {
        const part = each / 255
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
      })
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
    const behind = (element: Element | null): string => {
      for (let at = element; at; at = at.parentElement) {
        const colour = getComputedStyle(at).backgroundColor
        if ((channels(colour)[3] ?? 1) > 0) return colour
      }
      return 'rgb(255, 255, 255)'
    }
    const selector = 'input.input, select, .mantine-Input-input, .mantine-Button-root, .options, .button-link'
    return [...document.querySelectorAll(selector)]
      .filter((element) => element.getClientRects().length > 0 && !element.matches(':disabled'))
      .filter((element) => getComputedStyle(element).borderTopWidth !== '0px')
      .map((element) => {
        const border = luminance(getComputedStyle(element).borderTopColor)
        const back = luminance(behind(element.parentElement))
        const { width, height } = element.getBoundingClientRect()
        const contrast = (Math.max(border, back) + 0.05) / (Math.min(border, back) + 0.05)
        return { what: element.outerHTML.slice(0, 100), contrast, width, height }
      })
  })
}
