import { z } from 'zod'
import { personRoleSchema, roleSchema } from './role.ts'

/** The fewest characters a password may have; the sign-up form says so before the server does. */
export const passwordLengthAtLeast = 12

/** A name to sign in with: letters, digits and `._@-`, 3 to 64 of them. Upper and lower case are the same. */
export const usernameSchema = z
  .string()
  .min(3)
  .max(64)
  .regex(/^[\p{L}\p{N}._@-]+$/u, 'Letters, digits and . _ @ - only')

/** The name other people see beside what somebody did. */
export const displayNameSchema = z.string().trim().min(1).max(100)

/**
 * A password somebody chooses now. The upper limit only bounds the work of hashing. Shorter than allowed is judged in
 * `passwords.ts` with the other rules, so that a person reads one kind of message about it.
 */
export const passwordSchema = z.string().min(1).max(256)

/** A one-time code as typed: dashes, spaces and case do not matter. */
export const oneTimeCodeSchema = z.string().min(1).max(64)

/** `invited` has not yet chosen a password. */
export const accountStatusSchema = z.enum(['invited', 'active', 'disabled'])

/** An account as an administrator sees it. */
export const accountSchema = z
  .object({
    id: z.uuid(),
    username: z.string(),
    displayName: z.string(),
    role: roleSchema,
    clinicalLead: z.boolean().describe('A clinician who may adopt another version of the protocol'),
    status: accountStatusSchema,
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Account' })

/** An account as an administrator sees it. */
export type Account = z.infer<typeof accountSchema>

/** POST /api/setup: the first administrator, by the code printed where the service was started. */
export const setUpRequestSchema = z.strictObject({
  code: oneTimeCodeSchema,
  username: usernameSchema,
  displayName: displayNameSchema,
  password: passwordSchema,
})

/** POST /api/accounts: invites a person. */
export const invitationRequestSchema = z.strictObject({
  username: usernameSchema,
  displayName: displayNameSchema,
  role: personRoleSchema,
})

/** The code is shown this one time; only its hash is kept. */
export const invitationAnswerSchema = z.object({
  account: accountSchema,
  code: z.string(),
  expiresAt: z.iso.datetime(),
})

export type InvitationAnswer = z.infer<typeof invitationAnswerSchema>

/** POST /api/invitations: the invited person chooses a password. */
export const acceptInvitationRequestSchema = z.strictObject({ code: oneTimeCodeSchema, password: passwordSchema })

/** PATCH /api/accounts/:id: only what is given changes. */
export const changeAccountRequestSchema = z.strictObject({
  displayName: displayNameSchema.optional(),
  role: personRoleSchema.optional(),
  clinicalLead: z.boolean().optional(),
  disabled: z.boolean().optional(),
})

/** PUT /api/password: one's own. */
export const changePasswordRequestSchema = z.strictObject({
  currentPassword: z.string().min(1).max(256),
  newPassword: passwordSchema,
})
