import { randomUUID } from 'node:crypto'
import { decodeProtectedHeader, type JWTPayload, type JWTVerifyGetKey, jwtVerify, SignJWT } from 'jose'
import { isObject, type JsonObject, textAt } from '../../fhir/json.ts'
import { ServiceError } from '../errors.ts'
import { askOutside, type OutgoingAnswer } from '../outgoing.ts'
import { remoteKeys } from '../remote-keys.ts'
import { connectedOrigins, type SmartServer } from './configuration.ts'
import type { SigningKeys } from './signing-keys.ts'

/** What the other record says of its authorisation server. */
interface Described {
  readonly issuer: string
  readonly tokenEndpoint: string
  readonly keysAt?: string
}

const limits = { bytesAtMost: 256 * 1024, withinMilliseconds: 10_000 }
/** What is described is asked for again after this. */
const rememberedMilliseconds = 600_000
/** How long an assertion holds: SMART allows five minutes at most. */
const assertionSeconds = 120

/** Of an `id_token`; never `none`, never a shared secret. */
const identityAlgorithms = ['ES384', 'RS384', 'RS256', 'ES256', 'ES512', 'RS512', 'PS256', 'PS384', 'PS512']

/** Who used the other record, as its authorisation server has signed it. */
export interface ProvenUser {
  /** Never given to another person by that server. */
  readonly subject: string
  /** As a resource of that server: `Practitioner/7`, or a whole address where it is kept elsewhere. */
  readonly fhirUser: string
}

/** The authorisation servers of the configured records, as the service itself asks them. */
export interface AuthorisationServers {
  /**
   * Swaps a code for a token, with the service's key (`private_key_jwt`).
   *
   * @throws `PLB_SMART_UNREACHABLE`, `PLB_SMART_REFUSED`
   */
  swap(server: SmartServer, code: CodeToSwap): Promise<JsonObject>
  /**
   * Who somebody is: of an `id_token` that is signed by that server, for this client, in this launch. Nobody where it does
   * not say who.
   *
   * @throws `PLB_SMART_UNREACHABLE`, `PLB_SMART_REFUSED`
   */
  whoIs(server: SmartServer, idToken: string, nonce: string): Promise<ProvenUser | undefined>
}

/** A code, with what it is bound to. */
export interface CodeToSwap {
  readonly code: string
  readonly codeVerifier: string
  readonly redirectUri: string
}

/** Asks them by the service's one way out, and only at the hosts that are configured for each. */
export function createAuthorisationServers(keys: SigningKeys | undefined, clock: () => Date): AuthorisationServers {
  const described = new Map<string, { readonly at: number; readonly is: Described }>()
  const keySets = new Map<string, JWTVerifyGetKey>()

  async function describe(server: SmartServer): Promise<Described> {
    const known = described.get(server.iss)
    if (known !== undefined && clock().getTime() - known.at < rememberedMilliseconds) return known.is
    const base = server.iss.replace(/\/+$/, '')
    const json = jsonOf(await askOutside({ url: `${base}/.well-known/smart-configuration`, ...limits }))
    const keysAt = textAt(json, 'jwks_uri')
    const is = {
      issuer: textAt(json, 'issuer') ?? base,
      tokenEndpoint: atConfiguredHost(textAt(json, 'token_endpoint'), server),
      ...(keysAt === undefined ? {} : { keysAt: atConfiguredHost(keysAt, server) }),
    }
    described.set(server.iss, { at: clock().getTime(), is })
    return is
  }

  async function assertion(server: SmartServer, { signing }: SigningKeys, audience: string): Promise<string> {
    const seconds = Math.floor(clock().getTime() / 1000)
    return new SignJWT()
      .setProtectedHeader({ alg: signing.algorithm, kid: signing.kid, typ: 'JWT' })
      .setIssuer(server.clientId)
      .setSubject(server.clientId)
      .setAudience(audience)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + assertionSeconds)
      .setJti(randomUUID())
      .sign(signing.privateKey)
  }

  return {
    async swap(server, { code, codeVerifier, redirectUri }) {
      if (keys === undefined) throw new ServiceError('PLB_SMART_REFUSED')
      const { tokenEndpoint } = await describe(server)
      const body = new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
        code_verifier: codeVerifier,
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: await assertion(server, keys, tokenEndpoint),
      })
      const headers = { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' }
      const token = jsonOf(
        await askOutside({ url: tokenEndpoint, method: 'POST', headers, body: body.toString(), ...limits }),
      )
      if (textAt(token, 'access_token') === undefined) throw new ServiceError('PLB_SMART_REFUSED')
      return token
    },
    async whoIs(server, idToken, nonce) {
      const { issuer, keysAt } = await describe(server)
      if (keysAt === undefined) return undefined
      const from = keySets.get(keysAt) ?? remoteKeys(keysAt)
      keySets.set(keysAt, from)
      const claims = await verified(idToken, from, { issuer, clientId: server.clientId, now: clock() })
      // What was signed for another launch says nothing of who is at this one.
      if (claims.nonce !== nonce) throw new ServiceError('PLB_SMART_REFUSED')
      const fhirUser = claims.fhirUser ?? claims.profile
      if (typeof fhirUser !== 'string' || typeof claims.sub !== 'string') return undefined
      return { subject: claims.sub, fhirUser: withinServer(fhirUser, server.iss) }
    },
  }
}

async function verified(
  idToken: string,
  keys: JWTVerifyGetKey,
  { issuer, clientId, now }: { readonly issuer: string; readonly clientId: string; readonly now: Date },
): Promise<JWTPayload> {
  try {
    // What the header says of itself is looked at by jose; that it is a header at all, here.
    decodeProtectedHeader(idToken)
    const { payload } = await jwtVerify(idToken, keys, {
      algorithms: identityAlgorithms,
      issuer,
      audience: clientId,
      requiredClaims: ['sub', 'exp'],
      clockTolerance: 30,
      currentDate: now,
    })
    return payload
  } catch {
    throw new ServiceError('PLB_SMART_REFUSED')
  }
}

function jsonOf(answer: OutgoingAnswer): JsonObject {
  if ('failed' in answer) throw new ServiceError('PLB_SMART_UNREACHABLE')
  if (answer.status !== 200) throw new ServiceError('PLB_SMART_REFUSED')
  try {
    const json: unknown = JSON.parse(answer.body)
    if (isObject(json)) return json
  } catch {
    // Said below.
  }
  throw new ServiceError('PLB_SMART_REFUSED')
}

/** An address that the other record named: taken on the hosts that are configured for it, and nowhere else. */
function atConfiguredHost(address: string | undefined, server: SmartServer): string {
  const isThere =
    address !== undefined &&
    URL.canParse(address) &&
    connectedOrigins({ servers: [server] }).includes(new URL(address).origin)
  if (!isThere) throw new ServiceError('PLB_SMART_REFUSED')
  return address
}

/** A resource of the server by its type and id; what is kept elsewhere stays a whole address. */
function withinServer(fhirUser: string, iss: string): string {
  const base = `${iss.replace(/\/+$/, '')}/`
  return (fhirUser.startsWith(base) ? fhirUser.slice(base.length) : fhirUser).slice(0, 500)
}
