import { randomUUID } from 'node:crypto'
import type { EventRecord } from '../../record/contract.ts'
import type { JsonObject, StoredEvent } from '../../record/event.ts'
import type { AuditEntry, AuditFilter, AuditPage } from '../api/audit.ts'
import { type Role, roleSchema } from '../api/role.ts'
import { ServiceError } from '../errors.ts'
import { endOf } from './anchors.ts'
import { whatOf } from './audited.ts'

/** What is written of one request. */
export interface Audited extends Omit<AuditEntry, 'position' | 'at' | 'actorName' | 'did' | 'role'> {
  readonly role: Role | null
}

/** Who is nobody's patient, or nobody's account. */
const NOBODY = 'nobody'

const entriesPerPage = 100
/** How far back one request looks for what fits; the next page goes on from there. */
const lookedAtPerPage = 20_000
const readAtOnce = 1000
/** More than this is asked for by a narrower filter: a file is never short without saying so. */
const exportedAtMost = 100_000

/** Who did and saw what, in a record of its own: appended, tied together by hashes, never changed. */
export interface AuditLog {
  /** Resolves once it is on disk: nothing is shown or said to be done before. */
  write(entry: Audited, now: Date): Promise<void>
  /** The newest first. */
  page(filter: AuditFilter, before: number | undefined): Promise<Omit<AuditPage, 'entries'> & { entries: Unnamed[] }>
  /** Everything that fits, the oldest first. */
  all(filter: AuditFilter): AsyncIterable<Unnamed>
}

/** An entry before the name of its actor is looked up. */
export type Unnamed = Omit<AuditEntry, 'actorName' | 'did'>

/** The audit log over its opened record. */
export function createAuditLog(record: EventRecord): AuditLog {
  // Each process writes a stream of its own: two processes never wait for each other's sequence.
  let stream = { id: randomUUID(), written: 0 }

  const head = async () => {
    const { position, hash } = await endOf('audit', record)
    return { position, hash }
  }

  return {
    async write({ patientId, actorId, ...said }, now) {
      const of = stream
      of.written += 1
      try {
        await record.append([
          {
            episodeId: of.id,
            patientId: patientId ?? NOBODY,
            expectedSequence: of.written,
            commandId: randomUUID(),
            type: whatOf(said),
            actorId,
            recordedAt: now.toISOString(),
            payload: said satisfies JsonObject,
          },
        ])
      } catch (error) {
        // What comes after it would wait for its place for ever.
        if (stream === of) stream = { id: randomUUID(), written: 0 }
        throw error
      }
    },

    async page(filter, before) {
      const end = await head()
      const from = Math.min(before ?? end.position + 1, end.position + 1)
      if (filter.patientId !== undefined) {
        const all = (await record.readPatient(filter.patientId)).filter(({ position }) => position < from)
        return pageOf(all.reverse(), filter, end, undefined)
      }
      const found: StoredEvent[] = []
      let low = from
      while (low > 1 && found.length < entriesPerPage && from - low < lookedAtPerPage) {
        const start = Math.max(1, low - readAtOnce)
        const events = await record.readPage(start, low - start)
        found.push(...events.filter((event) => isWanted(event, filter)).reverse())
        low = start
      }
      return pageOf(found, filter, end, low > 1 ? low : undefined)
    },

    async *all(filter) {
      let given = 0
      const events = filter.patientId === undefined ? record.readAll() : await record.readPatient(filter.patientId)
      for await (const event of events) {
        if (!isWanted(event, filter)) continue
        if (given >= exportedAtMost) throw new ServiceError('PLB_AUDIT_TOO_MANY')
        given += 1
        yield entryOf(event)
      }
    },
  }
}

function pageOf(
  events: readonly StoredEvent[],
  filter: AuditFilter,
  head: AuditPage['head'],
  lookedTo: number | undefined,
) {
  const wanted = events.filter((event) => isWanted(event, filter))
  const entries = wanted.slice(0, entriesPerPage).map(entryOf)
  const next = wanted.length > entriesPerPage ? (entries.at(-1)?.position ?? null) : (lookedTo ?? null)
  return { entries, next, head }
}

function isWanted(event: StoredEvent, { actorId, from, to, what, patientId }: AuditFilter): boolean {
  const day = event.recordedAt.slice(0, 10)
  return (
    (actorId === undefined || event.actorId === actorId) &&
    (patientId === undefined || event.patientId === patientId) &&
    (from === undefined || day >= from) &&
    (to === undefined || day <= to) &&
    (what === undefined || event.type === what)
  )
}

function entryOf({ position, recordedAt, actorId, patientId, payload }: StoredEvent): Unnamed {
  const text = (name: string): string | null => (typeof payload[name] === 'string' ? payload[name] : null)
  return {
    position,
    at: recordedAt,
    actorId,
    role: roleSchema.safeParse(payload.role).data ?? null,
    route: text('route') ?? '',
    status: typeof payload.status === 'number' ? payload.status : 0,
    address: text('address') ?? '',
    sessionId: text('sessionId'),
    patientId: patientId === NOBODY ? null : patientId,
    episodeId: text('episodeId'),
    subjectId: text('subjectId'),
  }
}
