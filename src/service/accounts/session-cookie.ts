import type { FastifyReply } from 'fastify'

/** The one cookie of the service. */
export const sessionCookie = 'plumbline_session'

/**
 * `Strict` works because the app's page is the same for everybody: whoever follows a link from elsewhere gets the page
 * without the cookie, and the page's own requests then carry it.
 */
const attributes = { path: '/', httpOnly: true, sameSite: 'strict' } as const

/** Gives the browser its session id. It is forgotten when the browser closes; the server's limits end it earlier. */
export function setSessionCookie(reply: FastifyReply, token: string, secure: boolean): void {
  reply.setCookie(sessionCookie, token, { ...attributes, secure })
}

/** Takes it away. */
export function clearSessionCookie(reply: FastifyReply, secure: boolean): void {
  reply.clearCookie(sessionCookie, { ...attributes, secure })
}
