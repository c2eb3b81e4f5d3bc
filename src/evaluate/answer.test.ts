import { describe, expect, test } from 'vitest'
import { all, named } from '../language/condition.ts'
import { decision } from '../language/decision.ts'
import { sign, vocabulary } from '../language/finding.ts'
import { assemble, type Chapter } from '../language/protocol.ts'
import { everyOtherRule, says } from '../language/statement.ts'
import { answer } from './answer.ts'
import { because } from './explain.ts'
import { type RecordedFindings, situate } from './situation.ts'
import { read } from './truth.ts'

/* A protocol of five signs and one decision, from "low" to "top", on which the default-and-exception semantics show. */

const words = { label: 'l', group: 'g', question: 'q?', why: 'w.', serves: ['A1'] }
const { terms: is, definitions: findings } = vocabulary({
  a: sign(words),
  b: sign(words),
  c: sign(words),
  d: sign(words),
})
const level = decision('level', 'Level', 'urgency', {
  low: { label: 'low' },
  middle: { label: 'middle' },
  high: { label: 'high' },
  top: { label: 'top' },
})
const A1 = says('A1', 'rule')`Low, unless something is said.`
const A2 = says('A2', 'rule')`Something is said.`
const low = A1.byDefault(level, 'low', 'low')

/** Answers for signs given as a text: `a` present, `-b` absent, `?c` or silence not known. */
function answered(chapter: Chapter, signs: string) {
  const protocol = assemble({
    ...{ name: 'tiny', version: '1', layer: 'tiny', parameters: {}, constraints: [], nextSteps: [] },
    findings,
    conditions: [loud],
    decisions: [level],
    chapters: [{ A1, A2, low }, chapter],
  })
  const recorded: RecordedFindings = Object.fromEntries(
    signs
      .split(' ')
      .filter((text) => /^-?\w/.test(text))
      .map((text) => [text.replace('-', ''), { value: text.startsWith('-') ? 'absent' : 'present' }]),
  )
  const [first] = protocol.decisions
  if (!first) throw new Error('the protocol decides nothing')
  const reading = read(protocol, situate(protocol, recorded, '2026-03-15'))
  const { outcome, atLeast, atMost, settled, rules, open } = answer(first, reading)
  return {
    says: settled ? outcome : `${outcome}, from ${atLeast} to ${atMost}`,
    rules: rules.map(({ id }) => id),
    open: open.map(({ id }) => id),
    because: because(rules, reading),
  }
}

const loud = named('loud', 'loud', { shows: 'note' })
const high = A2.decides(level, 'high', { exceptionTo: [low], when: is.a.present, then: 'high' })

describe('a default and one exception', () => {
  test('the default speaks where the exception does not hold', () => {
    expect(answered({ high }, '-a')).toMatchObject({ says: 'low', rules: ['low'], open: [] })
  })

  test('the exception speaks in its place where it holds', () => {
    expect(answered({ high }, 'a')).toMatchObject({ says: 'high', rules: ['high'], open: [] })
  })

  test('an exception that is not known leaves the answer unsettled: it never falls through to the default unseen', () => {
    expect(answered({ high }, '')).toMatchObject({ says: 'low, from low to high', rules: ['low'], open: ['high'] })
  })
})

describe('an exception of an exception', () => {
  const middle = A2.decides(level, 'middle', { exceptionTo: [high], when: is.b.present, then: 'middle' })
  const chapter = { high, middle }

  test('speaks before both', () => {
    expect(answered(chapter, 'a b')).toMatchObject({ says: 'middle', rules: ['middle'] })
  })

  test('stands on its own condition: it does not wait for what it excepts', () => {
    expect(answered(chapter, '-a b')).toMatchObject({ says: 'middle', rules: ['middle'] })
  })

  test('known to hold, it settles what the exceptions below it leave unknown', () => {
    expect(answered(chapter, 'b')).toMatchObject({ says: 'middle', open: [] })
  })

  test('not known, it leaves the bounds between itself and what would speak without it', () => {
    expect(answered(chapter, 'a')).toMatchObject({
      says: 'high, from middle to high',
      rules: ['high'],
      open: ['middle'],
    })
    expect(answered(chapter, '-a')).toMatchObject({ says: 'low, from low to middle', open: ['middle'] })
  })

  test('with everything unknown the bounds span all three', () => {
    expect(answered(chapter, '')).toMatchObject({ says: 'low, from low to high', open: ['high', 'middle'] })
  })

  test('known not to hold, it leaves the exception below it alone', () => {
    expect(answered(chapter, 'a -b')).toMatchObject({ says: 'high', open: [] })
  })
})

describe('exceptions side by side', () => {
  const too = A1.decides(level, 'too', { exceptionTo: [low], when: is.b.present, then: 'high' })
  const top = A2.decides(level, 'top', { exceptionTo: [high], when: is.c.present, then: 'top' })

  test('with the same outcome are both cited, with all their statements and findings', () => {
    const both = answered({ high, too }, 'a b')
    expect(both).toMatchObject({ says: 'high', rules: ['high', 'too'] })
    expect(both.because.rule).toBe('high + too')
    expect(new Set(both.because.statements)).toEqual(new Set(['A1', 'A2']))
    expect(both.because.findings.map(({ finding }) => finding)).toEqual(['a', 'b'])
  })

  test('one that is not known changes nothing where the other has settled the same outcome', () => {
    expect(answered({ high, too }, 'a')).toMatchObject({ says: 'high', rules: ['high'], open: ['too'] })
  })

  test('an exception to one of them leaves the other speaking', () => {
    expect(answered({ high, too, top }, 'a b c').rules.sort()).toEqual(['too', 'top'])
  })

  test('a rule may except several', () => {
    const over = A2.decides(level, 'over', { exceptionTo: [high, too], when: is.c.present, then: 'top' })
    expect(answered({ high, too, over }, 'a b c')).toMatchObject({ says: 'top', rules: ['over'] })
    expect(answered({ high, too, over }, 'a b')).toMatchObject({ says: 'high, from high to top', open: ['over'] })
  })
})

test('a rule before every other overrides all, save its own exception', () => {
  const never = A1.decides(level, 'never', { exceptionTo: everyOtherRule(), when: is.c.present, then: 'low' })
  const still = A2.decides(level, 'still', { exceptionTo: [never], when: is.d.present, then: 'top' })
  const chapter = { high, never, still }
  expect(answered(chapter, 'a c -d')).toMatchObject({ says: 'low', rules: ['never'] })
  expect(answered(chapter, 'a c d')).toMatchObject({ says: 'top', rules: ['still'] })
  expect(answered(chapter, 'a -c -d')).toMatchObject({ says: 'high' })
  expect(answered(chapter, 'a ?c -d')).toMatchObject({ says: 'high, from low to high', open: ['never'] })
})

describe('a named condition with several definitions', () => {
  const byA = A1.defines(loud, 'byA', 'a', { when: is.a.present })
  const byBoth = A2.defines(loud, 'byBoth', 'b and c', { when: all(is.b.present, is.c.present), cites: [A1] })
  const louder = A1.decides(level, 'louder', { exceptionTo: [low], when: loud, then: 'high' })
  const chapter = { byA, byBoth, louder }

  test('holds by any of them, and cites only those that hold, with their findings', () => {
    const one = answered(chapter, 'a b -c').because
    expect(one.statements).toEqual(['A1'])
    expect(one.findings.map(({ finding, value }) => [finding, value])).toEqual([['a', 'present']])
    const other = answered(chapter, '-a b c').because
    expect(other.statements).toEqual(['A1', 'A2'])
    expect(other.findings.map(({ finding }) => finding)).toEqual(['b', 'c'])
  })

  test('fails only when all of them fail', () => {
    expect(answered(chapter, '-a b').says).toBe('low, from low to high')
    expect(answered(chapter, '-a -b').says).toBe('low')
  })
})
