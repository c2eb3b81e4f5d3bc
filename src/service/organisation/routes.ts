import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { newSessionToken } from '../accounts/secrets.ts'
import { addressOf, confirmByPassword, sessionDesk } from '../accounts/session-desk.ts'
import {
  organisationAddressSchema,
  organisationLinkRequestSchema,
  organisationLinkSchema,
  organisationSignInSchema,
} from '../api/organisation.ts'
import type { OrganisationOutcome } from '../api/organisation-outcome.ts'
import { ServiceError } from '../errors.ts'
import { type Route, route } from '../route.ts'
import type { Services } from '../services.ts'
import type { Flow } from './identities.ts'

/**
 * Ties the answer to the browser that asked. `Lax`, since the browser comes back from another site; it opens nothing by
 * itself, lives as long as a flow, and goes with it.
 */
const flowCookie = (secure: boolean): string => (secure ? '__Host-plumbline_organisation' : 'plumbline_organisation')
const attributes = { path: '/', httpOnly: true, sameSite: 'lax', maxAge: 600 } as const

const returnPath = '/api/organisation-session/return'

/** Signing in by an organisation (OpenID Connect, code flow with PKCE), and linking an account with one there. */
export function organisationRoutes(services: Services): Route[] {
  return [...signInRoutes(services), ...linkRoutes(services)]
}

/** The way to the organisation's pages, and what is kept meanwhile. */
function departure({ organisation, options }: Services) {
  return async (
    { request, reply }: { request: FastifyRequest; reply: FastifyReply },
    what: Pick<Flow, 'workspace' | 'accountId'>,
  ) => {
    if (organisation === undefined) throw new ServiceError('PLB_ORGANISATION_OFF')
    const origin = `${options.secure ? 'https' : 'http'}://${request.headers.host}`
    const { url, secrets } = await organisation.provider.begin(`${origin}${returnPath}`)
    const key = newSessionToken()
    await organisation.identities.keepFlow(key, { ...secrets, ...what, origin })
    reply.setCookie(flowCookie(options.secure), key, { ...attributes, secure: options.secure })
    return { url }
  }
}

function signInRoutes(services: Services): Route[] {
  const { organisation, attempts, options } = services
  const desk = sessionDesk(services)
  const depart = departure(services)
  return [
    route({
      route: 'POST /api/organisation-session',
      summary: 'Begin to sign in by the organisation: where the browser goes next',
      body: organisationSignInSchema,
      answer: organisationAddressSchema,
      handler: ({ request, reply, body }) =>
        attempts.counted([addressOf(request)], () =>
          depart({ request, reply }, { workspace: body.workspace, accountId: null }),
        ),
    }),
    route({
      route: 'GET /api/organisation-session/return',
      summary: 'Where the organisation sends the browser back to; leads on to the app',
      // The names are the provider's; the library judges them. Nothing of it is kept or logged.
      query: z.record(z.string().max(100), z.union([z.string().max(8_000), z.array(z.string().max(8_000)).max(10)])),
      answer: z.string(),
      hidden: true,
      async handler({ request, reply }) {
        const key = request.cookies[flowCookie(options.secure)]
        reply.clearCookie(flowCookie(options.secure), { ...attributes, secure: options.secure })
        const flow = key === undefined ? undefined : await organisation?.identities.takeFlow(key)
        if (organisation === undefined || flow === undefined) return goTo(reply, '/?organisation=refused')
        const claims = await organisation.provider.finish(new URL(request.url, flow.origin), flow)
        if (claims === undefined) return goTo(reply, pageOf(flow, 'refused'))
        if (flow.accountId !== null)
          return goTo(reply, pageOf(flow, await organisation.identities.link(flow.accountId, claims)))
        const account = await organisation.identities.accountOf(claims)
        if (typeof account === 'string') return goTo(reply, pageOf(flow, account))
        await desk.begin({ request, reply }, { accountId: account.id, workspace: flow.workspace }, 'organisation')
        return goTo(reply, '/')
      },
    }),
  ]
}

const pageOf = ({ accountId }: Flow, outcome: OrganisationOutcome): string =>
  `/${accountId === null ? '' : 'settings'}?organisation=${outcome}`

/** On to a page of the app: 303, so that nothing is sent again. */
function goTo(reply: FastifyReply, path: string): string {
  reply.status(303).header('location', path).type('text/plain; charset=utf-8')
  return ''
}

function linkRoutes(services: Services): Route[] {
  const { organisation } = services
  const depart = departure(services)
  return [
    route({
      route: 'GET /api/organisation-link',
      summary: 'Whether your account is linked with one at the organisation',
      answer: organisationLinkSchema,
      handler: async ({ session }) => ({
        name: organisation?.name ?? null,
        linkedAt: (await organisation?.identities.linkedAt(session.actor.id)) ?? null,
      }),
    }),
    route({
      route: 'POST /api/organisation-link',
      summary: 'Begin to link your account with one at the organisation; needs your password',
      body: organisationLinkRequestSchema,
      answer: organisationAddressSchema,
      async handler({ request, reply, body, session: { actor, workspace } }) {
        await confirmByPassword(services, actor, body.currentPassword)
        return depart({ request, reply }, { workspace, accountId: actor.id })
      },
    }),
    route({
      route: 'DELETE /api/organisation-link',
      summary: 'End the link: the organisation lets you in here no more',
      answer: z.undefined(),
      async handler({ session }) {
        await organisation?.identities.unlink(session.actor.id)
        return undefined
      },
    }),
  ]
}
