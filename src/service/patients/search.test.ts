import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PatientSummary } from '../api/patient.ts'
import { areNamesSimilar, possibleDuplicates, similarTo } from './duplicates.ts'
import { compact, plain, wordsIn } from './plain-name.ts'
import { searchPatients } from './search.ts'

const summary = (familyName: string, givenName: string, birthDate: string, recordNumber: string): PatientSummary => ({
  patientId: recordNumber,
  episodeId: recordNumber,
  open: true,
  lastRecordedAt: '2026-03-14T09:00:00.000Z',
  patient: { familyName, givenName, birthDate, recordNumber, sexAtBirth: 'notKnown' },
})
const patients = [
  summary('Núñez Ferreiro', 'José Ángel', '1961-03-04', 'RN-0042'),
  summary('Brzęczyk', 'Łukasz', '1995-01-30', 'RN-0420'),
  summary("O'Brien", 'Máire', '1961-12-04', '77'),
  summary('Sæmundsdóttir', 'Þórunn', '1990-08-21', '1961/7'),
  summary('Großmann', 'İpek', '1984-02-29', 'X9'),
]
const umlauts = [
  summary('Müller-Lüdenscheidt', 'Jürgen', '1970-01-01', 'U1'),
  summary('Søndergård', 'Åse', '1971-01-01', 'U2'),
  summary('Strauß', 'Käthe', '1972-01-01', 'U3'),
  summary('Moeller', 'Joerg', '1973-01-01', 'U4'),
]
const found = (text: string) => searchPatients(patients, text).map(({ patient }) => patient.familyName)

describe('a search', () => {
  test.each([
    ['nunez', ['Núñez Ferreiro']],
    ['NUÑEZ', ['Núñez Ferreiro']],
    ['angel ferr', ['Núñez Ferreiro']],
    ['lukasz', ['Brzęczyk']],
    ['brzeczyk', ['Brzęczyk']],
    ['thorunn saemunds', ['Sæmundsdóttir']],
    ['grossmann ipek', ['Großmann']],
    ["o'brien", ["O'Brien"]],
    ['OBrien', ["O'Brien"]],
    ['rn 0042', ['Núñez Ferreiro']],
    ['RN0042', ['Núñez Ferreiro']],
    ['1961-03', ['Núñez Ferreiro']],
    ['04-Mar-1961', ['Núñez Ferreiro']],
    ['4.3.1961', ['Núñez Ferreiro']],
    ['12/04/1961', ["O'Brien"]],
    ['nunez 1961', ['Núñez Ferreiro']],
    ['nunez 1962', []],
    ['nobody', []],
    ['  .,- ', []],
  ])('for "%s" finds %j', (text, names) => {
    expect(found(text)).toEqual(names)
  })

  test.each([
    ['mueller', 'U1'],
    ['muller', 'U1'],
    ['Müller', 'U1'],
    ['luedenscheidt juergen', 'U1'],
    ['mueller-luedenscheidt', 'U1'],
    ['juergen muller', 'U1'],
    ['soendergaard', 'U2'],
    ['sondergard', 'U2'],
    ['aase', 'U2'],
    ['strauss kaethe', 'U3'],
    ['STRAUSS', 'U3'],
    ['möller', 'U4'],
    ['jörg', 'U4'],
  ])('finds "%s" however the letters are written: %s', (text, id) => {
    expect(searchPatients(umlauts, text).map(({ patientId }) => patientId)).toEqual([id])
  })

  test('puts the whole record number first, then its beginning', () => {
    expect(found('RN-0042')).toEqual(['Núñez Ferreiro'])
    expect(found('RN-004')).toEqual(['Núñez Ferreiro'])
    expect(found('RN-0')).toEqual(['Brzęczyk', 'Núñez Ferreiro'])
    expect(found('1961')).toEqual(['Sæmundsdóttir', 'Núñez Ferreiro', "O'Brien"])
  })

  test('finds everybody by any word of the name, in any capitals and without marks', () => {
    fc.assert(
      fc.property(fc.constantFrom(...patients), fc.boolean(), fc.nat(), (patient, upper, choice) => {
        const words = `${patient.patient.familyName} ${patient.patient.givenName}`.split(' ')
        const word = plain(words[choice % words.length] ?? '')
        const text = upper ? word.toUpperCase() : word
        expect(searchPatients(patients, text)).toContain(patient)
      }),
    )
  })

  test('is safe from any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => Array.isArray(searchPatients(patients, text))))
  })
})

describe('names as they are compared', () => {
  test('lose marks and capitals, and keep scripts that have none', () => {
    expect(plain('Šárka NÚÑEZ-Łuczak')).toBe('sarka nunez-luczak')
    expect(wordsIn('山田 太郎')).toEqual(['山田', '太郎'])
    expect(compact('RN-00 42')).toBe('rn0042')
  })
})

describe('patients who could be taken for one another', () => {
  const all = [
    summary('Okafor', 'Ada', '1961-03-04', '1'),
    summary('Okafar', 'Ada', '1999-12-31', '2'),
    summary('Okafor', 'Chidi', '1961-03-04', '3'),
    summary('Nwosu', 'Ada', '1962-03-04', '4'),
    summary('Brennan', 'Ada', '1961-03-04', '5'),
  ]

  test('have a similar name, or one birth date and a family name in common', () => {
    expect(similarTo(all, '1').map(({ patientId }) => patientId)).toEqual(['2', '3'])
    expect(similarTo(all, '5')).toEqual([])
    expect(similarTo(all, 'nobody')).toEqual([])
  })
})

describe('two patients may be one', () => {
  const entered = (familyName: string, givenName: string, birthDate = '1961-03-04', recordNumber = 'NEW-1') =>
    possibleDuplicates(patients, { familyName, givenName, birthDate, recordNumber }).map(({ patientId }) => patientId)

  test.each([
    ['the same without marks', entered('Nunez Ferreiro', 'Jose Angel')],
    ['one family name left out', entered('Núñez', 'José Ángel')],
    ['one given name left out', entered('Núñez Ferreiro', 'José')],
    ['family and given name swapped', entered('José Ángel', 'Núñez Ferreiro')],
    ['a slip of the pen', entered('Núñez Fereiro', 'José Ángel')],
    ['two letters swapped', entered('Núñez Ferriero', 'José Ángel')],
    ['another name and the same record number', entered('Somebody', 'Else', '2000-01-01', 'rn 0042')],
  ])('for %s', (_, duplicates) => {
    expect(duplicates).toEqual(['RN-0042'])
  })

  test.each([
    ['the same name on another birth date', entered('Núñez Ferreiro', 'José Ángel', '1961-03-05')],
    ['another name on the same birth date', entered('Kowalska', 'Jana')],
    ['the same given name alone', entered('Kowalski', 'José Ángel')],
  ])('but not for %s', (_, duplicates) => {
    expect(duplicates).toEqual([])
  })

  test('a short name is another with two letters changed', () => {
    expect(areNamesSimilar({ familyName: 'Li', givenName: 'Na' }, { familyName: 'Wu', givenName: 'Na' })).toBe(false)
    expect(areNamesSimilar({ familyName: 'Li', givenName: 'Na' }, { familyName: 'Lin', givenName: 'Na' })).toBe(true)
  })

  test('either way round alike', () => {
    const name = fc.record({
      familyName: fc.string({ unit: 'grapheme' }),
      givenName: fc.constantFrom('Ana', 'Ana María', ''),
    })
    fc.assert(fc.property(name, name, (one, other) => areNamesSimilar(one, other) === areNamesSimilar(other, one)))
  })
})
