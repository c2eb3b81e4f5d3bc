// `npm run screen-times`: what a clinician waits for, and how much they press, in Chromium against the service as it ships.
// Prints figures for docs/performance.md. Nothing is asserted: compare rows of one run, on a machine that does nothing else.
import { cpus, loadavg } from 'node:os'
import { withClinic } from './clinic-to-measure.mjs'
import { setUp } from './setup.mjs'

/** A press of the keystroke-level model (Card, Moran and Newell 1983): pointing 1.1 s and the button 0.2 s. */
const PRESS_SECONDS = 1.3
const WARM_UP_MILLISECONDS = 10_000
const DAYS_TO_REVIEW = 21

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Locator} Locator */
/** @typedef {ReturnType<typeof presses>} Counter */

if (!process.env.PLUMBLINE_IS_BUILT) await setUp()
console.log(`Node ${process.version}, ${cpus()[0]?.model ?? 'processor not known'}, ${cpus().length} cores`)
console.log(`load before the run: ${loadavg()[0]?.toFixed(1)} (figures of a busy machine are too low)`)

/**
 * The first decision of a page: at once, and after some seconds on the worklist.
 *
 * @param {string} address
 * @param {import('playwright-core').Browser} browser
 */
async function firstDecisions(address, browser) {
  for (const seconds of [0, WARM_UP_MILLISECONDS / 1000]) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await enter(page, address)
    await page.waitForTimeout(seconds * 1000)
    await page.locator('table.list tbody th a').first().click()
    await page
      .getByRole('link', { name: /Assess|assess/ })
      .first()
      .click()
    await page.locator('.panel .panel-headline').waitFor()
    console.log(`first decision of a page, ${seconds} s after signing in: ${(await decided(page)).toFixed(1)} ms`)
    await page.close()
  }
}

/** @param {Page} page @param {string} address */
async function enter(page, address) {
  await page.addInitScript(() => {
    window.print = () => undefined
  })
  await page.goto(address)
  const demo = page.getByRole('button', { name: 'Try with demo patients' })
  const worklist = page.getByRole('heading', { name: 'Worklist', level: 1 })
  await demo.or(worklist).first().waitFor()
  if (await demo.isVisible()) await demo.click()
  await worklist.waitFor()
}

/** @param {Page} page @param {string} family */
async function addPatient(page, family) {
  await page.getByRole('link', { name: 'Patients', exact: true }).click()
  await page.getByRole('button', { name: 'Add a patient' }).click()
  const form = page.locator('form', { hasText: 'Date of birth' })
  await form.getByLabel('Family name').fill(family)
  await form.getByLabel('Given name').fill('Ada')
  await form.getByLabel('Date of birth').fill('1986-03-04')
  await form.getByLabel('Record number').fill(`T-${family}`)
  await form.getByRole('radio', { name: 'Male', exact: true }).check()
  await form.getByRole('button', { name: 'Add and start the assessment' }).click()
  await page.getByRole('heading', { name: 'Back pain assessment' }).waitFor()
}

/** @param {Page} page @param {string} finding */
const question = (page, finding) => page.locator(`[data-finding="${finding}"]`)
/** @param {Page} page @param {string} finding @param {string} name */
const radio = (page, finding, name) => question(page, finding).getByRole('radio', { name, exact: true })
/** @param {Page} page @param {string} [name] */
const decided = (page, name = 'decision') =>
  page.evaluate((each) => performance.getEntriesByName(each).at(-1)?.duration ?? Number.NaN, name)

/**
 * Everything that a patient without a red flag is asked; each press with what it cost.
 *
 * @param {Page} page
 * @param {Counter} counter
 */
async function cleanScreen(page, counter) {
  /** @type {{ decided: number, there: number, shown: number }[]} */
  const costs = []
  counter.onPress = async () => {
    const shown = await page.evaluate(
      () =>
        new Promise((resolve) =>
          requestAnimationFrame(() =>
            setTimeout(
              () => resolve(performance.now() - (performance.getEntriesByName('press').at(-1)?.startTime ?? 0)),
              0,
            ),
          ),
        ),
    )
    // Made beside the page: it may come after the picture.
    await page.waitForFunction(() => document.querySelector('.panel')?.getAttribute('aria-busy') === 'false')
    costs.push({ decided: await decided(page), there: await decided(page, 'decision-there'), shown: Number(shown) })
  }
  await page.evaluate(() => {
    for (const kind of ['click', 'keydown']) document.addEventListener(kind, () => performance.mark('press'), true)
  })
  counter.begin()
  await emergencyOneByOne(page, counter)
  await noneOfThese(page, counter)
  for (const [finding, name] of Object.entries({
    mriContraindication: 'No',
    cancerHistory: 'Never',
    treatedForCancer: 'No',
    nightPain: 'None',
    previousTreatment: 'None',
  }))
    if (!(await radio(page, finding, name).isChecked())) await counter.press(radio(page, finding, name))
  await counter.type(question(page, 'durationDays').locator('.input-number'), '5')
  counter.onPress = async () => undefined
  return costs
}

/** @param {Page} page @param {Counter} counter */
async function emergencyOneByOne(page, counter) {
  const group = page.getByRole('region', { name: 'Emergency', exact: true })
  await group.waitFor()
  for (const each of await group.getByRole('radiogroup').all())
    await counter.press(each.getByRole('radio', { name: 'No', exact: true }))
}

/** @param {Page} page @param {Counter} counter */
async function noneOfThese(page, counter) {
  const buttons = page.getByRole('button', { name: 'None of these' })
  for (let left = await buttons.count(); left > 0; left = await buttons.count()) {
    await counter.press(buttons.first())
    await buttons.nth(left - 1).waitFor({ state: 'detached' })
  }
}

/**
 * Counts presses and keys, and the seconds that the machine needs for them.
 *
 * @param {Page} page
 */
function presses(page) {
  let [count, since] = [0, 0]
  return {
    /** @type {() => Promise<void>} */
    onPress: async () => undefined,
    begin() {
      count = 0
      since = performance.now()
    },
    /** @param {Locator} what */
    async press(what) {
      count += 1
      await what.click()
      await this.onPress()
    },
    /** @param {Locator} where @param {string} text */
    async type(where, text) {
      count += 1 + text.length
      await where.click()
      await page.keyboard.type(text)
      await this.onPress()
    },
    /** @param {string} name @param {() => Promise<unknown>} lastly */
    async say(name, lastly) {
      await lastly()
      const machine = ((performance.now() - since) / 1000).toFixed(1)
      const hand = (count * PRESS_SECONDS).toFixed(0)
      console.log(`${name}: ${count} presses; ${machine} s for this program, ${hand} s at ${PRESS_SECONDS} s a press`)
    },
  }
}

/** @param {string} name @param {readonly number[]} milliseconds */
function report(name, milliseconds) {
  const sorted = [...milliseconds].sort((a, b) => a - b)
  const at = (/** @type {number} */ part) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN).toFixed(1)
  console.log(
    `${name}: median ${at(0.5)} ms, 95 % within ${at(0.95)} ms, longest ${at(1)} ms (${sorted.length} answers)`,
  )
}

await withClinic(async ({ address, browser, restart }) => {
  await firstDecisions(address, browser)
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await enter(page, address)
  const counter = presses(page)
  await addPatient(page, 'Stopwatch')
  await question(page, 'urinaryIncontinence').waitFor()
  await page.waitForTimeout(WARM_UP_MILLISECONDS)

  const decisions = await cleanScreen(page, counter)
  report(
    'a decision after an answer, both layers',
    decisions.map(({ decided }) => decided),
  )
  report(
    'the same, from the answer to the decision on the page',
    decisions.map(({ there }) => there),
  )
  report(
    'from the press to the next picture on the screen',
    decisions.map(({ shown }) => shown),
  )
  await counter.say('clean red-flag screen, 1280 px, to the NSAID that is signed', async () => {
    await counter.press(page.getByRole('button', { name: 'Sign and start: NSAID' }))
    await page.getByText('NSAID: started').waitFor()
  })

  await restart(DAYS_TO_REVIEW)
  await enter(page, address)
  await page.getByRole('row', { name: /STOPWATCH/ }).waitFor()
  counter.begin()
  await counter.press(page.getByRole('row', { name: /STOPWATCH/ }).getByRole('link', { name: /Review the patient/ }))
  await question(page, 'reviewOutcome').waitFor()
  await counter.press(radio(page, 'reviewOutcome', 'Improved'))
  await counter.press(radio(page, 'painResolved', 'Yes'))
  await emergencyOneByOne(page, counter)
  await noneOfThese(page, counter)
  await counter.say('review of a patient without pain, to the episode that is closed', async () => {
    await counter.press(page.getByRole('button', { name: 'Sign and close the episode' }))
    await page.getByText(/This episode is closed\./).waitFor()
  })

  await addPatient(page, 'Letterhead')
  await question(page, 'urinaryIncontinence').waitFor()
  const yes = page.getByRole('button', { name: /^Yes, this is the right patient/ })
  if (await yes.isVisible()) await yes.click()
  await radio(page, 'cancerHistory', 'In the past').check()
  await page.getByRole('button', { name: /^Sign and order/ }).click()
  await page.getByText('X-ray: ordered').waitFor()
  counter.begin()
  await counter.press(page.getByRole('link', { name: 'Refer', exact: true }))
  await page.getByRole('heading', { name: 'Referral', level: 1 }).waitFor()
  await counter.say('letter after the decision, to the print', async () => {
    await counter.press(page.getByRole('button', { name: 'Sign the letter and refer' }))
    await counter.press(page.getByRole('button', { name: 'Print' }))
  })
})
