import { type JsonObject, objectsAt, textAt } from '../json.ts'
import { birthSexExtension } from '../systems.ts'
import { type Context, provenanceOf } from './context.ts'
import { readDay } from './day.ts'
import { leaveOut, type Reason } from './ledger.ts'
import type { ReceivedResource } from './resources.ts'

const SEX_OF_CODE: Readonly<Record<string, string>> = { F: 'female', M: 'male' }

/**
 * Reads the Patient: date of birth (a whole day), and sex at birth by the US Core extension, else the administrative
 * gender, which says so. A gender that is neither leaves the sex not known.
 *
 * @example readPatient(received, context) // context.ledger.candidates: [{ finding: 'birthDate', value: '1961-03-04', … }]
 */
export function readPatient(received: ReceivedResource, context: Context): void {
  const { resource } = received
  const provenance = provenanceOf(received)
  const birth = readDay(textAt(resource, 'birthDate'))
  if (birth) {
    const of = { ...provenance, date: birth.text, dateOf: 'birth' }
    if (birth.from !== birth.to) leaveOut(context.ledger, of, 'dayVague', { finding: 'birthDate' })
    else if (birth.from > context.asOf) leaveOut(context.ledger, of, 'future', { finding: 'birthDate' })
    else add('birthDate', birth.from, 'taken')
  }
  const extension = objectsAt(resource, 'extension').find((each) => textAt(each, 'url') === birthSexExtension)
  const code = textAt(extension, 'valueCode')
  const sex = code === undefined ? genderOf(resource) : SEX_OF_CODE[code]
  if (sex !== undefined) add('sexAtBirth', sex, code === undefined ? 'takenFromGender' : 'taken')

  function add(finding: string, value: string, reason: Reason): void {
    if (context.findings.has(finding))
      context.ledger.candidates.push({ finding, value, observedOn: context.asOf, at: '', reason, provenance })
  }
}

function genderOf(resource: JsonObject): string | undefined {
  const gender = textAt(resource, 'gender')
  return gender === 'female' || gender === 'male' ? gender : undefined
}
