import { useMutation, useQuery } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import type { SessionAnswer } from '../../service/api/session.ts'
import { queries, send, sendForSession } from '../api.ts'

const key = ['session']

/** Who is signed in, as the service says. */
export function useSessionAnswer() {
  return useQuery({ queryKey: key, queryFn: () => sendForSession('GET', '/api/session'), staleTime: 60_000 })
}

/** Nothing that one person has seen may reach the next. */
function forgetEverythingElse(): void {
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== key[0] })
}

/** The person signed in, on which record, and what they may do. */
export type Session = NonNullable<SessionAnswer['session']>

export const SessionContext = createContext<Session | undefined>(undefined)

/** The session of whoever uses the screens behind the sign-in. */
export function useSession(): Session {
  const session = useContext(SessionContext)
  if (session === undefined) throw new Error('This screen is shown to people who are signed in only.')
  return session
}

/** Begins a session by one of the service's ways in; everything cached for another person is dropped. */
export function useEnter(path: string) {
  return useMutation({
    mutationFn: (body: unknown) => sendForSession('POST', path, body),
    onSuccess: (answer) => {
      forgetEverythingElse()
      queries.setQueryData(key, answer)
    },
  })
}

/** Ends the session. */
export function useLeave() {
  return useMutation({
    mutationFn: () => send<undefined>('DELETE', '/api/session'),
    onSettled: () => {
      forgetEverythingElse()
      return queries.invalidateQueries({ queryKey: key })
    },
  })
}

/** Asks again who is signed in: after an answer that says nobody is. */
export function forgetSession(): void {
  void queries.invalidateQueries({ queryKey: key })
}
