import type { Bundle, Provenance } from '@medplum/fhirtypes'
import { describe, expect, test } from 'vitest'
import { bundleFaults } from '../../../tests/fhir/lint.ts'
import type { ReadFrom } from '../../care/events.ts'
import { type Story, tell } from '../../care/story.ts'
import { standard } from '../../protocol/protocol.ts'
import { patientBundle } from './patient-bundle.ts'

const patient = {
  familyName: 'Example',
  givenName: 'Ada',
  birthDate: '1982-05-04',
  sexAtBirth: 'male',
  recordNumber: 'R-1',
} as const
const told = { protocol: standard, episodeId: 'episode-1', patientId: 'patient-1', actorId: 'account-1', patient }
const from: ReadFrom = {
  record: 'City Hospital',
  server: 'https://ehr.example/fhir/',
  resource: 'Condition/7',
  says: 'Fever',
  status: 'active, confirmed',
  date: '2026-02-27',
  dateOf: 'onset',
}
const confirmed = tell(told, '2026-03-01').on('2026-03-01', {
  type: 'answered',
  payload: {
    findings: { fever: { value: 'present', observedOn: '2026-02-27', from: [from] }, weakness: 'absent' },
  },
})

const exported = (of: Story, day: string): Bundle =>
  patientBundle({ patientId: 'patient-1', patient, episodes: [of.asOf(day)], protocol: standard })

const sources = (bundle: Bundle): readonly Provenance[] =>
  (bundle.entry ?? []).flatMap(({ resource }) =>
    resource?.resourceType === 'Provenance' && resource.activity?.text?.startsWith('Read in') ? [resource] : [],
  )

describe('an answer that was confirmed from another record', () => {
  test('keeps where it stood there: in the event, on the timeline, and as Provenance of its Observation', () => {
    expect(confirmed.events.at(-1)?.payload).toMatchObject({ findings: { fever: { from: [from] } } })
    expect(confirmed.asOf('2026-03-01').timeline.at(-1)?.detail).toContain(
      'Confirmed from City Hospital: fever, Condition/7 “Fever” (active, confirmed; onset 2026-02-27)',
    )
    const bundle = exported(confirmed, '2026-03-02')
    expect(bundleFaults(bundle)).toEqual([])
    const [source, another] = sources(bundle)
    expect(another).toBeUndefined()
    expect(source).toMatchObject({
      recorded: '2026-03-01T12:00:00Z',
      agent: [{ type: { coding: [{ code: 'verifier' }] }, who: { identifier: { value: 'account-1' } } }],
      entity: [{ role: 'source', what: { reference: 'https://ehr.example/fhir/Condition/7' } }],
    })
    const fever = bundle.entry?.find(
      ({ resource }) => resource?.resourceType === 'Observation' && resource.code.coding?.[0]?.code === 'fever',
    )?.resource
    expect(source?.target.map(({ reference }) => reference)).toEqual([`urn:uuid:${fever?.id}`])
  })

  test('decides as the same answer does that somebody asked for', () => {
    const asked = tell(told, '2026-03-01').on('2026-03-01', {
      type: 'answered',
      payload: { findings: { fever: { value: 'present', observedOn: '2026-02-27' }, weakness: 'absent' } },
    })
    expect(confirmed.asOf('2026-03-02').decision).toEqual(asked.asOf('2026-03-02').decision)
  })

  test('keeps it as it was read, when it is confirmed again from a record that has changed, or answered otherwise', () => {
    const again = confirmed.on('2026-03-02', {
      type: 'answered',
      payload: {
        findings: {
          fever: { value: 'present', observedOn: '2026-02-27', from: [{ ...from, status: 'resolved' }] },
        },
      },
    })
    expect(again.asOf('2026-03-02').findings.fever?.from).toEqual([from])
    const later = again.on('2026-03-05', { type: 'answered', payload: { findings: { fever: 'absent' } } })
    const { fever } = later.asOf('2026-03-05').findings
    expect(fever?.from).toBeUndefined()
    expect(fever?.earlier.map((each) => each.from)).toEqual([[from]])
    expect(sources(exported(later, '2026-03-05')).map(({ entity }) => entity?.[0]?.what.display)).toEqual([
      'City Hospital: Condition/7 “Fever” (active, confirmed; onset 2026-02-27)',
    ])
  })

  test('says nothing of where it stood once it was amended: that was an error here', () => {
    const amended = confirmed.on('2026-03-01', { type: 'signed', payload: {} }).on('2026-03-02', {
      type: 'amended',
      payload: { reason: 'Another patient’s', findings: { fever: { value: 'absent', observedOn: '2026-02-27' } } },
    })
    expect(sources(exported(amended, '2026-03-02'))).toEqual([])
    expect(amended.asOf('2026-03-02').findings.fever?.earlier[0]?.from).toEqual([from])
  })
})
