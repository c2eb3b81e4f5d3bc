import type { OperationDefinition } from '@medplum/fhirtypes'
import { heading, type Setting } from './setting.ts'

/** The id of the operation that answers everything of an episode: FHIR has one for a patient and for an encounter alone. */
export const episodeOperation = 'EpisodeOfCare-everything'

/**
 * What `EpisodeOfCare/…/$everything` is.
 *
 * @example episodeOperationOf(setting).code // 'everything'
 */
export function episodeOperationOf(setting: Setting): OperationDefinition {
  return {
    ...heading(setting, 'OperationDefinition', episodeOperation, 'Everything of an episode'),
    description:
      'Answers the patient and every resource of one episode, in pages, as Patient/$everything does of a patient.',
    kind: 'operation',
    code: 'everything',
    affectsState: false,
    resource: ['EpisodeOfCare'],
    system: false,
    type: false,
    instance: true,
    parameter: [
      { name: '_count', use: 'in', min: 0, max: '1', documentation: 'How many on a page, up to 500', type: 'integer' },
      { name: 'return', use: 'out', min: 1, max: '1', documentation: 'A searchset', type: 'Bundle' },
    ],
  }
}
