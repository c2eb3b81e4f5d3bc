import { describe, expect, test } from 'vitest'
import { countWords, durationWords, monthMark, monthWords, scaleOf, shareWords } from './numbers.ts'

describe('the numbers of the report', () => {
  test.each([
    [9, 12, '75 %'],
    [0, 5, '0 %'],
    // Of four, or of a hidden number, a share says nothing.
    [3, 4, '–'],
    ['hidden', 12, '–'],
    [5, 'hidden', '–'],
  ] as const)('%s of %s is %s', (part, whole, words) => {
    expect(shareWords(part, whole)).toBe(words)
  })

  test.each([
    ['signature', 1, '1 minute'],
    ['signature', 59, '59 minutes'],
    ['signature', 150, '2.5 hours'],
    ['signature', 11_520, '8 days'],
    ['reply', 10.5, '10.5 days'],
    ['result', 1, '1 day'],
  ] as const)('%s of %s is said as %s', (of, amount, words) => {
    expect(durationWords(of, amount)).toBe(words)
  })

  test.each([
    [1, [0, 1]],
    [4, [0, 1, 2, 3, 4]],
    [5, [0, 2, 4, 6]],
    [23, [0, 10, 20, 30]],
    [900, [0, 500, 1000]],
  ])('a scale up to %s is %j', (greatest, lines) => {
    expect(scaleOf(greatest)).toEqual(lines)
  })

  test('months are named, with the year where it is not clear', () => {
    expect(monthWords('2026-03')).toBe('Mar 2026')
    expect([monthMark('2025-12', true), monthMark('2026-01', false), monthMark('2026-02', false)]).toEqual([
      'Dec ’25',
      'Jan ’26',
      'Feb',
    ])
    expect(countWords('hidden')).toBe('hidden')
  })
})
