/** Any JSON object: what others sent, of which nothing is trusted. */
export type JsonObject = Readonly<Record<string, unknown>>

/**
 * Whether a value is a JSON object (no list, no null).
 *
 * @example isObject([]) // false
 */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * A text member, or nothing where it is another thing or empty.
 *
 * @example textAt({ status: 'final' }, 'status') // 'final'
 */
export function textAt(object: JsonObject | undefined, member: string): string | undefined {
  const value = object?.[member]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/**
 * An object member, or nothing where it is another thing.
 *
 * @example objectAt({ code: { text: 'x' } }, 'code') // { text: 'x' }
 */
export function objectAt(object: JsonObject | undefined, member: string): JsonObject | undefined {
  const value = object?.[member]
  return isObject(value) ? value : undefined
}

/**
 * The objects of a list member; what is no object is passed over, and an object that should have been a list is its only one.
 *
 * @example objectsAt({ coding: [{ code: 'a' }, null] }, 'coding') // [{ code: 'a' }]
 */
export function objectsAt(object: JsonObject | undefined, member: string): readonly JsonObject[] {
  const value = object?.[member]
  if (Array.isArray(value)) return value.every(isObject) ? value : value.filter(isObject)
  return isObject(value) ? [value] : []
}

/** One code with its system, as it was sent. */
export interface Coding {
  readonly system: string
  readonly code: string
}

/** More codings of one concept are not read: no record needs them. */
const MOST_CODINGS = 64

/**
 * The codings of a CodeableConcept that have a system and a code.
 *
 * @example codingsOf({ coding: [{ system: 'http://loinc.org', code: '4537-7' }] }) // [{ system: …, code: '4537-7' }]
 */
export function codingsOf(concept: JsonObject | undefined): readonly Coding[] {
  const found: Coding[] = []
  for (const coding of objectsAt(concept, 'coding').slice(0, MOST_CODINGS)) {
    const system = textAt(coding, 'system')
    const code = textAt(coding, 'code')
    if (system !== undefined && code !== undefined) found.push({ system, code: code.trim() })
  }
  return found
}

/**
 * The first code of a concept whatever its system: for statuses, whose systems peers often leave out.
 *
 * @example statusCode({ coding: [{ code: 'active' }] }) // 'active'
 */
export function statusCode(concept: JsonObject | undefined): string | undefined {
  for (const coding of objectsAt(concept, 'coding')) {
    const code = textAt(coding, 'code')
    if (code !== undefined) return code
  }
  return undefined
}

/** A name that is longer is cut: it is shown in a line. */
const LONGEST_NAME = 300

/**
 * How a concept is called, for a person to read: its text, else a display.
 *
 * @example conceptText({ coding: [{ display: 'Low back pain' }] }) // 'Low back pain'
 */
export function conceptText(concept: JsonObject | undefined): string | undefined {
  const text = textAt(concept, 'text')
  if (text !== undefined) return text.slice(0, LONGEST_NAME)
  for (const coding of objectsAt(concept, 'coding')) {
    const display = textAt(coding, 'display')
    if (display !== undefined) return display.slice(0, LONGEST_NAME)
  }
  return undefined
}
