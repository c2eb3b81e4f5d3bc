import type { FastifyReply, FastifyRequest } from 'fastify'

/** The one cookie of the service, where people come over http on the machine itself. */
export const sessionCookie = 'plumbline_session'

/**
 * Over https a browser takes a cookie of this name from this host alone, for its root alone and never over http: no
 * sister domain can put a session id there.
 */
export const secureSessionCookie = `__Host-${sessionCookie}`

const nameFor = (secure: boolean): string => (secure ? secureSessionCookie : sessionCookie)

/**
 * `Strict` works because the app's page is the same for everybody: whoever follows a link from elsewhere gets the page
 * without the cookie, and the page's own requests then carry it.
 */
const attributes = { path: '/', httpOnly: true, sameSite: 'strict' } as const

/** The session id that a browser sends; `undefined` where it sends none. */
export function sessionTokenOf(request: Pick<FastifyRequest, 'cookies'>, secure: boolean): string | undefined {
  return request.cookies[nameFor(secure)]
}

/** Gives the browser its session id. It is forgotten when the browser closes; the server's limits end it earlier. */
export function setSessionCookie(reply: FastifyReply, token: string, secure: boolean): void {
  reply.setCookie(nameFor(secure), token, { ...attributes, secure })
}

/** Takes it away. */
export function clearSessionCookie(reply: FastifyReply, secure: boolean): void {
  reply.clearCookie(nameFor(secure), { ...attributes, secure })
}
