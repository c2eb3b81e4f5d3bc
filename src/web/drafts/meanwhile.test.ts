import { expect, test } from 'vitest'
import type { CurrentFinding, TimelineEntry } from '../../care/episode.ts'
import { recordedSince } from './meanwhile.ts'

const finding = (value: string, sequence: number): CurrentFinding => ({
  value,
  observedOn: '2026-08-12',
  by: 'okoro',
  recordedAt: '2026-08-12T08:00:00.000Z',
  recordedOn: '2026-08-12',
  sequence,
  earlier: [],
})
const entry = (type: TimelineEntry['type'], sequence: number, words: string): TimelineEntry => {
  const { value: _, observedOn: __, earlier: ___, ...source } = finding('', sequence)
  return { ...source, type, words }
}
const state = {
  sequence: 4,
  findings: {
    before: finding('present', 2),
    same: finding('absent', 3),
    other: finding('present', 3),
    more: finding('absent', 3),
  },
  timeline: [entry('ordered', 4, 'Ordered: a test'), entry('answered', 3, 'Answered'), entry('signed', 2, 'Signed')],
}

test('nothing is said of what was there when the answers were begun', () => {
  expect(recordedSince(state, 4, { other: { value: 'absent' } })).toBeUndefined()
})

test('an answer that somebody gave differently is contested, and the rest is told', () => {
  const since = recordedSince(state, 2, {
    other: { value: 'absent' },
    same: { value: 'absent' },
    before: { value: 'absent' },
  })
  expect(since?.contested).toEqual([{ id: 'other', theirs: state.findings.other, mine: { value: 'absent' } }])
  expect(since?.others.map(({ id }) => id)).toEqual(['same', 'more'])
  expect(since?.words).toEqual(['Ordered: a test'])
})
