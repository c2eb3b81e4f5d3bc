// Plain syntax and no imports: this file must be readable by the old Node that it turns away.

/** The oldest Node that Plumbline is tested on. */
export const OLDEST_NODE = '20.19.0'

/**
 * Whether one version is at least another, compared number by number; a leading `v` and what follows a `-` are ignored.
 *
 * @param {string} version
 * @param {string} oldest
 * @returns {boolean}
 * @example isAtLeast('v20.9.0', '20.19.0') // false
 */
export function isAtLeast(version, oldest) {
  const want = numbersOf(oldest)
  const differing = numbersOf(version)
    .map((number, place) => number - (want[place] || 0))
    .find((difference) => difference !== 0)
  return differing === undefined || differing > 0
}

/**
 * Ends the process with a plain message where Node is too old.
 *
 * @param {string} version
 */
export function requireNode(version) {
  if (isAtLeast(version, OLDEST_NODE)) return
  console.error(
    `Plumbline needs Node ${OLDEST_NODE} or newer; this is Node ${version.replace(/^v/, '')}.\n` +
      'Install a newer one (https://nodejs.org), or `nvm install 22`, and run the same command again.',
  )
  process.exit(1)
}

/** @param {string} version */
function numbersOf(version) {
  const parts = version.replace(/^v/, '').replace(/-.*/, '').split('.').map(Number)
  return [0, 1, 2].map((place) => parts[place] || 0)
}
