import { randomUUID } from 'node:crypto'
import type { Versions } from '../../care/protocol-change.ts'
import type { ServiceLevels } from '../../care/service-levels.ts'
import type { CalendarDate } from '../../language/date.ts'
import { contentHash } from '../../language/hash.ts'
import type { EventRecord } from '../../record/contract.ts'
import { RecordError } from '../../record/errors.ts'
import type { JsonObject, NewEvent, StoredEvent } from '../../record/event.ts'
import { readProtocol } from '../../verify/read-protocol.ts'
import type { Adoption, ProtocolDifference } from '../api/protocol.ts'
import { ServiceError } from '../errors.ts'
import { StartError } from '../listen.ts'
import { type ProtocolVersion, versionReference } from './version.ts'

/*
 * Which version of the protocol decides here, and how it came to. Adoptions are events of a record of their own: appended,
 * tied together by hashes, never changed. Every version that was ever adopted is kept whole beside its adoption, since a
 * later build of the program no longer brings it.
 */

/** The version that decides, as one request sees it. */
export interface AdoptedProtocol extends ProtocolVersion, Pick<Versions, 'adoptedOn' | 'earlier'> {
  readonly adoption: Adoption
  /** By when work is due at the site: nothing is decided by it. The defaults unless given. */
  readonly serviceLevels?: ServiceLevels
}

/** What an adoption says beside the version. */
export interface AdoptionRequest {
  readonly commandId: string
  readonly version: ProtocolVersion
  /** The difference that was read, from the version adopted until now. */
  readonly report: ProtocolDifference
  readonly reason: string
  readonly by: { readonly id: string; readonly displayName: string }
  readonly now: Date
  readonly today: CalendarDate
}

/** The adopted version, those before it, and how another takes its place. */
export interface Adoptions {
  /**
   * Takes in what another process on the same database has adopted; awaited at the beginning of every request.
   *
   * @throws `PLB_HTTP_STOPPING` where that is a version which this build cannot read: a later build adopted it
   */
  refresh(): Promise<void>
  /** Decides from the moment it is adopted; asked for once in a request. */
  current(): AdoptedProtocol
  /** The version that this build brings: adopted or not. */
  readonly available: ProtocolVersion
  /** A version that was adopted once, or the available one. */
  version(hash: string): ProtocolVersion | undefined
  /** Every adoption, the latest first. */
  history(): readonly Adoption[]
  /** The difference that was read for an adoption. */
  reportRead(sequence: number): ProtocolDifference | undefined
  /**
   * Makes another version the one that decides.
   *
   * @throws `PLB_PROTOCOL_OTHER_REPORT` where somebody else adopted in the meantime
   */
  adopt(request: AdoptionRequest): Promise<AdoptedProtocol>
}

/** All events are of one "episode", and of nobody. */
const PLACE = { episodeId: 'protocol', patientId: 'nobody' } as const
const KEPT = 'protocolKept'
const ADOPTED = 'protocolAdopted'

/** Who adopts the version of the first start: nobody has read anything yet, and there is nothing to compare it with. */
const FIRST_START = { id: 'plumbline', displayName: 'The first start of this service' } as const

/**
 * Opens the adoptions of a data folder. On the first start the version that the build brings is adopted, and recorded as
 * that; on every later one the adopted version stays, whatever the build brings.
 *
 * @throws `PLB_START_PROTOCOL_KEPT` when the adopted version was kept damaged, or in a form that this build cannot read
 * @example (await openAdoptions(record, builtInVersion, now, '2026-03-15')).current().standard.version // '0.1.0'
 */
export async function openAdoptions(
  record: EventRecord,
  available: ProtocolVersion,
  now: Date,
  today: CalendarDate,
): Promise<Adoptions> {
  const log: Log = { kept: new Map(), adopted: [], sequence: 0 }
  const readOn = async (): Promise<void> => {
    for await (const event of record.readAll(log.sequence + 1)) take(log, event)
  }
  const append = async (events: readonly NewEvent[]): Promise<void> => {
    for (const event of await record.append(events)) take(log, event)
  }
  await readOn()
  if (log.adopted.length === 0) {
    const adoption = { hash: versionReference(available).hash, by: FIRST_START, reason: '', adoptedOn: today }
    const told = { commandId: randomUUID(), actorId: FIRST_START.id, recordedAt: now.toISOString() }
    await append(eventsOf(log, available, adoption, told)).catch(async (error) => {
      // Of several processes that start for the first time at once, one adopts.
      if (!isConflict(error)) throw error
      await readOn()
    })
  }
  currentOf(log)
  return adoptionsOver(log, available, { append, readOn: record.isShared ? readOn : async () => undefined })
}

/**
 * Every version that was ever adopted, read without writing anything: for whoever looks a record over. What is asked for
 * throws `PLB_START_PROTOCOL_KEPT` where it was kept damaged.
 *
 * @example (await readKeptVersions(record))('06437815…')?.standard.version // '0.1.0'
 */
export async function readKeptVersions(record: EventRecord): Promise<(hash: string) => ProtocolVersion | undefined> {
  const log: Log = { kept: new Map(), adopted: [], sequence: 0 }
  for await (const event of record.readAll()) take(log, event)
  return (hash) => keptVersion(log, hash)
}

const isConflict = (error: unknown): boolean => error instanceof RecordError && error.code === 'PLB_RECORD_CONFLICT'

/** What the events say, in memory: they are few. All are of one "episode", so that their sequence is their position. */
interface Log {
  readonly kept: Map<string, Partial<Record<'standard' | 'source', unknown>>>
  readonly adopted: { readonly adoption: Adoption; readonly report?: ProtocolDifference }[]
  sequence: number
}

function take(log: Log, { type, payload, sequence, recordedAt }: StoredEvent): void {
  // Two requests at once may both read on.
  if (sequence <= log.sequence) return
  log.sequence = sequence
  if (type === KEPT) {
    const { of, layer, protocol } = payload as unknown as KeptPayload
    log.kept.set(of, { ...log.kept.get(of), [layer]: protocol })
  }
  if (type !== ADOPTED) return
  const { report, ...said } = payload as unknown as AdoptedPayload
  log.adopted.push({
    adoption: { ...said, sequence, adoptedAt: recordedAt, ...(report ? { reportHash: contentHash(report) } : {}) },
    ...(report ? { report } : {}),
  })
}

/** A layer of a version; `of` is the content hash of its `standard`. Layers apart: an event holds a mebibyte at most. */
interface KeptPayload {
  readonly of: string
  readonly layer: 'standard' | 'source'
  readonly protocol: unknown
}

type AdoptedPayload = Omit<Adoption, 'sequence' | 'adoptedAt' | 'reportHash'> & { readonly report?: ProtocolDifference }

function adoptionsOver(
  log: Log,
  available: ProtocolVersion,
  { append, readOn }: { append(events: readonly NewEvent[]): Promise<void>; readOn(): Promise<void> },
): Adoptions {
  let current = currentOf(log)
  let upTo = log.sequence
  async function refresh(): Promise<void> {
    await readOn()
    if (log.sequence === upTo) return
    try {
      current = currentOf(log)
      upTo = log.sequence
    } catch (error) {
      throw error instanceof StartError ? new ServiceError('PLB_HTTP_STOPPING') : error
    }
  }
  return {
    available,
    refresh,
    current: () => current,
    version: (hash) => (versionReference(available).hash === hash ? available : keptVersion(log, hash)),
    history: () => log.adopted.map(({ adoption }) => adoption).reverse(),
    reportRead: (sequence) => log.adopted.find(({ adoption }) => adoption.sequence === sequence)?.report,

    async adopt({ commandId, version, report, reason, by, now, today }) {
      const { hash } = versionReference(version)
      // Between reading and adopting nobody else may have adopted: what was read is then no longer what changes.
      if (report.before.hash !== versionReference(current).hash) throw new ServiceError('PLB_PROTOCOL_OTHER_REPORT')
      const { hash: previousHash } = versionReference(current)
      const adoption = { hash, previousHash, by, reason, adoptedOn: today, report }
      const told = { commandId, actorId: by.id, recordedAt: now.toISOString() }
      await append(eventsOf(log, version, adoption, told)).catch(async (error) => {
        if (!isConflict(error)) throw error
        await refresh()
        throw new ServiceError('PLB_PROTOCOL_OTHER_REPORT')
      })
      current = currentOf(log)
      upTo = log.sequence
      return current
    },
  }
}

/** An adoption, and before it the version itself where it is not kept yet. */
function eventsOf(
  log: Log,
  version: ProtocolVersion,
  { hash, ...said }: Omit<AdoptedPayload, 'version'>,
  { commandId, ...by }: Pick<NewEvent, 'actorId' | 'recordedAt' | 'commandId'>,
): readonly NewEvent[] {
  const kept = (['standard', 'source'] as const).map((layer) => ({
    type: KEPT,
    payload: { of: hash, layer, protocol: version[layer] },
  }))
  const adopted = { type: ADOPTED, payload: { hash, version: version.standard.version, ...said } }
  return [...(log.kept.has(hash) ? [] : kept), adopted].map(({ type, payload }, index) => ({
    ...PLACE,
    ...by,
    type,
    expectedSequence: log.sequence + index + 1,
    commandId: `${commandId}:${index + 1}`,
    payload: payload as unknown as JsonObject,
  }))
}

function currentOf(log: Log): AdoptedProtocol {
  const adoption = log.adopted.at(-1)?.adoption
  const version = adoption && keptVersion(log, adoption.hash)
  if (adoption === undefined || version === undefined) throw keptDamaged()
  return { ...version, adoption, adoptedOn: adoption.adoptedOn, earlier: (hash) => keptVersion(log, hash)?.standard }
}

const read = new WeakMap<object, ProtocolVersion>()

/** A kept version, its form checked and its hash compared; nothing where none of this hash is kept. */
function keptVersion(log: Log, hash: string): ProtocolVersion | undefined {
  const kept = log.kept.get(hash)
  if (kept?.standard === undefined || kept.source === undefined) return undefined
  const before = read.get(kept)
  if (before) return before
  try {
    const version = { standard: readProtocol(kept.standard).protocol, source: readProtocol(kept.source).protocol }
    if (versionReference(version).hash !== hash) throw keptDamaged()
    read.set(kept, version)
    return version
  } catch (error) {
    throw error instanceof StartError ? error : keptDamaged()
  }
}

const keptDamaged = (): StartError =>
  new StartError(
    'PLB_START_PROTOCOL_KEPT',
    'The protocol that was adopted here cannot be read by this version of the program. Start the version that adopted it.',
  )
