import { z } from 'zod'
import type { Count } from '../../care/use/count.ts'
import type { UseReport } from '../../care/use/use-report.ts'
import { daySchema } from './text.ts'

/** A month of the calendar: `YYYY-MM`. */
export const monthSchema = z.string().regex(/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/, 'A month: YYYY-MM')

/** Months that one report may span. */
export const monthsAtMost = 36

/**
 * GET /api/reports/use: the last six months unless given. `small=hide` hides small numbers; they are hidden for whoever
 * may not read patients whatever is asked.
 */
export const useReportQuerySchema = z.strictObject({
  from: monthSchema.exactOptional(),
  until: monthSchema.exactOptional(),
  small: z.enum(['show', 'hide']).default('show'),
})

const countSchema: z.ZodType<Count> = z
  .union([z.number().int().min(0), z.literal('hidden')])
  .describe('`hidden`: from 1 to 4, or a number from which such a one could be worked out')

const fates = {
  given: countSchema,
  followed: countSchema,
  overridden: countSchema,
  open: countSchema,
  lapsed: countSchema,
}

const spreadSchema = z.object({
  count: countSchema,
  median: z.number().exactOptional(),
  nineInTen: z.number().exactOptional().describe('Nine in ten took no longer'),
})

const timesSchema = z
  .object({ signature: spreadSchema, reply: spreadSchema, result: spreadSchema })
  .describe('First unsigned answer to signature (minutes); referral to reply, order to result (days)')

const reasonsSchema = z.array(z.object({ code: z.string(), count: countSchema }))

/** How the protocol was used: counts over all patients, and no patient. */
export const useReportSchema = z
  .object({
    asOf: daySchema,
    from: monthSchema,
    until: monthSchema,
    total: z.object({ ...fates, signed: countSchema, signedAtOnce: countSchema, times: timesSchema }),
    months: z.array(
      z.object({
        month: monthSchema,
        ...fates,
        signed: countSchema,
        signedAtOnce: countSchema,
        times: timesSchema,
        work: z.object({ day: daySchema, open: countSchema, overdue: countSchema, overdueUrgent: countSchema }),
      }),
    ),
    rules: z.array(
      z.object({
        rule: z.string(),
        statements: z.array(z.string()),
        decision: z.string(),
        outcome: z.string(),
        ...fates,
        reasons: reasonsSchema,
      }),
    ),
    reasons: reasonsSchema,
    /** Small numbers are hidden in this answer. */
    smallHidden: z.boolean(),
  })
  .meta({ id: 'UseReport' }) as unknown as z.ZodType<UseReport & { readonly smallHidden: boolean }>

/** GET /api/reports/use. */
export type UseReportAnswer = z.infer<typeof useReportSchema>
