import type { Migration } from '../../record/database.ts'

/**
 * The table of `links.sqlite`: links by which patients answer, demo links in a file of their own. It holds no answer and no code, only
 * what a code is hashed to.
 */
export interface LinkSchema {
  questionnaire_link: {
    id: string
    code_hash: string
    episode_id: string
    created_by: string
    /** RFC 3339, UTC, like all of these. */
    created_at: string
    expires_at: string
    used_at: string | null
    /** Of what was sent: the same again, after a lost answer, is no second use. */
    sent_hash: string | null
    revoked_at: string | null
  }
}

/** Append further steps to this list; a step that has been released never changes. */
export const linkMigrations: readonly Migration[] = [
  {
    name: '001-questionnaire-links',
    async up(database) {
      await database.schema
        .createTable('questionnaire_link')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('code_hash', 'text', (column) => column.notNull().unique())
        .addColumn('episode_id', 'text', (column) => column.notNull())
        .addColumn('created_by', 'text', (column) => column.notNull())
        .addColumn('created_at', 'text', (column) => column.notNull())
        .addColumn('expires_at', 'text', (column) => column.notNull())
        .addColumn('used_at', 'text')
        .addColumn('sent_hash', 'text')
        .addColumn('revoked_at', 'text')
        .execute()
    },
  },
]
