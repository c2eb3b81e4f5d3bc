import { conditionCodes } from '../codes/conditions.ts'
import type { CodeRow } from '../codes/meaning.ts'
import { type ConclusionCodes, conclusionCodes, type TestCodes, testCodes } from '../codes/tests.ts'
import type { Coding } from '../json.ts'
import { type CodeSystem, systems } from '../systems.ts'

/** What a coding was matched with. */
export interface Match<Row> {
  readonly row: Row
  readonly coding: Coding
}

interface Index<Row> {
  readonly exact: ReadonlyMap<string, readonly Row[]>
  readonly prefixes: ReadonlyMap<string, readonly Row[]>
  readonly ranges: readonly { readonly from: string; readonly to: string; readonly row: Row }[]
}

const SYSTEM_OF: ReadonlyMap<string, CodeSystem> = new Map([
  [systems.loinc, 'loinc'],
  [systems.snomed, 'snomed'],
  [systems.icd10cm, 'icd10cm'],
  [systems.cpt, 'cpt'],
])

/** An ICD-10-CM code has 3 to 7 characters beside its point. */
const ICD_FORM = /^[A-Z]\d[0-9A-Z](?:[0-9A-Z]{0,4})$/

type Coded = { readonly codes: CodeRow['codes'] }

function indexOf<Row extends Coded>(rows: readonly Row[]): Index<Row> {
  const exact = new Map<string, Row[]>()
  const prefixes = new Map<string, Row[]>()
  const ranges: { from: string; to: string; row: Row }[] = []
  const add = (map: Map<string, Row[]>, key: string, row: Row) => map.set(key, [...(map.get(key) ?? []), row])
  for (const row of rows) {
    for (const system of ['loinc', 'snomed', 'cpt'] as const)
      for (const code of row.codes[system] ?? []) add(exact, `${system}|${code}`, row)
    for (const pattern of row.codes.icd10cm ?? []) {
      const [from = '', to] = pattern.split('-')
      if (to === undefined) add(prefixes, from.replace('.', ''), row)
      else ranges.push({ from, to, row })
    }
  }
  return { exact, prefixes, ranges }
}

function matchesIn<Row>(index: Index<Row>, codings: readonly Coding[]): readonly Match<Row>[] {
  const found: Match<Row>[] = []
  for (const coding of codings) {
    const system = SYSTEM_OF.get(coding.system)
    if (system === undefined) continue
    if (system !== 'icd10cm') {
      for (const row of index.exact.get(`${system}|${coding.code}`) ?? []) found.push({ row, coding })
      continue
    }
    const code = coding.code.replace('.', '').toUpperCase()
    if (!ICD_FORM.test(code)) continue
    for (let length = 3; length <= code.length; length += 1)
      for (const row of index.prefixes.get(code.slice(0, length)) ?? []) found.push({ row, coding })
    const category = code.slice(0, 3)
    for (const { from, to, row } of index.ranges) if (category >= from && category <= to) found.push({ row, coding })
  }
  return found
}

const conditions = indexOf(conditionCodes)
const tests = indexOf<TestCodes>(testCodes)
const conclusions = indexOf<ConclusionCodes>(conclusionCodes)

/**
 * What the codes of a diagnosis or sign mean: every row of the code maps that one of them falls under.
 *
 * @example conditionMatches([{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'M48.56XA' }])[0]?.row.concept
 *   // 'fracture or collapse of a vertebra'
 */
export function conditionMatches(codings: readonly Coding[]): readonly Match<CodeRow>[] {
  return matchesIn(conditions, codings)
}

/**
 * The test of the protocol that a report, procedure or order is of.
 *
 * @example testMatch([{ system: 'http://loinc.org', code: '24972-2' }])?.row.finding // 'xray'
 */
export function testMatch(codings: readonly Coding[]): Match<TestCodes> | undefined {
  return matchesIn(tests, codings)[0]
}

/**
 * The most serious of a report's coded conclusions that says something for a test.
 *
 * @example conclusionMatch([{ system: 'http://snomed.info/sct', code: '426646004' }], 'xray')?.value // 'compressionFracture'
 */
export function conclusionMatch(
  codings: readonly Coding[],
  test: string,
): { readonly value: string; readonly coding: Coding } | undefined {
  const found = matchesIn(conclusions, codings)
  for (const row of conclusionCodes) {
    const match = found.find((each) => each.row === row)
    const value = test === 'xray' ? row.xray : test === 'mri' ? row.mri : undefined
    if (match && value !== undefined) return { value, coding: match.coding }
  }
  return undefined
}
