import { z } from 'zod'
import type { Artefact } from '../../fhir/artefacts/artefacts.ts'
import { ServiceError } from '../errors.ts'
import type { AdoptedProtocol } from '../protocol/adoptions.ts'
import { type Route, route } from '../route.ts'
import type { Services } from '../services.ts'
import { exportedOf } from './exported.ts'

/** The types of what is exported, each with what it is. */
const types = [
  ['GET /fhir/Questionnaire/:id', 'A form of the protocol, as a FHIR Questionnaire'],
  ['GET /fhir/PlanDefinition/:id', 'The protocol, as a FHIR PlanDefinition'],
  ['GET /fhir/ActivityDefinition/:id', 'What an action of the protocol makes, as a FHIR ActivityDefinition'],
  ['GET /fhir/Library/:id', 'The logic of the protocol in CQL and ELM, as a FHIR Library'],
  ['GET /fhir/CodeSystem/:id', 'Codes of the protocol, as a FHIR CodeSystem'],
  ['GET /fhir/ValueSet/:id', 'Values of the protocol, as a FHIR ValueSet'],
  ['GET /fhir/ConceptMap/:id', 'Findings in the codes of others, as a FHIR ConceptMap'],
] as const

const resource = z.record(z.string(), z.unknown())

/** What is made of the adopted protocol for other systems, to read. It is public, as the protocol is, and holds no data. */
export function artefactRoutes({ texts }: Pick<Services, 'texts'>): Route[] {
  let made: { readonly hash: string; readonly artefacts: ReadonlyMap<string, Artefact> } | undefined
  // Made when it is first asked for, and again once another version is adopted.
  const artefactsBy = ({ adoption, source, standard }: AdoptedProtocol): ReadonlyMap<string, Artefact> => {
    if (made?.hash !== adoption.hash) {
      const all = [source, standard].flatMap((layer) => exportedOf(layer, undefined, texts))
      made = { hash: adoption.hash, artefacts: new Map(all.map((each) => [`${each.resourceType}/${each.id}`, each])) }
    }
    return made.artefacts
  }
  return types.map(([name, summary]) =>
    route({
      route: name,
      summary,
      params: z.object({ id: z.string().max(64) }),
      answer: resource,
      mediaType: 'application/fhir+json',
      handler({ params: { id }, protocol }) {
        const type = name.split('/')[2] ?? ''
        const found = artefactsBy(protocol).get(`${type}/${id}`)
        if (!found) throw new ServiceError('PLB_HTTP_NOT_FOUND')
        return { ...found }
      },
    }),
  )
}
