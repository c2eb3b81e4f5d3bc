import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { generatedNotice } from '../scripts/generate.mjs'
import { checkedGuarantees, proofModel } from '../src/cli/proofs.ts'
import { wovenHazardLog } from '../src/cli/safety-file.ts'
import { acceptabilityOf, type Hazard, isShown, likelihoods, riskOf, severities } from '../src/language/hazard.ts'
import { guarantees } from '../src/protocol/guarantees.ts'
import { questions } from '../src/protocol/questions.ts'
import { hazards } from '../src/protocol/safety/hazards.ts'
import { source, sourcesBelow } from './architecture/source.ts'
import { clinicalCases } from './engines/clinical-case.ts'
import { knownDisagreements } from './engines/known-disagreements.ts'
import { type Known, missing } from './safety/evidence.ts'
import { testsOf } from './safety/test-names.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const checked = [...checkedGuarantees(proofModel())]
const known: Known = {
  files: new Map([...sourcesBelow(root, 'src'), ...sourcesBelow(root, 'tests')].map((file) => [file.path, file])),
  isProved: new Map(
    guarantees.map(({ name }) => [
      name,
      checked.filter(({ guarantee }) => guarantee.name === name).every(({ status }) => status === 'proved'),
    ]),
  ),
  clinicalCases: new Set(
    clinicalCases()
      .map(({ id }) => id)
      .filter((id) => knownDisagreements[id] === undefined),
  ),
}
const unshown = (list: readonly Hazard[]): readonly string[] =>
  list.flatMap(({ id, controls }) =>
    controls.flatMap(({ shownBy }) =>
      shownBy.flatMap((each) => missing(each, known) ?? []).map((why) => `${id}: ${why}`),
    ),
  )

describe('the hazard log', () => {
  test('names for every control only guarantees that are proved, tests that run, cases that are met and code that exists', () => {
    expect(unshown(hazards)).toEqual([])
  })

  test('has for every hazard a control that is shown, and for every control something that it names', () => {
    expect(hazards.filter(({ controls }) => !controls.some(isShown)).map(({ id }) => id)).toEqual([])
    const bare = hazards.flatMap(({ id, controls }) =>
      controls.filter(({ shownBy }) => shownBy.length === 0).map(() => id),
    )
    expect(bare).toEqual([])
  })

  test('numbers its hazards without a gap, and no name or text stands twice', () => {
    expect(hazards.map(({ id }) => id)).toEqual(hazards.map((_, at) => `H${at + 1}`))
    const names = hazards.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
  })

  test('speaks of every hazard that the specification asks for', () => {
    const asked = [
      'Wrong patient',
      'Unknown read as no',
      'Red flag missed by stopping early',
      'ESR unit or range mistaken',
      'Result on the wrong test or date',
      'Awaited result never chased',
      'Referral sent but not received',
      'Override without plan',
      'Stale version',
      'Unreviewed text or language reaches a patient',
      'Draft lost or doubled',
      'Demo data taken for real',
      'Two editors',
      'Letter omits a “not known”',
      'NSAID despite contraindication',
    ]
    const names = hazards.map(({ name }) => name)
    expect(asked.filter((name) => !names.includes(name))).toEqual([])
  })

  test('leaves no field empty, and never more risk after the controls than before', () => {
    for (const { id, hazard, causes, effect, initial, residual } of hazards) {
      for (const text of [hazard, effect, ...causes]) expect(text, id).toMatch(/^[\p{L}“].+[.?]$/u)
      expect(causes.length, id).toBeGreaterThan(0)
      expect(riskOf(residual), id).toBeLessThanOrEqual(riskOf(initial))
    }
  })

  test('says of each risk that is left undesirable or worse what is still open, or what the site must do', () => {
    const silent = hazards.filter(
      ({ residual, open, site }) => riskOf(residual) >= 3 && open.length + site.length === 0,
    )
    expect(silent.map(({ id }) => id)).toEqual([])
  })

  test('sends to clinicians only questions that are asked of them', () => {
    const named = hazards.flatMap(({ asks = [] }) => asks)
    expect(named.length).toBeGreaterThan(2)
    expect(named.filter((name) => !questions.some(({ id }) => id === name))).toEqual([])
  })

  test('calls the protocol not acceptable for live use while no clinician has signed it', () => {
    const blocking = hazards.filter(({ residual }) => acceptabilityOf(riskOf(residual)).word === 'not acceptable')
    expect(blocking.map(({ name }) => name)).toContain('The protocol itself is wrong')
  })
})

describe('a control that is not there is found', () => {
  const planted = (text: string): Known => ({
    ...known,
    files: new Map([['tests/x.test.ts', source('tests/x.test.ts', text)]]),
  })
  const named = { test: 'a letter says it', file: 'tests/x.test.ts' }
  const good = "describe('a letter', () => { test('says it', () => {}) })"

  test.each([
    ['a test of another name', "describe('a letter', () => { test('says that', () => {}) })", 'has 0 tests named'],
    ['a test under another group', "describe('a note', () => { test('says it', () => {}) })", 'has 0 tests named'],
    ['a test that stands twice', `${good}\n${good}`, 'has 2 tests named'],
    ['a test that is skipped', good.replace('test(', 'test.skip('), 'is switched off'],
    ['a test that is still to be written', "describe('a letter', () => { test.todo('says it') })", 'is switched off'],
    ['a group that is skipped', good.replace('describe(', 'describe.skip('), 'is switched off'],
  ])('%s', (_, text, why) => {
    expect(missing(named, planted(text))).toContain(why)
    expect(missing(named, planted(good))).toBeUndefined()
  })

  test('a file that is gone, code that is not exported, a row that a table lacks', () => {
    expect(missing({ ...named, file: 'tests/y.test.ts' }, planted(good))).toBe('there is no file tests/y.test.ts')
    const code = planted('function hidden() {}\nexport function seen() {}\nexport const shown = 1')
    const inFile = (name: string) => missing({ code: name, file: 'tests/x.test.ts' }, code)
    expect([inFile('seen'), inFile('shown')]).toEqual([undefined, undefined])
    expect(inFile('hidden')).toBe('tests/x.test.ts exports no hidden')
    const rows = planted("const cases = { 'a row': {} }\ntest.each(Object.entries(cases))('%s', () => {})")
    const row = (name: string) => missing({ test: '%s', file: 'tests/x.test.ts', row: name }, rows)
    expect([row('a row'), row('another')]).toEqual([undefined, 'tests/x.test.ts has no row “another”'])
  })

  test('a guarantee that is refuted, or that nobody gave, and a case that is not met', () => {
    const refuted = guarantees.find(({ expected }) => expected === 'refuted')?.name ?? ''
    expect(missing({ guarantee: refuted }, known)).toBe(`the guarantee ${refuted} is not proved`)
    expect(missing({ guarantee: 'all_is_well' }, known)).toBe('there is no guarantee all_is_well')
    expect(missing({ clinicalCase: 'nobody' }, known)).toContain('there is no clinical case nobody')
  })

  test('a test that a condition may skip counts, as in a browser that may not be there', () => {
    const file = source('x.test.ts', `describe.skipIf(true)(\`a (\${name})\`, () => { test.each([1])('b %s', f) })`)
    expect(testsOf(file)).toEqual([{ name: 'a (…) b %s', isOff: false }])
    const inBrowser = source('y.test.ts', "inBrowser('a', () => { test('b', f) })")
    expect(testsOf(inBrowser)).toEqual([{ name: 'a (…) b', isOff: false }])
  })
})

describe('the matrix of risks', () => {
  // The matrix as NHS Digital prints it for DCB0129: likelihood from very high to very low, for each severity.
  const printed = {
    catastrophic: [5, 5, 4, 4, 3],
    major: [5, 4, 3, 3, 2],
    considerable: [4, 3, 3, 2, 2],
    significant: [4, 3, 2, 2, 1],
    minor: [3, 2, 2, 1, 1],
  }

  test('is that of DCB0129', () => {
    for (const severity of severities)
      expect(likelihoods.map((likelihood) => riskOf({ severity, likelihood }))).toEqual(printed[severity])
  })

  test('never falls as severity or likelihood rises', () => {
    const grid = severities.map((severity) => likelihoods.map((likelihood) => riskOf({ severity, likelihood })))
    for (const [row, levels] of grid.entries())
      for (const [column, level] of levels.entries()) {
        expect(levels[column + 1] ?? 0).toBeLessThanOrEqual(level)
        expect(grid[row + 1]?.[column] ?? 0).toBeLessThanOrEqual(level)
      }
  })

  test('accepts a risk of 1 or 2, and none of 4 or 5', () => {
    expect(([1, 2, 3, 4, 5] as const).map((level) => acceptabilityOf(level).word)).toEqual([
      'acceptable',
      'acceptable if not cheaply reduced',
      'undesirable',
      'not acceptable',
      'unacceptable',
    ])
  })
})

describe('the printed log', () => {
  const text = wovenHazardLog(generatedNotice)

  test('is the committed one', () => {
    expect(text).toBe(readFileSync(join(root, 'docs/safety/hazard-log.md'), 'utf8'))
  })

  test('has each hazard with its fields, each control, and each thing that shows it', () => {
    for (const { id, name, hazard, effect, controls, open, site } of hazards) {
      const [, part = ''] = new RegExp(`\n### ${id} ${name}\n([^]*?)(?=\n### |$)`).exec(text) ?? []
      for (const each of [hazard, effect, ...controls.map(({ control }) => control), ...open, ...site])
        expect(part, id).toContain(each)
      const evidence = controls.flatMap(({ shownBy }) => shownBy)
      expect(part.match(/^ {4}- /gm), id).toHaveLength(evidence.length)
    }
  })

  test('names nobody as having accepted a risk', () => {
    expect(text.match(/Accepted by: nobody yet\./g)).toHaveLength(hazards.length)
  })
})
