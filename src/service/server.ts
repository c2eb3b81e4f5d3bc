import { randomUUID } from 'node:crypto'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import swagger from '@fastify/swagger'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject, serializerCompiler } from 'fastify-type-provider-zod'
import { passkeyRoutes } from './accounts/passkey-routes.ts'
import { programKeyIn } from './accounts/program-keys.ts'
import { programRoutes } from './accounts/program-routes.ts'
import { accountRoutes, sessionRoutes } from './accounts/routes.ts'
import { sameSecret } from './accounts/secrets.ts'
import { sessionTokenOf } from './accounts/session-cookie.ts'
import { answerError, answerErrorsOf } from './answer-errors.ts'
import { csrfHeader, protocolHeader } from './api/headers.ts'
import { auditRequests } from './audit/audit-requests.ts'
import { auditRoutes } from './audit/routes.ts'
import type { HookClients } from './cds-hooks/clients.ts'
import { cdsHooksRoutes } from './cds-hooks/routes.ts'
import { apiContentSecurityPolicy } from './content-security-policy.ts'
import { decideRoutes } from './decide-routes.ts'
import { documentRoutes } from './episodes/document-routes.ts'
import { draftRoutes } from './episodes/draft-routes.ts'
import { episodeRoutes } from './episodes/episode-routes.ts'
import { ServiceError } from './errors.ts'
import { artefactRoutes } from './fhir/artefact-routes.ts'
import { recordRoutes } from './fhir/record-routes.ts'
import { assertHostAllowed, assertSameOrigin, isStateChanging } from './guards.ts'
import type { Dispatcher } from './messages/dispatcher.ts'
import { settingsRoutes } from './messages/routes.ts'
import { levelsOf } from './messages/settings.ts'
import type { ServerOptions } from './options.ts'
import { organisationRoutes } from './organisation/routes.ts'
import { servePages } from './pages.ts'
import { patientRoutes } from './patients/patient-routes.ts'
import { isRouteName, permissions, type RouteName, verdict } from './permissions.ts'
import { protocolRoutes } from './protocol/protocol-routes.ts'
import { linkRoutes } from './questionnaire/link-routes.ts'
import { questionnaireRoutes } from './questionnaire/patient-routes.ts'
import { createRateLimit, type RateLimit } from './rate-limit.ts'
import { reportRoutes } from './reports/report-routes.ts'
import type { RequestFacts, Route } from './route.ts'
import { serverRoutes } from './server-routes.ts'
import { createServices, type Services } from './services.ts'
import { connectedOrigins } from './smart/configuration.ts'
import { smartRoutes } from './smart/smart-routes.ts'
import { staffRoutes } from './staff-routes.ts'
import { worklistRoutes } from './worklist/worklist-routes.ts'

declare module 'fastify' {
  interface FastifyRequest {
    facts: RequestFacts
  }
  interface FastifyInstance {
    /** Tells people of work; whoever lets the server listen starts it. */
    messages: Dispatcher
  }
}

const bodyLimitBytes = 1024 * 1024

/** The server, composed but not listening. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const services = createServices(options)
  const log: FastifyBaseLogger = options.log
  const server: FastifyInstance = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: () => randomUUID(), // never the sender's
    bodyLimit: bodyLimitBytes,
    requestTimeout: 30_000, // to receive a request whole
    connectionTimeout: 60_000,
    handlerTimeout: 30_000, // to answer it
    http: { headersTimeout: 15_000, maxHeaderSize: 16_384 },
    trustProxy: options.trustedProxies === undefined ? false : [...options.trustedProxies],
    frameworkErrors: (error, request, reply) => {
      reply.header('content-security-policy', apiContentSecurityPolicy) // an address so bad that no hook has run
      answerError(error, request, reply)
    },
  })
  server.setSerializerCompiler(serializerCompiler)
  answerErrorsOf(server)
  await addHeaders(server, options.secure)
  await server.register(cookie)
  addGuard(server, services)
  auditRequests(server, services)
  addRequestLog(server)
  addMessages(server, services)
  await server.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title: 'Plumbline', version: '1', description: apiDescription } },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  })
  checkAgainstPermissions(server)
  const routes: Route[] = [
    ...serverRoutes(services, server),
    ...sessionRoutes(services),
    ...accountRoutes(services),
    ...programRoutes(services),
    ...passkeyRoutes(services),
    ...organisationRoutes(services),
    ...auditRoutes(services),
    ...settingsRoutes(services),
    ...staffRoutes(services),
    ...smartRoutes(services),
    ...recordRoutes(services),
    ...patientRoutes(),
    ...episodeRoutes(services),
    ...draftRoutes(),
    ...protocolRoutes(services),
    ...worklistRoutes(services),
    ...reportRoutes(),
    ...documentRoutes(services),
    ...linkRoutes(services),
    ...questionnaireRoutes(services),
    ...decideRoutes(),
    ...cdsHooksRoutes(services),
    ...artefactRoutes(services),
  ]
  for (const each of routes) each.register(server, (request) => request.facts)
  const launchOrigins = options.smart === undefined ? [] : connectedOrigins(options.smart)
  await servePages(server, { webFolder: options.webFolder, secure: options.secure, launchOrigins })
  return server
}

const apiDescription = `Sign in with POST /api/session; send the cookie it sets, and with every request that changes
something the session's csrfToken as ${csrfHeader}. Programs send a key of theirs as "Authorization: Bearer …" instead of both. Errors are problem+json with a stable code.`

/** The same headers on every answer, the failed ones too. The app's page replaces the policy with its own. */
async function addHeaders(server: FastifyInstance, secure: boolean): Promise<void> {
  await server.register(helmet, {
    contentSecurityPolicy: false,
    referrerPolicy: { policy: 'no-referrer' },
    frameguard: { action: 'deny' },
    hsts: secure ? { maxAge: 31_536_000 } : false,
  })
  server.addHook('onRequest', async (request, reply) => {
    reply.header('content-security-policy', apiContentSecurityPolicy)
    reply.header('permissions-policy', 'camera=(), geolocation=(), microphone=()')
    reply.header('cache-control', 'no-store')
    reply.header('x-request-id', request.id)
  })
}

/** Before anything of a request is read: right host, who it is, may they, and did they mean it. */
function addGuard(server: FastifyInstance, services: Services): void {
  const { sessions, programKeys, drafts, site, settings, adoptions, options, hookClients } = services
  const { clock, hosts, records, secure } = options
  const often = createRateLimit(clock, 'PLB_HTTP_TOO_MANY')
  server.decorateRequest('facts')
  server.addHook('onRequest', async (request, reply) => {
    assertHostAllowed(request.headers.host, hosts)
    // Whether the process lives is no question of its database: nobody is to restart it because that is away.
    if (request.routeOptions.url === '/healthz') return
    // A key is sent on purpose: whoever sends one is that program and nobody else, whatever cookie comes along.
    const key = programKeyIn(request.headers.authorization)
    if (key !== undefined) reply.header('www-authenticate', 'Bearer') // read where the answer is a refusal
    const session =
      key === undefined ? await sessions.find(sessionTokenOf(request, secure)) : await programKeys.admit(key)
    const now = clock()
    await adoptions.refresh()
    const { serviceLevels } = await settings.read()
    const protocol = { ...adoptions.current(), serviceLevels: levelsOf(serviceLevels) }
    // An open page sees by it that it was loaded under another version.
    if (session !== undefined) reply.header(protocolHeader, protocol.adoption.hash)
    request.facts = {
      client: undefined,
      session:
        session === undefined
          ? undefined
          : { ...session, record: records[session.workspace], drafts: drafts[session.workspace] },
      now,
      today: await site.dateOf(now),
      protocol,
    }
    const name = routeNameOf(request)
    if (name === undefined) return // nothing is there: the not-found handler answers
    if (name.includes(' /cds-services')) allowOrigin(request, reply, hookClients)
    if (verdict(name, undefined) === 'by a token of its own') {
      // A program carries no cookie that a page of another site could misuse; what it may is in its token.
      request.facts = { ...request.facts, session: undefined, client: await hookClients.admit(request) }
      return
    }
    countRequest(often, request, session?.id)
    assertPermitted(name, request)
    if (!isStateChanging(request.method)) return
    assertSameOrigin(request.headers, secure)
    const given = request.headers[csrfHeader]
    // No page of another site can make a browser send a key.
    if (session !== undefined && key === undefined && !isOpenToAnyone(name)) {
      if (typeof given !== 'string' || !sameSecret(given, session.csrfToken)) {
        throw new ServiceError('PLB_SESSION_FORGED')
      }
    }
  })
}

/** In a minute, at each process: far more than people need, also a whole clinic behind one address. */
const requestsAtMost = { ofSession: 6_000, ofStrangers: 6_000, changesOfStrangers: 600 } as const

/** Whoever sends without end slows down nobody else, and what strangers can make us keep (a challenge) has an end. */
function countRequest(often: RateLimit, { ip, method }: FastifyRequest, session: string | undefined): void {
  if (session !== undefined) often.count(`session ${session}`, requestsAtMost.ofSession)
  else {
    often.count(`address ${ip}`, requestsAtMost.ofStrangers)
    if (isStateChanging(method)) often.count(`changes ${ip}`, requestsAtMost.changesOfStrangers)
  }
}

/** A page of an origin that is set up may read the answer, a refusal too. */
function allowOrigin({ headers: { origin } }: FastifyRequest, reply: FastifyReply, clients: HookClients): void {
  reply.header('vary', 'Origin')
  if (origin !== undefined && clients.isOrigin(origin)) reply.header('access-control-allow-origin', origin)
}

/** Signing in needs no token: whoever signs in has none yet, and whatever session they had ends. */
const isOpenToAnyone = (name: RouteName): boolean => verdict(name, undefined) === 'permitted'

function routeNameOf(request: FastifyRequest): RouteName | undefined {
  const { url } = request.routeOptions
  if (url === undefined) return undefined
  const name = `${request.method === 'HEAD' ? 'GET' : request.method} ${url}`
  // A route without a row cannot be registered; were there one, nobody might use it.
  if (!isRouteName(name)) throw new ServiceError('PLB_SESSION_NOT_PERMITTED')
  return name
}

function assertPermitted(name: RouteName, { facts: { session } }: FastifyRequest): void {
  const who = session === undefined ? undefined : { ...session.actor, workspace: session.workspace }
  switch (verdict(name, who)) {
    case 'permitted':
      return
    case 'sign in first':
      throw new ServiceError('PLB_SESSION_NEEDED')
    case 'not your role':
      throw new ServiceError('PLB_SESSION_NOT_PERMITTED')
    case 'not in demo':
      throw new ServiceError('PLB_SESSION_NOT_IN_DEMO')
    case 'by a token of its own':
      throw new ServiceError('PLB_CDS_HOOKS_TOKEN')
  }
}

/** One line for each answer: the route's pattern, not its address, and nothing that was sent. */
function addRequestLog(server: FastifyInstance): void {
  server.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    const milliseconds = Math.round(reply.elapsedTime)
    request.log.info({ method: request.method, route, status: reply.statusCode, milliseconds }, 'answered')
  })
}

/** What somebody has recorded may be work for somebody else, who is then told. */
function addMessages(server: FastifyInstance, { messages, shownCards }: Services): void {
  server.decorate('messages', messages)
  server.addHook('onResponse', async (request, reply) => {
    const { session } = request.facts ?? {}
    if (session?.workspace === 'real' && isStateChanging(request.method) && reply.statusCode < 400) messages.wake()
  })
  server.addHook('onClose', () => messages.stop())
  server.addHook('onClose', () => shownCards.flush())
}

/** Routes and rows are one to one: a route without a row cannot be added, a row without a route stops the start. */
function checkAgainstPermissions(server: FastifyInstance): void {
  const registered = new Set<string>()
  server.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) {
      const name = `${each === 'HEAD' ? 'GET' : each} ${url}`
      if (!isRouteName(name)) throw new Error(`${name} has no row in src/service/permissions.ts`)
      registered.add(name)
    }
  })
  server.addHook('onReady', async () => {
    const idle = Object.keys(permissions).filter((name) => !registered.has(name))
    if (idle.length > 0) throw new Error(`No route serves these rows of src/service/permissions.ts: ${idle.join(', ')}`)
  })
}
