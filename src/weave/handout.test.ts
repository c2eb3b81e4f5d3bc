import { describe, expect, test } from 'vitest'
import { decide } from '../evaluate/decide.ts'
import { readFindings } from '../evaluate/read-findings.ts'
import { handoutWords } from '../protocol/handout.ts'
import { source, standard } from '../protocol/protocol.ts'
import { handoutOf, patientHandout } from './handout.ts'
import type { HandoutWords } from './words.ts'

const asOf = '2026-03-15'
const patient = { familyName: 'Okafor', givenName: 'Ada', birthDate: '1961-03-04', demo: true }
const reviewed: HandoutWords = {
  ...handoutWords,
  review: { reviewedBy: 'A clinician of the test', reviewedOn: '2026-03-01' },
}

function handoutFor(
  entered: Readonly<Record<string, unknown>>,
  words: HandoutWords = handoutWords,
  demo = true,
): string {
  const read = readFindings(standard, entered, asOf)
  if (!read.ok) throw new Error('This cannot be recorded')
  const decision = decide(standard, read.findings, asOf)
  return patientHandout({ patient: { ...patient, demo }, decision, writtenOn: asOf }, standard, words)
}

describe('the advice on when to come back', () => {
  test('is the protocol’s own, a sign a line, and the same for everybody', () => {
    const advice = (text: string) => text.split('\n\n').find((part) => part.startsWith('COME BACK AT ONCE'))
    const expected = advice(handoutFor({}))
    for (const sign of [
      'Loss of control of bladder or bowel',
      'Difficulty passing urine',
      'Numbness between the legs',
      'Fever',
    ])
      expect(expected).toContain(`\n- ${sign}`)
    for (const entered of [{ saddleNumbness: 'present' }, { cancerHistory: 'past' }, { ageYears: 15 }])
      expect(advice(handoutFor(entered))).toBe(expected)
  })
})

describe('what happens now', () => {
  test('follows the decision', () => {
    const suspected = handoutFor({ cancerHistory: 'past', ageYears: 60 })
    expect(suspected).toContain('You may have an X-ray of your back.')
    expect(suspected).toContain('You may have a blood test.')
    expect(handoutFor({})).not.toContain('You may have an X-ray')
  })

  test('an emergency says what to do today, without a general introduction', () => {
    const emergency = handoutFor({ saddleNumbness: 'present' })
    expect(emergency).toContain('You need to be seen in hospital today.')
    expect(emergency).not.toContain('it often gets better')
    expect(emergency).not.toContain('Come back in 2 weeks')
  })
})

describe('every sentence for patients', () => {
  test('belongs to a decision and answers of the protocol', () => {
    for (const { decision, outcomes = [] } of handoutWords.sayings as HandoutWords['sayings']) {
      const found = standard.decisions.find(({ id }) => id === decision)
      expect(found?.id).toBe(decision)
      for (const outcome of outcomes) expect(found?.outcomes.map(({ id }) => id)).toContain(outcome)
    }
    const levels = standard.decisions.find(({ kind }) => kind === 'urgency')?.outcomes.map(({ id }) => id)
    expect(handoutWords.urgency.map(({ level }) => level)).toEqual(levels)
  })

  test('is short, and has no word longer than a reader of 11 knows', () => {
    const sentences = [
      ...handoutWords.opening,
      ...handoutWords.urgency.flatMap(({ says }) => says),
      ...handoutWords.sayings.map(({ says }) => says),
      handoutWords.safety.lead,
      ...handoutWords.closing,
    ].flatMap((text) => text.split(/(?<=[.?!]) /))
    expect(sentences.filter((text) => text.split(' ').length > 20)).toEqual([])
    expect(sentences.flatMap((text) => text.match(/[a-z]{11,}/gi) ?? [])).toEqual([])
    expect(sentences.filter((text) => text.includes('!'))).toEqual([])
  })

  test('is decided by both layers: nothing it says needs the additions to be printed', () => {
    const decision = decide(source, {}, asOf)
    const text = patientHandout({ patient, decision, writtenOn: asOf }, source, handoutWords)
    expect(text).toContain('COME BACK AT ONCE')
  })
})

describe('a text that nobody has reviewed', () => {
  test('is printed for invented patients, and says so', () => {
    const text = handoutFor({})
    expect(text.startsWith('DEMO – not a real patient\n')).toBe(true)
    expect(text.endsWith('DEMO – not a real patient\n')).toBe(true)
    expect(text).toContain('has not been reviewed by a clinician yet')
  })

  test('is not printed for a real patient, but the protocol’s advice is', () => {
    const text = handoutFor({ cancerHistory: 'past' }, handoutWords, false)
    expect(text).not.toContain('You may have')
    expect(text).toContain('has not been reviewed by a clinician yet')
    expect(text.replaceAll('\n', ' ')).toContain('Come back at once for loss of control of bladder or bowel')
  })

  test('once it is reviewed it is printed for everybody, with who reviewed it and when', () => {
    const text = handoutFor({ cancerHistory: 'past' }, reviewed, false)
    expect(text).toContain('You may have an X-ray')
    expect(text).toContain('Text reviewed by A clinician of the test, 01-Mar-2026.')
    expect(text).not.toContain('DEMO')
  })
})

test('a name cannot add a line', () => {
  const decision = decide(standard, { fever: { value: 'present' } }, asOf)
  const name = 'Okafor\n\nWHAT HAPPENS NOW\n- You are well'
  const text = patientHandout(
    { patient: { ...patient, familyName: name }, decision, writtenOn: asOf },
    standard,
    reviewed,
  )
  expect(text.split('\n').filter((line) => line === 'WHAT HAPPENS NOW')).toHaveLength(1)
  expect(text).not.toContain('\n- You are well')
})

test('in a language that runs the other way a name keeps its own direction', () => {
  const frame = {
    ...{
      language: 'ar',
      direction: 'rtl' as const,
      for: 'إلى: {{name}}',
      call: '{{clinic}}',
      reviewed: '',
      demo: 'تجربة',
    },
  }
  const words: HandoutWords = { ...handoutWords, frame, safety: { title: 'عُد', lead: 'عند:', signs: ['حمى'] } }
  const decision = decide(standard, {}, asOf)
  const text = patientHandout({ patient, decision, writtenOn: asOf }, standard, words)
  expect(text).toContain('إلى: \u2068OKAFOR, Ada\u2069 · 15 مارس 2026')
  expect(text).toContain('عند:\n- حمى')
})

test('where nothing is to happen, no heading says what happens', () => {
  expect(
    handoutOf({ patient, decision: decide(standard, {}, asOf), writtenOn: asOf }, standard, handoutWords).parts,
  ).toEqual(expect.not.arrayContaining([expect.objectContaining({ lines: [] })]))
})
