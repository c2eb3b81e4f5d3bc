import { describe, expect, test } from 'vitest'
import {
  condition,
  ICD,
  leftOut,
  observation,
  quantity,
  readingOf,
  report,
  SNOMED,
  valuesOf,
} from '../../../tests/fhir/records.ts'
import { own } from '../systems.ts'

const concluded = (system: string, code: string) => ({ conclusionCode: [{ coding: [{ system, code }] }] })
const procedure = (code: string, more = {}) => ({
  ...condition(code),
  resourceType: 'Procedure',
  status: 'completed',
  performedDateTime: '2026-03-05',
  ...more,
})
const order = (code: string, more = {}) => ({
  ...observation(code),
  resourceType: 'ServiceRequest',
  status: 'active',
  intent: 'order',
  authoredOn: '2026-03-11',
  ...more,
})

describe('a report of imaging', () => {
  test('without a coded conclusion says that it was done; its text is handed on, and not read', () => {
    const conclusion = 'Compression fracture of L3. No lytic lesion.'
    const reading = readingOf(report('24972-2', { conclusion }))
    expect(reading.findings.xray).toEqual({ value: 'notKnown', observedOn: '2026-03-10' })
    expect(reading.reports).toMatchObject([
      { resource: 'DiagnosticReport/r-24972-2', finding: 'xray', doneOn: '2026-03-10', text: conclusion },
    ])
  })

  test.each([
    ['24972-2', SNOMED, '426646004', { xray: 'compressionFracture' }],
    ['24970-6', ICD, 'M48.56XA', { xray: 'compressionFracture' }],
    ['36670-8', ICD, 'S32.010A', { xray: 'otherAbnormality' }],
    ['30679-5', SNOMED, '94222008', { mri: 'suspectedCancer' }],
    ['24968-0', SNOMED, '302935008', { mri: 'spinalInfection' }],
    ['24967-2', ICD, 'G83.4', { mri: 'cordOrCaudaEquinaCompression' }],
    ['30678-7', SNOMED, '202735001', { mri: 'discDisease' }],
  ])('%s with the conclusion %s %s has its result from it', (code, system, conclusion, expected) => {
    expect(valuesOf(readingOf(report(code, concluded(system, conclusion))))).toEqual(expected)
  })

  test('with several conclusions has the most serious', () => {
    const conclusionCode = ['202735001', '192970008'].map((code) => ({ coding: [{ system: SNOMED, code }] }))
    expect(valuesOf(readingOf(report('24968-0', { conclusionCode })))).toEqual({ mri: 'cordOrCaudaEquinaCompression' })
  })

  test('that is preliminary is to be read, and is no result', () => {
    const reading = readingOf(report('24968-0', { ...concluded(SNOMED, '94222008'), status: 'preliminary' }))
    expect(valuesOf(reading)).toEqual({})
    expect(reading.reports).toHaveLength(1)
    expect(leftOut(reading)).toEqual(['mri: statusNotFinal'])
  })

  test.each(['entered-in-error', 'cancelled', 'registered', undefined])('of status %s is left out', (status) => {
    expect(valuesOf(readingOf(report('24968-0', { status })))).toEqual({})
  })

  test('that is old, without a result, leaves the test not done; its coded result keeps its day', () => {
    expect(valuesOf(readingOf(report('24972-2', { effectiveDateTime: '2024-01-01' })))).toEqual({})
    const coded = report('24972-2', { ...concluded(SNOMED, '426646004'), effectiveDateTime: '2024-01-01' })
    expect(readingOf(coded).findings.xray).toEqual({ value: 'compressionFracture', observedOn: '2024-01-01' })
  })

  test.each(['36589-0', '36591-6', '36714-4', '24855-9', '24531-6', '24928-4'])(
    '%s is no report of the lumbar spine, whatever others take it for',
    (code) => {
      const reading = readingOf(report(code))
      expect([valuesOf(reading), reading.reports]).toEqual([{}, []])
    },
  )

  test('that nobody has read does not hide an abnormal result, but a normal one', () => {
    const result = (value: string) =>
      observation('x', {
        id: 'result',
        effectiveDateTime: '2026-02-01',
        code: { coding: [{ system: own.findings, code: 'xray' }] },
        valueCodeableConcept: { coding: [{ system: own.values, code: value }] },
      })
    expect(valuesOf(readingOf(result('lyticLesion'), report('24972-2')))).toEqual({ xray: 'lyticLesion' })
    expect(valuesOf(readingOf(result('normal'), report('24972-2')))).toEqual({ xray: 'notKnown' })
  })
})

test('a report of an ESR whose result is an Observation is not to be read once more', () => {
  const reading = readingOf(report('4537-7'), observation('30341-2', quantity(12, 'mm/h')))
  expect(valuesOf(reading)).toEqual({ esrMmPerHour: 12 })
  expect(reading.reports).toEqual([])
  expect(readingOf(report('4537-7')).reports).toHaveLength(1)
})

describe('a procedure and an order', () => {
  test('a completed lumbar MRI was done, its result not known', () => {
    expect(readingOf(procedure('394451000119106')).findings.mri).toEqual({
      value: 'notKnown',
      observedOn: '2026-03-05',
    })
  })

  test.each([
    ['not-done', 'notDone'],
    ['in-progress', 'statusNotFinal'],
    ['entered-in-error', 'enteredInError'],
  ])('one that is %s was not', (status, reason) => {
    const reading = readingOf(procedure('394451000119106', { status }))
    expect(valuesOf(reading)).toEqual({})
    expect(leftOut(reading)).toEqual([`mri: ${reason}`])
  })

  test('an open order is listed, and is no finding', () => {
    const reading = readingOf(order('24972-2'))
    expect(valuesOf(reading)).toEqual({})
    expect(reading.orders).toMatchObject([{ finding: 'xray', orderedOn: '2026-03-11', status: 'active' }])
  })

  test.each([{ status: 'completed' }, { status: 'revoked' }, { doNotPerform: true }, { intent: 'proposal' }])(
    '%o is no open order',
    (more) => {
      expect(readingOf(order('24972-2', more)).orders).toEqual([])
    },
  )
})

describe('medicines and allergies', () => {
  const medicine = (text: string, more = {}) => ({
    resourceType: 'MedicationRequest',
    id: 'm',
    status: 'active',
    intent: 'order',
    subject: { reference: 'Patient/p1' },
    medicationCodeableConcept: { text },
    ...more,
  })
  const allergy = (text: string, more = {}) => ({
    resourceType: 'AllergyIntolerance',
    id: 'a',
    patient: { reference: 'Patient/p1' },
    code: { text },
    ...more,
  })

  test('are listed as the record calls them and make one ask, but nothing is guessed from a name', () => {
    const reading = readingOf(medicine('Warfarin Sodium 5 MG Oral Tablet'), allergy('Ibuprofen'))
    expect(valuesOf(reading)).toEqual({})
    expect([reading.medicines, reading.allergies]).toEqual([['Warfarin Sodium 5 MG Oral Tablet'], ['Ibuprofen']])
    expect(reading.questions.flatMap(({ findings }) => findings)).toEqual([
      'anticoagulant',
      'longTermCorticosteroids',
      'treatment',
      'nsaidHypersensitivity',
    ])
  })

  test('that are over, refuted or not to be given are not listed', () => {
    const reading = readingOf(
      medicine('A', { status: 'stopped' }),
      medicine('B', { doNotPerform: true }),
      allergy('C', { verificationStatus: { coding: [{ code: 'refuted' }] } }),
      allergy('D', { clinicalStatus: { coding: [{ code: 'resolved' }] } }),
    )
    expect([reading.medicines, reading.allergies, reading.questions]).toEqual([[], [], []])
  })
})

describe('answers to our own questionnaire', () => {
  const answers = (more = {}) => ({
    resourceType: 'QuestionnaireResponse',
    id: 'qr',
    status: 'completed',
    questionnaire: `${own.questionnaire}/clinician|0.1.0`,
    subject: { reference: 'Patient/p1' },
    authored: '2026-03-14T09:00:00+01:00',
    item: [
      {
        linkId: 'neurologic',
        item: [
          { linkId: 'saddleNumbness', answer: [{ valueBoolean: true }] },
          { linkId: 'nightPain', answer: [{ valueCoding: { system: own.values, code: 'none' } }] },
          { linkId: 'severity', answer: [{ valueInteger: 4 }] },
          { linkId: 'fever', answer: [{ valueBoolean: true }, { valueBoolean: false }] },
        ],
      },
    ],
    ...more,
  })
  const said = { saddleNumbness: 'present', nightPain: 'none', severity: 4 }

  test('by a clinician are findings', () => {
    expect(valuesOf(readingOf(answers({ source: { reference: 'Practitioner/d' } })))).toEqual(said)
  })

  test.each([
    ['the patient', { source: { reference: 'Patient/p1' }, author: { reference: 'Practitioner/d' } }],
    ['a relative', { source: { reference: 'RelatedPerson/r' } }],
    ['nobody says whom', {}],
  ])('by %s wait until a clinician confirms them', (_, more) => {
    const reading = readingOf(answers(more))
    expect(valuesOf(reading)).toEqual({})
    expect(Object.fromEntries(reading.toConfirm.map(({ finding, value }) => [finding, value]))).toEqual(said)
  })

  test('that a number is not known, beside its question, is an answer; beside a value it says nothing', () => {
    const source = { reference: 'Practitioner/d' }
    const silence = {
      linkId: 'durationDays.silence',
      answer: [{ valueCoding: { system: own.values, code: 'notKnown' } }],
    }
    const value = { linkId: 'durationDays', answer: [{ valueInteger: 12 }] }
    expect(valuesOf(readingOf(answers({ source, item: [silence] })))).toEqual({ durationDays: 'notKnown' })
    for (const item of [
      [silence, value],
      [value, silence],
    ])
      expect(valuesOf(readingOf(answers({ source, item })))).toEqual({ durationDays: 12 })
  })

  test('that are in progress, or to somebody else’s questionnaire, are not read', () => {
    const source = { reference: 'Practitioner/d' }
    expect(valuesOf(readingOf(answers({ source, status: 'in-progress' })))).toEqual({})
    expect(valuesOf(readingOf(answers({ source, questionnaire: 'https://other.example/q' })))).toEqual({})
  })
})
