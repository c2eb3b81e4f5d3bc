import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { standard } from '../protocol/protocol.ts'
import { type FindingProblemCode, readFindings } from './read-findings.ts'

const AS_OF = '2026-03-15'

function problemsOf(entered: unknown) {
  const result = readFindings(standard, entered, AS_OF)
  return result.ok ? [] : result.problems
}

const codesOf = (entered: unknown) => problemsOf(entered).map(({ code, path }) => `${code} ${path}`.trim())

describe('each fault has its code, and its near miss none', () => {
  test.each<[FindingProblemCode, string, unknown, unknown]>([
    ['PLB_FINDING_FORM', '', [], {}],
    ['PLB_FINDING_FORM', '', null, {}],
    ['PLB_FINDING_FORM', '', 'fever', {}],
    ['PLB_FINDING_FORM', 'fever', { fever: {} }, { fever: { value: 'present' } }],
    [
      'PLB_FINDING_FORM',
      'fever.on',
      { fever: { value: 'present', on: AS_OF } },
      { fever: { value: 'present', observedOn: AS_OF } },
    ],
    ['PLB_FINDING_FORM', 'treatmentDaysAtReview', { treatmentDaysAtReview: 20 }, { treatmentStartedOn: '2026-02-20' }],
    ['PLB_FINDING_UNKNOWN', 'feever', { feever: 'present' }, { fever: 'present' }],
    ['PLB_FINDING_UNKNOWN', 'Fever', { Fever: 'present' }, { fever: 'present' }],
    ['PLB_FINDING_UNKNOWN', 'constructor', { constructor: 'present' }, {}],
    ['PLB_FINDING_UNKNOWN', '__proto__', JSON.parse('{"__proto__":"present"}'), {}],
    ['PLB_FINDING_VALUE', 'fever', { fever: 'yes' }, { fever: 'present' }],
    ['PLB_FINDING_VALUE', 'fever', { fever: true }, { fever: 'absent' }],
    ['PLB_FINDING_VALUE', 'fever', { fever: null }, { fever: 'notKnown' }],
    ['PLB_FINDING_VALUE', 'fever', { fever: 'notDone' }, { xray: 'notDone' }],
    ['PLB_FINDING_VALUE', 'fever', { fever: ['present'] }, { fever: 'present' }],
    ['PLB_FINDING_VALUE', 'xray', { xray: 'fine' }, { xray: 'normal' }],
    ['PLB_FINDING_VALUE', 'ageYears', { ageYears: '44' }, { ageYears: 44 }],
    ['PLB_FINDING_VALUE', 'ageYears', { ageYears: Number.NaN }, { ageYears: 'notKnown' }],
    ['PLB_FINDING_VALUE', 'ageYears', { ageYears: 44.5 }, { ageYears: 44 }],
    ['PLB_FINDING_VALUE', 'temperatureCelsius', { temperatureCelsius: 38.05 }, { temperatureCelsius: 38.1 }],
    ['PLB_FINDING_RANGE', 'ageYears', { ageYears: -3 }, { ageYears: 0 }],
    ['PLB_FINDING_RANGE', 'ageYears', { ageYears: 131 }, { ageYears: 130 }],
    ['PLB_FINDING_RANGE', 'esrMmPerHour', { esrMmPerHour: 5400 }, { esrMmPerHour: 200 }],
    ['PLB_FINDING_RANGE', 'temperatureCelsius', { temperatureCelsius: 101.3 }, { temperatureCelsius: 45 }],
    ['PLB_FINDING_DATE', 'birthDate', { birthDate: '2001-02-29' }, { birthDate: '2000-02-29' }],
    ['PLB_FINDING_DATE', 'onsetDate', { onsetDate: '1 March' }, { onsetDate: '2026-03-01' }],
    ['PLB_FINDING_DATE', 'onsetDate', { onsetDate: 20260301 }, { onsetDate: '2026-03-01' }],
    [
      'PLB_FINDING_DATE',
      'xray.observedOn',
      { xray: { value: 'normal', observedOn: '2026-13-01' } },
      { xray: { value: 'normal', observedOn: '2025-12-01' } },
    ],
    ['PLB_FINDING_FUTURE', 'onsetDate', { onsetDate: '2026-03-16' }, { onsetDate: AS_OF }],
    [
      'PLB_FINDING_FUTURE',
      'xray.observedOn',
      { xray: { value: 'normal', observedOn: '2026-03-16' } },
      { xray: { value: 'normal', observedOn: AS_OF } },
    ],
    [
      'PLB_FINDING_IMPOSSIBLE',
      'saddleNumbnessIsNumbness',
      { saddleNumbness: 'present', numbnessOrSensoryLoss: 'absent' },
      { saddleNumbness: 'present', numbnessOrSensoryLoss: 'notKnown' },
    ],
    [
      'PLB_FINDING_IMPOSSIBLE',
      'weaknessInBothLegsIsWeakness',
      { weaknessInBothLegs: 'present', weakness: 'absent' },
      { weaknessInBothLegs: 'absent', weakness: 'present' },
    ],
    [
      'PLB_FINDING_IMPOSSIBLE',
      'pregnancyNeedsFemaleSex',
      { pregnant: 'present', sexAtBirth: 'male' },
      { pregnant: 'absent', sexAtBirth: 'male' },
    ],
    [
      'PLB_FINDING_IMPOSSIBLE',
      'treatedCancerWasCancer',
      { treatedForCancer: 'present', cancerHistory: 'never' },
      { treatedForCancer: 'present', cancerHistory: 'past' },
    ],
  ])('%s at %j: %j is refused, %j is not', (code, path, entered, nearMiss) => {
    expect(codesOf(entered)).toEqual([`${code} ${path}`.trim()])
    expect(codesOf(nearMiss)).toEqual([])
  })
})

describe('what is wrong is told', () => {
  test('all at once, each with its path', () => {
    expect(
      codesOf({ fever: 'yes', ageYears: -1, nonsense: 1, xray: { value: 'normal', observedOn: '2027-01-01' } }),
    ).toEqual([
      'PLB_FINDING_VALUE fever',
      'PLB_FINDING_RANGE ageYears',
      'PLB_FINDING_UNKNOWN nonsense',
      'PLB_FINDING_FUTURE xray.observedOn',
    ])
  })

  test('with what is allowed: the words of a list, the range and unit of a number, the nearest name', () => {
    const [value, range, unknown] = problemsOf({ nightPain: 'bad', esrMmPerHour: -1, feverish: 'present' })
    expect(value?.allowed).toBe('none, present, disturbsSleep, notKnown')
    expect(range?.allowed).toMatch(/from 0 to 200.*mm\/h/)
    expect(unknown?.allowed).toContain('fever')
  })

  test('but never with the value that was given', () => {
    const secret = fc.constantFrom(...standard.findings.map(({ id }) => id)).chain((id) =>
      fc.record({
        id: fc.constant(id),
        value: fc.oneof(
          fc.stringMatching(/^[A-Z]{8,12}$/),
          fc.integer({ min: 1_000_001, max: 9_999_999 }),
          fc.stringMatching(/^[A-Z]{8,12}$/).map((text) => ({ value: text })),
          fc.stringMatching(/^[A-Z]{8,12}$/).map((text) => ({ value: 'present', observedOn: text })),
        ),
      }),
    )
    fc.assert(
      fc.property(secret, ({ id, value }) => {
        const problems = problemsOf({ [id]: value })
        expect(problems).not.toEqual([])
        const given = typeof value === 'object' ? Object.values(value).filter((each) => each !== 'present') : [value]
        for (const text of given) expect(JSON.stringify(problems)).not.toContain(String(text))
      }),
    )
  })
})

describe('what is right is kept as it was entered', () => {
  test('a bare value and one with its date', () => {
    expect(
      readFindings(standard, { fever: 'absent', xray: { value: 'normal', observedOn: '2026-03-01' } }, AS_OF),
    ).toEqual({
      ok: true,
      findings: { fever: { value: 'absent' }, xray: { value: 'normal', observedOn: '2026-03-01' } },
    })
  })

  test('nothing at all is a case: everything is not known', () => {
    expect(readFindings(standard, {}, AS_OF)).toEqual({ ok: true, findings: {} })
  })

  test('every word of every list, and the ends of every range', () => {
    for (const definition of standard.findings) {
      const values =
        definition.kind === 'sign'
          ? ['present', 'absent']
          : definition.kind === 'choice'
            ? definition.values.map(({ id }) => id)
            : definition.kind === 'quantity' && !definition.elapsed?.only
              ? [definition.minimum, definition.maximum]
              : []
      for (const value of values) expect(codesOf({ [definition.id]: value }), definition.id).toEqual([])
    }
  })

  test('any input at all gets an answer: a problem or a record, never an exception', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (entered) => {
        expect(typeof readFindings(standard, entered, AS_OF).ok).toBe('boolean')
      }),
    )
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...standard.findings.map(({ id }) => id)), fc.jsonValue(), { maxKeys: 4 }),
        (entered) => {
          expect(typeof readFindings(standard, entered, AS_OF).ok).toBe('boolean')
        },
      ),
    )
  })
})
