import { decide, referenceTo } from '../evaluate/decide.ts'
import { readFindings } from '../evaluate/read-findings.ts'
import { sourceAttributes } from '../protocol/source-attributes.ts'
import { answeredAttributes } from '../weave/source-attributes.ts'
import { decideRequestSchema, decisionResultSchema, protocolAnswerSchema, protocolQuerySchema } from './api/decision.ts'
import { sourceAttributesAnswerSchema, sourceAttributesQuerySchema } from './api/source-attributes.ts'
import { ServiceError } from './errors.ts'
import { type Route, route } from './route.ts'

/** The adopted protocol, and a decision by it without a patient: nothing is read from a record or written to one. */
export function decideRoutes(): Route[] {
  return [
    route({
      route: 'GET /api/protocol',
      summary: 'The adopted protocol as data, in one of its layers; its hash is the entity tag',
      query: protocolQuerySchema,
      answer: protocolAnswerSchema,
      handler({ query, protocol, reply }) {
        const layer = protocol[query.layer]
        const reference = referenceTo(layer)
        // May be kept, but is asked about each time: another version can be adopted at any moment.
        reply.header('cache-control', 'private, no-cache').header('etag', `"${reference.hash}"`)
        return { reference, protocol: layer }
      },
    }),
    route({
      route: 'GET /protocol/source-attributes',
      summary: 'What the protocol rests on and whose data it uses: 45 CFR 170.315(b)(11)(iv)(A)',
      query: sourceAttributesQuerySchema,
      answer: sourceAttributesAnswerSchema,
      handler: ({ query, protocol }) => ({
        regulation: sourceAttributes.regulation,
        protocol: referenceTo(protocol[query.layer]),
        attributes: answeredAttributes(protocol[query.layer], sourceAttributes),
      }),
    }),
    route({
      route: 'POST /api/decide',
      summary: 'Decide on findings by the adopted protocol; nothing is stored',
      body: decideRequestSchema,
      answer: decisionResultSchema,
      handler({ body: { findings, asOf, layer }, today, protocol }) {
        const read = readFindings(protocol[layer], findings, asOf ?? today)
        if (read.ok) return decide(protocol[layer], read.findings, asOf ?? today)
        const errors = read.problems.map(({ path, ...rest }) => ({ path: `body.findings.${path}`, ...rest }))
        throw new ServiceError('PLB_FINDINGS_REFUSED', { errors })
      },
    }),
  ]
}
