import { sql } from 'kysely'
import type { Migration } from '../../record/database.ts'

/** Instants are RFC 3339 text in UTC: they sort as text. */
type Instant = string

/** Launches from another record, and who of that record is who here. Nothing about any patient. */
export interface LaunchSchema {
  /** One launch, begun by one person here; deleted a day after it was begun. */
  smart_launch: {
    id: string
    account_id: string
    iss: string
    nonce: string
    began_at: Instant
    /** Who used the other record, once its authorisation server has said so: `sub`, and the resource. */
    subject: string | null
    fhir_user: string | null
  }
  /** That an account here and a user there are one person, as that person said. Ended, and never deleted. */
  smart_binding: {
    id: string
    account_id: string
    iss: string
    subject: string
    fhir_user: string
    bound_at: Instant
    ended_at: Instant | null
    /** The account that ended it: the person, or an administrator. */
    ended_by: string | null
  }
}

/** Part of `site.sqlite`; a step that has been released never changes. */
export const launchMigration: Migration = {
  name: '004-smart-launches',
  async up(database) {
    await database.schema
      .createTable('smart_launch')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('account_id', 'text', (column) => column.notNull())
      .addColumn('iss', 'text', (column) => column.notNull())
      .addColumn('nonce', 'text', (column) => column.notNull())
      .addColumn('began_at', 'text', (column) => column.notNull())
      .addColumn('subject', 'text')
      .addColumn('fhir_user', 'text')
      .execute()
    await database.schema
      .createTable('smart_binding')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('account_id', 'text', (column) => column.notNull())
      .addColumn('iss', 'text', (column) => column.notNull())
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('fhir_user', 'text', (column) => column.notNull())
      .addColumn('bound_at', 'text', (column) => column.notNull())
      .addColumn('ended_at', 'text')
      .addColumn('ended_by', 'text')
      .execute()
    // Of those that hold, one for a user there, and one for a person here.
    await sql`create unique index smart_binding_user on smart_binding (iss, subject) where ended_at is null`.execute(
      database,
    )
    await sql`create unique index smart_binding_account on smart_binding (iss, account_id) where ended_at is null`.execute(
      database,
    )
  },
}
