import { z } from 'zod'
import { languageSchema } from './questionnaire.ts'

/**
 * GET /api/episodes/:episodeId/letter. `referral`: the sequence of a referral or of a corrected
 * letter, which is answered as it was locked; else a
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

/** GET /api/episodes/:episodeId/handout: in English unless said otherwise. */
export const handoutQuerySchema = z.strictObject({
  language: z
    .string()
    .regex(/^[a-z]{2,3}$/)
    .exactOptional(),
})

/** What the patient takes home, laid out in its language. As `text/plain` where `Accept` asks for that. */
export const handoutSchema = documentSchema
  .extend({
    language: z.string().describe('BCP 47'),
    direction: z.enum(['ltr', 'rtl']),
    for: z.string().describe('For whom, and when'),
    marks: z.array(z.string()).describe('Invented patient, unreviewed text: shown above and below, and across'),
    parts: z.array(
      z.object({
        heading: z.string().exactOptional(),
        lead: z.string().exactOptional(),
        lines: z.array(z.string()),
        isList: z.boolean(),
      }),
    ),
    languages: z.array(languageSchema).describe('In which this patient’s handout can be printed'),
  })
  .meta({ id: 'Handout' })

/** What the patient takes home, laid out in its language. */
export type HandoutDocument = z.infer<typeof handoutSchema>

/** A document for people. */
export type Document = z.infer<typeof documentSchema>
