/** What can be wrong with what was received as FHIR; docs/errors.md explains each. */
export const fhirErrors = {
  PLB_FHIR_NOT_JSON: 'The text is not valid JSON.',
  PLB_FHIR_NOT_A_RESOURCE: 'This is no FHIR resource.',
  PLB_FHIR_TOO_MANY: 'There are more resources than one patient’s record is read with.',
  PLB_FHIR_TOO_DEEP: 'Bundles or answers stand inside each other more deeply than is read.',
  PLB_FHIR_OUTCOME: 'The server says that a search failed.',
  PLB_FHIR_PAGED: 'The search has further pages that are not here.',
  PLB_FHIR_NO_PATIENT: 'It does not say which patient it is about.',
  PLB_FHIR_SEVERAL_PATIENTS: 'It is about several patients.',
  PLB_FHIR_EMPTY: 'It holds no resource.',
} as const satisfies Readonly<Record<`PLB_${string}`, string>>

/** A code of the catalogue. */
export type FhirErrorCode = keyof typeof fhirErrors

/** One thing that is wrong: where, what, and what is allowed. It never repeats what was received. */
export interface FhirProblem {
  readonly code: FhirErrorCode
  /** As `entry[3].resource`; empty for the whole. */
  readonly path: string
  readonly message: string
  readonly allowed: string
  /** The rest was read all the same: what it holds counts, what it lacks is not known. */
  readonly readOn: boolean
}

const ALLOWED: Readonly<Record<FhirErrorCode, string>> = {
  PLB_FHIR_NOT_JSON: 'one JSON value, or one on each line',
  PLB_FHIR_NOT_A_RESOURCE: 'an object with a resourceType of letters',
  PLB_FHIR_TOO_MANY: 'up to 50,000 resources',
  PLB_FHIR_TOO_DEEP: 'up to 8 levels',
  PLB_FHIR_OUTCOME: 'a search that succeeds',
  PLB_FHIR_PAGED: 'every page of the search',
  PLB_FHIR_NO_PATIENT: 'a Patient, or a subject in every resource',
  PLB_FHIR_SEVERAL_PATIENTS: 'the resources of one patient, or the patient’s reference given beside them',
  PLB_FHIR_EMPTY: 'a Bundle with entries, or a resource',
}

/** Those after which the rest is read. */
const READ_ON: readonly FhirErrorCode[] = [
  'PLB_FHIR_NOT_A_RESOURCE',
  'PLB_FHIR_OUTCOME',
  'PLB_FHIR_PAGED',
  'PLB_FHIR_TOO_DEEP',
]

/**
 * A problem of the catalogue at a place.
 *
 * @example fhirProblem('PLB_FHIR_PAGED', 'link').message // 'The search has further pages that are not here.'
 */
export function fhirProblem(code: FhirErrorCode, path: string): FhirProblem {
  return { code, path, message: fhirErrors[code], allowed: ALLOWED[code], readOn: READ_ON.includes(code) }
}
