import { type Condition, not, type Relation } from './condition.ts'
import type { TimeUnit } from './date.ts'

/** What every finding has: how it is asked, of whom, and why. */
export interface FindingWords {
  /** A noun phrase for a list: "unexplained weight loss". */
  readonly label: string
  /** The section of the form it is asked in. */
  readonly group: string
  /** Asked of the clinician. */
  readonly question: string
  /** Asked of the patient, reading age about 11; absent when only a clinician can say. */
  readonly patientQuestion?: string
  /** One line: why it is asked. */
  readonly why: string
  /** Statements it serves. */
  readonly serves: readonly string[]
}

interface FindingRules {
  /** What silence means: a symptom not asked is *not known*; a test not recorded is *not done*, a fact of its own. */
  readonly unrecorded: 'notKnown' | 'notDone'
  /** Where this is false, an unrecorded finding does not apply (pregnancy in a man) and is not asked. */
  readonly appliesWhen?: Condition<string>
  /** Never set by "none of these": asked one by one. */
  readonly askedAlone?: boolean
}

export type FindingDefinition = FindingWords &
  FindingRules & { readonly id: string } & (
    | { readonly kind: 'sign' }
    | { readonly kind: 'choice'; readonly values: readonly { readonly id: string; readonly label: string }[] }
    | {
        readonly kind: 'quantity'
        /** UCUM. */
        readonly unit: string
        readonly minimum: number
        readonly maximum: number
        readonly decimals: number
        /** The value grows by one for each unit of time since it was observed (a duration, an age). */
        readonly grows?: TimeUnit
        /** The value may be (or, with `only`, is always) the time from a date finding until the as-of date or another finding's date. */
        readonly elapsed?: {
          readonly from: string
          readonly unit: TimeUnit
          readonly until?: string
          readonly only?: boolean
        }
      }
    | { readonly kind: 'date' }
  )

/** A number that the protocol's owners may set: a threshold or a window, with the statement that fixes it. */
export interface Parameter {
  readonly id: string
  readonly label: string
  readonly value: number
  /** UCUM; '1' where it has none. */
  readonly unit: string
  readonly statement: string
}

/**
 * How often a finding has a value among patients with back pain: it orders questions, and decides nothing. Published, or
 * assumed where nothing was found; the reference says which.
 */
export interface Frequency {
  readonly finding: string
  readonly value: string
  /** From 0 to 1. */
  readonly share: number
  readonly reference: string
}

type Definition<Kind extends FindingDefinition['kind']> = Extract<FindingDefinition, { readonly kind: Kind }>
type Draft<Kind extends FindingDefinition['kind']> = Omit<Definition<Kind>, 'id'>
type Optional = Partial<FindingRules>

/**
 * A symptom or sign: present, absent or not known.
 *
 * @example sign({ label: 'fever', group: 'constitutional', question: 'Fever?', why: '…', serves: ['B2'] })
 */
export function sign(words: FindingWords & Optional): Draft<'sign'> {
  return { kind: 'sign', unrecorded: 'notKnown', ...words }
}

/**
 * One value of a list, each with its label, or not known.
 *
 * @example choice({ none: 'none', present: 'at night', disturbsSleep: 'disturbs sleep' }, { … })
 */
export function choice<const Value extends string>(
  values: Readonly<Record<Value, string>>,
  words: FindingWords & Optional,
): Draft<'choice'> & { readonly valueIds?: Value } {
  const list = Object.entries<string>(values).map(([id, label]) => ({ id, label }))
  return { kind: 'choice', values: list, unrecorded: 'notKnown', ...words }
}

/**
 * A number with its unit and the range that is believed.
 *
 * @example quantity({ unit: 'mm/h', minimum: 0, maximum: 200, decimals: 0, … })
 */
export function quantity(
  spec: Pick<Definition<'quantity'>, 'unit' | 'minimum' | 'maximum' | 'grows' | 'elapsed'> &
    FindingWords &
    Optional & { readonly decimals?: number },
): Draft<'quantity'> {
  return { kind: 'quantity', unrecorded: 'notKnown', decimals: 0, ...spec }
}

/**
 * A day: of birth, of onset, of the start of a treatment.
 *
 * @example date({ label: 'date of onset', … })
 */
export function date(words: FindingWords & Optional): Draft<'date'> {
  return { kind: 'date', unrecorded: 'notKnown', ...words }
}

export interface SignTerms {
  readonly present: Condition
  readonly absent: Condition
}
export interface ChoiceTerms<Value extends string> {
  is(...values: readonly [Value, ...Value[]]): Condition
}
export interface QuantityTerms {
  above(limit: Parameter | LimitTerm): Condition
  atLeast(limit: Parameter | LimitTerm): Condition
  below(limit: Parameter | LimitTerm): Condition
  atMost(limit: Parameter | LimitTerm): Condition
  /** The quantity itself as a limit, or `(quantity + plus) × times`. */
  asLimit(change?: { readonly plus?: Parameter; readonly times?: Parameter }): LimitTerm
}
export interface AnyTerms {
  readonly id: string
  /** It has been done or given (a test, a treatment). */
  readonly done: Condition
  /** It was done, and observed at most so many days before the as-of date. */
  within(days: Parameter): Condition
}
export interface LimitTerm {
  readonly finding: string
  readonly plus?: string
  readonly times?: string
}

type TermsOf<D> = AnyTerms &
  (D extends { readonly kind: 'sign' }
    ? SignTerms
    : D extends { readonly kind: 'choice'; readonly valueIds?: infer Value }
      ? ChoiceTerms<Extract<Value, string>>
      : D extends { readonly kind: 'quantity' }
        ? QuantityTerms
        : unknown)

export interface Vocabulary<Drafts> {
  readonly definitions: readonly FindingDefinition[]
  readonly terms: { readonly [Id in keyof Drafts]: TermsOf<Drafts[Id]> }
}

function termsFor(id: string): AnyTerms & SignTerms & ChoiceTerms<string> & QuantityTerms {
  const present: Condition = { op: 'present', finding: id }
  const compare =
    (relation: Relation) =>
    (limit: Parameter | LimitTerm): Condition => ({
      op: 'compare',
      finding: id,
      relation,
      limit: 'finding' in limit ? limit : { parameter: limit.id },
    })
  return {
    id,
    present,
    absent: not(present),
    is: (...values) => ({ op: 'is', finding: id, values }),
    above: compare('>'),
    atLeast: compare('>='),
    below: compare('<'),
    atMost: compare('<='),
    asLimit: ({ plus, times } = {}) => ({
      finding: id,
      ...(plus ? { plus: plus.id } : {}),
      ...(times ? { times: times.id } : {}),
    }),
    done: { op: 'done', finding: id },
    within: (days) => ({ op: 'within', finding: id, days: days.id }),
  }
}

/**
 * Makes the vocabulary: the definitions as data, and for each finding the terms that conditions are written with.
 *
 * @example vocabulary({ fever: sign({ … }) }).terms.fever.present // { op: 'present', finding: 'fever' }
 */
export function vocabulary<const Drafts extends Readonly<Record<string, Draft<FindingDefinition['kind']>>>>(
  drafts: Drafts,
): Vocabulary<Drafts> {
  const ids = Object.keys(drafts)
  const terms = Object.fromEntries(ids.map((id) => [id, termsFor(id)]))
  return {
    definitions: Object.entries(drafts).map(
      ([id, draft]): FindingDefinition => ({ id, ...draft }) as FindingDefinition,
    ),
    terms: terms as unknown as Vocabulary<Drafts>['terms'],
  }
}

/**
 * Names the protocol's parameters.
 *
 * @example parameters({ adultAgeYears: { label: '…', value: 18, unit: 'a', statement: 'I10' } }).adultAgeYears.id // 'adultAgeYears'
 */
export function parameters<const Drafts extends Readonly<Record<string, Omit<Parameter, 'id'>>>>(
  drafts: Drafts,
): { readonly [Id in keyof Drafts]: Parameter } {
  const entries = Object.entries(drafts).map(([id, draft]) => [id, { id, ...draft }])
  return Object.fromEntries(entries) as { readonly [Id in keyof Drafts]: Parameter }
}
