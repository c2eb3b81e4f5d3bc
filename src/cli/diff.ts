import { alwaysTold, ordinaryPatient } from '../protocol/ordinary.ts'
import { type Difference, difference, type MinimalDifference } from '../verify/difference.ts'
import { differenceReport, differenceText } from '../weave/difference-report.ts'
import type { Output } from './output.ts'
import { protocolNamed } from './protocol-file.ts'

/** How `plumbline diff` was asked. */
export interface DiffOptions {
  /** What `protocolNamed` takes. */
  readonly before: string
  readonly after: string
  readonly form: 'text' | 'json' | 'markdown'
  /** Every patient, not a few of each kind. */
  readonly all: boolean
}

/**
 * `plumbline diff A B`: what B would do differently, as exact counts and as the smallest patients who show it.
 *
 * @example await diff({ before: 'source', after: 'standard', form: 'text', all: false }, output) // 0
 */
export async function diff({ before, after, form, all }: DiffOptions, output: Output): Promise<number> {
  const [first, second] = [await protocolNamed(before), await protocolNamed(after)]
  const found = difference(first, second, { ordinary: ordinaryPatient, alwaysTold })
  if (form === 'json') await output.write(`${JSON.stringify(asData(found), undefined, 2)}\n`)
  else {
    const write = form === 'markdown' ? differenceReport : differenceText
    await output.write(`${write(found, all ? {} : { most: 3 })}\n`)
  }
  return 0
}

/** Counts as text, since they are longer than JSON's numbers; patients' findings as a case has them. */
function asData(found: Difference): unknown {
  return JSON.parse(
    JSON.stringify(found, (key, value: unknown) => {
      if (typeof value === 'bigint') return String(value)
      return key === 'findings' ? asCase(value as MinimalDifference['patient']['findings']) : value
    }),
  )
}

function asCase(findings: MinimalDifference['patient']['findings']): unknown {
  const days = Object.values(findings).map(({ observedOn }) => observedOn)
  const today = days.reduce((latest, day) => (day > latest ? day : latest), '')
  return Object.fromEntries(
    Object.entries(findings).map(([id, finding]) => [id, finding.observedOn === today ? finding.value : finding]),
  )
}
