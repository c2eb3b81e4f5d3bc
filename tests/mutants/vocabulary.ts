import type { ConditionData } from '../../src/language/condition.ts'
import type { FindingDefinition } from '../../src/language/finding.ts'
import type { Protocol } from '../../src/language/protocol.ts'
import { variantsOf } from './conditions.ts'
import { eachLayer, type Layers, type Mutant, withFinding } from './mutant.ts'

/**
 * Mutants of the vocabulary: when a finding applies, what silence about it means, which values are taken, how it passes
 * with time; and of what cannot be.
 *
 * @example vocabularyMutants({ source, standard }).some(({ kind }) => kind === 'change what silence means') // true
 */
export function vocabularyMutants(layers: Layers): readonly Mutant[] {
  // The first layer has the fewest parameters, and all findings.
  const [first] = Object.values(layers)
  if (!first) return []
  return [
    ...first.findings.flatMap((finding) => ofFinding(finding, first, layers)),
    ...first.constraints.flatMap((constraint) => ofConstraint(constraint.id, constraint.impossible, first, layers)),
  ]
}

interface Change {
  readonly kind: string
  readonly description: string
  readonly change: (finding: FindingDefinition) => FindingDefinition
  readonly beyondProof?: true
}

function ofFinding(finding: FindingDefinition, vocabulary: Protocol, layers: Layers): readonly Mutant[] {
  const changes = [
    ...ofApplication(finding, vocabulary),
    silence(finding),
    ...ofOrder(finding),
    ...ofValues(finding),
    ...ofTime(finding),
  ]
  return changes.map(({ change, ...rest }) => ({
    ...rest,
    piece: finding.id,
    make: () => eachLayer(layers, (protocol) => withFinding(protocol, finding.id, change)),
  }))
}

function ofApplication({ appliesWhen }: FindingDefinition, vocabulary: Protocol): readonly Change[] {
  if (!appliesWhen) return []
  return [
    {
      kind: 'change when it applies',
      description: 'always applies',
      change: ({ appliesWhen: _, ...rest }) => rest,
    },
    ...variantsOf(appliesWhen, vocabulary).map(
      ({ kind, description, when }): Change => ({
        kind: 'change when it applies',
        description: `${kind}: ${description}`,
        change: (finding) => ({ ...finding, appliesWhen: when }),
      }),
    ),
  ]
}

function silence({ unrecorded }: FindingDefinition): Change {
  const other = unrecorded === 'notDone' ? 'notKnown' : 'notDone'
  return {
    kind: 'change what silence means',
    description: `not recorded is “${other}”`,
    change: (finding) => ({ ...finding, unrecorded: other }),
  }
}

function ofOrder({ askedAlone }: FindingDefinition): readonly Change[] {
  if (!askedAlone) return []
  return [
    {
      kind: 'change how it is asked',
      description: 'not asked alone',
      beyondProof: true,
      change: ({ askedAlone: _, ...rest }) => rest,
    },
  ]
}

function ofValues(finding: FindingDefinition): readonly Change[] {
  if (finding.kind === 'choice')
    return finding.values.map(({ id }) => ({
      kind: 'change which values are taken',
      description: `without ${id}`,
      change: (each) =>
        each.kind === 'choice' ? { ...each, values: each.values.filter((value) => value.id !== id) } : each,
    }))
  if (finding.kind !== 'quantity' || finding.elapsed?.only) return []
  const { minimum, maximum, decimals } = finding
  const middle = Math.round((minimum + maximum) / 2)
  const ranges: readonly Partial<typeof finding>[] = [
    { maximum: middle },
    { minimum: minimum + (decimals > 0 ? 10 : 1) },
    ...(decimals > 0 ? [{ decimals: 0 }] : []),
  ]
  return ranges.map((range) => ({
    kind: 'change which values are taken',
    description: Object.entries(range)
      .map(([what, value]) => `${what} ${value}`)
      .join(),
    change: (each) => (each.kind === 'quantity' ? { ...each, ...range } : each),
  }))
}

type Quantity = Extract<FindingDefinition, { readonly kind: 'quantity' }>

function ofTime({ kind, ...finding }: FindingDefinition): readonly Change[] {
  if (kind !== 'quantity' || !('minimum' in finding)) return []
  const { grows, elapsed } = finding
  const mutant = (description: string, change: (each: Quantity) => FindingDefinition): Change => ({
    kind: 'change how it passes with time',
    description,
    beyondProof: true,
    change: (each) => (each.kind === 'quantity' ? change(each) : each),
  })
  const counted = (change: Partial<NonNullable<Quantity['elapsed']>>) => (each: Quantity) =>
    each.elapsed ? { ...each, elapsed: { ...each.elapsed, ...change } } : each
  return [
    ...(grows
      ? [
          mutant('does not grow', ({ grows: _, ...rest }) => rest),
          mutant('grows by another unit', (each) => ({ ...each, grows: grows === 'wk' ? 'd' : 'wk' })),
        ]
      : []),
    ...(elapsed ? [mutant('is counted in another unit', counted({ unit: elapsed.unit === 'wk' ? 'd' : 'wk' }))] : []),
    ...(elapsed && !elapsed.only ? [mutant('is not counted from its date', ({ elapsed: _, ...rest }) => rest)] : []),
    ...(elapsed?.until
      ? [
          mutant('is counted up to today', (each) => {
            if (!each.elapsed) return each
            const { until: _, ...rest } = each.elapsed
            return { ...each, elapsed: rest }
          }),
        ]
      : []),
  ]
}

function ofConstraint(id: string, impossible: ConditionData, vocabulary: Protocol, layers: Layers): readonly Mutant[] {
  const withConstraints = (change: (constraints: Protocol['constraints']) => Protocol['constraints']) => () =>
    eachLayer(layers, (protocol) => ({ ...protocol, constraints: change(protocol.constraints) }))
  return [
    {
      kind: 'change what cannot be',
      piece: id,
      description: 'not there',
      make: withConstraints((constraints) => constraints.filter((each) => each.id !== id)),
    },
    ...variantsOf(impossible, vocabulary).map(({ kind, description, when }) => ({
      kind: 'change what cannot be',
      piece: id,
      description: `${kind}: ${description}`,
      make: withConstraints((constraints) =>
        constraints.map((each) => (each.id === id ? { ...each, impossible: when } : each)),
      ),
    })),
  ]
}
