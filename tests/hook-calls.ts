import { randomUUID } from 'node:crypto'

/* Calls of hooks as an EHR sends them: one patient, whose record a test fills. The day is 2026-03-14. */

type Resource = Readonly<Record<string, unknown>>

const snomed = 'http://snomed.info/sct'
const icd = 'http://hl7.org/fhir/sid/icd-10-cm'
export const loinc = 'http://loinc.org'
export const cpt = 'http://www.ama-assn.org/go/cpt'
const subject = { reference: 'Patient/p1' }

let serial = 0
const id = (): string => {
  serial += 1
  return `r${serial}`
}

export const patient = (change: Resource = {}): Resource => ({
  resourceType: 'Patient',
  id: 'p1',
  birthDate: '1976-05-01',
  gender: 'male',
  ...change,
})

const condition = (system: string, code: string, onset: string, change: Resource = {}): Resource => ({
  resourceType: 'Condition',
  id: id(),
  clinicalStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }] },
  verificationStatus: {
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-ver-status', code: 'confirmed' }],
  },
  code: { coding: [{ system, code }] },
  subject,
  onsetDateTime: onset,
  ...change,
})

/** Low back pain since a day. */
export const backPain = (onset = '2026-03-05'): Resource => condition(icd, 'M54.50', onset)
export const fever = (onset = '2026-03-12'): Resource => condition(snomed, '386661006', onset)
export const breastCancer = (): Resource => condition(icd, 'C50.919', '2025-06-01')
export const urinaryRetention = (onset = '2026-03-13'): Resource => condition(snomed, '267064002', onset)
export const caudaEquina = (onset = '2026-03-13'): Resource => condition(icd, 'G83.4', onset)

/** A final result in mm/h. */
export const esr = (value: number, day = '2026-03-10'): Resource => ({
  resourceType: 'Observation',
  id: id(),
  status: 'final',
  code: { coding: [{ system: loinc, code: '4537-7' }] },
  subject,
  effectiveDateTime: day,
  valueQuantity: { value, unit: 'mm/h', system: 'http://unitsofmeasure.org', code: 'mm/h' },
})

/** A finding as the clinician recorded it under the protocol's own codes. */
export const finding = (code: string, value: boolean, day = '2026-03-13'): Resource => ({
  resourceType: 'Observation',
  id: id(),
  status: 'final',
  code: { coding: [{ system: 'https://plumbline.example/fhir/CodeSystem/findings', code }] },
  subject,
  performer: [{ reference: 'Practitioner/dr1' }],
  effectiveDateTime: day,
  valueBoolean: value,
})

/** A final report of a lumbar film, with a coded conclusion. */
export const xrayReport = (conclusion: string, day = '2026-03-10'): Resource => ({
  resourceType: 'DiagnosticReport',
  id: id(),
  status: 'final',
  code: { coding: [{ system: loinc, code: '24972-2' }] },
  subject,
  effectiveDateTime: day,
  conclusionCode: [{ coding: [{ system: snomed, code: conclusion }] }],
})

/** An order on the screen. */
export const imagingOrder = (code: string, change: Resource = {}, system = cpt): Resource => ({
  resourceType: 'ServiceRequest',
  id: 'order-1',
  status: 'draft',
  intent: 'order',
  code: { coding: [{ system, code }] },
  subject,
  ...change,
})

export const medicineOrder = (code: string, change: Resource = {}): Resource => ({
  resourceType: 'MedicationRequest',
  id: 'med-1',
  status: 'draft',
  intent: 'order',
  medicationCodeableConcept: { coding: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code }] },
  subject,
  ...change,
})

export const bundle = (resources: readonly Resource[], type = 'searchset'): Resource => ({
  resourceType: 'Bundle',
  type,
  ...(resources.length > 0 ? { entry: resources.map((resource) => ({ resource })) } : {}),
})

const keyOfType: Readonly<Record<string, string>> = {
  Condition: 'conditions',
  Observation: 'observations',
  DiagnosticReport: 'reports',
  Procedure: 'procedures',
  ServiceRequest: 'orders',
  MedicationRequest: 'medicationRequests',
  AllergyIntolerance: 'allergies',
  QuestionnaireResponse: 'answers',
}

/** A record as every search of the discovery gives it. */
export function prefetchOf(record: readonly Resource[], who: Resource = patient()): Record<string, unknown> {
  const searches = Object.entries(keyOfType).map(([type, key]) => {
    const found = record.filter(({ resourceType }) => resourceType === type)
    return [key, found.length > 0 ? bundle(found) : null]
  })
  return { patient: who, ...Object.fromEntries(searches) }
}

export const viewCall = (record: readonly Resource[], change: Resource = {}) => ({
  hook: 'patient-view',
  hookInstance: randomUUID(),
  context: { userId: 'Practitioner/dr1', patientId: 'p1', encounterId: 'e1' },
  prefetch: prefetchOf(record),
  ...change,
})

export const orderCall = (
  hook: 'order-select' | 'order-sign',
  orders: readonly Resource[],
  record: readonly Resource[],
  change: Resource = {},
) => ({
  hook,
  hookInstance: randomUUID(),
  context: {
    userId: 'Practitioner/dr1',
    patientId: 'p1',
    encounterId: 'e1',
    ...(hook === 'order-select' ? { selections: orders.map((order) => `${order.resourceType}/${order.id}`) } : {}),
    draftOrders: bundle(orders, 'collection'),
  },
  prefetch: prefetchOf(record),
  ...change,
})

export const dispatchCall = (orders: readonly Resource[], record: readonly Resource[]) => ({
  hook: 'order-dispatch',
  hookInstance: randomUUID(),
  context: {
    patientId: 'p1',
    dispatchedOrders: orders.map((order) => `${order.resourceType}/${order.id}`),
    performer: 'Organization/radiology',
  },
  prefetch: prefetchOf([...record, ...orders]),
})
