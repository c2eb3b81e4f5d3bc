import { describe, expect, test } from 'vitest'
import { all, any, atLeastOf, type ConditionData, findingsOf, type Leaf, named, not, plain, walk } from './condition.ts'
import { choice, parameters, quantity, sign, vocabulary } from './finding.ts'

const words = { label: 'l', group: 'g', question: 'q', why: 'w', serves: ['S1'] }
const { terms, definitions } = vocabulary({
  dizzy: sign(words),
  colour: choice({ red: 'red', blue: 'blue' }, words),
  height: quantity({ unit: 'cm', minimum: 0, maximum: 250, ...words }),
  width: quantity({ unit: 'cm', minimum: 0, maximum: 250, decimals: 1, unrecorded: 'notDone', ...words }),
})
const limits = parameters({
  tall: { label: 'tall', value: 180, unit: 'cm', statement: 'S1' },
  half: { label: 'half', value: 0.5, unit: '1', statement: 'S1' },
})

describe('conditions are plain data', () => {
  test.each<[string, ConditionData, ConditionData]>([
    ['present', terms.dizzy.present, { op: 'present', finding: 'dizzy' }],
    ['absent', terms.dizzy.absent, { op: 'not', of: { op: 'present', finding: 'dizzy' } }],
    ['is', terms.colour.is('red', 'blue'), { op: 'is', finding: 'colour', values: ['red', 'blue'] }],
    ['above', terms.height.above(limits.tall), compare('>', { parameter: 'tall' })],
    ['at least', terms.height.atLeast(limits.tall), compare('>=', { parameter: 'tall' })],
    ['below', terms.height.below(limits.tall), compare('<', { parameter: 'tall' })],
    ['at most', terms.height.atMost(limits.tall), compare('<=', { parameter: 'tall' })],
    ['another quantity', terms.height.above(terms.width.asLimit()), compare('>', { finding: 'width' })],
    [
      'another quantity, shifted and scaled',
      terms.height.above(terms.width.asLimit({ plus: limits.tall, times: limits.half })),
      compare('>', { finding: 'width', plus: 'tall', times: 'half' }),
    ],
    ['done', terms.width.done, { op: 'done', finding: 'width' }],
    ['within', terms.width.within(limits.tall), { op: 'within', finding: 'width', days: 'tall' }],
    ['all', all(terms.dizzy.present), { op: 'all', of: [{ op: 'present', finding: 'dizzy' }] }],
    ['any of nothing', any(), { op: 'any', of: [] }],
    [
      'a count',
      atLeastOf(2, terms.dizzy.present),
      { op: 'atLeast', count: 2, of: [{ op: 'present', finding: 'dizzy' }] },
    ],
  ])('%s', (_, written, kept) => {
    expect(written).toEqual(kept)
    expect(JSON.parse(JSON.stringify(plain(written)))).toEqual(kept)
  })

  function compare(relation: '>' | '>=' | '<' | '<=', limit: Extract<Leaf, { op: 'compare' }>['limit']): ConditionData {
    return { op: 'compare', finding: 'height', relation, limit }
  }

  test('a named condition is kept by its name alone, however deep it stands', () => {
    const unwell = named('unwell', 'feels unwell', { shows: 'note' })
    expect(plain(not(all(any(unwell, terms.dizzy.present))))).toEqual({
      op: 'not',
      of: { op: 'all', of: [{ op: 'any', of: [{ op: 'defined', condition: 'unwell' }, terms.dizzy.present] }] },
    })
  })

  test('a finding is a symptom that may be not known, unless it says that silence means not done', () => {
    expect(definitions.map(({ id, unrecorded }) => [id, unrecorded])).toEqual([
      ['dizzy', 'notKnown'],
      ['colour', 'notKnown'],
      ['height', 'notKnown'],
      ['width', 'notDone'],
    ])
  })
})

test('walking a condition meets every part once, the whole first', () => {
  const parts: string[] = []
  walk(all(not(terms.dizzy.present), atLeastOf(1, terms.colour.is('red'), any(terms.width.done))), ({ op }) => {
    parts.push(op)
  })
  expect(parts).toEqual(['all', 'not', 'present', 'atLeast', 'is', 'any', 'done'])
})

test('a leaf reads its finding, and the one its limit is taken from', () => {
  expect(findingsOf({ op: 'present', finding: 'dizzy' })).toEqual(['dizzy'])
  expect(findingsOf({ op: 'compare', finding: 'height', relation: '>', limit: { parameter: 'tall' } })).toEqual([
    'height',
  ])
  expect(findingsOf({ op: 'compare', finding: 'height', relation: '>', limit: { finding: 'width' } })).toEqual([
    'height',
    'width',
  ])
})
