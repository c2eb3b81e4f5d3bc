import { z } from 'zod'
import {
  beginLaunchRequestSchema,
  begunLaunchSchema,
  bindingParamsSchema,
  bindingsSchema,
  launchedSchema,
  launchParamsSchema,
  launchUserRequestSchema,
  publishedKeysSchema,
  smartServersSchema,
  swapCodeRequestSchema,
  swappedTokenSchema,
} from '../api/smart.ts'
import { ServiceError } from '../errors.ts'
import { type Route, route } from '../route.ts'
import type { Services } from '../services.ts'
import { connectedOrigins, type SmartServer, scopeOf } from './configuration.ts'

/** From which other records the app may be launched, the launches, and who there is who here. */
export function smartRoutes(services: Services): Route[] {
  return [...launchRoutes(services), ...bindingRoutes(services)]
}

function launchRoutes({ options, launches, authorisationServers }: Services): Route[] {
  const serverOf = (iss: string): SmartServer => {
    const plain = (text: string): string => text.replace(/\/+$/, '')
    const server = options.smart?.servers.find((each) => plain(each.iss) === plain(iss))
    if (server === undefined) throw new ServiceError('PLB_SMART_SERVER_UNKNOWN')
    return server
  }
  return [
    route({
      route: 'GET /api/smart/servers',
      summary: 'The other records from which the app may be launched; a launch from any other is refused',
      answer: smartServersSchema,
      handler: () =>
        (options.smart?.servers ?? []).map((server) => {
          const { iss, name, clientId, client, recordNumberSystem } = server
          return {
            iss,
            name,
            clientId,
            client,
            recordNumberSystem,
            scope: scopeOf(server),
            origins: [...connectedOrigins({ servers: [server] })],
          }
        }),
    }),
    route({
      route: 'GET /.well-known/jwks.json',
      summary: 'The public keys with which the service says who it is to other records; none where it has no key',
      answer: publishedKeysSchema,
      handler: () =>
        ({ keys: [...(options.signingKeys?.published.keys ?? [])] }) as z.input<typeof publishedKeysSchema>,
    }),
    route({
      route: 'POST /api/smart/launches',
      summary: 'Begin a launch from another record',
      body: beginLaunchRequestSchema,
      answer: begunLaunchSchema,
      status: 201,
      async handler({ session, body }) {
        const { id, nonce } = await launches.begin(session.actor.id, serverOf(body.iss).iss)
        return { launchId: id, nonce }
      },
    }),
    route({
      route: 'POST /api/smart/launches/:launchId/token',
      summary: 'Swap the code for a token by the key of the service, where the record wants that',
      params: launchParamsSchema,
      body: swapCodeRequestSchema,
      answer: swappedTokenSchema,
      async handler({ session, params, body, request }) {
        const launch = await launches.find(session.actor.id, params.launchId)
        const server = serverOf(launch.iss)
        if (server.client !== 'privateKey') throw new ServiceError('PLB_SMART_SERVER_UNKNOWN')
        // The page is of this origin: the guard has looked.
        const redirectUri = `${request.headers.origin ?? ''}/smart/return`
        const token = await authorisationServers.swap(server, { ...body, redirectUri })
        const parsed = swappedTokenSchema.safeParse(token)
        if (!parsed.success) throw new ServiceError('PLB_SMART_REFUSED')
        return parsed.data
      },
    }),
    route({
      route: 'POST /api/smart/launches/:launchId/user',
      summary:
        'Who used the other record, by what its sign-in has signed, and how that user stands to who is signed in',
      params: launchParamsSchema,
      body: launchUserRequestSchema,
      answer: launchedSchema,
      async handler({ session, params, body }) {
        const { id, iss, nonce } = await launches.find(session.actor.id, params.launchId)
        const user =
          body.idToken === null ? undefined : await authorisationServers.whoIs(serverOf(iss), body.idToken, nonce)
        await launches.keepUser(id, user)
        return launches.standing(session.actor.id, id)
      },
    }),
    route({
      route: 'POST /api/smart/launches/:launchId/binding',
      summary: 'Say that the user of the other record is you',
      params: launchParamsSchema,
      answer: launchedSchema,
      handler: ({ session, params }) => launches.bind(session.actor.id, params.launchId),
    }),
  ]
}

function bindingRoutes({ options, launches, accounts }: Services): Route[] {
  return [
    route({
      route: 'GET /api/smart/bindings',
      summary: 'Users of other records that are you; for the administrator everybody’s, ended ones too',
      answer: bindingsSchema,
      async handler({ session }) {
        const isAdministrator = session.actor.role === 'administrator'
        const found = await launches.bindings(isAdministrator ? undefined : session.actor.id)
        const names = new Map((await accounts.list()).map(({ id, displayName }) => [id, displayName]))
        const records = new Map((options.smart?.servers ?? []).map(({ iss, name }) => [iss, name]))
        return found.map((each) => ({
          ...each,
          recordName: records.get(each.iss) ?? each.iss,
          personName: names.get(each.accountId) ?? '',
        }))
      },
    }),
    route({
      route: 'DELETE /api/smart/bindings/:bindingId',
      summary: 'End a binding: your own, or as the administrator anybody’s; that it was is kept',
      params: bindingParamsSchema,
      answer: z.undefined(),
      async handler({ session, params }) {
        const { id: accountId, role } = session.actor
        await launches.unbind(params.bindingId, { accountId, isAdministrator: role === 'administrator' })
        return undefined
      },
    }),
  ]
}
