import { describe, expect, test } from 'vitest'
import { standard } from '../../protocol/protocol.ts'
import { statementsWith } from './search.ts'

const ids = (sought: string) => statementsWith(sought, standard).map(({ id }) => id)

describe('the search of the evidence page', () => {
  test('an id alone finds its statement, in capitals or not', () => {
    expect(ids('C4')).toEqual(['C4'])
    expect(ids(' c4 ')).toEqual(['C4'])
  })

  test('every word has to be there, wherever it stands', () => {
    // The reference of C4, by its author; the text of C4, by two of its words.
    expect(ids('Joines')).toContain('C4')
    expect(ids('abnormal mri')).toContain('C4')
    expect(ids('Joines nonsense')).toEqual([])
  })

  test('finds a rule by its name, and what is written with accents without them', () => {
    expect(ids('initialXray')).toEqual(['C1'])
    expect(ids('ïnítiälXRAY')).toEqual(['C1'])
  })

  test('nothing sought finds every statement', () => {
    expect(ids('  ')).toHaveLength(standard.statements.length)
  })
})
