import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, vi } from 'vitest'
import { findChromium } from '../../scripts/chromium.mjs'
import { ROOT, setUp } from '../../scripts/setup.mjs'
import { testDataMark } from '../../src/service/test-clock.ts'
import { remember, saidNames } from './said-names.ts'

/** The browser's file; where there is none, browser tests are skipped and say so. */
export const chromiumFile: string | undefined = findChromium()

/** Why browser tests do not run here. */
export const whyNoBrowser =
  process.env.PLUMBLINE_CHROMIUM_MISSING ?? 'no Chromium was found; set PLUMBLINE_CHROMIUM to its file'

/** How long anything is waited for: a busy machine is ten times slower than a quiet one, and no test is about that. */
export const patience = { timeout: 120_000, interval: 100 } as const
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A browser of its own for a test file; the app is built first, where a run by plain `npx vitest` has not done so. */
export async function openBrowser(): Promise<Browser> {
  if (!process.env.PLUMBLINE_IS_BUILT)
    await setUp({ say: () => undefined }).catch((error: unknown) => {
      console.error(`${String(error)}\nThese tests may meet an older build.`)
    })
  const browser = await chromium.launch({ ...(chromiumFile ? { executablePath: chromiumFile } : {}), args: flags })
  browser.on('context', (context) => context.setDefaultTimeout(patience.timeout))
  return browser
}

/** Tests that need a browser; skipped where there is none, and `npm test` says why. */
export function inBrowser(name: string, tests: () => void): void {
  describe.skipIf(chromiumFile === undefined)(`${name} (${chromiumFile ?? whyNoBrowser})`, tests)
}

/** What the tests of a file share. */
export interface Shared {
  readonly clinic: Clinic
  /** Once the tests run. */
  readonly browser: () => Browser
  /** A page in a context of its own, as wide as a desk's. */
  readonly openPage: (options?: BrowserContextOptions) => Promise<Page>
}

/** A clinic and a browser for the tests of a file, begun before the first and ended after the last. */
export function openClinic(prepare: (clinic: Clinic) => unknown = () => undefined): Shared {
  const clinic = new Clinic()
  let browser: Browser | undefined
  const running = (): Browser => {
    if (!browser) throw new Error('The browser runs with the tests.')
    return browser
  }
  beforeAll(async () => {
    browser = await openBrowser()
    await prepare(clinic)
    await clinic.start()
  })
  afterAll(async () => {
    await browser?.close()
    await clinic.close()
  })
  const openPage = async (options: BrowserContextOptions = {}): Promise<Page> =>
    (await running().newContext({ viewport: { width: 1280, height: 800 }, ...options })).newPage()
  return { clinic, browser: running, openPage }
}

/** The service as it ships, over a data folder that outlives a restart. */
export class Clinic {
  readonly folder = mkdtempSync(join(tmpdir(), 'plumbline-browser-'))
  address = ''
  /** The same after a restart, as at a clinic: what a browser keeps belongs to an address. */
  private port = '0'
  setUpCode = ''
  private process: ChildProcess | undefined
  /** Everything that it has said: its log, and whatever else came. */
  private output = ''

  constructor() {
    writeFileSync(join(this.folder, testDataMark), '')
  }

  /** Starts it, on today or so many days later. */
  async start(daysLater = 0): Promise<void> {
    const args = ['dist/cli/main.js', 'serve', '--data', this.folder, '--port', this.port, '--demo', 'always']
    const child = spawn(process.execPath, [...args, '--time-zone', 'UTC'], {
      cwd: ROOT,
      env: { ...process.env, PLUMBLINE_CLOCK_OFFSET_DAYS: String(daysLater) },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.process = child
    let said = ''
    let complaint = ''
    child.stderr.on('data', (chunk) => {
      complaint += String(chunk)
      this.output += String(chunk)
    })
    this.address = await new Promise<string>((resolve, reject) => {
      child.once('exit', () => reject(new Error(`the service ended: ${complaint.slice(0, 500)}`)))
      child.stdout.on('data', (chunk) => {
        said += String(chunk)
        this.output += String(chunk)
        const address = /running at (\S+)\n/.exec(said)?.[1]
        if (address) resolve(address)
      })
    })
    this.port = new URL(this.address).port
    const { setUpNeeded } = await (await fetch(`${this.address}/api/session`)).json()
    // Where there is a code, it comes after the address.
    const code = () => /enter this code, once: (\S+)\n/.exec(said)?.[1]
    this.setUpCode = setUpNeeded ? await vi.waitUntil(code, patience) : ''
  }

  /** Stops it as npm would. */
  async stop(): Promise<void> {
    const child = this.process
    this.process = undefined
    if (!child || child.exitCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await ended
  }

  /** Stops it and deletes its data. Throws where anything that it said names a patient. */
  async close(): Promise<void> {
    await this.stop()
    rmSync(this.folder, { recursive: true, force: true })
    const lines = saidNames(this.output)
    if (lines.length > 0)
      throw new Error(`The service named a patient in what it said:\n${lines.slice(0, 5).join('\n')}`)
    if (!this.output.includes('"msg":"answered"')) throw new Error('The service said nothing of what it answered.')
  }
}

/** Enters the demo patients, as somebody who looks around does. */
export async function tryDemo(page: Page, { address }: Pick<Clinic, 'address'>): Promise<void> {
  await page.goto(address)
  await page.getByRole('button', { name: 'Try with demo patients' }).click()
  await page.getByRole('heading', { name: 'Worklist', level: 1 }).waitFor()
}

/** Who is added, unlike anybody else in the record. */
export interface NewPatient {
  readonly family: string
  readonly sex: 'Female' | 'Male'
  readonly born: string
}

/** Adds a patient from anywhere in the app; ends on the assessment. */
export async function addPatient(page: Page, { family, sex, born }: NewPatient): Promise<void> {
  await page.getByRole('link', { name: 'Patients', exact: true }).click()
  await page.getByRole('button', { name: 'Add a patient' }).click()
  remember(family, `T-${family}`)
  const form = page.locator('form', { hasText: 'Date of birth' })
  await form.getByLabel('Family name').fill(family)
  await form.getByLabel('Given name').fill('Ada')
  await form.getByLabel('Date of birth').fill(born)
  await form.getByLabel('Record number').fill(`T-${family}`)
  await choose(form.getByRole('radio', { name: sex, exact: true }))
  await form.getByRole('button', { name: 'Add and start the assessment' }).click()
  await page.getByRole('heading', { name: 'Back pain assessment' }).waitFor()
  await formIsWhole(page)
}

/** Waits until every question is there: what is decided is shown after the last of them. */
export async function formIsWhole(page: Page): Promise<void> {
  await headline(page).or(page.locator('.bottom-headline')).first().waitFor({ state: 'attached' })
}

/** Waits until the screen shows what it has to show, and nothing more is on its way. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.getByText('Loading', { exact: true }).first().waitFor({ state: 'detached' })
}

/** Says that it is the right patient, where the app asks: after another one in the same tab, or beside a similar name. */
export async function confirmPatient(page: Page): Promise<void> {
  const id = new URL(page.url()).pathname.split('/')[2] ?? ''
  const yes = page.getByRole('button', { name: /^Yes, this is the right patient/ })
  const isKnown = () => page.evaluate((own) => sessionStorage.getItem('plumbline-patient') === own, id)
  // It asks only once it knows who else has a similar name; where it does not ask, it takes the patient over.
  await vi.waitUntil(async () => (await yes.isVisible()) || (await isKnown()), patience)
  if (!(await yes.isVisible())) return
  await yes.click()
  await yes.waitFor({ state: 'detached' })
}

/**
 * Presses a radio button or a box and waits until it is chosen. What the app controls is chosen when the app says so:
 * `check()` looks at once.
 */
export async function choose(control: Locator): Promise<void> {
  if (await control.isChecked()) return
  await control.click()
  await expectChecked(control)
}

/** Waits until it is chosen. */
export async function expectChecked(control: Locator): Promise<void> {
  await vi.waitUntil(() => control.isChecked(), patience)
}

/** Gives a question one of its answers. */
export async function answer(page: Page, finding: string, name: string): Promise<void> {
  await choose(question(page, finding).getByRole('radio', { name, exact: true }))
}

/** A question of the form. */
export function question(page: Page, finding: string) {
  return page.locator(`[data-finding="${finding}"]`)
}

/** Gives a question its number. */
export async function fillNumber(page: Page, finding: string, value: string): Promise<void> {
  await question(page, finding).locator('.input-number').fill(value)
}

/** Answers the emergency questions one by one with No: nothing else sets them. */
export async function noEmergency(page: Page): Promise<void> {
  const group = page.getByRole('region', { name: 'Emergency' })
  // `all()` and `count()` wait for nothing.
  await group.first().waitFor()
  for (const each of await group.getByRole('radiogroup').all())
    await choose(each.getByRole('radio', { name: 'No', exact: true }))
}

/** Presses every "None of these". */
export async function noneOfThese(page: Page): Promise<void> {
  await formIsWhole(page)
  const buttons = page.getByRole('button', { name: 'None of these' })
  for (let left = await buttons.count(); left > 0; left = await buttons.count()) {
    await buttons.first().click()
    await buttons.nth(left - 1).waitFor({ state: 'detached' })
  }
}

/** A screen without any red flag: every question answered, none with yes; a group's only sign is answered by itself. */
export async function cleanScreen(page: Page): Promise<void> {
  await noEmergency(page)
  await noneOfThese(page)
  await answer(page, 'mriContraindication', 'No')
  await answer(page, 'cancerHistory', 'Never')
  await answer(page, 'treatedForCancer', 'No')
  await answer(page, 'nightPain', 'None')
  await answer(page, 'previousTreatment', 'None')
  await fillNumber(page, 'durationDays', '5')
}

/** What the panel puts forward. */
export function headline(page: Page) {
  return page.locator('.panel-headline')
}
