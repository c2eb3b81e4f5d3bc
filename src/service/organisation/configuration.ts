import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { personRoleSchema } from '../api/role.ts'
import { StartError } from '../listen.ts'
import { allowedAddress } from '../outgoing.ts'

/** In the data folder; without it people sign in by password and passkey alone. */
export const organisationFile = 'organisation.json'
/** Where the secret is found, or the file that holds it. */
export const organisationSecretVariable = 'PLUMBLINE_OIDC_CLIENT_SECRET'

/** Shorter than this it could be guessed. */
const secretLengthAtLeast = 16

const organisationSchema = z.strictObject({
  /** How people call it: stands on the button. */
  name: z.string().trim().min(1).max(80),
  /** The OpenID provider as it names itself in its tokens. */
  issuer: z
    .string()
    .max(2000)
    .refine((text) => allowedAddress(text) !== undefined, 'an https address, or one of this machine'),
  clientId: z.string().min(1).max(200),
  scopes: z
    .array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/))
    .max(20)
    .default(['profile']),
  /** How its tokens are signed: any other way is refused. */
  signedBy: z.enum(['RS256', 'PS256', 'ES256', 'EdDSA']).default('RS256'),
  /** The claim that says what somebody is there, and what that makes them here; the first that fits counts. */
  roleClaim: z.string().min(1).max(200).optional(),
  roles: z
    .array(z.strictObject({ is: z.string().min(1).max(200), role: personRoleSchema }))
    .max(100)
    .default([]),
  /** Makes an account for whoever has a role and none yet; otherwise an account is linked by its owner. */
  createsAccounts: z.boolean().default(false),
})

const wholeSchema = organisationSchema.refine(
  ({ roleClaim, roles, createsAccounts }) =>
    roleClaim === undefined ? roles.length === 0 && !createsAccounts : roles.length > 0,
  'roleClaim and roles go together, and createsAccounts needs both',
)

/** The organisation by which people may sign in. */
export interface Organisation extends Omit<z.output<typeof organisationSchema>, 'roles' | 'scopes' | 'roleClaim'> {
  readonly scopes: readonly string[]
  readonly roleClaim?: string
  readonly roles: readonly { readonly is: string; readonly role: z.infer<typeof personRoleSchema> }[]
  /** None for a public client, which PKCE alone protects. */
  readonly clientSecret?: string
}

/**
 * The organisation of the data folder, and its secret from the environment or from a file that it names; none where there
 * is no file.
 *
 * @throws `PLB_START_ORGANISATION` where the file has another form, or the secret could be guessed
 * @example readOrganisation('.plumbline', process.env) // undefined
 */
export function readOrganisation(
  dataFolder: string,
  environment: Readonly<Record<string, string | undefined>>,
): Organisation | undefined {
  const file = join(dataFolder, organisationFile)
  if (!existsSync(file)) return undefined
  const clientSecret = secretFrom(environment)
  try {
    const read = wholeSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
    const { roleClaim, ...rest } = read
    return {
      ...rest,
      ...(roleClaim === undefined ? {} : { roleClaim }),
      ...(clientSecret === undefined ? {} : { clientSecret }),
    }
  } catch (error) {
    const where =
      error instanceof z.ZodError ? error.issues.map(({ path }) => path.join('.') || 'the whole').join(', ') : 'no JSON'
    throw refused(`${organisationFile} in the data folder is not right: ${where}.`)
  }
}

function secretFrom(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const named = environment[`${organisationSecretVariable}_FILE`]
  const secret = named === undefined ? environment[organisationSecretVariable] : secretIn(named)
  if (secret === undefined || secret === '') return undefined
  if (secret.length < secretLengthAtLeast || new Set(secret).size < 5)
    throw refused(
      `${organisationSecretVariable} could be guessed: at least ${secretLengthAtLeast} characters, not a few repeated.`,
    )
  return secret
}

function secretIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    throw refused(`The file that ${organisationSecretVariable}_FILE names cannot be read.`)
  }
}

const refused = (message: string): StartError => new StartError('PLB_START_ORGANISATION', message)
