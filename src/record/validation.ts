import { canonicalJson } from './chain.ts'
import { RecordError } from './errors.ts'
import type { JsonObject, NewEvent } from './event.ts'

const payloadBytesAtMost = 1_048_576
const eventsPerAppendAtMost = 1000

// Control characters and halves of surrogate pairs cannot be stored alike by all databases.
const identifier = /^[^\p{Cc}\p{Cs}]{1,200}$/u
const utcInstant = /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?Z$/

/**
 * The events as they will be read later: their payloads without undefined members, -0 as 0.
 *
 * Throws `PLB_RECORD_INVALID`, naming the first member that is not as `NewEvent` describes it.
 */
export function wellFormedEvents(events: readonly NewEvent[]): readonly NewEvent[] {
  if (events.length > eventsPerAppendAtMost) {
    throw new RecordError(
      'PLB_RECORD_INVALID',
      `${events.length} events in one append; at most ${eventsPerAppendAtMost}`,
    )
  }
  return events.map((event, index) => {
    const problem = findProblem(event)
    if (problem !== undefined) throw invalid(index, problem)
    return { ...event, payload: storedPayload(event, index) }
  })
}

function findProblem(event: NewEvent): string | undefined {
  for (const member of ['episodeId', 'patientId', 'commandId', 'type', 'actorId'] as const) {
    if (typeof event[member] !== 'string' || !identifier.test(event[member])) {
      return `${member} must be 1 to 200 characters without control characters`
    }
  }
  if (!Number.isSafeInteger(event.expectedSequence) || event.expectedSequence < 1) {
    return 'expectedSequence must be a whole number from 1'
  }
  if (!utcInstant.test(event.recordedAt) || !isOnTheCalendar(event.recordedAt)) {
    return 'recordedAt must be an RFC 3339 date and time in UTC, such as 2026-03-01T09:30:00Z'
  }
  return undefined
}

function storedPayload({ payload }: NewEvent, index: number): JsonObject {
  if (payload === null || typeof payload !== 'object' || Array.isArray(payload)) {
    throw invalid(index, 'payload must be a JSON object')
  }
  let text: string
  let parsed: JsonObject
  try {
    text = canonicalJson(payload)
    parsed = JSON.parse(text)
  } catch {
    throw invalid(index, 'payload must be plain JSON, its texts without halves of surrogate pairs')
  }
  const payloadBytes = Buffer.byteLength(text)
  if (payloadBytes <= payloadBytesAtMost) return parsed
  throw invalid(index, `payload has ${payloadBytes} bytes as JSON; at most ${payloadBytesAtMost}`)
}

function invalid(index: number, problem: string): RecordError {
  return new RecordError('PLB_RECORD_INVALID', `event ${index + 1} of the append: ${problem}`)
}

/** `Date` reads 30 February as 2 March: the day that comes out must be the one that went in. */
function isOnTheCalendar(instant: string): boolean {
  const date = new Date(instant)
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === instant.slice(0, 10)
}
