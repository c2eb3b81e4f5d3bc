import type { PatientDetails } from '../../care/events.ts'
import type { RecordReading } from '../../fhir/in/read-record.ts'
import { isObject, type JsonObject, objectsAt, textAt } from '../../fhir/json.ts'
import type { EnteredPatient } from '../../service/api/patient.ts'

/** What the other record does not say, or not clearly, of whom it is open on. */
export type Unclear = 'recordNumber' | 'severalRecordNumbers' | 'name' | 'birthDate'

/** Who the other record says it is, or why that is not clear enough to find or add anybody. */
export type Told =
  | { readonly is: 'told'; readonly patient: EnteredPatient }
  | { readonly is: 'unclear'; readonly unclear: readonly Unclear[] }

/** Identifiers and names that no longer hold. */
const isPast = (part: JsonObject): boolean => textAt(part, 'use') === 'old'

/**
 * Who the other record says the patient is: by the one identifier of the configured system, which is the record number
 * here, a whole date of birth and a name. Day of birth and sex are those that reading the record gives.
 *
 * @example toldPatient(resource, 'urn:oid:2.16.840.1.113883.19.5', reading).is // 'told'
 */
export function toldPatient(resource: unknown, system: string, reading: Pick<RecordReading, 'findings'>): Told {
  const patient = isObject(resource) ? resource : {}
  const numbers = new Set(
    objectsAt(patient, 'identifier')
      .filter((each) => textAt(each, 'system') === system && !isPast(each))
      .map((each) => textAt(each, 'value')?.trim() ?? '')
      .filter((value) => value !== ''),
  )
  const [recordNumber = '', another] = [...numbers]
  const { familyName, givenName } = nameOf(patient)
  const birthDate = String(reading.findings.birthDate?.value ?? '')
  const sex = reading.findings.sexAtBirth?.value
  const unclear: Unclear[] = [
    ...(recordNumber === '' ? (['recordNumber'] as const) : []),
    ...(another === undefined ? [] : (['severalRecordNumbers'] as const)),
    ...(familyName === '' || givenName === '' ? (['name'] as const) : []),
    ...(birthDate === '' ? (['birthDate'] as const) : []),
  ]
  if (unclear.length > 0) return { is: 'unclear', unclear }
  const sexAtBirth = sex === 'female' || sex === 'male' ? sex : 'notKnown'
  return {
    is: 'told',
    patient: { familyName, givenName, birthDate, sexAtBirth, recordNumber },
  }
}

function nameOf(patient: JsonObject): Pick<EnteredPatient, 'familyName' | 'givenName'> {
  const names = objectsAt(patient, 'name').filter((each) => !isPast(each))
  const name = names.find((each) => textAt(each, 'use') === 'official') ?? names[0]
  const given = Array.isArray(name?.given) ? name.given.filter((each): each is string => typeof each === 'string') : []
  return { familyName: textAt(name, 'family')?.trim() ?? '', givenName: given.join(' ').trim() }
}

/** In what the two records tell different people. */
export type Difference = 'familyName' | 'givenName' | 'birthDate' | 'sexAtBirth'

/**
 * In what a patient here differs from the one the other record tells. Sex that one of them does not know is no difference.
 *
 * @example differences(here, told) // ['birthDate']
 */
export function differences(here: PatientDetails, told: EnteredPatient): readonly Difference[] {
  const plain = (text: string): string => text.normalize('NFKC').trim().toLocaleLowerCase('en')
  const sexes = [here.sexAtBirth, told.sexAtBirth]
  return [
    ...(plain(here.familyName) === plain(told.familyName) ? [] : (['familyName'] as const)),
    ...(plain(here.givenName) === plain(told.givenName) ? [] : (['givenName'] as const)),
    ...(here.birthDate === told.birthDate ? [] : (['birthDate'] as const)),
    ...(sexes.includes('notKnown') || here.sexAtBirth === told.sexAtBirth ? [] : (['sexAtBirth'] as const)),
  ]
}

/**
 * Whether two records with these differences may be of one person: a name can be written otherwise, a day of birth or the
 * sex at birth cannot.
 *
 * @example mayBeOne(['givenName']) // true
 */
export function mayBeOne(differ: readonly Difference[]): boolean {
  return !differ.includes('birthDate') && !differ.includes('sexAtBirth')
}
