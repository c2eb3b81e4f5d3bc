import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Resource } from '@medplum/fhirtypes'
import type { Browser, Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Clinic, choose, chromiumFile, headline, openBrowser, question, whyNoBrowser } from '../tests/browser/clinic.ts'
import { administrator } from '../tests/browser/people.ts'
import { ehrUnderTest } from '../tests/ehr-under-test.ts'
import { type MedplumServer, medplumServer } from './medplum-server.ts'
import { report, versionOf } from './versions.ts'

const MRN = 'urn:oid:2.16.840.1.113883.19.5'
const today = new Date().toISOString().slice(0, 10)
const coded = (system: string, code: string, text: string) => ({ coding: [{ system, code }], text })
const subject = { reference: 'Patient/p1' }

const record: readonly Resource[] = [
  {
    resourceType: 'Patient',
    id: 'p1',
    identifier: [{ system: MRN, value: 'MRN-1' }],
    name: [{ use: 'official', family: 'Fernández', given: ['Ada'] }],
    gender: 'female',
    birthDate: '1961-03-04',
  },
  {
    resourceType: 'Condition',
    id: 'c1',
    clinicalStatus: coded('http://terminology.hl7.org/CodeSystem/condition-clinical', 'active', 'Active'),
    verificationStatus: coded('http://terminology.hl7.org/CodeSystem/condition-ver-status', 'confirmed', 'Confirmed'),
    code: coded('http://hl7.org/fhir/sid/icd-10-cm', 'R50.9', 'Fever'),
    subject,
    recordedDate: today,
  },
  // Of another patient: whoever searches by patient must not be given it.
  {
    resourceType: 'Condition',
    id: 'c2',
    clinicalStatus: coded('http://terminology.hl7.org/CodeSystem/condition-clinical', 'active', 'Active'),
    code: coded('http://hl7.org/fhir/sid/icd-10-cm', 'C79.51', 'Metastasis'),
    subject: { reference: 'Patient/p2' },
  },
]

const peers = `fhirclient ${versionOf('fhirclient')}, Medplum ${versionOf('@medplum/fhir-router')}`

describe.skipIf(chromiumFile === undefined)(`a launch, ${peers}${chromiumFile ? '' : `: ${whyNoBrowser}`}`, () => {
  let clinic: Clinic
  let medplum: MedplumServer
  let ehr: Awaited<ReturnType<typeof ehrUnderTest>>
  let browser: Browser
  let page: Page

  // Anew for each try: a second one on a record that is already read and written would find another screen.
  beforeEach(async () => {
    clinic = new Clinic()
    medplum = await medplumServer(record)
    ehr = await ehrUnderTest('plumbline-test', undefined, medplum.handle)
    const server = { iss: ehr.iss, name: 'Medplum', clientId: 'plumbline-test', recordNumberSystem: MRN, writes: true }
    writeFileSync(join(clinic.folder, 'smart.json'), JSON.stringify({ servers: [server] }))
    browser = await openBrowser()
    await clinic.start()
    page = (await (await administrator(browser, clinic)).colleague('sara', 'Sara Lindqvist')).page
  }, 300_000)

  afterEach(async () => {
    await browser?.close()
    await clinic?.close()
    await ehr?.close()
    await medplum?.close()
  })

  test('reads a record that Medplum serves, and writes the signed answers and draft orders back', async () => {
    await page.goto(`${clinic.address}/smart/launch?iss=${encodeURIComponent(ehr.iss)}&launch=launch-1`)
    await page.getByRole('button', { name: 'Add and read the record' }).click()
    await page.getByRole('heading', { name: 'Back pain assessment' }).waitFor()
    await page.getByText('1 answer from it waits', { exact: false }).waitFor()
    await page.getByRole('button', { name: 'Yes, that is me' }).click()
    await question(page, 'fever')
      .getByRole('button', { name: /Confirm what the record says/ })
      .click()
    await headline(page).filter({ hasText: 'X-ray and ESR' }).waitFor()
    await page.getByRole('button', { name: /^Sign and order/ }).click()
    await page.getByRole('heading', { name: 'Timeline' }).waitFor()
    await page.getByRole('link', { name: 'What was read, and written' }).click()
    await page.getByText('Orders are written as drafts', { exact: false }).waitFor()
    const boxes = await page.getByRole('checkbox').all()
    for (const box of boxes) await choose(box)
    await page.getByRole('button', { name: 'Write what is chosen' }).click()
    await page.getByText('Written: ', { exact: false }).waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)

    const written = async (resourceType: 'QuestionnaireResponse' | 'ServiceRequest') =>
      medplum.repository.searchResources({
        resourceType,
        filters: [{ code: 'patient', operator: 'eq' as never, value: 'Patient/p1' }],
      })
    const [answers, ...others] = await written('QuestionnaireResponse')
    expect(others).toEqual([])
    expect(answers).toMatchObject({ status: 'completed', subject, author: { reference: 'Practitioner/dr1' } })
    const orders = await written('ServiceRequest')
    expect(orders.length).toBe(boxes.length - 1)
    for (const order of orders) expect(order).toMatchObject({ status: 'draft', intent: 'proposal', subject })
    report(`${peers}: ${medplum.requests.length} requests, ${orders.length + 1} resources written`)
  })
})
