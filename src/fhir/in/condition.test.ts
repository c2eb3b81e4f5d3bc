import { describe, expect, test } from 'vitest'
import {
  AS_OF,
  clinical,
  condition,
  leftOut,
  patient,
  readingOf,
  valuesOf,
  verified,
} from '../../../tests/fhir/records.ts'

describe('a condition counts as what its statuses and dates say', () => {
  test('confirmed and active, it is present, with where it comes from', () => {
    const reading = readingOf(
      condition('R50.9', {
        code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'R50.9' }], text: 'Fever' },
      }),
    )
    expect(reading.findings.fever).toEqual({ value: 'present', observedOn: '2026-03-10' })
    expect(reading.lines.find(({ finding }) => finding === 'fever')).toEqual({
      resource: 'Condition/c-r50.9',
      type: 'Condition',
      path: 'entry[1].resource',
      code: { system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'R50.9' },
      status: 'active, confirmed',
      date: '2026-03-10',
      dateOf: 'recorded',
      says: 'Fever',
      finding: 'fever',
      value: 'present',
      observedOn: '2026-03-10',
      taken: true,
      reason: 'taken',
    })
  })

  test.each([
    [
      'a resolved fever of 2021',
      { ...clinical('resolved'), onsetDateTime: '2021-02-01', recordedDate: '2021-02-01' },
      'notCurrent',
    ],
    ['a fever of 2021 that nobody closed', { onsetDateTime: '2021-02-01', recordedDate: '2021-02-01' }, 'tooOld'],
    ['a fever with an abatement whose status nobody changed', { abatementDateTime: '2026-03-12' }, 'notCurrent'],
    ['a fever with an abatement in words', { abatementString: 'last week' }, 'notCurrent'],
    ['an unconfirmed fever', verified('unconfirmed'), 'notConfirmed'],
    ['a provisional fever', verified('provisional'), 'notConfirmed'],
    ['a fever among the differential diagnoses', verified('differential'), 'notConfirmed'],
    ['a fever entered in error', verified('entered-in-error'), 'enteredInError'],
    ['a fever with a verification status that FHIR does not have', verified('perhaps'), 'statusNotUnderstood'],
    ['a fever with a clinical status that FHIR does not have', clinical('sleeping'), 'statusNotUnderstood'],
    ['a fever without any day', { recordedDate: undefined }, 'noDay'],
    ['a fever of some day this year', { recordedDate: '2026' }, 'dayVague'],
    ['a fever of tomorrow', { recordedDate: '2026-03-16' }, 'future'],
  ])('%s is not known, and is listed', (_, more, reason) => {
    const reading = readingOf(condition('386661006', more))
    expect(valuesOf(reading)).toEqual({})
    expect(leftOut(reading)).toEqual([`fever: ${reason}`])
  })

  test('an abatement that lies ahead does not end it yet', () => {
    expect(valuesOf(readingOf(condition('R50.9', { abatementDateTime: '2026-04-01' })))).toEqual({ fever: 'present' })
  })

  test('statuses that are not said leave it present: neither is required of every condition', () => {
    const reading = readingOf(condition('R63.4', { clinicalStatus: undefined, verificationStatus: undefined }))
    expect(valuesOf(reading)).toEqual({ unexplainedWeightLoss: 'present' })
  })

  test('the day is the later of onset and recording: it was still there when it was recorded', () => {
    const reading = readingOf(condition('R63.4', { onsetDateTime: '2025-01-01' }))
    expect(reading.findings.unexplainedWeightLoss?.observedOn).toBe('2026-03-10')
  })
})

describe('absent is said only by what was refuted as a whole', () => {
  test('a refuted fever is absent', () => {
    const reading = readingOf(condition('R50.9', verified('refuted')))
    expect(reading.findings.fever).toEqual({ value: 'absent', observedOn: '2026-03-10' })
  })

  test('a fever of one kind that was refuted leaves fever open', () => {
    const reading = readingOf(condition('R50.81', verified('refuted')))
    expect(valuesOf(reading)).toEqual({})
    expect(leftOut(reading)).toEqual(['fever: refutesNarrower'])
  })

  test('a cancer that was refuted is no history without cancer', () => {
    expect(valuesOf(readingOf(condition('C50.919', verified('refuted'))))).toEqual({})
  })

  test('a retention of urine that was refuted leaves difficulty passing urine open', () => {
    expect(leftOut(readingOf(condition('R33.9', verified('refuted'))))).toEqual([
      'newDifficultyPassingUrine: refutesNarrower',
    ])
  })

  test('what was refuted long ago says nothing of today', () => {
    expect(leftOut(readingOf(condition('R50.9', { ...verified('refuted'), recordedDate: '2025-03-10' })))).toEqual([
      'fever: tooOld',
    ])
  })

  test('a record without a word on it says nothing: neither absent nor present', () => {
    expect(readingOf().findings).toEqual({
      birthDate: { value: '1961-03-04', observedOn: AS_OF },
      sexAtBirth: { value: 'female', observedOn: AS_OF },
    })
    expect(patient.gender).toBe('female')
  })
})

describe('codes', () => {
  test.each([
    ['C34.90', { cancerHistory: 'current', primarySite: 'lung' }],
    ['C50.919', { cancerHistory: 'current', primarySite: 'breast' }],
    ['C61', { cancerHistory: 'current', primarySite: 'prostate' }],
    ['C79.51', { cancerHistory: 'current' }],
    ['C96.9', { cancerHistory: 'current' }],
    ['Z85.3', { cancerHistory: 'past', primarySite: 'breast' }],
    ['Z85.118', { cancerHistory: 'past', primarySite: 'lung' }],
    ['Z85.9', { cancerHistory: 'past' }],
    ['254837009', { cancerHistory: 'current', primarySite: 'breast' }],
    ['R33.9', { newDifficultyPassingUrine: 'present' }],
    ['N39.46', { urinaryIncontinence: 'present' }],
    ['R15.9', { faecalIncontinence: 'present' }],
    ['G82.20', { weaknessInBothLegs: 'present', weakness: 'present' }],
    ['M21.371', { weakness: 'present' }],
    ['M81.0', { osteoporosis: 'present' }],
    ['M80.08XA', { osteoporosis: 'present' }],
    ['M8008XD', { osteoporosis: 'present' }],
    ['Z79.52', { longTermCorticosteroids: 'present' }],
    ['D84.821', { immunosuppression: 'present' }],
    ['M46.26', { recentBacterialInfection: 'present' }],
    ['A18.01', { exposureToTuberculosisOrBrucellosis: 'present' }],
    ['I71.43', { pulsatileAbdominalMassOrKnownAneurysm: 'present' }],
    ['Z33.1', { pregnant: 'present' }],
  ])('%s is %o', (code, expected) => {
    expect(valuesOf(readingOf(condition(code)))).toEqual(expected)
  })

  test.each([
    ['D05.10', 'carcinoma in situ'],
    ['Z80.3', 'family history of breast cancer'],
    ['160313009', 'family history of osteoporosis'],
    ['N39.44', 'nocturnal enuresis'],
    ['Z33.2', 'termination of pregnancy'],
    ['M54.2', 'neck pain'],
  ])('%s (%s) says nothing', (code) => {
    const reading = readingOf(condition(code))
    expect(valuesOf(reading)).toEqual({})
    expect(reading.lines.filter(({ type }) => type === 'Condition')).toEqual([])
  })

  test('a code under the wrong system is no code: a peer’s record has a SNOMED code under ICD-10-CM', () => {
    const code = { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: '278860009' }] }
    expect(readingOf(condition('M54.5', { code })).backPain).toEqual([])
  })

  test.each(['G83.4', '192970008'])('%s, cauda equina, asks for every sign of it, and invents none', (code) => {
    const reading = readingOf(condition(code))
    expect(valuesOf(reading)).toEqual({})
    expect(reading.questions[0]?.findings).toEqual([
      'urinaryIncontinence',
      'faecalIncontinence',
      'newDifficultyPassingUrine',
      'saddleNumbness',
      'weaknessInBothLegs',
      'progressiveDeficit',
    ])
  })

  test.each([
    ['R53.1', ['weakness', 'weaknessInBothLegs']],
    ['F11.20', ['injectingDrugUse']],
    ['M48.56XA', ['xray', 'significantTrauma', 'osteoporosis']],
    ['R70.0', ['esrMmPerHour']],
    ['N18.6', ['severeKidneyDisease', 'milderKidneyDisease']],
  ])('%s is too unspecific to be a finding: it makes one ask', (code, findings) => {
    const reading = readingOf(condition(code))
    expect(valuesOf(reading)).toEqual({})
    expect(reading.questions.map((each) => each.findings)).toEqual([findings])
  })
})

describe('cancer', () => {
  test.each(['resolved', 'remission', 'inactive'])('that is %s is in the past', (status) => {
    expect(valuesOf(readingOf(condition('C50.919', clinical(status))))).toEqual({
      cancerHistory: 'past',
      primarySite: 'breast',
    })
  })

  test('of whatever day counts', () => {
    expect(valuesOf(readingOf(condition('C61', { recordedDate: '1998-01-01' })))).toMatchObject({
      cancerHistory: 'current',
    })
  })

  test('now is not made past by a newer "history of" another; the contradiction is listed', () => {
    const reading = readingOf(
      condition('C50.919', { recordedDate: '2024-01-01' }),
      condition('Z85.46', { recordedDate: '2026-03-01' }),
    )
    expect(valuesOf(reading)).toMatchObject({ cancerHistory: 'current' })
    expect(leftOut(reading)).toContain('cancerHistory: contradicted')
  })
})

describe('back pain, the reason for the pathway', () => {
  test.each(['M54.5', 'M54.50', 'M54.51', 'M54.59', '279039007', '278860009'])('is %s', (code) => {
    const reading = readingOf(condition(code, { onsetDateTime: '2026-02-20' }))
    expect(reading.backPain).toHaveLength(1)
    expect(reading.findings.onsetDate).toEqual({ value: '2026-02-20', observedOn: '2026-02-20' })
  })

  test('with sciatica has leg pain too', () => {
    expect(valuesOf(readingOf(condition('M54.41', { onsetDateTime: '2026-02-20' })))).toEqual({
      legPain: 'present',
      onsetDate: '2026-02-20',
    })
  })

  test('that is over is no reason, and has no onset', () => {
    const reading = readingOf(condition('M54.50', { ...clinical('resolved'), onsetDateTime: '2026-02-20' }))
    expect(reading.backPain).toEqual([])
    expect(leftOut(reading)).toEqual(['onsetDate: notCurrent'])
  })

  test('began with the first pain that goes on', () => {
    const reading = readingOf(
      condition('278860009', { onsetDateTime: '2019-05-01' }),
      condition('M54.50', { onsetDateTime: '2026-03-01' }),
    )
    expect(reading.findings.onsetDate?.value).toBe('2019-05-01')
  })

  test.each([
    ['a year long past', { onsetDateTime: '2019' }, '2019-12-31'],
    ['a month long past', { onsetDateTime: '2025-12' }, '2025-12-31'],
    ['only recorded, long ago', { recordedDate: '2025-06-01' }, '2025-06-01'],
  ])('began at the latest on the last day of %s', (_, more, onsetDate) => {
    expect(valuesOf(readingOf(condition('M54.50', more)))).toEqual({ onsetDate })
  })

  test.each([
    ['last month', { onsetDateTime: '2026-02' }],
    ['only recorded, some days ago', {}],
  ])('began on a day that is asked, where the record says: %s', (_, more) => {
    const reading = readingOf(condition('M54.50', more))
    expect(valuesOf(reading)).toEqual({})
    expect(leftOut(reading)).toEqual(['onsetDate: dayVague'])
  })
})

describe('what contradicts', () => {
  test('the newest wins, and the other is listed', () => {
    const reading = readingOf(
      condition('R50.9', { id: 'a', recordedDate: '2026-03-12' }),
      condition('386661006', { id: 'b', recordedDate: '2026-03-13', ...verified('refuted') }),
    )
    expect(valuesOf(reading)).toEqual({ fever: 'absent' })
    expect(leftOut(reading)).toEqual(['fever: contradicted'])
  })

  test('of one day, present wins over absent', () => {
    const reading = readingOf(
      condition('386661006', { id: 'b', ...verified('refuted') }),
      condition('R50.9', { id: 'a' }),
    )
    expect(valuesOf(reading)).toEqual({ fever: 'present' })
  })
})
