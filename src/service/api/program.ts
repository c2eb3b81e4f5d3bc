import { z } from 'zod'
import { accountSchema, displayNameSchema, usernameSchema } from './account.ts'

/** A key of a program as the administrator sees it: never the key itself. */
export const programKeySchema = z
  .object({
    id: z.uuid(),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    /** To the minute; null where it was never used. */
    lastUsedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'ProgramKey' })

/** A key of a program. */
export type ProgramKey = z.infer<typeof programKeySchema>

/** Another system with an account of the role `integration`, and the keys that open it. */
export const programSchema = z
  .object({ account: accountSchema, keys: z.array(programKeySchema).describe('Those that count, the newest first') })
  .meta({ id: 'Program' })

/** Another system, and its keys. */
export type Program = z.infer<typeof programSchema>

/** POST /api/programs. */
export const programRequestSchema = z.strictObject({ username: usernameSchema, displayName: displayNameSchema })

/** The key is shown this one time; only its hash is kept. */
export const newKeyAnswerSchema = z.object({
  program: programSchema,
  key: z.string().describe('Send it as "Authorization: Bearer …"'),
})

/** A new key. */
export type NewKeyAnswer = z.infer<typeof newKeyAnswerSchema>
