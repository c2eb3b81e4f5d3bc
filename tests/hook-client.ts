import { randomUUID } from 'node:crypto'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { type HooksConfiguration, hooksConfiguration } from '../src/service/cds-hooks/configuration.ts'
import { type ServerUnderTest, serverUnderTest } from './server-under-test.ts'

/** The address that the service is told it has; tokens are for it. */
export const address = 'https://clinic.example'
export const issuer = 'https://ehr.example'
export const jku = 'https://ehr.example/jwks.json'
/** A page in a browser that may call. */
export const pageOrigin = 'https://ehr.example'

/** A key pair of the algorithm, made for this test. */
export async function keyPair(kid: string, algorithm = 'ES384') {
  const kty = algorithm.startsWith('ES') ? ('EC' as const) : ('RSA' as const)
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true })
  return {
    kid,
    algorithm,
    privateKey,
    publicJwk: { ...(await exportJWK(publicKey)), kty, kid, alg: algorithm, use: 'sig' },
  }
}

export type KeyPair = Awaited<ReturnType<typeof keyPair>>

/** What of a token a test wants otherwise; `undefined` leaves a member out. */
export interface TokenChanges {
  readonly header?: Readonly<Record<string, unknown>>
  readonly payload?: Readonly<Record<string, unknown>>
}

/** A token as a client of the specification makes it, for one address. */
export function token(pair: KeyPair, path: string, now: Date, { header = {}, payload = {} }: TokenChanges = {}) {
  const seconds = Math.floor(now.getTime() / 1000)
  const claims = {
    iss: issuer,
    aud: `${address}${path}`,
    exp: seconds + 300,
    iat: seconds,
    jti: randomUUID(),
    ...payload,
  }
  const given = Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined))
  return new SignJWT(given)
    .setProtectedHeader({ alg: pair.algorithm, kid: pair.kid, typ: 'JWT', jku, ...header })
    .sign(pair.privateKey)
}

/** A running service with one client, over real HTTP. */
export async function hospital(
  change: Partial<HooksConfiguration['clients'][number]> = {},
  more: { readonly launchUrl?: string } = {},
) {
  const pair = await keyPair('key-1')
  const configuration = hooksConfiguration({
    address,
    ...more,
    clients: [{ issuer, jku, keys: { keys: [pair.publicJwk] }, origins: [pageOrigin], ...change }],
  })
  const under = await serverUnderTest({ hooksConfiguration: configuration })
  return { pair, ...(await calling(under, (path) => token(pair, path, under.now()))) }
}

interface OpenSettings {
  readonly fhirServers?: readonly string[]
  readonly origins?: readonly string[]
  readonly systemActionsInExtension?: boolean
  readonly serviceIdPerHook?: boolean
}

/** A running service that anybody on this machine may call, over real HTTP. */
export async function sandbox(open: OpenSettings = {}) {
  const configuration = hooksConfiguration({ address: 'http://127.0.0.1:8420', openOnLoopback: open })
  return calling(await serverUnderTest({ hooksConfiguration: configuration }), () => Promise.resolve(undefined))
}

async function calling(under: ServerUnderTest, tokenFor: (path: string) => Promise<string | undefined>) {
  await under.server.listen({ host: '127.0.0.1', port: 0 })
  const port = Number(new URL(under.server.listeningOrigin).port)
  const base = `http://127.0.0.1:${port}`

  /** Sends a request; with a good token where the test gives no other. */
  async function send(
    path: string,
    { method, body, authorization, headers = {} }: Sent = {},
  ): Promise<{ readonly status: number; readonly headers: Headers; readonly json: Answered }> {
    const given = authorization ?? (await tokenFor(path).then((text) => text && `Bearer ${text}`))
    const answer = await fetch(`${base}${path}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(given === undefined || given === '' ? {} : { authorization: given }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { status: answer.status, headers: answer.headers, json: text === '' ? {} : JSON.parse(text) }
  }

  return { under, base, send, call: (body: unknown, id = 'back-pain') => send(`/cds-services/${id}`, { body }) }
}

interface Sent {
  readonly method?: string
  readonly body?: unknown
  /** Another than the good one; empty for none. */
  readonly authorization?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** What a hook, a discovery or a refusal answers, as a test reads it. */
export interface Answered {
  readonly code?: string
  readonly detail?: string
  readonly errors?: readonly { readonly path: string; readonly message: string }[]
  readonly services?: readonly Readonly<Record<string, unknown>>[]
  readonly cards?: readonly AnsweredCard[]
  readonly systemActions?: readonly AnsweredAction[]
  readonly extension?: { readonly systemActions: readonly AnsweredAction[] }
  readonly stored?: number
  readonly rules?: readonly unknown[]
}

export interface AnsweredAction {
  readonly type: string
  readonly description: string
  readonly resourceId?: string
  readonly resource?: Readonly<Record<string, unknown>>
}

export interface AnsweredCard {
  readonly uuid: string
  readonly summary: string
  readonly detail: string
  readonly indicator: string
  readonly source: { readonly label: string; readonly url: string; readonly topic: Readonly<Record<string, string>> }
  readonly suggestions?: readonly {
    readonly label: string
    readonly uuid: string
    readonly isRecommended?: boolean
    readonly actions: readonly AnsweredAction[]
  }[]
  readonly selectionBehavior?: string
  readonly overrideReasons?: readonly Readonly<Record<string, string>>[]
  readonly links: readonly Readonly<Record<string, string>>[]
}

export type Hospital = Awaited<ReturnType<typeof hospital>>
