import { describe, expect, test } from 'vitest'
import { decide } from '../evaluate/decide.ts'
import { readFindings } from '../evaluate/read-findings.ts'
import type { DecisionResult } from '../evaluate/result.ts'
import { source, standard } from '../protocol/protocol.ts'
import { changeWords, decisionText, nextWords, urgencyWords } from './decision-text.ts'

const asOf = '2026-03-15'

function decided(entered: Readonly<Record<string, unknown>>, protocol = standard): DecisionResult {
  const read = readFindings(protocol, entered, asOf)
  if (!read.ok) throw new Error('This cannot be recorded')
  return decide(protocol, read.findings, asOf)
}

/** Everything asked, nothing found. */
const clear = {
  ...Object.fromEntries(
    standard.findings
      .filter(({ id, kind, unrecorded }) => kind === 'sign' && unrecorded === 'notKnown' && id !== 'pregnant')
      .map(({ id }) => [id, 'absent']),
  ),
  ageYears: 40,
  sexAtBirth: 'male',
  cancerHistory: 'never',
  nightPain: 'none',
  previousTreatment: 'none',
  durationDays: 5,
}

describe('urgency', () => {
  test('is one word when it is settled, and tells its bounds when it is not', () => {
    expect(urgencyWords(decided({ ...clear, cancerHistory: 'past' }), standard)).toBe('Soon')
    expect(urgencyWords(decided({ cancerHistory: 'past' }), standard)).toBe(
      'Soon, provisional: it could be as high as “Emergency: today”',
    )
  })
})

describe('the main step', () => {
  test('is put as something to consider, a question as a question', () => {
    expect(nextWords(decided({ ...clear, cancerHistory: 'past' }))).toBe('Consider: X-ray and ESR')
    expect(nextWords(decided({}))).toMatch(/^Ask next: .*\?$/)
    expect(nextWords({})).toBe('Nothing to consider now.')
  })
})

describe('a decision in 80 columns', () => {
  const text = decisionText(decided({ ...clear, cancerHistory: 'past' }), standard, { id: 'case 7' })
  const lines = text.split('\n')

  test('begins with the urgency, then the case, the day, the reason and what to consider', () => {
    expect(lines.slice(0, 8)).toEqual([
      'SOON',
      'Case case 7',
      'As of 15-Mar-2026; everything that could change it is known.',
      'Because of history of cancer: in the past (B7, I4, B1).',
      '',
      'Consider: X-ray and ESR',
      '  because history of cancer: in the past',
      '  C1: The initial work-up is a plain X-ray of the back and an ESR.',
    ])
  })

  test('names red flags and actions with their statements, where guidance differs, what would change it, the version', () => {
    expect(text).toContain('Red flags\n- History of cancer (B1): history of cancer: in the past')
    expect(text).toMatch(/- Plain X-ray of the back: recommended \(C1, B7, B1\)/)
    expect(text).toContain('Where guidance differs\n')
    expect(text).toMatch(/“Routine” with history of cancer: never/)
    expect(text).toContain(`Protocol back-pain ${standard.version}, layer standard`)
  })

  test('keeps to 80 columns', () => {
    expect(lines.filter((line) => [...line].length > 80)).toEqual([])
  })

  test('says what is not known and what it could do, and counts what it does not name', () => {
    const open = decisionText(decided({}), standard)
    expect(open).toContain('- Could raise the urgency: loss of bladder control; ')
    expect(open).toMatch(/and \d+ more/)
    expect(decisionText(decided({}), standard, { most: 1000 })).not.toMatch(/and \d+ more/)
  })

  test('many absent signs are counted, and nothing is said to be a red flag that is none', () => {
    const none = decisionText(decided(clear), standard)
    expect(none).toMatch(/\d+\s+others:\s+absent/)
    expect(none).toContain('Red flags: None found.')
  })

  test('a case id cannot add a line', () => {
    const odd = decisionText(decided(clear), standard, { id: 'x\nEMERGENCY\u001b[2J' })
    expect(odd.split('\n')[1]).toBe('Case x EMERGENCY [2J')
  })

  test('the source layer is told as such', () => {
    expect(decisionText(decided(clear, source), source)).toContain('layer source')
  })
})

test('a change tells what it would give instead of what', () => {
  const result = decided({ ...clear, cancerHistory: 'past' })
  const never = result.changes.find(({ finding, to }) => finding === 'cancerHistory' && to === 'never')
  expect(never).toBeDefined()
  if (never)
    expect(changeWords(never, standard)).toContain(
      'history of cancer: never instead of in the past – Urgency: “Routine” instead of “Soon”',
    )
})
