import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { ChainState } from './contract.ts'
import type { JsonValue, StoredEvent } from './event.ts'

/** What the first event has for a previous hash. */
export const genesisHash = '0'.repeat(64)

/** Where the chain ends; position 0 and the genesis hash while there is no event. */
export interface ChainHead {
  readonly position: number
  readonly hash: string
}

export type UnhashedEvent = Omit<StoredEvent, 'hash'>

/** RFC 8785 canonical JSON. Throws for what JSON cannot say, such as NaN or half of a surrogate pair. */
export function canonicalJson(value: JsonValue): string {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError(`no JSON for ${typeof value}`)
  return text
}

/** SHA-256 of the canonical JSON of an event with its position and the hash before it, in lower-case hexadecimal. */
export function hashEvent(event: UnhashedEvent): string {
  // The members are named one by one: nothing that happens to be on the object enters the hash.
  const { position, episodeId, patientId, sequence, commandId, type, actorId, recordedAt, payload, previousHash } =
    event
  const hashed = {
    position,
    episodeId,
    patientId,
    sequence,
    commandId,
    type,
    actorId,
    recordedAt,
    payload,
    previousHash,
  }
  return createHash('sha256').update(canonicalJson(hashed), 'utf8').digest('hex')
}

/**
 * Why an event cannot follow what came before it, or undefined when it does.
 *
 * Example: `findBreak({ position: 3, hash }, eventAtPosition5)` → `'position 4 is missing'`
 */
export function findBreak(before: ChainHead, event: StoredEvent): string | undefined {
  const due = before.position + 1
  if (event.position !== due) return `position ${due} is missing`
  if (event.previousHash !== before.hash) return `position ${due} does not follow the hash of the position before it`
  if (event.hash !== hashEvent(event)) return `the content of position ${due} does not match its hash`
  return undefined
}

/** The end of the record, read in one statement: what was noted with the last append, and what is there. */
export interface ChainEnd {
  readonly noted: ChainHead
  readonly lastPosition: number
}

/** Walks the events from `before` up to the noted end, given in pages, and says where the chain first fails. */
export async function walkChain(
  before: ChainHead,
  end: ChainEnd,
  pages: AsyncIterable<readonly StoredEvent[]>,
): Promise<ChainState> {
  let last = before
  const brokenAt = (position: number, reason: string): ChainState => ({ intact: false, firstBroken: position, reason })
  for await (const page of pages) {
    for (const event of page) {
      const reason = findBreak(last, event)
      if (reason !== undefined) return brokenAt(last.position + 1, reason)
      last = event
    }
  }
  const { noted, lastPosition } = end
  const next = last.position + 1
  if (last.position < noted.position) {
    return brokenAt(next, `position ${next} and all after it are missing: ${noted.position} events were noted`)
  }
  if (last.hash !== noted.hash)
    return brokenAt(last.position, `position ${last.position} is not the end that was noted`)
  if (lastPosition > noted.position) return brokenAt(next, `position ${next} was added without being noted`)
  return { intact: true, events: last.position, head: last.hash }
}
