import { smartServersSchema } from '../api/smart.ts'
import { type Route, route } from '../route.ts'
import type { Services } from '../services.ts'
import { connectedOrigins, scopeOf } from './configuration.ts'

/** From which other records the app may be launched. */
export function smartRoutes({ options }: Services): Route[] {
  return [
    route({
      route: 'GET /api/smart/servers',
      summary: 'The other records from which the app may be launched; a launch from any other is refused',
      answer: smartServersSchema,
      handler: () =>
        (options.smart?.servers ?? []).map((server) => {
          const { iss, name, clientId, recordNumberSystem } = server
          return {
            iss,
            name,
            clientId,
            recordNumberSystem,
            scope: scopeOf(server),
            origins: [...connectedOrigins({ servers: [server] })],
          }
        }),
    }),
  ]
}
