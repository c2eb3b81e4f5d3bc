import { describe, expect, test } from 'vitest'
import { standard } from '../protocol/protocol.ts'
import type { CareCommand } from './commands.ts'
import { continueHistory, foldHistory } from './history.ts'
import { letterOf, outdatedLetters } from './letters.ts'
import { type Story, tell } from './story.ts'

const ada = {
  familyName: 'Example',
  givenName: 'Ada',
  birthDate: '1982-05-04',
  sexAtBirth: 'female',
  recordNumber: 'R-1',
} as const
const bo = { ...ada, givenName: 'Bo', sexAtBirth: 'male', recordNumber: 'R-2' } as const
const told = { protocol: standard, episodeId: 'e1', patientId: 'p1', actorId: 'a', patient: ada }
const signed: CareCommand = { type: 'signed', payload: {} }
const answered = (findings: Readonly<Record<string, string | number>>): CareCommand => ({
  type: 'answered',
  payload: { findings },
})
const amended = (findings: Readonly<Record<string, string | number>>): CareCommand => ({
  type: 'amended',
  payload: { reason: 'Mistyped', findings },
})
const referred: CareCommand = {
  type: 'referred',
  payload: { decision: 'surgicalReferral', destination: 'Spinal clinic', letter: 'REFERRAL' },
}
const corrected = (over: object = {}): CareCommand => ({
  type: 'letterCorrected',
  payload: { referral: 4, destination: 'Spinal clinic', letter: 'CORRECTED', ...over },
})
const recipientTold: CareCommand = { type: 'recipientTold', payload: { referral: 4, note: 'Telephoned the clinic' } }

/** Fever and smoking, signed and referred on 1 March; the letter is event 4. */
const sent = tell(told, '2026-03-01').on(
  '2026-03-01',
  answered({ fever: 'present', smoker: 'present', severity: 'notKnown' }),
  signed,
  referred,
)
const changesOf = (story: Story) =>
  outdatedLetters(foldHistory(story.events)).map(({ changes }) =>
    changes.map(({ what, id, from, to }) => [what, id, from, to]),
  )
const work = (story: Story, day = '2026-03-02') =>
  story.asOf(day).worklist.filter(({ kind }) => kind === 'letterOutdated')

describe('a letter that was sent', () => {
  test('is right as long as what it says was not corrected, whatever is observed later', () => {
    expect(changesOf(sent)).toEqual([])
    const later = sent.on(
      '2026-03-05',
      answered({ fever: 'absent', severity: 7, durationDays: 20 }),
      { type: 'resultReceived', payload: { findings: { esrMmPerHour: 60 } } },
      signed,
      { type: 'referralAcknowledged', payload: { referral: 4, acknowledgedOn: '2026-03-05' } },
    )
    expect(changesOf(later)).toEqual([])
  })

  test('is not right once a finding that it says is amended: it is on the worklist, as urgent as it was sent', () => {
    const story = sent.on('2026-03-02', amended({ fever: 'absent' }), signed)
    expect(changesOf(story)).toEqual([[['finding', 'fever', 'present', 'absent']]])
    // Without fever nothing is urgent any more; whoever holds the letter believes that it is.
    expect(story.asOf('2026-03-02').urgency).toBe('routine')
    expect(work(story)).toMatchObject([
      { urgency: 'urgent', opensOn: '2026-03-02', dueOn: '2026-03-03', nextAction: 'correctLetter', sequence: 4 },
    ])
    expect(work(story, '2026-03-05')[0]?.due).toBe('Overdue by 2 days')
  })

  test('that understates the urgency is on the worklist at the urgency there is now', () => {
    const soon = tell(told, '2026-03-01').on('2026-03-01', answered({ cancerHistory: 'past', fever: 'absent' }), signed)
    const story = soon.on('2026-03-01', referred).on('2026-03-02', amended({ fever: 'present' }), signed)
    expect(soon.asOf('2026-03-01').decision.urgency.level).toBe('soon')
    expect(work(story)[0]?.urgency).toBe('urgent')
  })

  test('is right again where the amendment is taken back', () => {
    expect(changesOf(sent.on('2026-03-02', amended({ fever: 'absent' }), amended({ fever: 'present' })))).toEqual([])
  })

  test('is not right where what was signed as not known is amended, or the day of a result', () => {
    expect(changesOf(sent.on('2026-03-02', amended({ severity: 9 })))).toEqual([
      [['finding', 'severity', 'notKnown', 9]],
    ])
    const film = tell(told, '2026-03-01').on(
      '2026-03-01',
      { type: 'resultReceived', payload: { findings: { xray: { value: 'normal', observedOn: '2026-02-20' } } } },
      signed,
      referred,
    )
    const redated = film.on('2026-03-02', {
      type: 'amended',
      payload: { reason: 'Wrong day', findings: { xray: { value: 'normal', observedOn: '2026-02-28' } } },
    })
    expect(changesOf(redated)).toEqual([[['finding', 'xray', 'normal', 'normal']]])
  })

  test('is not right where the patient’s details are corrected, allergies too', () => {
    const story = sent.on('2026-03-02', {
      type: 'amended',
      payload: { reason: 'Card shown', patient: { ...ada, recordNumber: 'R-11', allergies: 'Penicillin' } },
    })
    expect(changesOf(story)).toEqual([
      [
        ['patient', 'recordNumber', 'R-1', 'R-11'],
        ['patient', 'allergies', '', 'Penicillin'],
      ],
    ])
  })

  test('is not right where an entry that it rests on was another patient’s, or a result that it quotes', () => {
    const withResult = tell(told, '2026-03-01').on(
      '2026-03-01',
      answered({ fever: 'present' }),
      { type: 'resultReceived', payload: { findings: { esrMmPerHour: 60 }, reportedText: 'ESR 60' } },
      signed,
      referred,
    )
    const away = (entry: number): CareCommand => ({
      type: 'entryMovedAway',
      payload: { entry, toPatientId: 'p2', toEpisodeId: 'e2', reason: 'Bo was in the room' },
    })
    expect(changesOf(withResult.on('2026-03-02', away(2)))).toEqual([[['finding', 'fever', 'present', undefined]]])
    expect(changesOf(withResult.on('2026-03-02', away(3)))).toEqual([
      [
        ['finding', 'esrMmPerHour', 60, undefined],
        ['result', '', undefined, undefined],
      ],
    ])
  })

  test('of an episode that moves to another patient names the number it was written under, and nothing more of that patient', () => {
    const story = sent.on('2026-03-02', {
      type: 'episodeMoved',
      payload: { intoPatientId: 'p2', reason: 'Bo was in the room', patient: bo },
    })
    expect(changesOf(story)).toEqual([[['moved', '', 'R-1', undefined]]])
    expect(work(story)[0]?.patientId).toBe('p2')
  })

  test('of an episode that is voided stays on the worklist, where a withdrawal or word to the recipient ends it', () => {
    const voided = sent.on('2026-03-02', { type: 'voided', payload: { reason: 'Another Ada' } })
    expect(voided.asOf('2026-03-02').worklist.map(({ kind, urgency }) => [kind, urgency])).toEqual([
      ['letterOutdated', 'urgent'],
    ])
    expect(voided.refusal('2026-03-02', corrected()).map(({ code }) => code)).toEqual(['PLB_CARE_VOIDED'])
    expect(voided.on('2026-03-02', corrected({ withdraws: true })).asOf('2026-03-02').worklist).toEqual([])
    expect(voided.on('2026-03-02', recipientTold).asOf('2026-03-02').worklist).toEqual([])
  })

  test('stays on the worklist when the episode is closed: closing tells nobody', () => {
    const story = sent
      .on('2026-03-02', amended({ fever: 'absent' }), signed)
      .on('2026-03-02', { type: 'closed', payload: { reason: 'Well', openWorkReason: 'No reply is needed' } })
    expect(story.asOf('2026-03-03').worklist.map(({ kind }) => kind)).toEqual(['letterOutdated'])
    expect(story.on('2026-03-03', corrected({ withdraws: true })).asOf('2026-03-03').worklist).toEqual([])
  })
})

describe('a corrected letter', () => {
  const wrong = sent.on('2026-03-02', amended({ fever: 'absent' }), signed)

  test('ends the work, is kept beside the one it replaces, and has to arrive itself', () => {
    const acknowledged = sent.on('2026-03-01', {
      type: 'referralAcknowledged',
      payload: { referral: 4, acknowledgedOn: '2026-03-01' },
    })
    const story = acknowledged.on('2026-03-02', amended({ fever: 'absent' }), signed, corrected())
    const history = foldHistory(story.events)
    expect([letterOf(history, 4)?.letter, letterOf(history, 8)?.letter]).toEqual(['REFERRAL', 'CORRECTED'])
    expect(work(story)).toEqual([])
    const chase = story.asOf('2026-03-02').worklist.filter(({ kind }) => kind === 'referralUnacknowledged')
    expect(chase).toMatchObject([{ sequence: 8, urgency: 'routine' }])
    const arrived = story.on('2026-03-03', {
      type: 'referralAcknowledged',
      payload: { referral: 8, acknowledgedOn: '2026-03-03' },
    })
    expect(arrived.asOf('2026-03-03').worklist.map(({ kind }) => kind)).not.toContain('referralUnacknowledged')
  })

  test('can turn out wrong itself, by what it says', () => {
    const story = wrong.on('2026-03-02', corrected()).on('2026-03-03', amended({ fever: 'present' }))
    expect(changesOf(story)).toEqual([[['finding', 'fever', 'absent', 'present']]])
  })

  test('that withdraws the referral leaves none: what the pathway asks for is asked for again', () => {
    const story = sent.on('2026-03-02', amended({ smoker: 'absent' }), signed, corrected({ withdraws: true }))
    const episode = story.asOf('2026-03-02')
    expect(episode.worklist.map(({ kind }) => kind)).toContain('actOnDecision')
    expect(episode.worklist.find(({ kind }) => kind === 'actOnDecision')?.decisions).toContain('surgicalReferral')
    expect(episode.status).not.toBe('referred')
    expect(changesOf(story.on('2026-03-03', amended({ fever: 'absent' })))).toEqual([])
  })

  test('is not sent where the letter is right, nor of a letter that there is not, and says where it goes', () => {
    const codes = (command: CareCommand, story = wrong) => story.refusal('2026-03-02', command).map(({ code }) => code)
    expect(codes(corrected(), sent)).toEqual(['PLB_CARE_LETTER_RIGHT'])
    expect(codes(recipientTold, sent)).toEqual(['PLB_CARE_LETTER_RIGHT'])
    expect(codes(corrected({ referral: 3 }))).toEqual(['PLB_CARE_REFERRAL_UNKNOWN'])
    expect(codes(corrected({ destination: ' ' }))).toEqual(['PLB_CARE_LETTER_MISSING'])
    expect(codes({ type: 'recipientTold', payload: { referral: 4, note: ' ' } })).toEqual(['PLB_CARE_REASON_MISSING'])
  })

  test('is not needed where the recipient was told, until something else is corrected', () => {
    const story = wrong.on('2026-03-02', recipientTold)
    expect(work(story)).toEqual([])
    expect(story.asOf('2026-03-02').timeline.at(-1)?.detail).toBe('Telephoned the clinic')
    const again = story.on('2026-03-04', amended({ smoker: 'absent' }))
    expect(changesOf(again)).toEqual([[['finding', 'smoker', 'present', 'absent']]])
  })

  test('is folded in steps as at once', () => {
    const { events } = wrong
      .on('2026-03-02', corrected())
      .on('2026-03-03', amended({ fever: 'present' }), recipientTold)
    const whole = JSON.stringify(foldHistory(events))
    for (let index = 1; index < events.length; index++)
      expect(JSON.stringify(events.slice(index).reduce(continueHistory, foldHistory(events.slice(0, index))))).toBe(
        whole,
      )
  })
})
