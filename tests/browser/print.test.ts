import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addPatient, answer, headline, inBrowser, noEmergency, openClinic, tryDemo } from './clinic.ts'

const poppler = spawnSync('pdfinfo', ['-v']).error === undefined
const whyNoPoppler = poppler ? 'with poppler' : 'skipped: pdfinfo of poppler is not installed'

inBrowser('what is printed', () => {
  const { clinic, openPage } = openClinic()
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-print-'))
  let page: Page
  let letter: Buffer

  beforeAll(async () => {
    page = await openPage()
    await tryDemo(page, clinic)
    await addPatient(page, { family: 'Printed', sex: 'Female', born: '1961-03-04' })
    await noEmergency(page)
    await answer(page, 'cancerHistory', 'In the past')
    await headline(page).filter({ hasText: 'X-ray and ESR' }).waitFor()
    await page.getByRole('button', { name: /^Sign and order/ }).click()
    await page.getByRole('link', { name: 'Refer', exact: true }).click()
    await page.getByRole('button', { name: 'Sign the letter and refer' }).click()
    await page.getByRole('button', { name: 'Print' }).waitFor()
    letter = await page.pdf({ format: 'A4', tagged: true })
  })

  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true })
  })

  test('a letter is a tagged document with a title heading, part headings, row headings and lists', () => {
    const text = letter.toString('latin1')
    expect(text).toMatch(/\/MarkInfo\s*<<[^>]*\/Marked true/)
    const tags = new Map<string, number>()
    for (const [, tag = ''] of text.matchAll(/\/S \/(\w+)/g)) tags.set(tag, (tags.get(tag) ?? 0) + 1)
    expect(tags.get('H1')).toBe(1)
    // To, Patient, Urgency, Why.
    expect(tags.get('TH')).toBe(4)
    expect(tags.get('H2')).toBeGreaterThanOrEqual(10)
    expect(tags.get('LI')).toBeGreaterThan(10)
  })

  test.skipIf(!poppler)(`poppler reads the same structure (${whyNoPoppler})`, () => {
    const file = join(folder, 'letter.pdf')
    writeFileSync(file, letter)
    const { stdout } = spawnSync('pdfinfo', ['-struct', file], { encoding: 'utf8' })
    expect(stdout).toMatch(/^\s*H1\b/m)
    expect(stdout).toMatch(/^\s*TH\b/m)
    expect(spawnSync('pdfinfo', [file], { encoding: 'utf8' }).stdout).toMatch(/^Tagged:\s+yes/m)
  })

  test('on paper there are no buttons and no menu, and an invented patient is marked on the page', async () => {
    await page.emulateMedia({ media: 'print' })
    await expect.poll(() => page.getByRole('button', { name: 'Print' }).isVisible()).toBe(false)
    await expect.poll(() => page.getByRole('navigation').first().isVisible()).toBe(false)
    await expect.poll(() => page.locator('.watermark').isVisible()).toBe(true)
    await page.emulateMedia({ media: 'screen' })
    await expect.poll(() => page.locator('.watermark').isVisible()).toBe(false)
  })

  test('the letter copied as text is the locked text, from the first mark to the last', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.getByRole('button', { name: 'Copy as text' }).click()
    await page.getByText('Copied', { exact: true }).waitFor()
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied).toMatch(/^DEMO – not a real patient\n\nREFERRAL: BACK PAIN\n\nTo: /)
    expect(copied).toContain('RED FLAGS AND SERIOUS FEATURES: NOT KNOWN')
    expect(copied.trimEnd()).toMatch(/DEMO – not a real patient$/)
  })
})
