import type { FastifyRequest } from 'fastify'
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, errors, type JWTVerifyGetKey, jwtVerify } from 'jose'
import { ServiceError } from '../errors.ts'
import { hostNameOf, loopbackHostNames } from '../guards.ts'
import { createRateLimit } from '../rate-limit.ts'
import { remoteKeys } from '../remote-keys.ts'
import { type ConfiguredClient, type HooksConfiguration, isLoopbackUrl } from './configuration.ts'
import { createReplayMemory, type ReplayMemory } from './replay-memory.ts'

/** A client that was let in, as far as an answer depends on it. */
export interface HookClient {
  /** Its issuer; `open` where nobody has to say who they are. */
  readonly name: string
  readonly fhirServers: readonly string[]
  readonly systemActionsInExtension: boolean
  readonly serviceIdPerHook: boolean
  /** Whether FHIR servers of this machine may be asked, without a token too. */
  readonly isOpen: boolean
}

/** The clients of the hooks. */
export interface HookClients {
  /**
   * Who calls; what a browser may read is said in the answer's headers.
   *
   * @throws `PLB_CDS_HOOKS_OFF`, `PLB_CDS_HOOKS_ORIGIN`, `PLB_CDS_HOOKS_TOKEN`, `PLB_CDS_HOOKS_KEYS`, `PLB_CDS_HOOKS_TOO_MANY`
   */
  admit(request: FastifyRequest): Promise<HookClient>
  /** Whether pages of this origin may call at all. */
  isOrigin(origin: string): boolean
}

/** Tokens older than this are refused, however long they would be valid. */
export const oldestTokenSeconds = 480
/** How far two clocks may differ. */
const clockToleranceSeconds = 30
const longestToken = 16_000
const longestJti = 255

/** More refused calls than this from one address in a minute are not looked at. */
const refusalsPerMinute = 120

/** The clients of a configuration; without one nobody is let in. */
export function createHookClients(
  configuration: HooksConfiguration | undefined,
  clock: () => Date,
  replays: ReplayMemory = createReplayMemory(clock),
): HookClients {
  const known = new Map(configuration?.clients.map((client) => [client.issuer, knownClient(client)]))
  const open = configuration?.openOnLoopback
  const origins = new Set([...(configuration?.clients ?? []).flatMap((each) => each.origins), ...(open?.origins ?? [])])
  const refusals = createRateLimit(clock, 'PLB_CDS_HOOKS_TOO_MANY')
  const calls = createRateLimit(clock, 'PLB_CDS_HOOKS_TOO_MANY')
  const startedAt = Math.floor(clock().getTime() / 1000)

  async function byToken(request: FastifyRequest, address: string): Promise<HookClient> {
    refusals.assertBelow(request.ip, refusalsPerMinute)
    try {
      const token = bearerOf(request.headers.authorization)
      const { issuer, header } = claimed(token)
      const client = known.get(issuer)
      if (client === undefined) throw refused('The issuer is not one of the clients that are set up here.')
      const { configured } = client
      if (header.jku !== undefined && header.jku !== configured.jku)
        throw refused('The jku is not the one that is set up for this issuer.')
      const audience = `${address}${request.url.split('?')[0]}`
      const { payload } = await verified(token, client, audience, clock())
      if (typeof payload.jti !== 'string' || payload.jti === '' || payload.jti.length > longestJti)
        throw refused('The token has no jti.')
      // What was issued before the service started may have been used before it: the memory of ids starts anew.
      if (typeof payload.iat !== 'number' || payload.iat < startedAt - clockToleranceSeconds)
        throw refused('The token was issued before the service started. Send a new one.')
      if (!(await replays.isNew(`${issuer} ${payload.jti}`, oldestTokenSeconds + 2 * clockToleranceSeconds)))
        throw refused('The token was used before.')
      assertOrigin(request.headers.origin, configured.origins)
      calls.count(issuer, configured.requestsPerMinute)
      return {
        name: issuer,
        fhirServers: configured.fhirServers,
        systemActionsInExtension: configured.systemActionsInExtension,
        serviceIdPerHook: configured.serviceIdPerHook,
        isOpen: false,
      }
    } catch (error) {
      if (error instanceof ServiceError && error.code === 'PLB_CDS_HOOKS_TOKEN') refusals.add(request.ip)
      throw error
    }
  }

  return {
    isOrigin: (origin) => origins.has(origin),
    async admit(request) {
      if (configuration === undefined) throw new ServiceError('PLB_CDS_HOOKS_OFF')
      if (open === undefined) return byToken(request, configuration.address)
      // Whatever the proxy in front or a name server says, an open service answers on this machine's own names alone.
      if (!loopbackHostNames.includes(hostNameOf(request.headers.host) ?? ''))
        throw new ServiceError('PLB_HTTP_WRONG_HOST')
      assertOrigin(request.headers.origin, open.origins)
      return { name: 'open', ...open, isOpen: true }
    },
  }
}

interface KnownClient {
  readonly configured: ConfiguredClient
  readonly keys: JWTVerifyGetKey
}

/** Keys are looked for among the client's own: a key id means nothing beyond the set that it is in. */
function knownClient(configured: ConfiguredClient): KnownClient {
  const { keys, jku = '' } = configured
  if (keys !== undefined)
    return { configured, keys: createLocalJWKSet(keys as Parameters<typeof createLocalJWKSet>[0]) }
  return { configured, keys: remoteKeys(jku) }
}

function bearerOf(authorization: string | undefined): string {
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]*)$/i.exec(authorization ?? '')?.[1]
  if (token === undefined || token.length > longestToken) throw refused('There is no bearer token of three parts.')
  return token
}

/** What the token says of itself, before anything of it is believed. */
function claimed(token: string) {
  try {
    const header = decodeProtectedHeader(token)
    const { iss } = decodeJwt(token)
    if (typeof iss !== 'string') throw refused('The token has no issuer.')
    if (typeof header.kid !== 'string' || header.kid === '') throw refused('The token names no key (kid).')
    return { issuer: iss, header }
  } catch (error) {
    throw error instanceof ServiceError ? error : refused('The token is no JSON Web Token.')
  }
}

async function verified(token: string, { configured, keys }: KnownClient, audience: string, now: Date) {
  try {
    return await jwtVerify(token, keys, {
      algorithms: [...configured.algorithms],
      issuer: configured.issuer,
      audience,
      typ: 'JWT',
      requiredClaims: ['iss', 'aud', 'exp', 'iat', 'jti'],
      maxTokenAge: oldestTokenSeconds,
      clockTolerance: clockToleranceSeconds,
      currentDate: now,
    })
  } catch (error) {
    throw refusalOf(error)
  }
}

/** Why a token does not count, in words of our own: jose's would repeat what was sent. */
function refusalOf(error: unknown): ServiceError {
  if (error instanceof errors.JWTExpired) return refused('The token has expired, or is too old.')
  if (error instanceof errors.JWTClaimValidationFailed)
    return refused(claimFaults[error.claim] ?? 'A claim of the token is missing or wrong.')
  if (error instanceof errors.JOSEAlgNotAllowed)
    return refused('The algorithm is not one that is set up for this issuer.')
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid)
    return new ServiceError('PLB_CDS_HOOKS_KEYS')
  if (error instanceof errors.JWKSNoMatchingKey) return refused('There is no such key for this issuer.')
  if (error instanceof errors.JOSEError && error.code !== 'ERR_JOSE_GENERIC')
    return refused('The signature is not right.')
  return new ServiceError('PLB_CDS_HOOKS_KEYS')
}

const claimFaults: Readonly<Record<string, string>> = {
  aud: 'The audience (aud) has to be the address that was called, exactly.',
  iat: 'The time of issue (iat) is missing or wrong.',
  exp: 'The time of expiry (exp) is missing or wrong.',
  jti: 'The token has no jti.',
  typ: 'The type of the token (typ) has to be JWT.',
}

function assertOrigin(origin: string | undefined, allowed: readonly string[]): void {
  if (origin !== undefined && !allowed.includes(origin)) throw new ServiceError('PLB_CDS_HOOKS_ORIGIN')
}

const refused = (detail: string): ServiceError => new ServiceError('PLB_CDS_HOOKS_TOKEN', { detail })

/** Whether an address of a FHIR server may be asked for this client. */
export function mayAsk(client: Pick<HookClient, 'fhirServers' | 'isOpen'>, server: string): boolean {
  const plain = (text: string): string => text.replace(/\/+$/, '')
  const isListed = client.fhirServers.some((each) => plain(each) === plain(server))
  return isListed && (server.startsWith('https://') || (client.isOpen && isLoopbackUrl(server)))
}
