import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Workspace } from '../api/role.ts'
import type { SessionAnswer, SignedInBy } from '../api/session.ts'
import { ServiceError } from '../errors.ts'
import { hostNameOf, loopbackHostNames } from '../guards.ts'
import { eventsOpenTo, rowsOpenTo } from '../permissions.ts'
import type { Adoptions } from '../protocol/adoptions.ts'
import type { Services } from '../services.ts'
import { usernameKeyOf } from './accounts.ts'
import type { Subject } from './attempts.ts'
import { whenceOf } from './device.ts'
import { passkeyPlace } from './passkeys.ts'
import { sessionTokenOf, setSessionCookie } from './session-cookie.ts'
import type { Actor, Session } from './sessions.ts'

/** From where somebody guesses. */
export const addressOf = (request: FastifyRequest): Subject => ({ kind: 'address', name: request.ip })

/** At whom. */
export const guessAt = (username: string): Subject => ({ kind: 'account', name: usernameKeyOf(username) })

/**
 * Has somebody who is signed in say the password again, before what a borrowed browser must not do.
 *
 * @throws `PLB_ACCOUNT_WRONG_PASSWORD`, and `PLB_SESSION_TOO_MANY_ATTEMPTS` (429)
 * @example await confirmByPassword(services, session.actor, body.currentPassword)
 */
export async function confirmByPassword(
  { accounts, attempts }: Pick<Services, 'accounts' | 'attempts'>,
  { id, username }: Pick<Actor, 'id' | 'username'>,
  password: string,
): Promise<void> {
  await attempts.counted([guessAt(username ?? id)], async () => {
    if ((await accounts.authenticate(username ?? '', password)) === undefined)
      throw new ServiceError('PLB_ACCOUNT_WRONG_PASSWORD')
  })
}

const adoptedReference = (adoptions: Adoptions) => {
  const { hash, version } = adoptions.current().adoption
  return { hash, version }
}

/** What the session and account routes do with a browser's session. */
export function sessionDesk({ admission, sessions, sessionLimits, adoptions, organisation, options }: Services) {
  /** Demo patients without an account: only beside the machine itself, and only as long as the operator lets them. */
  async function isDemoOffered(request: FastifyRequest): Promise<boolean> {
    const hostName = hostNameOf(request.headers.host) ?? ''
    if (options.demo === 'never' || !loopbackHostNames.includes(hostName)) return false
    return options.demo === 'always' || admission.isSetUpNeeded()
  }

  async function signOutUrlOf(request: FastifyRequest, { by }: Session): Promise<string | null> {
    if (by !== 'organisation' || organisation === undefined) return null
    const returnTo = `${options.secure ? 'https' : 'http'}://${request.headers.host}/`
    return (await organisation.provider.signOutUrl(returnTo)) ?? null
  }

  async function answer(request: FastifyRequest, session: Session | undefined): Promise<SessionAnswer> {
    const { idleMinutes } = sessionLimits
    return {
      setUpNeeded: await admission.isSetUpNeeded(),
      demoOffered: await isDemoOffered(request),
      organisation: organisation?.name ?? null,
      passkeysOffered: passkeyPlace(request.headers.host, options.secure) !== undefined,
      session:
        session === undefined
          ? null
          : {
              person: { ...session.actor, clinicalLead: session.actor.clinicalLead ?? false },
              workspace: session.workspace,
              protocol: adoptedReference(adoptions),
              csrfToken: session.csrfToken,
              endsAt: session.endsAt.toISOString(),
              idleLimitMinutes: idleMinutes,
              signOutUrl: await signOutUrlOf(request, session),
              may: rowsOpenTo({ ...session.actor, workspace: session.workspace }),
              mayRecord: [...eventsOpenTo(session.actor.role)],
            },
    }
  }

  /**
   * Begins a session under a new id and ends the one the browser had. An id that came with the request is never
   * taken over: somebody else may have put it there.
   */
  async function begin(
    { request, reply }: { request: FastifyRequest; reply: FastifyReply },
    who: { accountId: string; workspace: Workspace } | 'demo',
    by: SignedInBy,
  ): Promise<SessionAnswer> {
    await sessions.end(sessionTokenOf(request, options.secure))
    const token = await sessions.start(who, whenceOf(request, by))
    setSessionCookie(reply, token, options.secure)
    const session = await sessions.find(token)
    if (session !== undefined) request.cameIn = { actorId: session.actor.id, sessionId: session.id }
    return answer(request, session)
  }

  return { answer, begin, isDemoOffered }
}
