import { type RecordReading, readRecord } from '../../src/fhir/in/read-record.ts'
import { resourcesIn } from '../../src/fhir/in/resources.ts'
import type { JsonObject } from '../../src/fhir/json.ts'
import { lookBacks } from '../../src/protocol/look-backs.ts'
import { standard } from '../../src/protocol/protocol.ts'

/** The day that invented records are read for. */
export const AS_OF = '2026-03-15'

const subject = { reference: 'Patient/p1' }
export const patient = { resourceType: 'Patient', id: 'p1', birthDate: '1961-03-04', gender: 'female' }

/** A Condition in ICD-10-CM (a letter first) or SNOMED CT, active and confirmed unless it is said otherwise. */
export function condition(code: string, more: JsonObject = {}): JsonObject {
  return {
    resourceType: 'Condition',
    id: `c-${code.toLowerCase()}`,
    subject,
    clinicalStatus: { coding: [{ code: 'active' }] },
    verificationStatus: { coding: [{ code: 'confirmed' }] },
    recordedDate: '2026-03-10',
    code: { coding: [{ system: /^[A-Z]/.test(code) ? ICD : SNOMED, code }] },
    ...more,
  }
}

/** A final Observation of a LOINC code. */
export function observation(code: string, more: JsonObject = {}): JsonObject {
  return {
    resourceType: 'Observation',
    id: `o-${code}`,
    status: 'final',
    subject,
    effectiveDateTime: '2026-03-10',
    code: { coding: [{ system: LOINC, code }] },
    ...more,
  }
}

/** A final report of a LOINC code. */
export function report(code: string, more: JsonObject = {}): JsonObject {
  return { ...observation(code), resourceType: 'DiagnosticReport', id: `r-${code}`, ...more }
}

export const ICD = 'http://hl7.org/fhir/sid/icd-10-cm'
export const SNOMED = 'http://snomed.info/sct'
export const LOINC = 'http://loinc.org'
export const UCUM = 'http://unitsofmeasure.org'

export const clinical = (code: string) => ({ clinicalStatus: { coding: [{ code }] } })
export const verified = (code: string) => ({ verificationStatus: { coding: [{ code }] } })
export const quantity = (value: number, code: string) => ({ valueQuantity: { value, code, system: UCUM } })

/** What is read of these resources and the invented patient. */
export function readingOf(...resources: readonly JsonObject[]): RecordReading {
  const entry = [patient, ...resources].map((resource) => ({ resource }))
  const bundle = { resourceType: 'Bundle', type: 'searchset', entry }
  return readRecord(resourcesIn(bundle), { protocol: standard, lookBacks, asOf: AS_OF })
}

/** The values of the findings, the patient's own left aside. */
export function valuesOf({ findings }: RecordReading): Readonly<Record<string, string | number>> {
  const { birthDate: _, sexAtBirth: __, ...rest } = findings
  return Object.fromEntries(Object.entries(rest).map(([finding, { value }]) => [finding, value]))
}

/** Why something was not taken: finding and reason, in order. */
export function leftOut({ lines }: RecordReading): readonly string[] {
  return lines.filter(({ taken }) => !taken).map(({ finding = '', reason }) => `${finding}: ${reason}`)
}
