import { describe, expect, test } from 'vitest'
import { contentHash } from '../language/hash.ts'
import { source, standard } from '../protocol/protocol.ts'
import { decide } from './decide.ts'
import { readFindings } from './read-findings.ts'
import { situate } from './situation.ts'
import { limitValue, read } from './truth.ts'

const AS_OF = '2026-03-15'

/** Decides what is entered, in `standard`. */
function decided(entered: Readonly<Record<string, unknown>>, protocol = standard) {
  const checked = readFindings(protocol, entered, AS_OF)
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
  return decide(protocol, checked.findings, AS_OF)
}

/** A man of 40 with back pain for five days and nothing else: every symptom asked, none there. */
const well = {
  ...Object.fromEntries(
    standard.findings
      .filter(({ kind, unrecorded, id }) => kind === 'sign' && unrecorded === 'notKnown' && id !== 'pregnant')
      .map(({ id }) => [id, 'absent']),
  ),
  ...{ ageYears: 40, sexAtBirth: 'male', cancerHistory: 'never', nightPain: 'none', previousTreatment: 'none' },
  durationDays: 5,
}

describe('the upper limit of the ESR (I6; checkpoints of Miller 1983 in CLINICAL.md and in the GDL2 guideline)', () => {
  /** The limit by age and sex, as the rules read it. */
  function limitOf({ sexAtBirth, ageYears }: { sexAtBirth: string; ageYears: number }): number | undefined {
    const situation = situate(standard, { ageYears: { value: ageYears } }, AS_OF)
    const plus = sexAtBirth === 'male' ? 'esrAgeOffsetMen' : 'esrAgeOffsetWomen'
    return limitValue({ finding: 'ageYears', plus, times: 'esrLimitPerYear' }, read(standard, situation))
  }

  const isRaised = (entered: Readonly<Record<string, unknown>>) =>
    decided({ ...well, pregnant: 'absent', ...entered }).redFlags.some(({ id }) => id === 'raisedEsrInHand')

  test.each([
    ['male', 21, 10.5],
    ['female', 21, 15.5],
    ['male', 78, 39],
    ['female', 78, 44],
  ])('a %s of %d: %d mm/h is the limit, not yet raised; the next whole number is', (sexAtBirth, ageYears, limit) => {
    expect(limitOf({ sexAtBirth, ageYears })).toBe(limit)
    expect(isRaised({ sexAtBirth, ageYears, esrMmPerHour: Math.floor(limit) })).toBe(false)
    expect(isRaised({ sexAtBirth, ageYears, esrMmPerHour: Math.floor(limit) + 1 })).toBe(true)
  })

  test('the laboratory’s own limit wins, in both directions', () => {
    const man = { sexAtBirth: 'male', ageYears: 40 }
    expect(isRaised({ ...man, esrMmPerHour: 25 })).toBe(true)
    expect(isRaised({ ...man, esrMmPerHour: 25, esrUpperLimitMmPerHour: 30 })).toBe(false)
    expect(isRaised({ ...man, esrMmPerHour: 15 })).toBe(false)
    expect(isRaised({ ...man, esrMmPerHour: 15, esrUpperLimitMmPerHour: 10 })).toBe(true)
    expect(isRaised({ ...man, esrMmPerHour: 30, esrUpperLimitMmPerHour: 30 })).toBe(false)
  })

  /** Whether the rules take the ESR for raised. */
  function raised(entered: Readonly<Record<string, unknown>>) {
    const checked = readFindings(standard, { ...well, pregnant: 'absent', ...entered }, AS_OF)
    if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
    return read(standard, situate(standard, checked.findings, AS_OF)).named.get('esrRaised')
  }

  test.each([
    ['in pregnancy', { sexAtBirth: 'female', ageYears: 30, pregnant: 'present' }],
    ['where the sex is not known', { sexAtBirth: 'notKnown', ageYears: 40 }],
    ['where the age is not known', { sexAtBirth: 'male', ageYears: 'notKnown' }],
  ])('%s it is not known whether the ESR is raised, not normal, until the laboratory gives its limit', (_, patient) => {
    expect(raised({ ...patient, esrMmPerHour: 22 })).toBeUndefined()
    expect(raised({ ...patient, esrMmPerHour: 22, esrUpperLimitMmPerHour: 22 })).toBe(false)
    expect(raised({ ...patient, esrMmPerHour: 22, esrUpperLimitMmPerHour: 21 })).toBe(true)
  })

  test('where the sex is not known, what the limits of both sexes share is known', () => {
    const patient = { sexAtBirth: 'notKnown', ageYears: 40 }
    expect([20, 21, 25].map((esrMmPerHour) => raised({ ...patient, esrMmPerHour }))).toEqual([
      false,
      undefined,
      undefined,
    ])
  })

  test('an ESR that is not done is not raised, and known not to be', () => {
    expect(read(standard, situate(standard, {}, AS_OF)).named.get('esrRaised')).toBe(false)
  })
})

describe('what a decision says', () => {
  test('of nobody known: routine so far, anything possible, and what to ask first', () => {
    const { status, urgency, missing, next, redFlags } = decided({})
    expect(status).toBe('incomplete')
    expect([urgency.level, urgency.atLeast, urgency.atMost, urgency.settled]).toEqual([
      'routine',
      'routine',
      'emergency',
      false,
    ])
    expect(redFlags).toEqual([])
    expect(missing[0]).toMatchObject({ couldRaise: true })
    expect(next?.finding ?? missing[0]?.finding).toBe(missing[0]?.finding)
  })

  test('one red flag fixes what is at least so, whatever else is not known', () => {
    const { urgency, redFlags } = decided({ cancerHistory: 'past' })
    expect(urgency.atLeast).toBe('soon')
    expect(redFlags.map(({ id, statements }) => [id, statements])).toEqual([['priorCancer', ['B1']]])
    expect(redFlags[0]?.findings).toEqual([
      { finding: 'cancerHistory', label: 'history of cancer', value: 'in the past', observedOn: AS_OF },
    ])
  })

  test('of a well man: complete, routine, settled, and a first treatment that is definite', () => {
    const { status, urgency, actions, missing } = decided(well)
    expect([status, urgency.level, urgency.settled, missing]).toEqual(['complete', 'routine', true, []])
    expect(actions.find(({ decision }) => decision === 'nsaid')).toMatchObject({
      outcome: 'recommended',
      stance: 'recommended',
      definite: true,
    })
  })

  test('a definite action stays provisional while an answer could take it back', () => {
    const { actions } = decided({ ...well, anticoagulant: 'notKnown' })
    const nsaid = actions.find(({ decision }) => decision === 'nsaid')
    expect(nsaid?.definite).toBe(false)
    expect(nsaid?.stance).not.toBe('recommended')
  })

  test('where guidance differs stands beside what cites the statement', () => {
    const { actions } = decided({ ...well, cancerHistory: 'past' })
    expect(actions.find(({ decision }) => decision === 'xray')?.differs.map(({ statement }) => statement)).toContain(
      'C1',
    )
  })

  test('every action names its rule, and every statement it names is one of the protocol', () => {
    const statements = new Set(standard.statements.map(({ id }) => id))
    const { actions } = decided({ ...well, cancerHistory: 'current', fever: 'present', weakness: 'present' })
    expect(actions.length).toBeGreaterThan(3)
    for (const { rule, statements: cited } of actions) {
      expect(rule).not.toBe('')
      for (const id of cited) expect(statements).toContain(id)
    }
  })

  test('a child is out of scope', () => {
    expect(decided({ ...well, ageYears: 17 }).status).toBe('outOfScope')
    expect(decided({ ...well, ageYears: 18 }).status).not.toBe('outOfScope')
  })

  test('the same case on the same day gets the same decision; on a later day it has aged', () => {
    const recorded = { ...well, durationDays: { value: 20, observedOn: '2026-03-15' } }
    expect(decided(recorded)).toEqual(decided(recorded))
    const checked = readFindings(standard, recorded, '2026-03-26')
    if (!checked.ok) throw new Error('the case is sound')
    expect(decide(standard, checked.findings, '2026-03-25').redFlags).toEqual([])
    expect(decide(standard, checked.findings, '2026-03-26').redFlags.map(({ id }) => id)).toEqual(['longPain'])
  })

  test('each decision names the protocol it was made with: version, layer and content hash', () => {
    for (const protocol of [source, standard])
      expect(decided({}, protocol).protocol).toEqual({
        name: protocol.name,
        version: protocol.version,
        layer: protocol.layer,
        hash: contentHash(protocol),
      })
  })
})
