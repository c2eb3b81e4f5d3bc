import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import { type Appended, appendEvents } from './append.ts'
import { type ChainHead, genesisHash, walkChain } from './chain.ts'
import type { ChainState, EventRecord } from './contract.ts'
import type { OpenDatabase } from './database.ts'
import { RecordError, type RecordErrorCode } from './errors.ts'
import type { NewEvent, StoredEvent } from './event.ts'
import { noteChainHead, selectChainEnd, selectEpisode, selectPatient, selectPositions } from './event-table.ts'
import { readInPages } from './pages.ts'
import {
  checkProjection,
  projectEpisodes,
  rebuildProjection,
  selectProjection,
  selectProjectionVersion,
} from './projection-table.ts'
import type { ProjectedRow, ProjectionCheck, Projector } from './projector.ts'
import type { RecordSchema } from './schema.ts'
import { wellFormedEvents } from './validation.ts'

interface WaitingAppend {
  readonly events: readonly NewEvent[]
  resolve(answer: readonly StoredEvent[]): void
  reject(error: unknown): void
}

/** Refusals of one append, which leave the others of its group alone. Any other error undoes the whole group. */
const refusals: readonly RecordErrorCode[] = [
  'PLB_RECORD_CONFLICT',
  'PLB_RECORD_COMMAND_REUSED',
  'PLB_RECORD_PROJECTOR',
]

/** Between attempts to reach the database; a restart or a fail-over takes seconds. */
const pausesMilliseconds = [50, 200, 500, 1000, 2000, 4000]

const eventsPerPage = 500
const eventsCheckedOnOpening = 100

/** The record over a database that is already open, in the thread that calls it. */
export class SqlRecord implements EventRecord {
  readonly #database: OpenDatabase<RecordSchema>
  readonly #projectors: readonly Projector[]
  #waiting: WaitingAppend[] = []
  #committing: Promise<void> = Promise.resolve()
  #isClosed = false

  constructor(database: OpenDatabase<RecordSchema>, projectors: readonly Projector[]) {
    this.#database = database
    this.#projectors = projectors
  }

  get isShared(): boolean {
    return this.#database.isShared
  }

  async append(events: readonly NewEvent[]): Promise<readonly StoredEvent[]> {
    this.#assertOpen()
    const wellFormed = wellFormedEvents(events)
    if (wellFormed.length === 0) return []
    return new Promise((resolve, reject) => {
      this.#waiting.push({ events: wellFormed, resolve, reject })
      // All that arrives in this turn of the event loop shares one transaction, and so one wait for the disk.
      if (this.#waiting.length === 1) setImmediate(() => this.#commitWaiting())
    })
  }

  #commitWaiting(): void {
    const group = this.#waiting
    this.#waiting = []
    this.#committing = this.#committing.then(async () => {
      try {
        for (const settle of await this.#transact(group)) settle()
      } catch (error) {
        for (const { reject } of group) reject(error)
      }
    })
  }

  /**
   * Where the connection is lost on the way, a commit may have been made or not. Its command ids make it safe to try
   * again: what was stored is answered as it stands. So a restart of the database is waited out.
   */
  async #transact(group: readonly WaitingAppend[]): Promise<(() => void)[]> {
    const attempt = () => this.#kysely.transaction().execute((transaction) => this.#appendGroup(transaction, group))
    for (const pause of pausesMilliseconds) {
      try {
        return await attempt()
      } catch (error) {
        if (!this.#mayPass(error)) throw error
        await wait(pause)
      }
    }
    return attempt()
  }

  /** A database that is away; and one that only reads is a standby that may be about to take over. */
  #mayPass(error: unknown): boolean {
    if (!(error instanceof RecordError)) return false
    return error.code === 'PLB_RECORD_UNREACHABLE' || (this.isShared && error.code === 'PLB_RECORD_READ_ONLY')
  }

  /** Appends what can be appended; what to tell each caller is returned, to be said after COMMIT. */
  async #appendGroup(transaction: Kysely<RecordSchema>, group: readonly WaitingAppend[]): Promise<(() => void)[]> {
    const settlements: (() => void)[] = []
    const before = (await selectChainEnd(transaction)).noted
    let head = before
    for (const { events, resolve, reject } of group) {
      await sql`SAVEPOINT one_append`.execute(transaction)
      try {
        const appended = await this.#appendOne(transaction, events, head)
        head = appended.head
        settlements.push(() => resolve(appended.answer))
      } catch (error) {
        if (!(error instanceof RecordError && refusals.includes(error.code))) throw error
        await sql`ROLLBACK TO SAVEPOINT one_append`.execute(transaction)
        settlements.push(() => reject(error))
      }
      await sql`RELEASE SAVEPOINT one_append`.execute(transaction)
    }
    if (head !== before) await noteChainHead(transaction, head)
    return settlements
  }

  async #appendOne(transaction: Kysely<RecordSchema>, events: readonly NewEvent[], head: ChainHead): Promise<Appended> {
    const appended = await appendEvents(transaction, events, head)
    for (const projector of this.#projectors) {
      await projectEpisodes(transaction, projector, appended.touchedEpisodeIds)
    }
    return appended
  }

  async readEpisode(episodeId: string): Promise<readonly StoredEvent[]> {
    return selectEpisode(this.#kysely, episodeId)
  }

  async readPatient(patientId: string): Promise<readonly StoredEvent[]> {
    return selectPatient(this.#kysely, patientId)
  }

  async readPage(fromPosition: number, limit: number): Promise<readonly StoredEvent[]> {
    return selectPositions(this.#kysely, { from: fromPosition, to: Number.MAX_SAFE_INTEGER, limit })
  }

  readAll(fromPosition?: number, limit?: number): AsyncIterable<StoredEvent> {
    return readInPages(this, fromPosition, limit)
  }

  async listPatientIds(): Promise<readonly string[]> {
    const rows = await this.#kysely.selectFrom('event').select('patient_id').distinct().orderBy('patient_id').execute()
    return rows.map((row) => row.patient_id)
  }

  async readProjection(name: string, patientId?: string): Promise<readonly ProjectedRow[]> {
    return selectProjection(this.#kysely, this.#projector(name).name, patientId)
  }

  async rebuildProjection(name: string): Promise<void> {
    const projector = this.#projector(name)
    await this.#kysely.transaction().execute((transaction) => rebuildProjection(transaction, projector))
  }

  async checkProjection(name: string): Promise<ProjectionCheck> {
    const projector = this.#projector(name)
    return this.#kysely
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute((transaction) => checkProjection(transaction, projector))
  }

  async verifyChain(): Promise<ChainState> {
    return this.#verifyAfter({ position: 0, hash: genesisHash })
  }

  /**
   * What opening does before anything else: checks the end of the chain, where a crash or a cut would show, and
   * computes the projections whose projector is new.
   */
  async prepare(): Promise<void> {
    const { noted } = await selectChainEnd(this.#kysely)
    const state = await this.#verifyAfter(await this.#headBefore(noted.position - eventsCheckedOnOpening))
    if (!state.intact) {
      throw new RecordError('PLB_RECORD_CHAIN_BROKEN', `the chain is broken: ${state.reason}`, {
        position: state.firstBroken,
      })
    }
    const isCurrent = async (database: Kysely<RecordSchema>, { name, version }: Projector) =>
      (await selectProjectionVersion(database, name)) === version
    for (const projector of this.#projectors) {
      if (await isCurrent(this.#kysely, projector)) continue
      await this.#kysely.transaction().execute(async (transaction) => {
        // Of several processes that start at once, one computes it.
        if (!(await isCurrent(transaction, projector))) await rebuildProjection(transaction, projector)
      })
    }
  }

  async close(): Promise<void> {
    if (this.#isClosed) return
    while (this.#waiting.length > 0) await nextTurn()
    await this.#committing
    this.#isClosed = true
    await this.#database.close()
  }

  get #kysely(): Kysely<RecordSchema> {
    this.#assertOpen()
    return this.#database.kysely
  }

  #assertOpen(): void {
    if (this.#isClosed) throw new RecordError('PLB_RECORD_CLOSED', 'the record has been closed')
  }

  #projector(name: string): Projector {
    const projector = this.#projectors.find((candidate) => candidate.name === name)
    if (projector !== undefined) return projector
    const known = this.#projectors.map((candidate) => candidate.name).join(', ') || 'none'
    throw new RecordError('PLB_RECORD_PROJECTOR', `no projector ${name} was handed in; known: ${known}`)
  }

  async #headBefore(position: number): Promise<ChainHead> {
    const [event] = position < 1 ? [] : await selectPositions(this.#kysely, { from: position, to: position, limit: 1 })
    return event ?? { position: 0, hash: genesisHash }
  }

  async #verifyAfter(before: ChainHead): Promise<ChainState> {
    const end = await selectChainEnd(this.#kysely)
    return walkChain(before, end, this.#pagesBetween(before.position + 1, end.noted.position))
  }

  async *#pagesBetween(first: number, to: number): AsyncIterable<readonly StoredEvent[]> {
    for (let from = first; from <= to; ) {
      const page = await selectPositions(this.#kysely, { from, to, limit: eventsPerPage })
      const last = page.at(-1)
      if (last === undefined) return
      yield page
      from = last.position + 1
      // Appends go ahead of the rest of a long walk.
      await nextTurn()
    }
  }
}
