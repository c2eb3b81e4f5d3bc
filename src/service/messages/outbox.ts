import { randomUUID } from 'node:crypto'
import type { Kysely, Selectable } from 'kysely'
import type { WorkCounts } from '../../care/telling.ts'
import type { CalendarDate } from '../../language/date.ts'
import { isPostgres } from '../../record/migrations.ts'
import type { MessageKind } from '../../weave/message.ts'
import { ServiceError } from '../errors.ts'
import type { MessageProblem } from './sending.ts'
import type { SiteSchema } from './site-schema.ts'

/** What a message says, before it is put into words: counts, and nothing of a patient. */
export interface OutboxContent {
  readonly kind: MessageKind
  readonly asOf: CalendarDate
  readonly counts: WorkCounts
}

/** A message to put into the outbox. */
export interface NewMessage {
  readonly channel: 'email' | 'webhook'
  /** An account's id, or `address`. */
  readonly recipient: string
  readonly content: OutboxContent
}

/** A message of the outbox. */
export interface StoredMessage extends NewMessage {
  readonly id: string
  readonly state: 'waiting' | 'sent' | 'dead'
  readonly attempts: number
  readonly nextAt: string
  readonly problem: string | null
  readonly createdAt: string
  readonly sentAt: string | null
}

/** Minutes to wait after each failed attempt; after the last one the message is a dead letter. */
export const retryAfterMinutes: readonly number[] = [1, 5, 15, 60, 180, 360, 720]

/** Longer than any attempt to send takes; shorter than anybody should wait for a message that a dead process had. */
const claimMinutes = 5

/** Sent messages and keys are kept this long: to show what was sent, and longer than any work keeps one key. */
const keptDays = 400

/** The outbox: what is put in is on disk, is sent at least once, and is put in under one key once only. */
export interface Outbox {
  /** Those of these keys that were never told before. */
  untold(keys: readonly string[]): Promise<readonly string[]>
  /**
   * Notes the keys as told and puts in the messages, together or not at all; nothing where another was faster with one of
   * them, which is then to be planned again.
   */
  put(keys: readonly string[], messages: readonly NewMessage[], at: Date): Promise<boolean>
  /** Messages whose time has come, the oldest first. */
  due(at: Date): Promise<readonly StoredMessage[]>
  /**
   * Takes a due message for sending, and says whether it could: of several processes one sends it. A process that dies
   * with it in hand holds it up for some minutes; then it is sent again.
   */
  claim(id: string, at: Date): Promise<boolean>
  noteSent(id: string, at: Date): Promise<void>
  noteFailed(id: string, problem: MessageProblem, isFinal: boolean, at: Date): Promise<void>
  /** Tries a dead letter again at once. Throws `PLB_MESSAGE_NOT_FOUND`. */
  retry(id: string, at: Date): Promise<void>
  /** Dead letters first, then the newest. */
  list(atMost: number): Promise<readonly StoredMessage[]>
  counts(): Promise<{ readonly waiting: number; readonly dead: number }>
  /** Forgets what was sent long ago. Dead letters stay until somebody has dealt with them. */
  forgetOld(at: Date): Promise<void>
}

const millisecondsPerMinute = 60_000
const keysAtOnce = 500

/** The outbox over the opened `site.sqlite`. */
export function createOutbox(database: Kysely<SiteSchema>): Outbox {
  return { ...entrance(database), ...exit(database), ...overview(database) }
}

/** What is put in, under keys. */
function entrance(database: Kysely<SiteSchema>): Pick<Outbox, 'untold' | 'put'> {
  async function untold(from: Kysely<SiteSchema>, keys: readonly string[]): Promise<readonly string[]> {
    const known = new Set<string>()
    for (let start = 0; start < keys.length; start += keysAtOnce) {
      const some = keys.slice(start, start + keysAtOnce)
      const rows = await from.selectFrom('told').select('key').where('key', 'in', some).execute()
      for (const { key } of rows) known.add(key)
    }
    return [...new Set(keys)].filter((key) => !known.has(key))
  }

  return {
    untold: (keys) => untold(database, keys),

    put: (keys, messages, at) =>
      database.transaction().execute(async (transaction) => {
        if ((await untold(transaction, keys)).length < new Set(keys).size) return false
        for (const key of new Set(keys))
          await transaction.insertInto('told').values({ key, at: at.toISOString() }).execute()
        for (const { channel, recipient, content } of messages) {
          await transaction
            .insertInto('message')
            .values({
              id: randomUUID(),
              channel,
              recipient,
              content: JSON.stringify(content),
              state: 'waiting',
              attempts: 0,
              next_at: at.toISOString(),
              problem: null,
              created_at: at.toISOString(),
              sent_at: null,
              claimed_until: null,
            })
            .execute()
        }
        return true
      }),
  }
}

/** What leaves it. */
function exit(database: Kysely<SiteSchema>): Pick<Outbox, 'due' | 'claim' | 'noteSent' | 'noteFailed' | 'retry'> {
  return {
    async due(at) {
      const rows = await database
        .selectFrom('message')
        .selectAll()
        .where('state', '=', 'waiting')
        .where('next_at', '<=', at.toISOString())
        .orderBy('created_at')
        .limit(100)
        .execute()
      return rows.map(messageOf)
    },

    async claim(id, at) {
      // Alone on its file, a process that was started again knows that nobody has it in hand.
      if (!isPostgres(database)) return true
      const now = at.toISOString()
      const { numUpdatedRows } = await database
        .updateTable('message')
        .set({ claimed_until: new Date(at.getTime() + claimMinutes * millisecondsPerMinute).toISOString() })
        .where('id', '=', id)
        .where('state', '=', 'waiting')
        .where('next_at', '<=', now)
        .where((is) => is.or([is('claimed_until', 'is', null), is('claimed_until', '<=', now)]))
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    async noteSent(id, at) {
      const sent = { state: 'sent', sent_at: at.toISOString(), problem: null, claimed_until: null } as const
      await database.updateTable('message').set(sent).where('id', '=', id).execute()
    },

    async noteFailed(id, problem, isFinal, at) {
      const row = await database.selectFrom('message').select('attempts').where('id', '=', id).executeTakeFirst()
      const attempts = (row?.attempts ?? 0) + 1
      const wait = isFinal ? undefined : retryAfterMinutes[attempts - 1]
      await database
        .updateTable('message')
        .set({
          attempts,
          problem,
          claimed_until: null,
          state: wait === undefined ? 'dead' : 'waiting',
          next_at: new Date(at.getTime() + (wait ?? 0) * millisecondsPerMinute).toISOString(),
        })
        .where('id', '=', id)
        .execute()
    },

    async retry(id, at) {
      const { numUpdatedRows } = await database
        .updateTable('message')
        .set({ state: 'waiting', attempts: 0, next_at: at.toISOString() })
        .where('id', '=', id)
        .where('state', '=', 'dead')
        .executeTakeFirst()
      if (numUpdatedRows === 0n) throw new ServiceError('PLB_MESSAGE_NOT_FOUND')
    },
  }
}

/** What the administrator sees of it. */
function overview(database: Kysely<SiteSchema>): Pick<Outbox, 'list' | 'counts' | 'forgetOld'> {
  return {
    async list(atMost) {
      const rows = (state: 'dead' | 'other') =>
        database
          .selectFrom('message')
          .selectAll()
          .where('state', state === 'dead' ? '=' : '!=', 'dead')
          .orderBy('created_at', 'desc')
          .limit(atMost)
          .execute()
      return [...(await rows('dead')), ...(await rows('other'))].slice(0, atMost).map(messageOf)
    },

    async counts() {
      const rows = await database
        .selectFrom('message')
        .select(({ fn }) => ['state', fn.countAll().as('number')] as const)
        .groupBy('state')
        .execute()
      const of = (state: string): number => Number(rows.find((row) => row.state === state)?.number ?? 0)
      return { waiting: of('waiting'), dead: of('dead') }
    },

    async forgetOld(at) {
      const before = new Date(at.getTime() - keptDays * 24 * 60 * millisecondsPerMinute).toISOString()
      await database.deleteFrom('message').where('state', '=', 'sent').where('created_at', '<', before).execute()
      await database.deleteFrom('told').where('at', '<', before).execute()
    },
  }
}

const messageOf = (row: Selectable<SiteSchema['message']>): StoredMessage => ({
  id: row.id,
  channel: row.channel,
  recipient: row.recipient,
  content: JSON.parse(row.content),
  state: row.state,
  attempts: row.attempts,
  nextAt: row.next_at,
  problem: row.problem,
  createdAt: row.created_at,
  sentAt: row.sent_at,
})
