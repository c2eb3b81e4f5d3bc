import { networkInterfaces } from 'node:os'
import type { FastifyInstance } from 'fastify'
import { loopbackHostNames } from './guards.ts'

/** Why the service did not start. */
export type StartErrorCode =
  | 'PLB_START_PORT_IN_USE'
  | 'PLB_START_ADDRESS'
  | 'PLB_START_DEMO_NOT_LOOPBACK'
  | 'PLB_START_CLOCK_SHIFT'
  | 'PLB_START_MESSAGES'
  | 'PLB_START_ANCHOR'
  | 'PLB_START_REVIEWS'
  | 'PLB_START_SMART'
  | 'PLB_START_ORGANISATION'
  | 'PLB_START_SMART_KEY'
  | 'PLB_START_PROTOCOL_KEPT'
  | 'PLB_START_CDS_HOOKS'
  | 'PLB_START_CDS_HOOKS_OPEN'
  | 'PLB_START_DATABASE_FILE'
  | 'PLB_START_NO_DATABASE'

/** The service did not start: the message says why and what to do, for whoever started it. */
export class StartError extends Error {
  readonly code: StartErrorCode

  constructor(code: StartErrorCode, message: string) {
    super(message)
    this.name = 'StartError'
    this.code = code
  }
}

/** Tried in this order when nobody asked for a port. */
const usualPorts: readonly number[] = Array.from({ length: 10 }, (_, index) => 8420 + index)

/** Whether only this machine can reach the address. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)

/** An address as it stands in a URL and in a `Host` header. */
const inUrl = (host: string): string => (host.includes(':') ? `[${host.toLowerCase()}]` : host.toLowerCase())

/**
 * The host names under which a service bound to `host` answers: those of this machine and those the operator names.
 * An address that is typed as numbers is safe from DNS rebinding, so all of this machine's count when it is bound to all.
 */
export function hostNamesFor(host: string, named: readonly string[]): string[] {
  const everywhere = host === '0.0.0.0' || host === '::'
  const addresses = Object.values(networkInterfaces()).flatMap((each) => (each ?? []).map(({ address }) => address))
  return [...new Set([...loopbackHostNames, ...(everywhere ? addresses : [host]).map(inUrl), ...named.map(inUrl)])]
}

/**
 * Listens, on the port asked for or else on the first usual one that is free.
 *
 * @returns The address for a browser, such as `http://127.0.0.1:8420`.
 * @throws `PLB_START_PORT_IN_USE`, `PLB_START_ADDRESS`
 */
export async function listen(server: FastifyInstance, host: string, port: number | undefined): Promise<string> {
  const ports = port === undefined ? usualPorts : [port]
  for (const each of ports) {
    try {
      await server.listen({ host, port: each })
      const address = server.server.address()
      const bound = typeof address === 'object' && address !== null ? address.port : each
      return `http://${inUrl(host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host)}:${bound}`
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
      if (code !== 'EADDRINUSE') {
        throw new StartError('PLB_START_ADDRESS', `Cannot listen on ${inUrl(host)}:${each} (${code}).`)
      }
    }
  }
  const tried = ports.length === 1 ? `Port ${ports[0]} is` : `Ports ${ports[0]} to ${ports.at(-1)} are`
  throw new StartError('PLB_START_PORT_IN_USE', `${tried} in use. Choose a free one with --port, or --port 0 for any.`)
}
