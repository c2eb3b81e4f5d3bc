import { describe, expect, test } from 'vitest'
import { source, standard } from '../protocol/protocol.ts'
import { inline } from './english.ts'
import { pathwayMap } from './pathway-map.ts'
import { definitionWords, ruleWordsOf } from './rule-words.ts'

describe('the map of the pathway', () => {
  const map = pathwayMap(standard)
  const step = (id: string) => map.find((each) => each.id === id)

  test('has the steps of the protocol in its order, and each says when it applies', () => {
    expect(map.map(({ id }) => id)).toEqual(standard.nextSteps.map(({ id }) => id))
    expect(map.filter(({ when }) => when.length === 0)).toEqual([])
    expect(step('vascularEmergency')?.when.map(({ words }) => words)).toEqual([
      'there is a suspected vascular emergency',
    ])
  })

  test('a step that waits for a decision is there when that decision speaks', () => {
    // The NSAID decides; the review beside it does not bring the step about.
    expect(step('treat')?.when.map(({ rule }) => rule)).toEqual(['nsaidFirst', 'continueNsaid'])
  })

  test('a test brings a result, a treatment a review, a referral leaves the map', () => {
    expect(
      [step('orderMri'), step('treat'), step('ask'), step('askRheumatology')].map((each) => each?.comesBack),
    ).toEqual(['result', 'review', 'answer', undefined])
  })

  test('cites the statements of the rules behind each step', () => {
    expect(step('orderXrayAndEsr')?.statements).toEqual(['B7', 'C1', 'X1', 'X7'])
    expect(pathwayMap(source).find(({ id }) => id === 'orderXrayAndEsr')?.statements).toEqual(['B7', 'C1'])
  })
})

describe('a rule in plain words', () => {
  test('says its outcome, when, and its exceptions with theirs', () => {
    const rule = ruleWordsOf('initialXray', standard)
    expect(rule?.says).toBe('“Plain X-ray of the back” is recommended')
    expect(rule?.when && inline(rule.when)).toBe(
      'there is a reason for the initial work-up and no X-ray of the back from the last 90 days is on record',
    )
    expect(rule?.unless.map(({ id }) => id)).toContain('pregnantXray')
    expect(ruleWordsOf('noSuchRule', standard)).toBeUndefined()
  })

  test('a default has no condition of its own', () => {
    expect(ruleWordsOf('noXray', standard)).toMatchObject({ says: '“No X-ray of the back is due”' })
    expect(ruleWordsOf('noXray', standard)?.when).toBeUndefined()
    expect(ruleWordsOf('noXray', standard)?.unless).toEqual([])
  })

  test('a definition says what is then so', () => {
    const redFlag = standard.conditions.find(({ id }) => id === 'redFlag')
    const longPain = redFlag?.definitions.find(({ statements }) => statements[0] === 'B4')
    expect(longPain && definitionWords('redFlag', longPain, standard).says).toMatch(/^there is a red flag \(.+\)$/)
  })
})
