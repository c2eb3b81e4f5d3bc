import { answer } from '../../src/evaluate/answer.ts'
import { readFindings } from '../../src/evaluate/read-findings.ts'
import { situate } from '../../src/evaluate/situation.ts'
import { type Reading, read, truthOf } from '../../src/evaluate/truth.ts'
import type { Claim, Fact } from '../../src/language/claim.ts'
import type { CalendarDate } from '../../src/language/date.ts'
import type { DecisionDefinition, Protocol } from '../../src/language/protocol.ts'
import type { Entered } from './decode.ts'

/** Layers by name, one of them the claim's own. */
export interface Layers {
  readonly own: Protocol
  readonly all: Readonly<Record<string, Protocol>>
}

/**
 * Whether patients refute a claim, by the plain interpreter alone: everything the solver says is put to the engine that
 * decides in the clinic. Throws where a patient is refused on input.
 *
 * @example refutes(claim, [{ fever: 'present' }], { own: standard, all: { standard } }, '2026-03-15') // false
 */
export function refutes(claim: Claim, patients: readonly Entered[], { own, all }: Layers, asOf: CalendarDate): boolean {
  const readings = patients.map((patient) => readingOf(own, patient, asOf))
  const [before, after] = readings
  if (!before) return false
  switch (claim.kind) {
    case 'never':
      return claim.facts.every((fact) => holds(fact, before))
    case 'one answer':
      return own.decisions.some(
        (decision) => new Set(answer(decision, before).rules.map(({ then }) => then)).size !== 1,
      )
    case 'never weakens':
      return (
        after !== undefined &&
        !claim.unless.some((fact) => holds(fact, after)) &&
        claim.decisions.some((id) => rankOf(id, 'outcome', after) < rankOf(id, 'outcome', before))
      )
    case 'answers narrow':
      return after !== undefined && own.decisions.some((decision) => widened(decision, before, after))
    case 'not below layer': {
      const other = readingOf(layerOf(all, claim.layer), patients[0] ?? {}, asOf)
      return rankOf(claim.decision, 'atLeast', before) < rankOf(claim.decision, 'atLeast', other)
    }
    case 'weaker only by': {
      const other = readingOf(layerOf(all, claim.layer), patients[0] ?? {}, asOf)
      return claim.decisions.some(
        (id) =>
          rankOf(id, 'outcome', before) < rankOf(id, 'outcome', other) &&
          answer(decisionOf(id, own), before).rules.some(
            ({ statements }) => !statements.some((statement) => claim.statements.includes(statement)),
          ),
      )
    }
    case 'all cited':
    case 'all decisive':
      return false
  }
}

/** Whether a patient is decided otherwise without a rule, or reads a condition otherwise without a definition. */
export function decides(id: string, patient: Entered, own: Protocol, asOf: CalendarDate): boolean {
  const reading = readingOf(own, patient, asOf)
  for (const decision of own.decisions) {
    const rule = decision.rules.find((each) => each.id === id)
    if (!rule) continue
    if (rule.exceptionTo.length === 0) return answer(decision, reading).rules.some((each) => each.id === id)
    const never = { op: 'any', of: [] } as const
    const rules = decision.rules.map((each) => (each.id === id ? { ...each, when: never } : each))
    return answer({ ...decision, rules }, reading).outcome !== answer(decision, reading).outcome
  }
  return own.conditions.some(
    ({ definitions }) =>
      definitions.some((each) => each.id === id && truthOf(each.when, reading) === true) &&
      definitions.every((each) => each.id === id || truthOf(each.when, reading) !== true),
  )
}

function readingOf(protocol: Protocol, patient: Entered, asOf: CalendarDate): Reading {
  const findings = readFindings(protocol, patient, asOf)
  if (!findings.ok)
    throw new Error(`refused: ${findings.problems.map(({ code, path }) => `${code} ${path}`).join(', ')}`)
  return read(protocol, situate(protocol, findings.findings, asOf))
}

function layerOf(all: Layers['all'], name: string): Protocol {
  const layer = all[name]
  if (!layer) throw new Error(`there is no layer ${name}`)
  return layer
}

function decisionOf(id: string, { decisions }: Protocol): DecisionDefinition {
  const decision = decisions.find((each) => each.id === id)
  if (!decision) throw new Error(`there is no decision ${id}`)
  return decision
}

function holds(fact: Fact, reading: Reading): boolean {
  if ('condition' in fact) {
    const truth = truthOf(fact.condition, reading)
    switch (fact.is) {
      case 'true':
        return truth === true
      case 'false':
        return truth === false
      case 'not true':
        return truth !== true
      case 'not false':
        return truth !== false
      case 'not known':
        return truth === undefined
    }
  }
  const decision = reading.protocol.decisions.find(({ id }) => id === fact.decision)
  if (!decision) return fact.is === 'not now'
  const { outcome, rules, open } = answer(decision, reading)
  if (fact.is === 'possible') return [...rules, ...open].some(({ then }) => fact.outcomes.includes(then))
  return fact.outcomes.includes(outcome) === (fact.is === 'now')
}

function rankOf(id: string, which: 'outcome' | 'atLeast', reading: Reading): number {
  const decision = decisionOf(id, reading.protocol)
  const answered = answer(decision, reading)
  return decision.outcomes.findIndex((outcome) => outcome.id === answered[which])
}

function widened(decision: DecisionDefinition, less: Reading, more: Reading): boolean {
  const [before, after] = [less, more].map((reading) => {
    const { rules, open } = answer(decision, reading)
    return new Set([...rules, ...open].map(({ then }) => then))
  })
  return [...(after ?? [])].some((outcome) => !before?.has(outcome))
}
