import { Worker } from 'node:worker_threads'
import { contentHash } from '../../language/hash.ts'
import type { Protocol } from '../../language/protocol.ts'
import type { DifferenceAnswer, ProtocolDifference } from '../api/protocol.ts'
import { ServiceError } from '../errors.ts'
import { type ProtocolVersion, versionReference } from './version.ts'

/** Differences between versions, each computed once. */
export interface Differences {
  /**
   * What `after` would do differently from `before`, with the hash of the report.
   *
   * @throws `PLB_PROTOCOL_NOT_COMPARABLE`
   */
  between(before: ProtocolVersion, after: ProtocolVersion): Promise<DifferenceAnswer>
}

/** A clinic looks at one difference, or goes back once; more are computed again. */
const keptAtMost = 4

/** Differences, computed one at a time beside the requests. */
export function createDifferences(): Differences {
  const kept = new Map<string, Promise<DifferenceAnswer>>()
  let last: Promise<unknown> = Promise.resolve()

  async function compute(before: Protocol, after: Protocol): Promise<DifferenceAnswer> {
    await last.catch(() => undefined)
    const report = await compared(before, after).catch((error: unknown) => {
      throw new ServiceError('PLB_PROTOCOL_NOT_COMPARABLE', { detail: codeIn(error) })
    })
    return { report, reportHash: contentHash(report) }
  }

  return {
    between(before, after) {
      const key = `${versionReference(before).hash} ${versionReference(after).hash}`
      const known = kept.get(key)
      if (known) return known
      const asked = compute(before.standard, after.standard)
      last = asked
      for (const oldest of [...kept.keys()].slice(0, Math.max(0, kept.size + 1 - keptAtMost))) kept.delete(oldest)
      kept.set(key, asked)
      asked.catch(() => kept.delete(key))
      return asked
    },
  }
}

/** The catalogued code of what the comparison refused; nothing else of an error is told. */
function codeIn(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return code.startsWith('PLB_') ? code : ''
}

async function compared(before: Protocol, after: Protocol): Promise<ProtocolDifference> {
  // Run from its sources (in tests), it is computed here: Node 20 cannot start a worker from TypeScript.
  if (!import.meta.url.endsWith('.js')) return (await import('./difference-of.ts')).differenceOf(before, after)
  const worker = new Worker(new URL('./difference-worker.js', import.meta.url), {
    workerData: { before, after },
    execArgv: [],
  })
  worker.unref()
  return new Promise((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('the comparison ended without an answer')))
  })
}
