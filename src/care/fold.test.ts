import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readFindings } from '../evaluate/read-findings.ts'
import { addDays } from '../language/date.ts'
import { standard } from '../protocol/protocol.ts'
import { checkAppend } from './check-append.ts'
import type { CareCommand } from './commands.ts'
import { type CareEvent, careEventFrom, careEventTypes, storedPayload } from './events.ts'
import { observedOf } from './findings.ts'
import { foldEpisode } from './fold.ts'
import { continueHistory, foldHistory } from './history.ts'
import { type Story, tell } from './story.ts'
import { openWork } from './worklist.ts'

const patient = {
  familyName: 'Example',
  givenName: 'Ada',
  birthDate: '1960-02-29',
  sexAtBirth: 'notKnown',
  recordNumber: 'R-1',
} as const
const told = { protocol: standard, episodeId: 'episode-1', patientId: 'patient-1', actorId: 'clinician-1', patient }
const start = '2026-03-01'

const sign = fc.constantFrom('present', 'absent', 'notKnown')
const findings = fc.record(
  {
    fever: sign,
    weakness: sign,
    cancerHistory: fc.constantFrom('never', 'past', 'current'),
    severity: fc.integer({ min: 0, max: 10 }),
  },
  { requiredKeys: ['fever'] },
)
const results = fc.record(
  {
    xray: fc.constantFrom('normal', 'lyticLesion'),
    esrMmPerHour: fc.integer({ min: 0, max: 120 }),
    mri: fc.constantFrom('normal', 'discDisease'),
  },
  { requiredKeys: ['xray'] },
)
/** A command as the story so far makes it: an amendment corrects what was answered, a reply answers a referral. */
type Step = (story: Story) => CareCommand
const always =
  (command: CareCommand): Step =>
  () =>
    command
const answers = findings.map((entered) => always({ type: 'answered', payload: { findings: entered } }))
const amendment = findings.map(
  (entered): Step =>
    (story) => {
      const recorded = foldHistory(story.events).findings
      const known = Object.entries(entered).filter(([id, value]) => recorded[id] && recorded[id].value !== value)
      return { type: 'amended', payload: { reason: 'Misheard', findings: Object.fromEntries(known) } }
    },
)
const lastOf = (story: Story, type: string): number =>
  story.events.findLast((event) => event.type === type)?.sequence ?? 1
const dayOf = (story: Story): string => story.events.at(-1)?.recordedOn ?? start
const reply: Step = (story) => ({
  type: 'referralAcknowledged',
  payload: { referral: lastOf(story, 'referred'), acknowledgedOn: dayOf(story) },
})
const correct =
  (withdraws: boolean): Step =>
  (story) => ({
    type: 'letterCorrected',
    payload: { referral: lastOf(story, 'referred'), withdraws, destination: 'Orthopaedics', letter: 'In its place' },
  })
const tellRecipient: Step = (story) => ({
  type: 'recipientTold',
  payload: { referral: lastOf(story, 'referred'), note: 'Telephoned' },
})
const check: Step = (story) => ({
  type: 'overrideChecked',
  payload: { override: lastOf(story, 'overridden'), note: 'Seen' },
})
const referral: CareCommand = {
  type: 'referred',
  payload: { decision: 'surgicalReferral', destination: 'Orthopaedics', letter: 'Dear colleague' },
}
const otherwise = { reasonCode: 'patient-refuses', plan: 'Telephone', checkBy: '2027-01-01' }
const heard = {
  link: 'a-link',
  language: 'es',
  said: {},
  description: { regions: ['lowerBack'], activities: [] },
  text: { hash: '0', reviewed: false },
} as const
const step: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: answers, weight: 4 },
  { arbitrary: amendment, weight: 6 },
  { arbitrary: fc.constant(always({ type: 'signed', payload: {} })), weight: 2 },
  fc.subarray(['xray', 'esr', 'mri'], { minLength: 1 }).map((tests) => always({ type: 'ordered', payload: { tests } })),
  results.map((entered) => always({ type: 'resultReceived', payload: { findings: entered } })),
  fc.constant(always({ type: 'treatmentStarted', payload: { treatment: 'nsaid', startedOn: start } })),
  fc.constantFrom('improved', 'notImproved', 'worse').map(
    (outcome): Step =>
      (story) => ({
        type: 'reviewDone',
        payload: { reviewedOn: dayOf(story), outcome, findings: {} },
      }),
  ),
  fc.constant(always(referral)),
  fc.constant(reply),
  fc.boolean().map(correct),
  fc.constant(tellRecipient),
  fc
    .constantFrom('surgicalReferral', 'xray', 'nsaid')
    .map((decision) => always({ type: 'overridden', payload: { decision, ...otherwise } })),
  fc.constant(check),
  findings.map(
    (entered): Step =>
      (story) => {
        const said = Object.entries(entered).map(([id, value]) => [id, { value, observedOn: dayOf(story) }])
        return { type: 'patientAnswered', payload: { ...heard, findings: Object.fromEntries(said) } }
      },
  ),
  fc.constant(always({ type: 'described', payload: { description: { regions: ['neck'], activities: [] } } })),
  fc.constantFrom('answered', 'resultReceived').map(
    (type): Step =>
      (story) => ({
        type: 'entryMovedAway',
        payload: { entry: lastOf(story, type), toPatientId: 'patient-9', toEpisodeId: 'episode-9', reason: 'Mixed up' },
      }),
  ),
  fc
    .constantFrom('patient-1', 'patient-2')
    .map((intoPatientId) => always({ type: 'episodeMoved', payload: { intoPatientId, reason: 'Mixed up', patient } })),
  fc.constant(always({ type: 'assigned', payload: { to: { role: 'nurse' } } })),
  fc.constant(always({ type: 'closed', payload: { reason: 'Done', openWorkReason: 'Agreed' } })),
  { arbitrary: fc.constant(always({ type: 'reopened', payload: { reason: 'Pain is back' } })), weight: 2 },
)
const voiding = always({ type: 'voided', payload: { reason: 'Another patient was meant' } })
/** One story in five ends with being voided. */
const ending = fc.integer({ min: 1, max: 5 }).map((chance) => (chance === 1 ? voiding : undefined))

/** Steps with the days between them; those that would be refused are left out, so every story is a valid one. */
const stories = fc
  .tuple(answers, fc.array(fc.tuple(step, fc.integer({ min: 0, max: 20 })), { minLength: 4, maxLength: 14 }), ending)
  .map(([first, steps, last]): Story => {
    let day = start
    let story = tell(told, day)
    for (const [each, pause] of [[first, 0] as const, ...steps, ...(last ? [[last, 0] as const] : [])]) {
      day = addDays(day, pause)
      story = continued(story, day, each(story))
    }
    return story
  })

function continued(story: Story, day: string, command: CareCommand): Story {
  try {
    return story.on(day, command)
  } catch (refusal) {
    if (refusal instanceof RangeError) return story
    throw refusal
  }
}
const runs = { numRuns: 60 }

/** They come of what happens in another episode; moves.test.ts and patients.test.ts tell them. */
const betweenEpisodes: readonly string[] = ['patientsMerged', 'patientsUnmerged', 'entryMovedHere']

test('the stories below hold every type of event that one episode alone can have', () => {
  const told = fc.sample(stories, { numRuns: 150, seed: 1 }).flatMap(({ events }) => events.map(({ type }) => type))
  expect([...new Set(told)].toSorted()).toEqual(
    careEventTypes.filter((type) => !betweenEpisodes.includes(type)).toSorted(),
  )
})

describe('the fold of any valid history', () => {
  test('is deterministic, and survives the record’s JSON', () => {
    fc.assert(
      fc.property(stories, ({ events }) => {
        const stored = events.map((event) => ({ ...event, payload: storedPayload(event) }))
        const read = (JSON.parse(JSON.stringify(stored)) as typeof stored).map(careEventFrom)
        expect(read).toEqual(events)
        expect(foldHistory(read)).toEqual(foldHistory(events))
      }),
      runs,
    )
  })

  test('equals the fold of a beginning, continued by the rest', () => {
    fc.assert(
      fc.property(stories, fc.nat(), ({ events }, cut) => {
        const at = 1 + (cut % events.length)
        const beginning = foldHistory(events.slice(0, at))
        expect(events.slice(at).reduce(continueHistory, beginning)).toEqual(foldHistory(events))
      }),
      runs,
    )
  })

  test('refuses an event a second time, as an append and as a history', () => {
    fc.assert(
      fc.property(stories, fc.nat(), ({ events }, which) => {
        const repeated = events[which % events.length] as CareEvent
        const history = foldHistory(events)
        const codes = checkAppend(history, repeated, standard).map(({ code }) => code)
        // An event from before a move names the patient whose episode it no longer is.
        const moved = ['PLB_CARE_WRONG_PATIENT', 'PLB_CARE_MOVE_SELF', 'PLB_CARE_MOVE_PATIENT']
        const known = history.moves.length > 0 ? moved : []
        expect(['PLB_CARE_SEQUENCE', 'PLB_CARE_ALREADY_REGISTERED', ...known]).toContain(codes[0])
        expect(() => foldHistory([...events, repeated])).toThrow()
      }),
      runs,
    )
  })

  test('keeps every value that was replaced, with the reason where it was amended', () => {
    fc.assert(
      fc.property(stories, ({ events }) => {
        const { findings: current } = foldHistory(events)
        for (const event of events) {
          if (event.type !== 'amended') continue
          for (const [id, previous] of Object.entries(event.payload.previous)) {
            const kept = current[id]?.earlier.find(({ replacedBy, reason }) => replacedBy === event.sequence && reason)
            expect(kept).toMatchObject({ ...previous, reason: 'Misheard' })
          }
        }
      }),
      runs,
    )
  })

  test('holds only findings that the protocol accepts together', () => {
    fc.assert(
      fc.property(stories, ({ events }) => {
        const standing = observedOf(foldHistory(events).findings)
        expect(readFindings(standard, standing, '2027-12-31')).toMatchObject({ ok: true })
      }),
      runs,
    )
  })

  test('has open work exactly while the episode is open: nobody is waited for by nobody', () => {
    fc.assert(
      fc.property(stories, ({ events }) => {
        const history = foldHistory(events)
        const isOpen = !history.closed && !history.voided
        const kinds = openWork(history).map(({ kind }) => kind)
        if (isOpen) expect(kinds).not.toEqual([])
        // Whoever holds a letter that is not right is told, whatever became of the episode.
        else expect(kinds.filter((kind) => kind !== 'letterOutdated')).toEqual([])
        for (const { opensOn, dueOn, overdueFrom } of openWork(history)) {
          expect(opensOn <= dueOn).toBe(true)
          expect(overdueFrom).toBe(addDays(dueOn, 1))
        }
      }),
      runs,
    )
  })
})

describe('an episode on a day', () => {
  const story = tell(told, start)
    .on(start, { type: 'answered', payload: { findings: { fever: 'present' } } }, { type: 'signed', payload: {} })
    .on('2026-03-05', { type: 'amended', payload: { reason: 'Thermometer was broken', findings: { fever: 'absent' } } })

  test('shows an amended finding with its old value, who changed it, and why', () => {
    const { findings: current, amendments, timeline } = story.asOf('2026-03-05')
    expect(current.fever).toMatchObject({
      value: 'absent',
      observedOn: start,
      by: 'clinician-1',
      sequence: 4,
      earlier: [{ value: 'present', observedOn: start, sequence: 2, replacedBy: 4, reason: 'Thermometer was broken' }],
    })
    expect(amendments).toMatchObject([{ findings: ['fever'], reason: 'Thermometer was broken' }])
    expect(timeline.at(-1)).toMatchObject({
      words: 'Amended: fever: absent (before: fever: present)',
      detail: 'Thermometer was broken',
    })
  })

  test('can be looked at as it stood, while the next append still counts from the last event', () => {
    const past = story.asOf('2026-03-04')
    expect(past.findings.fever?.value).toBe('present')
    expect(past.timeline).toHaveLength(3)
    expect(past.sequence).toBe(4)
    expect(() => story.asOf('2026-02-28')).toThrow('begins with the patient')
  })

  test('counts an old result that arrives late as earlier, and it answers no order', () => {
    const late = story
      .on('2026-03-05', { type: 'ordered', payload: { tests: ['esr'] } })
      .on('2026-03-06', { type: 'resultReceived', payload: { findings: { esrMmPerHour: 20 } } })
      .on('2026-03-07', { type: 'ordered', payload: { tests: ['esr'] } })
      .on('2026-03-08', {
        type: 'resultReceived',
        payload: { findings: { esrMmPerHour: { value: 90, observedOn: '2026-02-01' } } },
      })
    const { findings: current, awaited } = late.asOf('2026-03-08')
    expect(current.esrMmPerHour).toMatchObject({ value: 20, earlier: [{ value: 90, observedOn: '2026-02-01' }] })
    expect(awaited).toHaveLength(1)
    const named = late.on('2026-03-08', { type: 'resultReceived', payload: { findings: {}, tests: ['esr'] } })
    expect(named.asOf('2026-03-08').awaited).toEqual([])
  })

  test('takes corrected details of the patient, and decides by them', () => {
    const corrected = story.on('2026-03-06', {
      type: 'amended',
      payload: {
        reason: 'Read from the passport',
        patient: { ...patient, birthDate: '1990-02-01', sexAtBirth: 'male' },
      },
    })
    const { patient: now, findings: current } = corrected.asOf('2026-03-06')
    expect(now.birthDate).toBe('1990-02-01')
    expect(current.birthDate).toMatchObject({ value: '1990-02-01', earlier: [{ value: '1960-02-29' }] })
    expect(current.sexAtBirth?.value).toBe('male')
  })

  test('that was closed is put back by a late result, and can be closed again', () => {
    const closed = story
      .on('2026-03-05', { type: 'ordered', payload: { tests: ['xray'] } })
      .on('2026-03-06', { type: 'closed', payload: { reason: 'Moved', openWorkReason: 'Told the new clinic' } })
    expect(closed.asOf('2026-03-06')).toMatchObject({ status: 'closed', worklist: [] })
    const late = closed.on('2026-03-20', { type: 'resultReceived', payload: { findings: { xray: 'lyticLesion' } } })
    const { status, worklist, reopenedBy } = late.asOf('2026-03-20')
    expect(status).not.toBe('closed')
    expect(reopenedBy?.recordedOn).toBe('2026-03-20')
    expect(worklist.find(({ kind }) => kind === 'resultToSignOff')?.urgency).toBe('urgent')
    expect(late.refusal('2026-03-20', { type: 'closed', payload: { reason: 'Moved' } })[0]?.code).toBe(
      'PLB_CARE_OPEN_WORK',
    )
  })

  test('that was voided is off the worklist, and its history stays', () => {
    const voided = story.on('2026-03-06', { type: 'voided', payload: { reason: 'Another patient was meant' } })
    expect(voided.asOf('2026-03-06')).toMatchObject({ status: 'voided', worklist: [], upcoming: [] })
    expect(voided.asOf('2026-03-06').timeline.at(-1)?.words).toBe('Voided: entered for the wrong patient')
  })

  test('is plain JSON', () => {
    const episode = foldEpisode(story.events, '2026-03-05', standard)
    expect(JSON.parse(JSON.stringify(episode))).toEqual(episode)
  })

  test('an event of another type, or without its day, is not read', () => {
    const [event] = story.events
    if (!event) throw new Error('the story has events')
    const stored = { ...event, payload: storedPayload(event) }
    expect(() => careEventFrom({ ...stored, type: 'guessed' })).toThrow('does not know the type')
    expect(() => careEventFrom({ ...stored, payload: {} })).toThrow('event 1')
    expect(careEventTypes).toHaveLength(25)
  })
})
