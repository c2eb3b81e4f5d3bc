import { Worker } from 'node:worker_threads'
import type { ChainState, EventRecord, RecordOptions } from './contract.ts'
import { RecordError, type RecordErrorCode, type RecordErrorDetails } from './errors.ts'
import type { NewEvent, StoredEvent } from './event.ts'
import { readInPages } from './pages.ts'
import type { ProjectedRow, ProjectionCheck } from './projector.ts'

type Method = Exclude<keyof EventRecord, 'readAll' | 'isShared'>

export interface Call {
  readonly id: number
  readonly method: Method | 'opened'
  readonly parameters: readonly unknown[]
}

export interface Answer {
  readonly id: number
  readonly result?: unknown
  readonly failure?: { readonly code: RecordErrorCode; readonly message: string; readonly details: RecordErrorDetails }
}

interface Waiting {
  resolve(result: unknown): void
  reject(error: unknown): void
}

/** The record in a worker thread: each method is sent there and its answer awaited. */
export class ThreadedRecord implements EventRecord {
  readonly isShared = false
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  #calls = 0
  #isClosed = false

  private constructor(worker: Worker) {
    this.#worker = worker
    worker.on('message', (answer: Answer) => this.#settle(answer))
    worker.on('error', (error) => this.#stop(error))
    worker.on('exit', () => this.#stop())
  }

  /** Resolves once the worker has the record open; rejects with the reason why it has not. */
  static async open(options: RecordOptions & { readonly path: string }): Promise<ThreadedRecord> {
    const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: options, execArgv: [] })
    const record = new ThreadedRecord(worker)
    try {
      await record.#call('opened')
      return record
    } catch (error) {
      await worker.terminate()
      throw error
    }
  }

  append(events: readonly NewEvent[]): Promise<readonly StoredEvent[]> {
    return this.#call('append', events)
  }
  readEpisode(episodeId: string): Promise<readonly StoredEvent[]> {
    return this.#call('readEpisode', episodeId)
  }
  readPatient(patientId: string): Promise<readonly StoredEvent[]> {
    return this.#call('readPatient', patientId)
  }
  readPage(fromPosition: number, limit: number): Promise<readonly StoredEvent[]> {
    return this.#call('readPage', fromPosition, limit)
  }
  readAll(fromPosition?: number, limit?: number): AsyncIterable<StoredEvent> {
    return readInPages(this, fromPosition, limit)
  }
  listPatientIds(): Promise<readonly string[]> {
    return this.#call('listPatientIds')
  }
  readProjection(name: string, patientId?: string): Promise<readonly ProjectedRow[]> {
    return this.#call('readProjection', name, patientId)
  }
  rebuildProjection(name: string): Promise<void> {
    return this.#call('rebuildProjection', name)
  }
  checkProjection(name: string): Promise<ProjectionCheck> {
    return this.#call('checkProjection', name)
  }
  verifyChain(): Promise<ChainState> {
    return this.#call('verifyChain')
  }
  async close(): Promise<void> {
    if (this.#isClosed) return
    const closing = this.#call<void>('close')
    this.#isClosed = true
    await closing
    await this.#worker.terminate()
  }

  #call<Result>(method: Call['method'], ...parameters: readonly unknown[]): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) throw new RecordError('PLB_RECORD_CLOSED', 'the record has been closed')
      const id = ++this.#calls
      const call: Call = { id, method, parameters }
      this.#post(call)
      this.#waiting.set(id, { resolve: (result) => resolve(result as Result), reject })
      this.#worker.ref()
    })
  }

  #post(call: Call): void {
    try {
      this.#worker.postMessage(call)
    } catch (error) {
      throw new RecordError(
        'PLB_RECORD_INVALID',
        'what was given cannot be sent to the writer: not plain JSON',
        {},
        error,
      )
    }
  }

  #settle({ id, result, failure }: Answer): void {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    // An idle record does not keep its process alive.
    if (this.#waiting.size === 0) this.#worker.unref()
    if (failure === undefined) waiting?.resolve(result)
    else waiting?.reject(new RecordError(failure.code, failure.message, failure.details))
  }

  #stop(cause?: unknown): void {
    this.#isClosed = true
    const message = 'the writer has stopped: whether this was stored is not known'
    const stopped = new RecordError('PLB_RECORD_CLOSED', message, {}, cause)
    for (const { reject } of this.#waiting.values()) reject(stopped)
    this.#waiting.clear()
  }
}
