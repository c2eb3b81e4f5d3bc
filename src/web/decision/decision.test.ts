import { describe, expect, test } from 'vitest'
import type { EpisodeHistory } from '../../care/episode.ts'
import { foldHistory } from '../../care/history.ts'
import { decide, referenceTo } from '../../evaluate/decide.ts'
import type { RecordedFindings } from '../../evaluate/situation.ts'
import { source, standard } from '../../protocol/protocol.ts'
import { shownDecision } from '../../service/api/decision.ts'
import { holdProtocol } from '../protocol/adopted.ts'
import { eventsOfAct, splitAnswers } from './commands.ts'
import { decideLive } from './decide-live.ts'
import { openActions, stepToDo } from './handled.ts'
import { actWords, findingsLine, headline, reach } from './panel.tsx'
import { shown } from './shown.ts'
import { actOf, emergencyTexts, isEmergency, layerDifferences, levelOf } from './view.ts'
import { limitsOf } from './why.tsx'

// The app decides by the version that the service gives it.
holdProtocol({ reference: referenceTo(standard), standard, source })

const asOf = '2026-03-15'
const on = (findings: RecordedFindings) => decide(standard, findings, asOf)
const cancer = { ageYears: { value: 65 }, sexAtBirth: { value: 'female' }, cancerHistory: { value: 'past' } }
const cauda = { saddleNumbness: { value: 'present' } }

const envelope = { episodeId: 'e', patientId: 'p', actorId: 'a', recordedAt: `${asOf}T09:00:00Z`, recordedOn: asOf }
const patient = {
  familyName: 'Güneş',
  givenName: 'Ayşe',
  birthDate: '1961-03-04',
  sexAtBirth: 'female',
  recordNumber: '1',
} as const
const fresh: EpisodeHistory = foldHistory([{ ...envelope, sequence: 1, type: 'registered', payload: { patient } }])
const act = (findings: RecordedFindings, history = fresh) => {
  const result = on(findings)
  const step = stepToDo(result, history)
  return { step, result, act: actOf(step, step ? openActions(step, result, history) : []) }
}

describe('the one button', () => {
  test('with a red flag it orders both tests, named by the protocol', () => {
    const { act: chosen } = act(cancer)
    expect(actWords(chosen, true)).toBe('Sign and order: X-ray, ESR')
    expect(eventsOfAct(chosen, asOf)).toEqual([
      { type: 'ordered', payload: { tests: ['xray', 'esr'], rule: 'initialXray' } },
    ])
  })

  test('what is ordered is not ordered again: the next step is the referral', () => {
    const ordered = { tests: ['xray', 'esr'], urgency: 'soon' }
    const history = foldHistory([
      { ...envelope, sequence: 1, type: 'registered', payload: { patient } },
      { ...envelope, sequence: 2, type: 'ordered', payload: ordered },
    ])
    const { act: chosen } = act(cancer, history)
    expect(chosen.is).toBe('refer')
    expect(eventsOfAct(chosen, asOf)).toEqual([])
  })

  test('in an emergency it refers before it orders, and the fixed text is at hand', () => {
    const { act: chosen, step, result } = act(cauda)
    expect(chosen.is).toBe('refer')
    expect(headline(step)).toBe(`Consider: ${step?.label}`)
    expect(emergencyTexts(result)[0]).toMatch(/^Emergency\./)
  })

  test('with nothing known it leads to the first question', () => {
    const { act: chosen } = act({})
    expect(chosen).toEqual({ is: 'ask', finding: 'urinaryIncontinence' })
  })
})

describe('what the panel says', () => {
  test('red flags by name, with what raised them', () => {
    expect(findingsLine(on(cancer))).toMatch(/^1 red flag: history of cancer \(in the past\)\./)
    expect(findingsLine(on({}))).toBe('No red flag in the answers so far.')
  })

  test('what is not recorded, absent, or only came into a limit is not said to be there', () => {
    // A pain of 40 days is a flag as long as it is not known to have gone; that finding is no part of what was found.
    expect(findingsLine(on({ durationDays: { value: 40 } }))).toMatch(
      /^1 red flag: pain for more than one month \(duration of the pain: 40 days\)\./,
    )
    const raised = on({ ageYears: { value: 65 }, sexAtBirth: { value: 'female' }, esrMmPerHour: { value: 61 } })
    expect(findingsLine(raised)).toMatch(/^1 red flag: raised ESR \(ESR: 61 mm\/h\)\./)
  })

  test.each([
    [[{ couldRaise: true, couldLower: false }], 'It could raise the urgency.'],
    [[{ couldRaise: false, couldLower: true }], 'It could lower the urgency.'],
    [[{ couldRaise: true, couldLower: true }], 'It could raise or lower the urgency.'],
    [[{ couldRaise: false, couldLower: false }], 'It cannot change the urgency.'],
  ])('what is missing can move the urgency: %j', (missing, words) => {
    expect(reach(missing)).toBe(words)
  })

  test('each level has its own shape by its place in the protocol', () => {
    const levels = standard.decisions.find(({ kind }) => kind === 'urgency')?.outcomes ?? []
    expect(levels.map(({ id }) => levelOf(standard, id).level)).toEqual(['routine', 'soon', 'urgent', 'emergency'])
  })

  test('an emergency is one as soon as it is certain, whatever is still open', () => {
    expect(isEmergency(standard, on(cauda))).toBe(true)
    expect(isEmergency(standard, on(cancer))).toBe(false)
  })

  test('where the source alone would say otherwise is listed, and nothing where it would not', () => {
    const differences = layerDifferences(standard, on(cauda), source, decide(source, cauda, asOf))
    expect(differences.find(({ decision }) => decision === 'urgency')).toMatchObject({ there: 'Urgent' })
    expect(layerDifferences(standard, on(cancer), standard, on(cancer))).toEqual([])
  })

  test('the limits of a rule are those of every condition it names', () => {
    const ids = limitsOf(['initialXray']).map(({ id }) => id)
    expect(ids).toContain('currentResultDays')
    expect(ids).toContain('oneMonthDays')
  })
})

describe('live decisions', () => {
  test('a value that cannot be is left out, an impossible pair is not: the emergency stays', () => {
    const live = decideLive({ ...cauda, numbnessOrSensoryLoss: { value: 'absent' }, severity: { value: 99 } }, asOf)
    expect(live.findings.severity).toBeUndefined()
    expect(live.result.urgency.level).toBe('emergency')
    expect(live.faults.impossible).toHaveLength(1)
  })

  test('what is sent with a signature is what the service computes', () => {
    expect(shown(on(cancer))).toEqual(shownDecision(on(cancer)))
  })
})

describe('recording answers', () => {
  const answers = { smoker: { value: 'present', observedOn: asOf }, fever: { value: 'absent', observedOn: asOf } }

  test('before anything is signed every answer is simply recorded', () => {
    expect(splitAnswers(answers, fresh)).toEqual({ answered: answers, amended: {} })
  })

  test('another value for the day of a signed one amends it; the same value again records nothing', () => {
    const findings = {
      smoker: { value: 'absent', observedOn: asOf },
      fever: { value: 'absent', observedOn: asOf },
    }
    const source = { by: 'a', recordedAt: envelope.recordedAt, recordedOn: asOf, sequence: 3 }
    const signed = { ...source, asOf, findings } as unknown as EpisodeHistory['signed'][number]
    const standing = Object.fromEntries(
      Object.entries(findings).map(([id, finding]) => [id, { ...source, ...finding, earlier: [] }]),
    )
    const history = { ...fresh, findings: standing, signed: [signed] }
    expect(splitAnswers(answers, history)).toEqual({ answered: {}, amended: { smoker: answers.smoker } })
  })
})
