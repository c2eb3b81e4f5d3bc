import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { readFindings } from '../src/evaluate/read-findings.ts'
import { standard } from '../src/protocol/protocol.ts'
import { fencedBlocks } from './architecture/documents.ts'
import { type Answer, isRefusal, statementsOf } from './engines/answer.ts'
import { caseFiles, clinicalCases, findingsThatDiffer, patients, root } from './engines/clinical-case.ts'
import { commandLine } from './engines/command-line.ts'
import { compiledForm } from './engines/compiled.ts'
import { disagreements } from './engines/driver.ts'
import type { Engine } from './engines/engine.ts'
import { faultsOf } from './engines/expectation.ts'
import { interpret, interpreter } from './engines/interpreter.ts'
import { knownDisagreements, knownNotCited } from './engines/known-disagreements.ts'

const cases = clinicalCases()
const byId = new Map(cases.map((each) => [each.id, each]))
const answers = new Map(cases.map((each) => [each.id, interpret(each)]))

/** Statements that must show in cases: those that decide something of their own. */
const deciding = standard.statements.filter(({ kind }) => ['red flag', 'rule', 'serious', 'addition'].includes(kind))
const decidingIds = new Set(deciding.map(({ id }) => id))

function decided(id: string): Answer | undefined {
  const answer = answers.get(id)
  return answer && !isRefusal(answer) ? answer : undefined
}

describe('every clinical case', () => {
  test.each(cases)('gets what the clinical text asks for: $id', (clinicalCase) => {
    expect(faultsOf(clinicalCase, interpret(clinicalCase))).toEqual(knownDisagreements[clinicalCase.id] ?? [])
  })
})

describe('every engine gives the same answer to every case', () => {
  test.each([compiledForm, commandLine])('$name', async (engine) => {
    expect(await disagreements(interpreter, engine, cases)).toEqual([])
  })

  test('an engine that disagrees is named, with the case and the difference', async () => {
    const wrong: Engine = {
      name: 'wrong',
      gives: ['status', 'next'],
      decideAll: async (questions) => questions.map(() => ({ status: 'complete', next: 'treat' })),
    }
    const questions = cases.filter(({ id }) => ['pain-for-31-days', 'nothing-found-in-a-man-of-40'].includes(id))
    expect(await disagreements(interpreter, wrong, questions)).toEqual([
      'pain-for-31-days: wrong: next: expected "orderXrayAndEsr", got "treat"',
    ])
  })
})

describe('the cases cover the clinical text, in both directions', () => {
  test('there are at least 80, each with an id of its own', () => {
    expect(cases.length).toBeGreaterThanOrEqual(80)
    expect(byId.size).toBe(cases.length)
  })

  test.each(deciding)('$id ($kind) decides a case, and a near miss of that case shows where it does not', ({ id }) => {
    const shown = cases.filter(({ id: name, tests }) => {
      const answer = decided(name)
      return tests.includes(id) && answer !== undefined && statementsOf(answer).has(id)
    })
    const nearMisses = cases.filter(
      ({ doesNotApply, nearMissOf }) =>
        doesNotApply.some((each) => (typeof each === 'string' ? each : each.statement) === id) &&
        nearMissOf.some((pair) => shown.some((each) => each.id === pair)),
    )
    expect(shown.map((each) => each.id)).not.toEqual([])
    expect(nearMisses.map((each) => each.id)).not.toEqual([])
  })

  test('every case is decided by the statements that it says it tests', () => {
    const notCited = cases.flatMap(({ id, tests }) => {
      const answer = decided(id)
      const cited = answer ? statementsOf(answer) : decidingIds
      return tests.filter((each) => decidingIds.has(each) && !cited.has(each)).map((each) => `${id}: ${each}`)
    })
    expect(notCited).toEqual(knownNotCited)
  })

  test('every id in a sentence of a case is one of the clinical text', () => {
    const known = new Set(standard.statements.map(({ id }) => id))
    const invariants = /^V([1-9]|1[0-2])$/
    const unknown = cases.flatMap(({ id, because }) =>
      (because.match(/\b[A-FIVX]\d+\b/g) ?? [])
        .filter((each) => !known.has(each) && !invariants.test(each))
        .map((each) => `${id}: ${each}`),
    )
    expect(unknown).toEqual([])
  })

  test('every case says why with a statement, an invariant or a section of the clinical text', () => {
    const bare = cases.filter(({ because }) => !/\b[A-FIVX]\d+\b|section \d/.test(because))
    expect(bare.map(({ id }) => id)).toEqual([])
  })

  test('a near miss is the same patient in the same layer, with one finding or two recorded otherwise', () => {
    const faults = cases.flatMap((clinicalCase) =>
      clinicalCase.nearMissOf.flatMap((name) => {
        const pair = byId.get(name)
        if (!pair) return [`${clinicalCase.id}: there is no case ${name}`]
        const differing = findingsThatDiffer(clinicalCase, pair)
        const near = differing.length >= 1 && differing.length <= 2 && pair.layer === clinicalCase.layer
        return near
          ? []
          : [`${clinicalCase.id} and ${name} (${pair.layer}) differ in ${differing.join(', ') || 'nothing'}`]
      }),
    )
    expect(faults).toEqual([])
  })

  test('every known disagreement is of a case that there is', () => {
    expect(Object.keys(knownDisagreements).filter((id) => !byId.has(id))).toEqual([])
  })

  test('only a near miss says what does not apply', () => {
    const alone = cases.filter(({ doesNotApply, nearMissOf }) => doesNotApply.length > 0 && nearMissOf.length === 0)
    expect(alone.map(({ id }) => id)).toEqual([])
  })
})

const schemaText = (name: string) => readFileSync(join(root, 'schemas', name), 'utf8')

function validators() {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true })
  addFormats.default(ajv)
  ajv.addSchema(JSON.parse(schemaText('case.schema.json')), 'case.schema.json')
  ajv.addSchema(JSON.parse(schemaText('clinical-cases.schema.json')), 'clinical-cases.schema.json')
  const faults = (schema: string) => (content: unknown) => {
    ajv.validate(schema, content)
    return (ajv.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
  }
  return { caseFaults: faults('case.schema.json'), fileFaults: faults('clinical-cases.schema.json') }
}

describe('the schemas', () => {
  const { caseFaults, fileFaults } = validators()

  test.each(caseFiles())('cases/$file is as its schema says', ({ content }) => {
    expect(fileFaults(content)).toEqual([])
  })

  test.each(cases)('the patient of $id is a case of the command line', ({ id, asOf, findings }) => {
    expect(caseFaults({ id, asOf, findings })).toEqual([])
  })

  test('the patients that cases are based on are all used', () => {
    const used = new Set(cases.map(({ base }) => base))
    expect([...patients().keys()].filter((name) => !used.has(name))).toEqual([])
  })

  test.each([
    ['an unknown finding', { feever: 'present' }],
    ['a value that is not in the list', { fever: 'yes' }],
    ['an age below nothing', { ageYears: -3 }],
    ['an impossible ESR', { esrMmPerHour: 5400 }],
    ['half a year', { ageYears: 40.5 }],
    ['a symptom that is "not done"', { fever: 'notDone' }],
    ['a number as a text', { ageYears: '40' }],
    ['a day that is none', { onsetDate: '2026-02-30' }],
    ['a member beside value and observedOn', { fever: { value: 'present', seenOn: '2026-03-01' } }],
    ['a value that is missing', { fever: { observedOn: '2026-03-01' } }],
    ['what is only counted from dates', { treatmentDaysAtReview: 14 }],
  ])('%s is refused by the schema and by the program', (_, findings) => {
    expect(caseFaults({ findings })).not.toEqual([])
    expect(readFindings(standard, findings, '2026-03-15').ok).toBe(false)
  })

  test('a misspelt expectation is refused', () => {
    const { content } = caseFiles()[0] ?? {}
    const file = structuredClone(content) as { cases: { expect: Record<string, unknown> }[] }
    const first = file.cases[0]
    if (first) first.expect = { ...first.expect, redFlag: ['B1'] }
    expect(fileFaults(file)).toContain('/cases/0/expect must NOT have additional properties')
  })
})

describe('docs/cases.md', () => {
  const text = readFileSync(join(root, 'docs', 'cases.md'), 'utf8')
  const { caseFaults, fileFaults } = validators()
  const parsed = (word: string) => fencedBlocks(text, word).map((block): unknown => JSON.parse(block))

  test('shows cases and a file of clinical cases', () => {
    expect(parsed('json').length).toBeGreaterThan(0)
    expect(parsed('json cases').length).toBeGreaterThan(0)
  })

  test.each(parsed('json'))('shows a case as the schema and the program take it: %j', (shown) => {
    expect(caseFaults(shown)).toEqual([])
    const { findings } = shown as { readonly findings: unknown }
    expect(readFindings(standard, findings, '2026-03-15').ok).toBe(true)
  })

  test.each(parsed('json cases'))('shows clinical cases as their schema takes them', (shown) => {
    expect(fileFaults(shown)).toEqual([])
  })

  test('names every member of an expectation', () => {
    const { $defs } = JSON.parse(schemaText('clinical-cases.schema.json')) as {
      readonly $defs: { readonly expect: { readonly properties: Readonly<Record<string, unknown>> } }
    }
    const rows = text.split('\n').filter((line) => line.startsWith('| `'))
    const named = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name))
    expect(named.sort()).toEqual(Object.keys($defs.expect.properties).sort())
  })
})
