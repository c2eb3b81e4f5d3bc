import type { IncomingHttpHeaders } from 'node:http'
import { ServiceError } from './errors.ts'

/** Requests that change nothing need no proof that they come from the open app. */
export const isStateChanging = (method: string): boolean => !['GET', 'HEAD', 'OPTIONS'].includes(method)

/** The host name of a `Host` header without its port, in lower case; `undefined` when it is none. */
export function hostNameOf(header: string | undefined): string | undefined {
  const match = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i.exec(header ?? '')
  return match?.[1]?.toLowerCase().replace(/\.$/, '')
}

/** The names a browser on the same machine uses. */
export const loopbackHostNames: readonly string[] = ['localhost', '127.0.0.1', '[::1]']

/**
 * Refuses a request for another host name. A page of an attacker's can make its own name point here (DNS rebinding)
 * and would then count as same-origin; its name in `Host` gives it away.
 *
 * @throws `PLB_HTTP_WRONG_HOST` (421).
 */
export function assertHostAllowed(header: string | undefined, allowed: readonly string[]): void {
  const name = hostNameOf(header)
  if (name === undefined || !allowed.includes(name)) throw new ServiceError('PLB_HTTP_WRONG_HOST')
}

/**
 * Refuses a state-changing request that a browser sent for another site's page. Browsers always send `Origin` with
 * such a request and most send `Sec-Fetch-Site`; programs send neither and carry no one's cookie by accident.
 *
 * @param secure Whether people reach the service over https.
 * @throws `PLB_SESSION_FORGED` (403).
 */
export function assertSameOrigin(
  headers: Pick<IncomingHttpHeaders, 'origin' | 'host' | 'sec-fetch-site'>,
  secure: boolean,
): void {
  const site = headers['sec-fetch-site']
  const origin = headers.origin
  const own = `${secure ? 'https' : 'http'}://${headers.host}`
  if ((site !== undefined && site !== 'same-origin') || (origin !== undefined && origin !== own)) {
    throw new ServiceError('PLB_SESSION_FORGED')
  }
}
