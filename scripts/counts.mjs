/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 */

/**
 * The closing line of a run.
 *
 * @param {Counts} counts
 * @example closingLine({ passed: 3, failed: 0, skipped: 1 }) // '3 passed, 0 failed, 1 skipped'
 */
export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}

/**
 * Two runs counted together.
 *
 * @param {Counts} one
 * @param {Counts} other
 * @returns {Counts}
 * @example sumOf({ passed: 3, failed: 0, skipped: 1 }, { passed: 2, failed: 1, skipped: 0 }) // 5 passed, 1 failed, 1 skipped
 */
export function sumOf(one, other) {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
  }
}

/**
 * The exit code of a run: 0 only where something passed and nothing failed.
 *
 * @param {Counts} counts
 * @returns {0 | 1}
 */
export function exitCodeOf({ passed, failed }) {
  return failed === 0 && passed > 0 ? 0 : 1
}

/**
 * The counts of finished tests. A test file that could not be loaded, and an error outside every test, count as one failure each.
 *
 * @param {readonly { states: readonly string[], loadErrors: number }[]} files
 * @param {number} strayErrors
 * @returns {Counts}
 */
export function countsOf(files, strayErrors) {
  const states = files.flatMap((file) => file.states)
  const number = (/** @type {string} */ state) => states.filter((each) => each === state).length
  const unloadable = files.filter((file) => file.loadErrors > 0).length
  return {
    passed: number('passed'),
    failed: number('failed') + number('pending') + unloadable + strayErrors,
    skipped: number('skipped'),
  }
}
