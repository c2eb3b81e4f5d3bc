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
