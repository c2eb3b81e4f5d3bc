import type { Kysely, Transaction } from 'kysely'
import { ServiceError } from '../errors.ts'
import type { AccountSchema } from './schema.ts'
import { digestOf } from './secrets.ts'

/** How many wrong attempts are free, and how long the wait grows after that. */
interface BackOff {
  readonly free: number
  readonly firstWaitSeconds: number
  readonly longestWaitSeconds: number
}

/**
 * An account is guessed at by few, so it waits early. Many people share an address (a clinic behind one router), so an
 * address waits late and shortly. Neither locks for good: that would let anyone lock anybody out.
 */
const backOffs = {
  account: { free: 5, firstWaitSeconds: 30, longestWaitSeconds: 900 },
  address: { free: 50, firstWaitSeconds: 1, longestWaitSeconds: 60 },
  /** A patient's link, by address: its code cannot be mistyped often, since it is opened and not typed. */
  link: { free: 10, firstWaitSeconds: 5, longestWaitSeconds: 300 },
} as const satisfies Record<string, BackOff>

/** Failures older than this are forgotten. Longer than any wait. */
const memorySeconds = 3600

/** What is guessed at, or from where. */
export interface Subject {
  readonly kind: keyof typeof backOffs
  readonly name: string
}

/**
 * How long to wait after so many failures: nothing at first, then doubling up to the longest wait.
 *
 * @example waitSeconds('account', 5) // 0
 * @example waitSeconds('account', 7) // 60
 */
export function waitSeconds(kind: Subject['kind'], failures: number): number {
  const { free, firstWaitSeconds, longestWaitSeconds } = backOffs[kind]
  return failures <= free ? 0 : Math.min(longestWaitSeconds, firstWaitSeconds * 2 ** (failures - free - 1))
}

/** Counts guesses at passwords and codes, and makes the guesser wait. */
export interface Attempts {
  /**
   * Counts an attempt as failed before it is tried: a thousand guesses sent at once are a thousand failures.
   *
   * @throws `PLB_SESSION_TOO_MANY_ATTEMPTS` (429) with the seconds to wait.
   */
  begin(subjects: readonly Subject[]): Promise<void>
  /** Takes the count back: all of an account's, this one of an address's (one right guess must not wipe out others). */
  succeed(subjects: readonly Subject[]): Promise<void>
  /**
   * Tries something that is guessed at, counted as failed unless it comes to an end.
   *
   * @throws what the work throws, and `PLB_SESSION_TOO_MANY_ATTEMPTS` (429)
   * @example await attempts.counted([addressOf(request)], () => admission.setUp(body)) // the account
   */
  counted<Result>(subjects: readonly Subject[], work: () => Promise<Result>): Promise<Result>
}

const keyOf = (subject: Subject): string => digestOf(`${subject.kind}:${subject.name}`)

/** The counter over `accounts.sqlite`; it survives a restart. */
export function createAttempts(database: Kysely<AccountSchema>, clock: () => Date): Attempts {
  async function failuresOf(transaction: Transaction<AccountSchema>, subject: Subject, now: Date): Promise<number> {
    const row = await transaction
      .selectFrom('attempt')
      .selectAll()
      .where('subject', '=', keyOf(subject))
      .executeTakeFirst()
    if (row === undefined) return 0
    const passedSeconds = (now.getTime() - Date.parse(row.last_at)) / 1000
    // Where the clock was set back, what lies far ahead is forgotten like what is long ago: nobody waits for a month.
    if (Math.abs(passedSeconds) > memorySeconds) return 0
    const sinceSeconds = Math.max(0, passedSeconds)
    const wait = waitSeconds(subject.kind, row.failures)
    if (sinceSeconds < wait) {
      throw new ServiceError('PLB_SESSION_TOO_MANY_ATTEMPTS', { retryAfterSeconds: Math.ceil(wait - sinceSeconds) })
    }
    return row.failures
  }

  const attempts: Attempts = {
    begin: (subjects) =>
      database.transaction().execute(async (transaction) => {
        const now = clock()
        const forgotten = new Date(now.getTime() - memorySeconds * 1000).toISOString()
        await transaction.deleteFrom('attempt').where('last_at', '<', forgotten).execute()
        for (const subject of subjects) {
          const counted = { failures: (await failuresOf(transaction, subject, now)) + 1, last_at: now.toISOString() }
          await transaction
            .insertInto('attempt')
            .values({ subject: keyOf(subject), ...counted })
            .onConflict((conflict) => conflict.column('subject').doUpdateSet(counted))
            .execute()
        }
      }),

    async succeed(subjects) {
      for (const subject of subjects) {
        const attempt = database.deleteFrom('attempt').where('subject', '=', keyOf(subject))
        if (subject.kind === 'account') await attempt.execute()
        else {
          await database
            .updateTable('attempt')
            .set((update) => ({ failures: update('failures', '-', 1) }))
            .where('subject', '=', keyOf(subject))
            .where('failures', '>', 0)
            .execute()
        }
      }
    },

    async counted(subjects, work) {
      await attempts.begin(subjects)
      const result = await work()
      await attempts.succeed(subjects)
      return result
    },
  }
  return attempts
}
