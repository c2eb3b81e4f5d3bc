import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../src/fhir/json.ts'
import {
  AS_OF,
  clinical,
  condition,
  ICD,
  LOINC,
  observation,
  patient,
  quantity,
  readingOf,
  report,
  SNOMED,
  UCUM,
  valuesOf,
  verified,
} from './records.ts'

/*
 * Records as other systems write them, by hand and for 15 March 2026. What is expected follows from what the record says
 * and docs/fhir.md, and is everything that may be taken: what is not named here has to stay not known.
 */

const LOCAL = 'urn:oid:1.2.840.114350.1.13.5.2.7.2.696871'
const CATEGORY = 'http://terminology.hl7.org/CodeSystem/condition-category'
const ABSENT_REASON = 'http://terminology.hl7.org/CodeSystem/data-absent-reason'
const urn = 'urn:uuid:5cbc121b-cd71-4428-b8b7-31e53eba8184'
const text = (words: string): JsonObject => ({ code: { text: words } })
const coded = (system: string, code: string, display: string) => ({
  coding: [{ system, code, display }],
  text: display,
})
const unknown = (code: string) => ({ dataAbsentReason: { coding: [{ system: ABSENT_REASON, code }] } })
const denied = { modifierExtension: [{ url: 'https://ehr.example/negated', valueBoolean: true }] }

interface Story {
  readonly of: string
  readonly record: readonly JsonObject[]
  readonly findings: Readonly<Record<string, string | number>>
  /** Whether the record has back pain as a reason for the pathway. */
  readonly hasBackPain?: true
}

const stories: readonly Story[] = [
  {
    of: 'a problem list in words alone',
    record: [
      condition('R50.9', { id: 'w1', ...text('Fever since Tuesday, 39 at home') }),
      condition('R50.9', { id: 'w2', ...text('No fever. No weight loss. Denies saddle anaesthesia.') }),
    ],
    findings: {},
  },
  {
    of: 'local codes with the words of a red flag as their display',
    record: [
      condition('x', { id: 'l1', code: coded(LOCAL, '102841', 'Fecal incontinence') }),
      condition('x', { id: 'l2', code: coded(LOCAL, 'R50.9', 'Fever') }),
    ],
    findings: {},
  },
  {
    of: 'a local code beside a standard one: the standard one counts',
    record: [
      condition('x', {
        id: 'e1',
        category: [coded(CATEGORY, 'problem-list-item', 'Problem List Item')],
        code: {
          coding: [
            { system: LOCAL, code: '48724', display: 'Low back pain' },
            { system: ICD, code: 'M54.50', display: 'Low back pain, unspecified', userSelected: true },
            { system: SNOMED, code: '279039007', display: 'Low back pain' },
          ],
          text: 'Chronic low back pain',
        },
        onsetDateTime: '2026-02-20',
      }),
    ],
    findings: { onsetDate: '2026-02-20' },
    hasBackPain: true,
  },
  {
    of: 'a visit diagnosis without an onset, of last week: the day the pain began is to be asked',
    record: [
      condition('M54.59', { category: [coded(CATEGORY, 'encounter-diagnosis', 'Encounter Diagnosis')] }),
      condition('M54.16', { id: 'c2', category: [coded(CATEGORY, 'encounter-diagnosis', 'Encounter Diagnosis')] }),
    ],
    findings: {},
    hasBackPain: true,
  },
  {
    of: 'addresses of the bundle as references, and an onset with an hour and a zone',
    record: [
      condition('278860009', { onsetDateTime: '2025-11-02T08:15:42-05:00', recordedDate: '2025-11-02T08:15:42-05:00' }),
      condition('R63.4', { subject: { reference: 'https://fhir.example/r4/Patient/p1' } }),
      condition('R50.9', { id: 'other', subject: { reference: urn } }),
    ],
    findings: { onsetDate: '2025-11-02', unexplainedWeightLoss: 'present' },
    hasBackPain: true,
  },
  {
    of: 'a subject by identifier, and one that is contained: whose it is cannot be told',
    record: [
      condition('R50.9', { subject: { identifier: { system: 'urn:mrn', value: '1' }, display: 'p1' } }),
      condition('R63.4', { subject: { reference: '#p' }, contained: [{ ...patient, id: 'p' }] }),
    ],
    findings: {},
  },
  {
    of: 'what is contained in another resource, which is no statement of its own',
    record: [report('36589-0', { contained: [condition('R50.9'), observation('4537-7', quantity(90, 'mm/h'))] })],
    findings: {},
  },
  {
    of: 'a panel whose components have what its own code does not',
    record: [
      observation('85353-1', {
        component: [
          { code: coded(LOINC, '8310-5', 'Body temperature'), ...quantity(39.4, 'Cel') },
          { code: coded(LOINC, '4537-7', 'ESR'), ...quantity(70, 'mm/h') },
        ],
      }),
    ],
    findings: {},
  },
  {
    of: 'values that are absent, each with its reason: none of them is an absence',
    record: [
      observation('4537-7', unknown('not-performed')),
      observation('8310-5', unknown('asked-declined')),
      observation('x', { code: coded(SNOMED, '386661006', 'Fever'), ...unknown('not-asked') }),
      observation('y', { code: coded(SNOMED, '422868009', 'Weight loss'), ...unknown('unknown') }),
    ],
    findings: {},
  },
  {
    of: 'a temperature in °F by its UCUM code',
    record: [observation('8310-5', quantity(100.4, '[degF]'))],
    findings: { temperatureCelsius: 38 },
  },
  {
    of: 'a temperature in kelvin, and a sedimentation rate in a unit of length alone: neither is converted',
    record: [observation('8310-5', quantity(311.15, 'K')), observation('4537-7', quantity(48, 'mm'))],
    findings: {},
  },
  {
    of: 'units in words, with no code',
    record: [
      observation('4537-7', { valueQuantity: { value: 22, unit: 'mm/hr' } }),
      observation('8310-5', { valueQuantity: { value: 36.8 } }),
    ],
    findings: { esrMmPerHour: 22 },
  },
  {
    of: 'a laboratory’s report of a rate above its range',
    record: [
      observation('30341-2', {
        ...quantity(55, 'mm/h'),
        interpretation: [{ coding: [{ code: 'H' }] }],
        referenceRange: [
          { low: { value: 0, code: 'mm/h', system: UCUM }, high: { value: 20, code: 'mm/h', system: UCUM } },
        ],
      }),
      report('30341-2', { result: [{ reference: 'Observation/o-30341-2' }] }),
    ],
    findings: { esrMmPerHour: 55, esrUpperLimitMmPerHour: 20 },
  },
  {
    of: 'a fever that was refuted today, under the whole code and under a narrower one',
    record: [
      condition('R50.9', { ...verified('refuted'), clinicalStatus: undefined, recordedDate: '2026-03-15' }),
      condition('102568007', { ...verified('refuted'), clinicalStatus: undefined }),
    ],
    findings: { fever: 'absent' },
  },
  {
    of: 'a negation in a modifier that nobody here knows',
    record: [
      condition('R50.9', denied),
      observation('x', { code: coded(SNOMED, '422868009', 'Weight loss'), valueBoolean: true, ...denied }),
      { ...condition('R15.9'), implicitRules: 'https://ehr.example/rules' },
    ],
    findings: {},
  },
  {
    of: 'a reference range under such a modifier, whose result is left with it',
    record: [
      observation('4537-7', {
        ...quantity(48, 'mm/h'),
        referenceRange: [{ high: { value: 20, code: 'mm/h', system: UCUM }, ...denied }],
      }),
    ],
    findings: {},
  },
  {
    of: 'fractures and injuries with a 7th character: they make one ask, and say nothing by themselves',
    record: [condition('S32.010A'), condition('M48.56XA'), condition('S34.3XXA'), condition('M80.08XD')],
    findings: { osteoporosis: 'present' },
  },
  {
    of: 'a family’s cancer, a screening and a planned operation',
    record: [
      condition('Z80.3'),
      condition('Z12.31'),
      { resourceType: 'FamilyMemberHistory', id: 'f', patient: { reference: 'Patient/p1' }, status: 'completed' },
      {
        resourceType: 'Procedure',
        id: 'pr',
        status: 'preparation',
        subject: { reference: 'Patient/p1' },
        code: coded('http://www.ama-assn.org/go/cpt', '72148', 'MRI'),
      },
    ],
    findings: {},
  },
  {
    of: 'a cancer of the breast that is over, and a pregnancy that is',
    record: [
      condition('254837009', {
        ...clinical('resolved'),
        onsetDateTime: '2011-05-01',
        abatementDateTime: '2012-01-01',
        recordedDate: '2011-05-01',
      }),
      condition('72892002', {
        ...clinical('resolved'),
        abatementDateTime: '2024-02-01',
        onsetDateTime: '2023-06-01',
        recordedDate: '2023-06-01',
      }),
    ],
    findings: { cancerHistory: 'past', primarySite: 'breast' },
  },
  {
    of: 'a smoker by the coded answer; the words of another answer say nothing',
    record: [
      observation('72166-2', { valueCodeableConcept: coded(SNOMED, '266919005', 'Never smoked tobacco') }),
      observation('76690-7', { valueCodeableConcept: { text: 'None of the above' } }),
    ],
    findings: { smoker: 'absent' },
  },
]

/** Stories in which somebody said that something is not there. */
const sayAbsent: readonly string[] = [
  'a fever that was refuted today, under the whole code and under a narrower one',
  'a smoker by the coded answer; the words of another answer say nothing',
]

describe(`a record of other hands on ${AS_OF}`, () => {
  test.each(stories)('with $of, says this and no more', ({ record, findings, hasBackPain }) => {
    const reading = readingOf(...record)
    expect(reading.problems).toEqual([])
    expect(valuesOf(reading)).toEqual(findings)
    expect(reading.backPain.length > 0).toBe(hasBackPain === true)
  })

  test('has nothing absent that nobody said', () => {
    for (const { of, record } of stories) {
      const absent = Object.values(valuesOf(readingOf(...record))).filter(
        (value) => value === 'absent' || value === 'never',
      )
      expect(absent.length > 0, of).toBe(sayAbsent.includes(of))
    }
  })

  test('whose patient stands under a modifier has neither birth date nor sex of them', () => {
    const reading = readingOf(
      { ...patient, ...denied, meta: { lastUpdated: '2026-03-15T00:00:00Z' } },
      condition('R50.9'),
    )
    expect(Object.keys(reading.findings)).toEqual(['fever'])
    expect(reading.lines.map(({ resource, reason }) => `${resource} ${reason}`)).toContain('Patient/p1 modified')
  })

  test('names what it leaves out for a modifier', () => {
    const reading = readingOf(condition('R50.9', denied))
    expect(reading.lines.filter(({ taken }) => !taken)).toMatchObject([
      { resource: 'Condition/c-r50.9', reason: 'modified' },
    ])
  })
})
