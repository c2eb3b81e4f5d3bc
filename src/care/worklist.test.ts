import { describe, expect, test } from 'vitest'
import { addDays } from '../language/date.ts'
import { standard } from '../protocol/protocol.ts'
import type { CareCommand } from './commands.ts'
import { reviewWindowOf } from './decision-snapshot.ts'
import { foldHistory } from './history.ts'
import { moreUrgent, serviceLevelOf, serviceLevels, urgencyRank } from './service-levels.ts'
import { type Story, tell } from './story.ts'
import { atServiceLevels, describeDue, dueItems, openWork, sortWorklist, worklistKinds } from './worklist.ts'
import type { DueItem, WorklistItem, WorklistKind } from './worklist-item.ts'
import { describeNextAction } from './worklist-words.ts'

const patient = {
  familyName: 'Example',
  givenName: 'Ada',
  birthDate: '1982-05-04',
  sexAtBirth: 'male',
  recordNumber: 'R-1',
} as const
const told = { protocol: standard, episodeId: 'episode-1', patientId: 'patient-1', actorId: 'clinician-1', patient }

const signed: CareCommand = { type: 'signed', payload: {} }
const flag: CareCommand = { type: 'answered', payload: { findings: { cancerHistory: 'past' } } }
const started = (startedOn: string): CareCommand => ({
  type: 'treatmentStarted',
  payload: { treatment: 'other', startedOn },
})
const reviewed = (reviewedOn: string, outcome = 'improved'): CareCommand => ({
  type: 'reviewDone',
  payload: { reviewedOn, outcome, findings: {} },
})
const referred: CareCommand = {
  type: 'referred',
  payload: { decision: 'surgicalReferral', destination: 'Orthopaedics', letter: 'Dear colleague' },
}
const registered = tell(told, '2026-03-01')
const flagged = registered.on('2026-03-01', flag, signed)

const work = (story: Story, day: string): readonly DueItem[] => story.asOf(day).worklist
const item = (story: Story, day: string, kind: WorklistKind) => work(story, day).find((each) => each.kind === kind)

const hundred = {
  actDays: 100,
  signDays: 100,
  signOffResultDays: 100,
  resultDays: 100,
  acknowledgeDays: 100,
  idleDays: 100,
}

describe('each kind of open work appears by an event and disappears by another', () => {
  const overridden = flagged.on('2026-03-01', {
    type: 'overridden',
    payload: { decision: 'esr', reasonCode: 'patient-refuses', plan: 'Ask again', checkBy: '2026-03-08' },
  })
  const acknowledged: CareCommand = {
    type: 'referralAcknowledged',
    payload: { referral: flagged.events.length + 1, acknowledgedOn: '2026-03-02' },
  }
  const checked: CareCommand = {
    type: 'overrideChecked',
    payload: { override: flagged.events.length + 1, note: 'Still refuses' },
  }
  const result: CareCommand = { type: 'resultReceived', payload: { findings: { xray: 'normal' } } }
  const ordered: CareCommand = { type: 'ordered', payload: { tests: ['xray', 'esr'] } }

  const said = { fever: { value: 'absent', observedOn: '2026-03-02' } }
  const sent: CareCommand = {
    type: 'patientAnswered',
    payload: {
      ...{ link: 'link-1', language: 'es', findings: said, said: {}, text: { hash: '0', reviewed: false } },
      description: { regions: [], activities: [] },
    },
  }

  const amendedFlag: CareCommand = {
    type: 'amended',
    payload: { reason: 'Misread', findings: { cancerHistory: 'never' } },
  }
  const correctedLetter: CareCommand = {
    type: 'letterCorrected',
    payload: { referral: flagged.events.length + 1, destination: 'Orthopaedics', letter: 'In its place' },
  }

  const rows: readonly [WorklistKind, Story, readonly CareCommand[], readonly CareCommand[]][] = [
    ['nothingPlanned', registered, [], [flag]],
    ['unsigned', registered, [flag], [signed]],
    ['patientAnswers', registered, [sent], [flag, signed]],
    ['actOnDecision', registered.on('2026-03-01', flag), [signed], [ordered, referred]],
    ['resultAwaited', flagged, [{ type: 'ordered', payload: { tests: ['xray'] } }], [result]],
    ['resultToSignOff', flagged, [result], [signed]],
    ['referralUnacknowledged', flagged, [referred], [acknowledged]],
    ['letterOutdated', flagged.on('2026-03-01', referred), [amendedFlag], [correctedLetter]],
    ['overrideCheck', flagged, [], []],
    ['review', registered, [started('2026-02-01')], [reviewed('2026-03-01')]],
  ]

  test.each(rows.filter(([kind]) => kind !== 'overrideCheck'))('%s', (kind, before, appears, disappears) => {
    const day = '2026-03-02'
    const with_ = before.on(day, ...appears)
    if (appears.length > 0) expect(item(before, day, kind)).toBeUndefined()
    expect(item(with_, day, kind)).toBeDefined()
    expect(item(with_.on(day, ...disappears), day, kind)).toBeUndefined()
  })

  test('overrideCheck', () => {
    expect(item(flagged, '2026-03-02', 'overrideCheck')).toBeUndefined()
    expect(item(overridden, '2026-03-02', 'overrideCheck')).toMatchObject({
      dueOn: '2026-03-08',
      decisionOutcome: 'recommended',
    })
    expect(item(overridden.on('2026-03-02', checked), '2026-03-02', 'overrideCheck')).toBeUndefined()
  })

  test.each(rows.filter(([kind]) => kind !== 'overrideCheck'))(
    '%s is due by the periods of the site',
    (kind, before, appears) => {
      const with_ = before.on('2026-03-02', ...appears)
      const [stored] = openWork(foldHistory(with_.events)).filter((each) => each.kind === kind)
      if (!stored) throw new Error(`no ${kind}`)
      // What is stored is due by the defaults, so that only what a site chose changes it.
      expect(atServiceLevels(stored, serviceLevels)).toEqual(stored)
      const { soon, routine } = serviceLevels
      const longer = { ...serviceLevels, soon: { ...soon, ...hundred }, routine: { ...routine, ...hundred } }
      const later = atServiceLevels(stored, longer)
      const own = kind === 'review' ? stored.dueOn : addDays(stored.opensOn, 100)
      expect([later.dueOn, later.overdueFrom]).toEqual([own, addDays(own, 1)])
    },
  )

  test('an emergency is due on the day, and a promised check by its own day, whatever a site chose', () => {
    const longer = { ...serviceLevels, soon: { ...serviceLevels.soon, ...hundred } }
    const [check] = openWork(foldHistory(overridden.events)).filter(({ kind }) => kind === 'overrideCheck')
    expect(check && atServiceLevels(check, longer)).toEqual(check)
    const emergency = registered.on('2026-03-01', {
      type: 'answered',
      payload: { findings: { saddleNumbness: 'present' } },
    })
    const [first] = openWork(foldHistory(emergency.events))
    expect(first && atServiceLevels(first, longer)).toMatchObject({ urgency: 'emergency', dueOn: '2026-03-01' })
  })

  // A change of the protocol is no event of an episode: protocol-change.test.ts has it.
  test('and every other kind is among them', () => {
    expect([...rows.map(([kind]) => kind), 'protocolChanged'].toSorted()).toEqual([...worklistKinds].toSorted())
  })

  test('but none by time alone', () => {
    const open = overridden.on('2026-03-01', referred, { type: 'ordered', payload: { tests: ['xray'] } })
    const kindsOn = (day: string) =>
      work(open, day)
        .map(({ id }) => id)
        .toSorted()
    expect(kindsOn('2027-03-01')).toEqual(kindsOn('2026-03-02'))
    expect(work(open, '2027-03-01').every(({ overdueDays }) => overdueDays > 300)).toBe(true)
  })
})

describe('what was done about a signed decision', () => {
  const ordered: CareCommand = { type: 'ordered', payload: { tests: ['xray', 'esr'] } }

  test('still counts when its result arrives before the next signature', () => {
    const awaited = registered.on('2026-03-01', flag, ordered, referred, signed)
    const arrived = awaited.on('2026-03-03', {
      type: 'resultReceived',
      payload: { findings: { xray: 'normal', esrMmPerHour: 5 } },
    })
    expect(item(awaited, '2026-03-01', 'actOnDecision')).toBeUndefined()
    expect(item(arrived, '2026-03-03', 'actOnDecision')).toBeUndefined()
  })

  test('is due sooner once the urgency has risen', () => {
    const soon = flagged.on('2026-03-01', ordered)
    const emergency = soon.on('2026-03-01', { type: 'answered', payload: { findings: { saddleNumbness: 'present' } } })
    const due = (story: Story) => item(story, '2026-03-01', 'resultAwaited')
    expect(due(soon)).toMatchObject({ urgency: 'soon', dueOn: addDays('2026-03-01', serviceLevels.soon.resultDays) })
    expect(due(emergency)).toMatchObject({ urgency: 'emergency', dueOn: '2026-03-01' })
  })
})

describe('the review window', () => {
  const { opensDays, closesDays } = reviewWindowOf(standard)

  test('is the protocol’s: day 14 to day 42, both included', () => {
    expect([opensDays, closesDays]).toEqual([14, 42])
  })

  // Month ends, a year end, and the end of February with and without a leap day.
  test.each([
    ['2026-01-31', '2026-02-13', '2026-02-14', '2026-03-14', '2026-03-15'],
    ['2026-02-14', '2026-02-27', '2026-02-28', '2026-03-28', '2026-03-29'],
    ['2028-02-15', '2028-02-28', '2028-02-29', '2028-03-28', '2028-03-29'],
    ['2026-12-20', '2027-01-02', '2027-01-03', '2027-01-31', '2027-02-01'],
  ])('of a treatment begun on %s opens after %s and is overdue from %s on', (day, day13, day14, day42, day43) => {
    const treated = tell(told, day).on(day, started(day))
    expect(item(treated, day13, 'review')).toBeUndefined()
    expect(treated.asOf(day13).upcoming.map(({ opensOn }) => opensOn)).toEqual([day14])
    expect(item(treated, day14, 'review')).toMatchObject({ overdueDays: 0, due: 'Due in 28 days' })
    expect(item(treated, day42, 'review')).toMatchObject({ overdueDays: 0, due: 'Due today' })
    expect(item(treated, day43, 'review')).toMatchObject({
      overdueDays: 1,
      due: 'Overdue by 1 day',
      overdueFrom: day43,
    })
  })

  test('stays open after a review that came too early, and closes after one inside it', () => {
    const treated = registered.on('2026-03-01', started('2026-03-01'))
    const early = treated.on('2026-03-14', reviewed('2026-03-14', 'notImproved'), signed)
    expect(item(early, '2026-03-15', 'review')).toMatchObject({ opensOn: '2026-03-15', dueOn: '2026-04-12' })
    const inTime = treated.on('2026-03-15', reviewed('2026-03-15'))
    expect(item(inTime, '2026-03-15', 'review')).toBeUndefined()
  })

  test('of a second treatment is not closed by the review of the first', () => {
    const second = registered
      .on('2026-03-01', started('2026-03-01'))
      .on('2026-03-22', reviewed('2026-03-22'))
      .on('2026-03-23', started('2026-03-05'))
    expect(item(second, '2026-03-23', 'review')).toMatchObject({ opensOn: '2026-03-19', sequence: 4 })
  })

  test('closes early when the pain has gone', () => {
    const gone: CareCommand = {
      type: 'reviewDone',
      payload: { reviewedOn: '2026-03-08', outcome: 'improved', findings: { painResolved: 'present' } },
    }
    const treated = registered.on('2026-03-01', started('2026-03-01')).on('2026-03-08', gone)
    expect(openWork(treated.asOf('2026-03-08')).map(({ kind }) => kind)).toEqual(['unsigned'])
  })

  test('moves with a corrected start of treatment', () => {
    const treated = registered.on('2026-03-01', started('2026-03-01')).on('2026-03-02', {
      type: 'amended',
      payload: { reason: 'Began later', findings: { treatmentStartedOn: '2026-02-20' } },
    })
    expect(openWork(treated.asOf('2026-03-02')).find(({ kind }) => kind === 'review')?.opensOn).toBe('2026-03-06')
  })
})

describe('the worklist of a day', () => {
  const base: WorklistItem = {
    id: 'x',
    kind: 'review',
    patientId: 'p',
    episodeId: 'e',
    opensOn: '2026-01-01',
    dueOn: '2026-03-15',
    overdueFrom: '2026-03-16',
    urgency: 'routine',
    nextAction: 'review',
    decisions: [],
    sequence: 1,
  }
  const due = (id: string, urgency: string, dueOn: string): WorklistItem => ({
    ...base,
    id,
    urgency,
    dueOn,
    overdueFrom: addDays(dueOn, 1),
  })

  test('has emergencies first, then what is overdue, then the rest, each by urgency and then by day', () => {
    const items = [
      due('routine, in time', 'routine', '2026-03-16'),
      due('urgent, in time', 'urgent', '2026-03-20'),
      due('routine, overdue', 'routine', '2026-03-01'),
      due('urgent, overdue', 'urgent', '2026-03-14'),
      due('emergency, in time', 'emergency', '2026-03-15'),
      due('routine, overdue longer', 'routine', '2026-02-01'),
    ]
    expect(dueItems(items, '2026-03-15').map(({ id }) => id)).toEqual([
      'emergency, in time',
      'urgent, overdue',
      'routine, overdue longer',
      'routine, overdue',
      'urgent, in time',
      'routine, in time',
    ])
  })

  test('has one order, whatever order the rows came in', () => {
    const items = dueItems([due('a', 'soon', '2026-03-15'), due('b', 'soon', '2026-03-15')], '2026-03-15')
    expect(sortWorklist(items.toReversed())).toEqual(items)
  })

  test('leaves out what opens later', () => {
    expect(dueItems([{ ...base, opensOn: '2026-03-16' }], '2026-03-15')).toEqual([])
    expect(dueItems([{ ...base, opensOn: '2026-03-15' }], '2026-03-15')).toHaveLength(1)
  })

  test('says to whom it is assigned', () => {
    const assigned = flagged.on('2026-03-01', { type: 'assigned', payload: { to: { role: 'nurse' } } })
    expect(work(assigned, '2026-03-01').map(({ assignedTo }) => assignedTo)).toEqual([{ role: 'nurse' }])
    expect(work(flagged, '2026-03-01')[0]).not.toHaveProperty('assignedTo')
  })

  test('says what to do, with the protocol’s labels', () => {
    const ordered = flagged.on('2026-03-01', { type: 'ordered', payload: { tests: ['esr'] } })
    const awaited = item(ordered, '2026-03-01', 'resultAwaited')
    expect(awaited && describeNextAction(awaited, standard)).toBe('Enter the result, or find out where it is: ESR')
    const act = item(ordered, '2026-03-01', 'actOnDecision')
    expect(act && describeNextAction(act, standard)).toBe(
      'Act on the signed decision: Plain X-ray of the back; Referral to spinal surgery',
    )
    expect(describeNextAction({ nextAction: 'chaseReferral', decisions: ['gone'] }, standard)).toMatch(/: gone$/)
  })
})

describe('words for when something is due', () => {
  test.each([
    ['2026-03-12', 'Overdue by 3 days'],
    ['2026-03-14', 'Overdue by 1 day'],
    ['2026-03-15', 'Due today'],
    ['2026-03-16', 'Due tomorrow'],
    ['2026-03-19', 'Due in 4 days'],
  ])('%s is, on 15 March, %s', (dueOn, words) => {
    expect(describeDue(dueOn, '2026-03-15')).toBe(words)
  })

  test('count over the end of a leap February', () => {
    expect(describeDue('2028-02-28', '2028-03-01')).toBe('Overdue by 2 days')
    expect(describeDue('2026-02-28', '2026-03-01')).toBe('Overdue by 1 day')
  })
})

describe('service levels', () => {
  test('are those of the protocol’s urgencies, and grow as urgency falls', () => {
    const levels = standard.decisions.find(({ kind }) => kind === 'urgency')?.outcomes.map(({ id }) => id) ?? []
    expect(Object.keys(serviceLevels)).toEqual(levels.toReversed())
    const rows = Object.values(serviceLevels)
    for (const [index, row] of rows.entries())
      for (const [period, days] of Object.entries(row)) {
        const next = rows[index + 1]
        if (next) expect(days).toBeLessThanOrEqual(next[period as keyof typeof next])
      }
  })

  test('an urgency that the table does not know is taken for the most urgent', () => {
    expect(serviceLevelOf('unheardOf')).toEqual(serviceLevels.emergency)
    expect(urgencyRank('unheardOf')).toBe(0)
    expect(moreUrgent('soon', 'urgent')).toBe('urgent')
    expect(moreUrgent('urgent', 'routine')).toBe('urgent')
  })
})
