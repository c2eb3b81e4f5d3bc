import { QueryClient } from '@tanstack/react-query'
import type { Problem } from '../service/api/problem.ts'
import { csrfHeader, type SessionAnswer } from '../service/api/session.ts'

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

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * Sends one request to the service and gives its answer. Answers come from our own service, which checks each against
 * its schema before it leaves, so that their shape is trusted here.
 * Throws a `Failure`.
 *
 * @example await send<SessionAnswer>('GET', '/api/session')
 */
export async function send<Answer>(method: Method, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(path, {
    method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(method === 'GET' ? {} : { [csrfHeader]: csrfToken }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch(() => undefined)
  if (response === undefined) throw new Failure(0, networkFailure, undefined, undefined)
  const text = await response.text()
  const answer: unknown = text === '' ? undefined : parse(text)
  if (response.ok) return answer as Answer
  const problem = isProblem(answer) ? answer : undefined
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
  csrfToken = answer.session?.csrfToken ?? ''
  return answer
}

const unauthorised = 401

/** One cache for the app. A session that has ended sends the person to the sign-in screen, whatever they were doing. */
export const queries: QueryClient = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (count, error) => error instanceof Failure && error.code === networkFailure && count < 2,
      staleTime: 5_000,
      refetchOnWindowFocus: true,
    },
  },
})

/**
 * Whether a failure says that nobody is signed in any more.
 *
 * @example isSignedOut(new Failure(401, 'PLB_SESSION_NEEDED', undefined, undefined)) // true
 */
export function isSignedOut(error: unknown): boolean {
  return error instanceof Failure && error.status === unauthorised
}
