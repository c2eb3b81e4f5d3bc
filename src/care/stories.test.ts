import { describe, expect, test } from 'vitest'
import { standard } from '../protocol/protocol.ts'
import type { CareCommand } from './commands.ts'
import type { EnteredFindings } from './findings.ts'
import { isSilenced, silenceOf } from './silence.ts'
import { type Story, tell } from './story.ts'

const patient = {
  familyName: 'Example',
  givenName: 'Ada',
  birthDate: '1982-05-04',
  sexAtBirth: 'male',
  recordNumber: 'R-1',
  demo: true,
} as const
const told = { protocol: standard, episodeId: 'episode-1', patientId: 'patient-1', actorId: 'clinician-1', patient }

/** Every sign asked and absent, every choice at its harmless value: a clean screen of a man of 43. */
const clean: EnteredFindings = {
  ...Object.fromEntries(
    standard.findings
      .filter(({ kind, unrecorded, id }) => kind === 'sign' && unrecorded === 'notKnown' && id !== 'pregnant')
      .map(({ id }) => [id, 'absent']),
  ),
  cancerHistory: 'never',
  nightPain: 'none',
  previousTreatment: 'none',
  durationDays: 5,
}

const answered = (findings: EnteredFindings): CareCommand => ({ type: 'answered', payload: { findings } })
const signed: CareCommand = { type: 'signed', payload: {} }
const ordered = (...tests: string[]): CareCommand => ({ type: 'ordered', payload: { tests } })
const result = (findings: EnteredFindings): CareCommand => ({ type: 'resultReceived', payload: { findings } })
const referred = (decision: string, urgency?: string): CareCommand => ({
  type: 'referred',
  payload: { decision, destination: 'the spinal clinic', letter: 'Dear colleague', ...(urgency ? { urgency } : {}) },
})

const begin = (findings: EnteredFindings): Story =>
  tell(told, '2026-03-01').on('2026-03-01', answered(findings), signed)
const kinds = (story: Story, day: string): string[] => story.asOf(day).worklist.map(({ kind }) => kind)
const step = (story: Story, day: string, id: string) => story.asOf(day).pathway.find((each) => each.id === id)

describe('a clean screen', () => {
  const screened = begin(clean)
  const treated = screened.on('2026-03-01', {
    type: 'treatmentStarted',
    payload: { treatment: 'nsaid', startedOn: '2026-03-01' },
  })

  test('asks for the treatment, which is on the worklist until it is started', () => {
    const { worklist, status, decision } = screened.asOf('2026-03-01')
    expect(decision.urgency.level).toBe('routine')
    expect(status).toBe('screening')
    expect(worklist.map(({ kind, decisions }) => [kind, decisions])).toEqual([['actOnDecision', ['nsaid']]])
    expect(step(screened, '2026-03-01', 'treatment')?.state).toBe('doNow')
    expect(kinds(treated, '2026-03-01')).toEqual([])
    expect(treated.asOf('2026-03-01').upcoming.map(({ kind, opensOn }) => [kind, opensOn])).toEqual([
      ['review', '2026-03-15'],
    ])
  })

  test('says of a step that is advised against that it is, and not what it would take the place of', () => {
    expect(step(screened, '2026-03-01', 'furtherTests')).toMatchObject({
      state: 'notNeeded',
      reason: 'Not advised: MRI in place of the X-ray and ESR',
    })
  })

  test('is under conservative care until the review opens, and then the review is due', () => {
    expect(treated.asOf('2026-03-14').status).toBe('conservativeCare')
    expect(step(treated, '2026-03-14', 'review')).toMatchObject({ state: 'waiting', on: '2026-03-15' })
    expect(treated.asOf('2026-03-15').status).toBe('reviewDue')
    expect(step(treated, '2026-03-15', 'review')).toMatchObject({ state: 'doNow', on: '2026-04-12' })
  })

  test('improved and resolved at three weeks: signed, advised to close, closed, and off the worklist', () => {
    const reviewed = treated.on('2026-03-22', {
      type: 'reviewDone',
      payload: { reviewedOn: '2026-03-22', outcome: 'improved', findings: { painResolved: 'present' } },
    })
    expect(kinds(reviewed, '2026-03-22')).toEqual(['unsigned'])
    const toClose = reviewed.on('2026-03-22', signed)
    expect(toClose.asOf('2026-03-22').worklist.map(({ decisions }) => decisions)).toEqual([['closing']])
    const closed = toClose.on('2026-03-23', { type: 'closed', payload: { reason: 'Pain gone' } })
    expect(closed.asOf('2026-03-23').status).toBe('closed')
    expect(kinds(closed, '2026-12-31')).toEqual([])
    expect(closed.asOf('2026-03-23').timeline.map(({ words }) => words)).toEqual([
      'Patient registered',
      `${Object.keys(clean).length} answers recorded`,
      'Signed. Routine',
      'Treatment started: NSAID',
      'Review: improved',
      'Signed. Routine',
      'Closed: Pain gone',
    ])
  })

  test('improved but not gone: the next review is counted from the signed one, and signing again does not put it off', () => {
    const review = { reviewedOn: '2026-03-20', outcome: 'improved', findings: { painResolved: 'absent' } }
    const again = treated.on('2026-03-20', { type: 'reviewDone', payload: review }, signed).on('2026-03-25', signed)
    const next = again.asOf('2026-03-25').upcoming.find(({ kind }) => kind === 'review')
    expect(next).toMatchObject({ opensOn: '2026-04-03', dueOn: '2026-05-01' })
  })

  test('not improved in the window: a work-up is due, whatever treatment is started next', () => {
    const review = { reviewedOn: '2026-03-22', outcome: 'notImproved', findings: {} }
    const failed = treated.on('2026-03-22', { type: 'reviewDone', payload: review }, signed)
    expect(failed.asOf('2026-03-22').status).toBe('workUp')
    expect(step(failed, '2026-03-22', 'firstTests')?.state).toBe('doNow')
    const again = failed.on('2026-03-23', {
      type: 'treatmentStarted',
      payload: { treatment: 'other', startedOn: '2026-03-23' },
    })
    // A new treatment does not make the failure of the old one look like one that has not begun.
    expect(again.asOf('2026-03-23').decision.redFlags).toEqual(failed.asOf('2026-03-23').decision.redFlags)
    expect(again.asOf('2026-03-23').findings.treatmentStartedOn?.value).toBe('2026-03-01')
    const better = { reviewedOn: '2026-04-10', outcome: 'improved', findings: {} }
    const reviewed = again.on('2026-04-10', { type: 'reviewDone', payload: better })
    expect(reviewed.asOf('2026-04-10').findings.treatmentStartedOn?.value).toBe('2026-03-23')
  })
})

describe('a red flag', () => {
  const flagged = begin({ ...clean, cancerHistory: 'past' })

  test('goes through X-ray and ESR, both abnormal, MRI, suspected cancer, referral and its acknowledgement', () => {
    expect(flagged.asOf('2026-03-01').status).toBe('workUp')
    expect(flagged.asOf('2026-03-01').worklist[0]).toMatchObject({ kind: 'actOnDecision', urgency: 'soon' })
    const awaiting = flagged.on('2026-03-01', ordered('xray', 'esr'))
    expect(awaiting.asOf('2026-03-01').status).toBe('resultsAwaited')
    expect(awaiting.asOf('2026-03-01').awaited.map(({ test: name }) => name)).toEqual(['xray', 'esr'])
    expect(step(awaiting, '2026-03-01', 'firstTests')?.state).toBe('waiting')

    const half = awaiting.on('2026-03-03', result({ xray: 'lyticLesion' }))
    expect(half.asOf('2026-03-03').awaited.map(({ test: name }) => name)).toEqual(['esr'])
    expect(half.asOf('2026-03-03').worklist.find(({ kind }) => kind === 'resultToSignOff')?.decisions).toEqual(['xray'])
    const both = half.on('2026-03-04', result({ esrMmPerHour: 80 }), signed)
    expect(both.asOf('2026-03-04').status).toBe('mri')
    expect(step(both, '2026-03-04', 'firstTests')).toMatchObject({ state: 'done' })
    expect(step(both, '2026-03-04', 'furtherTests')).toMatchObject({ state: 'doNow' })

    const scanned = both.on('2026-03-04', ordered('mri')).on('2026-03-06', result({ mri: 'suspectedCancer' }), signed)
    const recommended = scanned.asOf('2026-03-06').worklist.find(({ kind }) => kind === 'actOnDecision')
    expect(recommended?.decisions).toEqual(expect.arrayContaining(['oncologyReferral', 'surgicalReferral']))
    expect(recommended?.urgency).toBe('urgent')

    const referral = scanned.on(
      '2026-03-06',
      referred('oncologyReferral'),
      referred('surgicalReferral'),
      ordered('primarySearch'),
    )
    expect(referral.asOf('2026-03-06').status).toBe('referred')
    expect(kinds(referral, '2026-03-06').toSorted()).toEqual([
      'referralUnacknowledged',
      'referralUnacknowledged',
      'resultAwaited',
    ])
    const [first, second] = referral.asOf('2026-03-06').referrals
    const acknowledged = referral.on(
      '2026-03-09',
      { type: 'referralAcknowledged', payload: { referral: first?.sequence ?? 0, acknowledgedOn: '2026-03-09' } },
      { type: 'referralAcknowledged', payload: { referral: second?.sequence ?? 0, acknowledgedOn: '2026-03-09' } },
    )
    expect(kinds(acknowledged, '2026-03-09')).toEqual(['resultAwaited'])
    expect(step(acknowledged, '2026-03-09', 'referral')).toMatchObject({ state: 'done', on: '2026-03-09' })
  })

  test('is referred without waiting for results, and an urgent result asks for a faster referral', () => {
    const early = flagged.on('2026-03-01', ordered('xray', 'esr'), referred('surgicalReferral'))
    expect(early.asOf('2026-03-01').referrals[0]?.urgency).toBe('soon')
    expect(early.asOf('2026-03-01').status).toBe('referred')
    expect(kinds(early, '2026-03-01')).not.toContain('actOnDecision')
    const worse = early.on('2026-03-03', result({ xray: 'lyticLesion' }), signed)
    const open = worse.asOf('2026-03-03').worklist.find(({ kind }) => kind === 'actOnDecision')
    expect(open?.decisions).toContain('surgicalReferral')
    expect(step(worse, '2026-03-03', 'referral')?.state).toBe('doNow')
    const faster = worse.on('2026-03-03', referred('surgicalReferral'))
    expect(
      faster.asOf('2026-03-03').worklist.find(({ kind }) => kind === 'actOnDecision')?.decisions ?? [],
    ).not.toContain('surgicalReferral')
  })

  test('with discordant results has an MRI to consider, which is no open work, and its referral still is', () => {
    const discordant = flagged
      .on('2026-03-01', ordered('xray', 'esr'))
      .on('2026-03-04', result({ xray: 'normal', esrMmPerHour: 80 }), signed)
    const { decision, worklist } = discordant.asOf('2026-03-04')
    expect(decision.actions.find(({ decision: id }) => id === 'mri')?.stance).toBe('consider')
    expect(worklist.map(({ kind, decisions }) => [kind, decisions])).toEqual([['actOnDecision', ['surgicalReferral']]])
    expect(step(discordant, '2026-03-04', 'furtherTests')?.reason).toMatch(/^Consider: /)
  })

  test('with both tests normal is reviewed two weeks after signing', () => {
    const normal = begin({ ...clean, previousTreatment: 'noResponse' })
      .on('2026-03-01', ordered('xray', 'esr'), referred('surgicalReferral'))
      .on('2026-03-04', result({ xray: 'normal', esrMmPerHour: 5 }), signed)
    expect(normal.asOf('2026-03-04').upcoming.map(({ kind, opensOn, dueOn }) => [kind, opensOn, dueOn])).toEqual([
      ['review', '2026-03-18', '2026-03-18'],
    ])
    expect(kinds(normal, '2026-03-18')).toContain('review')
  })
})

describe('an emergency', () => {
  test('answered and not signed is at the top of the list the same day, and overdue the next', () => {
    const answeredOnly = tell(told, '2026-03-01').on('2026-03-01', answered({ urinaryIncontinence: 'present' }))
    expect(answeredOnly.asOf('2026-03-01').worklist[0]).toMatchObject({
      kind: 'unsigned',
      urgency: 'emergency',
      due: 'Due today',
    })
    expect(answeredOnly.asOf('2026-03-02').worklist[0]).toMatchObject({ due: 'Overdue by 1 day', overdueDays: 1 })
  })

  test('signed asks for referral and imaging today, and stays until both are done', () => {
    const emergency = begin({ urinaryIncontinence: 'present' })
    const [top] = emergency.asOf('2026-03-01').worklist
    expect(top).toMatchObject({ kind: 'actOnDecision', urgency: 'emergency', dueOn: '2026-03-01' })
    expect(top?.decisions).toEqual(expect.arrayContaining(['surgicalReferral', 'mri']))
    // Few questions are answered, so that none of it is definite: it is to do now all the same.
    expect(step(emergency, '2026-03-01', 'referral')).toMatchObject({
      state: 'doNow',
      reason: expect.stringMatching(/\(on what is known now\)$/),
    })
    const referral = emergency.on('2026-03-01', referred('surgicalReferral'))
    expect(referral.asOf('2026-03-01').worklist.find(({ kind }) => kind === 'actOnDecision')?.decisions).toContain(
      'mri',
    )
    const imaged = referral.on('2026-03-01', ordered('mri', 'xray', 'esr'))
    expect(kinds(imaged, '2026-03-01')).not.toContain('actOnDecision')
  })
})

describe('doing otherwise', () => {
  const flagged = begin({ ...clean, cancerHistory: 'past' })
  const otherwise: CareCommand = {
    type: 'overridden',
    payload: {
      decision: 'surgicalReferral',
      reasonCode: 'patient-refuses',
      plan: 'Telephone in a week',
      checkBy: '2026-03-08',
    },
  }
  const overridden = flagged.on('2026-03-01', ordered('xray', 'esr'), otherwise)
  const referral = (story: Story, day: string) =>
    story.asOf(day).decision.actions.find(({ decision }) => decision === 'surgicalReferral')

  test('lands on the worklist with its plan and its day, and silences the card', () => {
    const day = '2026-03-02'
    expect(overridden.asOf(day).worklist.find(({ kind }) => kind === 'overrideCheck')).toMatchObject({
      dueOn: '2026-03-08',
      due: 'Due in 6 days',
    })
    expect(kinds(overridden, day)).not.toContain('actOnDecision')
    const action = referral(overridden, day)
    expect(action && isSilenced(action, overridden.asOf(day))).toBe(true)
    expect(step(overridden, day, 'referral')).toMatchObject({ state: 'waiting', on: '2026-03-08' })
  })

  test('comes back when a finding changes, and says which', () => {
    const changed = overridden.on('2026-03-05', answered({ cancerHistory: 'current' }), signed)
    const action = referral(changed, '2026-03-05')
    const silence = action && silenceOf(action, changed.asOf('2026-03-05'))
    expect(silence).toMatchObject({
      silenced: false,
      changed: [{ finding: 'cancerHistory', from: 'past', to: 'current' }],
    })
    expect(kinds(changed, '2026-03-05')).toContain('actOnDecision')
  })

  test('stays silent while only a finding changes that the recommendation does not rest on', () => {
    const changed = overridden.on('2026-03-05', answered({ severity: 8 }))
    const action = referral(changed, '2026-03-05')
    expect(action && isSilenced(action, changed.asOf('2026-03-05'))).toBe(true)
  })

  test('comes back when time alone changes what is recommended, and says that no finding did', () => {
    const nsaid = (story: Story, day: string) =>
      story.asOf(day).decision.actions.find(({ decision }) => decision === 'nsaid')
    const short = begin({ ...clean, durationDays: 25 }).on('2026-03-01', {
      type: 'overridden',
      payload: { decision: 'nsaid', reasonCode: 'prefers-alternative', plan: 'Physiotherapy', checkBy: '2026-03-15' },
    })
    const [before, after] = [nsaid(short, '2026-03-06'), nsaid(short, '2026-03-07')]
    expect(before && isSilenced(before, short.asOf('2026-03-06'))).toBe(true)
    // More than 30 days of pain from 7 March on.
    expect(after && silenceOf(after, short.asOf('2026-03-07'))).toMatchObject({
      silenced: false,
      changed: [],
      changedOutcome: true,
    })
  })

  test('of advice against something is not ended by doing that very thing', () => {
    const against = flagged.on(
      '2026-03-01',
      {
        type: 'overridden',
        payload: { decision: 'nsaid', reasonCode: 'risk-benefit-ratio', plan: 'For the nights', checkBy: '2026-03-08' },
      },
      { type: 'treatmentStarted', payload: { treatment: 'nsaid', startedOn: '2026-03-01' } },
    )
    expect(kinds(against, '2026-03-01')).toContain('overrideCheck')
    expect(against.asOf('2026-03-01').overrides[0]?.stance).toBe('withhold')
  })

  test('ends with its check, with the recommended thing done after all, or with another override', () => {
    const { sequence = 0 } = overridden.asOf('2026-03-02').overrides[0] ?? {}
    const checked = overridden.on('2026-03-08', {
      type: 'overrideChecked',
      payload: { override: sequence, note: 'Better' },
    })
    const acted = overridden.on('2026-03-08', referred('surgicalReferral'))
    const replaced = overridden.on('2026-03-05', otherwise)
    expect(checked.asOf('2026-03-08').overrides[0]?.ended?.how).toBe('checked')
    expect(kinds(checked, '2026-03-08')).not.toContain('overrideCheck')
    expect(acted.asOf('2026-03-08').overrides[0]?.ended?.how).toBe('acted')
    expect(kinds(acted, '2026-03-08')).not.toContain('overrideCheck')
    expect(replaced.asOf('2026-03-05').overrides.map(({ ended }) => ended?.how)).toEqual(['replaced', undefined])
    expect(kinds(replaced, '2026-03-05').filter((kind) => kind === 'overrideCheck')).toHaveLength(1)
  })

  test('with a test that was awaited ends the wait, and a result that comes all the same counts', () => {
    const without: CareCommand = {
      type: 'overridden',
      payload: { decision: 'xray', reasonCode: 'patient-refuses', plan: 'Ask again', checkBy: '2026-03-20' },
    }
    const again = begin({ ...clean, cancerHistory: 'past' }).on('2026-03-01', without)
    expect(again.asOf('2026-03-01').worklist.find(({ kind }) => kind === 'actOnDecision')?.decisions).not.toContain(
      'xray',
    )
    const late = again.on('2026-03-02', result({ xray: 'normal' }))
    expect(late.asOf('2026-03-02').findings.xray?.value).toBe('normal')
  })
})
