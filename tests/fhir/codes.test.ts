import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { conditionCodes } from '../../src/fhir/codes/conditions.ts'
import { conclusionCodes, testCodes } from '../../src/fhir/codes/tests.ts'
import { lookBacks } from '../../src/protocol/look-backs.ts'
import { standard } from '../../src/protocol/protocol.ts'

const findings = new Map(standard.findings.map((each) => [each.id, each]))
const allows = (finding: string, value: string): boolean => {
  const definition = findings.get(finding)
  if (definition?.kind === 'sign') return value === 'present' || value === 'absent'
  return definition?.kind === 'choice' && definition.values.some(({ id }) => id === value)
}

describe('the code maps speak of the protocol', () => {
  test('every finding and value that they name is one', () => {
    const means = conditionCodes.flatMap((row) => row.means ?? [])
    expect(means.filter(({ finding, value }) => !allows(finding, value))).toEqual([])
    const asked = conditionCodes.flatMap((row) => row.asks ?? [])
    expect(asked.filter((finding) => !findings.has(finding))).toEqual([])
    for (const { xray = 'normal', mri = 'normal' } of conclusionCodes)
      expect([allows('xray', xray), allows('mri', mri)]).toEqual([true, true])
  })

  test('every test is a finding that a decision orders', () => {
    const orders = new Set(standard.decisions.filter(({ kind }) => kind === 'order').map(({ id }) => id))
    expect(testCodes.filter(({ finding, decision }) => !findings.has(finding) || !orders.has(decision))).toEqual([])
  })

  test('no code means a finding present and is refuted as another: of one code, each finding has one value', () => {
    for (const { codes, means = [] } of conditionCodes) {
      expect(Object.values(codes).flat().length).toBeGreaterThan(0)
      expect(new Set(means.map(({ finding }) => finding)).size).toBe(means.length)
    }
  })

  test('every look-back is of a finding and cites a statement', () => {
    const statements = new Set(standard.statements.map(({ id }) => id))
    expect(
      lookBacks.findings.filter(({ finding, statement }) => !findings.has(finding) || !statements.has(statement)),
    ).toEqual([])
    expect(new Set(lookBacks.findings.map(({ finding }) => finding)).size).toBe(lookBacks.findings.length)
  })

  test('what says "now" of a symptom has a look-back: a symptom of years ago is none of today', () => {
    const groups = ['Emergency', 'Neurologic', 'General symptoms']
    const symptoms = standard.findings.filter(({ group }) => groups.includes(group)).map(({ id }) => id)
    const limited = new Set(lookBacks.findings.flatMap(({ finding, days }) => (days === undefined ? [] : [finding])))
    expect(symptoms.filter((id) => !limited.has(id))).toEqual([])
  })
})

const folder = fileURLToPath(new URL('../../../shared/data/codes/', import.meta.url))

// The public lists stand beside the project, not in it.
describe.skipIf(!existsSync(folder))('every code was looked up in a public list', () => {
  const text = (file: string) => (existsSync(folder) ? readFileSync(`${folder}${file}`, 'utf8') : '')
  const lists = [
    'icd10cm-2024-subset.json',
    'snomed-core-subset-from-cds-hooks-sandbox.json',
    'vsac-sets-from-ahrq-pain-summary.json',
    'loinc-lumbar-from-fhir-r4-c80-doc-typecodes.json',
    '../../CODES.md',
  ].map(text)
  // As a word of its own; an ICD-10-CM code may go on, since it is matched by its beginning.
  const isListed = (code: string) => {
    const whole = new RegExp(`(?<![\\w.-])${code.replaceAll('.', '\\.')}${/^[A-Z]/.test(code) ? '' : '(?![\\w-])'}`)
    return lists.some((list) => whole.test(list))
  }

  test('of diagnoses and conclusions', () => {
    const codes = [...conditionCodes, ...conclusionCodes].flatMap((row) => Object.values(row.codes).flat())
    const single = codes.flatMap((code) => code.split('-'))
    expect(single.filter((code) => !isListed(code))).toEqual([])
  })

  test('of tests', () => {
    const codes = testCodes.flatMap((row) => Object.values(row.codes).flat())
    expect(codes.filter((code) => !isListed(code))).toEqual([])
  })
})
