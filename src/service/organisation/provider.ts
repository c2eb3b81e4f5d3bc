import type { Configuration } from 'openid-client'
import { ServiceError } from '../errors.ts'
import { loopbackNames } from '../guarded-lookup.ts'
import { askOutside } from '../outgoing.ts'
import type { Organisation } from './configuration.ts'

/** Loaded when somebody signs in so: nobody else waits for it. */
const library = () => import('openid-client')

const answerBytesAtMost = 1_048_576
const answerWithinMilliseconds = 5_000

/** What has to come back with the browser, and never leaves the service. */
export interface Secrets {
  readonly state: string
  readonly nonce: string
  readonly codeVerifier: string
}

/** What the provider says of somebody, once it has been checked. */
export type Claims = Readonly<Record<string, unknown>> & { readonly sub: string }

/** The organisation's OpenID provider. */
export interface Provider {
  /** Where the browser is sent, and what to keep meanwhile. @throws `PLB_ORGANISATION_AWAY` */
  begin(redirectUri: string): Promise<{ readonly url: string; readonly secrets: Secrets }>
  /**
   * Who came back, once everything about the answer holds: state, issuer, code and verifier, and of the token issuer,
   * audience, times, nonce and the signature by a key of the provider in the one algorithm that is expected.
   * `undefined` for every reason why it does not count.
   */
  finish(returnedTo: URL, secrets: Secrets): Promise<Claims | undefined>
  /** Where a browser signs out of the organisation too; `undefined` where it offers no such page. */
  signOutUrl(returnTo: string): Promise<string | undefined>
}

/** The provider of an organisation; asked for what it offers with the first sign-in, and again after it was away. */
export function createProvider(organisation: Organisation): Provider {
  let known: Promise<Configuration> | undefined
  const configuration = (): Promise<Configuration> => {
    known ??= discovered(organisation).catch((error: unknown) => {
      known = undefined
      throw error
    })
    return known
  }
  return {
    async begin(redirectUri) {
      const { buildAuthorizationUrl, calculatePKCECodeChallenge, randomNonce, randomPKCECodeVerifier, randomState } =
        await library()
      const found = await configuration().catch(() => {
        throw new ServiceError('PLB_ORGANISATION_AWAY')
      })
      const secrets = { state: randomState(), nonce: randomNonce(), codeVerifier: randomPKCECodeVerifier() }
      const url = buildAuthorizationUrl(found, {
        redirect_uri: redirectUri,
        scope: [...new Set(['openid', ...organisation.scopes])].join(' '),
        code_challenge: await calculatePKCECodeChallenge(secrets.codeVerifier),
        code_challenge_method: 'S256',
        state: secrets.state,
        nonce: secrets.nonce,
      })
      return { url: url.href, secrets }
    },

    async finish(returnedTo, { state, nonce, codeVerifier }) {
      const { authorizationCodeGrant } = await library()
      try {
        const tokens = await authorizationCodeGrant(await configuration(), returnedTo, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: codeVerifier,
          idTokenExpected: true,
        })
        return tokens.claims()
      } catch {
        return undefined
      }
    },

    async signOutUrl(returnTo) {
      const { buildEndSessionUrl } = await library()
      try {
        const found = await configuration()
        if (found.serverMetadata().end_session_endpoint === undefined) return undefined
        return buildEndSessionUrl(found, { post_logout_redirect_uri: returnTo }).href
      } catch {
        return undefined
      }
    },
  }
}

async function discovered(organisation: Organisation): Promise<Configuration> {
  const client = await library()
  const issuer = new URL(organisation.issuer)
  const isHere = issuer.protocol === 'http:' && loopbackNames.includes(issuer.hostname)
  return client.discovery(
    issuer,
    organisation.clientId,
    { id_token_signed_response_alg: organisation.signedBy },
    organisation.clientSecret === undefined ? client.None() : client.ClientSecretPost(organisation.clientSecret),
    {
      // The signature is checked although the token comes from the provider itself over TLS.
      execute: [client.enableNonRepudiationChecks, ...(isHere ? [client.allowInsecureRequests] : [])],
      [client.customFetch]: fetchOutside,
      timeout: answerWithinMilliseconds / 1000,
    },
  )
}

/** The library's requests by the one way out of the service, whatever address the provider's own description names. */
async function fetchOutside(
  url: string,
  { method, headers, body }: { method: string; headers: Record<string, string>; body?: unknown },
): Promise<Response> {
  const answer = await askOutside({
    url,
    method: method === 'POST' ? 'POST' : 'GET',
    headers,
    ...(body === undefined || body === null ? {} : { body: String(body) }),
    bytesAtMost: answerBytesAtMost,
    withinMilliseconds: answerWithinMilliseconds,
  })
  if ('failed' in answer) throw new TypeError(answer.failed)
  // Whatever it calls itself, it is read as JSON or not at all.
  return new Response(answer.body, { status: answer.status, headers: { 'content-type': 'application/json' } })
}
