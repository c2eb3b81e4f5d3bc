import type { EventRecord } from './contract.ts'
import type { StoredEvent } from './event.ts'

const eventsPerPage = 500

/** `readAll` of a record in terms of its `readPage`, so that a long read never holds the whole record in memory. */
export async function* readInPages(
  record: Pick<EventRecord, 'readPage'>,
  fromPosition = 1,
  limit = Number.POSITIVE_INFINITY,
): AsyncIterable<StoredEvent> {
  let from = fromPosition
  let left = limit
  while (left > 0) {
    const asked = Math.min(left, eventsPerPage)
    const page = await record.readPage(from, asked)
    yield* page
    const last = page.at(-1)
    if (last === undefined || page.length < asked) return
    from = last.position + 1
    left -= page.length
  }
}
