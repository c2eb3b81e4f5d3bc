import { QueryClient } from '@tanstack/react-query'
import { csrfHeader, protocolHeader } from '../service/api/headers.ts'
import type { Problem } from '../service/api/problem.ts'
import type { SessionAnswer } from '../service/api/session.ts'
import { sawService } from './offline/connection.ts'

/** An answer that is not a success, or none at all: `network` where the service did not answer. */
export class Failure extends Error {
  readonly code: string
  readonly status: number
  readonly problem: Problem | undefined
  /** The whole answer: a conflict carries the current state. */
  readonly answer: unknown

  constructor(status: number, code: string, problem: Problem | undefined, answer: unknown) {
    super(problem?.title ?? code)
    this.name = 'Failure'
    this.status = status
    this.code = code
    this.problem = problem
    this.answer = answer
  }
}

/** The code of a Failure where the service did not answer. */
export const networkFailure = 'network'

let csrfToken = ''
let signedIn = ''

/** Longer than the service takes for anything. A request without an answer counts as no network. */
const PATIENCE_MILLISECONDS = 30_000
/** What a proxy answers while the service behind it does not. */
const AWAY: ReadonlySet<number> = new Set([502, 503, 504])

/** The content hash of the adopted protocol, as the service said with its last answer; and who wants to hear of another. */
let adopted = ''
const listeners = new Set<() => void>()

/**
 * The content hash of the protocol that the service has adopted; empty before it said one.
 *
 * @example adoptedHash() // '06437815f7bc…'
 */
export function adoptedHash(): string {
  return adopted
}

/** Calls back whenever the service has adopted another version; gives how to stop. */
export function onAdoptedHash(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function hear(hash: string | null): void {
  if (hash === null || hash === adopted) return
  adopted = hash
  for (const listener of listeners) listener()
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * Sends one request to the service and gives its answer. Answers come from our own service, which checks each against
 * its schema before it leaves, so that their shape is trusted here.
 * Throws a `Failure`.
 *
 * @example await send<SessionAnswer>('GET', '/api/session')
 */
export async function send<Answer>(
  method: Method,
  path: string,
  body?: unknown,
  more: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const response = await fetch(path, {
    method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(method === 'GET' ? {} : { [csrfHeader]: csrfToken }),
      ...more,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(PATIENCE_MILLISECONDS),
  }).catch(() => undefined)
  hear(response?.headers.get(protocolHeader) ?? null)
  const text = await response?.text().catch(() => undefined)
  const answer: unknown = text === undefined || text === '' ? undefined : parse(text)
  const problem = isProblem(answer) ? answer : undefined
  const isAway = response === undefined || text === undefined || (!problem && AWAY.has(response.status))
  sawService(!isAway)
  if (isAway) throw new Failure(0, networkFailure, undefined, undefined)
  if (response.ok) return answer as Answer
  throw new Failure(response.status, problem?.code ?? `HTTP ${response.status}`, problem, answer)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isProblem(answer: unknown): answer is Problem {
  return typeof answer === 'object' && answer !== null && 'code' in answer && 'title' in answer
}

/** A session's answer, and with it the token for everything that changes something. */
export async function sendForSession(method: Method, path: string, body?: unknown): Promise<SessionAnswer> {
  const answer = await send<SessionAnswer>(method, path, body)
  takeSession(answer)
  return answer
}

/** Takes over a session, whose token goes with everything that changes something. */
export function takeSession({ session }: SessionAnswer): void {
  csrfToken = session?.csrfToken ?? ''
  signedIn = session ? `${session.workspace}:${session.person.id}` : ''
}

/**
 * Whose session this window has: workspace and account.
 *
 * @example signedInAs() // 'real:6f1c…', or '' where nobody is signed in
 */
export const signedInAs = (): string => signedIn

const unauthorised = 401

/** One cache for the app. A session that has ended sends the person to the sign-in screen, whatever they were doing. */
export const queries: QueryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // A lost network is said at once; when the service answers again, everything is asked again (offline/sync.ts).
      networkMode: 'always',
      retry: false,
      staleTime: 5_000,
      refetchOnWindowFocus: true,
    },
    mutations: { networkMode: 'always' },
  },
})

/**
 * Whether a failure says that the service did not answer.
 *
 * @example isAway(new Failure(0, 'network', undefined, undefined)) // true
 */
export function isAway(error: unknown): boolean {
  return error instanceof Failure && error.code === networkFailure
}

/**
 * Whether a failure says that nobody is signed in any more.
 *
 * @example isSignedOut(new Failure(401, 'PLB_SESSION_NEEDED', undefined, undefined)) // true
 */
export function isSignedOut(error: unknown): boolean {
  return error instanceof Failure && error.status === unauthorised
}
