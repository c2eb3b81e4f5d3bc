import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { decide } from '../evaluate/decide.ts'
import type { Protocol } from '../language/protocol.ts'
import { source, standard } from '../protocol/protocol.ts'
import { sourceAttributes } from '../protocol/source-attributes.ts'
import { answeredAttributes, readersOf, sourceAttributesText } from './source-attributes.ts'

const answered = answeredAttributes(standard, sourceAttributes)
const numbered = (number: number, protocol = standard) =>
  answeredAttributes(protocol, sourceAttributes).find((each) => each.number === number)

/** The protocol without every rule and definition whose own condition names the finding. */
function withoutReadersOf(finding: string): Protocol {
  const names = (part: { readonly when: unknown }) => JSON.stringify(part.when).includes(`"finding":"${finding}"`)
  return {
    ...standard,
    findings: standard.findings.map(({ appliesWhen: _, ...definition }) => definition) as Protocol['findings'],
    conditions: standard.conditions.map((condition) => ({
      ...condition,
      definitions: condition.definitions.filter((each) => !names(each)),
    })),
    decisions: standard.decisions.map((decision) => ({
      ...decision,
      rules: decision.rules.filter((each) => !names(each)),
    })),
  }
}

describe('the source attributes of 45 CFR 170.315(b)(11)(iv)(A)', () => {
  test('are thirteen, numbered from 1, each with an answer', () => {
    expect(answered.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13])
    expect(answered.filter(({ answer }) => answer.length === 0 || answer.some((each) => each === ''))).toEqual([])
    expect(answered[9]?.paragraph).toBe('45 CFR 170.315(b)(11)(iv)(A)(10)')
  })

  test('name the nine elements of data in the order of the regulation', () => {
    const elements = answered.filter(({ isUsed }) => isUsed !== undefined)
    expect(
      elements.map(({ name }) => /^Use of (.+) as expressed in the standards in § 170\.213$/.exec(name)?.[1]),
    ).toEqual([
      'race',
      'ethnicity',
      'language',
      'sexual orientation',
      'gender identity',
      'sex',
      'date of birth',
      'social determinants of health data',
      'health status assessments data',
    ])
  })

  test('speak only of findings that the vocabulary has, and of every finding about the person', () => {
    const spokenOf = sourceAttributes.attributes.flatMap((each) => (each.from === 'findings' ? each.findings : []))
    const known = standard.findings.map(({ id }) => id)
    expect(spokenOf.filter((id) => !known.includes(id))).toEqual([])
    const person = standard.findings.filter(({ group }) => group === 'Person').map(({ id }) => id)
    expect(person.filter((id) => !spokenOf.includes(id))).toEqual([])
  })

  test('deny the use of what the vocabulary does not ask in any words', () => {
    const denied = answered.filter(({ isUsed }) => isUsed === false).map(({ number }) => number)
    expect(denied).toEqual([5, 6, 7, 8, 9, 12])
    const asked = standard.findings.flatMap(({ label, question, patientQuestion = '' }) => [
      label,
      question,
      patientQuestion,
    ])
    const words = /\b(race|racial|ethnic|language|gender|orientation|housing|homeless|income|education|insurance)/i
    expect(asked.filter((text) => words.test(text))).toEqual([])
  })
})

describe('a finding is used exactly when a rule reads it', () => {
  test.each([
    ['sexAtBirth', 10],
    ['smoker', 13],
  ])('%s is used, and no longer once no rule reads it', (finding, number) => {
    const statementsIn = (protocol: Protocol) =>
      numbered(number, protocol)?.findings?.find(({ id }) => id === finding)?.statements
    expect(statementsIn(standard)).not.toEqual([])
    expect(statementsIn(withoutReadersOf(finding))).toEqual([])
  })

  test('without a rule that reads sex, sex is not used', () => {
    expect(numbered(10)?.isUsed).toBe(true)
    expect(numbered(10, withoutReadersOf('sexAtBirth'))?.isUsed).toBe(false)
  })

  test('the date of birth is used through the age, and only through it', () => {
    expect(JSON.stringify([standard.conditions, standard.decisions])).not.toContain('"finding":"birthDate"')
    expect(readersOf(standard).get('birthDate')).toEqual(readersOf(standard).get('ageYears'))
    const limitless = withoutReadersOf('ageYears')
    expect(numbered(11, limitless)?.isUsed).toBe(false)
  })

  test('a finding that only says whether another applies is used with it', () => {
    const pregnancyAlone: Protocol = {
      ...withoutReadersOf('sexAtBirth'),
      findings: standard.findings,
    }
    expect(readersOf(pregnancyAlone).get('sexAtBirth')).toEqual(readersOf(pregnancyAlone).get('pregnant'))
  })

  test('what is said to be used changes a decision', () => {
    const day = '2026-03-15'
    const esrRaised = (sexAtBirth: string) =>
      decide(
        standard,
        { ageYears: { value: 40 }, sexAtBirth: { value: sexAtBirth }, esrMmPerHour: { value: 22 } },
        day,
      ).redFlags.map(({ id }) => id)
    expect(esrRaised('male')).not.toEqual(esrRaised('female'))
    const status = (birthDate: string) => decide(standard, { birthDate: { value: birthDate } }, day).status
    expect([status('2010-01-01'), status('1980-01-01')]).toEqual(['outOfScope', 'incomplete'])
  })
})

describe('what is cited and released', () => {
  test('every reference of every statement is a citation, and no other', () => {
    const expected = standard.statements.flatMap(({ references, differences }) => [
      ...references,
      ...differences.map(({ reference }) => reference),
    ])
    expect(answered[0]?.citations?.map(({ reference }) => reference)).toEqual(expected)
    expect(numbered(1, source)?.citations?.some(({ statement }) => statement.startsWith('X'))).toBe(false)
  })

  test('the version of the protocol is the newest release, dated as CHANGELOG.md dates it', () => {
    const [newest] = sourceAttributes.releases
    expect(newest?.version).toBe(standard.version)
    const [, version, date] = /^## (\S+) \((.+)\)$/m.exec(readFileSync('CHANGELOG.md', 'utf8')) ?? []
    expect([version, date]).toEqual([
      newest?.version,
      newest?.releasedOn === 'notReleased' ? 'not released' : newest?.releasedOn,
    ])
  })

  test('a version without a release says so', () => {
    const answer = numbered(4, { ...standard, version: '9.9.9' })?.answer
    expect(answer?.[0]).toBe('Version 9.9.9: no release is recorded.')
  })
})

test('as text, no line is longer than 80 columns, and every attribute has its number', () => {
  const lines = sourceAttributesText(standard, sourceAttributes).split('\n')
  expect(lines.filter((line) => [...line].length > 80)).toEqual([])
  for (let number = 1; number <= 13; number++) expect(lines.some((line) => line.startsWith(`${number}.`))).toBe(true)
})
