import { z } from 'zod'
import { workspaceSchema } from './role.ts'

/*
 * WebAuthn as JSON (the names are the standard's). Only its bounds are judged here; what it says is verified by the library.
 */
const base64url = z
  .string()
  .regex(/^[A-Za-z0-9_-]*$/)
  .max(16_384)
const transportSchema = z.enum(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'])

const credential = {
  id: base64url.min(1).max(1024),
  rawId: base64url.min(1).max(1024),
  type: z.literal('public-key'),
}

/** What a browser answers when a passkey was made. */
export const registrationSchema = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z.array(transportSchema).max(10).optional(),
  }),
})

/** What a browser answers when a passkey was used. */
export const assertionSchema = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.optional(),
  }),
})

/** What a browser answers when a passkey was used. */
export type Assertion = z.infer<typeof assertionSchema>

/** What a browser is asked: the standard's own options, made by the library. */
export const challengeSchema = z.record(z.string(), z.unknown()).meta({ id: 'PasskeyChallenge' })

/** POST /api/passkeys/challenge: whoever merely finds an open window adds no passkey of theirs. */
export const newPasskeyRequestSchema = z.strictObject({ currentPassword: z.string().min(1).max(256) })

/** POST /api/passkeys. */
export const addPasskeyRequestSchema = z.strictObject({
  name: z.string().trim().min(1).max(100),
  registration: registrationSchema,
})

/** A passkey as its owner sees it. */
export const passkeySchema = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
})

/** A passkey as its owner sees it. */
export type Passkey = z.infer<typeof passkeySchema>

/** GET /api/passkeys. */
export const passkeysSchema = z
  .object({
    passkeys: z.array(passkeySchema),
    isNeeded: z.boolean().describe('The password alone does not let in: a passkey is asked for after it'),
  })
  .meta({ id: 'Passkeys' })

/** One's own passkeys. */
export type Passkeys = z.infer<typeof passkeysSchema>

/** PUT /api/passkeys/needed. */
export const passkeyNeededRequestSchema = z.strictObject({ isNeeded: z.boolean() })

/** POST /api/passkey-session: a passkey alone, with its own PIN or fingerprint. */
export const passkeySignInRequestSchema = z.strictObject({
  assertion: assertionSchema,
  workspace: workspaceSchema.default('real'),
})
