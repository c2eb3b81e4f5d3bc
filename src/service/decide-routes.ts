import { decide, referenceTo } from '../evaluate/decide.ts'
import { readFindings } from '../evaluate/read-findings.ts'
import { source, standard } from '../protocol/protocol.ts'
import { sourceAttributes } from '../protocol/source-attributes.ts'
import { answeredAttributes } from '../weave/source-attributes.ts'
import { decideRequestSchema, decisionResultSchema, protocolAnswerSchema, protocolQuerySchema } from './api/decision.ts'
import { sourceAttributesAnswerSchema, sourceAttributesQuerySchema } from './api/source-attributes.ts'
import { ServiceError } from './errors.ts'
import { type Route, route } from './route.ts'

const layers = { source, standard }

/** The protocol, and a decision by it without a patient: nothing is read from a record or written to one. */
export function decideRoutes(): Route[] {
  return [
    route({
      route: 'GET /api/protocol',
      summary: 'The protocol as data, in one of its layers',
      query: protocolQuerySchema,
      answer: protocolAnswerSchema,
      handler: ({ query }) => ({ reference: referenceTo(layers[query.layer]), protocol: layers[query.layer] }),
    }),
    route({
      route: 'GET /protocol/source-attributes',
      summary: 'What the protocol rests on and whose data it uses: 45 CFR 170.315(b)(11)(iv)(A)',
      query: sourceAttributesQuerySchema,
      answer: sourceAttributesAnswerSchema,
      handler: ({ query }) => ({
        regulation: sourceAttributes.regulation,
        protocol: referenceTo(layers[query.layer]),
        attributes: answeredAttributes(layers[query.layer], sourceAttributes),
      }),
    }),
    route({
      route: 'POST /api/decide',
      summary: 'Decide on findings; nothing is stored',
      body: decideRequestSchema,
      answer: decisionResultSchema,
      handler({ body: { findings, asOf, layer }, today }) {
        const read = readFindings(layers[layer], findings, asOf ?? today)
        if (read.ok) return decide(layers[layer], read.findings, asOf ?? today)
        const errors = read.problems.map(({ path, ...rest }) => ({ path: `body.findings.${path}`, ...rest }))
        throw new ServiceError('PLB_FINDINGS_REFUSED', { errors })
      },
    }),
  ]
}
