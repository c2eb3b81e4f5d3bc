import { sql } from 'kysely'
import type { Migration } from '../../record/database.ts'
import type { Role, Workspace } from '../api/role.ts'
import type { SignedInBy } from '../api/session.ts'

/** Instants are RFC 3339 text in UTC: they sort as text, in SQLite and PostgreSQL alike. */
type Instant = string

/** The tables of `accounts.sqlite`: who may come in. Nothing about any patient. */
export interface AccountSchema {
  account: {
    id: string
    username: string
    /** The user name as compared: NFKC, lower case. */
    username_key: string
    display_name: string
    role: Role
    /** 1: a clinician who may adopt another version of the protocol. */
    clinical_lead: number
    /** null until the invited person has chosen one. */
    password_hash: string | null
    created_at: Instant
    disabled_at: Instant | null
    /** 1: the password alone does not let in. */
    passkey_needed: number
  }
  session: {
    token_hash: string
    /** What a person ends it by: tells nothing of the token. */
    id: string
    /** null: the demo clinician, who has no account. */
    account_id: string | null
    workspace: Workspace
    created_at: Instant
    last_seen_at: Instant
    address: string
    /** Browser and system in words. */
    device: string
    signed_in_by: SignedInBy
  }
  one_time_code: {
    code_hash: string
    /** null: the set-up code of the first administrator. */
    account_id: string | null
    created_at: Instant
    expires_at: Instant | null
  }
  program_key: {
    id: string
    /** Of the role `integration`. */
    account_id: string
    /** Digest of the key: whoever reads this table cannot use it. */
    key_hash: string
    created_at: Instant
    expires_at: Instant
    last_used_at: Instant | null
  }
  passkey: {
    /** The credential's id, base64url. */
    id: string
    account_id: string
    name: string
    /** COSE, base64url. */
    public_key: string
    counter: number
    /** JSON. */
    transports: string
    created_at: Instant
    last_used_at: Instant | null
  }
  passkey_challenge: {
    challenge: string
    /** null: for signing in, where nobody is known yet. */
    account_id: string | null
    expires_at: Instant
  }
  organisation_identity: {
    issuer: string
    subject: string
    account_id: string
    linked_at: Instant
  }
  /** Browsers on their way to the organisation and back. */
  organisation_flow: {
    key_hash: string
    state: string
    nonce: string
    code_verifier: string
    origin: string
    workspace: Workspace
    /** null: to sign in; otherwise the account that is being linked. */
    account_id: string | null
    expires_at: Instant
  }
  attempt: {
    /** Digest of what is being guessed at or from where: people type passwords into user name fields. */
    subject: string
    failures: number
    last_at: Instant
  }
}

/** Append further steps to this list; a step that has been released never changes. */
export const accountMigrations: readonly Migration[] = [
  {
    name: '001-accounts',
    async up(database) {
      await database.schema
        .createTable('account')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('username', 'text', (column) => column.notNull())
        .addColumn('username_key', 'text', (column) => column.notNull().unique())
        .addColumn('display_name', 'text', (column) => column.notNull())
        .addColumn('role', 'text', (column) => column.notNull())
        .addColumn('password_hash', 'text')
        .addColumn('created_at', 'text', (column) => column.notNull())
        .addColumn('disabled_at', 'text')
        .execute()
      await database.schema
        .createTable('session')
        .addColumn('token_hash', 'text', (column) => column.primaryKey())
        .addColumn('account_id', 'text', (column) => column.references('account.id'))
        .addColumn('workspace', 'text', (column) => column.notNull())
        .addColumn('created_at', 'text', (column) => column.notNull())
        .addColumn('last_seen_at', 'text', (column) => column.notNull())
        .execute()
      await database.schema
        .createTable('one_time_code')
        .addColumn('code_hash', 'text', (column) => column.primaryKey())
        .addColumn('account_id', 'text', (column) => column.references('account.id'))
        .addColumn('created_at', 'text', (column) => column.notNull())
        .addColumn('expires_at', 'text')
        .execute()
      await database.schema
        .createTable('attempt')
        .addColumn('subject', 'text', (column) => column.primaryKey())
        .addColumn('failures', 'integer', (column) => column.notNull())
        .addColumn('last_at', 'text', (column) => column.notNull())
        .execute()
    },
  },
  {
    name: '002-clinical-lead',
    async up(database) {
      await database.schema
        .alterTable('account')
        .addColumn('clinical_lead', 'integer', (column) => column.notNull().defaultTo(0))
        .execute()
    },
  },
  {
    name: '003-program-keys',
    async up(database) {
      await database.schema
        .createTable('program_key')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('account_id', 'text', (column) => column.notNull().references('account.id'))
        .addColumn('key_hash', 'text', (column) => column.notNull().unique())
        .addColumn('created_at', 'text', (column) => column.notNull())
        .addColumn('expires_at', 'text', (column) => column.notNull())
        .addColumn('last_used_at', 'text')
        .execute()
    },
  },
  {
    name: '004-where-sessions-are',
    async up(database) {
      // Of sessions that began before, nobody can say where: everybody signs in once more.
      await sql`DELETE FROM session`.execute(database)
      for (const column of ['id', 'address', 'device', 'signed_in_by'])
        await database.schema
          .alterTable('session')
          .addColumn(column, 'text', (each) => each.notNull().defaultTo(''))
          .execute()
    },
  },
  {
    name: '005-passkeys',
    async up(database) {
      await database.schema
        .createTable('passkey')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('account_id', 'text', (column) => column.notNull().references('account.id'))
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('public_key', 'text', (column) => column.notNull())
        .addColumn('counter', 'integer', (column) => column.notNull())
        .addColumn('transports', 'text', (column) => column.notNull())
        .addColumn('created_at', 'text', (column) => column.notNull())
        .addColumn('last_used_at', 'text')
        .execute()
      await database.schema
        .createTable('passkey_challenge')
        .addColumn('challenge', 'text', (column) => column.primaryKey())
        .addColumn('account_id', 'text', (column) => column.references('account.id'))
        .addColumn('expires_at', 'text', (column) => column.notNull())
        .execute()
      await database.schema
        .alterTable('account')
        .addColumn('passkey_needed', 'integer', (column) => column.notNull().defaultTo(0))
        .execute()
    },
  },
  {
    name: '006-organisation',
    async up(database) {
      await database.schema
        .createTable('organisation_identity')
        .addColumn('issuer', 'text', (column) => column.notNull())
        .addColumn('subject', 'text', (column) => column.notNull())
        .addColumn('account_id', 'text', (column) => column.notNull().references('account.id'))
        .addColumn('linked_at', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('organisation_identity_once', ['issuer', 'subject'])
        .execute()
      await database.schema
        .createTable('organisation_flow')
        .addColumn('key_hash', 'text', (column) => column.primaryKey())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('nonce', 'text', (column) => column.notNull())
        .addColumn('code_verifier', 'text', (column) => column.notNull())
        .addColumn('origin', 'text', (column) => column.notNull())
        .addColumn('workspace', 'text', (column) => column.notNull())
        .addColumn('account_id', 'text', (column) => column.references('account.id'))
        .addColumn('expires_at', 'text', (column) => column.notNull())
        .execute()
    },
  },
]
