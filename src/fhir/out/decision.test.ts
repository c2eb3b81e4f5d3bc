import type { Bundle, Resource } from '@medplum/fhirtypes'
import { describe, expect, test } from 'vitest'
import { bundleFaults } from '../../../tests/fhir/lint.ts'
import type { PatientDetails } from '../../care/events.ts'
import { decide } from '../../evaluate/decide.ts'
import { generateCase, seededChance } from '../../evaluate/generate-cases.ts'
import type { RecordedFindings } from '../../evaluate/situation.ts'
import { lookBacks } from '../../protocol/look-backs.ts'
import { standard } from '../../protocol/protocol.ts'
import { readRecord } from '../in/read-record.ts'
import { resourcesIn } from '../in/resources.ts'
import { layerSystems, own } from '../systems.ts'
import { decisionBundle } from './decision.ts'
import type { BundleAs } from './references.ts'

const AS_OF = '2026-03-15'
const RECORDED_AT = '2026-03-15T10:00:00Z'
const patient: PatientDetails = {
  familyName: 'O<Brien> & "Sons"',
  givenName: 'Ada',
  birthDate: '1961-03-04',
  sexAtBirth: 'female',
  recordNumber: 'R-1',
}

function written(findings: RecordedFindings, as: BundleAs = { type: 'collection' }, signedBy?: string): Bundle {
  const decision = decide(standard, findings, AS_OF, { withChanges: false })
  const author = { recordedAt: RECORDED_AT, ...(signedBy === undefined ? {} : { signedBy }) }
  return decisionBundle(
    { decision, findings, protocol: standard, patientId: 'patient-1', patient, scope: 'case-1', author },
    as,
  )
}

function ofType<Type extends Resource['resourceType']>(bundle: Bundle, type: Type) {
  const resources = (bundle.entry ?? []).flatMap(({ resource }) => (resource ? [resource] : []))
  return resources.filter((each): each is Extract<Resource, { resourceType: Type }> => each.resourceType === type)
}

const redFlag: RecordedFindings = {
  ageYears: { value: 65 },
  sexAtBirth: { value: 'female' },
  unexplainedWeightLoss: { value: 'present' },
  fever: { value: 'absent' },
}
const saddle: RecordedFindings = { ageYears: { value: 40 }, saddleNumbness: { value: 'present' } }

describe('a decision as a bundle', () => {
  test('orders the X-ray and the ESR as drafts, in LOINC and SNOMED CT, with the urgency as priority', () => {
    const requests = ofType(written(redFlag), 'ServiceRequest')
    const codes = requests.map(({ code, status, intent, priority }) => [
      code?.coding?.map((each) => each.code).join(' '),
      [status, intent, priority].join(' '),
    ])
    expect(codes).toEqual([
      ['24972-2 840361000 xray', 'draft proposal asap'],
      ['4537-7 esr', 'draft proposal asap'],
      ['surgicalReferral', 'draft proposal asap'],
    ])
  })

  test('of an emergency asks for the MRI and the referral at once', () => {
    const requests = ofType(written(saddle), 'ServiceRequest')
    const mri = requests.find(({ code }) => code?.coding?.some((each) => each.code === '24968-0'))
    expect([mri?.priority, mri?.code?.text]).toEqual(['stat', 'Emergency MRI of the spine, today'])
    expect(requests.map(({ priority }) => priority)).not.toContain('routine')
  })

  test('says emergency texts as they are fixed, word by word', () => {
    const texts = decide(standard, saddle, AS_OF).actions.flatMap(({ kind, label }) =>
      kind === 'advice' ? [label] : [],
    )
    const communications = ofType(written(saddle), 'Communication')
    expect(communications.map(({ payload }) => payload?.[0]?.contentString)).toEqual(texts)
    expect(communications[0]?.text?.div).toBe(`<div xmlns="http://www.w3.org/1999/xhtml"><p>${texts[0]}</p></div>`)
  })

  test('says the urgency, the red flags with their statements, and what they rest on', () => {
    const bundle = written(redFlag)
    const [assessment] = ofType(bundle, 'ClinicalImpression')
    expect(assessment?.status).toBe('in-progress')
    expect(assessment?.prognosisCodeableConcept?.[0]?.coding?.[0]).toMatchObject({
      system: own.urgencies,
      code: 'urgent',
    })
    expect(ofType(bundle, 'Flag').map(({ code }) => code.text)).toEqual(
      decide(standard, redFlag, AS_OF).redFlags.map(({ label }) => label),
    )
    const basis = assessment?.supportingInfo?.map(({ reference }) => reference)
    const weightLoss = ofType(bundle, 'Observation').find(
      ({ code }) => code.coding?.[0]?.code === 'unexplainedWeightLoss',
    )
    expect(basis).toEqual([`urn:uuid:${weightLoss?.id}`])
  })

  test('names no product: a medicine is the protocol’s own words', () => {
    const clean = Object.fromEntries(
      standard.findings
        .filter(({ kind, unrecorded }) => kind === 'sign' && unrecorded === 'notKnown')
        .map(({ id }) => [id, { value: 'absent' }] as const),
    )
    const healthy = {
      ...clean,
      ...redFlag,
      unexplainedWeightLoss: { value: 'absent' },
      cancerHistory: { value: 'never' },
    }
    const bundle = written({
      ...healthy,
      durationDays: { value: 5 },
      nightPain: { value: 'none' },
      previousTreatment: { value: 'none' },
    })
    expect(
      ofType(bundle, 'MedicationRequest').map(({ status, intent, medicationCodeableConcept }) => [
        status,
        intent,
        medicationCodeableConcept?.text,
      ]),
    ).toEqual([['draft', 'proposal', 'NSAID as the first treatment']])
    expect(
      ofType(bundle, 'MedicationRequest')[0]?.medicationCodeableConcept?.coding?.map(({ system }) => system),
    ).toEqual([layerSystems('standard').decisions])
    expect(ofType(bundle, 'Task').map(({ description }) => description)).toEqual([
      'Review 2 to 6 weeks after treatment starts',
    ])
  })

  test('a medicine that is contraindicated is proposed not to be given', () => {
    const bundle = written({ ...redFlag, anticoagulant: { value: 'present' } })
    expect(ofType(bundle, 'MedicationRequest').map(({ doNotPerform }) => doNotPerform)).toEqual([true])
  })

  test('says whence it comes: protocol, version, layer, content hash, and that nobody has signed', () => {
    const decision = decide(standard, redFlag, AS_OF)
    const [provenance] = ofType(written(redFlag), 'Provenance')
    expect(provenance?.entity?.[0]?.what).toEqual({
      identifier: { system: `${own.protocol}/back-pain`, value: `sha256:${decision.protocol.hash}` },
      display: `back-pain ${standard.version}, layer standard`,
    })
    expect(provenance?.agent).toEqual([{ who: { display: 'Plumbline' } }])
    expect(provenance?.recorded).toBe(RECORDED_AT)
  })

  test('that a clinician signed is final, and names the account', () => {
    const bundle = written(redFlag, { type: 'collection' }, 'account-1')
    expect(ofType(bundle, 'ClinicalImpression')[0]?.status).toBe('completed')
    expect(ofType(bundle, 'CarePlan')[0]?.status).toBe('active')
    expect(ofType(bundle, 'Provenance')[0]?.agent[0]?.who.identifier).toEqual({
      system: own.accountId,
      value: 'account-1',
    })
  })

  test('escapes what people typed', () => {
    const div = ofType(written(redFlag), 'Patient')[0]?.text?.div
    expect(div).toContain('Ada O&lt;Brien&gt; &amp; &quot;Sons&quot;, born 1961-03-04')
  })

  test('is the same each time, so that whoever imports it twice has it once', () => {
    expect(written(redFlag)).toEqual(written(redFlag))
    const [one, other] = [written(redFlag), written(saddle)].map((bundle) => ofType(bundle, 'CarePlan')[0]?.id)
    expect(one).toBe(other)
    expect(one).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })

  test('as a transaction writes each resource under its own id; from a service each has its address there', () => {
    const [entry] = written(redFlag, { type: 'transaction' }).entry ?? []
    expect(entry?.request).toEqual({ method: 'PUT', url: `Patient/${entry?.resource?.id}` })
    const searched = written(redFlag, { type: 'searchset', base: 'https://clinic.example/fhir' })
    expect(searched.entry?.[0]?.fullUrl).toBe(`https://clinic.example/fhir/Patient/${entry?.resource?.id}`)
    expect(searched.total).toBe(searched.entry?.length)
  })
})

describe('whatever was decided', () => {
  const chance = seededChance(20260315)
  const cases = Array.from({ length: 80 }, () => generateCase(standard, chance, AS_OF))

  test('the bundle has no empty value, no reference to what is not there, no id twice', () => {
    for (const [number, findings] of cases.entries()) {
      const type = number % 2 === 0 ? 'collection' : 'transaction'
      expect(bundleFaults(written(findings, { type }))).toEqual([])
    }
  })

  test('reading the bundle again gives the findings that were decided on', () => {
    for (const findings of cases) {
      // All of today: how far back a record counts is a matter of its own. A test not done is silence.
      const today = Object.fromEntries(
        Object.entries(findings)
          .filter(([id, { value }]) => value !== 'notDone' && id !== 'birthDate' && id !== 'sexAtBirth')
          .map(([id, { value }]) => [id, { value, observedOn: AS_OF }] as const),
      )
      const ofPatient = {
        birthDate: { value: patient.birthDate, observedOn: AS_OF },
        sexAtBirth: { value: 'female', observedOn: AS_OF },
      }
      const withoutMan = findings.sexAtBirth?.value === 'male' ? [] : [today]
      for (const given of withoutMan) {
        const reading = readRecord(resourcesIn(written(given)), { protocol: standard, lookBacks, asOf: AS_OF })
        expect(reading.findings).toEqual({ ...given, ...ofPatient })
      }
    }
  })
})
