import { z } from 'zod'

/** Another record from which the app may be launched. */
export const smartServerSchema = z
  .object({
    iss: z.string().describe('Its FHIR server'),
    name: z.string(),
    clientId: z.string(),
    client: z
      .enum(['public', 'privateKey'])
      .describe('privateKey: the code is swapped for a token by the service, which holds the key'),
    origins: z.array(z.string()).describe('Its hosts: the app asks and is sent to no others'),
    scope: z.string().describe('What the app asks for'),
    recordNumberSystem: z.string().describe('The system of the identifier that is the record number here'),
  })
  .meta({ id: 'SmartServer' })

/** Another record from which the app may be launched. */
export type LaunchServer = z.infer<typeof smartServerSchema>

/** GET /api/smart/servers. */
export const smartServersSchema = z.array(smartServerSchema)

/** POST /api/smart/launches. */
export const beginLaunchRequestSchema = z.strictObject({ iss: z.string().max(2000) })

/** A launch that is begun: `nonce` goes with the request for leave, and comes back signed. */
export const begunLaunchSchema = z.object({ launchId: z.uuid(), nonce: z.string() }).meta({ id: 'BegunLaunch' })

/** A launch that is begun. */
export type BegunLaunch = z.infer<typeof begunLaunchSchema>

export const launchParamsSchema = z.object({ launchId: z.uuid() })

/** POST /api/smart/launches/:launchId/token: what the other record's sign-in sent the browser back with. */
export const swapCodeRequestSchema = z.strictObject({
  code: z.string().min(1).max(8000),
  codeVerifier: z.string().regex(/^[A-Za-z0-9._~-]{43,128}$/, 'A code verifier of PKCE'),
})

/** What the authorisation server answered: for this browser, and kept nowhere by the service. */
export const swappedTokenSchema = z
  .object({
    access_token: z.string(),
    token_type: z.string(),
    expires_in: z.number().optional(),
    scope: z.string().optional(),
    patient: z.string().optional(),
    encounter: z.string().optional(),
    id_token: z.string().optional(),
  })
  .meta({ id: 'SwappedToken' })

/** What the authorisation server answered. */
export type SwappedToken = z.infer<typeof swappedTokenSchema>

/** POST /api/smart/launches/:launchId/user: null where there was none. */
export const launchUserRequestSchema = z.strictObject({ idToken: z.string().max(16_000).nullable() })

/** How the person signed in here and the user of the other record stand to each other. */
export const launchStandingSchema = z.enum([
  'bound',
  'notBound',
  /** That user is somebody else here. */
  'boundToAnotherAccount',
  /** The person here is another user there. */
  'boundToAnotherUser',
  /** The record does not prove who used it, or it was a patient. */
  'notSaid',
])

/** How the person here and the user there stand to each other. */
export type LaunchStanding = z.infer<typeof launchStandingSchema>

/** A launch whose user is known, or is known not to be. */
export const launchedSchema = z
  .object({ launchId: z.uuid(), standing: launchStandingSchema, fhirUser: z.string().nullable() })
  .meta({ id: 'Launched' })

/** A launch whose user is known, or is known not to be. */
export type Launched = z.infer<typeof launchedSchema>

/** That an account here and a user of another record are one person. */
export const bindingSchema = z
  .object({
    id: z.uuid(),
    accountId: z.uuid(),
    iss: z.string(),
    fhirUser: z.string().describe('As a resource of that record, such as Practitioner/7'),
    boundAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable(),
    endedBy: z.uuid().nullable(),
  })
  .meta({ id: 'Binding' })

/** That an account here and a user of another record are one person. */
export type Binding = z.infer<typeof bindingSchema>

/** GET /api/smart/bindings: with the names of the record and of the person. */
export const bindingsSchema = z.array(bindingSchema.extend({ recordName: z.string(), personName: z.string() }))

/** One line of GET /api/smart/bindings. */
export type BindingLine = z.infer<typeof bindingsSchema>[number]

export const bindingParamsSchema = z.object({ bindingId: z.uuid() })

/** GET /.well-known/jwks.json. */
export const publishedKeysSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string() })) })
