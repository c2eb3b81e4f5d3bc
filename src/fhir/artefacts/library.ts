import type { Library } from '@medplum/fhirtypes'
import { base64 } from '../out/text.ts'
import { isCounted, libraryName } from './names.ts'
import { heading, type Setting } from './setting.ts'

/** A library's logic in its two forms: what people read, and what engines run. */
export interface Logic {
  readonly cql: string
  readonly elm?: string
}

/**
 * The Library that holds the protocol's logic, what it needs, and what it answers.
 *
 * @example libraryOf(setting, logic).content.map(({ contentType }) => contentType) // ['text/cql', 'application/elm+json']
 */
export function libraryOf(setting: Setting, { cql, elm }: Logic): Library {
  const { protocol, ids, systems, hash } = setting
  const title = `The ${protocol.name} protocol, layer ${protocol.layer}`
  return {
    ...heading(setting, 'Library', ids.library, title),
    name: libraryName(protocol),
    description: `Generated from the protocol with the content hash ${hash}. Null is "not known", and is never false.`,
    type: {
      coding: [
        {
          system: 'http://terminology.hl7.org/CodeSystem/library-type',
          code: 'logic-library',
          display: 'Logic Library',
        },
      ],
    },
    subjectCodeableConcept: {
      coding: [{ system: 'http://hl7.org/fhir/resource-types', code: 'Patient', display: 'Patient' }],
    },
    parameter: [
      { name: 'AsOf', use: 'in', min: 0, max: '1', type: 'date' },
      { name: 'Answers', use: 'out', min: 0, max: '*', type: 'Any' },
    ],
    dataRequirement: [
      { type: 'Patient', mustSupport: ['birthDate'] },
      {
        type: 'Observation',
        mustSupport: ['status', 'code', 'effective', 'value', 'dataAbsentReason'],
        codeFilter: [
          {
            path: 'code',
            code: protocol.findings
              .filter((finding) => !isCounted(finding))
              .map(({ id, label }) => ({ system: systems.findings, code: id, display: label })),
          },
        ],
      },
    ],
    content: [
      { contentType: 'text/cql', data: base64(cql) },
      ...(elm === undefined ? [] : [{ contentType: 'application/elm+json', data: base64(elm) }]),
    ],
  }
}
