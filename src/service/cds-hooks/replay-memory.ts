import { ServiceError } from '../errors.ts'

/** Which tokens were used. It starts empty: tokens from before the start are refused by whoever asks. */
export interface ReplayMemory {
  /** True the first time; remembered for so many seconds. */
  isNew(id: string, seconds: number): boolean
}

/** So many ids at once: more is an attack, and forgetting one would let a token in twice. */
const idsAtMost = 500_000

/** An empty memory. */
export function createReplayMemory(clock: () => Date): ReplayMemory {
  const until = new Map<string, number>()
  let sweptAt = 0
  return {
    isNew(id, seconds) {
      const now = clock().getTime()
      if (now - sweptAt > 60_000) {
        sweptAt = now
        for (const [each, end] of until) if (end < now) until.delete(each)
      }
      const known = until.get(id)
      if (known !== undefined && known >= now) return false
      if (until.size >= idsAtMost) throw new ServiceError('PLB_CDS_HOOKS_TOO_MANY', { retryAfterSeconds: 60 })
      until.set(id, now + seconds * 1000)
      return true
    },
  }
}
