import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { addPatient, expectChecked, headline, inBrowser, openClinic, tryDemo } from './clinic.ts'

/** More Tab stops than any screen has. */
const stopsAtMost = 200

/** Where the focus is: what an assistive technology would say of it, and whether it can be seen. */
interface Stop {
  readonly finding: string
  readonly name: string
  readonly isRadio: boolean
  readonly isMarked: boolean
}

// No mouse from here on.
inBrowser('the pathway by keyboard alone', () => {
  const { clinic, openPage } = openClinic()
  let page: Page

  beforeAll(async () => {
    page = await openPage()
    // The browser's own print dialog cannot be seen from here: that it is asked for can.
    await page.addInitScript(() => {
      window.print = () => document.documentElement.setAttribute('data-printed', 'yes')
    })
    await tryDemo(page, clinic)
    await addPatient(page, { family: 'Keyboard', sex: 'Female', born: '1961-03-04' })
    await page.reload()
    await headline(page).waitFor()
  })

  const focused = (): Promise<Stop> =>
    page.evaluate(() => {
      const element = document.activeElement
      const { outlineStyle, outlineWidth } = getComputedStyle(element ?? document.body)
      return {
        finding: element?.closest('[data-finding]')?.getAttribute('data-finding') ?? '',
        name: (element?.getAttribute('aria-label') ?? element?.textContent ?? '').trim(),
        isRadio: element?.matches('input[type="radio"]') ?? false,
        isMarked: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2,
      }
    })

  /** Presses Tab until the focus is there, and says where it was on the way. */
  async function tabTo(what: string, isThere: (stop: Stop) => boolean): Promise<readonly Stop[]> {
    const stops: Stop[] = []
    while (stops.length < stopsAtMost) {
      await page.keyboard.press('Tab')
      const stop = await focused()
      stops.push(stop)
      if (isThere(stop)) return stops
    }
    throw new Error(`Tab does not come to ${what}; it comes to ${stops.map(({ name }) => name).join(', ')}`)
  }
  const toFinding = (finding: string) => tabTo(finding, (stop) => stop.finding === finding)
  const toNamed = (name: RegExp) => tabTo(String(name), (stop) => name.test(stop.name))

  /** From the first option of a question to the one so many places on: arrows choose. */
  async function choose(finding: string, place: number): Promise<void> {
    await toFinding(finding)
    if (place === 0) await page.keyboard.press('Space')
    for (let moved = 0; moved < place; moved += 1) await page.keyboard.press('ArrowRight')
    const chosen = page.locator(`[data-finding="${finding}"] input:checked`)
    await expect.poll(() => chosen.count(), { message: finding }).toBe(1)
  }

  test('the first stop leads past the menu, and every question is one stop, in its order, with its focus in sight', async () => {
    await page.keyboard.press('Tab')
    expect((await focused()).name).toBe('Skip to the content')
    await page.keyboard.press('Enter')
    const stops = await tabTo('the panel', ({ name }) => /^Go to the next question/.test(name))
    const asked = stops.filter(({ isRadio }) => isRadio).map(({ finding }) => finding)
    const onPage = await page
      .locator('[data-finding]:has([role="radiogroup"])')
      .evaluateAll((all) => all.map((each) => each.getAttribute('data-finding')))
    expect(asked).toEqual(onPage)
    expect(asked.length).toBeGreaterThan(40)
    expect(stops.filter(({ isMarked }) => !isMarked)).toEqual([])
  })

  test('assess and order', async () => {
    await page.keyboard.press('Enter')
    // "Go to the next question" brought the focus to the first emergency question.
    expect((await focused()).finding).not.toBe('')
    await page.reload()
    await headline(page).waitFor()
    for (const finding of [
      'urinaryIncontinence',
      'faecalIncontinence',
      'newDifficultyPassingUrine',
      'saddleNumbness',
      'weaknessInBothLegs',
      'progressiveDeficit',
    ])
      await choose(finding, 1)
    await choose('cancerHistory', 1)
    await headline(page).filter({ hasText: 'Consider: X-ray and ESR' }).waitFor()
    await toNamed(/^Sign and order: X-ray, ESR/)
    await page.keyboard.press('Enter')
    await page.getByText('X-ray: ordered').waitFor()
  })

  test('enter the results and order the MRI', async () => {
    await toNamed(/^Enter results/)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Results', level: 1 }).waitFor()
    await headline(page).waitFor()
    await choose('xray', 3)
    await expectChecked(page.getByRole('radio', { name: 'Compression fracture' }).first())
    await toFinding('esrMmPerHour')
    await page.keyboard.type('64')
    await headline(page).filter({ hasText: 'Consider: MRI of the spine' }).waitFor()
    await toNamed(/^Sign and order: MRI/)
    await page.keyboard.press('Enter')
    await page.getByText('MRI: ordered').waitFor()
  })

  test('refer, and print the letter', async () => {
    await toNamed(/^Refer$/)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Referral', level: 1 }).waitFor()
    await toNamed(/^Sign the letter and refer$/)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Print' }).waitFor()
    await toNamed(/^Print$/)
    await page.keyboard.press('Enter')
    await expect.poll(() => page.locator('html[data-printed]').count()).toBe(1)
  })

  test('on a narrow screen the menu opens, leads on and closes by keyboard', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    await page.reload()
    await page.getByRole('button', { name: 'Print' }).waitFor()
    await expect.poll(() => page.getByRole('link', { name: 'Worklist', exact: true }).isVisible()).toBe(false)
    await toNamed(/^Menu$/)
    await page.keyboard.press('Enter')
    await toNamed(/^Worklist$/)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Worklist', level: 1 }).waitFor()
    await expect.poll(() => page.getByRole('button', { name: 'Menu' }).getAttribute('aria-expanded')).toBe('false')
  })
})
