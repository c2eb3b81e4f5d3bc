import { describe, expect, test } from 'vitest'
import { standard } from '../protocol/protocol.ts'
import { tell } from './story.ts'

const patient = {
  familyName: 'Example',
  givenName: 'Ada',
  birthDate: '1982-05-04',
  sexAtBirth: 'male',
  recordNumber: 'R-1',
} as const
const told = { protocol: standard, episodeId: 'e', patientId: 'p', actorId: 'a', patient }

describe('answers on the timeline', () => {
  test('are counted, what is present is named, and the rest stands by what it is', () => {
    const findings = {
      fever: 'absent',
      smoker: 'present',
      weakness: 'notKnown',
      osteoporosis: 'absent',
      durationDays: 12,
      legPain: 'present',
    }
    const [, answered] = tell(told, '2026-03-01')
      .on('2026-03-01', { type: 'answered', payload: { findings } })
      .asOf('2026-03-01').timeline
    expect(answered).toMatchObject({
      words: '6 answers recorded. Present: leg pain, smoker',
      detail: [
        'duration of the pain: 12 days',
        'Present: leg pain; smoker',
        'Not known: weakness',
        'Absent: fever; osteoporosis',
      ].join('\n'),
    })
  })

  test('say how many one press of “None of these” set, so that nobody takes them for asked one by one', () => {
    const findings = {
      fever: { value: 'absent', together: true },
      smoker: { value: 'absent', together: true },
      weakness: 'absent',
    } as const
    const [, answered] = tell(told, '2026-03-01')
      .on('2026-03-01', { type: 'answered', payload: { findings } })
      .asOf('2026-03-01').timeline
    expect(answered?.words).toBe('3 answers recorded, 2 of them by “None of these”')
  })
})

test('a review says what was said of the treatment, before the answers', () => {
  const response = { taken: 'asAdvised', helped: 'no', harmed: 'yes', words: 'stomach pain' } as const
  const reviewed = tell(told, '2026-03-01')
    .on('2026-03-01', { type: 'treatmentStarted', payload: { treatment: 'nsaid', startedOn: '2026-03-01' } })
    .on('2026-03-20', {
      type: 'reviewDone',
      payload: { reviewedOn: '2026-03-20', outcome: 'notImproved', findings: { fever: 'absent' }, response },
    })
    .asOf('2026-03-20')
  const said = 'taken as advised; it did not help; it did harm; stomach pain'
  expect(reviewed.timeline.at(-1)?.detail?.split('\n')).toEqual([`The treatment: ${said}.`, 'Absent: fever'])
  expect(reviewed.reviews.at(-1)?.response).toBe(said)
})
