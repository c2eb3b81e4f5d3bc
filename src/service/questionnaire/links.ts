import { randomUUID } from 'node:crypto'
import type { Kysely, Selectable } from 'kysely'
import { digestOf, newOneTimeCode, normaliseOneTimeCode } from '../accounts/secrets.ts'
import type { PatientLink } from '../api/questionnaire.ts'
import { ServiceError } from '../errors.ts'
import type { LinkSchema } from './link-schema.ts'

type Row = Selectable<LinkSchema['questionnaire_link']>

/** A link whose code was right and that still works. */
export interface OpenLink {
  readonly id: string
  readonly episodeId: string
  readonly expiresAt: string
}

/** What takes a code back to its link: of one workspace. */
export interface Links {
  /** A new link for an episode; its code is in the answer and nowhere else. */
  create(request: {
    readonly episodeId: string
    readonly createdBy: string
    readonly hours: number
  }): Promise<PatientLink & { readonly code: string }>
  /** The links of an episode, the latest first; none of them can be opened with what this answers. */
  list(episodeId: string): Promise<readonly PatientLink[]>
  /** Stops a link. @throws `PLB_QUESTIONNAIRE_NOT_FOUND` */
  revoke(episodeId: string, id: string): Promise<void>
  /** Whether a code is one of these, whatever has become of its link. */
  knows(code: string): Promise<boolean>
  /**
   * The link of a code, while it works.
   *
   * @param sentHash What is being sent, where something is: the same twice is no second use.
   * @throws `PLB_QUESTIONNAIRE_UNKNOWN`, `PLB_QUESTIONNAIRE_EXPIRED`, `PLB_QUESTIONNAIRE_USED`, `PLB_QUESTIONNAIRE_REVOKED`
   */
  open(code: string, sentHash?: string): Promise<OpenLink>
  /**
   * Uses a link up, for one thing that is sent. Of two that are sent at once one is first.
   *
   * @throws `PLB_QUESTIONNAIRE_USED`
   */
  use(id: string, sentHash: string): Promise<void>
  /** Takes the use back: what was sent could not be recorded. */
  release(id: string, sentHash: string): Promise<void>
}

/** Links over the opened `links.sqlite` of one workspace. */
export function createLinks(database: Kysely<LinkSchema>, clock: () => Date): Links {
  const rowOf = (code: string): Promise<Row | undefined> =>
    database
      .selectFrom('questionnaire_link')
      .selectAll()
      .where('code_hash', '=', digestOf(normaliseOneTimeCode(code)))
      .executeTakeFirst()

  return {
    async create({ episodeId, createdBy, hours }) {
      const now = clock()
      const code = newOneTimeCode()
      const row: Row = {
        id: randomUUID(),
        code_hash: digestOf(code),
        episode_id: episodeId,
        created_by: createdBy,
        created_at: now.toISOString(),
        expires_at: new Date(now.getTime() + hours * 3_600_000).toISOString(),
        used_at: null,
        sent_hash: null,
        revoked_at: null,
      }
      await database.insertInto('questionnaire_link').values(row).execute()
      return { ...linkOf(row, now), code: code.replaceAll('-', '') }
    },

    async list(episodeId) {
      const rows = await database
        .selectFrom('questionnaire_link')
        .selectAll()
        .where('episode_id', '=', episodeId)
        .orderBy('created_at', 'desc')
        .limit(20)
        .execute()
      return rows.map((row) => linkOf(row, clock()))
    },

    async revoke(episodeId, id) {
      const { numUpdatedRows } = await database
        .updateTable('questionnaire_link')
        .set({ revoked_at: clock().toISOString() })
        .where('id', '=', id)
        .where('episode_id', '=', episodeId)
        .executeTakeFirst()
      if (numUpdatedRows === 0n) throw new ServiceError('PLB_QUESTIONNAIRE_NOT_FOUND')
    },

    knows: async (code) => (await rowOf(code)) !== undefined,

    async open(code, sentHash) {
      const row = await rowOf(code)
      if (row === undefined) throw new ServiceError('PLB_QUESTIONNAIRE_UNKNOWN')
      const state = stateOf(row, clock())
      const isRepeat = state === 'used' && sentHash !== undefined && row.sent_hash === sentHash
      if (state !== 'open' && !isRepeat) throw new ServiceError(refusals[state])
      return { id: row.id, episodeId: row.episode_id, expiresAt: row.expires_at }
    },

    async use(id, sentHash) {
      const { numUpdatedRows } = await database
        .updateTable('questionnaire_link')
        .set({ used_at: clock().toISOString(), sent_hash: sentHash })
        .where('id', '=', id)
        .where((is) => is.or([is('used_at', 'is', null), is('sent_hash', '=', sentHash)]))
        .executeTakeFirst()
      if (numUpdatedRows === 0n) throw new ServiceError('PLB_QUESTIONNAIRE_USED')
    },

    async release(id, sentHash) {
      await database
        .updateTable('questionnaire_link')
        .set({ used_at: null, sent_hash: null })
        .where('id', '=', id)
        .where('sent_hash', '=', sentHash)
        .execute()
    },
  }
}

const refusals = {
  used: 'PLB_QUESTIONNAIRE_USED',
  revoked: 'PLB_QUESTIONNAIRE_REVOKED',
  expired: 'PLB_QUESTIONNAIRE_EXPIRED',
} as const

function stateOf(row: Row, now: Date): PatientLink['state'] {
  if (row.used_at !== null) return 'used'
  if (row.revoked_at !== null) return 'revoked'
  return Date.parse(row.expires_at) <= now.getTime() ? 'expired' : 'open'
}

const linkOf = (row: Row, now: Date): PatientLink => ({
  id: row.id,
  createdBy: row.created_by,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  state: stateOf(row, now),
})
