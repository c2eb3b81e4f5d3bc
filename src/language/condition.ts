/** How a quantity is compared with its limit. */
export type Relation = '>' | '>=' | '<' | '<='

/** A limit: a parameter of the protocol, another quantity, or `(finding + plus) × times`. */
export type Limit =
  | { readonly parameter: string }
  | { readonly finding: string; readonly plus?: string; readonly times?: string }

/**
 * A condition as plain data. Leaves ask one finding; `defined` names a condition that statements define.
 *
 * Truth of a leaf (three-valued, see kleene.ts) when the finding is *not done* is always false; when it is
 * *not known* it is not known; a comparison whose limit is not known cannot be read, and is not known.
 */
export type ConditionData =
  | { readonly op: 'present'; readonly finding: string }
  | { readonly op: 'is'; readonly finding: string; readonly values: readonly string[] }
  | { readonly op: 'compare'; readonly finding: string; readonly relation: Relation; readonly limit: Limit }
  | { readonly op: 'done'; readonly finding: string }
  | { readonly op: 'within'; readonly finding: string; readonly days: string }
  | { readonly op: 'not'; readonly of: ConditionData }
  | { readonly op: 'all'; readonly of: readonly ConditionData[] }
  | { readonly op: 'any'; readonly of: readonly ConditionData[] }
  | { readonly op: 'atLeast'; readonly count: number; readonly of: readonly ConditionData[] }
  | { readonly op: 'defined'; readonly condition: string }

/** A condition that asks a finding directly. */
export type Leaf = Extract<ConditionData, { readonly finding: string }>

/**
 * Condition data that remembers, for the compiler only, which named conditions it mentions,
 * so that a definition in a circle does not compile.
 */
export type Condition<Mentions extends string = never> = ConditionData & { readonly mentions?: Mentions }

type MentionsOf<C> = C extends { readonly mentions?: infer M } ? Extract<M, string> : never

/**
 * All must hold.
 *
 * @example all(findings.fever.present, findings.smoker.absent)
 */
export function all<const C extends readonly Condition<string>[]>(...of: C): Condition<MentionsOf<C[number]>> {
  return { op: 'all', of }
}

/**
 * At least one must hold.
 *
 * @example any(findings.cancerHistory.is('past', 'current'), findings.treatedForCancer.present)
 */
export function any<const C extends readonly Condition<string>[]>(...of: C): Condition<MentionsOf<C[number]>> {
  return { op: 'any', of }
}

/**
 * At least `count` must hold.
 *
 * @example atLeastOf(2, findings.fever.present, findings.smoker.present, findings.osteoporosis.present)
 */
export function atLeastOf<const C extends readonly Condition<string>[]>(
  count: number,
  ...of: C
): Condition<MentionsOf<C[number]>> {
  return { op: 'atLeast', count, of }
}

/**
 * Must not hold; of a condition that is not known it is not known.
 *
 * @example not(findings.xray.done)
 */
export function not<const C extends Condition<string>>(of: C): Condition<MentionsOf<C>> {
  return { op: 'not', of }
}

/** How a named condition is shown: as a red flag, a feature, or a note; the unmarked ones only serve rules. */
export type Showing = 'red flag' | 'feature' | 'note'

/**
 * A named condition (red flag, infection risk): statements define it, any definition suffices.
 * `Below` are the names its definitions may mention: those declared before it, so a circle cannot be written.
 */
export interface NamedCondition<Name extends string = string, Below extends string = never> {
  readonly op: 'defined'
  readonly condition: Name
  readonly label: string
  readonly shows?: Showing
  /** For the compiler only. */
  readonly mentions?: Name
  readonly below?: (allowed: Below) => void
}

/**
 * Declares a named condition; `from` lists the named conditions its definitions may use.
 *
 * @example const seriousPattern = named('seriousPattern', 'the serious pattern of pain', { from: [feature] })
 */
export function named<const Name extends string, const From extends readonly NamedCondition[] = readonly []>(
  name: Name,
  label: string,
  options: { readonly from?: From; readonly shows?: Showing } = {},
): NamedCondition<Name, From[number]['condition']> {
  const { shows } = options
  return { op: 'defined', condition: name, label, ...(shows ? { shows } : {}) }
}

/**
 * Calls `visit` for a condition and everything inside it (named conditions are not opened).
 *
 * @example walk(condition, (part) => { if ('finding' in part) asked.add(part.finding) })
 */
export function walk(condition: ConditionData, visit: (part: ConditionData) => void): void {
  visit(condition)
  if (condition.op === 'not') walk(condition.of, visit)
  else if (condition.op === 'all' || condition.op === 'any' || condition.op === 'atLeast')
    for (const part of condition.of) walk(part, visit)
}

/**
 * The condition as it is kept in a protocol: a named condition by its name only.
 *
 * @example plain(all(redFlag)) // { op: 'all', of: [{ op: 'defined', condition: 'redFlag' }] }
 */
export function plain(condition: ConditionData): ConditionData {
  if (condition.op === 'defined') return { op: 'defined', condition: condition.condition }
  if (condition.op === 'not') return { op: 'not', of: plain(condition.of) }
  if (condition.op === 'all' || condition.op === 'any' || condition.op === 'atLeast')
    return { ...condition, of: condition.of.map(plain) }
  return condition
}

/**
 * The findings a leaf reads: its own, and the one its limit is taken from.
 *
 * @example findingsOf({ op: 'compare', finding: 'esr', relation: '>', limit: { finding: 'age' } }) // ['esr', 'age']
 */
export function findingsOf(leaf: Leaf): readonly string[] {
  return leaf.op === 'compare' && 'finding' in leaf.limit ? [leaf.finding, leaf.limit.finding] : [leaf.finding]
}
