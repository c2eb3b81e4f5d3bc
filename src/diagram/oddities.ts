import type { FindingDefinition } from '../language/finding.ts'
import type { ComponentState, Ordinary, Sample } from './component.ts'
import { type ReadLeaf, truthOfLeaf } from './read-leaf.ts'

/**
 * What is out of the ordinary in a state, each thing by itself, so that a patient with fewer of them is more ordinary: a
 * finding that is not known; one that is recorded although ordinarily it is not (a test, a treatment); a value other than
 * the ordinary; a result that is old.
 *
 * @example odditiesOf([fever], leaves, stateWithFever, {}) // Map { 'fever value' => 'present' }
 */
export function odditiesOf(
  findings: readonly FindingDefinition[],
  leaves: readonly ReadLeaf[],
  { samples, truths }: Pick<ComponentState, 'samples' | 'truths'>,
  ordinary: Ordinary,
): ReadonlyMap<string, string> {
  const odd = new Map<string, string>()
  for (const finding of findings) {
    const sample = samples.get(finding.id)
    if (sample === undefined || sample.is === 'notDone') continue
    if (sample.is === 'notKnown') {
      // One that may not apply is mostly silent because it does not.
      if (!finding.appliesWhen) odd.set(finding.id, 'not known')
      continue
    }
    if (finding.unrecorded === 'notDone' || sample.beyond) odd.set(finding.id, 'recorded')
    const own = leaves.filter(({ leaf }) => leaf.finding === finding.id)
    const value = oddValue(finding, sample, own, samples, ordinary[finding.id])
    if (value !== undefined) odd.set(`${finding.id} value`, value)
    const currency = own.filter(({ leaf }) => leaf.op === 'within').map(({ key }) => truths.get(key) ?? true)
    if (currency.includes(false)) odd.set(`${finding.id} age`, currency.join())
  }
  return odd
}

/**
 * The finding that a thing out of the ordinary is about.
 *
 * @example oddFinding('xray value') // 'xray'
 */
export function oddFinding(oddity: string): string {
  return oddity.split(' ')[0] ?? oddity
}

type Value = Extract<Sample, { readonly is: 'value' }>

/** The class of a value that is not the ordinary one: the value itself, or for a number what the leaves say of it. */
function oddValue(
  finding: FindingDefinition,
  sample: Value,
  leaves: readonly ReadLeaf[],
  samples: ComponentState['samples'],
  usual: Ordinary[string] | undefined,
): string | undefined {
  switch (finding.kind) {
    case 'sign':
      return sample.value === 'absent' ? undefined : String(sample.value)
    case 'choice': {
      // What is only there where something else is, has no value that is nothing to speak of.
      const first = finding.appliesWhen ? [] : finding.values.slice(0, 1).map(({ id }) => id)
      const usualValues = typeof usual === 'object' ? usual : first
      return usualValues.includes(String(sample.value)) ? undefined : String(sample.value)
    }
    case 'quantity': {
      if (typeof usual !== 'number') return undefined
      const compared = leaves.filter(({ leaf }) => leaf.op === 'compare')
      const read = (value: string | number) =>
        compared
          .map((leaf) =>
            truthOfLeaf(leaf, (id) => (id === finding.id ? { ...sample, value } : (samples.get(id) ?? NOT_KNOWN))),
          )
          .join()
      const own = read(sample.value)
      return own === read(usual) ? undefined : own
    }
    case 'date':
      return undefined
  }
}

const NOT_KNOWN: Sample = { is: 'notKnown' }
