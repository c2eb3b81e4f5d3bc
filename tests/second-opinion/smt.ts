/** A term of SMT-LIB, as text. */
export type Term = string

export const TRUE: Term = 'true'
export const FALSE: Term = 'false'

/**
 * A name that may hold any character.
 *
 * @example symbol('before', 'fever', 'has') // '|before fever has|'
 */
export function symbol(...parts: readonly string[]): Term {
  return `|${parts.join(' ')}|`
}

/** All of the terms hold. */
export function and(...terms: readonly Term[]): Term {
  const open = terms.filter((term) => term !== TRUE)
  if (open.includes(FALSE)) return FALSE
  return open.length > 1 ? `(and ${open.join(' ')})` : (open[0] ?? TRUE)
}

/** At least one of the terms holds. */
export function or(...terms: readonly Term[]): Term {
  const open = terms.filter((term) => term !== FALSE)
  if (open.includes(TRUE)) return TRUE
  return open.length > 1 ? `(or ${open.join(' ')})` : (open[0] ?? FALSE)
}

/** The term does not hold. */
export function not(term: Term): Term {
  if (term === TRUE) return FALSE
  return term === FALSE ? TRUE : `(not ${term})`
}

/** Where the first holds, so does the second. */
export function implies(condition: Term, term: Term): Term {
  return or(not(condition), term)
}

/** Both terms have the same value. */
export function same(a: Term, b: Term): Term {
  return a === b ? TRUE : `(= ${a} ${b})`
}

/**
 * A number, exactly.
 *
 * @example real(-0.5) // '(- 0.5)'
 */
export function real(value: number): Term {
  const text = Math.abs(value).toString()
  const digits = text.includes('.') ? text : `${text}.0`
  return value < 0 ? `(- ${digits})` : digits
}
