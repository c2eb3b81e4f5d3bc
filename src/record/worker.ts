import { parentPort, workerData } from 'node:worker_threads'
import { RecordError } from './errors.ts'
import { openInThisThread } from './open.ts'
import type { Answer, Call } from './threaded.ts'

// The writer's thread: it alone holds the database, so that waiting for the disk never holds up a request.
const port = parentPort
if (port === null) throw new Error('record/worker runs as a worker thread only')
const opening = openInThisThread(workerData)
// Failing to open is told to each caller, the first of which is `openRecord` itself.
opening.catch(() => {})

port.on('message', async ({ id, method, parameters }: Call) => {
  const answer = (rest: Omit<Answer, 'id'>): void => port.postMessage({ id, ...rest })
  try {
    const record = await opening
    const result: unknown = method === 'opened' ? undefined : await Reflect.apply(record[method], record, parameters)
    answer({ result })
  } catch (error) {
    answer({ failure: portable(error) })
  }
})

/** What of an error may cross the thread: no stack, no cause. */
function portable(error: unknown): NonNullable<Answer['failure']> {
  if (error instanceof RecordError) return { code: error.code, message: error.message, details: error.details }
  const kind = error instanceof Error ? error.name : typeof error
  return { code: 'PLB_RECORD_FAILED', message: `the writer failed (${kind})`, details: {} }
}
