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

/** What is made of the protocol: each is read by its id. */
export const artefactTypes = [
  'ActivityDefinition',
  'CodeSystem',
  'ConceptMap',
  'Library',
  'PlanDefinition',
  'Questionnaire',
  'ValueSet',
] as const

/** One search parameter, as the capability statement lists it. */
export interface SearchParameter {
  readonly name: string
  readonly type: 'reference' | 'token' | 'number'
  readonly documentation: string
}

/**
 * The search parameters of a type; no others are taken.
 *
 * @example searchParametersOf('Observation').map(({ name }) => name) // ['patient', 'code', '_count']
 */
export function searchParametersOf(type: string): readonly SearchParameter[] {
  const size: SearchParameter = { name: '_count', type: 'number', documentation: 'How many on a page, up to 500' }
  if (type === 'Patient') return [{ name: '_id', type: 'token', documentation: 'The id of one patient' }, size]
  return [
    { name: 'patient', type: 'reference', documentation: 'The patient: required' },
    ...(type === 'Observation'
      ? ([{ name: 'code', type: 'token', documentation: 'The finding, as system|code or code' }] as const)
      : []),
    size,
  ]
}
