import { z } from 'zod'
import { layerSchema } from './decision.ts'

/** GET /protocol/source-attributes?layer=… */
export const sourceAttributesQuerySchema = z.strictObject({ layer: layerSchema.default('standard') })

const attributeSchema = z
  .object({
    number: z.number().int().min(1).max(13).describe('Its number in (b)(11)(iv)(A)'),
    paragraph: z.string().describe('As it is cited: 45 CFR 170.315(b)(11)(iv)(A)(10)'),
    name: z.string().describe('As the regulation words it'),
    answer: z.array(z.string()).readonly().describe('One paragraph each'),
    isUsed: z.boolean().exactOptional().describe('For 5 to 13: whether any rule reads such data'),
    findings: z
      .array(z.object({ id: z.string(), label: z.string(), statements: z.array(z.string()).readonly() }))
      .readonly()
      .exactOptional()
      .describe('The findings that express it, each with the statements whose rules read it'),
    citations: z
      .array(
        z.object({
          statement: z.string(),
          reference: z.string(),
          as: z.enum(['rests on', 'set beside']),
          checked: z.string().exactOptional(),
        }),
      )
      .readonly()
      .exactOptional(),
  })
  .meta({ id: 'SourceAttribute' })

/** The thirteen source attributes of the protocol, and which protocol that is. */
export const sourceAttributesAnswerSchema = z.object({
  regulation: z.string(),
  protocol: z.object({ name: z.string(), version: z.string(), hash: z.string(), layer: z.string() }),
  attributes: z.array(attributeSchema).readonly(),
})
