import { z } from 'zod'
import type { Artefact } from '../../fhir/artefacts/artefacts.ts'
import type { Written } from '../../fhir/out/references.ts'
import { ServiceError } from '../errors.ts'
import type { AdoptedProtocol } from '../protocol/adoptions.ts'
import { type Route, route } from '../route.ts'
import type { Services } from '../services.ts'
import { exportedOf } from './exported.ts'
import { baseOf, pageOf, pageParameters } from './page.ts'
import { searchset } from './searchset.ts'

/** What of each exported type there is: by its id, and the search for it. */
const types = [
  ['GET /fhir/Questionnaire/:id', 'GET /fhir/Questionnaire', 'A form of the protocol'],
  ['GET /fhir/PlanDefinition/:id', 'GET /fhir/PlanDefinition', 'The protocol'],
  ['GET /fhir/ActivityDefinition/:id', 'GET /fhir/ActivityDefinition', 'What an action of the protocol makes'],
  ['GET /fhir/Library/:id', 'GET /fhir/Library', 'The logic of the protocol in CQL and ELM'],
  ['GET /fhir/CodeSystem/:id', 'GET /fhir/CodeSystem', 'Codes of the protocol'],
  ['GET /fhir/ValueSet/:id', 'GET /fhir/ValueSet', 'Values of the protocol'],
  ['GET /fhir/ConceptMap/:id', 'GET /fhir/ConceptMap', 'Findings in the codes of others'],
  ['GET /fhir/OperationDefinition/:id', 'GET /fhir/OperationDefinition', 'An operation of the record'],
] as const

const searchSchema = z.strictObject({
  url: z.string().max(500).exactOptional(),
  version: z.string().max(64).exactOptional(),
  ...pageParameters,
})
const resource = z.record(z.string(), z.unknown())

/** What is made of the adopted protocol for other systems, to read. It is public, as the protocol is, and holds no data. */
export function artefactRoutes({ texts, options }: Pick<Services, 'texts' | 'options'>): Route[] {
  let made: { readonly hash: string; readonly artefacts: ReadonlyMap<string, Artefact> } | undefined
  // Made when it is first asked for, and again once another version is adopted.
  const artefactsBy = ({ adoption, source, standard }: AdoptedProtocol): ReadonlyMap<string, Artefact> => {
    if (made?.hash !== adoption.hash) {
      const all = [source, standard].flatMap((layer) => exportedOf(layer, undefined, texts))
      made = { hash: adoption.hash, artefacts: new Map(all.map((each) => [`${each.resourceType}/${each.id}`, each])) }
    }
    return made.artefacts
  }
  return types.flatMap(([name, search, is]) => {
    const type = name.split('/')[2] ?? ''
    return [
      route({
        route: name,
        summary: `${is}, as a FHIR ${type}`,
        params: z.object({ id: z.string().max(64) }),
        answer: resource,
        mediaType: 'application/fhir+json',
        handler({ params: { id }, protocol }) {
          const found = artefactsBy(protocol).get(`${type}/${id}`)
          if (!found) throw new ServiceError('PLB_HTTP_NOT_FOUND')
          return { ...found }
        },
      }),
      route({
        route: search,
        summary: `${is}: every ${type}, or those with a canonical address, in pages`,
        query: searchSchema,
        answer: resource,
        mediaType: 'application/fhir+json',
        handler({ query, protocol, request }) {
          const found = [...artefactsBy(protocol).values()].filter(
            (each) =>
              each.resourceType === type &&
              (query.url === undefined || each.url === query.url) &&
              (query.version === undefined || each.version === query.version),
          )
          return searchset(found as unknown as readonly Written[], pageOf(request, baseOf(options, request), query))
        },
      }),
    ]
  })
}
