import { type ConditionData, findingsOf, walk } from '../../src/language/condition.ts'
import type { FindingDefinition } from '../../src/language/finding.ts'
import type { Protocol } from '../../src/language/protocol.ts'
import { and, FALSE, implies, not, or, same, symbol, type Term } from './smt.ts'

/** The constants that stand for one finding of one patient. */
export interface Recorded {
  readonly definition: FindingDefinition
  /** It has a value. */
  readonly has: Term
  /** It is known not to have been done; neither this nor a value: not known. */
  readonly none: Term
  /** A sign: whether it is present. A choice: the number of its value. A quantity: in its smallest steps. A date: days ago. */
  readonly value: Term
  /** How many days ago it was observed. */
  readonly ageDays: Term
}

/** One patient, as recorded and brought to the as-of date: a name for the constants, finding by finding. */
export interface Patient {
  readonly name: string
  readonly findings: ReadonlyMap<string, Recorded>
  /** What is only ever counted from dates. */
  readonly counted: readonly Counted[]
}

/** A time that cannot be recorded, only counted: from a start to an end that are findings of their own. */
export interface Counted {
  readonly id: string
  readonly from: string
  readonly until: string
}

/**
 * The findings that a rule, a definition, a constraint or one of the further conditions reads, and those that decide
 * whether these apply or from which they are counted.
 */
export function findingsRead(
  protocols: readonly Protocol[],
  alsoRead: readonly ConditionData[],
): readonly FindingDefinition[] {
  const definitions = new Map(protocols.flatMap(({ findings }) => findings.map((each) => [each.id, each] as const)))
  const read = new Set<string>()
  const gather = (when: ConditionData): void =>
    walk(when, (part) => {
      if ('finding' in part) for (const id of findingsOf(part)) add(id)
    })
  const add = (id: string): void => {
    if (read.has(id)) return
    read.add(id)
    const definition = definitions.get(id)
    if (definition?.appliesWhen) gather(definition.appliesWhen)
    if (definition?.kind === 'quantity' && definition.elapsed?.only) {
      add(definition.elapsed.from)
      if (definition.elapsed.until) add(definition.elapsed.until)
    }
  }
  for (const condition of alsoRead) gather(condition)
  for (const { conditions, decisions, constraints } of protocols) {
    for (const { definitions: list } of conditions) for (const { when } of list) gather(when)
    for (const { rules } of decisions) for (const { when } of rules) gather(when)
    for (const { impossible } of constraints) gather(impossible)
  }
  return [...definitions.values()].filter(({ id }) => read.has(id))
}

function countedBy(definition: FindingDefinition): readonly Counted[] {
  if (definition.kind !== 'quantity' || !definition.elapsed?.only) return []
  const { id, elapsed } = definition
  // Nothing in the protocol is counted up to today, or in anything but days; the solver is not told how.
  if (!elapsed.until || elapsed.unit !== 'd') throw new Error(`${id} is counted in a way that is not encoded`)
  return [{ id, from: elapsed.from, until: elapsed.until }]
}

/** A patient whose constants begin with a name. */
export function patient(name: string, definitions: readonly FindingDefinition[]): Patient {
  const counted = definitions.flatMap(countedBy)
  const findings = new Map(
    definitions
      .filter(({ id }) => !counted.some((each) => each.id === id))
      .map((definition): [string, Recorded] => {
        const { id, unrecorded } = definition
        const constant = (what: string) => symbol(name, id, what)
        return [
          id,
          {
            definition,
            has: constant('has'),
            none: unrecorded === 'notDone' ? constant('none') : FALSE,
            value: constant('value'),
            ageDays: constant('ageDays'),
          },
        ]
      }),
  )
  return { name, findings, counted }
}

/** Declares a patient's constants and the ranges of their values. */
export function declare({ findings }: Patient): readonly string[] {
  return [...findings.values()].flatMap(({ definition, has, none, value, ageDays }) => [
    `(declare-const ${has} Bool)`,
    ...(none === FALSE ? [] : [`(declare-const ${none} Bool)`, `(assert ${not(and(has, none))})`]),
    `(declare-const ${value} ${definition.kind === 'sign' ? 'Bool' : 'Int'})`,
    ...rangeOf(definition, value),
    `(declare-const ${ageDays} Int)`,
    `(assert (>= ${ageDays} 0))`,
  ])
}

function rangeOf(definition: FindingDefinition, value: Term): readonly string[] {
  const between = (low: number, high: number) => [`(assert (<= ${low} ${value} ${high}))`]
  switch (definition.kind) {
    case 'sign':
      return []
    case 'choice':
      return between(0, definition.values.length - 1)
    case 'quantity': {
      const steps = 10 ** definition.decimals
      return between(Math.round(definition.minimum * steps), Math.round(definition.maximum * steps))
    }
    case 'date':
      return [`(assert (>= ${value} 0))`]
  }
}

/** Where a finding that is the start of something counted is known not to be: what has an end has had a start. */
export function settledNone(of: Patient, id: string): Term {
  const recorded = of.findings.get(id)
  if (!recorded) return FALSE
  const ends = of.counted.filter(({ from }) => from === id)
  return and(recorded.none, ...ends.map(({ until }) => of.findings.get(until)?.none ?? FALSE))
}

/** Two patients have the same recorded of a finding, its value and its day. */
export function sameRecord(one: Patient, other: Patient, id: string): Term {
  const [a, b] = [one.findings.get(id), other.findings.get(id)]
  if (!a || !b) return FALSE
  return and(same(a.has, b.has), same(a.none, b.none), sameValue(a, b))
}

function sameValue(a: Recorded, b: Recorded): Term {
  return implies(a.has, and(same(a.value, b.value), same(a.ageDays, b.ageDays)))
}

/**
 * The second patient is the first with some of the unknowns answered: what has a value keeps it, what is known not to be
 * done stays so, what is not known may turn out anything.
 */
export function answers(less: Patient, more: Patient): Term {
  return and(
    ...[...less.findings.keys()].flatMap((id) => {
      const [a, b] = [less.findings.get(id), more.findings.get(id)]
      if (!a || !b) return [FALSE]
      return [implies(a.has, and(b.has, sameValue(a, b))), implies(settledNone(less, id), settledNone(more, id))]
    }),
  )
}

/** A complete patient: a value for everything, or known not to be done. */
export function isComplete(of: Patient, cannotApply: (id: string) => Term): Term {
  return and(
    ...[...of.findings].map(([id, { definition, has }]) =>
      definition.appliesWhen ? or(has, cannotApply(id)) : or(has, settledNone(of, id)),
    ),
  )
}
