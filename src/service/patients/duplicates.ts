import type { EnteredPatient, PatientSummary } from '../api/patient.ts'
import { compact, wordsIn } from './plain-name.ts'

type Named = Pick<EnteredPatient, 'familyName' | 'givenName'>

/**
 * Patients that may be the one being added: the same record number, or the same day of birth and a similar name.
 *
 * @example possibleDuplicates(patients, { familyName: 'Nunez', givenName: 'Jose', birthDate: '1961-03-04', … }).length // 1
 */
export function possibleDuplicates(
  patients: readonly PatientSummary[],
  entered: Named & Pick<EnteredPatient, 'birthDate' | 'recordNumber'>,
): readonly PatientSummary[] {
  const number = compact(entered.recordNumber)
  return patients.filter(
    ({ patient }) =>
      compact(patient.recordNumber) === number ||
      (patient.birthDate === entered.birthDate && areNamesSimilar(patient, entered)),
  )
}

/**
 * Patients who could be taken for this one: by a similar name, or by the same day of birth and a family name
 * in common, as twins have it.
 *
 * @example similarTo(patients, 'patient-1').map(({ patient }) => patient.givenName) // ['Anna', 'Anne']
 */
export function similarTo(patients: readonly PatientSummary[], patientId: string): readonly PatientSummary[] {
  const own = patients.find((each) => each.patientId === patientId)?.patient
  if (own === undefined) return []
  const family = wordsIn(own.familyName)
  const sharesFamily = ({ familyName }: Named): boolean => wordsIn(familyName).some((word) => family.includes(word))
  return patients.filter(
    (each) =>
      each.patientId !== patientId &&
      (areNamesSimilar(each.patient, own) || (each.patient.birthDate === own.birthDate && sharesFamily(each.patient))),
  )
}

/**
 * Whether two names may be of one person: the same words in any order, all words of one among the other's (a second
 * given or family name left out), or a slip or two of the pen.
 *
 * @example areNamesSimilar({ familyName: 'García López', givenName: 'Ana' }, { familyName: 'Garcia', givenName: 'Ana' }) // true
 */
export function areNamesSimilar(one: Named, other: Named): boolean {
  const [left, right] = [one, other].map(({ familyName, givenName }) => wordsIn(`${familyName} ${givenName}`).sort())
  if (left === undefined || right === undefined) return false
  const [fewer, more] = left.length <= right.length ? [left, right] : [right, left]
  if (fewer.length > 1 && fewer.every((word) => more.includes(word))) return true
  const [short, long] = [fewer.join(''), more.join('')]
  return edits(short, long) <= (short.length < shortName ? 1 : 2)
}

/** In a name of fewer letters, two slips make another name. */
const shortName = 8

/** How many letters have to be put in, left out, replaced or swapped with their neighbour to make one text the other. */
function edits(one: string, other: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let row = 1; row <= one.length; row++) {
    const current = [row]
    for (let column = 1; column <= other.length; column++) {
      const isSame = one[row - 1] === other[column - 1]
      const isSwap = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      current[column] = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (isSame ? 0 : 1),
        ...(isSwap ? [(beforeLast[column - 2] ?? 0) + 1] : []),
      )
    }
    beforeLast = last
    last = current
  }
  return last[other.length] ?? 0
}
