import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { ehrUnderTest } from '../ehr-under-test.ts'
import { choose, expectChecked, headline, inBrowser, noEmergency, openClinic, question, settled } from './clinic.ts'
import { faults, overflow } from './looks.ts'
import { administrator, type Colleague, signIn } from './people.ts'
import { remember } from './said-names.ts'

const MRN = 'urn:oid:2.16.840.1.113883.19.5'
const today = new Date().toISOString().slice(0, 10)

const patientThere = (id: string, recordNumber: string, family: string, birthDate: string) => {
  remember(family, recordNumber)
  return patientResource(id, recordNumber, family, birthDate)
}

const patientResource = (id: string, recordNumber: string, family: string, birthDate: string) => ({
  resourceType: 'Patient',
  id,
  identifier: [{ system: MRN, value: recordNumber }],
  name: [{ use: 'official', family, given: ['Ada'] }],
  gender: 'female',
  birthDate,
})

const conditionOf = (patient: string) => ({
  resourceType: 'Condition',
  id: 'c1',
  clinicalStatus: { coding: [{ code: 'active' }] },
  verificationStatus: { coding: [{ code: 'confirmed' }] },
  code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'R50.9' }], text: 'Fever' },
  subject: { reference: `Patient/${patient}` },
  recordedDate: today,
})

const reportOf = (patient: string) => ({
  resourceType: 'DiagnosticReport',
  id: 'd1',
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '24972-2' }], text: 'X-ray of the lumbar spine' },
  subject: { reference: `Patient/${patient}` },
  effectiveDateTime: today,
  conclusion: 'No fracture seen.',
})

inBrowser('a launch from another record', () => {
  let ehr: Awaited<ReturnType<typeof ehrUnderTest>>
  /** Another record, which wants the service's own key. */
  let north: Awaited<ReturnType<typeof ehrUnderTest>>
  const { clinic, browser } = openClinic(async ({ folder }) => {
    ehr = await ehrUnderTest('plumbline-test')
    north = await ehrUnderTest('plumbline-north', async () =>
      (await fetch(`${clinic.address}/.well-known/jwks.json`)).json(),
    )
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' })
    vi.stubEnv('PLUMBLINE_SMART_KEY', String(privateKey.export({ type: 'pkcs8', format: 'pem' })))
    const server = {
      iss: ehr.iss,
      name: 'City Hospital',
      clientId: 'plumbline-test',
      recordNumberSystem: MRN,
      writes: true,
    }
    const withKey = {
      ...server,
      iss: north.iss,
      name: 'North Hospital',
      clientId: 'plumbline-north',
      client: 'privateKey',
    }
    writeFileSync(join(folder, 'smart.json'), JSON.stringify({ servers: [server, withKey] }))
  })
  let doctor: Colleague
  let page: Page

  beforeAll(async () => {
    const people = await administrator(browser(), clinic)
    doctor = await people.colleague('sara', 'Sara Lindqvist')
    await people.colleague('omar', 'Omar Haddad')
    page = doctor.page
  })

  beforeEach(() => {
    Object.assign(ehr.behaviour, {
      patient: 'p1',
      grants: undefined,
      forgesState: false,
      lacksPkce: false,
      refuses: [],
      user: 'Practitioner/dr1',
    })
    ehr.stored.length = 0
    ehr.requests.length = 0
    ehr.problems.length = 0
    ehr.stored.push(patientThere('p1', 'MRN-1', 'Fernández', '1961-03-04'), conditionOf('p1'), reportOf('p1'))
  })

  afterAll(async () => {
    await ehr?.close()
    await north?.close()
    vi.unstubAllEnvs()
  })

  const launch = (iss = ehr.iss, more = '&launch=launch-1') =>
    page.goto(`${clinic.address}/smart/launch?iss=${encodeURIComponent(iss)}${more}`)
  const problem = () => page.getByRole('alert')

  async function launchAndConfirm(button: string): Promise<void> {
    await launch()
    await page.getByRole('heading', { name: 'Is this the patient?' }).waitFor()
    await page.getByRole('button', { name: button }).click()
    await page.getByRole('heading', { name: 'Back pain assessment' }).waitFor()
  }

  test('adds the patient only when somebody says so, and shows what the record says beside each question, counting none of it', async () => {
    await launch()
    await page.getByRole('heading', { name: 'Is this the patient?' }).waitFor()
    const words = (await page.locator('main').innerText()).replace(/\s+/g, ' ')
    for (const each of ['FERNÁNDEZ, Ada', '04-Mar-1961', 'Female', 'MRN-1', 'Sara Lindqvist', 'Practitioner/dr1'])
      expect(words).toContain(each)
    expect(page.url()).toBe(`${clinic.address}/smart/return`)
    await page.getByRole('button', { name: 'Add and read the record' }).click()
    await page.getByRole('heading', { name: 'Back pain assessment' }).waitFor()
    expect(ehr.problems).toEqual([])
    expect(ehr.requests).toContain('POST /auth/token')

    const fever = question(page, 'fever')
    await fever.getByText('From the record:').waitFor()
    const [year, month, day] = today.split('-')
    const shown = `${day}-${'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')[Number(month) - 1]}-${year}`
    expect((await fever.innerText()).replace(/\s+/g, ' ')).toContain(`Yes · Condition “Fever”, ${shown}`)
    await expect.poll(() => fever.getByRole('radio', { name: 'Yes', exact: true }).isChecked()).toBe(false)
    await noEmergency(page)
    const before = await headline(page).innerText()
    // "None of these" leaves open what the record says is there.
    await page.locator('section', { has: fever }).getByRole('button', { name: 'None of these' }).click()
    await expect.poll(() => fever.getByRole('radio', { name: 'No', exact: true }).isChecked()).toBe(false)

    await fever.getByRole('button', { name: /Confirm what the record says/ }).click()
    await expectChecked(fever.getByRole('radio', { name: 'Yes', exact: true }))
    await fever.getByText('Confirmed.').waitFor()
    await headline(page).filter({ hasText: 'X-ray and ESR' }).waitFor()
    expect(before).not.toContain('X-ray and ESR')
  })

  test('lets nobody sign while it is not known that the user of the record is the person here, and until that person says so', async () => {
    await launchAndConfirm('Yes. Read the record')
    // Confirmed before, and kept.
    await question(page, 'fever').getByText('Confirmed.').waitFor()
    await headline(page).filter({ hasText: 'X-ray and ESR' }).waitFor()
    const sign = page.getByRole('button', { name: /^Sign and order/ })
    expect(await sign.isDisabled()).toBe(true)
    await page.getByText('It is not known who uses City Hospital.', { exact: false }).waitFor()
    await page.getByRole('button', { name: 'Yes, that is me' }).click()
    await page.waitForFunction(() =>
      [...document.querySelectorAll('button')].some((each) => /^Sign and order/.test(each.innerText) && !each.disabled),
    )
    // Said once: the next launch knows it, and the settings show it.
    await page.goto(`${clinic.address}/settings`)
    await page.getByText('Practitioner/dr1 in City Hospital, since', { exact: false }).waitFor()
    await launch()
    await page.getByText('In City Hospital the user is Kei Ono (Practitioner/dr1).', { exact: false }).waitFor()
    expect(await page.getByText('It is not known here that this is you.', { exact: false }).count()).toBe(0)
  })

  test('reads nothing for somebody who is another user there', async () => {
    ehr.behaviour.user = 'Practitioner/dr2'
    await launch()
    await problem().filter({ hasText: 'You are another user there. Nothing was read.' }).waitFor()
    expect(ehr.requests.filter((each) => /\/fhir\/(Patient|Condition)/.test(each))).toEqual([])
  })

  test('swaps the code by the service where the record wants its key: no key and nothing that it signed is in the browser', async () => {
    north.stored.push(patientThere('p1', 'MRN-1', 'Fernández', '1961-03-04'), conditionOf('p1'))
    const sent: string[] = []
    page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`))
    await page.goto(`${clinic.address}/smart/launch`)
    await page.getByRole('button', { name: 'Open a patient from North Hospital' }).click()
    await page.getByRole('button', { name: 'Yes. Read the record' }).click()
    await page.getByText('North Hospital is open on this patient.').waitFor()
    expect(north.problems).toEqual([])
    expect(north.requests).toContain('POST /auth/token')
    expect(sent.filter((each) => each.includes('/auth/token') || each.includes('client_assertion'))).toEqual([])
    const kept = await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }))
    expect(kept).toContain('access_token')
    expect(kept).not.toMatch(/client_assertion|PRIVATE|"d\\*":/)
  })

  test('finds the patient again by the record number, and shows a report to be read where results are entered', async () => {
    await launchAndConfirm('Yes. Read the record')
    await page.goto('about:blank')
    await launchAndConfirm('Yes. Read the record')
    await page.getByRole('link', { name: 'Patients', exact: true }).click()
    await page
      .getByRole('link', { name: /FERNÁNDEZ/ })
      .first()
      .click()
    await page.getByRole('link', { name: 'Enter results' }).click()
    await page.getByText('No fracture seen.').waitFor()
    await page.getByText('Report in the record, to be read:').waitFor()
  })

  test('shows and writes nothing of it on the screens of another patient, and says so', async () => {
    ehr.behaviour.patient = 'p2'
    ehr.stored.push(patientThere('p2', 'MRN-2', 'Okafor', '1970-05-06'))
    await launchAndConfirm('Add and read the record')
    await page.getByRole('link', { name: 'Patients', exact: true }).click()
    await page
      .getByRole('link', { name: /FERNÁNDEZ/ })
      .first()
      .click()
    await problem().filter({ hasText: 'City Hospital is open on OKAFOR, Ada. This is another patient.' }).waitFor()
    await expect.poll(() => page.getByText('From the record:').count()).toBe(0)
    await page.getByRole('link', { name: 'Go to OKAFOR, Ada' }).click()
    await page.getByText('City Hospital is open on this patient.').waitFor()
  })

  test('takes two people for one by nothing: another day of birth under the same record number is refused', async () => {
    ehr.stored[0] = patientThere('p1', 'MRN-1', 'Fernández', '1961-04-03')
    await launch()
    await page.getByText('These are not taken to be the same person.', { exact: false }).waitFor()
    await expect.poll(() => page.getByRole('button', { name: /read the record/i }).count()).toBe(0)
    expect(ehr.requests.filter((each) => each.includes('/fhir/Condition'))).toEqual([])
  })

  test('sends nothing to a record that is not set up', async () => {
    const stranger = await ehrUnderTest('plumbline-test')
    try {
      await launch(stranger.iss)
      await problem().filter({ hasText: 'a record that is not set up here' }).waitFor()
      // Nor would the page be let: its policy names the configured hosts alone.
      const reached = await page.evaluate(
        (url) =>
          fetch(url).then(
            () => true,
            () => false,
          ),
        `${stranger.iss}/metadata`,
      )
      expect(reached).toBe(false)
      expect(stranger.requests).toEqual([])
    } finally {
      await stranger.close()
    }
  })

  test('refuses a state that it did not give, and a server without PKCE', async () => {
    ehr.behaviour.forgesState = true
    await launch()
    await problem().filter({ hasText: 'did not give leave to read' }).waitFor()
    expect(ehr.requests).not.toContain('POST /auth/token')
    Object.assign(ehr.behaviour, { forgesState: false, lacksPkce: true })
    await launch()
    await problem().filter({ hasText: 'did not give leave to read' }).waitFor()
    expect(ehr.requests.filter((each) => each === 'GET /auth/authorize')).toHaveLength(1)
  })

  test('says which part of the record it could not read', async () => {
    ehr.behaviour.refuses = ['AllergyIntolerance']
    await launchAndConfirm('Yes. Read the record')
    await page.getByText('Not read, or not whole: AllergyIntolerance.', { exact: false }).waitFor()
  })

  test('writes what is signed where the record gave leave and the clinician chose it, once, as drafts', async () => {
    await launchAndConfirm('Yes. Read the record')
    const fever = question(page, 'fever')
    await choose(fever.getByRole('radio', { name: 'Yes', exact: true }))
    await headline(page).filter({ hasText: 'X-ray and ESR' }).waitFor()
    await page.getByRole('button', { name: /^Sign and order/ }).click()
    await page.getByRole('heading', { name: 'Timeline' }).waitFor()
    await page.getByRole('link', { name: 'What was read, and written' }).click()
    await page.getByText('Orders are written as drafts', { exact: false }).waitFor()
    expect(ehr.stored.filter(({ resourceType }) => resourceType === 'ServiceRequest')).toEqual([])
    const send = page.getByRole('button', { name: 'Write what is chosen' })
    await expect.poll(() => send.isDisabled()).toBe(true)
    await choose(page.getByLabel('The signed answers, as a filled-in form'))
    await choose(page.getByRole('checkbox').nth(1))
    await send.click()
    await page.getByText('Written: ', { exact: false }).waitFor()
    const written = ehr.stored.filter(({ resourceType }) => /ServiceRequest|QuestionnaireResponse/.test(resourceType))
    expect(written.map(({ resourceType }) => resourceType).sort()).toEqual(['QuestionnaireResponse', 'ServiceRequest'])
    for (const each of written) expect(each.subject).toEqual({ reference: 'Patient/p1' })
    const order = written.find(({ resourceType }) => resourceType === 'ServiceRequest')
    expect(order).toMatchObject({ status: 'draft', intent: 'proposal', requester: { reference: 'Practitioner/dr1' } })
    // Beside the answer stands where it was confirmed from.
    await page.getByRole('link', { name: 'Go to FERNÁNDEZ, Ada' }).click()
    await page.getByRole('heading', { name: 'Timeline' }).waitFor()
    expect(await page.locator('main').textContent()).toMatch(
      /Confirmed from City Hospital: fever, Condition\/c1 “Fever”/,
    )
    // Another launch, the same choice: the record has it already.
    await launch()
    await page.getByRole('button', { name: 'Yes. Read the record' }).click()
    await page.getByRole('link', { name: 'What was read, and written' }).click()
    await choose(page.getByLabel('The signed answers, as a filled-in form'))
    await send.click()
    await page.getByText('Written: ', { exact: false }).waitFor()
    expect(ehr.stored.filter(({ resourceType }) => resourceType === 'QuestionnaireResponse')).toHaveLength(1)
  })

  test('offers to write nothing that the record gave no leave for', async () => {
    ehr.behaviour.grants = (scope) => !scope.endsWith('.c') || scope === 'patient/QuestionnaireResponse.c'
    await launchAndConfirm('Yes. Read the record')
    await page.getByRole('link', { name: 'What was read, and written' }).click()
    await page.getByLabel('The signed answers, as a filled-in form').waitFor()
    await expect.poll(() => page.getByRole('checkbox').count()).toBe(1)
    ehr.behaviour.grants = (scope) => !scope.endsWith('.c')
    await launchAndConfirm('Yes. Read the record')
    await page.getByRole('link', { name: 'What was read, and written' }).click()
    await page.getByText('The record gave no leave to write.').waitFor()
    await expect.poll(() => page.getByRole('checkbox').count()).toBe(0)
  })

  test.each([1280, 390])('looks right at %i pixels: axe finds nothing, nothing scrolls sideways', async (width) => {
    const looks = async (screen: string): Promise<void> => {
      await settled(page)
      expect(await overflow(page), screen).toEqual([])
      expect(await faults(page), screen).toEqual([])
      await page.emulateMedia({ colorScheme: 'dark' })
      expect(await faults(page, ['color-contrast', 'link-in-text-block']), `${screen} dark`).toEqual([])
      await page.emulateMedia({ colorScheme: 'light' })
    }
    await page.setViewportSize({ width, height: 844 })
    await launch()
    await page.getByRole('heading', { name: 'Is this the patient?' }).waitFor()
    await looks('whose')
    await page.getByRole('button', { name: 'Yes. Read the record' }).click()
    await page.getByRole('heading', { name: 'Back pain assessment' }).waitFor()
    await looks('assess')
    await page.getByRole('link', { name: 'What was read, and written' }).click()
    await page.getByRole('heading', { name: 'What was read' }).waitFor()
    await looks('record')
    await page.setViewportSize({ width: 1280, height: 800 })
  })

  test('asks again who uses the record once a person has ended it in the settings, and not while it is only asked whether', async () => {
    const end = page.getByRole('button', { name: 'End: Practitioner/dr1 in City Hospital' })
    const openSettings = async () => {
      await page.goto(`${clinic.address}/settings`)
      await page.getByText('Practitioner/dr1 in City Hospital, since', { exact: false }).first().waitFor()
    }
    const sayWhoIsThere = async () => {
      await launch()
      await page.getByText('It is not known here that this is you.', { exact: false }).waitFor()
      await page.getByRole('button', { name: 'Yes. Read the record' }).click()
      await page.getByRole('button', { name: 'Yes, that is me' }).click()
      await page.getByRole('button', { name: 'Yes, that is me' }).waitFor({ state: 'detached' })
      await openSettings()
      await end.waitFor()
    }
    await openSettings()
    // A try before this one may have ended it.
    if ((await end.count()) === 0) await sayWhoIsThere()
    await end.click()
    await page
      .getByText('You are asked again the next time City Hospital is opened as Practitioner/dr1.', { exact: false })
      .waitFor()
    await page.getByRole('button', { name: 'Keep it' }).click()
    await end.click()
    await page.getByRole('button', { name: 'Yes, end it' }).click()
    await end.waitFor({ state: 'detached' })
    await page.getByText('; ended ', { exact: false }).first().waitFor()
    await sayWhoIsThere()
  })

  test('asks who is there first, and shows nobody else what somebody has opened', async () => {
    const context = await browser().newContext()
    const own = await context.newPage()
    await own.goto(`${clinic.address}/smart/launch?iss=${encodeURIComponent(ehr.iss)}&launch=launch-1`)
    await own.getByRole('heading', { name: 'Sign in' }).waitFor()
    expect(ehr.requests).toEqual([])
    await signIn(own, 'sara')
    await own.getByRole('button', { name: 'Yes. Read the record' }).click()
    await own.getByText('City Hospital is open on this patient.').waitFor()
    // The session ends, and a colleague signs in on the same page.
    await context.clearCookies()
    // Whatever is asked for next, by this press or by the page before it, is told that nobody is signed in.
    const away = own.getByRole('link', { name: 'Patients', exact: true })
    await away.click({ timeout: 15_000 }).catch(() => undefined)
    await own.getByRole('heading', { name: 'Sign in' }).waitFor()
    await signIn(own, 'omar')
    // Where the press came too late the page is still the one that sara had open.
    await away.click()
    await own
      .getByRole('link', { name: /FERNÁNDEZ/ })
      .first()
      .click()
    await own.getByRole('heading', { name: 'History' }).or(own.locator('.standing')).first().waitFor()
    // Where a recorded answer was confirmed from stands in the history, for everybody; what is open is its opener's.
    await expect.poll(() => own.locator('.record-banner, .from-record').count()).toBe(0)
    await own.goto(`${clinic.address}/smart/return`)
    await own.getByText('Somebody else began this launch.', { exact: false }).waitFor()
    await context.close()
  })

  test('begins here, too, and forgets the token when the person signs out', async () => {
    await page.goto(`${clinic.address}/smart/launch`)
    await page.getByRole('button', { name: 'Open a patient from City Hospital' }).click()
    await page.getByRole('button', { name: 'Yes. Read the record' }).click()
    await page.getByRole('heading', { name: 'Back pain assessment' }).waitFor()
    expect(ehr.problems).toEqual([])
    expect(await page.evaluate(() => sessionStorage.getItem('SMART_KEY'))).not.toBeNull()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await page.waitForFunction(
      () => !Object.values(sessionStorage).some((each) => String(each).includes('access_token')),
    )
  })
})
