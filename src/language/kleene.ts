/**
 * Truth in three values (Kleene, strong): `undefined` is *not known*, and not known is never false.
 *
 * @example and([true, undefined]) // undefined: it could still turn out false
 * @example and([false, undefined]) // false: no completion makes it true
 */
export type Truth = boolean | undefined

/**
 * True when all are true, false as soon as one is false, else not known.
 *
 * @example and([]) // true
 */
export function and(values: Iterable<Truth>): Truth {
  let result: Truth = true
  for (const value of values) {
    if (value === false) return false
    if (value === undefined) result = undefined
  }
  return result
}

/**
 * True as soon as one is true, false when all are false, else not known.
 *
 * @example or([false, undefined]) // undefined
 */
export function or(values: Iterable<Truth>): Truth {
  let result: Truth = false
  for (const value of values) {
    if (value === true) return true
    if (value === undefined) result = undefined
  }
  return result
}

/**
 * The opposite; the opposite of not known is not known.
 *
 * @example not(undefined) // undefined
 */
export function not(value: Truth): Truth {
  return value === undefined ? undefined : !value
}

/**
 * True when at least `count` are true, false when too few can still become true, else not known.
 *
 * @example atLeast(2, [true, undefined, false]) // undefined
 */
export function atLeast(count: number, values: Iterable<Truth>): Truth {
  let certain = 0
  let possible = 0
  for (const value of values) {
    if (value === true) certain += 1
    if (value !== false) possible += 1
  }
  if (certain >= count) return true
  return possible >= count ? undefined : false
}
