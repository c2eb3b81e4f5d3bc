import type { Limit } from '../language/condition.ts'
import type { FindingDefinition } from '../language/finding.ts'
import type { Ordinary, Sample } from './component.ts'
import type { Numbers, ReadLeaf } from './read-leaf.ts'

const NOT_KNOWN: Sample = { is: 'notKnown' }
const NOT_DONE: Sample = { is: 'notDone' }

/** What the samples of a finding depend on: how the findings before it stand, and the leaves of the component. */
export interface Sampling {
  readonly before: (finding: string) => Sample | undefined
  readonly leaves: readonly ReadLeaf[]
  readonly ordinary: Ordinary
  /** Further numbers that a quantity must be cut at: where a value that is known meets a limit taken from it. */
  readonly alsoCut?: (finding: string) => readonly number[]
}

type Quantity = Extract<FindingDefinition, { readonly kind: 'quantity' }>

/**
 * Samples of every class of values that the leaves can tell apart: each choice, and for a quantity numbers on both
 * sides of every limit; silence too. The first sample of a class is the one nearest to an ordinary patient's.
 *
 * @example samplesOf(fever, sampling) // absent, present, not known
 */
export function samplesOf(finding: FindingDefinition, sampling: Sampling): readonly Sample[] {
  if (finding.kind === 'quantity' && finding.elapsed?.only) return countedSamples(finding, sampling)
  const ages = agesOf(finding, sampling.leaves)
  const recorded = valuesOf(finding, sampling).flatMap((value) =>
    ages.map((ageDays): Sample => ({ is: 'value', value, ageDays })),
  )
  if (!finding.appliesWhen)
    return finding.unrecorded === 'notDone' ? [NOT_DONE, ...recorded, NOT_KNOWN] : [...recorded, NOT_KNOWN]
  return [NOT_DONE, ...recorded, ...recorded.map((sample): Sample => ({ ...sample, beyond: true })), NOT_KNOWN]
}

function valuesOf(finding: FindingDefinition, sampling: Sampling): readonly (string | number)[] {
  switch (finding.kind) {
    case 'sign':
      return ['absent', 'present']
    case 'choice':
      return finding.values.map(({ id }) => id)
    case 'quantity':
      return numbersOf(finding, sampling)
    case 'date':
      return ['recorded']
  }
}

/** A time between two dates: there only when both are. */
function countedSamples(finding: Quantity, sampling: Sampling): readonly Sample[] {
  const end = finding.elapsed?.until ? sampling.before(finding.elapsed.until) : undefined
  const start = sampling.before(finding.elapsed?.from ?? '')
  // What has an end has had a start: such a case is recorded as a start that is not known.
  if (start?.is === 'notDone') return end?.is === 'notDone' ? [NOT_DONE] : []
  if (end?.is === 'notDone') return [NOT_DONE]
  if (end?.is === 'notKnown' || start?.is !== 'value') return [NOT_KNOWN]
  return numbersOf(finding, sampling).map((value) => ({ is: 'value', value, ageDays: 0 }))
}

/** How old an observation is: today, and where a leaf asks, just too old. */
function agesOf(finding: FindingDefinition, leaves: readonly ReadLeaf[]): readonly number[] {
  const limits = leaves.flatMap(({ leaf, numbers }) =>
    leaf.op === 'within' && leaf.finding === finding.id ? [numbers(leaf.days) + 1] : [],
  )
  return [...new Set([0, ...limits.sort((a, b) => a - b)])]
}

/** Numbers on both sides of every limit the finding is compared with, and the ends of its range. */
function numbersOf(finding: Quantity, { before, leaves, ordinary, alsoCut }: Sampling): readonly number[] {
  const step = 10 ** -finding.decimals
  const given = ordinary[finding.id]
  const usual = typeof given === 'number' ? given : undefined
  const near = leaves.flatMap(({ leaf, numbers }) => {
    if (leaf.op !== 'compare' || leaf.finding !== finding.id) return []
    const limit = limitOf(leaf.limit, before, numbers)
    if (limit === undefined) return []
    const below = Math.floor(limit / step + 1e-9) * step
    // The last number on one side and the first on the other: the limit itself counts with what is above it, or below.
    const isAbove = (leaf.relation === '<' || leaf.relation === '>=') && Math.abs(limit - below) < step / 2
    return isAbove ? [below - step, below] : [below, below + step]
  })
  const met = (alsoCut?.(finding.id) ?? []).flatMap((limit) => {
    const below = Math.floor(limit / step + 1e-9) * step
    return [below - step, below, below + step]
  })
  const all = [finding.minimum, finding.maximum, ...near, ...met, ...(usual === undefined ? [] : [usual])]
  const distance = (value: number) => (usual === undefined ? value : Math.abs(value - usual))
  return [...new Set(all.map((value) => Number(value.toFixed(finding.decimals))))]
    .filter((value) => value >= finding.minimum && value <= finding.maximum)
    .sort((a, b) => distance(a) - distance(b))
}

function limitOf(limit: Limit, before: Sampling['before'], numbers: Numbers): number | undefined {
  if ('parameter' in limit) return numbers(limit.parameter)
  const base = before(limit.finding)
  if (base?.is !== 'value') return undefined
  const plus = limit.plus === undefined ? 0 : numbers(limit.plus)
  return (Number(base.value) + plus) * (limit.times === undefined ? 1 : numbers(limit.times))
}
