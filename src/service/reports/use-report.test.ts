import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ClinicUnderTest, cleanScreen, clinicUnderTest, patientOnTrial } from '../../../tests/clinic-under-test.ts'
import type { Role } from '../api/role.ts'
import type { UseReportAnswer } from '../api/use-report.ts'

let clinic: ClinicUnderTest
beforeAll(async () => {
  clinic = await clinicUnderTest()
  const clinician = await clinic.worker('clinician')
  // Six patients with an NSAID recommended: five begin it, one refuses. The clinic's day is 14 March 2026.
  for (const index of [1, 2, 3, 4, 5, 6]) {
    const { episodeId } = await clinician.register({
      familyName: `Counted${index}`,
      recordNumber: `C-${index}`,
      birthDate: `19${60 + index}-01-0${index}`,
    })
    await clinician.recordAll(episodeId, [
      { type: 'answered', payload: { findings: cleanScreen } },
      { type: 'signed' },
      index === 6
        ? {
            type: 'overridden',
            payload: { decision: 'nsaid', reasonCode: 'patient-refuses', plan: 'Wait', checkBy: '2026-03-20' },
          }
        : { type: 'treatmentStarted', payload: { treatment: 'nsaid', startedOn: '2026-03-14' } },
    ])
  }
})
afterAll(() => clinic.close())

async function report(role: Role, query = ''): Promise<UseReportAnswer> {
  const { browser } = await clinic.worker(role)
  const answer = await browser.send('GET', `/api/reports/use${query}`)
  expect(answer.statusCode).toBe(200)
  return answer.json()
}
const nsaid = ({ rules }: UseReportAnswer) => rules.find(({ decision }) => decision === 'nsaid')

describe('the report on use', () => {
  test('counts what was followed and overridden, over the last six months unless others are asked for', async () => {
    const shown = await report('clinician')
    expect([shown.from, shown.until, shown.asOf]).toEqual(['2025-10', '2026-03', '2026-03-14'])
    expect(shown.months.map(({ given }) => given)).toEqual([0, 0, 0, 0, 0, 12])
    expect(nsaid(shown)).toMatchObject({
      given: 6,
      followed: 5,
      overridden: 1,
      reasons: [{ code: 'patient-refuses', count: 1 }],
    })
    expect(shown.total.signed).toBe(6)
    expect((await report('clinician', '?from=2026-01&until=2026-02')).total.given).toBe(0)
  })

  test('hides small numbers from whoever may not read patients, and where that is asked for', async () => {
    for (const hiding of [await report('administrator'), await report('auditor', '?small=hide')]) {
      expect(hiding.smallHidden).toBe(true)
      // One override among six: with it the five are hidden, from which it could be worked out.
      expect(nsaid(hiding)).toMatchObject({ given: 6, followed: 'hidden', overridden: 'hidden', open: 0 })
      expect(nsaid(hiding)?.reasons).toEqual([{ code: 'patient-refuses', count: 'hidden' }])
    }
    expect((await report('administrator', '?small=show')).smallHidden).toBe(true)
    expect((await report('auditor')).smallHidden).toBe(false)
  })

  test('holds no name, number or id of anybody', async () => {
    const { browser } = await clinic.worker('clinician')
    const { body } = await browser.send('GET', '/api/reports/use')
    for (const text of ['Counted', patientOnTrial.givenName, 'C-1', clinic.accountIds.get('clinician') ?? 'missing'])
      expect(body).not.toContain(text)
    expect(body).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/)
  })

  test('is of the workspace of the session: the demo knows nothing of real patients', async () => {
    const demo = await clinic.worker('clinician', 'demo', 'looker')
    expect((await demo.browser.send('GET', '/api/reports/use')).json().total.given).toBe(0)
  })

  test.each([
    '?from=2026-04&until=2026-03',
    '?from=2023-03&until=2026-03',
    '?from=2026-13',
    '?from=March',
    '?small=maybe',
    '?patient=x',
  ])('%s is refused', async (query) => {
    const { browser } = await clinic.worker('auditor')
    expect((await browser.send('GET', `/api/reports/use${query}`)).statusCode).toBe(400)
  })

  test('36 months are not too many', async () => {
    expect((await report('auditor', '?from=2023-04&until=2026-03')).months).toHaveLength(36)
  })
})
