import { describe, expect, test } from 'vitest'
import { standard } from '../../protocol/protocol.ts'
import type { CareCommand } from '../commands.ts'
import type { EnteredFindings } from '../findings.ts'
import { type Story, tell } from '../story.ts'
import { type EpisodeUse, episodeUse } from './episode-use.ts'
import { addMonths, lastDayOf, monthsBetween } from './months.ts'
import { hideSmallNumbers } from './small-numbers.ts'
import { csvOfUse } from './use-csv.ts'
import { reportOnUse, spreadOf, type UsePeriod, type UseReport, workDays } from './use-report.ts'

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
  payload: { decision, destination: 'the clinic', letter: 'Dear colleague', ...(urgency ? { urgency } : {}) },
})
const overridden = (decision: string, checkBy: string, reasonCode = 'patient-refuses'): CareCommand => ({
  type: 'overridden',
  payload: { decision, reasonCode, plan: 'Telephone', checkBy },
})

/** Flagged on 2 March: X-ray and ESR ordered and back after 7 and 14 days, referred on 20 March, replied to on 1 April. */
const workedUp = tell(told, '2026-03-02')
  .on('2026-03-02', answered({ ...clean, cancerHistory: 'past' }), signed, ordered('xray', 'esr'))
  .on('2026-03-09', result({ xray: 'normal' }))
  .on('2026-03-16', result({ esrMmPerHour: 8 }))
  .on('2026-03-17', signed)
  .on('2026-03-20', referred('surgicalReferral'))
  .on('2026-04-01', { type: 'referralAcknowledged', payload: { referral: 8, acknowledgedOn: '2026-04-01' } })

/** Clean on 10 March: an NSAID and a review are recommended; the NSAID is refused, to be checked by 20 March. */
const refused = tell(told, '2026-03-10').on('2026-03-10', answered(clean), signed, overridden('nsaid', '2026-03-20'))

const spring: UsePeriod = { from: '2026-03', until: '2026-04', asOf: '2026-04-15' }

function usesOf(stories: readonly Story[], period = spring): readonly EpisodeUse[] {
  return stories.flatMap(({ events }) => episodeUse(events, workDays(period), period.asOf) ?? [])
}
const reportOf = (stories: readonly Story[], period = spring): UseReport => reportOnUse(usesOf(stories, period), period)
const fates = (story: Story): readonly string[] =>
  usesOf([story]).flatMap(({ recommendations }) => recommendations.map(({ decision, fate }) => `${decision} ${fate}`))

describe('what became of recommendations', () => {
  const report = reportOf([workedUp, refused])

  test('each counts once, in the month of its first signature, by what became of it', () => {
    const { given, followed, overridden: otherwise, open, lapsed } = report.total
    expect({ given, followed, otherwise, open, lapsed }).toEqual({
      given: 5,
      followed: 3,
      otherwise: 1,
      open: 1,
      lapsed: 0,
    })
    expect(report.months.map(({ month, given: of, followed: done }) => [month, of, done])).toEqual([
      ['2026-03', 5, 3],
      ['2026-04', 0, 0],
    ])
  })

  test('by rule, with its statements and the reasons for doing otherwise', () => {
    const nsaid = report.rules.find(({ decision }) => decision === 'nsaid')
    expect(nsaid).toMatchObject({
      given: 1,
      overridden: 1,
      followed: 0,
      reasons: [{ code: 'patient-refuses', count: 1 }],
    })
    expect(nsaid?.statements).toContain('D1')
    expect(report.rules.find(({ decision }) => decision === 'xray')).toMatchObject({ given: 1, followed: 1 })
    expect(report.reasons).toEqual([{ code: 'patient-refuses', count: 1 }])
  })

  test('what is overridden and then done is followed; what is done and then decided otherwise is overridden', () => {
    const begun = { type: 'treatmentStarted', payload: { treatment: 'nsaid', startedOn: '2026-03-12' } } as const
    expect(fates(refused.on('2026-03-12', begun))).toEqual(['nsaid followed', 'review open'])
    const undone = tell(told, '2026-03-02').on(
      '2026-03-02',
      answered({ ...clean, cancerHistory: 'past' }),
      signed,
      ordered('xray', 'esr'),
      overridden('xray', '2026-03-10'),
    )
    expect(fates(undone).toSorted()).toEqual(['esr followed', 'surgicalReferral open', 'xray overridden'])
  })

  test('what a later signature no longer says has lapsed; what it says again is not counted again', () => {
    const cleared = tell(told, '2026-03-02')
      .on('2026-03-02', answered({ ...clean, cancerHistory: 'past' }), signed, signed)
      .on('2026-03-03', {
        type: 'amended',
        payload: { reason: 'Another patient’s history', findings: { cancerHistory: 'never' } },
      })
      .on('2026-03-03', signed)
    expect(fates(cleared).toSorted()).toEqual([
      'esr lapsed',
      'nsaid open',
      'review open',
      'surgicalReferral lapsed',
      'xray lapsed',
    ])
  })

  test('a referral slower than the recommendation does not follow it', () => {
    const emergency = tell(told, '2026-03-02').on(
      '2026-03-02',
      answered({ ...clean, saddleNumbness: 'present', numbnessOrSensoryLoss: 'present' }),
      signed,
    )
    const slow = emergency.on('2026-03-02', referred('surgicalReferral', 'soon'))
    expect(fates(slow)).toContain('surgicalReferral open')
    expect(fates(slow.on('2026-03-02', referred('surgicalReferral', 'emergency')))).toContain(
      'surgicalReferral followed',
    )
  })

  test('an episode entered for the wrong patient counts nowhere', () => {
    const voided = refused.on('2026-03-11', { type: 'voided', payload: { reason: 'Wrong patient' } })
    expect(usesOf([voided])).toEqual([])
  })

  test('nothing that was recorded after the as-of day is known', () => {
    const early = { ...spring, asOf: '2026-03-10' }
    expect(reportOf([workedUp], early).total).toMatchObject({ given: 3, followed: 2, open: 1, signed: 1 })
  })
})

describe('how long things took', () => {
  const report = reportOf([workedUp, refused])

  test('from the first unsigned answer to the signature, in minutes; a signature given with its answers is counted apart', () => {
    expect(report.total).toMatchObject({ signed: 3, signedAtOnce: 2 })
    // Eight days, from the X-ray on the 9th to the signature on the 17th.
    expect(report.total.times.signature).toEqual({ count: 1, median: 8 * 24 * 60, nineInTen: 8 * 24 * 60 })
  })

  test('from order to result, and from referral to reply, in days and in the month in which they ended', () => {
    const [march, april] = report.months
    expect(march?.times.result).toEqual({ count: 2, median: 10.5, nineInTen: 14 })
    expect(march?.times.reply).toEqual({ count: 0 })
    expect(april?.times.reply).toEqual({ count: 1, median: 12, nineInTen: 12 })
  })

  test.each([
    [[3], { count: 1, median: 3, nineInTen: 3 }],
    [[4, 1], { count: 2, median: 2.5, nineInTen: 4 }],
    [[10, 1, 9, 2, 8, 3, 7, 4, 6, 5], { count: 10, median: 5.5, nineInTen: 9 }],
    [[], { count: 0 }],
  ])('%j has this spread', (amounts, spread) => {
    expect(spreadOf(amounts)).toEqual(spread)
  })
})

describe('work over time', () => {
  test('is counted at the end of each month, and today while a month runs', () => {
    // End of March: a reply awaited until 3 April; a check due on the 20th and a review due on the 24th are overdue.
    // 15 April: the reply came, so that a plan is due today; the other two are still overdue.
    expect(reportOf([workedUp, refused]).months.map(({ work }) => work)).toEqual([
      { day: '2026-03-31', open: 3, overdue: 2, overdueUrgent: 0 },
      { day: '2026-04-15', open: 3, overdue: 2, overdueUrgent: 0 },
    ])
  })

  test('before a patient is registered there is none, and urgent work that is overdue is told apart', () => {
    const urgent = tell(told, '2026-04-02').on('2026-04-02', answered({ ...clean, fever: 'present' }), signed)
    expect(reportOf([urgent]).months.map(({ work }) => [work.open, work.overdue, work.overdueUrgent])).toEqual([
      [0, 0, 0],
      [1, 1, 1],
    ])
  })
})

describe('small numbers', () => {
  const fatesOf = (given: number, followed: number, otherwise: number, open: number, lapsed: number) => ({
    ...reportOf([]).total,
    given,
    followed,
    overridden: otherwise,
    open,
    lapsed,
  })
  const hide = (...counts: Parameters<typeof fatesOf>) => {
    const {
      given,
      followed,
      overridden: otherwise,
      open,
      lapsed,
    } = hideSmallNumbers({
      ...reportOf([]),
      total: fatesOf(...counts),
    }).total
    return [given, followed, otherwise, open, lapsed]
  }

  test('from 1 to 4 are hidden, nought and 5 are not', () => {
    expect(hide(16, 5, 0, 0, 11)).toEqual([16, 5, 0, 0, 11])
    expect(hide(4, 4, 0, 0, 0)).toEqual(['hidden', 'hidden', 0, 0, 0])
  })

  test('with a hidden part the next smallest goes too: the total would give it away', () => {
    expect(hide(22, 12, 2, 0, 8)).toEqual([22, 12, 'hidden', 0, 'hidden'])
    expect(hide(24, 20, 2, 2, 0)).toEqual([24, 20, 'hidden', 'hidden', 0])
  })

  test('no number from 1 to 4 is left anywhere in a report or its CSV', () => {
    const report = hideSmallNumbers(reportOf([workedUp, refused]))
    const counts = [report.total, ...report.months, ...report.rules].flatMap(
      ({ given, followed, overridden: otherwise, open, lapsed }) => [given, followed, otherwise, open, lapsed],
    )
    expect(counts.filter((count) => count !== 'hidden' && count > 0 && count < 5)).toEqual([])
    expect(report.total.times.result).toEqual({ count: 'hidden' })
    const values = csvOfUse(report, standard)
      .split('\r\n')
      .map((line) => line.split(',').at(-1))
    expect(values.filter((value) => /^[1-4]$/.test(value ?? ''))).toEqual([])
    expect(values).toContain('hidden')
  })
})

describe('the CSV', () => {
  const lines = csvOfUse(reportOf([workedUp, refused]), standard).split('\r\n')

  test('has one number a line, with its rule, statements and unit', () => {
    expect(lines[0]).toBe('table,month,rule,statements,recommendation,measure,unit,value')
    expect(lines).toContain('month,2026-03,,,,followed,recommendations,3')
    expect(lines).toContain('month,2026-03,,,,result: median,days,10.5')
    expect(lines).toContain('month,2026-04,,,,overdue work on 2026-04-15,items,2')
    expect(lines.filter((line) => /^rule,,.*,D1 .*,overridden,recommendations,1$/.test(line))).toHaveLength(1)
    expect(lines.at(-1)).toBe('')
  })

  test('quotes what holds a comma, and lets no text begin a formula', () => {
    const [rule] = reportOf([workedUp]).rules
    const odd = { ...reportOf([]), rules: rule ? [{ ...rule, rule: '=cmd,"x"' }] : [] }
    expect(csvOfUse(odd, standard)).toContain('rule,,"\'=cmd,""x""",')
  })
})

describe('months', () => {
  test('follow each other over the year, and end on their last day', () => {
    expect(monthsBetween('2025-11', '2026-02')).toEqual(['2025-11', '2025-12', '2026-01', '2026-02'])
    expect(monthsBetween('2026-02', '2026-01')).toEqual([])
    expect(addMonths('2026-01', -13)).toBe('2024-12')
    expect(lastDayOf('2028-02')).toBe('2028-02-29')
    expect(workDays({ from: '2026-02', until: '2026-04', asOf: '2026-03-15' })).toEqual(['2026-02-28', '2026-03-15'])
  })
})
