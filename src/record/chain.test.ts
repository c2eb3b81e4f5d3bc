import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { findBreak, genesisHash, hashEvent, type UnhashedEvent } from './chain.ts'

const event: UnhashedEvent = {
  position: 7,
  episodeId: 'episode-1',
  patientId: 'patient-1',
  sequence: 3,
  commandId: 'command-1',
  type: 'result received',
  actorId: 'clinician-1',
  recordedAt: '2026-03-01T09:30:00Z',
  payload: { test: 'ESR', esrMmPerHour: 40.0, note: 'élevé' },
  previousHash: 'a'.repeat(64),
}

describe('the hash of an event', () => {
  test('is the SHA-256 of its canonical JSON, so that anyone can compute it again', () => {
    const canonical =
      '{"actorId":"clinician-1","commandId":"command-1","episodeId":"episode-1","patientId":"patient-1",' +
      '"payload":{"esrMmPerHour":40,"note":"élevé","test":"ESR"},"position":7,' +
      `"previousHash":"${'a'.repeat(64)}","recordedAt":"2026-03-01T09:30:00Z","sequence":3,"type":"result received"}`
    expect(hashEvent(event)).toBe(createHash('sha256').update(canonical, 'utf8').digest('hex'))
  })

  test('covers every member', () => {
    const others: Required<UnhashedEvent> = {
      position: 8,
      episodeId: 'episode-2',
      patientId: 'patient-2',
      sequence: 4,
      commandId: 'command-2',
      type: 'answered',
      actorId: 'clinician-2',
      recordedAt: '2026-03-01T09:30:01Z',
      payload: { test: 'ESR', esrMmPerHour: 41, note: 'élevé' },
      previousHash: genesisHash,
    }
    const changed = Object.entries(others).map(([member, value]) => hashEvent({ ...event, [member]: value }))
    expect(new Set([hashEvent(event), ...changed]).size).toBe(11)
  })
})

test('a break is named by the position that is due', () => {
  const next = { ...event, hash: hashEvent(event) }
  expect(findBreak({ position: 6, hash: 'a'.repeat(64) }, next)).toBeUndefined()
  expect(findBreak({ position: 5, hash: 'a'.repeat(64) }, next)).toBe('position 6 is missing')
  expect(findBreak({ position: 6, hash: 'b'.repeat(64) }, next)).toContain('does not follow')
  expect(findBreak({ position: 6, hash: 'a'.repeat(64) }, { ...next, type: 'x' })).toContain('does not match its hash')
})
