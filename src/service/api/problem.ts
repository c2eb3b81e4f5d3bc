import { z } from 'zod'
import { draftSchema } from './draft.ts'
import { episodeViewSchema } from './episode.ts'
import { patientSummarySchema } from './patient.ts'

/** One fault in the request: where it is, what is wrong, what would be accepted. Never what was sent. */
export const inputFaultSchema = z.object({
  path: z.string().describe('Where in the request, such as "body.username"'),
  message: z.string(),
  code: z.string().optional().describe('Of a finding or an event, such as PLB_FINDING_RANGE'),
  allowed: z.string().optional(),
})

/** One fault in the request. */
export type InputFault = z.infer<typeof inputFaultSchema>

/** Every answer that is not a success: RFC 9457 problem details, with the stable `code` of `docs/errors.md`. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string().describe('Stable; programs may rely on it'),
    detail: z.string().optional(),
    errors: z.array(inputFaultSchema).optional(),
    reference: z.string().optional().describe('The request id under which the log has more'),
    current: episodeViewSchema.optional().describe('PLB_RECORD_CONFLICT: how the episode stands now'),
    currentDraft: draftSchema.nullable().optional().describe('PLB_DRAFT_CONFLICT: the draft as it stands now'),
    candidates: z
      .array(patientSummarySchema)
      .optional()
      .describe('PLB_PATIENT_POSSIBLE_DUPLICATE: patients that may be the one being added'),
  })
  .meta({ id: 'Problem' })

/** An answer that is not a success. */
export type Problem = z.infer<typeof problemSchema>
