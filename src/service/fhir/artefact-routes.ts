import { z } from 'zod'
import type { Artefact } from '../../fhir/artefacts/artefacts.ts'
import { source, standard } from '../../protocol/protocol.ts'
import { ServiceError } from '../errors.ts'
import { type Route, route } from '../route.ts'
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

/** What is made of the protocol for other systems, to read. It is public, as the protocol is, and holds no data. */
export function artefactRoutes(): Route[] {
  let made: ReadonlyMap<string, Artefact> | undefined
  // Made when it is first asked for: most sites never do.
  const artefacts = (): ReadonlyMap<string, Artefact> => {
    made ??= new Map(
      [...exportedOf(source), ...exportedOf(standard)].map((each) => [`${each.resourceType}/${each.id}`, each]),
    )
    return made
  }
  return types.map(([name, summary]) =>
    route({
      route: name,
      summary,
      params: z.object({ id: z.string().max(64) }),
      answer: resource,
      mediaType: 'application/fhir+json',
      handler({ params: { id } }) {
        const type = name.split('/')[2] ?? ''
        const found = artefacts().get(`${type}/${id}`)
        if (!found) throw new ServiceError('PLB_HTTP_NOT_FOUND')
        return { ...found }
      },
    }),
  )
}
