import { useMutation, useQuery } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import type { SessionAnswer } from '../../service/api/session.ts'
import { isAway, queries, send, sendForSession, takeSession } from '../api.ts'
import { ownerOf } from '../offline/kept.ts'
import { whenStill } from '../offline/still.ts'

const key = ['session']

/** The store on this device is loaded when it is needed: it is no part of the first load. */
const device = () => import('../offline/device.ts')

/** Set while a sign-out has not reached the service: the network was away. Holds nothing about anybody. */
const leavingMark = 'plumbline-leaving'
const told = 'BroadcastChannel' in globalThis ? new BroadcastChannel('plumbline-session') : undefined

/**
 * Who is signed in: as the service says, and where it does not answer, whoever was, as long as their session would last.
 * A sign-out that did not reach the service does so before anything else.
 */
async function askSession(): Promise<SessionAnswer> {
  try {
    const answer = await sendForSession('GET', '/api/session')
    if (answer.session && localStorage.getItem(leavingMark)) {
      await send<undefined>('DELETE', '/api/session')
      localStorage.removeItem(leavingMark)
      return await sendForSession('GET', '/api/session')
    }
    localStorage.removeItem(leavingMark)
    void keep(answer)
    return answer
  } catch (error) {
    const kept = isAway(error) && !localStorage.getItem(leavingMark) ? await findKept() : undefined
    if (!kept) throw error
    takeSession(kept)
    return kept
  }
}

/** Which answer is to be kept: a later one, and a sign-out, put off what was not kept yet. */
let turn = 0

/** In the background: the service's answer counts whatever is wrong with the store, and nobody waits for it. */
async function keep(answer: SessionAnswer): Promise<void> {
  turn += 1
  const mine = turn
  await whenStill()
  if (mine !== turn) return
  await device()
    .then(({ keepSession }) => keepSession(answer, new Date()))
    .catch(() => undefined)
}

async function findKept(): Promise<SessionAnswer | undefined> {
  return device()
    .then(({ keptSession }) => keptSession(new Date()))
    .catch(() => undefined)
}

/** Who is signed in, as the service says, or as it last said. */
export function useSessionAnswer() {
  return useQuery({ queryKey: key, queryFn: askSession, staleTime: 60_000 })
}

/** Nothing that one person has seen may reach the next. */
function forgetEverythingElse(): void {
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== key[0] })
}

/** Another record that somebody opened in this window is closed with their session, and its token forgotten. */
function closeOtherRecord(): void {
  void import('../smart/opened.ts').then(({ closeRecord }) => closeRecord()).catch(() => undefined)
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
export function useEnter(path: string, ask = (to: string, body: unknown) => sendForSession('POST', to, body)) {
  return useMutation({
    mutationFn: (body: unknown) => ask(path, body),
    onSuccess: (answer) => {
      localStorage.removeItem(leavingMark)
      void keep(answer)
      forgetEverythingElse()
      queries.setQueryData(key, answer)
    },
  })
}

/** Whether somebody signed out here, and the service does not know yet. */
export const isLeaving = (): boolean => localStorage.getItem(leavingMark) !== null

/**
 * Ends the session and deletes from this device what it had here. Without a network the person is signed out here at
 * once, and the service is told when it answers again.
 */
export function useLeave() {
  return useMutation({
    mutationFn: async (session: Session) => {
      localStorage.setItem(leavingMark, 'yes')
      told?.postMessage(session.person.id)
      turn += 1
      const { forgetOwner } = await device()
      await forgetOwner(ownerOf(session))
      await send<undefined>('DELETE', '/api/session')
      localStorage.removeItem(leavingMark)
    },
    // Else the next person here would be let in by the organisation without being asked who they are.
    onSuccess: (_, { signOutUrl }) => {
      if (signOutUrl) window.location.assign(signOutUrl)
    },
    onSettled: () => {
      closeOtherRecord()
      forgetEverythingElse()
      return queries.resetQueries({ queryKey: key })
    },
  })
}

/** Other windows of a person who signs out are signed out with them, and keep nothing more. */
export function followSignOut(personId: string): () => void {
  const listen = ({ data }: MessageEvent<unknown>): void => {
    if (data !== personId) return
    turn += 1
    void device()
      .then(({ forgetOwner }) => Promise.all([forgetOwner(`real:${personId}`), forgetOwner(`demo:${personId}`)]))
      .finally(() => {
        closeOtherRecord()
        forgetEverythingElse()
        void queries.resetQueries({ queryKey: key })
      })
  }
  told?.addEventListener('message', listen)
  return () => told?.removeEventListener('message', listen)
}

/** Asks again who is signed in: after an answer that says nobody is, or when the service answers again. */
export async function askSessionAgain(): Promise<void> {
  await queries.invalidateQueries({ queryKey: key })
}
