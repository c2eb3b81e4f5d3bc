import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import { isPostgres } from '../../record/migrations.ts'
import { ServiceError } from '../errors.ts'
import type { HooksSchema } from './hooks-schema.ts'

/** Which tokens were used. It starts empty: tokens from before the start are refused by whoever asks. */
export interface ReplayMemory {
  /** True the first time; remembered for so many seconds. */
  isNew(id: string, seconds: number): boolean | Promise<boolean>
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

/** The memory that fits a store: this process's own, or that of all which share it. */
export const replayMemoryFor = (database: Kysely<HooksSchema>, clock: () => Date): ReplayMemory =>
  isPostgres(database) ? createSharedReplayMemory(database, clock) : createReplayMemory(clock)

/** The memory of several processes: a token that one has seen is used for all. It keeps digests of ids alone. */
function createSharedReplayMemory(database: Kysely<HooksSchema>, clock: () => Date): ReplayMemory {
  let sweptAt = 0
  return {
    async isNew(id, seconds) {
      const now = clock()
      if (now.getTime() - sweptAt > 60_000) {
        sweptAt = now.getTime()
        await database.deleteFrom('used_token').where('until', '<', now.toISOString()).execute()
      }
      const row = {
        id_digest: createHash('sha256').update(id).digest('hex'),
        until: new Date(now.getTime() + seconds * 1000).toISOString(),
      }
      const added = await database
        .insertInto('used_token')
        .values(row)
        .onConflict((same) => same.column('id_digest').doNothing())
        .returning('until')
        .executeTakeFirst()
      return added !== undefined
    },
  }
}
