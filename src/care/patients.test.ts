import { describe, expect, test } from 'vitest'
import { standard } from '../protocol/protocol.ts'
import type { CareCommand } from './commands.ts'
import { foldPatients } from './patients.ts'
import { tell } from './story.ts'

const details = { birthDate: '1982-05-04', sexAtBirth: 'male', recordNumber: 'R-1' } as const
const story = (patientId: string, episodeId: string, givenName: string, day = '2026-03-01') =>
  tell(
    {
      protocol: standard,
      episodeId,
      patientId,
      actorId: 'a',
      patient: { ...details, familyName: 'Example', givenName },
    },
    day,
  )
const merge = (fromPatientId: string, intoPatientId: string): CareCommand => ({
  type: 'patientsMerged',
  payload: { fromPatientId, intoPatientId, reason: 'The same person' },
})
const ids = (episodes: readonly { readonly episodeId: string }[] | undefined) =>
  episodes?.map(({ episodeId }) => episodeId)

describe('patients', () => {
  const first = story('p1', 'e1', 'Ada')
  const second = story('p1', 'e2', 'Ada')
  const duplicate = story('p2', 'e3', 'Adah')

  test('have all their episodes, in whatever order the events come', () => {
    const patients = foldPatients([...second.events, ...first.events, ...duplicate.events])
    expect(ids(patients.get('p1')?.episodes)?.toSorted()).toEqual(['e1', 'e2'])
    expect(ids(patients.get('p2')?.episodes)).toEqual(['e3'])
    expect(patients.get('p1')).not.toHaveProperty('mergedInto')
  })

  test('keep an episode that was voided in their history, with details from one that was not', () => {
    const wrong = story('p1', 'e4', 'Somebody', '2026-03-05').on('2026-03-05', {
      type: 'voided',
      payload: { reason: 'Another patient was meant' },
    })
    const patient = foldPatients([...first.events, ...wrong.events]).get('p1')
    expect(ids(patient?.episodes)).toEqual(['e1', 'e4'])
    expect(patient?.patient.givenName).toBe('Ada')
  })

  test('that are merged: the surviving one has the episodes of both, its own details, and is who the episode names now', () => {
    const merged = duplicate.on('2026-03-02', merge('p2', 'p1'))
    const patients = foldPatients([...first.events, ...merged.events])
    expect(ids(patients.get('p1')?.episodes)).toEqual(['e1', 'e3'])
    expect(patients.get('p1')).toMatchObject({ mergedFrom: ['p2'], patient: { givenName: 'Ada' } })
    expect(patients.get('p2')).toMatchObject({ mergedInto: 'p1', episodes: [], patient: { givenName: 'Adah' } })
    const { patientId, formerPatientIds, worklist } = merged.asOf('2026-03-02')
    expect([patientId, formerPatientIds]).toEqual(['p1', ['p2']])
    expect(worklist.every((item) => item.patientId === 'p1')).toBe(true)
    // The wrong-patient guard follows the merge.
    const next: CareCommand = { type: 'answered', payload: { findings: { fever: 'absent' } } }
    expect(merged.refusal('2026-03-02', next)).toEqual([])
  })

  test('that are merged again are followed to the last, and a merge in a circle loses nobody', () => {
    const twice = duplicate.on('2026-03-02', merge('p2', 'p3')).on('2026-03-03', merge('p3', 'p1'))
    const patients = foldPatients([...first.events, ...twice.events])
    expect(ids(patients.get('p1')?.episodes)).toEqual(['e1', 'e3'])
    expect(patients.get('p2')?.mergedInto).toBe('p1')
    const circle = [
      ...first.on('2026-03-02', merge('p1', 'p2')).events,
      ...duplicate.on('2026-03-02', merge('p2', 'p1')).events,
    ]
    const all = [...foldPatients(circle).values()].flatMap(({ episodes }) => ids(episodes))
    expect(all.toSorted()).toEqual(['e1', 'e3'])
  })
})
