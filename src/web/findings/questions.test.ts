import { describe, expect, test } from 'vitest'
import { standard } from '../../protocol/protocol.ts'
import { countAnswers, faultsOf, noneOfThese, problemOf, type QuestionGroup, questionGroups } from './questions.ts'

const asOf = '2026-03-15'
const given = new Set(['birthDate', 'sexAtBirth'])
const woman = { birthDate: { value: '1990-03-04' }, sexAtBirth: { value: 'female' } }
const man = { ...woman, sexAtBirth: { value: 'male' } }

const ids = (groups: readonly QuestionGroup[]) => groups.flatMap(({ questions }) => questions.map(({ id }) => id))
const groupOf = (recorded: Parameters<typeof questionGroups>[1], finding: string): QuestionGroup => {
  const found = questionGroups(standard, recorded, asOf, given).find((group) =>
    group.questions.some(({ id }) => id === finding),
  )
  if (!found) throw new Error(`${finding} is not asked`)
  return found
}

describe('which questions are asked', () => {
  test('those asked one by one come first', () => {
    const [first, ...rest] = questionGroups(standard, {}, asOf, given)
    expect(first?.alone).toBe(true)
    expect(rest.some(({ alone }) => alone)).toBe(false)
  })

  test('what registration has answered is not asked again, nor what follows from it', () => {
    const asked = ids(questionGroups(standard, woman, asOf, given))
    for (const id of ['birthDate', 'sexAtBirth', 'ageYears']) expect(asked).not.toContain(id)
  })

  test('pregnancy is asked of a woman of that age, its weeks only once it is known, and neither of a man', () => {
    expect(ids(questionGroups(standard, woman, asOf, given))).toContain('pregnant')
    expect(ids(questionGroups(standard, woman, asOf, given))).not.toContain('pregnancyWeeks')
    const pregnant = { ...woman, pregnant: { value: 'present' } }
    expect(ids(questionGroups(standard, pregnant, asOf, given))).toContain('pregnancyWeeks')
    expect(ids(questionGroups(standard, man, asOf, given))).not.toContain('pregnant')
  })

  test('a time counted from dates alone is never asked', () => {
    expect(ids(questionGroups(standard, {}, asOf, given))).not.toContain('treatmentDaysAtReview')
  })

  test('results and treatment are recorded when done, symptoms are not', () => {
    expect(groupOf({}, 'xray').recordedAsDone).toBe(true)
    expect(groupOf({}, 'reviewOutcome').recordedAsDone).toBe(true)
    expect(groupOf({}, 'fever').recordedAsDone).toBe(false)
  })
})

describe('counting answers', () => {
  test('"not known" is an answer, silence is not, and a test not done is not asked', () => {
    const { questions } = groupOf({}, 'fever')
    const recorded = { fever: { value: 'notKnown' }, unexplainedWeightLoss: { value: 'absent' } }
    expect(countAnswers(questions, recorded)).toEqual({ asked: 4, answered: 2, notKnown: 1 })
  })
})

describe('"none of these"', () => {
  test('sets the open signs of the group, and no choice, number or answered sign', () => {
    const recorded = { ...man, fever: { value: 'notKnown' } }
    const { sets, leaves } = noneOfThese(standard, groupOf(recorded, 'fever'), recorded, asOf)
    expect(sets.map(({ id }) => id)).toEqual([
      'unexplainedWeightLoss',
      'otherConstitutional',
      'otherSystemicIllnessSuspected',
    ])
    expect(leaves).toEqual([])
  })

  test('leaves open what would contradict another answer', () => {
    const recorded = { ...man, saddleNumbness: { value: 'present' } }
    const { sets, leaves } = noneOfThese(standard, groupOf(recorded, 'weakness'), recorded, asOf)
    expect(leaves.map(({ id }) => id)).toEqual(['numbnessOrSensoryLoss'])
    expect(sets.map(({ id }) => id)).toContain('weakness')
  })
})

describe('what is wrong with answers', () => {
  test('a number out of range is named, and kept out of the decision', () => {
    const recorded = { esrMmPerHour: { value: 540 }, fever: { value: 'absent' } }
    expect([...faultsOf(standard, recorded, asOf).unreadable]).toEqual(['esrMmPerHour'])
    expect(problemOf(standard, 'esrMmPerHour', recorded, asOf)).toContain('Check the number.')
    expect(problemOf(standard, 'fever', recorded, asOf)).toBeUndefined()
  })

  test('an impossible combination names both findings', () => {
    const recorded = { saddleNumbness: { value: 'present' }, numbnessOrSensoryLoss: { value: 'absent' } }
    const { impossible, unreadable } = faultsOf(standard, recorded, asOf)
    expect(impossible.flatMap(({ findings }) => [...findings]).sort()).toEqual([
      'numbnessOrSensoryLoss',
      'saddleNumbness',
    ])
    expect(unreadable.size).toBe(0)
  })
})
