import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bornOf, capitalised, linesOf, nameOf, oneLine, sentence, wrapped, writtenDate } from './plain-text.ts'

const odd = fc.string({ unit: 'binary', maxLength: 60 })

describe('a text from outside', () => {
  test('stays on its line, whatever is in it', () => {
    fc.assert(
      fc.property(odd, (text) => {
        expect(oneLine(text)).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]|[\u202A-\u202E\u2066-\u2069]/u)
      }),
    )
  })

  test('cannot turn the reading direction, and keeps the joiners that names are written with', () => {
    expect(oneLine('Ann\u202EeoD')).toBe('Ann eoD')
    expect(oneLine('علی\u200Cرضا')).toBe('علی\u200Cرضا')
  })

  test('has as many lines as it has, each made safe', () => {
    expect(linesOf('\r\nNo lytic lesion.\r\n\r\nDiscs\tnormal.\u2028End\n\n')).toEqual([
      'No lytic lesion.',
      '',
      'Discs normal.',
      'End',
    ])
    expect(linesOf(' \n ')).toEqual([])
  })
})

describe('dates and names', () => {
  test('day and month cannot be mixed up', () => {
    expect([writtenDate('2026-08-12'), writtenDate('1961-03-04')]).toEqual(['12-Aug-2026', '04-Mar-1961'])
  })

  test('the family name is in capitals, the age is that of the day', () => {
    const person = { familyName: 'Müller-Łukasz', givenName: 'Zoë', birthDate: '1961-03-04' }
    expect(nameOf(person)).toBe('MÜLLER-ŁUKASZ, Zoë')
    expect(bornOf(person, '2026-03-03')).toBe('born 04-Mar-1961 (64y)')
    expect(bornOf(person, '2026-03-04')).toBe('born 04-Mar-1961 (65y)')
  })
})

describe('lines', () => {
  test('no line is longer than 80 columns unless a word is, and no word is lost', () => {
    const word = fc.stringMatching(/^[a-z]{1,20}$/)
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 60 }), (words) => {
        const text = wrapped(words.join(' '), '- ', '  ')
        expect(text.split('\n').every((line) => line.length <= 80)).toBe(true)
        expect(text.replace(/\s+/g, ' ')).toBe(`- ${words.join(' ')}`)
      }),
    )
  })

  test('a sentence ends once', () => {
    expect(['a', 'a.', 'He said “no.”', 'is "never"'].map(sentence)).toEqual([
      'a.',
      'a.',
      'He said “no.”',
      'is "never".',
    ])
  })

  test('a capital is given to the first letter, also behind a mark', () => {
    expect([capitalised('[the X-ray'), capitalised('“no'), capitalised('50 years')]).toEqual([
      '[The X-ray',
      '“No',
      '50 years',
    ])
  })
})
