/** The types of resource that the record of a patient is told in, beside the Patient; each can be searched by patient. */
export const recordTypes = [
  'CarePlan',
  'ClinicalImpression',
  'DiagnosticReport',
  'DocumentReference',
  'EpisodeOfCare',
  'Flag',
  'MedicationStatement',
  'Observation',
  'Procedure',
  'Provenance',
  'ServiceRequest',
  'Task',
] as const

/** What is made of the protocol: each is read by its id, and found by its canonical address. */
export const artefactTypes = [
  'ActivityDefinition',
  'CodeSystem',
  'ConceptMap',
  'Library',
  'OperationDefinition',
  'PlanDefinition',
  'Questionnaire',
  'ValueSet',
] as const

/** One search parameter, as the capability statement lists it. */
export interface SearchParameter {
  readonly name: string
  readonly type: 'reference' | 'token' | 'number' | 'uri'
  readonly documentation: string
}

/**
 * The search parameters of a type; no others are taken.
 *
 * @example searchParametersOf('Observation').map(({ name }) => name) // ['patient', 'code', 'status', '_count']
 */
export function searchParametersOf(type: string): readonly SearchParameter[] {
  const size: SearchParameter = { name: '_count', type: 'number', documentation: 'How many on a page, up to 500' }
  if (type === 'Patient') return [{ name: '_id', type: 'token', documentation: 'The id of one patient' }, size]
  if (artefactTypes.some((each) => each === type))
    return [
      { name: 'url', type: 'uri', documentation: 'The canonical address, without a version' },
      { name: 'version', type: 'token', documentation: 'The version, as the resource has it' },
      size,
    ]
  return [
    { name: 'patient', type: 'reference', documentation: 'The patient: required' },
    ...(type === 'Observation'
      ? ([{ name: 'code', type: 'token', documentation: 'Findings, each as system|code or code, by commas' }] as const)
      : []),
    ...(hasStatus(type)
      ? ([{ name: 'status', type: 'token', documentation: 'Any of these, by commas' }] as const)
      : []),
    size,
  ]
}

/**
 * Whether resources of a type say their status: a Provenance does not.
 *
 * @example hasStatus('Task') // true
 */
export function hasStatus(type: string): boolean {
  return type !== 'Provenance'
}
