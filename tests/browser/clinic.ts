import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { findChromium } from '../../scripts/chromium.mjs'
import { ROOT, setUp } from '../../scripts/setup.mjs'
import { testDataMark } from '../../src/service/test-clock.ts'

/** The browser's file; where there is none, browser tests are skipped and say so. */
export const chromiumFile: string | undefined = findChromium()

/** Why browser tests do not run here. */
export const whyNoBrowser =
  process.env.PLUMBLINE_CHROMIUM_MISSING ?? 'no Chromium was found; set PLUMBLINE_CHROMIUM to its file'

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
  return chromium.launch({ ...(chromiumFile ? { executablePath: chromiumFile } : {}), args: flags })
}

/** The service as it ships, over a data folder that outlives a restart. */
export class Clinic {
  readonly folder = mkdtempSync(join(tmpdir(), 'plumbline-browser-'))
  address = ''
  /** The same after a restart, as at a clinic: what a browser keeps belongs to an address. */
  private port = '0'
  setUpCode = ''
  private process: ChildProcess | undefined

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
    })
    this.address = await new Promise<string>((resolve, reject) => {
      child.once('exit', () => reject(new Error(`the service ended: ${complaint.slice(0, 500)}`)))
      child.stdout.on('data', (chunk) => {
        said += String(chunk)
        const address = /running at (\S+)/.exec(said)?.[1]
        // The lines are printed together; the code, where there is one, comes after the address.
        if (address) setTimeout(() => resolve(address), 100)
      })
    })
    this.port = new URL(this.address).port
    this.setUpCode = /enter this code, once: (\S+)/.exec(said)?.[1] ?? ''
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

  /** Stops it and deletes its data. */
  async close(): Promise<void> {
    await this.stop()
    rmSync(this.folder, { recursive: true, force: true })
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
  const form = page.locator('form', { hasText: 'Date of birth' })
  await form.getByLabel('Family name').fill(family)
  await form.getByLabel('Given name').fill('Ada')
  await form.getByLabel('Date of birth').fill(born)
  await form.getByLabel('Record number').fill(`T-${family}`)
  await form.getByRole('radio', { name: sex, exact: true }).check()
  await form.getByRole('button', { name: 'Add and start the assessment' }).click()
  await page.getByRole('heading', { name: 'Back pain assessment' }).waitFor()
}

/** Says that it is the right patient, where the app asks: after another one in the same tab, or beside a similar name. */
export async function confirmPatient(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  const yes = page.getByRole('button', { name: /^Yes, this is the right patient/ })
  if (await yes.isVisible()) await yes.click()
}

/** Gives a question one of its answers. */
export async function answer(page: Page, finding: string, name: string): Promise<void> {
  await question(page, finding).getByRole('radio', { name, exact: true }).check()
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
    await each.getByRole('radio', { name: 'No', exact: true }).check()
}

/** Presses every "None of these". */
export async function noneOfThese(page: Page): Promise<void> {
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
