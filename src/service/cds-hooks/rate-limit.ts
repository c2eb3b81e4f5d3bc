import { ServiceError } from '../errors.ts'

/** How often somebody did something in the minute that runs. */
export interface RateLimit {
  /** @throws `PLB_CDS_HOOKS_TOO_MANY` (429) with the seconds to wait. */
  count(who: string, atMost: number): void
  add(who: string): void
  /** @throws `PLB_CDS_HOOKS_TOO_MANY` (429) with the seconds to wait. */
  assertBelow(who: string, atMost: number): void
}

const minute = 60_000
const namesAtMost = 10_000

/** Counts by whole minutes, in memory: a restart begins anew. */
export function createRateLimit(clock: () => Date): RateLimit {
  let began = 0
  const counts = new Map<string, number>()
  const current = (): number => {
    const now = clock().getTime()
    if (now - began >= minute || counts.size > namesAtMost) {
      counts.clear()
      began = now
    }
    return now
  }
  const limit: RateLimit = {
    add(who) {
      current()
      counts.set(who, (counts.get(who) ?? 0) + 1)
    },
    assertBelow(who, atMost) {
      const now = current()
      if ((counts.get(who) ?? 0) < atMost) return
      throw new ServiceError('PLB_CDS_HOOKS_TOO_MANY', { retryAfterSeconds: Math.ceil((began + minute - now) / 1000) })
    },
    count(who, atMost) {
      limit.assertBelow(who, atMost)
      limit.add(who)
    },
  }
  return limit
}
