import { type JsonObject, objectAt, textAt } from '../json.ts'
import { type FhirProblem, fhirProblem } from '../problems.ts'
import type { ReceivedResource, ReceivedResources } from './resources.ts'

/** One patient's part of what was received. */
export interface PatientPart {
  /** As others refer to it: `Patient/abc`, or an address within the bundle. */
  readonly reference: string
  /** The Patient itself, where it is there. */
  readonly patient?: ReceivedResource
  readonly resources: readonly ReceivedResource[]
}

/**
 * What was received, patient by patient, in the order in which each first occurs; `unclaimed` are resources that name no
 * patient.
 *
 * @example patientsIn(resourcesInText(ndjson)).parts.map(({ reference }) => reference) // ['Patient/a', 'Patient/b']
 */
export function patientsIn(received: ReceivedResources): {
  readonly parts: readonly PatientPart[]
  readonly unclaimed: readonly ReceivedResource[]
} {
  const parts = new Map<string, { patient?: ReceivedResource; readonly resources: ReceivedResource[] }>()
  const alias = new Map<string, string>()
  for (const each of received.resources) {
    if (each.type !== 'Patient') continue
    const reference = each.id === undefined ? (each.fullUrl ?? each.path) : `Patient/${each.id}`
    alias.set(reference, reference)
    if (each.fullUrl !== undefined) alias.set(plainReference(each.fullUrl), reference)
    const part = parts.get(reference)
    if (part) part.patient = each
    else parts.set(reference, { patient: each, resources: [] })
  }
  const unclaimed: ReceivedResource[] = []
  for (const each of received.resources) {
    if (each.type === 'Patient') continue
    const subject = subjectOf(each.resource)
    if (subject === undefined) {
      unclaimed.push(each)
      continue
    }
    const reference = alias.get(subject) ?? subject
    const part = parts.get(reference)
    if (part) part.resources.push(each)
    else parts.set(reference, { resources: [each] })
  }
  return {
    parts: [...parts].map(([reference, { patient, resources }]) => ({
      reference,
      ...(patient === undefined ? {} : { patient }),
      resources,
    })),
    unclaimed,
  }
}

/**
 * The part of the patient that is meant: the one that was asked for, the only one, or the only one who is there as a Patient
 * (a bundle may hold what is about others too: that is left out).
 *
 * @example thePatient(parts, undefined) // { part: { reference: 'Patient/a', … } }
 */
export function thePatient(
  parts: readonly PatientPart[],
  wanted: string | undefined,
): { readonly part: PatientPart } | { readonly problem: FhirProblem } {
  if (wanted !== undefined) {
    const reference = plainReference(wanted)
    return { part: parts.find((each) => each.reference === reference) ?? { reference, resources: [] } }
  }
  const registered = parts.filter(({ patient }) => patient !== undefined)
  const [only, ...more] = registered.length > 0 ? registered : parts
  if (only === undefined) return { problem: fhirProblem('PLB_FHIR_NO_PATIENT', '') }
  return more.length > 0 ? { problem: fhirProblem('PLB_FHIR_SEVERAL_PATIENTS', '') } : { part: only }
}

function subjectOf(resource: JsonObject): string | undefined {
  const reference =
    textAt(objectAt(resource, 'subject'), 'reference') ?? textAt(objectAt(resource, 'patient'), 'reference')
  return reference === undefined ? undefined : plainReference(reference)
}

/** `Patient/abc` of an address with server or version; anything else (`urn:uuid:…`) as it is. */
function plainReference(reference: string): string {
  return /(?:^|\/)(Patient\/[A-Za-z0-9.-]{1,64})(?:\/_history\/[^/]*)?$/.exec(reference)?.[1] ?? reference
}
