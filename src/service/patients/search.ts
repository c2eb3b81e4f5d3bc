import type { PatientSummary } from '../api/patient.ts'
import { compact, plain, spelledOut, wordsIn } from './plain-name.ts'

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/**
 * Patients that a text finds, the likeliest first: by record number (whole, then its beginning), by the words of the
 * name in any order, by date or year of birth. Every word must fit. Marks, capitals and dashes do not matter.
 *
 * @example searchPatients(patients, 'nunez 1961')[0].patient.familyName // 'Núñez'
 */
export function searchPatients(patients: readonly PatientSummary[], text: string): readonly PatientSummary[] {
  const number = compact(text)
  const terms = text.split(/[\s,;]+/).filter((term) => wordsIn(term).length > 0)
  if (terms.length === 0) return []
  return patients
    .flatMap((found) => {
      const rank = rankOf(found, number, terms)
      return rank === undefined ? [] : [{ found, rank }]
    })
    .sort((one, other) => one.rank - other.rank || byName(one.found, other.found))
    .map(({ found }) => found)
}

/** How well a patient fits: 0 best; `undefined` not at all. */
function rankOf(
  { patient: { familyName, givenName, recordNumber, birthDate } }: PatientSummary,
  number: string,
  terms: readonly string[],
): number | undefined {
  const own = compact(recordNumber)
  if (own === number) return 0
  if (own.startsWith(number)) return 1
  const written = `${familyName} ${givenName}`
  const name = [...wordsIn(written), ...wordsIn(spelledOut(written))]
  const whole = [wordsIn(written).join(''), wordsIn(spelledOut(written)).join('')]
  const fits = (term: string, fitsName: (word: string) => boolean): boolean =>
    wordsIn(term).every(fitsName) ||
    wordsIn(spelledOut(term)).every(fitsName) ||
    isBirth(term, birthDate) ||
    own.startsWith(compact(term))
  if (terms.every((term) => fits(term, (word) => name.some((each) => each.startsWith(word))))) return 2
  if (terms.every((term) => fits(term, (word) => whole.some((each) => each.includes(word))))) return 3
  return undefined
}

/** Whether a term is the date of birth or its beginning: `1961`, `1961-03`, `1961-03-04`, `04-Mar-1961`, `4.3.1961`. */
function isBirth(term: string, birthDate: string): boolean {
  if (/^\d{4}(-\d{2}){0,2}$/.test(term)) return birthDate.startsWith(term)
  const match = /^(\d{1,2})[-./](\d{1,2}|[a-z]{3})[-./](\d{4})$/.exec(plain(term))
  if (match === null) return false
  const [, first = '', second = '', year = ''] = match
  const named = months.indexOf(second) + 1
  const day = (month: string | number, of: string) => `${year}-${String(month).padStart(2, '0')}-${of.padStart(2, '0')}`
  // All in numbers it is written either way round.
  return named > 0 ? birthDate === day(named, first) : [day(second, first), day(first, second)].includes(birthDate)
}

function byName({ patient: one }: PatientSummary, { patient: other }: PatientSummary): number {
  const [left, right] = [one, other].map(({ familyName, givenName }) => plain(`${familyName} ${givenName}`))
  return (left ?? '') < (right ?? '') ? -1 : 1
}
