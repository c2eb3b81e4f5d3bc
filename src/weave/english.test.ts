import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { all, any, atLeastOf, type ConditionData, findingsOf, not, walk } from '../language/condition.ts'
import {
  cancerKnown,
  constitutional,
  nsaidBlocked,
  nsaidCaution,
  redFlag,
  xrayAbnormal,
} from '../protocol/conditions.ts'
import { findings } from '../protocol/findings.ts'
import { limits } from '../protocol/parameters.ts'
import { source, standard } from '../protocol/protocol.ts'
import { amount, english, inline, listed } from './english.ts'

const say = (condition: ConditionData): string => inline(english(condition, standard))

describe('one finding', () => {
  test.each<[ConditionData, string]>([
    [findings.fever.present, 'fever is present'],
    [findings.fever.absent, 'fever is absent'],
    [not(not(findings.fever.present)), 'fever is present'],
    [findings.longTermCorticosteroids.present, 'long-term corticosteroids are present'],
    [findings.painResolved.present, 'pain resolved is on record'],
    [not(findings.painResolved.present), 'pain resolved is not on record'],
    [findings.cancerHistory.is('past', 'current'), 'history of cancer is “in the past” or “current”'],
    [not(findings.mri.is('normal')), 'MRI of the spine is not “normal”'],
    [not(findings.cancerHistory.is('past', 'current')), 'history of cancer is not “in the past” nor “current”'],
    [findings.durationDays.above(limits.oneMonthDays), 'duration of the pain is more than 30 days'],
    [findings.ageYears.below(limits.adultAgeYears), 'age is less than 18 years'],
    [findings.ageYears.atLeast(limits.adultAgeYears), 'age is 18 years or more'],
    [findings.ageYears.atMost(limits.adultAgeYears), 'age is 18 years or less'],
    [findings.mri.within(limits.currentResultDays), 'an MRI of the spine from the last 90 days is on record'],
    [not(findings.xray.within(limits.currentResultDays)), 'no X-ray of the back from the last 90 days is on record'],
    [findings.treatmentStartedOn.done, 'start of treatment is on record'],
  ])('is said as a person would: %#', (condition, words) => {
    expect(say(condition)).toBe(words)
  })

  test('a limit taken from another finding is said as its sum', () => {
    const limit = findings.ageYears.asLimit({ plus: limits.esrAgeOffsetWomen, times: limits.esrLimitPerYear })
    expect(say(findings.esrMmPerHour.above(limit))).toBe('ESR is more than (age in years + 10) × 0.5 mm/h')
    const without = findings.ageYears.asLimit({ plus: limits.esrAgeOffsetMen, times: limits.esrLimitPerYear })
    expect(say(findings.esrMmPerHour.above(without))).toBe('ESR is more than age in years × 0.5 mm/h')
  })
})

describe('named conditions', () => {
  test.each<[ConditionData, string]>([
    [redFlag, 'there is a red flag'],
    [not(redFlag), 'there is no red flag'],
    [constitutional, 'there are constitutional symptoms'],
    [not(constitutional), 'there are no constitutional symptoms'],
    [not(cancerKnown), 'there is no cancer, current or past'],
    [xrayAbnormal, 'the X-ray is abnormal'],
    [not(xrayAbnormal), 'the X-ray is not abnormal'],
    [not(nsaidCaution), 'an NSAID does not need caution'],
    [not(nsaidBlocked), 'there is nothing that keeps an NSAID from being the first treatment'],
  ])('hold or do not hold, in words: %#', (condition, words) => {
    expect(say(condition)).toBe(words)
  })

  test('one that a layer does not define never holds', () => {
    const undefined_: ConditionData = { op: 'defined', condition: 'vascularEmergency' }
    expect(inline(english(undefined_, source))).toBe('never')
    expect(inline(english(not(undefined_), source))).toBe('always')
  })
})

describe('several conditions', () => {
  const { fever, smoker, osteoporosis, otherConstitutional } = findings

  test('"and" and "or" cannot be mixed up', () => {
    expect(say(all(redFlag, fever.absent))).toBe('there is a red flag and fever is absent')
    expect(say(all(any(fever.present, redFlag), smoker.absent))).toBe(
      'smoker is absent, and either fever is present or there is a red flag',
    )
    expect(say(any(redFlag, all(fever.present, smoker.present)))).toBe(
      'there is a red flag, or both fever is present and smoker is present',
    )
  })

  test('signs that are asked alike are named together, and a comma in a label breaks no list', () => {
    expect(say(any(fever.present, smoker.present))).toBe('fever or smoker is present')
    expect(say(any(fever.present, otherConstitutional.present))).toBe(
      'any of these is present: fever; chills, night sweats or malaise',
    )
  })

  test('a negation goes down to the findings', () => {
    expect(say(not(any(fever.present, smoker.present, osteoporosis.present)))).toBe(
      'all of these are absent: fever; smoker; osteoporosis',
    )
    expect(say(not(all(redFlag, fever.present)))).toBe('there is no red flag or fever is absent')
    expect(say(not(atLeastOf(2, fever.present, smoker.present)))).toBe(
      'fewer than 2 of these hold: fever is present; smoker is present',
    )
  })

  test('nothing to hold is always, one thing is itself', () => {
    expect(say(all())).toBe('always')
    expect(say(any())).toBe('never')
    expect(say(all(any(fever.present)))).toBe('fever is present')
  })

  test('what is too deep for a sentence becomes a list, one level of which fits a line', () => {
    const long = all(redFlag, any(fever.present, all(smoker.present, any(osteoporosis.present, redFlag))))
    expect(listed(english(long, standard), { lead: 'When', mark: '(X)', indent: '  ' })).toBe(
      [
        'When all of these hold (X):',
        '  - there is a red flag',
        '  - at least one of these holds:',
        '    - fever is present',
        '    - all of these hold:',
        '      - smoker is present',
        '      - osteoporosis is present or there is a red flag',
      ].join('\n'),
    )
  })
})

test('one is not many', () => {
  expect([amount(1, 'd'), amount(2, 'wk'), amount(60, 'mm/h')]).toEqual(['1 day', '2 weeks', '60 mm/h'])
})

describe('over every condition of the protocol', () => {
  const whens = [
    ...standard.conditions.flatMap(({ definitions }) => definitions.map(({ when }) => when)),
    ...standard.decisions.flatMap(({ rules }) => rules.map(({ when }) => when)),
    ...standard.constraints.map(({ impossible }) => impossible),
  ]

  test('every finding that is read and every limit is named, negated or not', () => {
    for (const when of whens)
      for (const condition of [when, not(when)]) {
        const words = say(condition)
        walk(condition, (part) => {
          if (!('finding' in part)) return
          for (const id of findingsOf(part)) {
            const label = standard.findings.find((finding) => finding.id === id)?.label ?? 'no such finding'
            expect(words).toContain(label)
          }
          const limit = part.op === 'compare' && 'parameter' in part.limit ? part.limit.parameter : undefined
          const value = standard.parameters.find(({ id }) => id === limit)?.value
          if (value !== undefined) expect(words).toContain(` ${value} `)
        })
      }
  })

  test('no words are lost between a sentence and a list, and a list never runs into a sentence', () => {
    fc.assert(
      fc.property(fc.constantFrom(...whens), fc.boolean(), (when, isNegated) => {
        const phrase = english(isNegated ? not(when) : when, standard)
        const text = listed(phrase, { lead: 'When', indent: '  ' })
        const lines = text.split('\n')
        expect(lines.slice(1).every((line) => /^ {2,}- \S/.test(line))).toBe(true)
        expect(lines.length === 1 ? text.endsWith('.') : lines[0]?.endsWith(':')).toBe(true)
      }),
    )
  })
})
