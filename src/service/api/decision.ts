import { z } from 'zod'
import type { DecisionResult } from '../../evaluate/result.ts'
import { contentHash } from '../../language/hash.ts'
import type { Protocol } from '../../language/protocol.ts'
import { daySchema } from './text.ts'

/** `standard` is what a live patient always gets; `source` is the source text alone, for comparison. */
export const layerSchema = z.enum(['source', 'standard'])

/** What a clinician had before their eyes when they signed: enough for the server to see whether it decides the same. */
export const shownDecisionSchema = z
  .strictObject({
    protocolHash: z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits'),
    urgency: z.string().max(60),
    answersHash: z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits'),
  })
  .meta({ id: 'ShownDecision' })

/** What a clinician had before their eyes when they signed. */
export type ShownDecision = z.infer<typeof shownDecisionSchema>

/**
 * What to send with a signature: the protocol by its content hash, the urgency, and a hash of every answer (outcome and
 * bounds). The same function runs in the app, on the decision it shows, and in the server, on its own.
 *
 * @example shownDecision(decide(standard, findings, asOf)).urgency // 'soon'
 */
export function shownDecision(result: Pick<DecisionResult, 'protocol' | 'urgency' | 'answers'>): ShownDecision {
  return {
    protocolHash: result.protocol.hash,
    urgency: result.urgency.level,
    answersHash: contentHash(result.answers),
  }
}

/** POST /api/decide: nothing is stored. Findings have the case format (docs/cases.md). */
export const decideRequestSchema = z.strictObject({
  findings: z.record(z.string().max(60), z.unknown()),
  asOf: daySchema.exactOptional().describe('Today at the site unless given'),
  layer: layerSchema.default('standard'),
})

const lineOfDecision = z.looseObject({ rule: z.string(), statements: z.array(z.string()) })

/** Everything a decision says, as `src/evaluate/result.ts` describes it. */
export const decisionResultSchema = z
  .looseObject({
    asOf: daySchema,
    status: z.enum(['complete', 'incomplete', 'outOfScope']),
    urgency: lineOfDecision,
    redFlags: z.array(z.looseObject({ id: z.string(), label: z.string() })),
    actions: z.array(lineOfDecision),
    next: z.looseObject({ id: z.string(), label: z.string() }).exactOptional(),
    missing: z.array(z.looseObject({ finding: z.string() })),
    changes: z.array(z.looseObject({ finding: z.string() })),
    protocol: z.object({ name: z.string(), version: z.string(), hash: z.string(), layer: z.string() }),
  })
  .meta({ id: 'DecisionResult' }) as unknown as z.ZodType<DecisionResult>

/** GET /api/protocol?layer=… */
export const protocolQuerySchema = z.strictObject({ layer: layerSchema.default('standard') })

/** The protocol as plain data, and the reference by which decisions name it. */
export const protocolAnswerSchema = z.object({
  reference: z.object({ name: z.string(), version: z.string(), hash: z.string(), layer: z.string() }),
  protocol: z.looseObject({ name: z.string(), version: z.string() }) as unknown as z.ZodType<Protocol>,
})
