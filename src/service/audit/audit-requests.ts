import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { EventRecord } from '../../record/contract.ts'
import { ServiceError } from '../errors.ts'
import { isRouteName } from '../permissions.ts'
import type { Services } from '../services.ts'
import type { Audited } from './audit-log.ts'
import { isAudited } from './audited.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who came in by this request, which began before anybody was known. */
    cameIn?: { readonly actorId: string; readonly sessionId: string }
    /** Of whom it turned out to be, where no address could say so: who was added. */
    turnedOut?: { readonly patientId: string; readonly episodeId: string }
  }
}

/**
 * Writes what every audited request came to before its answer leaves: what cannot be written is not shown, and is said
 * to have failed. The demo patients are nobody's, and not audited.
 */
export function auditRequests(server: FastifyInstance, { audit, options }: Services): void {
  const patients = patientOfEpisode(options.records.real)
  server.decorateRequest('cameIn')
  server.decorateRequest('turnedOut')
  server.addHook('onSend', async (request, reply, payload) => {
    try {
      const entry = await entryFor(request, reply.statusCode, patients)
      if (entry === undefined) return payload
      await audit.write(entry, options.clock())
      return payload
    } catch (error) {
      // A failure of ours shows nothing of anybody, and says more of what is wrong.
      if (reply.statusCode >= 500) {
        request.log.error({ err: error, status: reply.statusCode }, 'a failure was not audited')
        return payload
      }
      request.log.error({ err: error }, 'not audited, so not answered')
      const { problem, status } = new ServiceError('PLB_AUDIT_NOT_WRITTEN')
      reply.status(status).removeHeader('set-cookie').removeHeader('content-encoding').removeHeader('content-length')
      reply.type('application/problem+json; charset=utf-8').header('retry-after', '5')
      return JSON.stringify(problem)
    }
  })
}

async function entryFor(
  request: FastifyRequest,
  status: number,
  patients: (episodeId: string) => Promise<string | null>,
): Promise<Audited | undefined> {
  const { facts, cameIn, turnedOut } = request
  const route = `${request.method === 'HEAD' ? 'GET' : request.method} ${request.routeOptions.url}`
  if (facts === undefined || !isRouteName(route) || !isAudited(route)) return undefined
  const { session, client } = facts
  if (session?.workspace === 'demo') return undefined
  // Whoever guesses is made to wait and counted (accounts/attempts.ts); the log is not theirs to fill.
  if (
    status === 429 ||
    (session === undefined &&
      client === undefined &&
      cameIn === undefined &&
      status === 401 &&
      !route.startsWith('POST'))
  )
    return undefined
  const { patientId, episodeId, id } = idsIn(request.params)
  const isPatient = route.startsWith('GET /fhir/Patient/:id')
  const asked = route.startsWith('GET /fhir/') ? idsIn(request.query).patient : undefined
  const of = patientId ?? (isPatient ? id : undefined) ?? asked
  return {
    actorId:
      session?.actor.id ?? cameIn?.actorId ?? (client === undefined ? 'nobody' : `client:${client.name}`.slice(0, 200)),
    role: session?.actor.role ?? null,
    sessionId: session?.id ?? cameIn?.sessionId ?? null,
    route,
    status,
    address: request.ip,
    patientId: of ?? turnedOut?.patientId ?? (episodeId === undefined ? null : await patients(episodeId)),
    episodeId: episodeId ?? turnedOut?.episodeId ?? null,
    subjectId: isPatient ? null : (id ?? null),
  }
}

/** Ids of an address, as far as they can be ids at all: what else somebody typed there is not kept. */
function idsIn(values: unknown): Partial<Record<string, string>> {
  const entries = Object.entries(Object(values)).filter(
    (each): each is [string, string] => typeof each[1] === 'string' && /^[A-Za-z0-9._-]{1,128}$/.test(each[1]),
  )
  return Object.fromEntries(entries)
}

/**
 * Whose episode it is now. Never remembered: it may move, by another process too. Where there is none, or the record cannot
 * be read, the entry names the episode alone: a refusal is still a refusal.
 */
function patientOfEpisode(record: EventRecord): (episodeId: string) => Promise<string | null> {
  return async (episodeId) => (await record.readEpisode(episodeId).catch(() => [])).at(-1)?.patientId ?? null
}
