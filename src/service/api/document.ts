import { z } from 'zod'

/**
 * GET /api/episodes/:episodeId/letter. `referral`: the sequence of a referral, whose locked letter is answered; else a
 * preview of the letter for `decision` (the first referral that is recommended unless given).
 */
export const letterQuerySchema = z.strictObject({
  referral: z.coerce.number().int().min(1).exactOptional(),
  decision: z
    .string()
    .regex(/^[a-zA-Z][a-zA-Z0-9]{0,59}$/, 'An id of the protocol')
    .exactOptional(),
})

/** A document for people. As `text/plain` where `Accept` asks for that. */
export const documentSchema = z
  .object({
    title: z.string(),
    text: z.string().describe('The whole document as plain text'),
    sections: z.array(z.object({ heading: z.string().nullable(), lines: z.array(z.string()) })),
    locked: z.boolean().describe('As it was sent; otherwise a preview of today'),
  })
  .meta({ id: 'Document' })

/** A document for people. */
export type Document = z.infer<typeof documentSchema>
