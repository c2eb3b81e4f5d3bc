import type { ConditionData } from '../../src/language/condition.ts'
import type { Protocol } from '../../src/language/protocol.ts'
import { answers, declare, findingsRead, isComplete, type Patient, patient } from './patient.ts'
import { Reading } from './reading.ts'
import { and, implies, not, or, symbol, type Term } from './smt.ts'

/** The number of the one turn by which two patients may differ. */
export const TURN: Term = symbol('turn')

/** A patient as every protocol reads them. */
export interface Case {
  readonly patient: Patient
  readonly readings: ReadonlyMap<string, Reading>
  /** Where a finding turns out not to apply, in the completion that shows that the patient can be. */
  readonly doesNotApply: (finding: string) => Term
}

/**
 * One or two patients over the findings of some protocols (layers or versions), each with a completion that shows that
 * the patient can be. Made from the protocol's data alone: no diagram, no component, no sample of a number.
 */
export interface Encoding {
  readonly cases: readonly Case[]
  /** Declares everything and demands that the patients can be. */
  readonly script: string
}

/**
 * Encodes patients for the solver; `alsoRead` are conditions that are asked of them beside those of the protocols.
 *
 * @example encode({ source, standard }, ['before', 'after']).cases.length // 2
 */
export function encode(
  protocols: Readonly<Record<string, Protocol>>,
  names: readonly string[],
  alsoRead: readonly ConditionData[] = [],
): Encoding {
  const definitions = findingsRead(Object.values(protocols), alsoRead)
  const lines = [`(declare-const ${TURN} Int)`]
  const cases = names.map((name): Case => {
    const recorded = patient(name, definitions)
    const complete = patient(`${name} completed`, definitions)
    lines.push(...declare(recorded), ...declare(complete))
    const readings = new Map(
      Object.entries(protocols).map(([layer, protocol]) => [layer, new Reading(layer, protocol, recorded)]),
    )
    const completed = Object.entries(protocols).map(
      ([layer, protocol]) => new Reading(layer, { ...protocol, decisions: [] }, complete),
    )
    for (const { lines: defined } of [...readings.values(), ...completed]) lines.push(...defined)
    lines.push(`(assert ${canBe(recorded, complete, completed)})`)
    const doesNotApply = (id: string) => or(...completed.map((reading) => reading.cannotApply(id)))
    return { patient: recorded, readings, doesNotApply }
  })
  return { cases, script: lines.join('\n') }
}

/** Some complete patient who can be is this one with the unknowns answered. */
function canBe(recorded: Patient, complete: Patient, readings: readonly Reading[]): Term {
  const doesNotApply = (id: string) => or(...readings.map((reading) => reading.cannotApply(id)))
  return and(
    answers(recorded, complete),
    isComplete(complete, (id) => and(...readings.map((reading) => reading.cannotApply(id)))),
    // Silence about what cannot apply stays silence; a record of it (a pregnancy at 58) is a record all the same.
    newlyRecordedApplies(recorded, complete, doesNotApply),
    ...readings.flatMap((reading) =>
      reading.protocol.constraints.map(({ impossible }) => not(reading.truth(impossible).yes)),
    ),
  )
}

/** What the first patient's record is silent about, the second's speaks of only where it applies. */
export function newlyRecordedApplies(less: Patient, more: Patient, doesNotApply: (finding: string) => Term): Term {
  return and(
    ...[...less.findings]
      .filter(([, { definition }]) => definition.appliesWhen)
      .map(([id, { has }]) => implies(and(not(has), more.findings.get(id)?.has ?? has), not(doesNotApply(id)))),
  )
}
