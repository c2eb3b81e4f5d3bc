import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { EventRecord } from '../record/contract.ts'
import type { Session } from './accounts/sessions.ts'
import { problemSchema } from './api/problem.ts'
import type { HookClient } from './cds-hooks/clients.ts'
import type { Drafts } from './episodes/drafts.ts'
import { outcomeSchema } from './fhir/outcome.ts'
import { isRouteName, type permissions, type RouteName } from './permissions.ts'
import type { AdoptedProtocol } from './protocol/adoptions.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answers in FHIR JSON, errors too. */
    isFhir?: boolean
  }
}

/** A session as a handler meets it: with the one record and the drafts it may touch. */
export interface OpenSession extends Session {
  /** The record of the session's workspace. There is no way from here to the other one. */
  readonly record: EventRecord
  /** Unsigned answers, of the same workspace. */
  readonly drafts: Drafts
}

type MayBeAnonymous<Name extends RouteName> = 'anonymous' extends (typeof permissions)[Name]['allows'][number]
  ? true
  : false

type IsForHookClients<Name extends RouteName> = 'hookClient' extends (typeof permissions)[Name]['allows'][number]
  ? true
  : false

/** What a handler is given. Everything in it has been checked: permission, origin, form of the input. */
export interface RouteContext<Name extends RouteName, Params, Query, Body> {
  readonly params: Params
  readonly query: Query
  readonly body: Body
  /** Who asks, on which record. `undefined` only in rows that are open to anyone; elsewhere the type has no `undefined`. */
  readonly session: MayBeAnonymous<Name> extends true
    ? OpenSession | undefined
    : IsForHookClients<Name> extends true
      ? undefined
      : OpenSession
  /** The program that called, in rows for programs alone. */
  readonly client: IsForHookClients<Name> extends true ? HookClient : undefined
  /** One time for the whole request. */
  readonly now: Date
  /** The date of `now` at the site, for `asOf`. */
  readonly today: string
  /** The adopted version of the protocol: one for the whole request. */
  readonly protocol: AdoptedProtocol
  readonly request: FastifyRequest
  /** For cookies and headers; the answer itself is what the handler returns. */
  readonly reply: FastifyReply
}

/** A route, declared. What is not given (`params`, `query`, `body`) is not read. */
export interface RouteDeclaration<
  Name extends RouteName,
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Answer extends z.ZodType,
> {
  /** The row of the permission table: method, space, path pattern. */
  readonly route: Name
  /** One sentence for the OpenAPI description. */
  readonly summary: string
  readonly params?: Params
  readonly query?: Query
  readonly body?: Body
  /** What a success answers; `z.undefined()` for 204. Members not in it are never sent. */
  readonly answer: Answer
  /** 200 unless given; 204 when the answer is `z.undefined()`. */
  readonly status?: 200 | 201
  /** For a document: the same answer as `text/plain`, for whoever accepts that rather than JSON. */
  text?(answer: z.output<Answer>): string
  /** A larger body than the server takes elsewhere. */
  readonly bodyLimitBytes?: number
  /** Of the answer, where it is JSON of a kind of its own; errors are then of that kind too. */
  readonly mediaType?: 'application/fhir+json'
  /**
   * A long answer with nothing in it that is anybody's own: sent packed to whoever takes that. The length of a packed
   * answer tells of what is in it, so this is never given where something is secret.
   */
  readonly isPacked?: true
  /** Left out of the OpenAPI description when true (pages, health). */
  readonly hidden?: boolean
  handler(
    context: RouteContext<Name, z.output<Params>, z.output<Query>, z.output<Body>>,
  ): Promise<z.output<Answer>> | z.output<Answer>
}

/** What the server adds to a request before a handler sees it. */
export interface RequestFacts {
  readonly session: OpenSession | undefined
  readonly client: HookClient | undefined
  readonly now: Date
  readonly today: string
  readonly protocol: AdoptedProtocol
}

/** A declared route, ready to be registered by `createServer`. */
export interface Route {
  readonly name: RouteName
  register(server: FastifyInstance, factsOf: (request: FastifyRequest) => RequestFacts): void
}

/**
 * Declares a route. Its name must be a row of `permissions.ts`; the compiler says so, and so does this function.
 *
 * @throws When the table has no such row.
 * @example
 * route({
 *   route: 'GET /api/accounts',
 *   summary: 'All accounts',
 *   answer: z.array(accountSchema),
 *   handler: () => accounts.list(),
 * })
 */
export function route<
  Name extends RouteName,
  Answer extends z.ZodType,
  Params extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
>(declaration: RouteDeclaration<Name, Params, Query, Body, Answer>): Route {
  const { route: name, summary, params, query, body, answer } = declaration
  if (!isRouteName(name)) throw new Error(`${String(name)} has no row in src/service/permissions.ts`)
  const [method = '', url = ''] = name.split(' ')
  const status = declaration.status ?? (answer.def.type === 'undefined' ? 204 : 200)
  return {
    name,
    register(server, factsOf) {
      server.route({
        method,
        url,
        ...(declaration.bodyLimitBytes === undefined ? {} : { bodyLimit: declaration.bodyLimitBytes }),
        ...(declaration.mediaType ? { config: { isFhir: true } } : {}),
        schema: {
          summary,
          hide: declaration.hidden ?? false,
          ...(params === undefined ? {} : { params }),
          ...(query === undefined ? {} : { querystring: query }),
          ...(body === undefined ? {} : { body }),
          response: { [status]: answerSchema(declaration), default: failureSchema(declaration) },
        },
        ...(declaration.isPacked ? { onSend: pack } : {}),
        handler: async (request, reply) => {
          reply.status(status)
          const answered = await declaration.handler({
            ...(factsOf(request) as RequestFacts & Pick<RouteContext<Name, never, never, never>, 'session' | 'client'>), // the guard has read the row
            params: request.params as z.output<Params>, // validated, or else not declared and not read
            query: request.query as z.output<Query>,
            body: request.body as z.output<Body>,
            request,
            reply,
          })
          if (isKnown(request, reply)) return reply.status(304).send()
          if (declaration.mediaType) reply.type(`${declaration.mediaType}; charset=utf-8`)
          if (declaration.text === undefined || !prefersText(request.headers.accept)) return answered
          reply.type('text/plain; charset=utf-8')
          return declaration.text(answered)
        },
      })
    },
  }
}

/** What OpenAPI is told of a success: JSON, JSON of its own kind, or plain text beside it. */
function answerSchema({ answer, mediaType, text }: { answer: z.ZodType; mediaType?: string; text?: unknown }) {
  if (mediaType) return { description: 'As FHIR JSON', content: { [mediaType]: { schema: answer } } }
  if (text === undefined) return answer
  return {
    description: 'As JSON, or as plain text where `Accept` asks for that',
    content: { 'application/json': { schema: answer }, 'text/plain': { schema: z.string() } },
  }
}

/** What OpenAPI is told of a failure. */
function failureSchema({ mediaType }: { mediaType?: string }) {
  if (!mediaType) return problemSchema
  return { description: 'As an OperationOutcome', content: { [mediaType]: { schema: outcomeSchema } } }
}

async function pack(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
  reply.header('vary', 'accept-encoding')
  const accepted = String(request.headers['accept-encoding'] ?? '')
  const encoding = (['br', 'gzip'] as const).find((each) => takes(accepted, each))
  if (typeof payload !== 'string' || encoding === undefined) return payload
  reply.header('content-encoding', encoding).removeHeader('content-length')
  return encoding === 'gzip'
    ? gzipped(payload)
    : brotli(payload, { params: { [constants.BROTLI_PARAM_QUALITY]: QUICK } })
}

/** Of eleven: as quick as gzip, and half as long for a protocol, whose two layers say much twice and far apart. */
const QUICK = 5
const gzipped = promisify(gzip)
const brotli = promisify(brotliCompress)

function takes(accepted: string, encoding: string): boolean {
  return new RegExp(`\\b${encoding}\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$))`).test(accepted)
}

/** Whether the asker has this very answer already, by its entity tag. */
function isKnown(request: FastifyRequest, reply: FastifyReply): boolean {
  const tag = reply.getHeader('etag')
  return tag !== undefined && request.headers['if-none-match'] === tag
}

/** Whether plain text is asked for, and JSON not before it. */
function prefersText(accept = ''): boolean {
  const types = accept.split(',').map((each) => each.split(';')[0]?.trim())
  const place = (type: string): number => (types.includes(type) ? types.indexOf(type) : types.length)
  return place('text/plain') < place('application/json')
}
