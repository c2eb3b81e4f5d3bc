import type { Migration } from '../../record/database.ts'

/**
 * The tables of `hooks.sqlite`: cards that were shown, and what was done with them. A patient stands in it as a keyed
 * digest alone, and nothing that somebody wrote is kept. Rows are added and never changed; used tokens are forgotten.
 */
export interface HooksSchema {
  card: {
    uuid: string
    hook: string
    rule: string
    /** The client's issuer. */
    client: string
    patient_digest: string
    /** Of the findings the card rested on: while it is the same, an overridden card does not come back. */
    findings_digest: string
    /** RFC 3339, UTC. */
    shown_at: string
  }
  feedback: {
    id: string
    card_uuid: string
    outcome: 'accepted' | 'overridden'
    reason_system: string | null
    reason_code: string | null
    suggestions_accepted: number
    outcome_at: string
    received_at: string
  }
  /** Tokens of programs that were used, where several processes have to know. */
  used_token: { id_digest: string; until: string }
  /** One row: the key of the digests, made here and never sent anywhere. */
  digest_key: { key: string }
}

/** Append further steps to this list; a step that has been released never changes. */
export const hooksMigrations: readonly Migration[] = [
  {
    name: '001-cards-and-feedback',
    async up(database) {
      await database.schema
        .createTable('card')
        .addColumn('uuid', 'text', (column) => column.primaryKey())
        .addColumn('hook', 'text', (column) => column.notNull())
        .addColumn('rule', 'text', (column) => column.notNull())
        .addColumn('client', 'text', (column) => column.notNull())
        .addColumn('patient_digest', 'text', (column) => column.notNull())
        .addColumn('findings_digest', 'text', (column) => column.notNull())
        .addColumn('shown_at', 'text', (column) => column.notNull())
        .execute()
      await database.schema
        .createTable('feedback')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('card_uuid', 'text', (column) => column.notNull().references('card.uuid'))
        .addColumn('outcome', 'text', (column) => column.notNull())
        .addColumn('reason_system', 'text')
        .addColumn('reason_code', 'text')
        .addColumn('suggestions_accepted', 'integer', (column) => column.notNull())
        .addColumn('outcome_at', 'text', (column) => column.notNull())
        .addColumn('received_at', 'text', (column) => column.notNull())
        .execute()
      await database.schema
        .createTable('digest_key')
        .addColumn('key', 'text', (column) => column.notNull())
        .execute()
    },
  },
  {
    name: '002-cards-by-patient',
    async up(database) {
      await database.schema.createIndex('card_of_patient').on('card').columns(['patient_digest', 'rule']).execute()
      await database.schema.createIndex('feedback_on_card').on('feedback').column('card_uuid').execute()
    },
  },
  {
    name: '003-used-tokens',
    async up(database) {
      await database.schema
        .createTable('used_token')
        .addColumn('id_digest', 'text', (column) => column.primaryKey())
        .addColumn('until', 'text', (column) => column.notNull())
        .execute()
    },
  },
]
