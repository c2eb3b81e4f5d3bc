import type { Migration } from '../../record/database.ts'
import { type LaunchSchema, launchMigration } from '../smart/launches-schema.ts'

/** Instants are RFC 3339 text in UTC: they sort as text. */
type Instant = string

/**
 * The tables of `site.sqlite`: what the administrator chose, where people can be reached, the messages on their way, and
 * launches from other records. Nothing about any patient: a message is counts and a link.
 */
export interface SiteSchema extends LaunchSchema {
  /** One row: the settings as JSON. */
  setting: { id: number; content: string; changed_by: string; changed_at: Instant }
  /** Every change of the settings, as they were saved; nothing is deleted. */
  setting_change: { id: string; content: string; changed_by: string; changed_at: Instant }
  contact: { account_id: string; email: string }
  /** The outbox. A message leaves it by being sent, or stays as a dead letter until somebody tries again. */
  message: {
    id: string
    channel: 'email' | 'webhook'
    /** An account's id, or `address`: the administrator's own. Where that is is looked up when it is sent. */
    recipient: string
    /** JSON of `OutboxContent`. */
    content: string
    state: 'waiting' | 'sent' | 'dead'
    attempts: number
    next_at: Instant
    /** A code of docs/errors.md, where the last attempt failed. */
    problem: string | null
    created_at: Instant
    sent_at: Instant | null
    /** Until then a process is sending it; another leaves it alone. */
    claimed_until: Instant | null
  }
  /** What was told: nothing is told twice under one key, whatever is restarted. */
  told: { key: string; at: Instant }
}

/** Append further steps to this list; a step that has been released never changes. */
export const siteMigrations: readonly Migration[] = [
  {
    name: '001-site',
    async up(database) {
      await database.schema
        .createTable('setting')
        .addColumn('id', 'integer', (column) => column.primaryKey())
        .addColumn('content', 'text', (column) => column.notNull())
        .addColumn('changed_by', 'text', (column) => column.notNull())
        .addColumn('changed_at', 'text', (column) => column.notNull())
        .execute()
      await database.schema
        .createTable('contact')
        .addColumn('account_id', 'text', (column) => column.primaryKey())
        .addColumn('email', 'text', (column) => column.notNull())
        .execute()
      await database.schema
        .createTable('message')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('channel', 'text', (column) => column.notNull())
        .addColumn('recipient', 'text', (column) => column.notNull())
        .addColumn('content', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('attempts', 'integer', (column) => column.notNull())
        .addColumn('next_at', 'text', (column) => column.notNull())
        .addColumn('problem', 'text')
        .addColumn('created_at', 'text', (column) => column.notNull())
        .addColumn('sent_at', 'text')
        .execute()
      await database.schema.createIndex('message_due').on('message').columns(['state', 'next_at']).execute()
      await database.schema
        .createTable('told')
        .addColumn('key', 'text', (column) => column.primaryKey())
        .addColumn('at', 'text', (column) => column.notNull())
        .execute()
    },
  },
  {
    name: '002-setting-changes',
    async up(database) {
      await database.schema
        .createTable('setting_change')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('content', 'text', (column) => column.notNull())
        .addColumn('changed_by', 'text', (column) => column.notNull())
        .addColumn('changed_at', 'text', (column) => column.notNull())
        .execute()
    },
  },
  {
    name: '003-claimed-messages',
    async up(database) {
      await database.schema.alterTable('message').addColumn('claimed_until', 'text').execute()
    },
  },
  launchMigration,
]
