import { readFileSync } from 'node:fs'
import { referenceTo } from '../../evaluate/decide.ts'
import { type Artefact, artefactsOf } from '../../fhir/artefacts/artefacts.ts'
import type { Logic } from '../../fhir/artefacts/library.ts'
import type { Protocol } from '../../language/protocol.ts'

/** Beside the program: the CQL and its ELM, as `npm run generate` wrote them. */
const folder = new URL('../../../docs/fhir/', import.meta.url)

/**
 * A layer's logic in CQL and ELM.
 *
 * @example logicOf(standard).cql.includes('library BackPainStandard') // true
 */
export function logicOf({ name, layer }: Protocol): Logic {
  const read = (ending: string): string => readFileSync(new URL(`${name}-${layer}.${ending}`, folder), 'utf8')
  return { cql: read('cql'), elm: read('elm.json') }
}

/**
 * Everything that is exported of a layer, under its base where one is given.
 *
 * @example exportedOf(standard).find(({ id }) => id === 'back-pain-clinician').resourceType // 'Questionnaire'
 */
export function exportedOf(protocol: Protocol, base?: string): readonly Artefact[] {
  return artefactsOf(protocol, referenceTo(protocol).hash, logicOf(protocol), base)
}
