import { ServiceError, type ServiceErrorCode } from './errors.ts'

/** How often somebody did something in the minute that runs. */
export interface RateLimit {
  /** @throws the limit's code (429) with the seconds to wait. */
  count(who: string, atMost: number): void
  add(who: string): void
  /** @throws the limit's code (429) with the seconds to wait. */
  assertBelow(who: string, atMost: number): void
}

const minute = 60_000
const namesAtMost = 10_000

/**
 * Counts by whole minutes, in memory: a restart begins anew.
 *
 * @param code What is thrown at whoever comes too often.
 */
export function createRateLimit(clock: () => Date, code: ServiceErrorCode): RateLimit {
  let began = 0
  const counts = new Map<string, number>()
  const current = (): number => {
    const now = clock().getTime()
    // A clock that was put back begins a new minute too: nobody waits for it to catch up.
    if (now - began >= minute || now < began || counts.size > namesAtMost) {
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
      throw new ServiceError(code, { retryAfterSeconds: Math.ceil((began + minute - now) / 1000) })
    },
    count(who, atMost) {
      limit.assertBelow(who, atMost)
      limit.add(who)
    },
  }
  return limit
}
