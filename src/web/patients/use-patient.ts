import { useMutation, useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { useSearchParams } from 'react-router'
import type { EnteredEvent, EpisodeView, PatientView } from '../../service/api/episode.ts'
import { launchHeader } from '../../service/api/headers.ts'
import type { PatientList } from '../../service/api/patient.ts'
import type { StaffMember } from '../../service/api/staff.ts'
import { Failure, queries, send } from '../api.ts'
import { heldHash } from '../protocol/adopted.ts'
import { launchOpenOn } from '../smart/opened.ts'

const keyOf = (patientId: string) => ['patient', patientId]

/** Asks for a patient with every episode, as the service folds the record today. */
export function patientQuery(patientId: string) {
  return {
    queryKey: keyOf(patientId),
    queryFn: () => send<PatientView>('GET', `/api/patients/${encodeURIComponent(patientId)}`),
  }
}

/** A patient with every episode. */
export function usePatient(patientId: string) {
  return useQuery(patientQuery(patientId))
}

/**
 * The episode a screen works on: the one its address names, else the latest that is open, else the latest.
 *
 * @example chooseEpisode(episodes, null)?.state.status // 'screening'
 */
export function chooseEpisode(episodes: readonly EpisodeView[], named: string | null): EpisodeView | undefined {
  const isOpen = ({ state }: EpisodeView) => state.closed === undefined && state.voided === undefined
  return episodes.find(({ episodeId }) => episodeId === named) ?? episodes.find(isOpen) ?? episodes[0]
}

/** The episode id in the address, if there is one. */
export function useNamedEpisode(): string | null {
  return useSearchParams()[0].get('episode')
}

interface Command {
  readonly commandId: string
  readonly events: readonly EnteredEvent[]
}

/**
 * Records events of an episode, all or none. The same command may be sent again after a failure: it is recorded once.
 * Somebody else's change in between is a Failure with the code PLB_RECORD_CONFLICT; the current record is fetched then.
 */
export function useRecord(view: EpisodeView) {
  return useMutation({
    mutationFn: ({ commandId, events }: Command) => {
      const launch = launchOpenOn(view.patientId)
      const body = { commandId, expectedSequence: view.sequence, protocolHash: heldHash(), events }
      const headers = launch === undefined ? {} : { [launchHeader]: launch }
      return send<EpisodeView>('POST', `/api/episodes/${view.episodeId}/events`, body, headers)
    },
    onSuccess: () => refreshPatient(view.patientId),
    onError: (error) => (isConflict(error) ? refreshPatient(view.patientId) : undefined),
  })
}

/**
 * Gives ids of commands: the same for the same content, so that what is pressed again after an answer that was lost is
 * recorded once; another for another.
 */
export function useCommandId(): (content: unknown) => string {
  const last = useRef({ of: '', id: '' })
  return (content) => {
    const of = JSON.stringify(content)
    if (last.current.of !== of) last.current = { of, id: crypto.randomUUID() }
    return last.current.id
  }
}

/** Fetches a patient, and every list the patient is on, again. */
export async function refreshPatient(patientId: string): Promise<void> {
  void queries.invalidateQueries({ queryKey: ['worklist'] })
  void queries.invalidateQueries({ queryKey: ['patients'] })
  await queries.invalidateQueries({ queryKey: keyOf(patientId) })
}

/**
 * Whether a failure says that somebody else wrote first.
 *
 * @example isConflict(new Failure(409, 'PLB_RECORD_CONFLICT', undefined, undefined)) // true
 */
export function isConflict(error: unknown): boolean {
  return error instanceof Failure && error.code === 'PLB_RECORD_CONFLICT'
}

/** Asks for the patients with a name like that of a patient. */
export function similarQuery(patientId: string) {
  return {
    queryKey: ['similar', patientId],
    queryFn: () => send<PatientList>('GET', `/api/patients/${encodeURIComponent(patientId)}/similar`),
    staleTime: 300_000,
  }
}

/** Asks for the people who work here. */
export const staffQuery = {
  queryKey: ['staff'],
  queryFn: () => send<StaffMember[]>('GET', '/api/staff'),
  staleTime: 300_000,
}

/** People who work here, for names beside what they did. */
export function useStaff() {
  return useQuery(staffQuery)
}
