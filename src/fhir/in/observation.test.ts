import { describe, expect, test } from 'vitest'
import {
  LOINC,
  leftOut,
  observation,
  quantity,
  readingOf,
  SNOMED,
  UCUM,
  valuesOf,
} from '../../../tests/fhir/records.ts'
import { own } from '../systems.ts'

const sign = (code: string, more = {}) =>
  observation('x', { id: `s-${code}`, code: { coding: [{ system: SNOMED, code }] }, ...more })
const ours = (finding: string, more = {}) =>
  observation('x', { id: `f-${finding}`, code: { coding: [{ system: own.findings, code: finding }] }, ...more })
const value = (code: string) => ({ valueCodeableConcept: { coding: [{ system: own.values, code }] } })

describe('the ESR', () => {
  test.each(['4537-7', '30341-2'])('is read under %s, in mm/h, on its day', (code) => {
    expect(readingOf(observation(code, quantity(48, 'mm/h'))).findings.esrMmPerHour).toEqual({
      value: 48,
      observedOn: '2026-03-10',
    })
  })

  test('is read under no other code', () => {
    expect(valuesOf(readingOf(observation('18184-2', quantity(48, 'mm/h'))))).toEqual({})
    expect(valuesOf(readingOf(observation('1988-5', quantity(48, 'mg/L'))))).toEqual({})
  })

  test('brings the laboratory’s own upper limit', () => {
    const referenceRange = [
      { low: { value: 0, code: 'mm/h', system: UCUM }, high: { value: 20, code: 'mm/h', system: UCUM } },
    ]
    expect(valuesOf(readingOf(observation('4537-7', { ...quantity(48, 'mm/h'), referenceRange })))).toEqual({
      esrMmPerHour: 48,
      esrUpperLimitMmPerHour: 20,
    })
  })

  test.each([
    ['several ranges that differ', [{ high: { value: 20, code: 'mm/h' } }, { high: { value: 30, code: 'mm/h' } }]],
    ['a range in words', [{ text: '< 20' }]],
    ['a range without an upper limit', [{ low: { value: 2, code: 'mm/h' } }]],
    ['a therapeutic range', [{ type: { coding: [{ code: 'therapeutic' }] }, high: { value: 20, code: 'mm/h' } }]],
  ])('has a limit that is not known after %s', (_, referenceRange) => {
    const reading = readingOf(observation('4537-7', { ...quantity(48, 'mm/h'), referenceRange }))
    expect(valuesOf(reading)).toEqual({ esrMmPerHour: 48 })
    expect(leftOut(reading)).toEqual(['esrUpperLimitMmPerHour: limitUnclear'])
  })

  test.each([
    ['another unit', quantity(48, 'mm/min'), 'unitNotUnderstood'],
    ['a code of another system', { valueQuantity: { value: 48, code: 'mm/h', system: 'urn:x' } }, 'unitNotUnderstood'],
    ['no unit', { valueQuantity: { value: 48 } }, 'unitNotUnderstood'],
    ['a bound', { valueQuantity: { value: 140, comparator: '>', code: 'mm/h', system: UCUM } }, 'onlyABound'],
    ['more than can be', quantity(900, 'mm/h'), 'outOfRange'],
    ['a text', { valueString: '48 mm/h' }, 'noValue'],
    ['no value', { dataAbsentReason: { coding: [{ code: 'error' }] } }, 'noValue'],
    ['a number as a text', { valueQuantity: { value: '48', code: 'mm/h' } }, 'noValue'],
    ['a preliminary result', { ...quantity(48, 'mm/h'), status: 'preliminary' }, 'statusNotFinal'],
    ['a cancelled result', { ...quantity(48, 'mm/h'), status: 'cancelled' }, 'statusNotFinal'],
    ['a result entered in error', { ...quantity(48, 'mm/h'), status: 'entered-in-error' }, 'enteredInError'],
    ['a status that FHIR does not have', { ...quantity(48, 'mm/h'), status: 'done' }, 'statusNotUnderstood'],
    ['a result of tomorrow', { ...quantity(48, 'mm/h'), effectiveDateTime: '2026-03-16' }, 'future'],
  ])('with %s is not known, and is listed', (_, more, reason) => {
    const reading = readingOf(observation('4537-7', more))
    expect(valuesOf(reading)).toEqual({})
    expect(leftOut(reading)).toEqual([`esrMmPerHour: ${reason}`])
  })

  test('in words, where there is no code of the unit, is the same unit', () => {
    expect(valuesOf(readingOf(observation('4537-7', { valueQuantity: { value: 48, unit: 'mm/hr' } })))).toEqual({
      esrMmPerHour: 48,
    })
  })

  test('of the newest day counts, amended and corrected results too', () => {
    const reading = readingOf(
      observation('4537-7', {
        id: 'new',
        ...quantity(12, 'mm/h'),
        status: 'corrected',
        effectiveDateTime: '2026-03-12T08:00:00Z',
      }),
      observation('30341-2', { id: 'old', ...quantity(60, 'mm/h'), effectiveDateTime: '2025-01-01' }),
    )
    expect(reading.findings.esrMmPerHour).toEqual({ value: 12, observedOn: '2026-03-12' })
    expect(leftOut(reading)).toEqual(['esrMmPerHour: contradicted'])
  })

  test('of the later hour of one day counts', () => {
    const at = (id: string, hour: string, amount: number) =>
      observation('4537-7', { id, ...quantity(amount, 'mm/h'), effectiveDateTime: `2026-03-12T${hour}:00:00Z` })
    expect(valuesOf(readingOf(at('a', '15', 30), at('b', '08', 60)))).toEqual({ esrMmPerHour: 30 })
  })
})

describe('the temperature', () => {
  test.each([
    [100.4, '[degF]', 38],
    [98.6, '[degF]', 37],
    [38.25, 'Cel', 38.3],
  ])('%d %s is %d °C', (amount, unit, celsius) => {
    expect(valuesOf(readingOf(observation('8310-5', quantity(amount, unit))))).toEqual({ temperatureCelsius: celsius })
  })

  test('of 2021 is no temperature of today', () => {
    const reading = readingOf(observation('8310-5', { ...quantity(39, 'Cel'), effectiveDateTime: '2021-02-01' }))
    expect(leftOut(reading)).toEqual(['temperatureCelsius: tooOld'])
  })

  test('an impossible one (100 °C) is left out', () => {
    expect(leftOut(readingOf(observation('8310-5', quantity(100, 'Cel'))))).toEqual(['temperatureCelsius: outOfRange'])
  })
})

describe('a sign', () => {
  test('that is true is present, that is false is absent', () => {
    expect(valuesOf(readingOf(sign('386661006', { valueBoolean: true })))).toEqual({ fever: 'present' })
    expect(valuesOf(readingOf(sign('386661006', { valueBoolean: false })))).toEqual({ fever: 'absent' })
  })

  test('that is false under a narrower code leaves the finding open', () => {
    expect(leftOut(readingOf(sign('102568007', { valueBoolean: false })))).toEqual(['weakness: refutesNarrower'])
  })

  test('without a value, or with one in words, is not known', () => {
    expect(leftOut(readingOf(sign('386661006')))).toEqual(['fever: noValue'])
    expect(leftOut(readingOf(sign('386661006', { valueString: 'no' })))).toEqual(['fever: valueNotUnderstood'])
  })

  test('as the value of another question (the family’s, one to rule out) is none', () => {
    const family = { code: { coding: [{ system: LOINC, code: '54114-4' }] } }
    const valueCodeableConcept = { coding: [{ system: SNOMED, code: '254837009' }] }
    expect(valuesOf(readingOf(observation('54114-4', { ...family, valueCodeableConcept })))).toEqual({})
  })

  test('of somebody else than the patient (a focus) is not the patient’s', () => {
    const reading = readingOf(sign('386661006', { valueBoolean: true, focus: [{ reference: 'RelatedPerson/child' }] }))
    expect(valuesOf(reading)).toEqual({})
    expect(leftOut(reading)).toEqual(['fever: aboutAnother'])
  })

  test('that the patient observed counts once a clinician confirms it', () => {
    const reading = readingOf(sign('386661006', { valueBoolean: true, performer: [{ reference: 'Patient/p1' }] }))
    expect(valuesOf(reading)).toEqual({})
    expect(reading.toConfirm).toMatchObject([{ finding: 'fever', value: 'present', observedOn: '2026-03-10' }])
  })
})

describe('a finding under our own code', () => {
  test.each([
    ['saddleNumbness', { valueBoolean: true }, 'present'],
    ['saddleNumbness', value('notKnown'), 'notKnown'],
    ['nightPain', value('disturbsSleep'), 'disturbsSleep'],
    ['xray', value('lyticLesion'), 'lyticLesion'],
    ['severity', { valueInteger: 7 }, 7],
    ['durationDays', { valueQuantity: { value: 3, code: 'wk', system: UCUM } }, 21],
    ['treatmentStartedOn', { valueDateTime: '2026-03-01' }, '2026-03-01'],
  ])('%s is read from %o', (finding, more, expected) => {
    expect(valuesOf(readingOf(ours(finding, more)))).toEqual({ [finding]: expected })
  })

  test.each([
    ['nightPain', value('sometimes')],
    ['saddleNumbness', { valueInteger: 1 }],
    ['treatmentDaysAtReview', { valueInteger: 21 }],
  ])('%s is not read from %o', (finding, more) => {
    const reading = readingOf(ours(finding, more))
    expect(valuesOf(reading)).toEqual({})
    expect(leftOut(reading)).toEqual([`${finding}: valueNotUnderstood`])
  })

  test('that the protocol does not have is none', () => {
    expect(valuesOf(readingOf(ours('constructor', { valueBoolean: true })))).toEqual({})
  })
})

test('what cannot be together is not taken: of saddle numbness without numbness, the absence goes', () => {
  const reading = readingOf(
    ours('saddleNumbness', { valueBoolean: true }),
    ours('numbnessOrSensoryLoss', { valueBoolean: false }),
  )
  expect(valuesOf(reading)).toEqual({ saddleNumbness: 'present' })
  expect(leftOut(reading)).toEqual(['numbnessOrSensoryLoss: impossible'])
})
