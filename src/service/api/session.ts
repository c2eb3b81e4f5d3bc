import { z } from 'zod'
import { assertionSchema } from './passkey.ts'
import { hashSchema } from './protocol.ts'
import { roleSchema, workspaceSchema } from './role.ts'

/** POST /api/session. The lengths are generous: a wrong name or password must not be told apart by its form. */
export const signInRequestSchema = z.strictObject({
  username: z.string().min(1).max(256),
  password: z.string().min(1).max(256),
  workspace: workspaceSchema.default('real'),
  passkey: assertionSchema.optional().describe('Where the password alone does not let in'),
})

/** How a session began. */
export const signedInBySchema = z.enum(['password', 'code', 'passkey', 'organisation', 'demo'])

/** How a session began. */
export type SignedInBy = z.infer<typeof signedInBySchema>

/** GET /api/sessions: one of one's own. */
export const ownSessionSchema = z
  .object({
    id: z.uuid(),
    workspace: workspaceSchema,
    startedAt: z.iso.datetime(),
    lastSeenAt: z.iso.datetime().describe('To the minute'),
    address: z.string(),
    device: z.string().describe('Browser and system, as it says of itself; empty where it says nothing'),
    by: signedInBySchema,
    isThis: z.boolean().describe('The one that asks'),
  })
  .meta({ id: 'OwnSession' })

/** A session of one's own. */
export type OwnSession = z.infer<typeof ownSessionSchema>

/** Who is signed in, on which record, and what they may do. */
export const sessionSchema = z.object({
  person: z.object({
    id: z.string(),
    username: z.string().nullable().describe('null for the demo clinician, who has no account'),
    displayName: z.string(),
    role: roleSchema,
    clinicalLead: z.boolean().describe('May adopt another version of the protocol'),
  }),
  workspace: workspaceSchema,
  protocol: z
    .object({ hash: hashSchema, version: z.string() })
    .describe('The adopted version: what the app decides by, GET /api/protocol/versions/:hash'),
  csrfToken: z.string(),
  endsAt: z.iso.datetime().describe('Whatever the person does, the session ends then'),
  idleLimitMinutes: z.number(),
  signOutUrl: z.url().nullable().describe('Where the browser signs out of the organisation too'),
  may: z.array(z.string()).describe('Rows of the permission table, such as "POST /api/accounts"'),
  mayRecord: z.array(z.string()).describe('Types of event, such as "signed"'),
})

/** GET /api/session: everything the app needs to choose its first screen. */
export const sessionAnswerSchema = z
  .object({
    setUpNeeded: z.boolean().describe('No account exists yet: the set-up code makes the first administrator'),
    demoOffered: z.boolean().describe('POST /api/demo-session would work from here'),
    organisation: z.string().nullable().describe('Its name, where people may sign in by it'),
    passkeysOffered: z.boolean().describe('Passkeys can be used under this address'),
    session: sessionSchema.nullable(),
  })
  .meta({ id: 'SessionAnswer' })

/** GET /api/session. */
export type SessionAnswer = z.infer<typeof sessionAnswerSchema>
