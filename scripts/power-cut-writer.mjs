// The process whose calls `power-cut.mjs` records: opens the record, appends, closes, and opens it again, several times.
// A line on stdout names each append that was acknowledged, as in kill-writer.mjs.
// usage: node scripts/power-cut-writer.mjs FILE SEED NAME
import { writeSync } from 'node:fs'
import { openRecord } from '../dist/record/record.js'
import { appendTo, projectorModule, randomFrom } from './kill-cases.mjs'

const [path, seed, name] = process.argv.slice(2)
if (path === undefined) throw new Error('usage: node scripts/power-cut-writer.mjs FILE SEED NAME')
const random = randomFrom(Number(seed))

// The longest session is long enough for the log to be taken over into the database and to begin anew, twice.
for (const appends of [10, 20, 500]) {
  const record = await openRecord({ path, projectors: [projectorModule] })
  let left = appends
  const how = {
    random,
    acknowledge: (/** @type {string} */ line) => writeSync(1, line),
    goesOn: () => {
      left -= 1
      return left >= 0
    },
  }
  await Promise.all(['one', 'two', 'three', 'four'].map((each) => appendTo(record, `${name}-${each}`, how)))
  await record.close()
}
