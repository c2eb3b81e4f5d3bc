import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays } from '../language/date.ts'
import { standard } from '../protocol/protocol.ts'
import { type RecordedFindings, situate } from './situation.ts'

const AS_OF = '2026-03-15'
const stateOf = (finding: string, findings: RecordedFindings, asOf = AS_OF) =>
  situate(standard, findings, asOf).get(finding)
const valueIn = (finding: string, findings: RecordedFindings, asOf = AS_OF) => {
  const state = stateOf(finding, findings, asOf)
  return state?.is === 'value' ? state.value : state?.is
}

describe('what is recorded ages until the as-of date', () => {
  test('three weeks of pain recorded on 1 March are five weeks on 15 March', () => {
    expect(valueIn('durationDays', { durationDays: { value: 21, observedOn: '2026-03-01' } })).toBe(35)
  })

  test('an age grows on the day a whole year has passed, and not the day before', () => {
    const recorded = { ageYears: { value: 17, observedOn: '2025-03-15' } }
    expect(valueIn('ageYears', recorded, '2026-03-14')).toBe(17)
    expect(valueIn('ageYears', recorded, '2026-03-15')).toBe(18)
  })

  test('weeks of pregnancy grow by completed weeks', () => {
    const recorded = {
      sexAtBirth: { value: 'female' },
      ageYears: { value: 30 },
      pregnant: { value: 'present' },
      pregnancyWeeks: { value: 18, observedOn: '2026-03-01' },
    }
    expect(valueIn('pregnancyWeeks', recorded, '2026-03-14')).toBe(19)
    expect(valueIn('pregnancyWeeks', recorded, '2026-03-15')).toBe(20)
  })

  test('what has no date counts as observed on the as-of date', () => {
    expect(stateOf('durationDays', { durationDays: { value: 21 } })).toEqual({
      is: 'value',
      value: 21,
      observedOn: AS_OF,
      ageDays: 0,
    })
  })

  test('a symptom does not grow, but its observation gets older', () => {
    expect(stateOf('fever', { fever: { value: 'present', observedOn: '2026-03-01' } })).toEqual({
      is: 'value',
      value: 'present',
      observedOn: '2026-03-01',
      ageDays: 14,
    })
  })

  test('pain lasts one day longer with every day that passes', () => {
    fc.assert(
      fc.property(fc.nat(1_000), fc.nat(1_000), fc.nat(1_000), (days, before, later) => {
        const recorded = { durationDays: { value: days, observedOn: addDays(AS_OF, -before) } }
        expect(valueIn('durationDays', recorded, addDays(AS_OF, later))).toBe(days + before + later)
      }),
    )
  })
})

describe('times are counted from recorded dates', () => {
  test('an age from the date of birth, which speaks before an age that is typed', () => {
    const recorded = { birthDate: { value: '1961-03-16' }, ageYears: { value: 70 } }
    expect(valueIn('ageYears', recorded)).toBe(64)
    expect(valueIn('ageYears', recorded, '2026-03-16')).toBe(65)
  })

  test('a duration from the date of onset', () => {
    expect(valueIn('durationDays', { onsetDate: { value: '2026-02-12' } })).toBe(31)
  })

  test('a date that is not known leaves what was typed', () => {
    expect(valueIn('ageYears', { birthDate: { value: 'notKnown' }, ageYears: { value: 70 } })).toBe(70)
    expect(valueIn('ageYears', { birthDate: { value: 'notKnown' } })).toBe('notKnown')
  })

  test.each([
    ['neither treatment nor review is recorded', {}, 'notDone'],
    ['treatment without a review', { treatmentStartedOn: { value: '2026-03-01' } }, 'notDone'],
    ['a review without a start of treatment', { reviewOutcome: { value: 'worse' } }, 'notKnown'],
    [
      'a review that is not known',
      { treatmentStartedOn: { value: '2026-03-01' }, reviewOutcome: { value: 'notKnown' } },
      'notKnown',
    ],
    [
      'a start that is not known',
      { treatmentStartedOn: { value: 'notKnown' }, reviewOutcome: { value: 'worse' } },
      'notKnown',
    ],
    [
      'both: the days until the review, however long ago it was',
      { treatmentStartedOn: { value: '2026-01-01' }, reviewOutcome: { value: 'worse', observedOn: '2026-01-15' } },
      14,
    ],
  ])('days of treatment at the review, where there is %s', (_, recorded: RecordedFindings, expected) => {
    expect(valueIn('treatmentDaysAtReview', recorded)).toBe(expected)
  })
})

describe('silence', () => {
  test('about a symptom means not known', () => {
    expect(stateOf('fever', {})).toEqual({ is: 'notKnown' })
  })

  test('about a test means not done, which is a fact; that it is not known must be said', () => {
    expect(stateOf('xray', {})).toEqual({ is: 'notDone' })
    expect(stateOf('xray', { xray: { value: 'notDone' } })).toEqual({ is: 'notDone' })
    expect(stateOf('xray', { xray: { value: 'notKnown' } })).toEqual({ is: 'notKnown' })
  })
})

describe('a finding that cannot apply is settled and not asked', () => {
  const woman = { sexAtBirth: { value: 'female' } }

  test.each([
    ['a man', { sexAtBirth: { value: 'male' } }, 'notDone'],
    ['a woman of 11', { ...woman, ageYears: { value: 11 } }, 'notDone'],
    ['a woman of 12', { ...woman, ageYears: { value: 12 } }, 'notKnown'],
    ['a woman of 55', { ...woman, ageYears: { value: 55 } }, 'notKnown'],
    ['a woman of 56', { ...woman, ageYears: { value: 56 } }, 'notDone'],
    ['a woman of unknown age', woman, 'notKnown'],
    ['somebody of unknown sex at 30', { ageYears: { value: 30 } }, 'notKnown'],
    ['somebody of unknown sex at 70', { ageYears: { value: 70 } }, 'notDone'],
    ['nobody known', {}, 'notKnown'],
  ])('pregnancy in %s', (_, recorded: RecordedFindings, expected) => {
    expect(valueIn('pregnant', recorded)).toBe(expected)
  })

  test('what is recorded stands, even where it seldom applies', () => {
    expect(valueIn('pregnant', { ...woman, ageYears: { value: 57 }, pregnant: { value: 'present' } })).toBe('present')
  })
})

test('every finding of the protocol has a state', () => {
  expect([...situate(standard, {}, AS_OF).keys()]).toEqual(standard.findings.map(({ id }) => id))
})
