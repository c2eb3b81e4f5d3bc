import { episodeOperation } from '../../fhir/artefacts/operation.ts'
import { canonicalBase } from '../../fhir/systems.ts'
import { artefactTypes, recordTypes, searchParametersOf } from './record-types.ts'

/**
 * What is served as FHIR, and nothing that is not: reading by id, searching by patient, everything of a patient or of an
 * episode; what is made of the protocol, by id and by its address. There is no write.
 *
 * @example capabilityStatement('https://clinic.example/fhir', '2026-03-15').rest[0].resource.length // 21
 */
export function capabilityStatement(base: string, date: string) {
  return {
    resourceType: 'CapabilityStatement' as const,
    status: 'active',
    date,
    kind: 'instance',
    software: { name: 'Plumbline' },
    implementation: { description: 'The record of this clinic, to be read', url: base },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json'],
    rest: [
      {
        mode: 'server',
        documentation: 'Read-only. The answer to a search is a searchset in pages; follow the link "next".',
        security: {
          cors: false,
          description: 'A key of a program (Authorization: Bearer), or the session of a clinician',
        },
        resource: [
          {
            type: 'Patient',
            interaction: [{ code: 'read' }, { code: 'search-type' }],
            searchParam: searchParametersOf('Patient'),
            operation: [
              { name: 'everything', definition: 'http://hl7.org/fhir/OperationDefinition/Patient-everything' },
            ],
          },
          ...recordTypes.map((type) => ({
            type,
            interaction: [{ code: 'read' }, { code: 'search-type' }],
            searchParam: searchParametersOf(type),
            ...(type === 'EpisodeOfCare'
              ? {
                  operation: [
                    { name: 'everything', definition: `${canonicalBase}/OperationDefinition/${episodeOperation}` },
                  ],
                }
              : {}),
          })),
          ...artefactTypes.map((type) => ({
            type,
            interaction: [{ code: 'read' }, { code: 'search-type' }],
            searchParam: searchParametersOf(type),
          })),
        ],
      },
    ],
  }
}
