import { existsSync, readdirSync } from 'node:fs'
import type { Migration } from '../../record/database.ts'
import type { Place } from '../../record/place.ts'
import { recordMigrations } from '../../record/schema.ts'
import { recordNames, type StoreName, type StorePlaces, tableMigrations } from '../stores.ts'

/**
 * What is in no backup: whoever is signed in or on the way in signs in again, and codes are made anew. A stolen backup
 * opens no session.
 */
export const leftOut: Readonly<Record<string, readonly string[]>> = {
  accounts: ['session', 'one_time_code', 'passkey_challenge', 'organisation_flow'],
  site: ['smart_launch'],
}

/**
 * All stores, what refers to others before what it refers to: a draft is in a backup before the episode that it is signed
 * into, and whoever signed after the signature. So nothing that was acknowledged falls between two stores.
 *
 * @example storesInOrder.at(-1) // 'accounts'
 */
export const storesInOrder: readonly StoreName[] = [
  ...(Object.keys(tableMigrations) as (keyof typeof tableMigrations)[]).filter((name) => name !== 'accounts'),
  ...recordNames,
  'accounts',
]

/** The steps of a store's schema, as this version of the program knows them. */
export function migrationsOf(store: StoreName): readonly Migration[] {
  return store in tableMigrations ? tableMigrations[store as keyof typeof tableMigrations] : recordMigrations
}

/** Whether a name is that of a store. */
export const isStore = (name: string): name is StoreName => (storesInOrder as readonly string[]).includes(name)

/** What the site has set up in files: `smart.json` and the like, by their names. Secrets are in none of them. */
export function siteFiles(dataFolder: string): readonly string[] {
  if (!existsSync(dataFolder)) return []
  return readdirSync(dataFolder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map(({ name }) => name)
    .sort()
}

/** The places of the stores that are there. */
export function storesThere(places: StorePlaces): readonly { readonly store: StoreName; readonly place: Place }[] {
  return storesInOrder
    .map((store) => ({ store, place: places.place(store) }))
    .filter(({ place }) => typeof place !== 'string' || existsSync(place))
}
