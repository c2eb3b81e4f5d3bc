import { describe, expect, test } from 'vitest'
import { tell } from '../../care/story.ts'
import { standard } from '../../protocol/protocol.ts'
import { byDay, episodeWords } from './timeline.tsx'

const patient = {
  familyName: 'Example',
  givenName: 'Ada',
  birthDate: '1982-05-04',
  sexAtBirth: 'male',
  recordNumber: 'R-1',
  demo: true,
} as const
const told = { protocol: standard, episodeId: 'e', patientId: 'p', actorId: 'a', patient }
const story = tell(told, '2026-03-02')
  .on('2026-03-02', { type: 'answered', payload: { findings: { fever: 'absent' } } }, { type: 'signed', payload: {} })
  .on('2026-03-17', { type: 'closed', payload: { reason: 'Seen elsewhere.', openWorkReason: 'Not ours' } })

function lineOf(day: string) {
  const state = story.asOf(day)
  return episodeWords({ patientId: 'p', episodeId: 'e', patient, state, sequence: state.sequence, asOf: day })
}

describe('the timeline of a patient', () => {
  test('has the latest day first, and within a day the order of recording', () => {
    const days = byDay(story.asOf('2026-03-17').timeline)
    expect(days.map(({ day, entries }) => [day, entries.map(({ sequence }) => sequence)])).toEqual([
      ['2026-03-17', [4]],
      ['2026-03-02', [1, 2, 3]],
    ])
  })

  test('says of each episode since when, how it stands, and how much there is', () => {
    expect(lineOf('2026-03-02')).toBe('Episode of 02-Mar-2026. Open. 3 entries.')
    expect(lineOf('2026-03-17')).toBe('Episode of 02-Mar-2026. Closed 17-Mar-2026: Seen elsewhere. 4 entries.')
  })
})
