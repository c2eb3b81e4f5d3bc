import { describe, expect, test } from 'vitest'
import { standard } from '../protocol/protocol.ts'
import { tell } from './story.ts'

const ada = {
  familyName: 'Example',
  givenName: 'Ada',
  birthDate: '1982-05-04',
  sexAtBirth: 'female',
  recordNumber: 'R-1',
  medicines: 'Metformin',
} as const
const told = { protocol: standard, episodeId: 'e1', patientId: 'p1', actorId: 'a', patient: ada }
const open = tell(told, '2026-03-01').on(
  '2026-03-01',
  { type: 'answered', payload: { findings: { fever: 'present' } } },
  { type: 'signed', payload: {} },
)
const amended = (patient: object) =>
  open
    .on('2026-03-02', { type: 'amended', payload: { reason: 'Card shown', patient: { ...ada, ...patient } } })
    .asOf('2026-03-02')

describe('a patient’s details', () => {
  test('keep allergies and medicines as text: a change stands at once, with what it was, and asks for no signature', () => {
    const episode = amended({ allergies: 'Penicillin', medicines: 'Metformin, ibuprofen' })
    expect(episode.patient.allergies).toBe('Penicillin')
    expect(episode.timeline.at(-1)).toMatchObject({
      words:
        'Amended: allergies: Penicillin (before: not recorded); medicines: Metformin, ibuprofen (before: Metformin)',
      detail: 'Card shown',
    })
    expect(episode.unsigned).toEqual([])
    expect(episode.findings.birthDate?.earlier).toEqual([])
  })

  test.each([
    ['familyName', 'Sample'],
    ['birthDate', '1928-05-04'],
    ['sexAtBirth', 'male'],
    ['recordNumber', 'R-2'],
  ])('ask for a signature where the %s is another one: it can be another patient, or decide', (member, value) => {
    expect(amended({ [member]: value }).unsigned.map(({ type }) => type)).toEqual(['amended'])
  })
})
