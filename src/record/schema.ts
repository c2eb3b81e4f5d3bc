import { type Kysely, sql } from 'kysely'
import { genesisHash } from './chain.ts'
import { isPostgres, type Migration } from './migrations.ts'

/** The tables as Kysely sees them. Texts and whole numbers alone, so that SQLite and PostgreSQL share them. */
export interface RecordSchema {
  event: EventTable
  /** One row: the last event. It finds a cut tail. */
  chain_head: { id: number; position: number; hash: string }
  projection: ProjectionTable
  projection_version: { name: string; version: number }
}

export interface EventTable {
  position: number
  episode_id: string
  patient_id: string
  sequence: number
  command_id: string
  type: string
  actor_id: string
  recorded_at: string
  payload: string
  previous_hash: string
  hash: string
}

export interface ProjectionTable {
  name: string
  episode_id: string
  patient_id: string
  sort_key: string
  document: string
}

/** The only list of schema changes. Forward only: a step that has been released is never edited. */
export const recordMigrations: readonly Migration[] = [
  { name: '001-events', up: createEvents },
  { name: '002-projections', up: createProjections },
]

/** What keeps an event as it was written, whoever asks. */
const appendOnly = {
  sqlite: ['update', 'delete'].map(
    (change) =>
      `CREATE TRIGGER event_refuses_${change} BEFORE ${change} ON event
         BEGIN SELECT RAISE(ABORT, 'events are append-only'); END`,
  ),
  postgres: [
    `CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'events are append-only'; END $$`,
    ...['update', 'delete', 'truncate'].map(
      (change) =>
        `CREATE TRIGGER event_refuses_${change} BEFORE ${change} ON event
           FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
    ),
  ],
}

async function createEvents(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('event')
    .addColumn('position', 'integer', (column) => column.primaryKey())
    .addColumn('episode_id', 'text', (column) => column.notNull())
    .addColumn('patient_id', 'text', (column) => column.notNull())
    .addColumn('sequence', 'integer', (column) => column.notNull())
    .addColumn('command_id', 'text', (column) => column.notNull().unique())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('actor_id', 'text', (column) => column.notNull())
    .addColumn('recorded_at', 'text', (column) => column.notNull())
    .addColumn('payload', 'text', (column) => column.notNull())
    .addColumn('previous_hash', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addUniqueConstraint('event_once_per_sequence', ['episode_id', 'sequence'])
    .execute()
  await database.schema.createIndex('event_of_patient').on('event').columns(['patient_id', 'position']).execute()
  for (const statement of appendOnly[isPostgres(database) ? 'postgres' : 'sqlite']) {
    await sql.raw(statement).execute(database)
  }

  await database.schema
    .createTable('chain_head')
    .addColumn('id', 'integer', (column) => column.primaryKey().check(sql`id = 1`))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .execute()
  await sql`INSERT INTO chain_head (id, position, hash) VALUES (1, 0, ${genesisHash})`.execute(database)
}

async function createProjections(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('projection')
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('episode_id', 'text', (column) => column.notNull())
    .addColumn('patient_id', 'text', (column) => column.notNull())
    .addColumn('sort_key', 'text', (column) => column.notNull())
    .addColumn('document', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('projection_once_per_episode', ['name', 'episode_id'])
    .execute()
  await database.schema
    .createIndex('projection_in_order')
    .on('projection')
    .columns(['name', 'sort_key', 'episode_id'])
    .execute()
  await database.schema.createIndex('projection_of_patient').on('projection').columns(['name', 'patient_id']).execute()
  await database.schema
    .createTable('projection_version')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('version', 'integer', (column) => column.notNull())
    .execute()
}
