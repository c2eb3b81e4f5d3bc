import type { ConditionData, Leaf, Limit, Relation } from '../../src/language/condition.ts'
import { otherFinding, otherLimit, otherParameter, type Vocabulary } from './neighbours.ts'

/** A condition changed in one place. */
export interface Variant {
  readonly kind:
    | 'drop a part'
    | 'negate a leaf'
    | 'flip a choice value'
    | 'change a relation'
    | 'all for any'
    | 'take another finding'
    | 'take another parameter'
  readonly description: string
  readonly when: ConditionData
}

const NEIGHBOUR: Readonly<Record<Relation, Relation>> = { '>': '>=', '>=': '>', '<': '<=', '<=': '<' }

/**
 * Every way to change a condition in one place: a part dropped, a leaf negated, "all" for "any", a value of a choice added
 * or left out, a relation moved by its limit, a finding or a parameter taken for its neighbour.
 *
 * @example variantsOf(all(fever.present, smoker.present), standard).length // 7: two parts to drop, …
 */
export function variantsOf(when: ConditionData, vocabulary: Vocabulary): readonly Variant[] {
  switch (when.op) {
    case 'not':
      return variantsOf(when.of, vocabulary).map((variant) => ({ ...variant, when: { op: 'not', of: variant.when } }))
    case 'all':
    case 'any':
    case 'atLeast': {
      const inside = when.of.flatMap((part, index) =>
        variantsOf(part, vocabulary).map((variant) => ({
          ...variant,
          when: { ...when, of: when.of.with(index, variant.when) },
        })),
      )
      const dropped = when.of.map(
        (part, index): Variant => ({
          kind: 'drop a part',
          description: `without “${textOf(part)}”`,
          when: { ...when, of: when.of.toSpliced(index, 1) },
        }),
      )
      return when.of.length > 1 ? [...dropped, ...joinedOtherwise(when), ...inside] : inside
    }
    case 'defined':
      return [negated(when)]
    default:
      return [negated(when), ...leafVariants(when, vocabulary), ...mistaken(when, vocabulary)]
  }
}

function joinedOtherwise(when: Extract<ConditionData, { readonly of: readonly ConditionData[] }>): readonly Variant[] {
  if (when.op === 'atLeast') return []
  const op = when.op === 'all' ? 'any' : 'all'
  return [{ kind: 'all for any', description: `“${op}” of “${textOf(when)}”`, when: { op, of: when.of } }]
}

/** A finding or a parameter taken for the one beside it. */
function mistaken(leaf: Leaf, vocabulary: Vocabulary): readonly Variant[] {
  const finding = otherFinding(leaf, vocabulary)
  const limits =
    leaf.op === 'within'
      ? otherParameter(leaf.days, vocabulary).map((days): ConditionData => ({ ...leaf, days }))
      : leaf.op === 'compare'
        ? otherLimit(leaf.limit, vocabulary).map((limit): ConditionData => ({ ...leaf, limit }))
        : []
  return [
    ...finding.map(
      (other): Variant => ({
        kind: 'take another finding',
        description: `“${textOf(leaf)}” of ${other}`,
        when: { ...leaf, finding: other },
      }),
    ),
    ...limits.map(
      (when): Variant => ({
        kind: 'take another parameter',
        description: `“${textOf(when)}” for “${textOf(leaf)}”`,
        when,
      }),
    ),
  ]
}

function negated(when: ConditionData): Variant {
  return { kind: 'negate a leaf', description: `not “${textOf(when)}”`, when: { op: 'not', of: when } }
}

function leafVariants(leaf: Leaf, { findings }: Vocabulary): readonly Variant[] {
  if (leaf.op === 'compare') {
    const relation = NEIGHBOUR[leaf.relation]
    const description = `“${textOf(leaf)}” with ${relation}`
    return [{ kind: 'change a relation', description, when: { ...leaf, relation } }]
  }
  if (leaf.op !== 'is') return []
  const definition = findings.find(({ id }) => id === leaf.finding)
  const all = definition?.kind === 'choice' ? definition.values.map(({ id }) => id) : []
  return all.flatMap((value): readonly Variant[] => {
    const has = leaf.values.includes(value)
    const values = has ? leaf.values.filter((each) => each !== value) : [...leaf.values, value]
    if (values.length === 0 || values.length === all.length) return []
    const description = `“${textOf(leaf)}” ${has ? 'without' : 'and'} ${value}`
    return [{ kind: 'flip a choice value', description, when: { ...leaf, values } }]
  })
}

/**
 * A condition in a line, for a list of mutants.
 *
 * @example textOf(not(fever.present)) // 'not fever'
 */
export function textOf(when: ConditionData): string {
  switch (when.op) {
    case 'present':
      return when.finding
    case 'is':
      return `${when.finding} is ${when.values.join('/')}`
    case 'done':
      return `${when.finding} done`
    case 'within':
      return `${when.finding} within ${when.days}`
    case 'compare':
      return `${when.finding} ${when.relation} ${limitText(when.limit)}`
    case 'not':
      return `not ${textOf(when.of)}`
    case 'all':
      return `(${when.of.map(textOf).join(' and ')})`
    case 'any':
      return `(${when.of.map(textOf).join(' or ')})`
    case 'atLeast':
      return `${when.count} of (${when.of.map(textOf).join(', ')})`
    case 'defined':
      return when.condition
  }
}

function limitText(limit: Limit): string {
  if ('parameter' in limit) return limit.parameter
  const plus = limit.plus ? ` + ${limit.plus}` : ''
  return `(${limit.finding}${plus})${limit.times ? ` × ${limit.times}` : ''}`
}
