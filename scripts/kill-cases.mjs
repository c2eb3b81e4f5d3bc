/**
 * The same numbers from 0 to below 1 for the same seed (mulberry32).
 *
 * @param {number} seed
 * @returns {() => number}
 */
export function randomFrom(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const projector = `export const lengths = { name: 'lengths', version: 1, project: (events) => ({
  patientId: events[0].patientId, sortKey: events[0].episodeId, document: { events: events.length } }) }`

/** How long each episode is: enough to see whether a projection keeps step with the events. */
export const projectorModule = {
  moduleUrl: `data:text/javascript,${encodeURIComponent(projector)}`,
  exportName: 'lengths',
}

/**
 * The place of a store by what the command line says: a file, or the address of a PostgreSQL with the schema behind a #.
 *
 * @param {string} store
 * @returns {Promise<{ path: import('../dist/record/place.js').Place, close(): Promise<void> }>}
 */
export async function placeOf(store) {
  const [address = '', schema] = store.split('#')
  if (schema === undefined) return { path: store, close: async () => {} }
  const { openPostgres } = await import('../dist/record/postgres-server.js')
  const server = await openPostgres(address, { connectionsAtMost: 4 })
  return { path: { server, schema }, close: () => server.close() }
}

/**
 * Opens a record as the next start of the program would, checks it against everything ever acknowledged, and closes it.
 *
 * @param {string} store
 * @param {ReadonlySet<string>} acknowledged lines as `kill-writer.mjs` writes them
 * @returns {Promise<{ lost: number, faults: string[] }>}
 */
export async function inspectRecord(store, acknowledged) {
  const { openInThisThread } = await import('../dist/record/open.js')
  const { path, close } = await placeOf(store)
  /** @type {string[]} */
  const faults = []
  let lost = 0
  /** @type {import('../dist/record/contract.js').EventRecord | undefined} */
  let record
  try {
    record = await openInThisThread({ path, projectors: [projectorModule] })
    const stored = new Set()
    for await (const event of record.readAll()) stored.add(event.commandId)
    for (const line of acknowledged) {
      const [episode, first, count] = line.split(' ')
      for (let index = 0; index < Number(count); index += 1) {
        if (!stored.has(`${episode}/${first}/${count}/${index}`)) lost += 1
      }
    }
    for (const commandId of stored) {
      const [episode, first, count] = commandId.split('/')
      if (!stored.has(`${episode}/${first}/${count}/${Number(count) - 1}`)) faults.push(`half of append ${commandId}`)
    }
    const chain = await record.verifyChain()
    if (!chain.intact) faults.push(`chain: ${chain.reason}`)
    const projection = await record.checkProjection('lengths')
    if (!projection.equal) faults.push('the projection has lost step with the events')
  } finally {
    await record?.close()
    await close()
  }
  return { lost, faults }
}

/**
 * Appends to an episode, an acknowledgement for each, until told that it is enough.
 *
 * @param {import('../dist/record/contract.js').EventRecord} record
 * @param {string} episodeId
 * @param {{ random: () => number, acknowledge: (line: string) => void, goesOn: () => boolean }} how
 */
export async function appendTo(record, episodeId, { random, acknowledge, goesOn }) {
  let sequence = (await record.readEpisode(episodeId)).length
  while (goesOn()) {
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
    acknowledge(`${episodeId} ${first} ${count}\n`)
  }
}
