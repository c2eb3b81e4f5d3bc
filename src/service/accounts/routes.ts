import { z } from 'zod'
import {
  acceptInvitationRequestSchema,
  accountSchema,
  changeAccountRequestSchema,
  changePasswordRequestSchema,
  invitationAnswerSchema,
  invitationRequestSchema,
  setUpRequestSchema,
} from '../api/account.ts'
import { ownSessionSchema, sessionAnswerSchema, signInRequestSchema } from '../api/session.ts'
import { ServiceError } from '../errors.ts'
import { type Route, route } from '../route.ts'
import type { Services } from '../services.ts'
import { placeOf } from './passkey-routes.ts'
import { clearSessionCookie, sessionTokenOf } from './session-cookie.ts'
import { addressOf, guessAt, sessionDesk } from './session-desk.ts'

const accountParams = z.object({ id: z.uuid() })

/** Signing in and out, and trying the demo patients. */
export function sessionRoutes(services: Services): Route[] {
  const { accounts, attempts, passkeys, sessions, options } = services
  const desk = sessionDesk(services)
  return [
    route({
      route: 'GET /api/session',
      summary: 'Who is signed in, what they may do, and whether the service has to be set up first',
      answer: sessionAnswerSchema,
      handler: ({ request, session }) => desk.answer(request, session),
    }),
    route({
      route: 'POST /api/session',
      summary: 'Sign in, on the real patients or on the demo patients',
      body: signInRequestSchema,
      answer: sessionAnswerSchema,
      async handler({ request, reply, body }) {
        const { passkey, workspace } = body
        const account = await attempts.counted([guessAt(body.username), addressOf(request)], async () => {
          const known = await accounts.authenticate(body.username, body.password)
          if (known === undefined) throw new ServiceError('PLB_SESSION_WRONG_CREDENTIALS')
          if (passkey === undefined) return known
          const owner = await passkeys.accountOf(passkey, placeOf(request, options.secure), false)
          if (owner.id !== known.id) throw new ServiceError('PLB_PASSKEY_REFUSED')
          return known
        })
        // The password was right: that was no guess.
        if (passkey === undefined && (await passkeys.isNeeded(account.id)))
          throw new ServiceError('PLB_SESSION_PASSKEY_NEEDED')
        const by = passkey === undefined ? 'password' : 'passkey'
        return desk.begin({ request, reply }, { accountId: account.id, workspace }, by)
      },
    }),
    route({
      route: 'DELETE /api/session',
      summary: 'Sign out',
      answer: z.undefined(),
      async handler({ request, reply }) {
        await sessions.end(sessionTokenOf(request, options.secure))
        clearSessionCookie(reply, options.secure)
        return undefined
      },
    }),
    route({
      route: 'GET /api/sessions',
      summary: 'Where you are signed in: every session of yours that has not ended',
      answer: z.array(ownSessionSchema),
      handler: async ({ session }) =>
        (await sessions.list(session.actor.id)).map((each) => ({ ...each, isThis: each.id === session.id })),
    }),
    route({
      route: 'DELETE /api/sessions/:id',
      summary: 'End one session of yours, such as one that you do not recognise',
      params: accountParams,
      answer: z.undefined(),
      async handler({ session, params, reply }) {
        await sessions.endOne(session.actor.id, params.id)
        if (params.id === session.id) clearSessionCookie(reply, options.secure)
        return undefined
      },
    }),
    route({
      route: 'DELETE /api/sessions',
      summary: 'Sign out everywhere: every session of yours ends, this one too',
      answer: z.undefined(),
      async handler({ session, reply }) {
        await sessions.endAllOf(session.actor.id)
        clearSessionCookie(reply, options.secure)
        return undefined
      },
    }),
    route({
      route: 'POST /api/demo-session',
      summary: 'Try the demo patients without an account, where that is offered',
      answer: sessionAnswerSchema,
      async handler({ request, reply }) {
        if (!(await desk.isDemoOffered(request))) throw new ServiceError('PLB_SESSION_DEMO_NOT_OFFERED')
        return desk.begin({ request, reply }, 'demo', 'demo')
      },
    }),
  ]
}

/** Set-up, invitations, passwords and the administrator's list. */
export function accountRoutes(services: Services): Route[] {
  return [...admissionRoutes(services), ...administrationRoutes(services)]
}

function admissionRoutes(services: Services): Route[] {
  const { accounts, admission, attempts } = services
  const desk = sessionDesk(services)
  return [
    route({
      route: 'POST /api/setup',
      summary: 'Make the first administrator with the code printed where the service was started; signs in',
      body: setUpRequestSchema,
      answer: sessionAnswerSchema,
      async handler({ request, reply, body }) {
        const account = await attempts.counted([addressOf(request)], () => admission.setUp(body))
        return desk.begin({ request, reply }, { accountId: account.id, workspace: 'real' }, 'code')
      },
    }),
    route({
      route: 'POST /api/invitations',
      summary: 'Choose a password with the code of an invitation; signs in',
      body: acceptInvitationRequestSchema,
      answer: sessionAnswerSchema,
      async handler({ request, reply, body }) {
        const account = await attempts.counted([addressOf(request)], () => admission.accept(body))
        await attempts.succeed([guessAt(account.username)])
        return desk.begin({ request, reply }, { accountId: account.id, workspace: 'real' }, 'code')
      },
    }),
    route({
      route: 'PUT /api/password',
      summary: 'Change your own password; signs you out everywhere else',
      body: changePasswordRequestSchema,
      answer: sessionAnswerSchema,
      async handler({ request, reply, body, session }) {
        const { id, username } = session.actor
        await attempts.counted([guessAt(username ?? id)], () =>
          accounts.changePassword(id, body.currentPassword, body.newPassword),
        )
        return desk.begin({ request, reply }, { accountId: id, workspace: session.workspace }, 'password')
      },
    }),
  ]
}

function administrationRoutes({ accounts, admission }: Services): Route[] {
  return [
    route({
      route: 'GET /api/accounts',
      summary: 'All accounts',
      answer: z.array(accountSchema),
      handler: () => accounts.list(),
    }),
    route({
      route: 'POST /api/accounts',
      summary: 'Invite a person; the code in the answer is shown only this once',
      body: invitationRequestSchema,
      answer: invitationAnswerSchema,
      status: 201,
      handler: ({ body }) => admission.invite(body),
    }),
    route({
      route: 'PATCH /api/accounts/:id',
      summary: 'Change display name, role, who is the clinical lead, or whether the account is disabled',
      params: accountParams,
      body: changeAccountRequestSchema,
      answer: accountSchema,
      handler: ({ params, body }) => accounts.change(params.id, body),
    }),
    route({
      route: 'POST /api/accounts/:id/invitation',
      summary: 'A new code for somebody who lost the first or forgot the password',
      params: accountParams,
      answer: invitationAnswerSchema,
      status: 201,
      handler: ({ params }) => admission.inviteAgain(params.id),
    }),
  ]
}
