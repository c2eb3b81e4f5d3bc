import { describe, expect, test } from 'vitest'
import { standard } from '../protocol/protocol.ts'
import { checkAppend } from './check-append.ts'
import type { CareCommand } from './commands.ts'
import type { CareEvent } from './events.ts'
import { continueHistory, foldHistory } from './history.ts'
import { tell } from './story.ts'

const ada = {
  familyName: 'Example',
  givenName: 'Ada',
  birthDate: '1982-05-04',
  sexAtBirth: 'female',
  recordNumber: 'R-1',
} as const
const bo = { ...ada, givenName: 'Bo', birthDate: '1950-01-02', sexAtBirth: 'male', recordNumber: 'R-2' } as const
const told = { protocol: standard, episodeId: 'e1', patientId: 'p1', actorId: 'a', patient: ada }
const signed: CareCommand = { type: 'signed', payload: {} }
const answered = (findings: Readonly<Record<string, string | number>>): CareCommand => ({
  type: 'answered',
  payload: { findings },
})
const move = (over: object = {}): CareCommand => ({
  type: 'episodeMoved',
  payload: { intoPatientId: 'p2', reason: 'Bo was in the room', patient: bo, ...over },
})
const away = (entry: number, over: object = {}): CareCommand => ({
  type: 'entryMovedAway',
  payload: { entry, toPatientId: 'p2', toEpisodeId: 'e2', reason: 'Bo was in the room', ...over },
})

/** Folding a beginning and then the rest gives the same as folding all. */
function foldsInSteps(events: Parameters<typeof foldHistory>[0]): boolean {
  const whole = foldHistory(events)
  return events.every((_, index) => {
    const rest = events.slice(index + 1)
    const stepped = rest.reduce(continueHistory, foldHistory(events.slice(0, index + 1)))
    return JSON.stringify(stepped) === JSON.stringify(whole)
  })
}

describe('an episode that was another patient’s', () => {
  const registered = tell(told, '2026-03-01')
  const open = registered.on('2026-03-01', answered({ fever: 'present' }), signed)

  test('belongs to the other one, is decided by that one’s age and sex, and has to be signed again', () => {
    const before = open.asOf('2026-03-02')
    const episode = open.on('2026-03-02', move()).asOf('2026-03-02')
    expect([episode.patientId, episode.patient.givenName]).toEqual(['p2', 'Bo'])
    expect(episode.findings.birthDate?.value).toBe('1950-01-02')
    expect(episode.findings.birthDate?.earlier[0]).toMatchObject({ value: '1982-05-04', reason: 'Bo was in the room' })
    expect(episode.signed[0]).toMatchObject({ unsettledBy: { reason: 'Bo was in the room', sequence: 4 } })
    expect(before.worklist.map(({ kind }) => kind)).toContain('actOnDecision')
    expect(episode.worklist.map(({ kind }) => kind)).toEqual(['unsigned'])
    expect(episode.worklist[0]?.patientId).toBe('p2')
  })

  test('keeps its whole history, on both sides of the move', () => {
    const { timeline, findings } = open.on('2026-03-02', move()).asOf('2026-03-02')
    expect(timeline.map(({ type }) => type)).toEqual(['registered', 'answered', 'signed', 'episodeMoved'])
    expect(findings.fever?.value).toBe('present')
  })

  test('is signed again for the right patient, and that signature stands', () => {
    const again = open.on('2026-03-02', move(), signed).asOf('2026-03-02')
    expect(again.signed.map(({ unsettledBy }) => unsettledBy !== undefined)).toEqual([true, false])
    expect(again.worklist.map(({ kind }) => kind)).toContain('actOnDecision')
  })

  test('is not moved without a reason, to the same patient, from another one, or where answers contradict who it is', () => {
    const codes = (command: CareCommand, story = open) => story.refusal('2026-03-02', command).map(({ code }) => code)
    expect(codes(move({ reason: ' ' }))).toEqual(['PLB_CARE_REASON_MISSING'])
    expect(codes(move({ intoPatientId: 'p1' }))).toEqual(['PLB_CARE_MOVE_SELF'])
    const pregnant = registered.on('2026-03-01', answered({ pregnant: 'present' }))
    expect(codes(move(), pregnant)).toEqual(['PLB_CARE_FINDINGS'])
    const voided = open.on('2026-03-02', { type: 'voided', payload: { reason: 'x' } })
    expect(codes(move(), voided)).toEqual(['PLB_CARE_VOIDED'])
  })

  test('is folded in steps as at once', () => {
    expect(foldsInSteps(open.on('2026-03-02', move(), signed).events)).toBe(true)
  })
})

test('a move out of another patient than the episode’s is refused', () => {
  const story = tell(told, '2026-03-01')
  const event = story.on('2026-03-02', move()).events[1]
  const wrong = { ...event, payload: { ...event?.payload, fromPatientId: 'p9' } } as CareEvent
  const problems = checkAppend(foldHistory(story.events), wrong, standard)
  expect(problems.map(({ code }) => code)).toEqual(['PLB_CARE_MOVE_PATIENT'])
})

describe('an entry that was another patient’s', () => {
  const asked = tell(told, '2026-03-01').on('2026-03-01', answered({ fever: 'absent', cancerHistory: 'past' }), signed)
  const wrong = asked.on('2026-03-02', answered({ fever: 'present', unexplainedWeightLoss: 'present' }))

  test('counts no more: what it replaced stands again, what nothing else says is not known again', () => {
    const episode = wrong.on('2026-03-03', away(4)).asOf('2026-03-03')
    expect(episode.findings.fever).toMatchObject({ value: 'absent', sequence: 2 })
    expect(episode.findings.fever?.earlier).toMatchObject([
      { value: 'present', sequence: 4, replacedBy: 5, reason: 'Bo was in the room' },
    ])
    expect(episode.findings).not.toHaveProperty('unexplainedWeightLoss')
    expect(episode.decision.urgency.level).toBe(asked.asOf('2026-03-03').decision.urgency.level)
    expect(episode.urgency).toBe(asked.asOf('2026-03-03').urgency)
    expect(episode.timeline.map(({ type }) => type)).toEqual([
      'registered',
      'answered',
      'signed',
      'answered',
      'entryMovedAway',
    ])
  })

  test('leaves no work behind where nothing was signed on it, and marks what was', () => {
    const before = wrong.on('2026-03-03', away(4)).asOf('2026-03-03')
    expect(before.signed.map(({ unsettledBy }) => unsettledBy)).toEqual([undefined])
    expect(before.unsigned).toEqual([])
    const after = wrong.on('2026-03-02', signed).on('2026-03-03', away(4)).asOf('2026-03-03')
    expect(after.signed.map(({ unsettledBy }) => unsettledBy?.sequence)).toEqual([undefined, 6])
    expect(after.worklist.map(({ kind }) => kind)).toEqual(['unsigned'])
  })

  test('that a later observation has replaced leaves the later one standing', () => {
    const later = wrong
      .on('2026-03-04', answered({ fever: 'absent' }))
      .on('2026-03-05', away(4))
      .asOf('2026-03-05')
    expect(later.findings.fever).toMatchObject({ value: 'absent', observedOn: '2026-03-04' })
    expect(later.findings.fever?.earlier.map(({ sequence, reason }) => [sequence, reason])).toEqual([
      [2, undefined],
      [4, 'Bo was in the room'],
    ])
  })

  test('that was a result is awaited again', () => {
    const ordered = asked.on('2026-03-02', { type: 'ordered', payload: { tests: ['esr'] } })
    const resulted = ordered.on('2026-03-03', { type: 'resultReceived', payload: { findings: { esrMmPerHour: 80 } } })
    expect(resulted.asOf('2026-03-03').awaited).toEqual([])
    const episode = resulted.on('2026-03-04', away(5)).asOf('2026-03-04')
    expect(episode.awaited.map(({ test }) => test)).toEqual(['esr'])
    expect(episode.results).toEqual([])
    expect(episode.findings).not.toHaveProperty('esrMmPerHour')
  })

  test('is refused where there is none, twice, where it was amended, and to its own episode', () => {
    const codes = (command: CareCommand, story = wrong) => story.refusal('2026-03-05', command).map(({ code }) => code)
    expect(codes(away(1))).toEqual(['PLB_CARE_ENTRY_UNKNOWN'])
    expect(codes(away(3))).toEqual(['PLB_CARE_ENTRY_UNKNOWN'])
    expect(codes(away(9))).toEqual(['PLB_CARE_ENTRY_UNKNOWN'])
    expect(codes(away(4), wrong.on('2026-03-03', away(4)))).toEqual(['PLB_CARE_ENTRY_UNKNOWN'])
    expect(codes(away(4, { toEpisodeId: 'e1' }))).toEqual(['PLB_CARE_MOVE_SELF'])
    expect(codes(away(4, { reason: '' }))).toEqual(['PLB_CARE_REASON_MISSING'])
    const amended = wrong
      .on('2026-03-02', signed)
      .on('2026-03-03', { type: 'amended', payload: { reason: 'Misheard', findings: { fever: 'absent' } } })
    expect(codes(away(4), amended)).toEqual(['PLB_CARE_ENTRY_AMENDED'])
  })

  test('arrives with who entered it, and waits for a signature there', () => {
    const there = tell({ ...told, episodeId: 'e2', patientId: 'p2', patient: bo }, '2026-03-01').on('2026-03-03', {
      type: 'entryMovedHere',
      payload: {
        kind: 'answered',
        fromPatientId: 'p1',
        fromEpisodeId: 'e1',
        entry: 4,
        enteredBy: 'nurse-1',
        enteredOn: '2026-03-02',
        reason: 'Bo was in the room',
        findings: { fever: { value: 'present', observedOn: '2026-03-02' } },
      },
    })
    const episode = there.asOf('2026-03-03')
    expect(episode.findings.fever).toMatchObject({ value: 'present', observedOn: '2026-03-02' })
    expect(episode.worklist.map(({ kind }) => kind)).toEqual(['unsigned'])
    expect(episode.movedEntries).toMatchObject([{ went: 'here', entry: 4, otherEpisodeId: 'e1', otherPatientId: 'p1' }])
  })

  test('is folded in steps as at once', () => {
    expect(foldsInSteps(wrong.on('2026-03-02', signed).on('2026-03-03', away(4), signed).events)).toBe(true)
  })
})

describe('a merge that is taken back', () => {
  const merged = tell(told, '2026-03-01').on('2026-03-02', {
    type: 'patientsMerged',
    payload: { fromPatientId: 'p1', intoPatientId: 'p2', reason: 'The same person' },
  })
  const back = (fromPatientId: string, intoPatientId: string, reason = 'Two people'): CareCommand => ({
    type: 'patientsUnmerged',
    payload: { fromPatientId, intoPatientId, reason },
  })

  test('gives the episode back to the patient that it had', () => {
    const episode = merged.on('2026-03-03', back('p2', 'p1')).asOf('2026-03-03')
    expect([episode.patientId, episode.formerPatientIds]).toEqual(['p1', []])
    expect(episode.timeline.at(-1)).toMatchObject({ type: 'patientsUnmerged', detail: 'Two people' })
  })

  test('is refused where there was none of these two, and without a reason', () => {
    const codes = (command: CareCommand, story = merged) => story.refusal('2026-03-03', command).map(({ code }) => code)
    expect(codes(back('p2', 'p3'))).toEqual(['PLB_CARE_NOT_MERGED'])
    expect(codes(back('p2', 'p1', ' '))).toEqual(['PLB_CARE_REASON_MISSING'])
    expect(codes(back('p1', 'p2'), tell(told, '2026-03-01'))).toEqual(['PLB_CARE_NOT_MERGED'])
  })
})
