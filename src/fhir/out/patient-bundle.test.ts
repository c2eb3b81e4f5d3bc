import type { Bundle, Resource } from '@medplum/fhirtypes'
import { describe, expect, test } from 'vitest'
import { bundleFaults } from '../../../tests/fhir/lint.ts'
import type { CareCommand } from '../../care/commands.ts'
import { type Story, tell } from '../../care/story.ts'
import { lookBacks } from '../../protocol/look-backs.ts'
import { standard } from '../../protocol/protocol.ts'
import { readRecord } from '../in/read-record.ts'
import { resourcesIn } from '../in/resources.ts'
import { patientBundle } from './patient-bundle.ts'
import { base64 } from './text.ts'
import { utf8ToBytes } from './utf8.ts'

const patient = {
  familyName: 'Example',
  givenName: 'Ada',
  birthDate: '1982-05-04',
  sexAtBirth: 'male',
  recordNumber: 'R-1',
  allergies: 'nuts',
  demo: true,
} as const
const told = { protocol: standard, episodeId: 'episode-1', patientId: 'patient-1', actorId: 'account-1', patient }
const letter = 'Dear colleague,\nplease see – 39 °C, “worse” 😀'
const signed: CareCommand = { type: 'signed', payload: {} }

const story = tell(told, '2026-03-01')
  .on(
    '2026-03-01',
    { type: 'answered', payload: { findings: { cancerHistory: 'past', saddleNumbness: 'notKnown', fever: 'absent' } } },
    signed,
    { type: 'ordered', payload: { tests: ['xray', 'esr'] } },
    { type: 'referred', payload: { decision: 'surgicalReferral', destination: 'the <spinal> clinic', letter } },
  )
  .on(
    '2026-03-05',
    {
      type: 'resultReceived',
      payload: { findings: { xray: 'lyticLesion' }, reportedText: 'Lytic lesion of L3 <1 cm.' },
    },
    signed,
    {
      type: 'overridden',
      payload: { decision: 'mri', reasonCode: 'patient-ineligible', plan: 'Ask again', checkBy: '2026-03-20' },
    },
  )

function exported(of: Story, day: string): Bundle {
  return patientBundle(
    { patientId: 'patient-1', patient, episodes: [of.asOf(day)], protocol: standard },
    { type: 'searchset', base: 'https://clinic.example/fhir' },
  )
}

function ofType<Type extends Resource['resourceType']>(bundle: Bundle, type: Type) {
  const resources = (bundle.entry ?? []).flatMap(({ resource }) => (resource ? [resource] : []))
  return resources.filter((each): each is Extract<Resource, { resourceType: Type }> => each.resourceType === type)
}

test('what a patient has answered and nobody has confirmed is in no resource but the task to confirm it', () => {
  const asked = tell(told, '2026-03-01').on('2026-03-01', {
    type: 'patientAnswered',
    payload: {
      ...{ link: 'link-1', language: 'es', said: {}, text: { hash: '0', reviewed: false } },
      findings: {
        saddleNumbness: { value: 'present', observedOn: '2026-03-01' },
        fever: { value: 'present', observedOn: '2026-03-01' },
      },
      description: { regions: [], activities: [] },
    },
  } as CareCommand)
  const bundle = exported(asked, '2026-03-02')
  expect(ofType(bundle, 'Task').map(({ code }) => code?.coding?.[0]?.code)).toContain('patientAnswers')
  for (const type of ['Observation', 'Flag', 'ClinicalImpression', 'ServiceRequest'] as const)
    expect(ofType(bundle, type).map(({ resourceType, code }) => [resourceType, code?.text])).toEqual([])
})

describe('everything recorded of a patient', () => {
  const bundle = exported(story, '2026-03-10')

  test('has no empty value, no reference to what is not there, no id twice', () => {
    expect(bundleFaults(bundle)).toEqual([])
    expect(bundle.total).toBe(bundle.entry?.length)
  })

  test('has both signed decisions, each with its own provenance', () => {
    expect(ofType(bundle, 'ClinicalImpression').map(({ effectiveDateTime }) => effectiveDateTime)).toEqual([
      '2026-03-01',
      '2026-03-05',
    ])
    expect(ofType(bundle, 'Provenance').map(({ recorded }) => recorded)).toEqual([
      '2026-03-01T12:00:00Z',
      '2026-03-05T12:00:00Z',
    ])
  })

  test('has orders by their state: the X-ray completed, the ESR awaited', () => {
    const orders = ofType(bundle, 'ServiceRequest').map(({ code, status, intent }) => [code?.text, status, intent])
    expect(orders).toEqual([
      ['X-ray', 'completed', 'order'],
      ['ESR', 'active', 'order'],
      ['Referral to the <spinal> clinic', 'active', 'order'],
    ])
  })

  test('has the report as it was received, with its result', () => {
    const [report] = ofType(bundle, 'DiagnosticReport')
    expect(report?.conclusion).toBe('Lytic lesion of L3 <1 cm.')
    expect(report?.text?.div).toContain('Lytic lesion of L3 &lt;1 cm.')
    const xray = ofType(bundle, 'Observation').find(({ code }) => code.coding?.[0]?.code === 'xray')
    expect(report?.result).toEqual([{ reference: `Observation/${xray?.id}` }])
  })

  test('has the letter, letter by letter', () => {
    const data = ofType(bundle, 'DocumentReference')[0]?.content[0]?.attachment.data ?? ''
    expect(Buffer.from(data, 'base64').toString('utf8')).toBe(letter)
  })

  test('has what was decided otherwise with HL7’s reason and the day of its check, and other open work with its due day', () => {
    const tasks = ofType(bundle, 'Task').map(({ code, reasonCode, restriction }) => [
      code?.coding?.[0]?.code,
      reasonCode?.coding?.[0]?.code,
      restriction?.period?.end,
    ])
    expect(tasks).toContainEqual(['overrideCheck', 'patient-ineligible', '2026-03-20'])
    const open = story.asOf('2026-03-10')
    const due = [...open.worklist, ...open.upcoming].filter(({ kind }) => kind !== 'overrideCheck')
    expect(due.length).toBeGreaterThan(0)
    for (const { kind, dueOn } of due) expect(tasks).toContainEqual([kind, undefined, dueOn])
  })

  test('marks an invented patient, and says what was typed as allergies in words alone', () => {
    const [written] = ofType(bundle, 'Patient')
    expect(written?.meta?.tag?.[0]?.code).toBe('invented')
    expect(written?.text?.div).toContain('Allergies, as entered: nuts')
    expect(ofType(bundle, 'AllergyIntolerance')).toEqual([])
  })

  test('read again gives the findings as they stand; what is no longer of today is listed', () => {
    const reading = readRecord(resourcesIn(bundle), { protocol: standard, lookBacks, asOf: '2026-03-10' })
    expect(reading.problems).toEqual([])
    expect(reading.findings).toEqual({
      birthDate: { value: '1982-05-04', observedOn: '2026-03-10' },
      sexAtBirth: { value: 'male', observedOn: '2026-03-10' },
      cancerHistory: { value: 'past', observedOn: '2026-03-01' },
      saddleNumbness: { value: 'notKnown', observedOn: '2026-03-01' },
      xray: { value: 'lyticLesion', observedOn: '2026-03-05' },
    })
    // Absent nine days ago: fever may have begun since.
    expect(reading.lines).toContainEqual(expect.objectContaining({ finding: 'fever', reason: 'tooOld' }))
    expect(reading.orders.map(({ finding }) => finding)).toEqual(['esrMmPerHour'])
  })

  test('of an episode entered for the wrong patient says that, and nothing it held', () => {
    const voided = story.on('2026-03-10', { type: 'voided', payload: { reason: 'Wrong patient' } })
    const resources = exported(voided, '2026-03-10').entry?.map(({ resource }) => resource)
    expect(resources?.map((each) => each?.resourceType)).toEqual(['Patient', 'EpisodeOfCare'])
    expect(ofType(exported(voided, '2026-03-10'), 'EpisodeOfCare')[0]?.status).toBe('entered-in-error')
  })

  test('has the flags of the last decision active, and those of the one before no longer', () => {
    const flags = ofType(bundle, 'Flag').map(({ period, status }) => `${period?.start} ${status}`)
    expect(new Set(flags)).toEqual(new Set(['2026-03-01 inactive', '2026-03-05 active']))
  })

  test('tells nothing that was another patient’s: not the answers that were moved, nor what was signed on them', () => {
    const mistaken = tell(told, '2026-03-01')
      .on('2026-03-01', { type: 'answered', payload: { findings: { injectingDrugUse: 'present' } } }, signed)
      .on('2026-03-02', {
        type: 'entryMovedAway',
        payload: { entry: 2, toPatientId: 'patient-2', toEpisodeId: 'episode-2', reason: 'Wrong patient' },
      })
    const text = JSON.stringify(exported(mistaken, '2026-03-03'))
    expect(text).not.toMatch(/injecting/i)
    expect(text).toContain('entered-in-error')
    expect(bundleFaults(exported(mistaken, '2026-03-03'))).toEqual([])
  })

  test('keeps what a newer observation replaced; what was amended is an error', () => {
    const changed = story
      .on('2026-03-06', { type: 'answered', payload: { findings: { fever: 'present' } } })
      .on('2026-03-07', { type: 'amended', payload: { reason: 'Mistyped', findings: { cancerHistory: 'never' } } })
    const observations = ofType(exported(changed, '2026-03-10'), 'Observation')
    const of = (finding: string) =>
      observations
        .filter(({ code }) => code.coding?.[0]?.code === finding)
        .map(({ effectiveDateTime, valueBoolean, valueCodeableConcept }) => [
          effectiveDateTime,
          valueBoolean ?? valueCodeableConcept?.coding?.[0]?.code,
        ])
    expect(of('fever').toSorted()).toEqual([
      ['2026-03-01', false],
      ['2026-03-06', true],
    ])
    expect(of('cancerHistory').map(([, value]) => value)).toEqual(['past', 'never'])
    const statuses = observations
      .filter(({ code }) => code.coding?.[0]?.code === 'cancerHistory')
      .map(({ status }) => status)
    expect(statuses).toEqual(['entered-in-error', 'final'])
    const reading = readRecord(resourcesIn(exported(changed, '2026-03-10')), {
      protocol: standard,
      lookBacks,
      asOf: '2026-03-10',
    })
    expect([reading.findings.cancerHistory?.value, reading.findings.fever?.value]).toEqual(['never', 'present'])
  })
})

test.each(['', 'a', 'ab', 'abc', 'é', '😀', '\uD800x', letter])('%j in base64 is its UTF-8', (text) => {
  expect(Uint8Array.from(utf8ToBytes(text))).toEqual(new TextEncoder().encode(text))
  expect(base64(text)).toBe(Buffer.from(text, 'utf8').toString('base64'))
})
