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
    /** The same in words. */
    did: z.string(),
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

/** POST /api/audit/search: a patient does not belong into an address. */
export const auditSearchSchema = auditFilterSchema.extend({
  before: z.number().int().min(1).optional().describe('The page before this position'),
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

/** POST /api/audit/export. */
export const auditExportSchema = auditFilterSchema.extend({ format: z.enum(['csv', 'ndjson']) })

/** What fits, as the text of a file. */
export const auditFileSchema = z.object({ name: z.string(), text: z.string() }).meta({ id: 'AuditFile' })

/** What fits, as the text of a file. */
export type AuditFile = z.infer<typeof auditFileSchema>

const chainSchema = z.enum(['audit', 'record', 'protocol'])

/** GET /api/audit/chains: where the chains end, and when that was last noted outside. */
export const auditChainsSchema = z
  .object({
    ends: z.array(z.object({ store: chainSchema, position: z.number(), hash: z.string() })),
    /** Where ends are noted outside. */
    places: z.array(z.enum(['file', 'webhook'])),
    /** By the process that answers; null where it has not noted them yet. */
    last: z
      .object({
        at: z.iso.datetime(),
        reached: z.array(z.enum(['file', 'webhook'])),
        failed: z.array(z.enum(['file', 'webhook'])),
      })
      .nullable(),
  })
  .meta({ id: 'AuditChains' })

/** Where the chains end, and when that was last noted outside. */
export type AuditChains = z.infer<typeof auditChainsSchema>

/** POST /api/audit/check: each chain walked from its beginning. */
export const auditCheckSchema = z
  .object({
    checkedAt: z.iso.datetime(),
    chains: z.array(
      z.object({
        store: chainSchema,
        entries: z.number(),
        /** The first entry that does not hold; null where all do. */
        firstBroken: z.number().nullable(),
      }),
    ),
  })
  .meta({ id: 'AuditCheck' })

/** Each chain walked from its beginning. */
export type AuditCheck = z.infer<typeof auditCheckSchema>
