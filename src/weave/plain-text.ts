import { type CalendarDate, isCalendarDate, yearsBetween } from '../language/date.ts'

/** The width that every screen, terminal and printer has. */
const COLUMNS = 80

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/**
 * A text from outside on one line: line breaks, control and direction characters become spaces, so that no name can
 * break a line, begin a heading or turn the reading direction. The joiners that some scripts need stay.
 *
 * @example oneLine('Ann\n\nURGENCY: none') // 'Ann URGENCY: none'
 */
export function oneLine(text: string): string {
  return text
    .replace(/\p{Cs}/gu, '\uFFFD')
    .replace(/(?![\u200C\u200D])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
}

/**
 * A text from outside that may have lines: each is made safe, and empty ones at either end are dropped.
 *
 * @example linesOf('No lytic lesion.\r\n\r\nDiscs normal.') // ['No lytic lesion.', '', 'Discs normal.']
 */
export function linesOf(text: string): readonly string[] {
  const lines = text.split(/\r\n|[\n\r\u0085\u2028\u2029\v\f]/u).map(oneLine)
  const first = lines.findIndex((line) => line !== '')
  return first < 0 ? [] : lines.slice(first, lines.findLastIndex((line) => line !== '') + 1)
}

/**
 * A day as people read it without mixing up day and month.
 *
 * @example writtenDate('2026-08-12') // '12-Aug-2026'
 */
export function writtenDate(date: CalendarDate): string {
  if (!isCalendarDate(date)) return oneLine(date)
  return `${date.slice(8)}-${MONTHS[Number(date.slice(5, 7)) - 1]}-${date.slice(0, 4)}`
}

/** Who a document is about. */
export interface Person {
  readonly familyName: string
  readonly givenName: string
  readonly birthDate: CalendarDate
  readonly sexAtBirth?: string
  readonly recordNumber?: string
  readonly allergies?: string | readonly string[]
  /** An invented patient: every document about them says so, at its top and its bottom. */
  readonly demo?: boolean
}

/**
 * A patient's name as it stands on every document.
 *
 * @example nameOf({ familyName: 'Okafor', givenName: 'Ada', birthDate: '1961-03-04' }) // 'OKAFOR, Ada'
 */
export function nameOf(person: Person): string {
  return `${oneLine(person.familyName).toUpperCase()}, ${oneLine(person.givenName)}`
}

/**
 * A patient's date of birth, with the age on a day.
 *
 * @example bornOf({ familyName: 'Okafor', givenName: 'Ada', birthDate: '1961-03-04' }, '2026-08-12')
 *   // 'born 04-Mar-1961 (65y)'
 */
export function bornOf(person: Person, asOf: CalendarDate): string {
  return `born ${writtenDate(person.birthDate)} (${yearsBetween(person.birthDate, asOf)}y)`
}

/**
 * Breaks a text at spaces so that no line is longer than 80 columns; a word longer than that stays whole.
 *
 * @example wrapped('fever: absent', '- ', '  ') // '- fever: absent'
 */
export function wrapped(text: string, first = '', rest = first, columns = COLUMNS): string {
  const lines: string[] = []
  let line = first
  let isEmpty = true
  for (const word of text.split(' ')) {
    if (!isEmpty && width(line) + 1 + width(word) > columns) {
      lines.push(line)
      line = rest
      isEmpty = true
    }
    line += isEmpty ? word : ` ${word}`
    isEmpty = false
  }
  return [...lines, line].map((each) => each.trimEnd()).join('\n')
}

function width(text: string): number {
  return [...text].length
}

/**
 * The first letter made a capital.
 *
 * @example capitalised('history of cancer') // 'History of cancer'
 */
export function capitalised(text: string): string {
  return text.replace(/^([^\p{L}\p{N}]*)(\p{L})/u, (_, before: string, letter: string) => before + letter.toUpperCase())
}

/**
 * A text as a sentence: it ends with a full stop, unless it ends with another mark.
 *
 * @example sentence('Numbness') // 'Numbness.'
 */
export function sentence(text: string): string {
  return /([.!?][”"]?|:)$/.test(text) ? text : `${text}.`
}

/** Stands at the top and the bottom of everything printed about an invented patient. */
export const DEMO_MARK = 'DEMO – not a real patient'

/**
 * Joins the parts of a document with an empty line between them, and marks it where the patient is invented.
 *
 * @example documentOf(['A', 'B'], true) // 'DEMO – not a real patient\n\nA\n\nB\n\nDEMO – not a real patient\n'
 */
export function documentOf(parts: readonly string[], demo: boolean): string {
  const marked = demo ? [DEMO_MARK, ...parts, DEMO_MARK] : parts
  return `${marked.join('\n\n')}\n`
}
