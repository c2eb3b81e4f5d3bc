import type { Migration } from '../../record/database.ts'

/**
 * The table of `drafts.sqlite`: what people have typed and not signed. It is no part of the record: it is overwritten
 * and deleted. Demo drafts have a file of their own, as demo patients have.
 */
export interface DraftSchema {
  draft: {
    episode_id: string
    author_id: string
    revision: number
    based_on_sequence: number
    /** JSON. */
    content: string
    /** RFC 3339, UTC. */
    saved_at: string
  }
}

/** Append further steps to this list; a step that has been released never changes. */
export const draftMigrations: readonly Migration[] = [
  {
    name: '001-drafts',
    async up(database) {
      await database.schema
        .createTable('draft')
        .addColumn('episode_id', 'text', (column) => column.notNull())
        .addColumn('author_id', 'text', (column) => column.notNull())
        .addColumn('revision', 'integer', (column) => column.notNull())
        .addColumn('based_on_sequence', 'integer', (column) => column.notNull())
        .addColumn('content', 'text', (column) => column.notNull())
        .addColumn('saved_at', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('one_draft_per_author', ['episode_id', 'author_id'])
        .execute()
    },
  },
]
