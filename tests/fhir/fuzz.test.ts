import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readRecord } from '../../src/fhir/in/read-record.ts'
import { resourcesIn } from '../../src/fhir/in/resources.ts'
import { lookBacks } from '../../src/protocol/look-backs.ts'
import { standard } from '../../src/protocol/protocol.ts'
import { AS_OF, ICD, LOINC, SNOMED, UCUM } from './records.ts'

/*
 * Records as nobody writes them: valid parts in wrong places, members missing, doubled or of another type, dates of every
 * precision. Whatever comes, reading ends with findings and lines; absent is only what some part of it has said.
 */

const odd = fc.constantFrom<unknown>(null, '', 0, -1, 1e308, true, [], {}, [null], '\u0000', '🦴'.repeat(50), [[[]]])
const day = fc.oneof(
  fc.constantFrom('2026-03-10', '2021-01-01', '2026-03', '2026', '2026-03-10T23:59:60Z', '2026-03-10T08:00:00+14:00'),
  fc.constantFrom('2026-02-30', '0000-00-00', '9999-12-31', 'yesterday', '2026-3-1', '2026-03-15T10:00:00'),
)
/** Mostly as it should be, since only what is read so far can go wrong further on. */
const mostly = <Good>(good: fc.Arbitrary<Good>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 12, arbitrary: good }, { weight: 1, arbitrary: odd })
const inSystem = (system: string, ...codes: readonly string[]) => codes.map((code) => ({ system, code }))
const coding = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      ...inSystem(ICD, 'M54.5', 'M54.50', 'M5459', 'm54.51', 'M48.56XA', 'C50.919', 'R50.9', 'Z85.3', 'G83.4', 'R32'),
      ...inSystem(SNOMED, '279039007', '386661006', '165232002', '267064002'),
      ...inSystem(LOINC, '4537-7', '8310-5', '24972-2', '72166-2', '24968-0', '72514-3'),
      ...inSystem('urn:oid:2.16.840.1.113883.6.90', 'M54.5', '__proto__'),
    ),
  },
  { weight: 1, arbitrary: fc.record({ system: fc.string(), code: fc.string() }, { requiredKeys: [] }) },
)
const concept = mostly(
  fc.record(
    { coding: fc.array(coding, { minLength: 1, maxLength: 3 }), text: fc.string() },
    { requiredKeys: ['coding'] },
  ),
)
const status = (...codes: readonly string[]) => mostly(fc.constantFrom(...codes))
const statusConcept = (...codes: readonly string[]) =>
  mostly(fc.constantFrom(...codes).map((each) => ({ coding: [{ code: each }] })))
const subject = mostly(
  fc.constantFrom({ reference: 'Patient/p1' }, { reference: 'Patient/p1' }, { reference: 'Patient/other' }),
)
const quantity = fc.record(
  {
    value: fc.oneof(fc.double(), odd),
    unit: fc.constantFrom('mm/h', '°F', 'F', ''),
    code: fc.constantFrom('mm/h', '[degF]', 'Cel', 'kg'),
    system: fc.constantFrom(UCUM, 'x'),
    comparator: fc.constantFrom('<', '>', '>='),
  },
  { requiredKeys: [] },
)

const shared = { id: fc.oneof(fc.string(), odd), subject, code: concept }
const member = { requiredKeys: ['resourceType', 'subject', 'code'] as ('resourceType' | 'subject' | 'code')[] }
const condition = fc.record(
  {
    resourceType: fc.constant('Condition'),
    ...shared,
    clinicalStatus: statusConcept('active', 'resolved', 'inactive', 'remission', 'recurrence'),
    verificationStatus: statusConcept('confirmed', 'provisional', 'differential', 'unconfirmed', 'entered-in-error'),
    onsetDateTime: day,
    recordedDate: day,
    abatementDateTime: day,
    abatementBoolean: fc.boolean(),
  },
  member,
)
const observation = fc.record(
  {
    resourceType: fc.constant('Observation'),
    ...shared,
    status: status('final', 'preliminary', 'entered-in-error', 'amended'),
    effectiveDateTime: day,
    issued: day,
    valueQuantity: fc.oneof(quantity, odd),
    valueString: fc.string(),
    valueInteger: fc.oneof(fc.integer(), odd),
    valueCodeableConcept: concept,
    dataAbsentReason: concept,
    referenceRange: fc.array(fc.record({ high: quantity }, { requiredKeys: [] }), { maxLength: 2 }),
    component: fc.array(fc.record({ code: concept, valueQuantity: quantity }, { requiredKeys: [] }), { maxLength: 2 }),
  },
  member,
)
const others = fc.record(
  {
    resourceType: fc.constantFrom(
      ...['DiagnosticReport', 'ServiceRequest', 'Procedure', 'MedicationRequest', 'MedicationStatement'],
      ...['AllergyIntolerance', 'Patient', 'Bundle', 'Basic', 'Binary'],
    ),
    ...shared,
    status: status('final', 'completed', 'active', 'draft', 'entered-in-error'),
    intent: status('order', 'proposal'),
    effectiveDateTime: day,
    authoredOn: day,
    birthDate: day,
    gender: status('female', 'male', 'other'),
    conclusion: fc.string(),
    conclusionCode: fc.array(concept, { maxLength: 2 }),
    medicationCodeableConcept: concept,
    entry: odd,
  },
  member,
)
const answers = fc.record(
  {
    resourceType: fc.constant('QuestionnaireResponse'),
    ...shared,
    status: status('completed', 'in-progress'),
    questionnaire: fc.constantFrom('https://plumbline.example/fhir/Questionnaire/back-pain-clinician|0.1.0', 'x'),
    source: fc.constantFrom<unknown>({ reference: 'Practitioner/d' }, { reference: 'Patient/p1' }, null),
    authored: day,
    item: fc.array(
      fc.record(
        {
          linkId: fc.constantFrom(
            'fever',
            'durationDays',
            'durationDays.silence',
            'birthDate',
            'xray',
            '__proto__',
            '.silence',
          ),
          answer: fc.array(
            fc.oneof(
              fc.record({ valueBoolean: fc.constant(true) }),
              fc.record({ valueInteger: fc.integer() }),
              fc.record({ valueDate: day }),
            ),
            { maxLength: 2 },
          ),
        },
        { requiredKeys: [] },
      ),
      { maxLength: 4 },
    ),
  },
  member,
)
const resource = fc.oneof(condition, observation, others, answers, odd)
const record = fc.oneof(
  fc.array(resource, { maxLength: 6 }),
  fc.array(resource, { maxLength: 6 }).map((list) => ({
    resourceType: 'Bundle',
    type: 'searchset',
    entry: list.map((each) => ({ resource: each })),
  })),
  fc.string(),
  odd,
)

/** The words by which a record can say that something is not there. None of them is in what is generated without them. */
const says = /refuted|false|"no"|absent|266919005|never/

const known = new Set(standard.findings.map(({ id }) => id))
const patient = { resourceType: 'Patient', id: 'p1' }
const read = (parts: unknown) =>
  readRecord(resourcesIn(Array.isArray(parts) ? [patient, ...parts] : [patient, parts]), {
    protocol: standard,
    lookBacks,
    asOf: AS_OF,
  })

describe('reading whatever comes', () => {
  test('ends with findings of the protocol, each with a line that says whence; nothing is absent that nobody said', () => {
    fc.assert(
      fc.property(record, (parts) => {
        const reading = read(parts)
        const text = JSON.stringify(parts) ?? ''
        for (const [id, { value, observedOn }] of Object.entries(reading.findings)) {
          expect(known.has(id), id).toBe(true)
          expect(observedOn === undefined || observedOn <= AS_OF).toBe(true)
          expect(reading.lines.some((line) => line.taken && line.finding === id)).toBe(true)
          if (value === 'absent' || value === 'never') expect(text).toMatch(says)
        }
      }),
      { numRuns: 1500, seed: 20261125, interruptAfterTimeLimit: 20_000, markInterruptAsFailure: false },
    )
  }, 60_000)

  test('reads valid records too: what is generated is not left out whole', () => {
    const taken = fc.sample(fc.array(condition, { minLength: 3, maxLength: 6 }), { numRuns: 300, seed: 7 })
    const found = taken.flatMap((parts) => Object.values(read(parts).findings))
    expect(found.length).toBeGreaterThan(5)
  })
})
