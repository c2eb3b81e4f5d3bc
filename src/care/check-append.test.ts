import { describe, expect, test } from 'vitest'
import { standard } from '../protocol/protocol.ts'
import { checkAppend, checkAppendAll } from './check-append.ts'
import type { CareCommand } from './commands.ts'
import type { CareEvent } from './events.ts'
import { foldHistory } from './history.ts'
import { type CareProblemCode, careProblemCatalogue } from './problems.ts'
import { type Story, tell } from './story.ts'

const patient = {
  familyName: 'Example',
  givenName: 'Ada',
  birthDate: '1982-05-04',
  sexAtBirth: 'female',
  recordNumber: 'R-1',
} as const
const told = { protocol: standard, episodeId: 'episode-1', patientId: 'patient-1', actorId: 'clinician-1', patient }
const day = '2026-03-10'

const signed: CareCommand = { type: 'signed', payload: {} }
const fever: CareCommand = { type: 'answered', payload: { findings: { fever: 'present' } } }
const treated: CareCommand = { type: 'treatmentStarted', payload: { treatment: 'other', startedOn: '2026-03-05' } }
const tests = (...names: string[]): CareCommand => ({ type: 'ordered', payload: { tests: names } })
const referral = { decision: 'surgicalReferral', destination: 'Orthopaedics', letter: 'Dear colleague' }
const referred: CareCommand = { type: 'referred', payload: referral }
const otherwise = { decision: 'surgicalReferral', reasonCode: 'patient-refuses', plan: 'Telephone', checkBy: day }
const closed: CareCommand = {
  type: 'closed',
  payload: { reason: 'Moved away', openWorkReason: 'Another clinic goes on' },
}
const voided: CareCommand = { type: 'voided', payload: { reason: 'Another patient was meant' } }

const registered = tell(told, '2026-03-01')
const asked = registered.on('2026-03-01', fever)
const open = asked.on('2026-03-01', signed)
const ordered = open.on('2026-03-01', tests('xray', 'esr'))
const referring = open.on('2026-03-02', referred)
const sequence = referring.events.length
const acknowledged = (acknowledgedOn: string, of = sequence, appointmentOn?: string): CareCommand => ({
  type: 'referralAcknowledged',
  payload: { referral: of, acknowledgedOn, ...(appointmentOn ? { appointmentOn } : {}) },
})
const overriding = open.on('2026-03-02', { type: 'overridden', payload: otherwise })
const merged = (fromPatientId: string, intoPatientId: string): CareCommand => ({
  type: 'patientsMerged',
  payload: { fromPatientId, intoPatientId, reason: 'Same person' },
})

/** What is refused, with its code; and the near miss that is not. */
interface Case {
  readonly code: CareProblemCode
  readonly story: Story
  readonly refused: CareCommand
  readonly near: CareCommand
  /** The story of the near miss, where it is another. */
  readonly nearStory?: Story
}

const cases: Readonly<Record<string, Case>> = {
  'registering twice': {
    code: 'PLB_CARE_ALREADY_REGISTERED',
    story: registered,
    refused: { type: 'registered', payload: { patient } },
    near: fever,
  },
  'anything after voiding': {
    code: 'PLB_CARE_VOIDED',
    story: open.on(day, voided),
    refused: fever,
    near: fever,
    nearStory: open,
  },
  'an answer after closing': {
    code: 'PLB_CARE_CLOSED',
    story: open.on(day, closed),
    refused: fever,
    near: { type: 'resultReceived', payload: { findings: { xray: 'normal' } } },
  },
  'reopening what is open': {
    code: 'PLB_CARE_NOT_CLOSED',
    story: open,
    refused: { type: 'reopened', payload: { reason: 'Pain is back' } },
    near: { type: 'reopened', payload: { reason: 'Pain is back' } },
    nearStory: open.on(day, closed),
  },
  'a day that does not exist': {
    code: 'PLB_CARE_DATE',
    story: open,
    refused: { type: 'treatmentStarted', payload: { treatment: 'nsaid', startedOn: '2026-02-29' } },
    near: { type: 'treatmentStarted', payload: { treatment: 'nsaid', startedOn: '2026-02-28' } },
  },
  'a treatment that starts tomorrow': {
    code: 'PLB_CARE_FUTURE',
    story: open,
    refused: { type: 'treatmentStarted', payload: { treatment: 'nsaid', startedOn: '2026-03-11' } },
    near: { type: 'treatmentStarted', payload: { treatment: 'nsaid', startedOn: day } },
  },
  'a finding observed tomorrow': {
    code: 'PLB_CARE_FUTURE',
    story: open,
    refused: { type: 'answered', payload: { findings: { severity: { value: 3, observedOn: '2026-03-11' } } } },
    near: { type: 'answered', payload: { findings: { severity: { value: 3, observedOn: day } } } },
  },
  'a test ordered tomorrow': {
    code: 'PLB_CARE_FUTURE',
    story: open,
    refused: { type: 'ordered', payload: { tests: ['xray'], orderedOn: '2026-03-11' } },
    near: { type: 'ordered', payload: { tests: ['xray'], orderedOn: '2026-03-09' } },
  },
  'a value out of range': {
    code: 'PLB_CARE_FINDINGS',
    story: open,
    refused: { type: 'resultReceived', payload: { findings: { esrMmPerHour: 5400 } } },
    near: { type: 'resultReceived', payload: { findings: { esrMmPerHour: 54 } } },
  },
  'an unknown finding': {
    code: 'PLB_CARE_FINDINGS',
    story: open,
    refused: { type: 'answered', payload: { findings: { fevr: 'present' } } },
    near: fever,
  },
  'a combination with what stands already that cannot be': {
    code: 'PLB_CARE_FINDINGS',
    story: open.on('2026-03-02', { type: 'answered', payload: { findings: { numbnessOrSensoryLoss: 'absent' } } }),
    refused: { type: 'answered', payload: { findings: { saddleNumbness: 'present' } } },
    near: { type: 'answered', payload: { findings: { saddleNumbness: 'present', numbnessOrSensoryLoss: 'present' } } },
  },
  'a symptom as a result': {
    code: 'PLB_CARE_FINDINGS',
    story: open,
    refused: { type: 'resultReceived', payload: { findings: { xray: 'normal', weakness: 'present' } } },
    near: { type: 'resultReceived', payload: { findings: { xray: 'normal', aneurysmOnFilm: 'absent' } } },
  },
  'an outcome of a review that does not exist': {
    code: 'PLB_CARE_FINDINGS',
    story: open.on('2026-03-05', treated),
    refused: { type: 'reviewDone', payload: { reviewedOn: day, outcome: 'cured', findings: {} } },
    near: { type: 'reviewDone', payload: { reviewedOn: day, outcome: 'improved', findings: {} } },
  },
  'an answer to nothing': {
    code: 'PLB_CARE_NO_FINDINGS',
    story: open,
    refused: { type: 'answered', payload: { findings: {} } },
    near: fever,
  },
  'a result of nothing': {
    code: 'PLB_CARE_NO_FINDINGS',
    story: ordered,
    refused: { type: 'resultReceived', payload: { findings: { xray: 'notDone' } } },
    near: { type: 'resultReceived', payload: { findings: {}, tests: ['xray'], reportedText: 'See letter' } },
  },
  'another answer for a day that was signed': {
    code: 'PLB_CARE_AMEND_NEEDED',
    story: open,
    refused: { type: 'answered', payload: { findings: { fever: { value: 'absent', observedOn: '2026-03-01' } } } },
    near: { type: 'answered', payload: { findings: { fever: { value: 'absent', observedOn: '2026-03-02' } } } },
  },
  'another result for the day of one that was signed': {
    code: 'PLB_CARE_AMEND_NEEDED',
    story: ordered.on('2026-03-03', { type: 'resultReceived', payload: { findings: { esrMmPerHour: 8 } } }, signed),
    refused: {
      type: 'resultReceived',
      payload: { findings: { esrMmPerHour: { value: 80, observedOn: '2026-03-03' } } },
    },
    near: { type: 'resultReceived', payload: { findings: { esrMmPerHour: { value: 80, observedOn: '2026-03-04' } } } },
  },
  'an amendment of what was never recorded': {
    code: 'PLB_CARE_AMEND_NOTHING',
    story: open,
    refused: { type: 'amended', payload: { reason: 'Misheard', findings: { weakness: 'present' } } },
    near: { type: 'amended', payload: { reason: 'Misheard', findings: { fever: 'absent' } } },
  },
  'an amendment without a reason': {
    code: 'PLB_CARE_REASON_MISSING',
    story: open,
    refused: { type: 'amended', payload: { reason: ' ', findings: { fever: 'absent' } } },
    near: { type: 'amended', payload: { reason: 'Misheard', findings: { fever: 'absent' } } },
  },
  'closing without a reason': {
    code: 'PLB_CARE_REASON_MISSING',
    story: open,
    refused: { type: 'closed', payload: { reason: '', openWorkReason: 'x' } },
    near: closed,
  },
  'voiding without a reason': {
    code: 'PLB_CARE_REASON_MISSING',
    story: open,
    refused: { type: 'voided', payload: { reason: '' } },
    near: voided,
  },
  'signing with nothing answered': {
    code: 'PLB_CARE_NOTHING_ANSWERED',
    story: registered,
    refused: signed,
    near: signed,
    nearStory: asked,
  },
  'ordering what is no test': {
    code: 'PLB_CARE_UNKNOWN_DECISION',
    story: open,
    refused: tests('surgicalReferral'),
    near: tests('mri'),
  },
  'referring by what is no referral': {
    code: 'PLB_CARE_UNKNOWN_DECISION',
    story: open,
    refused: { type: 'referred', payload: { ...referral, decision: 'xray' } },
    near: referred,
  },
  'overriding what nothing asks for': {
    code: 'PLB_CARE_UNKNOWN_DECISION',
    story: open,
    refused: { type: 'overridden', payload: { ...otherwise, decision: 'oncologyReferral' } },
    near: { type: 'overridden', payload: otherwise },
  },
  'ordering nothing': { code: 'PLB_CARE_NOTHING_ORDERED', story: open, refused: tests(), near: tests('esr') },
  'ordering one test twice at once': {
    code: 'PLB_CARE_NOTHING_ORDERED',
    story: open,
    refused: tests('esr', 'esr'),
    near: tests('esr', 'xray'),
  },
  'ordering what is awaited': {
    code: 'PLB_CARE_ALREADY_AWAITED',
    story: ordered,
    refused: tests('xray'),
    near: tests('mri'),
  },
  'the result of a test that nobody awaits': {
    code: 'PLB_CARE_NOT_AWAITED',
    story: ordered,
    refused: { type: 'resultReceived', payload: { findings: {}, tests: ['mri'] } },
    near: { type: 'resultReceived', payload: { findings: {}, tests: ['esr'] } },
  },
  'a review before the treatment': {
    code: 'PLB_CARE_REVIEW_BEFORE_TREATMENT',
    story: open.on('2026-03-05', treated),
    refused: { type: 'reviewDone', payload: { reviewedOn: '2026-03-04', outcome: 'improved', findings: {} } },
    near: { type: 'reviewDone', payload: { reviewedOn: '2026-03-05', outcome: 'improved', findings: {} } },
  },
  'a referral without a letter': {
    code: 'PLB_CARE_LETTER_MISSING',
    story: open,
    refused: { type: 'referred', payload: { ...referral, letter: '\n' } },
    near: referred,
  },
  'a referral of an unknown urgency': {
    code: 'PLB_CARE_UNKNOWN_URGENCY',
    story: open,
    refused: { type: 'referred', payload: { ...referral, urgency: 'asap' } },
    near: { type: 'referred', payload: { ...referral, urgency: 'emergency' } },
  },
  'acknowledging a referral that was never made': {
    code: 'PLB_CARE_REFERRAL_UNKNOWN',
    story: referring,
    refused: acknowledged(day, 1),
    near: acknowledged(day),
  },
  'acknowledging twice': {
    code: 'PLB_CARE_REFERRAL_ACKNOWLEDGED',
    story: referring.on(day, acknowledged(day)),
    refused: acknowledged(day),
    near: acknowledged(day),
    nearStory: referring,
  },
  'acknowledging before the referral': {
    code: 'PLB_CARE_REFERRAL_DATE',
    story: referring,
    refused: acknowledged('2026-03-01'),
    near: acknowledged('2026-03-02', sequence, '2026-06-01'),
  },
  'an override for a reason of one’s own': {
    code: 'PLB_CARE_OVERRIDE_REASON',
    story: open,
    refused: { type: 'overridden', payload: { ...otherwise, reasonCode: 'because' } },
    near: { type: 'overridden', payload: otherwise },
  },
  'an override without a plan': {
    code: 'PLB_CARE_PLAN_MISSING',
    story: open,
    refused: { type: 'overridden', payload: { ...otherwise, plan: '' } },
    near: { type: 'overridden', payload: otherwise },
  },
  'an override to be checked yesterday': {
    code: 'PLB_CARE_CHECK_BY',
    story: open,
    refused: { type: 'overridden', payload: { ...otherwise, checkBy: '2026-03-09' } },
    near: { type: 'overridden', payload: otherwise },
  },
  'checking an override that does not wait': {
    code: 'PLB_CARE_OVERRIDE_UNKNOWN',
    story: overriding,
    refused: { type: 'overrideChecked', payload: { override: 2, note: 'Seen' } },
    near: { type: 'overrideChecked', payload: { override: overriding.events.length, note: 'Seen' } },
  },
  'assigning to nobody': {
    code: 'PLB_CARE_ASSIGNEE',
    story: open,
    refused: { type: 'assigned', payload: { to: { account: '' } } },
    near: { type: 'assigned', payload: { to: { role: 'nurse' } } },
  },
  'closing while a result is awaited': {
    code: 'PLB_CARE_OPEN_WORK',
    story: ordered,
    refused: { type: 'closed', payload: { reason: 'Moved away' } },
    near: closed,
  },
  'merging a patient with the same one': {
    code: 'PLB_CARE_MERGE_SELF',
    story: open,
    refused: merged('patient-1', 'patient-1'),
    near: merged('patient-1', 'patient-2'),
  },
  'merging another patient’s episode': {
    code: 'PLB_CARE_MERGE_PATIENT',
    story: open,
    refused: merged('patient-3', 'patient-2'),
    near: merged('patient-1', 'patient-2'),
  },
}

describe('an event is refused', () => {
  test.each(Object.entries(cases))('%s', (_, { code, story, refused, near, nearStory = story }) => {
    expect(story.refusal(day, refused).map((problem) => problem.code)).toContain(code)
    expect(nearStory.refusal(day, near)).toEqual([])
  })

  const history = foldHistory(open.events)
  const next = open.on(day, fever).events.at(-1)
  const change = (members: Partial<CareEvent>): CareEvent => ({ ...next, ...members }) as CareEvent
  const codes = (event: CareEvent) => checkAppend(history, event, standard).map(({ code }) => code)

  test('when it is that of another patient, or of another episode', () => {
    expect(codes(change({}))).toEqual([])
    expect(codes(change({ patientId: 'patient-2' }))).toEqual(['PLB_CARE_WRONG_PATIENT'])
    expect(codes(change({ episodeId: 'episode-2' }))).toEqual(['PLB_CARE_WRONG_EPISODE'])
  })

  test('when it repeats one or leaves a gap', () => {
    expect(codes(change({ sequence: history.sequence }))).toEqual(['PLB_CARE_SEQUENCE'])
    expect(codes(change({ sequence: history.sequence + 2 }))).toEqual(['PLB_CARE_SEQUENCE'])
  })

  test('when its type is not known', () => {
    expect(codes({ ...change({}), type: 'guessed' } as unknown as CareEvent)).toEqual(['PLB_CARE_UNKNOWN_EVENT'])
  })

  test('when it signs a decision on findings that no longer stand', () => {
    const event = asked.on('2026-03-01', signed).events.at(-1)
    const later = foldHistory(
      asked.on('2026-03-01', { type: 'answered', payload: { findings: { weakness: 'present' } } }).events,
    )
    const stale = { ...event, sequence: later.sequence + 1 } as CareEvent
    expect(checkAppend(later, stale, standard).map(({ code }) => code)).toEqual(['PLB_CARE_SIGNED_STALE'])
  })

  test('when an episode does not begin with a patient, or with an incomplete one', () => {
    const [first] = registered.events
    const firstWith = (change: object): CareEvent =>
      ({ ...first, payload: { patient: { ...patient, ...change } } }) as unknown as CareEvent
    expect(checkAppend(undefined, change({ sequence: 1 }), standard).map(({ code }) => code)).toEqual([
      'PLB_CARE_NOT_REGISTERED',
    ])
    expect(checkAppend(undefined, firstWith({}), standard)).toEqual([])
    expect(checkAppend(undefined, firstWith({ familyName: ' ' }), standard)[0]?.code).toBe('PLB_CARE_PATIENT_DETAILS')
    expect(checkAppend(undefined, firstWith({ sexAtBirth: 'x' }), standard)[0]?.code).toBe('PLB_CARE_PATIENT_DETAILS')
    expect(checkAppend(undefined, firstWith({ birthDate: '2026-03-02' }), standard)[0]?.code).toBe('PLB_CARE_FUTURE')
  })

  test('in a group, as the event that it is: those before it count', () => {
    const [first, second, third] = open.events
    if (!first || !second || !third) throw new Error('the story has three events')
    expect(checkAppendAll([], [first, second, third], standard)).toEqual([])
    expect(checkAppendAll([first], [{ ...third, sequence: 2 }], standard)).toMatchObject([
      { code: 'PLB_CARE_NOTHING_ANSWERED', index: 0 },
    ])
    expect(checkAppendAll([first], [second, second], standard)).toMatchObject([{ code: 'PLB_CARE_SEQUENCE', index: 1 }])
  })

  test('by every code of the catalogue at least once, and the message repeats nothing that was entered', () => {
    const elsewhere: readonly CareProblemCode[] = [
      'PLB_CARE_UNKNOWN_EVENT',
      'PLB_CARE_SEQUENCE',
      'PLB_CARE_NOT_REGISTERED',
      'PLB_CARE_PATIENT_DETAILS',
      'PLB_CARE_WRONG_EPISODE',
      'PLB_CARE_WRONG_PATIENT',
      'PLB_CARE_SIGNED_STALE',
      // In moves.test.ts.
      'PLB_CARE_NOT_MERGED',
      'PLB_CARE_MOVE_SELF',
      'PLB_CARE_MOVE_PATIENT',
      'PLB_CARE_ENTRY_UNKNOWN',
      'PLB_CARE_ENTRY_AMENDED',
      // In letters.test.ts.
      'PLB_CARE_LETTER_RIGHT',
    ]
    const covered = new Set([...Object.values(cases).map(({ code }) => code), ...elsewhere])
    expect([...covered].toSorted()).toEqual(Object.keys(careProblemCatalogue).toSorted())
    const [problem] = open.refusal(day, { type: 'resultReceived', payload: { findings: { esrMmPerHour: 5417 } } })
    expect(problem?.path).toBe('findings.esrMmPerHour')
    expect(JSON.stringify(problem)).not.toContain('5417')
  })
})

describe('a voided episode', () => {
  test('is final, but goes with its patient through a merge', () => {
    const story = open.on(day, voided)
    expect(story.refusal(day, { type: 'reopened', payload: { reason: 'x' } })[0]?.code).toBe('PLB_CARE_VOIDED')
    expect(story.refusal(day, merged('patient-1', 'patient-2'))).toEqual([])
  })
})
