// The process that `kill.mjs` kills: opens the record it is given and appends until it dies, several appends at a time.
// A line on stdout names each append that was acknowledged: `EPISODE FIRST_SEQUENCE COUNT`.
// usage: node scripts/kill-writer.mjs STORE SEED NAME
// STORE is a file, or the address of a PostgreSQL with the schema behind a #; NAME is what its episodes begin with.
import { writeSync } from 'node:fs'
import { openRecord } from '../dist/record/record.js'
import { placeOf, projectorModule, randomFrom } from './kill-cases.mjs'

const [store, seed, name] = process.argv.slice(2)
if (store === undefined) throw new Error('usage: node scripts/kill-writer.mjs STORE SEED NAME')
const random = randomFrom(Number(seed))
const { path } = await placeOf(store)
const record = await openRecord({ path, projectors: [projectorModule] })

/** @param {string} episodeId */
async function appendForever(episodeId) {
  let sequence = (await record.readEpisode(episodeId)).length
  for (;;) {
    const count = 1 + Math.floor(random() * 3)
    const first = sequence + 1
    await record.append(
      Array.from({ length: count }, (_, index) => ({
        episodeId,
        patientId: `patient-of-${episodeId}`,
        expectedSequence: first + index,
        // Names the append and its size, so that half of an append would be seen.
        commandId: `${episodeId}/${first}/${count}/${index}`,
        type: 'answered',
        actorId: 'kill-test',
        recordedAt: '2026-03-01T09:30:00Z',
        payload: { note: 'x'.repeat(Math.floor(random() * 2000)) },
      })),
    )
    sequence += count
    // Synchronous: what was acknowledged has left this process before anything else happens in it.
    writeSync(1, `${episodeId} ${first} ${count}\n`)
  }
}

await Promise.all(['one', 'two', 'three', 'four'].map((each) => appendForever(`${name}-${each}`)))
