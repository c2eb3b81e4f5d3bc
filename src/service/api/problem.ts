import { z } from 'zod'

/** One fault in the request: where it is, what is wrong, what would be accepted. Never what was sent. */
export const inputFaultSchema = z.object({
  path: z.string().describe('Where in the request, such as "body.username"'),
  message: z.string(),
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
  })
  .meta({ id: 'Problem' })

/** An answer that is not a success. */
export type Problem = z.infer<typeof problemSchema>
