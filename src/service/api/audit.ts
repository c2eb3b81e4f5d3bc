import { z } from 'zod'
import { roleSchema } from './role.ts'

/** One thing that somebody did or saw: by whom, when, from where, and how it was answered. Ids alone, never a name of a patient. */
export const auditEntrySchema = z
  .object({
    position: z.number(),
    at: z.iso.datetime(),
    /** An account's id, `client:` and a program that calls hooks, or `nobody` where nobody was signed in. */
    actorId: z.string(),
    actorName: z.string().describe('As the account is called today; empty where it is none'),
    role: roleSchema.nullable(),
    /** The row of the table of routes. */
    route: z.string(),
    status: z.number(),
    address: z.string(),
    sessionId: z.string().nullable(),
    patientId: z.string().nullable(),
    episodeId: z.string().nullable(),
    /** What else the address named, such as an account. */
    subjectId: z.string().nullable(),
  })
  .meta({ id: 'AuditEntry' })

/** One thing that somebody did or saw. */
export type AuditEntry = z.infer<typeof auditEntrySchema>

/** What is looked for; everything that is given has to fit. */
export const auditFilterSchema = z.object({
  patientId: z.string().max(200).optional(),
  actorId: z.string().max(200).optional(),
  from: z.iso.date().optional().describe('The first day, in UTC'),
  to: z.iso.date().optional().describe('The last day, in UTC'),
  what: z.enum(['changed', 'read', 'refused']).optional(),
})

/** What is looked for. */
export type AuditFilter = z.infer<typeof auditFilterSchema>

/** GET /api/audit. */
export const auditQuerySchema = auditFilterSchema.extend({
  before: z.coerce.number().int().min(1).optional().describe('The page before this position'),
})

/** A page of what was done, the newest first. */
export const auditPageSchema = z
  .object({
    entries: z.array(auditEntrySchema),
    /** Where the next page begins; null where there is no more. */
    next: z.number().nullable(),
    head: z.object({ position: z.number(), hash: z.string() }).describe('To anchor outside: where the chain ends'),
  })
  .meta({ id: 'AuditPage' })

/** A page of what was done. */
export type AuditPage = z.infer<typeof auditPageSchema>

/** GET /api/audit/export. */
export const auditExportQuerySchema = auditFilterSchema.extend({ format: z.enum(['csv', 'ndjson']).default('csv') })
