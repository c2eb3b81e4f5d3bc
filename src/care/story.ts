import type { CalendarDate } from '../language/date.ts'
import type { Protocol } from '../language/protocol.ts'
import { checkAppend } from './check-append.ts'
import { type CareCommand, eventFor } from './commands.ts'
import type { Episode } from './episode.ts'
import type { CareEvent, PatientDetails } from './events.ts'
import { foldEpisode } from './fold.ts'
import { foldHistory } from './history.ts'
import type { CareProblem } from './problems.ts'

/** An episode told command by command, as the service would record it, but in memory: for demo patients and for tests. */
export interface Story {
  readonly events: readonly CareEvent[]
  /** Records commands on a day, in order. Throws a RangeError, with the codes, where one is refused. */
  on(day: CalendarDate, ...commands: readonly CareCommand[]): Story
  /** Why a command would be refused on a day; empty where it would not. */
  refusal(day: CalendarDate, command: CareCommand): readonly CareProblem[]
  /** The episode on a day. */
  asOf(day: CalendarDate): Episode
}

/** Whose story it is, and who tells it. */
export interface Told {
  readonly protocol: Protocol
  readonly episodeId: string
  readonly patientId: string
  readonly actorId: string
  readonly patient: PatientDetails
}

/**
 * Begins a story with the registration of its patient.
 *
 * @example tell(told, '2026-03-01').on('2026-03-01', { type: 'signed', payload: {} }).asOf('2026-03-02').status
 */
export function tell(told: Told, registeredOn: CalendarDate): Story {
  return storyOf(told, []).on(registeredOn, { type: 'registered', payload: { patient: told.patient } })
}

function storyOf(told: Told, events: readonly CareEvent[]): Story {
  const { protocol, episodeId, patientId, actorId } = told
  const history = events.length > 0 ? foldHistory(events) : undefined
  const next = (day: CalendarDate, command: CareCommand): CareEvent => {
    const owner = 'intoPatientId' in command.payload ? command.payload.intoPatientId : (history?.patientId ?? patientId)
    // Noon in UTC: the order of a story is that of its events, not of its minutes.
    const envelope = { episodeId, patientId: owner, actorId, recordedAt: `${day}T12:00:00Z`, recordedOn: day }
    return eventFor(command, { ...envelope, history, protocol })
  }
  return {
    events,
    on: (day, ...commands) => {
      const [command, ...rest] = commands
      if (!command) return storyOf(told, events)
      const event = next(day, command)
      const problems = checkAppend(history, event, protocol)
      if (problems.length > 0)
        throw new RangeError(`${command.type}: ${problems.map(({ code, path }) => `${code} ${path}`).join(', ')}`)
      return storyOf(told, [...events, event]).on(day, ...rest)
    },
    refusal: (day, command) => checkAppend(history, next(day, command), protocol),
    asOf: (day) => foldEpisode(events, day, protocol),
  }
}
