import type { PostgresServer } from './postgres-server.ts'

/** A schema of a PostgreSQL database: one for each store, as SQLite has one file for each. */
export interface PostgresPlace {
  readonly server: PostgresServer
  /** Small letters, digits and underscores. */
  readonly schema: string
}

/** Where a store is: the path of a file of the embedded database, or a schema of a PostgreSQL database. */
export type Place = string | PostgresPlace

/**
 * The place as messages name it: never with a password.
 *
 * @example nameOf('data/record.sqlite') // 'data/record.sqlite'
 */
export function nameOf(place: Place): string {
  return typeof place === 'string' ? place : `${place.server.name}, schema ${place.schema}`
}
