import type { Kysely, Selectable } from 'kysely'
import type { Draft } from '../api/draft.ts'
import { ServiceError } from '../errors.ts'
import type { DraftSchema } from './draft-schema.ts'

/** Whose draft, of which episode. */
interface Place {
  readonly episodeId: string
  readonly authorId: string
}

/** Unsigned answers, one draft per episode and author. What is saved is on disk when it resolves. */
export interface Drafts {
  find(place: Place): Promise<Draft | null>
  /**
   * Saves over the draft of `revision` (0: none yet). Saving the same content twice is no conflict, so that a repeat
   * after a lost answer succeeds.
   *
   * @throws `PLB_DRAFT_CONFLICT`, with the draft as it stands now.
   */
  save(place: Place, draft: Draft): Promise<Draft>
  /** Where an author has drafts, the oldest first; one in which everything was recorded or taken back is none. */
  listOf(authorId: string): Promise<readonly { readonly episodeId: string; readonly savedAt: string }[]>
  /** Deletes the draft; there may be none. */
  discard(place: Place): Promise<void>
}

/** Drafts over the opened `drafts.sqlite` of one workspace. */
export function createDrafts(database: Kysely<DraftSchema>): Drafts {
  const row = (from: Kysely<DraftSchema>, { episodeId, authorId }: Place) =>
    from
      .selectFrom('draft')
      .selectAll()
      .where('episode_id', '=', episodeId)
      .where('author_id', '=', authorId)
      .executeTakeFirst()

  return {
    async find(place) {
      const found = await row(database, place)
      return found === undefined ? null : draftOf(found)
    },

    save: (place, { revision, basedOnSequence, content, savedAt }) =>
      database.transaction().execute(async (transaction) => {
        const before = await row(transaction, place)
        const text = JSON.stringify(content)
        if (before !== undefined && before.revision === revision + 1 && before.content === text) return draftOf(before)
        if ((before?.revision ?? 0) !== revision) {
          throw new ServiceError('PLB_DRAFT_CONFLICT', { currentDraft: before === undefined ? null : draftOf(before) })
        }
        const saved = { revision: revision + 1, based_on_sequence: basedOnSequence, content: text, saved_at: savedAt }
        const after = { episode_id: place.episodeId, author_id: place.authorId, ...saved }
        await transaction
          .insertInto('draft')
          .values(after)
          .onConflict((same) => same.columns(['episode_id', 'author_id']).doUpdateSet(saved))
          .execute()
        return draftOf(after)
      }),

    async listOf(authorId) {
      const rows = await database
        .selectFrom('draft')
        .select(['episode_id', 'saved_at'])
        .where('author_id', '=', authorId)
        .where('content', '!=', '{}')
        .orderBy('saved_at')
        .execute()
      return rows.map((each) => ({ episodeId: each.episode_id, savedAt: each.saved_at }))
    },

    async discard({ episodeId, authorId }) {
      await database.deleteFrom('draft').where('episode_id', '=', episodeId).where('author_id', '=', authorId).execute()
    },
  }
}

const draftOf = (row: Selectable<DraftSchema['draft']>): Draft => ({
  revision: row.revision,
  basedOnSequence: row.based_on_sequence,
  content: JSON.parse(row.content),
  savedAt: row.saved_at,
})
