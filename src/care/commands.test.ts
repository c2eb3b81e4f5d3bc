import { describe, expect, test } from 'vitest'
import { decide } from '../evaluate/decide.ts'
import { standard } from '../protocol/protocol.ts'
import { stamp } from './commands.ts'
import type { CareEventOf, CareEventType } from './events.ts'
import { observedOf } from './findings.ts'
import { overrideReasonSystem, overrideReasons, reasonFor } from './override-reasons.ts'
import { type Story, tell } from './story.ts'

const patient = {
  familyName: 'Example',
  givenName: 'Ada',
  birthDate: '1982-05-04',
  sexAtBirth: 'male',
  recordNumber: 'R-1',
} as const
const story = tell({ protocol: standard, episodeId: 'e', patientId: 'p', actorId: 'a', patient }, '2026-03-01').on(
  '2026-03-01',
  { type: 'answered', payload: { findings: { cancerHistory: 'past' } } },
)
const last = <Type extends CareEventType>(told: Story, type: Type) =>
  told.events.findLast((event) => event.type === type)?.payload as CareEventOf<Type>['payload'] | undefined

describe('the event that records a command', () => {
  test('says the urgency of the findings as they stand with it', () => {
    expect(last(story, 'answered')?.urgency).toBe('soon')
    const worse = story.on('2026-03-02', { type: 'resultReceived', payload: { findings: { xray: 'lyticLesion' } } })
    expect(last(worse, 'resultReceived')?.urgency).toBe('urgent')
    const amended = story.on('2026-03-02', {
      type: 'amended',
      payload: { reason: 'No', findings: { cancerHistory: 'never' } },
    })
    expect(last(amended, 'amended')).toMatchObject({
      urgency: 'routine',
      findings: { cancerHistory: { value: 'never', observedOn: '2026-03-01' } },
      previous: { cancerHistory: { value: 'past', observedOn: '2026-03-01' } },
    })
  })

  test('signs the decision that the protocol gives, with its hash and its review window', () => {
    const signed = last(story.on('2026-03-01', { type: 'signed', payload: {} }), 'signed')
    const decision = decide(standard, observedOf(story.asOf('2026-03-01').findings), '2026-03-01')
    expect(signed?.decision.urgency.level).toBe(decision.urgency.level)
    expect(signed?.decision.actions.map(({ action }) => action)).toEqual(decision.actions.map(({ action }) => action))
    expect(signed?.protocol).toEqual(decision.protocol)
    expect(signed?.reviewWindow).toEqual({ opensDays: 14, closesDays: 42 })
    expect(Object.keys(signed?.findings ?? {}).toSorted()).toEqual(['birthDate', 'cancerHistory', 'sexAtBirth'])
  })

  test('says of an override what was recommended, and what that rested on', () => {
    const overridden = story.on('2026-03-01', {
      type: 'overridden',
      payload: { decision: 'esr', reasonCode: 'risk-benefit-ratio', plan: 'Wait', checkBy: '2026-03-05' },
    })
    expect(last(overridden, 'overridden')).toMatchObject({
      kind: 'order',
      outcome: 'recommended',
      stance: 'recommended',
      rule: 'initialEsr',
      urgency: 'soon',
      evidence: expect.arrayContaining(['cancerHistory']),
    })
  })

  test('carries the day at the site beside the instant', () => {
    const madrid = (instant: Date) => new Date(instant.getTime() + 3_600_000).toISOString().slice(0, 10)
    expect(stamp(new Date('2026-03-14T23:30:00Z'), madrid)).toEqual({
      recordedAt: '2026-03-14T23:30:00.000Z',
      recordedOn: '2026-03-15',
    })
  })
})

describe('the reasons for doing otherwise', () => {
  test('are HL7’s 35 codes, each once, under categories that are among them', () => {
    expect(overrideReasonSystem).toBe('http://terminology.hl7.org/CodeSystem/non-adherence-reason-codes')
    expect(new Set(overrideReasons.map(({ code }) => code)).size).toBe(35)
    for (const { category } of overrideReasons) if (category) expect(reasonFor(category)?.category).toBeUndefined()
  })

  test('have a short list of 12 for the point of care, all six categories in it', () => {
    expect(overrideReasons.filter(({ selected }) => selected)).toHaveLength(12)
    const categories = overrideReasons.filter(({ category }) => category === undefined)
    expect(categories.map(({ code, selected }) => [code, selected])).toEqual([
      ['cds-not-applicable', true],
      ['cds-suboptimal-context', true],
      ['recipient-disagrees-evidence', true],
      ['recipient-concerns-outcomes', true],
      ['does-not-align-preferences', true],
      ['not-convenient-feasible', true],
    ])
  })
})
