import type { Stance } from '../language/decision.ts'
import type { GivenAnswer, Patient, Told } from '../verify/patient.ts'
import { inCode, inMarkdown } from './markdown.ts'

/**
 * A finding as it is told of a patient.
 *
 * @example toldWords({ finding: 'xray', label: 'X-ray of the back', value: 'normal', daysBefore: 91 })
 *   // 'X-ray of the back: normal (91 days before)'
 */
export function toldWords({ label, value, daysBefore }: Told): string {
  return `${label}: ${value}${daysBefore === undefined ? '' : ` (${daysBefore} days before)`}`
}

/**
 * A patient in one line: what is always told, then what is out of the ordinary.
 *
 * @example patientWords(patient) // 'age: 40 years; sex at birth: female; saddle numbness: present'
 */
export function patientWords({ told }: Patient): string {
  return told.map(toldWords).join('; ')
}

const STANCES: Readonly<Record<Stance, string>> = {
  recommended: 'recommended',
  consider: 'may be considered',
  'not advised': 'not advised',
  withhold: 'withheld',
}

/**
 * What a decision answers, in a phrase, with how strongly it is put, the rules that say it, and how far it is settled.
 *
 * @example answerWords(answer) // 'MRI: “MRI of the spine”, may be considered (X1 `repeatMri`)'
 */
export function answerWords(answer: GivenAnswer): string {
  const cited = answer.rules.map(({ id, statements }) => `${statements.join(', ')} ${inCode(id)}`).join('; ')
  const rules = cited === '' ? '' : ` (${cited})`
  return `${inMarkdown(answer.label)}: ${outcomeWords(answer)}${rules}${boundsWords(answer)}`
}

/**
 * The outcome alone.
 *
 * @example outcomeWords(answer) // '“MRI of the spine”, may be considered'
 */
export function outcomeWords({ says, stance }: Pick<GivenAnswer, 'says' | 'stance'>): string {
  return says === '' ? 'nothing is said' : `“${inMarkdown(says)}”${stance ? `, ${STANCES[stance]}` : ''}`
}

/** Said where something is still not known. */
function boundsWords({ bounds }: GivenAnswer): string {
  return bounds ? `; not settled: ${spanWords(bounds)}` : ''
}

/**
 * Between which outcomes an answer still is.
 *
 * @example spanWords({ atLeast: 'Routine', atMost: 'Urgent' }) // 'from “Routine” to “Urgent”'
 */
export function spanWords({ atLeast, atMost }: NonNullable<GivenAnswer['bounds']>): string {
  return `from “${inMarkdown(atLeast)}” to “${inMarkdown(atMost)}”`
}

/**
 * A number of cases as people read it: in full while it can be taken in, else its size.
 *
 * @example casesWords(290726076562155841983679247155200n) // '2.9 × 10³²'
 */
export function casesWords(cases: bigint): string {
  const digits = String(cases)
  if (digits.length <= LONGEST_NUMBER) return digits.replace(/\B(?=(\d{3})+$)/g, ',')
  return `${digits[0]}.${digits[1]} × 10${[...String(digits.length - 1)].map((digit) => SUPERSCRIPTS[Number(digit)]).join('')}`
}

const LONGEST_NUMBER = 9
const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹'

/**
 * How many of how many, as a share: in per cent where that says something, else as a power of ten.
 *
 * @example shareWords({ cases: 1n, of: 8n }) // '12.5 %'
 */
export function shareWords({ cases, of }: { readonly cases: bigint; readonly of: bigint }): string {
  if (cases === 0n || of === 0n) return 'none'
  if (cases === of) return 'all'
  const perMillion = (cases * 1_000_000n) / of
  if (perMillion < 100n) {
    const power = String(of).length - String(cases).length
    return `about 1 in 10${[...String(power)].map((digit) => SUPERSCRIPTS[Number(digit)]).join('')}`
  }
  const percent = Number(perMillion) / 10_000
  if (percent > 99.99) return 'more than 99.99 %'
  return `${percent < 1 ? percent.toFixed(2) : percent.toFixed(1)} %`
}
