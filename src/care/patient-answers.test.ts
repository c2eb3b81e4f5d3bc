import { describe, expect, test } from 'vitest'
import { standard } from '../protocol/protocol.ts'
import type { CareCommand } from './commands.ts'
import { openAnswers } from './patient-answers.ts'
import { type Story, tell } from './story.ts'

const patient = {
  familyName: 'Okafor',
  givenName: 'Ada',
  birthDate: '1961-03-04',
  sexAtBirth: 'female',
  recordNumber: 'T-1',
} as const
const told = { protocol: standard, episodeId: 'episode', patientId: 'patient', actorId: 'clinician', patient }
const asked = '2026-03-10'
const visit = '2026-03-12'

const said = (values: Readonly<Record<string, string>>, regions: readonly string[] = []): CareCommand => ({
  type: 'patientAnswered',
  payload: {
    link: 'link',
    language: 'es',
    findings: Object.fromEntries(Object.entries(values).map(([id, value]) => [id, { value, observedOn: asked }])),
    said: {},
    description: { regions, activities: [] },
    text: { hash: '0', reviewed: false },
  },
})

const given = (findings: Readonly<Record<string, string | { value: string; observedOn: string }>>): CareCommand => ({
  type: 'answered',
  payload: { findings },
})
const open = (story: Story) => Object.keys(openAnswers(story.asOf(visit))?.findings ?? {})

describe('what a patient said', () => {
  const story = tell(told, asked).on(asked, said({ saddleNumbness: 'present', fever: 'absent' }, ['lowerBack']))

  test('is no finding, raises no urgency and is decided on by nothing', () => {
    const episode = story.asOf(visit)
    expect(episode.findings.saddleNumbness).toBeUndefined()
    expect(episode.urgency).toBeUndefined()
    expect(episode.decision).toEqual(tell(told, asked).asOf(visit).decision)
    expect(episode.unsigned).toEqual([])
  })

  test('is work to do, under the urgency of the episode, until somebody signs', () => {
    const item = story.asOf(visit).worklist.find(({ kind }) => kind === 'patientAnswers')
    expect(item).toMatchObject({ nextAction: 'readAnswers', urgency: 'routine', opensOn: asked })
    const signed = story.on(visit, given({ weakness: 'absent' }), { type: 'signed', payload: {} })
    expect(signed.asOf(visit).worklist.map(({ kind }) => kind)).not.toContain('patientAnswers')
    expect(open(signed)).toEqual(['saddleNumbness', 'fever'])
  })

  test('is settled answer by answer as a clinician enters it, the same or otherwise', () => {
    const confirmed = story.on(visit, given({ saddleNumbness: { value: 'present', observedOn: asked } }))
    expect(open(confirmed)).toEqual(['fever'])
    expect(confirmed.asOf(visit).urgency).toBe('emergency')
    const otherwise = confirmed.on(visit, given({ fever: 'present' }))
    expect(open(otherwise)).toEqual([])
    const describedToo = otherwise.on(visit, {
      type: 'described',
      payload: { description: { regions: ['neck'], activities: [] } },
    })
    expect(openAnswers(describedToo.asOf(visit))).toBeUndefined()
  })

  test('does not ask again what the clinician had entered for that day, or a later one', () => {
    const before = tell(told, asked).on(asked, given({ fever: 'absent', weakness: 'absent' }))
    expect(open(before.on(asked, said({ fever: 'absent', weakness: 'present' })))).toEqual(['weakness'])
    const later = tell(told, asked).on(visit, given({ fever: 'absent' }), said({ fever: 'present' }))
    expect(open(later)).toEqual([])
  })

  test('is replaced by what the patient says next', () => {
    expect(open(story.on(visit, said({ smoker: 'present' })))).toEqual(['smoker'])
  })

  test('may contradict itself, and what is on record', () => {
    const contradiction = said({ saddleNumbness: 'present', numbnessOrSensoryLoss: 'absent' })
    expect(tell(told, asked).refusal(asked, contradiction)).toEqual([])
  })

  test.each([
    ['nothing', {}],
    ['a finding that is none', { nonsense: 'present' }],
    ['a value that is none', { fever: 'perhaps' }],
  ])('is refused where it is %s', (_, values) => {
    expect(tell(told, asked).refusal(asked, said(values))).not.toEqual([])
  })

  test('is not taken once the episode is closed', () => {
    const closed = story.on(visit, { type: 'closed', payload: { reason: 'Gone', openWorkReason: 'Gone' } })
    expect(closed.refusal(visit, said({ fever: 'absent' })).map(({ code }) => code)).toEqual(['PLB_CARE_CLOSED'])
  })
})

test('a description that says nothing is refused', () => {
  const nothing: CareCommand = {
    type: 'described',
    payload: { description: { regions: [], activities: [], words: ' ' } },
  }
  expect(
    tell(told, asked)
      .refusal(asked, nothing)
      .map(({ code }) => code),
  ).toEqual(['PLB_CARE_NO_FINDINGS'])
})
