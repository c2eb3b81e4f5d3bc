// The process that `kill.mjs` kills: opens the record it is given and appends until it dies, several appends at a time.
// A line on stdout names each append that was acknowledged: `EPISODE FIRST_SEQUENCE COUNT`.
// usage: node scripts/kill-writer.mjs STORE SEED NAME
// STORE is a file, or the address of a PostgreSQL with the schema behind a #; NAME is what its episodes begin with.
import { writeSync } from 'node:fs'
import { openRecord } from '../dist/record/record.js'
import { appendTo, placeOf, projectorModule, randomFrom } from './kill-cases.mjs'

const [store, seed, name] = process.argv.slice(2)
if (store === undefined) throw new Error('usage: node scripts/kill-writer.mjs STORE SEED NAME')
const random = randomFrom(Number(seed))
const { path } = await placeOf(store)
const record = await openRecord({ path, projectors: [projectorModule] })

const how = {
  random,
  // Synchronous: what was acknowledged has left this process before anything else happens in it.
  acknowledge: (/** @type {string} */ line) => writeSync(1, line),
  goesOn: () => true,
}
await Promise.all(['one', 'two', 'three', 'four'].map((each) => appendTo(record, `${name}-${each}`, how)))
