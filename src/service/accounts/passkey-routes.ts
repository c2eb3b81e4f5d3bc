import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import {
  addPasskeyRequestSchema,
  challengeSchema,
  newPasskeyRequestSchema,
  passkeyNeededRequestSchema,
  passkeySignInRequestSchema,
  passkeysSchema,
} from '../api/passkey.ts'
import { sessionAnswerSchema } from '../api/session.ts'
import { ServiceError } from '../errors.ts'
import { type Route, route } from '../route.ts'
import type { Services } from '../services.ts'
import { type PasskeyPlace, passkeyPlace } from './passkeys.ts'
import { addressOf, confirmByPassword, sessionDesk } from './session-desk.ts'

/** The place of a request. Throws `PLB_PASSKEY_NOT_HERE`. */
export function placeOf(request: FastifyRequest, secure: boolean): PasskeyPlace {
  const place = passkeyPlace(request.headers.host, secure)
  if (place === undefined) throw new ServiceError('PLB_PASSKEY_NOT_HERE')
  return place
}

/** Passkeys: one's own, and signing in with one. */
export function passkeyRoutes(services: Services): Route[] {
  return [...ownPasskeyRoutes(services), ...passkeySessionRoutes(services)]
}

function ownPasskeyRoutes(services: Services): Route[] {
  const { passkeys, sessions, options } = services
  return [
    route({
      route: 'GET /api/passkeys',
      summary: 'Your passkeys, and whether one is asked for after the password',
      answer: passkeysSchema,
      handler: ({ session }) => passkeys.list(session.actor.id),
    }),
    route({
      route: 'POST /api/passkeys/challenge',
      summary: 'What your browser is asked to make a passkey; needs your password',
      body: newPasskeyRequestSchema,
      answer: challengeSchema,
      async handler({ request, session: { actor }, body }) {
        const place = placeOf(request, options.secure)
        await confirmByPassword(services, actor, body.currentPassword)
        return passkeys.challengeToAdd(actor.id, place)
      },
    }),
    route({
      route: 'POST /api/passkeys',
      summary: 'Keep the passkey that your browser made',
      body: addPasskeyRequestSchema,
      answer: passkeysSchema,
      status: 201,
      handler: ({ request, session, body }) => passkeys.add(session.actor.id, body, placeOf(request, options.secure)),
    }),
    route({
      route: 'DELETE /api/passkeys/:passkeyId',
      summary: 'Forget a passkey: it lets in no more',
      params: z.object({ passkeyId: z.string().min(1).max(1024) }),
      answer: passkeysSchema,
      handler: ({ session, params }) => passkeys.remove(session.actor.id, params.passkeyId),
    }),
    route({
      route: 'PUT /api/passkeys/needed',
      summary: 'Whether a passkey is asked for after the password; ends your other sessions when it begins',
      body: passkeyNeededRequestSchema,
      answer: passkeysSchema,
      async handler({ session, body }) {
        const after = await passkeys.setNeeded(session.actor.id, body.isNeeded)
        if (body.isNeeded) await sessions.endOthersOf(session.actor.id, session.id)
        return after
      },
    }),
  ]
}

function passkeySessionRoutes(services: Services): Route[] {
  const { passkeys, attempts, options } = services
  const desk = sessionDesk(services)
  return [
    route({
      route: 'POST /api/passkey-challenge',
      summary: 'What a browser is asked to sign in with a passkey',
      answer: challengeSchema,
      handler: ({ request }) => passkeys.challengeToUse(placeOf(request, options.secure)),
    }),
    route({
      route: 'POST /api/passkey-session',
      summary: 'Sign in with a passkey alone',
      body: passkeySignInRequestSchema,
      answer: sessionAnswerSchema,
      async handler({ request, reply, body }) {
        const account = await attempts.counted([addressOf(request)], async () =>
          passkeys.accountOf(body.assertion, placeOf(request, options.secure), true),
        )
        return desk.begin({ request, reply }, { accountId: account.id, workspace: body.workspace }, 'passkey')
      },
    }),
  ]
}
