import { createHash, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createLocalJWKSet, exportJWK, generateKeyPair, type JSONWebKeySet, jwtVerify, SignJWT } from 'jose'

/** A resource as another record keeps it. */
export interface StoredResource {
  readonly resourceType: string
  readonly id?: string
  readonly [member: string]: unknown
}

/** How the other record behaves; a test changes it. */
export interface EhrBehaviour {
  /** The patient it is open on. */
  patient: string | undefined
  /** Scopes it grants of those asked for; all unless given. */
  grants: ((scope: string) => boolean) | undefined
  /** Sends the browser back with another state than it was given. */
  forgesState: boolean
  /** Says that it knows no PKCE. */
  lacksPkce: boolean
  /** Types of resource whose search it refuses. */
  refuses: readonly string[]
  /** Who uses it, as it signs; null where it does not say. */
  user: string | null
  /** Signs the number of another launch. */
  forgesNonce: boolean
  /** Another address of its token endpoint than its own. */
  tokenEndpoint: string | undefined
}

interface Grant {
  readonly nonce: string | undefined
  readonly challenge: string
  readonly redirectUri: string
  readonly scope: string
}

/** A FHIR server that others wrote, behind this authorisation server: asked for what a token allows. */
export type FhirServer = (request: IncomingMessage, response: ServerResponse, path: string) => Promise<void>

/**
 * An authorisation server and a FHIR server of another record, on this machine, over HTTP: PKCE is checked, a code is good
 * once, every FHIR request needs the token, and what is created with `If-None-Exist` is created once. Where it is told where
 * the keys of its client are, it swaps a code for nobody but who signs with one of them (`private_key_jwt`).
 */
export async function ehrUnderTest(
  clientId: string,
  clientKeys?: () => Promise<JSONWebKeySet>,
  fhirServer?: FhirServer,
) {
  const behaviour: EhrBehaviour = {
    patient: 'p1',
    grants: undefined,
    forgesState: false,
    lacksPkce: false,
    refuses: [],
    user: 'Practitioner/dr1',
    forgesNonce: false,
    tokenEndpoint: undefined,
  }
  const stored: StoredResource[] = []
  const requests: string[] = []
  const problems: string[] = []
  const grants = new Map<string, Grant>()
  const tokens = new Map<string, string>()
  const { privateKey, publicKey } = await generateKeyPair('ES384', { extractable: true })
  const ownKeys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'ehr-1', alg: 'ES384', use: 'sig' }] }
  const assertions = new Set<string>()
  let address = ''

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      problems.push(String(error))
      response.writeHead(500).end()
    })
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', address)
    requests.push(`${request.method} ${url.pathname}`)
    response.setHeader('access-control-allow-origin', request.headers.origin ?? '*')
    response.setHeader('access-control-allow-headers', 'authorization, content-type, accept, if-none-exist, prefer')
    if (request.method === 'OPTIONS') return end(response)
    if (url.pathname === '/fhir/.well-known/smart-configuration') return json(response, 200, configuration())
    if (url.pathname === '/auth/keys') return json(response, 200, ownKeys)
    if (url.pathname === '/auth/authorize') return authorize(url, response)
    if (url.pathname === '/auth/token') return token(new URLSearchParams(await bodyOf(request)), response)
    if (url.pathname.startsWith('/fhir/')) return fhir(request, url, response)
    json(response, 404, {})
  }

  const configuration = () => ({
    issuer: `${address}/fhir`,
    authorization_endpoint: `${address}/auth/authorize`,
    token_endpoint: behaviour.tokenEndpoint ?? `${address}/auth/token`,
    jwks_uri: `${address}/auth/keys`,
    code_challenge_methods_supported: behaviour.lacksPkce ? [] : ['S256'],
    capabilities: ['launch-ehr', 'launch-standalone', 'client-public', 'context-ehr-patient', 'permission-v2'],
  })

  function authorize(url: URL, response: ServerResponse): void {
    const asked = url.searchParams
    const faults = [
      asked.get('response_type') === 'code' ? [] : ['response_type'],
      asked.get('client_id') === clientId ? [] : ['client_id'],
      asked.get('aud') === `${address}/fhir` ? [] : ['aud'],
      asked.get('code_challenge_method') === 'S256' ? [] : ['code_challenge_method'],
      (asked.get('state') ?? '').length >= 16 ? [] : ['state'],
      asked.get('launch') === 'launch-1' || asked.get('scope')?.includes('launch/patient') ? [] : ['launch'],
    ].flat()
    problems.push(...faults)
    if (faults.length > 0) {
      json(response, 400, { faults })
      return
    }
    const code = randomBytes(16).toString('hex')
    const redirectUri = asked.get('redirect_uri') ?? ''
    const scope = (asked.get('scope') ?? '').split(' ').filter((each) => behaviour.grants?.(each) ?? true)
    const nonce = asked.get('nonce') ?? undefined
    grants.set(code, { nonce, challenge: asked.get('code_challenge') ?? '', redirectUri, scope: scope.join(' ') })
    const back = new URL(redirectUri)
    back.searchParams.set('code', code)
    back.searchParams.set('state', behaviour.forgesState ? 'another-state-altogether' : (asked.get('state') ?? ''))
    response.writeHead(302, { location: back.href }).end()
  }

  async function token(asked: URLSearchParams, response: ServerResponse): Promise<void> {
    const grant = grants.get(asked.get('code') ?? '')
    grants.delete(asked.get('code') ?? '')
    const challenge = createHash('sha256')
      .update(asked.get('code_verifier') ?? '')
      .digest('base64url')
    if (
      !grant ||
      challenge !== grant.challenge ||
      asked.get('redirect_uri') !== grant.redirectUri ||
      !(await isClient(asked))
    ) {
      problems.push('token refused')
      return json(response, 400, { error: 'invalid_grant' })
    }
    const access = randomBytes(16).toString('hex')
    tokens.set(access, grant.scope)
    const { user } = behaviour
    const nonce = behaviour.forgesNonce ? 'of-another-launch' : grant.nonce
    const idToken = await new SignJWT({ ...(user === null ? {} : { fhirUser: user }), ...(nonce ? { nonce } : {}) })
      .setProtectedHeader({ alg: 'ES384', kid: 'ehr-1' })
      .setIssuer(`${address}/fhir`)
      .setAudience(clientId)
      .setSubject(`subject of ${user}`)
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(privateKey)
    json(response, 200, {
      access_token: access,
      token_type: 'Bearer',
      expires_in: 3600,
      scope: grant.scope,
      id_token: idToken,
      ...(behaviour.patient === undefined ? {} : { patient: behaviour.patient }),
    })
  }

  /** A public client says who it is; one with a key signs it, for this address, once. */
  async function isClient(asked: URLSearchParams): Promise<boolean> {
    if (clientKeys === undefined) return asked.get('client_id') === clientId && !asked.has('client_assertion')
    const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
    if (asked.get('client_assertion_type') !== type) return false
    try {
      const keys = createLocalJWKSet(await clientKeys())
      const { payload } = await jwtVerify(asked.get('client_assertion') ?? '', keys, {
        algorithms: ['ES384', 'RS384'],
        audience: `${address}/auth/token`,
        issuer: clientId,
        subject: clientId,
        typ: 'JWT',
        requiredClaims: ['exp', 'jti'],
      })
      const isNew = !assertions.has(String(payload.jti))
      assertions.add(String(payload.jti))
      return isNew && (payload.exp ?? 0) <= Date.now() / 1000 + 300
    } catch {
      return false
    }
  }

  async function fhir(request: IncomingMessage, url: URL, response: ServerResponse): Promise<void> {
    const scope = tokens.get((request.headers.authorization ?? '').replace('Bearer ', ''))
    if (scope === undefined) return json(response, 401, { resourceType: 'OperationOutcome' })
    const [, , type = '', id] = url.pathname.split('/')
    // Who is asked for `fhirUser` may read that user.
    if (`${type}/${id}` === behaviour.user && scope.split(' ').includes('fhirUser'))
      return json(response, 200, { resourceType: type, id, name: [{ family: 'Ono', given: ['Kei'] }] })
    const may = scope.split(' ').includes(`patient/${type}.${request.method === 'POST' ? 'c' : 'rs'}`)
    if (!may || behaviour.refuses.includes(type)) return json(response, 403, { resourceType: 'OperationOutcome' })
    if (fhirServer) return fhirServer(request, response, `${url.pathname.replace(/^\/fhir/, '')}${url.search}`)
    if (request.method === 'POST') {
      const [, wanted] = decodeURIComponent(String(request.headers['if-none-exist'] ?? '')).split('identifier=')
      const known = stored.find((each) => each.resourceType === type && keysOf(each).includes(wanted ?? ''))
      if (known) return json(response, 200, known)
      const created = { ...JSON.parse(await bodyOf(request)), id: randomBytes(8).toString('hex') }
      stored.push(created)
      return json(response, 201, created)
    }
    if (id) {
      const found = stored.find((each) => each.resourceType === type && each.id === id)
      return found ? json(response, 200, found) : json(response, 404, { resourceType: 'OperationOutcome' })
    }
    // One resource on a page: whoever reads must follow the links.
    const of = `Patient/${url.searchParams.get('patient')}`
    const all = stored.filter((each) => each.resourceType === type && JSON.stringify(each).includes(`"${of}"`))
    const page = Number(url.searchParams.get('page') ?? '0')
    const next = new URL(url)
    next.searchParams.set('page', String(page + 1))
    json(response, 200, {
      resourceType: 'Bundle',
      type: 'searchset',
      total: all.length,
      ...(page + 1 < all.length ? { link: [{ relation: 'next', url: next.href }] } : {}),
      entry: all.slice(page, page + 1).map((resource) => ({ resource, search: { mode: 'match' } })),
    })
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const bound = server.address()
  address = `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}`
  return {
    iss: `${address}/fhir`,
    behaviour,
    stored,
    /** Every request it has had: method and path. */
    requests,
    /** What it had to refuse of a launch. */
    problems,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function keysOf({ identifier }: StoredResource): readonly string[] {
  return [identifier]
    .flat()
    .filter((each): each is { system: string; value: string } => typeof each === 'object' && each !== null)
    .map(({ system, value }) => `${system}|${value}`)
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function end(response: ServerResponse): void {
  response.writeHead(204).end()
}
