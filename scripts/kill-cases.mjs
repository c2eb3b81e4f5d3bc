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
