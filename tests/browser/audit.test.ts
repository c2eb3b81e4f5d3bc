import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { addPatient, inBrowser, openClinic, settled } from './clinic.ts'
import { lookAround } from './looks.ts'
import { administrator } from './people.ts'

inBrowser('the auditor', () => {
  const { clinic, browser } = openClinic()
  let auditor: Page
  let clinician: Page

  beforeAll(async () => {
    const { colleague } = await administrator(browser(), clinic)
    clinician = (await colleague('ana', 'Ana Okafor')).page
    await addPatient(clinician, { family: 'Watched', sex: 'Female', born: '1961-03-04' })
    await addPatient(clinician, { family: 'Unwatched', sex: 'Male', born: '1970-05-06' })
    auditor = (await colleague('theo', 'Theo Lindqvist', 'auditor')).page
    await auditor.getByRole('link', { name: 'Audit', exact: true }).click()
    await auditor.getByRole('heading', { name: 'Audit', level: 1 }).waitFor()
    await entry('Added a patient').first().waitFor()
  })

  const entry = (words: string) => auditor.getByRole('row').filter({ hasText: words })
  const count = () => auditor.getByRole('status').filter({ hasText: 'entries shown' }).innerText()

  test('reads in words who did what, and how it ended', async () => {
    const words = await entry('Added a patient').first().innerText()
    for (const said of ['Ana Okafor', 'Added a patient', 'As asked', '127.0.0.1']) expect(words).toContain(said)
    expect(await auditor.locator('main').innerText()).not.toContain('/api/')
  })

  test('nobody else is shown the way, or the screen', async () => {
    await clinician.getByRole('link', { name: 'Reports', exact: true }).waitFor()
    expect(await clinician.getByRole('link', { name: 'Audit', exact: true }).count()).toBe(0)
    await clinician.goto(`${clinic.address}/audit`)
    await clinician.locator('h1').waitFor()
    expect(await clinician.locator('h1').innerText()).not.toBe('Audit')
  })

  test('chooses a person and a kind in the address, which shows the same again', async () => {
    await auditor.getByLabel('Person').selectOption({ label: 'Ana Okafor' })
    await auditor.getByLabel('Show', { exact: true }).selectOption({ label: 'Only what was done' })
    await entry('Added a patient').first().waitFor()
    await entry('Opened').first().waitFor({ state: 'detached' })
    await auditor.waitForURL((url) => url.searchParams.get('show') === 'changed' && url.searchParams.has('person'))
    await auditor.reload()
    await entry('Added a patient').first().waitFor()
    expect(await entry('Looked at').count()).toBe(0)
    expect(await auditor.getByRole('row').filter({ hasText: 'Theo Lindqvist' }).count()).toBe(0)
  })

  test('chooses one patient by a search, whose name and number come into no address', async () => {
    await auditor.goto(`${clinic.address}/audit?show=changed`)
    await entry('Added a patient').nth(1).waitFor()
    await auditor.getByRole('button', { name: 'One patient only' }).click()
    await auditor.getByLabel('Find a patient').fill('Watched')
    await auditor.getByRole('button', { name: 'Search', exact: true }).click()
    await auditor.getByRole('button', { name: /^Show only this patient\s*: WATCHED/ }).click()
    await auditor.getByText('Only: WATCHED, Ada').waitFor()
    await expect.poll(() => entry('Added a patient').count()).toBe(1)
    expect(auditor.url()).toBe(`${clinic.address}/audit?show=changed`)
  })

  test('takes what fits out as a file, which is then an entry of its own', async () => {
    const [download] = await Promise.all([
      auditor.waitForEvent('download'),
      auditor.getByRole('button', { name: 'Download as CSV' }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(/^audit-\d{4}-\d{2}-\d{2}\.csv$/)
    const [head, ...lines] = (await readFile(await download.path(), 'utf8')).trim().split('\n')
    expect(head).toMatch(/^position,at,actorId,actorName,role,route,did,status,/)
    expect(lines.length).toBeGreaterThan(0)
    for (const line of lines) expect(line).toContain('Ana Okafor')
    expect(lines.join('\n')).not.toMatch(/Watched/i)
    await auditor.goto(`${clinic.address}/audit`)
    await entry('Took entries of this list out as a file').first().waitFor()
  })

  test('sees that nothing is noted outside, and has everything checked', async () => {
    await auditor.getByText('The ends are noted nowhere outside.').waitFor()
    await auditor.getByRole('button', { name: 'Check now' }).click()
    await auditor.getByText(/everything held: \d+ entries of this list/).waitFor()
  })

  test('finds an earlier page behind a button, and no entry twice', async () => {
    await auditor.evaluate(async () => {
      for (let looks = 0; looks < 110; looks++) await fetch('/api/worklist')
    })
    await auditor.getByRole('button', { name: 'Look again' }).click()
    await expect.poll(count).toBe('100 entries shown.')
    await auditor.getByRole('button', { name: 'Earlier entries' }).click()
    await entry('Set the service up').waitFor()
    expect(Number((await count()).split(' ')[0])).toBeGreaterThan(110)
  })

  test('axe finds nothing on it, wide and narrow, light and dark; and nothing overlaps or is cut off', async () => {
    await auditor.goto(`${clinic.address}/audit?show=changed`)
    await entry('Added a patient').first().waitFor()
    await settled(auditor)
    expect(await lookAround(auditor, 'audit')).toEqual([])
  })
})
