import type { Patient, Questionnaire, QuestionnaireResponse } from '@medplum/fhirtypes'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { decide } from '../src/evaluate/decide.ts'
import { readFindings } from '../src/evaluate/read-findings.ts'
import type { RecordedFindings } from '../src/evaluate/situation.ts'
import { readRecord } from '../src/fhir/in/read-record.ts'
import { resourcesIn } from '../src/fhir/in/resources.ts'
import { birthSexExtension } from '../src/fhir/systems.ts'
import { lookBacks } from '../src/protocol/look-backs.ts'
import { standard } from '../src/protocol/protocol.ts'
import { exportedOf } from '../src/service/fhir/exported.ts'
import { chromiumFile, openBrowser, whyNoBrowser } from '../tests/browser/clinic.ts'
import { decidedCases } from './exported.ts'
import { ShownForm } from './lhc-forms.ts'
import { isError, validators } from './validators.ts'
import { report, versionOf } from './versions.ts'

const formOf = (id: string): Questionnaire => {
  const form = exportedOf(standard).find((each) => each.id === id)
  if (!form) throw new Error(`there is no form ${id}`)
  return form as unknown as Questionnaire
}
const clinicianForm = formOf('back-pain-clinician')
const patientForm = formOf('back-pain-patient')

/** Of a man whose age is answered in the form: nothing of him is filled in from the record. */
const unknownPatient: Patient = { resourceType: 'Patient', id: 'p1' }
const practitioner = { reference: 'Practitioner/dr1' }

/** As a record keeps what a form gave: with whose it is, and who answered. */
const kept = (response: QuestionnaireResponse, source?: { readonly reference: string }): QuestionnaireResponse => ({
  ...response,
  id: 'answers',
  subject: { reference: 'Patient/p1' },
  ...(source ? { source } : {}),
})

const readingOf = (response: QuestionnaireResponse, asOf: string) =>
  readRecord(resourcesIn(response), { protocol: standard, lookBacks, asOf })

/** The findings that say something: "not known", and a test that was not done, are silence in an answered form. */
const said = (findings: RecordedFindings) =>
  Object.fromEntries(
    Object.entries(findings).flatMap(([id, { value }]) =>
      value === 'notKnown' || value === 'notDone' ? [] : [[id, value] as const],
    ),
  )

/** One for each kind of question: a choice, a choice that shows another, whole and decimal numbers, dates, tests. */
const answeredCases = [
  'urine-is-lost-without-control',
  'both-tests-abnormal-after-45-days',
  'measured-temperature-of-38-0',
  'not-improved-on-day-21-of-treatment',
  'treated-for-cancer-but-no-diagnosis-known',
]

describe.skipIf(chromiumFile === undefined)(`LHC-Forms in a browser${chromiumFile ? '' : `: ${whyNoBrowser}`}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser?.close())

  test.each(answeredCases)(
    'the clinician’s form, answered as in the case %s, gives its findings and its decision',
    async (id) => {
      const found = decidedCases().find((each) => each.id === id && each.layer === 'standard')
      if (!found) throw new Error(`there is no case ${id}`)
      const { findings, asOf } = found
      const form = await ShownForm.open(browser, clinicianForm, unknownPatient, asOf)
      const hidden: string[] = []
      for (const question of form.questions()) {
        const recorded = findings[question.linkId]
        if (!recorded) continue
        if (await form.isShown(question.linkId)) await form.answer(question, recorded.value)
        else hidden.push(question.linkId)
      }
      const response = await form.response()
      report(`lforms ${await form.version()}: case ${id}: ${response.item?.length} groups came back`)
      expect(form.faults).toEqual([])
      await form.page.close()

      const remarks = validators.flatMap((each) => each.validate(kept(response, practitioner)).filter(isError))
      expect(remarks).toEqual([])
      // What a case records applies to its patient: no such question may be hidden.
      expect(hidden).toEqual([])
      const reading = readingOf(kept(response, practitioner), asOf)
      expect(said(reading.findings)).toEqual(said(findings))
      const read = readFindings(standard, reading.findings, asOf)
      expect(read.ok).toBe(true)
      if (read.ok) expect(decide(standard, read.findings, asOf)).toEqual(decide(standard, findings, asOf))
    },
  )

  const born = { resourceType: 'Patient', id: 'p1', birthDate: '1961-03-16' } as const
  const birthSex = (valueCode: string) => ({ extension: [{ url: birthSexExtension, valueCode }] })
  test.each<{ who: string; patient: Patient; sex: Readonly<Record<string, string>> }>([
    { who: 'a woman', patient: { ...born, gender: 'female' }, sex: { sexAtBirth: 'female' } },
    { who: 'a man', patient: { ...born, gender: 'male' }, sex: { sexAtBirth: 'male' } },
    {
      who: 'a man, born female',
      patient: { ...born, gender: 'male', ...birthSex('F') },
      sex: { sexAtBirth: 'female' },
    },
    { who: 'somebody of other gender', patient: { ...born, gender: 'other' }, sex: {} },
    {
      who: 'a woman whose sex at birth is not known',
      patient: { ...born, gender: 'female', ...birthSex('UNK') },
      sex: {},
    },
  ])('the clinician’s form fills in birth date, age and sex at birth of $who', async ({ patient, sex }) => {
    const form = await ShownForm.open(browser, clinicianForm, patient, '2026-03-15')
    const { findings } = readingOf(kept(await form.response(), practitioner), '2026-03-15')
    expect(said(findings)).toEqual({ birthDate: '1961-03-16', ageYears: 64, ...sex })
    await form.page.close()
  })

  test('a question that waits for another is shown by its answer alone', async () => {
    const form = await ShownForm.open(browser, clinicianForm, unknownPatient, '2026-03-15')
    const history = form.questions().find(({ linkId }) => linkId === 'cancerHistory')
    if (!history) throw new Error('the form does not ask for a history of cancer')
    const shown = [await form.isShown('primarySite')]
    for (const value of ['never', 'past', 'notKnown']) {
      await form.answer(history, value)
      shown.push(await form.isShown('primarySite'))
    }
    expect(shown).toEqual([false, false, true, false])
    await form.page.close()
  })

  test('an untouched form says nothing', async () => {
    const form = await ShownForm.open(browser, clinicianForm, unknownPatient, '2026-03-15')
    const reading = readingOf(kept(await form.response(), practitioner), '2026-03-15')
    expect([reading.findings, reading.toConfirm]).toEqual([{}, []])
    await form.page.close()
  })

  test('the patient’s form, answered, decides nothing: each answer waits for a clinician', {
    timeout: 300_000,
  }, async () => {
    const answers = { saddleNumbness: 'present', urinaryIncontinence: 'absent', fever: 'notKnown', durationDays: 12 }
    const form = await ShownForm.open(browser, patientForm, unknownPatient, '2026-03-15')
    for (const question of form.questions()) {
      const value = Object.entries(answers).find(([id]) => id === question.linkId)?.[1]
      if (value !== undefined) await form.answer(question, value)
    }
    const response = await form.response()
    report(`lforms ${versionOf('lforms')}: the patient’s form: ${form.questions().length} questions`)
    await form.page.close()
    const reading = readingOf(kept(response, { reference: 'Patient/p1' }), '2026-03-15')
    expect(reading.findings).toEqual({})
    expect(Object.fromEntries(reading.toConfirm.map(({ finding, value }) => [finding, value]))).toEqual({
      saddleNumbness: 'present',
      urinaryIncontinence: 'absent',
      // The patient says so; a clinician sees it, and it is no finding.
      fever: 'notKnown',
      durationDays: 12,
    })
  })
})
