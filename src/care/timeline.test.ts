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
})
