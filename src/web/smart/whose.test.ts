import { describe, expect, test } from 'vitest'
import { readRecord } from '../../fhir/in/read-record.ts'
import { resourcesIn } from '../../fhir/in/resources.ts'
import { lookBacks } from '../../protocol/look-backs.ts'
import { standard } from '../../protocol/protocol.ts'
import { differences, mayBeOne, toldPatient } from './whose.ts'

const MRN = 'urn:oid:1.2.3'
const there = {
  resourceType: 'Patient',
  id: 'p1',
  identifier: [
    { system: 'urn:oid:9.9', value: 'OTHER' },
    { system: MRN, value: ' M-1 ' },
    { system: MRN, value: 'M-0', use: 'old' },
  ],
  name: [
    { use: 'old', family: 'Maiden', given: ['Ada'] },
    { use: 'nickname', family: 'Nick', given: ['A'] },
    { use: 'official', family: 'Núñez', given: ['Ada', 'Maria'] },
  ],
  gender: 'female',
  birthDate: '1961-03-04',
}
const told = (over: object) => {
  const resource = { ...there, ...over }
  return toldPatient(
    resource,
    MRN,
    readRecord(resourcesIn(resource), { protocol: standard, lookBacks, asOf: '2026-03-15' }),
  )
}
const patient = {
  familyName: 'Núñez',
  givenName: 'Ada Maria',
  birthDate: '1961-03-04',
  sexAtBirth: 'female',
  recordNumber: 'M-1',
} as const

describe('who another record says it is', () => {
  test('is told by the present identifier of the configured system, the official name, birth and sex', () => {
    expect(told({})).toEqual({ is: 'told', patient })
  })

  test('of a sex that is neither is not known', () => {
    expect(told({ gender: 'other' })).toEqual({ is: 'told', patient: { ...patient, sexAtBirth: 'notKnown' } })
  })

  test.each([
    ['no identifier of that system', { identifier: [{ system: 'urn:oid:9.9', value: 'M-1' }] }, ['recordNumber']],
    [
      'two identifiers of that system',
      {
        identifier: [
          { system: MRN, value: 'A' },
          { system: MRN, value: 'B' },
        ],
      },
      ['severalRecordNumbers'],
    ],
    ['a year of birth alone', { birthDate: '1961' }, ['birthDate']],
    ['a birth in the future', { birthDate: '2027-01-01' }, ['birthDate']],
    ['half a name', { name: [{ family: 'Núñez' }] }, ['name']],
    ['nothing at all', { identifier: [], name: [], birthDate: undefined }, ['recordNumber', 'name', 'birthDate']],
  ])('is not clear by %s', (_, over, unclear) => {
    expect(told(over)).toEqual({ is: 'unclear', unclear })
  })
})

describe('the two side by side', () => {
  test('may be one where the name is written otherwise', () => {
    const differ = differences({ ...patient, familyName: 'Nunez' }, patient)
    expect(differ).toEqual(['familyName'])
    expect(mayBeOne(differ)).toBe(true)
    expect(differences({ ...patient, familyName: 'NÚÑEZ ' }, patient)).toEqual([])
  })

  test('may not be one with another day of birth or another sex, but where one does not know it', () => {
    expect(mayBeOne(differences({ ...patient, birthDate: '1961-04-03' }, patient))).toBe(false)
    expect(mayBeOne(differences({ ...patient, sexAtBirth: 'male' }, patient))).toBe(false)
    expect(differences({ ...patient, sexAtBirth: 'notKnown' }, patient)).toEqual([])
  })
})
