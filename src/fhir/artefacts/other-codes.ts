import { conditionCodes } from '../codes/conditions.ts'
import { quantityCodes } from '../codes/observations.ts'
import { testCodes } from '../codes/tests.ts'
import { type CodeSystem, systems } from '../systems.ts'

/** A code by which others know a finding. */
export interface OtherCode {
  readonly system: string
  readonly code: string
  readonly display?: string
  /** What a code that means less than the whole finding stands for. */
  readonly narrower?: string
}

const SYSTEMS: readonly CodeSystem[] = ['loinc', 'snomed', 'icd10cm']

/**
 * The codes of others for a finding, of the code maps that records are read by: those that mean the finding itself first.
 *
 * @example otherCodesOf('fever')[0] // { system: 'http://snomed.info/sct', code: '386661006' }
 */
export function otherCodesOf(finding: string): readonly OtherCode[] {
  const tests = testCodes.filter((test) => test.finding === finding).flatMap(({ order }) => order.map(ordered))
  const quantities = quantityCodes
    .filter((quantity) => quantity.finding === finding)
    .flatMap(({ loinc }) => loinc.map((code): OtherCode => ({ system: systems.loinc, code })))
  const conditions = conditionCodes.flatMap(({ codes, means = [], concept }) => {
    const [only, ...more] = means
    if (only?.finding !== finding || only.value !== 'present' || more.length > 0) return []
    return SYSTEMS.flatMap((name) =>
      (codes[name] ?? [])
        // A range of categories is no code.
        .filter((code) => !code.includes('-') || name === 'loinc')
        .map((code) => ({ system: systems[name], code, ...(only.whole ? {} : { narrower: concept }) })),
    )
  })
  const all = [...tests, ...quantities, ...conditions]
  const first = all.filter((each, index) => all.findIndex((other) => isSame(other, each)) === index)
  return first.sort((a, b) => Number('narrower' in a) - Number('narrower' in b))
}

const isSame = (a: OtherCode, b: OtherCode): boolean => a.system === b.system && a.code === b.code

const ordered = ({ system, code, display }: (typeof testCodes)[number]['order'][number]): OtherCode => ({
  system: systems[system],
  code,
  display,
})

/**
 * What an order carries, by decision.
 *
 * @example orderCodesOf('mri')[0].code // '24968-0'
 */
export function orderCodesOf(decision: string): readonly OtherCode[] {
  return testCodes.filter((test) => test.decision === decision).flatMap(({ order }) => order.map(ordered))
}
