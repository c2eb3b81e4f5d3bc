import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AS_OF, condition, leftOut, patient, readingOf, valuesOf } from '../../../tests/fhir/records.ts'
import { readFindings } from '../../evaluate/read-findings.ts'
import { lookBacks } from '../../protocol/look-backs.ts'
import { standard } from '../../protocol/protocol.ts'
import { fhirErrors } from '../problems.ts'
import { readRecord, readTypes } from './read-record.ts'
import { mostResources, resourcesIn, resourcesInText } from './resources.ts'
import { patientsIn } from './subjects.ts'

const options = { protocol: standard, lookBacks, asOf: AS_OF }
const read = (value: unknown, more = {}) => readRecord(resourcesIn(value), { ...options, ...more })
const codes = ({ problems }: { readonly problems: readonly { readonly code: string }[] }) =>
  problems.map(({ code }) => code)
const fever = condition('R50.9')

describe('whose record it is', () => {
  test('what is about another patient, or says of nobody, is left out and listed', () => {
    const reading = readingOf(
      condition('R50.9', { id: 'other', subject: { reference: 'Patient/p2' } }),
      condition('M81.0', { id: 'nobody', subject: undefined }),
    )
    expect(valuesOf(reading)).toEqual({})
    expect(reading.lines.filter(({ reason }) => reason === 'aboutAnother').map(({ resource }) => resource)).toEqual([
      'Condition/nobody',
      'Condition/other',
    ])
  })

  test.each([
    'Patient/p1',
    'https://ehr.example/fhir/Patient/p1',
    'Patient/p1/_history/3',
    'urn:uuid:3f0e7d3a-0000-4000-8000-000000000001',
  ])('%s is the patient', (reference) => {
    const entry = [
      { fullUrl: 'urn:uuid:3f0e7d3a-0000-4000-8000-000000000001', resource: patient },
      { resource: condition('R50.9', { subject: { reference } }) },
    ]
    expect(valuesOf(read({ resourceType: 'Bundle', type: 'transaction', entry }))).toEqual({ fever: 'present' })
  })

  test('two patients are refused, unless one is asked for', () => {
    const both = [patient, { ...patient, id: 'p2' }, fever]
    expect(codes(read(both))).toEqual(['PLB_FHIR_SEVERAL_PATIENTS'])
    expect(read(both).findings).toEqual({})
    expect(valuesOf(read(both, { patient: 'Patient/p1' }))).toEqual({ fever: 'present' })
    expect(valuesOf(read(both, { patient: 'Patient/p2' }))).toEqual({})
  })

  test('without a Patient the subject that all share is the one', () => {
    expect(valuesOf(read([fever]))).toEqual({ fever: 'present' })
    expect(codes(read([fever, condition('M81.0', { subject: { reference: 'Patient/p2' } })]))).toEqual([
      'PLB_FHIR_SEVERAL_PATIENTS',
    ])
    expect(codes(read([condition('M81.0', { subject: undefined })]))).toEqual(['PLB_FHIR_NO_PATIENT'])
  })

  test('NDJSON of many patients is told apart', () => {
    const lines = [patient, { ...patient, id: 'p2' }, fever].map((each) => JSON.stringify(each)).join('\n')
    const { parts } = patientsIn(resourcesInText(lines))
    expect(parts.map(({ reference, resources }) => [reference, resources.length])).toEqual([
      ['Patient/p1', 1],
      ['Patient/p2', 0],
    ])
  })
})

describe('the patient', () => {
  const sexOf = (more: object) => readRecord(resourcesIn({ ...patient, ...more }), options)
  const birthSex = (valueCode: string) => ({
    extension: [{ url: 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex', valueCode }],
  })

  test('sex at birth is that of the extension; the administrative gender stands in for it, and says so', () => {
    expect(sexOf({ gender: 'male', ...birthSex('F') }).findings.sexAtBirth?.value).toBe('female')
    const reading = sexOf({ gender: 'male' })
    expect(reading.findings.sexAtBirth?.value).toBe('male')
    expect(reading.lines.find(({ finding }) => finding === 'sexAtBirth')?.reason).toBe('takenFromGender')
  })

  test.each([{ gender: 'other' }, { gender: 'unknown' }, { gender: 'male', ...birthSex('UNK') }])(
    '%o leaves the sex at birth not known',
    (more) => {
      expect(sexOf(more).findings.sexAtBirth).toBeUndefined()
    },
  )

  test.each([{ deceasedBoolean: true }, { deceasedDateTime: '2026-01-01' }])('who has died (%o) is told', (more) => {
    expect(sexOf(more).deceased).toBe(true)
    expect(sexOf({ deceasedBoolean: false }).deceased).toBeUndefined()
  })

  test.each([
    ['1961', 'dayVague'],
    ['2030-01-01', 'future'],
  ])('a birth date of %s is not known', (birthDate, reason) => {
    const reading = sexOf({ birthDate })
    expect(reading.findings.birthDate).toBeUndefined()
    expect(leftOut(reading)).toEqual([`birthDate: ${reason}`])
  })
})

describe('bundles', () => {
  test.each(['searchset', 'collection', 'transaction', 'batch', 'document', 'history'])(
    'of type %s are read',
    (type) => {
      const entry = [patient, fever].map((resource) => ({ resource }))
      expect(valuesOf(read({ resourceType: 'Bundle', type, entry }))).toEqual({ fever: 'present' })
    },
  )

  test('inside a bundle or a list are read; a deleted entry is not', () => {
    const inner = { resourceType: 'Bundle', type: 'searchset', entry: [{ resource: patient }, { resource: fever }] }
    expect(valuesOf(read([inner]))).toEqual({ fever: 'present' })
    expect(valuesOf(read({ resourceType: 'Bundle', type: 'batch-response', entry: [{ resource: inner }] }))).toEqual({
      fever: 'present',
    })
    const deleted = { resource: fever, request: { method: 'DELETE', url: 'Condition/x' } }
    expect(
      valuesOf(read({ resourceType: 'Bundle', type: 'transaction', entry: [{ resource: patient }, deleted] })),
    ).toEqual({})
  })

  test('of two versions of a resource the newer counts', () => {
    const older = { ...fever, meta: { lastUpdated: '2026-03-10T08:00:00Z' } }
    const newer = condition('R50.9', {
      meta: { lastUpdated: '2026-03-11T08:00:00Z' },
      verificationStatus: { coding: [{ code: 'entered-in-error' }] },
    })
    for (const both of [
      [older, newer],
      [newer, older],
    ])
      expect(valuesOf(read([patient, ...both]))).toEqual({})
  })

  test('that are one page of several, or hold a failed search, say so and are read', () => {
    const outcome = { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'timeout' }] }
    const entry = [patient, fever, outcome].map((resource) => ({ resource }))
    const reading = read({ resourceType: 'Bundle', link: [{ relation: 'next', url: 'x' }], entry })
    expect(valuesOf(reading)).toEqual({ fever: 'present' })
    expect(reading.problems.map(({ code, path }) => [code, path])).toEqual([
      ['PLB_FHIR_PAGED', 'link'],
      ['PLB_FHIR_OUTCOME', 'entry[2].resource'],
    ])
  })
})

describe('whatever is received, nothing is thrown and nothing invented', () => {
  test.each<[unknown, string]>([
    [null, 'PLB_FHIR_NOT_A_RESOURCE'],
    [undefined, 'PLB_FHIR_NOT_A_RESOURCE'],
    ['text', 'PLB_FHIR_NOT_A_RESOURCE'],
    [{}, 'PLB_FHIR_NOT_A_RESOURCE'],
    [{ resourceType: '__proto__' }, 'PLB_FHIR_NOT_A_RESOURCE'],
    [{ resourceType: 'Bundle', entry: [null, 7, 'x', [], {}] }, 'PLB_FHIR_NOT_A_RESOURCE'],
    [{ resourceType: 'Bundle', entry: { resource: fever } }, 'PLB_FHIR_EMPTY'],
    [[], 'PLB_FHIR_EMPTY'],
    [{ resourceType: 'OperationOutcome', issue: [{ severity: 'fatal' }] }, 'PLB_FHIR_OUTCOME'],
  ])('%j', (value, code) => {
    const reading = read(value)
    expect(codes(reading)).toContain(code)
    expect(reading.findings).toEqual({})
  })

  test('broken JSON is told with its line', () => {
    expect(resourcesInText('{"resourceType":"Patient"').problems).toMatchObject([
      { code: 'PLB_FHIR_NOT_JSON', path: 'line 1' },
    ])
    expect(resourcesInText(`${JSON.stringify(patient)}\n{`).problems).toMatchObject([{ path: 'line 2' }])
  })

  test('bundles nested a thousand deep, and answers too, are read no further', () => {
    let bundle: object = { resourceType: 'Bundle', entry: [{ resource: fever }] }
    for (let depth = 0; depth < 1000; depth += 1) bundle = { resourceType: 'Bundle', entry: [{ resource: bundle }] }
    expect(codes(read(bundle))).toContain('PLB_FHIR_TOO_DEEP')
  })

  test('more resources than a lifetime’s are refused, and none of them counts', () => {
    const entry = Array.from({ length: mostResources + 2 }, () => ({ resource: { resourceType: 'Basic' } }))
    const reading = read({ resourceType: 'Bundle', entry: [{ resource: patient }, { resource: fever }, ...entry] })
    expect(codes(reading)).toEqual(['PLB_FHIR_TOO_MANY'])
    expect(reading.findings).toEqual({})
  })

  test('fifty thousand medicines of different names are read, each name cut to a line', () => {
    const medicines = Array.from({ length: mostResources - 1 }, (_, number) => ({
      resourceType: 'MedicationRequest',
      id: `m${number}`,
      status: 'active',
      subject: { reference: 'Patient/p1' },
      medicationCodeableConcept: { text: `medicine ${number} ${'x'.repeat(1000)}` },
    }))
    const { medicines: listed, problems } = read([patient, ...medicines])
    expect(problems).toEqual([])
    expect(listed.length).toBe(mostResources - 1)
    expect(listed[0]?.length).toBe(300)
  })

  test('members of any shape, in any resource that is read', () => {
    const junk = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.constantFrom(
        ...['2026-13-45', '2026-02-30', '', '9999-99', 'active', 'final', 'R50.9', '4537-7', 'Patient/p1'],
      ),
      fc.record({
        coding: fc.array(fc.record({ system: fc.constantFrom('http://loinc.org', 'x'), code: fc.jsonValue() })),
      }),
    )
    const members = [
      ...['code', 'subject', 'patient', 'status', 'clinicalStatus', 'verificationStatus', 'onsetDateTime', 'item'],
      ...['effectiveDateTime', 'valueQuantity', 'valueCodeableConcept', 'referenceRange', 'extension', 'birthDate'],
      ...['conclusionCode', 'performer', 'category', 'entry', 'link', 'meta', 'abatementPeriod', 'questionnaire'],
    ]
    const resource = fc
      .tuple(fc.constantFrom(...readTypes, 'Bundle'), fc.dictionary(fc.constantFrom(...members), junk))
      .map(([resourceType, more]) => ({ id: 'x', subject: { reference: 'Patient/p1' }, ...more, resourceType }))
    fc.assert(
      fc.property(fc.array(resource, { maxLength: 5 }), (resources) => {
        const reading = read([patient, ...resources])
        const checked = readFindings(standard, reading.findings, AS_OF)
        // What is taken is always what the protocol takes; problems are always of the catalogue.
        expect(checked.ok).toBe(true)
        for (const { code } of reading.problems) expect(Object.hasOwn(fhirErrors, code)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})

describe('what always holds', () => {
  const codeList = ['R50.9', '386661006', 'C50.919', 'Z85.3', 'M81.0', 'R33.9', 'G82.20', 'M54.50', 'Z33.1', 'R63.4']
  const anyCondition = fc
    .record({
      code: fc.constantFrom(...codeList),
      day: fc.constantFrom('2026-03-14', '2026-03-01', '2025-12-01', '2021-02-01', '2026', undefined),
      clinicalStatus: fc.constantFrom('active', 'resolved', 'remission', undefined),
      verification: fc.constantFrom('confirmed', 'refuted', 'unconfirmed', 'entered-in-error', undefined),
    })
    .map(
      ({ code, day, clinicalStatus, verification }) =>
        (id: number) =>
          condition(code, {
            id: `c${id}`,
            recordedDate: day,
            clinicalStatus: clinicalStatus === undefined ? undefined : { coding: [{ code: clinicalStatus }] },
            verificationStatus: verification === undefined ? undefined : { coding: [{ code: verification }] },
          }),
    )
  const record = fc.array(anyCondition, { maxLength: 8 }).map((made) => made.map((make, id) => make(id)))

  test('absent is never said without a refuted condition, present never without a confirmed one', () => {
    fc.assert(
      fc.property(record, (conditions) => {
        const { lines } = readingOf(...conditions)
        for (const { taken, value, status = '' } of lines) {
          if (taken && value === 'absent') expect(status).toContain('refuted')
          if (taken && value === 'present') expect(status).not.toMatch(/refuted|unconfirmed|entered-in-error/)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('the order of resources does not matter', () => {
    fc.assert(
      fc.property(record, (conditions) => {
        expect(valuesOf(readingOf(...conditions.toReversed()))).toEqual(valuesOf(readingOf(...conditions)))
      }),
      { numRuns: 300 },
    )
  })
})

const synthea = fileURLToPath(new URL('../../../../shared/data/synthea', import.meta.url))
const hasSynthea = existsSync(synthea)

// The public records stand beside the project, not in it.
describe.skipIf(!hasSynthea)('synthetic records of others', () => {
  const asOf = '2022-01-01'
  const readings = new Map(
    (hasSynthea ? readdirSync(synthea) : []).map((file) => {
      const text = readFileSync(`${synthea}/${file}`, 'utf8')
      return [file, readRecord(resourcesInText(text), { ...options, asOf })] as const
    }),
  )

  test('are read without a problem, into findings that the protocol takes', () => {
    for (const { problems, findings } of readings.values()) {
      expect(problems).toEqual([])
      expect(readFindings(standard, findings, asOf).ok).toBe(true)
    }
  })

  test('have no fever of 2022: eleven of 2020 are resolved, one was never closed when its patient died', () => {
    const fevers = [...readings.values()].flatMap(({ lines }) => lines.filter(({ finding }) => finding === 'fever'))
    // Counted by hand in the files: 11 × 386661006 resolved, 1 × active (patient deceased 2020-03-25).
    expect(fevers.map(({ reason }) => reason).toSorted()).toEqual([...Array(11).fill('notCurrent'), 'tooOld'])
    expect([...readings.values()].flatMap(({ findings }) => Object.keys(findings)).includes('fever')).toBe(false)
  })

  test('have the back pain that the files have', () => {
    // By hand: 11 active 278860009 in Synthea's own; of the hand-made records, 2 M54.5 and 2 post-laminectomy syndromes, and
    // one M54.5 each in two questionnaires' patients. One has a SNOMED code under ICD-10-CM, which is no code.
    const withBackPain = [...readings.values()].filter(({ backPain }) => backPain.length > 0)
    expect(withBackPain.flatMap(({ backPain }) => backPain)).toHaveLength(11 + 2 + 2 + 2)
    expect(readings.get('cds4cpm_mr_delta.json')?.backPain).toEqual([])
  })

  test('have one current cancer, of the breast, and one osteoporosis; nothing else is taken as present', () => {
    const present = [...readings.values()].flatMap(({ findings }) =>
      Object.entries(findings).flatMap(([finding, { value }]) =>
        ['birthDate', 'sexAtBirth', 'onsetDate'].includes(finding) || value === 'absent' ? [] : [`${finding} ${value}`],
      ),
    )
    expect(present.toSorted()).toEqual(['cancerHistory current', 'osteoporosis present', 'primarySite breast'])
  })

  test('have four pregnancies, all over', () => {
    const pregnancies = [...readings.values()].flatMap(({ lines }) =>
      lines.filter(({ finding }) => finding === 'pregnant'),
    )
    expect(pregnancies.map(({ reason }) => reason)).toEqual(Array(4).fill('notCurrent'))
  })
})
