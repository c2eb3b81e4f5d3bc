import { createHash } from 'node:crypto'
import { join } from 'node:path'
import pg from 'pg'
import { inject } from 'vitest'
import { connect } from '../src/record/driver.ts'
import type { Place } from '../src/record/place.ts'
import { openPostgres, type PostgresServer } from '../src/record/postgres-server.ts'

/** The PostgreSQL of this run's project; on SQLite there is none. */
export const postgresAddress: string | undefined = inject('postgresAddress')

/** For what one of the two stores alone has. */
export const isOnPostgres = postgresAddress !== undefined

let server: Promise<PostgresServer> | undefined

/**
 * The place of a store of a test: a file of its folder, or a schema that belongs to the folder and the name, so that it
 * can be opened again.
 */
export async function placeIn(folder: string, name: string): Promise<Place> {
  if (postgresAddress === undefined) return join(folder, `${name}.sqlite`)
  server ??= openPostgres(postgresAddress)
  const digest = createHash('sha256').update(`${folder} ${name}`).digest('hex').slice(0, 20)
  return { server: await server, schema: `t_${digest}` }
}

/** Does to a store what somebody with the database's password could do, past the program. */
export async function tamper(place: Place, ...statements: readonly string[]): Promise<void> {
  if (typeof place === 'string') {
    const connection = connect(place, { readOnly: false })
    try {
      for (const statement of statements) connection.exec(statement)
    } finally {
      connection.close()
    }
    return
  }
  const client = new pg.Client({ connectionString: postgresAddress, options: `-c search_path=${place.schema}` })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}

/** What lets events be changed at all. */
export const withoutTriggers: readonly string[] = ['update', 'delete'].map((change) =>
  isOnPostgres ? `DROP TRIGGER event_refuses_${change} ON event` : `DROP TRIGGER event_refuses_${change}`,
)
