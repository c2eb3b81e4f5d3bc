import { parentPort, workerData } from 'node:worker_threads'
import type { Protocol } from '../../language/protocol.ts'
import { differenceOf } from './difference-of.ts'

// A thread of its own, for one comparison: a second of computing must not hold up anybody's request.
const port = parentPort
if (port === null) throw new Error('protocol/difference-worker runs as a worker thread only')
const { before, after }: { readonly before: Protocol; readonly after: Protocol } = workerData
port.postMessage(differenceOf(before, after))
