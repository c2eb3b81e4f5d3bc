import type { Claim, Fact, Turn } from '../../src/language/claim.ts'
import type { ConditionData } from '../../src/language/condition.ts'
import type { DecisionDefinition } from '../../src/language/protocol.ts'
import { type Case, type Encoding, newlyRecordedApplies, TURN } from './encoding.ts'
import { answers, type Patient, type Recorded, sameRecord } from './patient.ts'
import { answersOf, type Decided, type Reading } from './reading.ts'
import { and, FALSE, not, or, same, type Term, TRUE } from './smt.ts'

/** One question to the solver: are there patients of whom this holds? */
export interface Query {
  /** What it is about: a decision, a turn, a rule. */
  readonly name: string
  /** Holds of patients who refute the claim (for `all decisive`: of those for whom the rule decides). */
  readonly holds: Term
}

/**
 * The questions that decide a claim in a layer: it holds if no patients answer any of them; `all decisive` if some answer each.
 * A claim about the text alone has none.
 *
 * @example queriesOf({ kind: 'one answer' }, 'standard', encoding).length // 1
 */
export function queriesOf(claim: Claim, layer: string, { cases }: Encoding): readonly Query[] {
  const [before, after] = cases
  const reading = readingOf(before, layer)
  switch (claim.kind) {
    case 'never':
      return [{ name: '', holds: and(...claim.facts.map((fact) => factOf(reading, fact))) }]
    case 'one answer':
      return [{ name: '', holds: or(...[...reading.decisions.values()].map(unanswered)) }]
    case 'never weakens':
      return [weakens(claim, layer, before, after)]
    case 'answers narrow':
      return widens(layer, before, after)
    case 'not below layer':
      return [{ name: '', holds: below(claim.decision, reading, readingOf(before, claim.layer)) }]
    case 'weaker only by':
      return claim.decisions.map((id) => ({
        name: id,
        holds: weaker(id, claim.statements, reading, readingOf(before, claim.layer)),
      }))
    case 'all decisive':
      return decisive(reading)
    case 'all cited':
      return []
  }
}

/** Whether a claim compares a patient before and after. */
export function isAboutTwo({ kind }: Claim): boolean {
  return kind === 'never weakens' || kind === 'answers narrow'
}

/** The conditions that claims ask of a patient. */
export function askedBy(claims: readonly Claim[]): readonly ConditionData[] {
  const facts = claims.flatMap((claim) =>
    claim.kind === 'never' ? claim.facts : claim.kind === 'never weakens' ? claim.unless : [],
  )
  return facts.flatMap((fact) => ('condition' in fact ? [fact.condition] : []))
}

function readingOf(patient: Case | undefined, layer: string): Reading {
  const reading = patient?.readings.get(layer)
  if (!reading) throw new Error(`no patient is read by ${layer}`)
  return reading
}

/** A fact as a term. */
export function factOf(reading: Reading, fact: Fact): Term {
  if ('condition' in fact) {
    const { yes, no } = reading.truth(fact.condition)
    switch (fact.is) {
      case 'true':
        return yes
      case 'false':
        return no
      case 'not true':
        return not(yes)
      case 'not false':
        return not(no)
      case 'not known':
        return and(not(yes), not(no))
    }
  }
  const decided = reading.decisions.get(fact.decision)
  // A layer without the decision answers it with nothing.
  const among = or(
    ...fact.outcomes.map((id) => (fact.is === 'possible' ? decided?.possible : decided?.now)?.get(id) ?? FALSE),
  )
  return fact.is === 'not now' ? not(among) : among
}

/** No answer, or two that differ. */
function unanswered({ now }: Decided): Term {
  const count = `(+ 0 ${[...now.values()].map((term) => `(ite ${term} 1 0)`).join(' ')})`
  return not(same(count, '1'))
}

function rank({ outcomes }: DecisionDefinition, outcome: string): number {
  return outcomes.findIndex(({ id }) => id === outcome)
}

/** The outcomes of a map that rank at least so high. */
function reaches(decided: Decided, outcomes: ReadonlyMap<string, Term>, least: number): Term {
  return or(...[...outcomes].filter(([id]) => rank(decided.decision, id) >= least).map(([, term]) => term))
}

/** One finding has turned as one of the turns says, nothing else has changed, and a decision is weaker. */
function weakens(
  claim: Extract<Claim, { readonly kind: 'never weakens' }>,
  layer: string,
  before: Case | undefined,
  after: Case | undefined,
): Query {
  const [first, second] = [readingOf(before, layer), readingOf(after, layer)]
  const turned = (turn: Turn) =>
    and(
      same(TURN, String(claim.turns.indexOf(turn))),
      hasValue(first.patient, turn.finding, turn.from, '<='),
      hasValue(second.patient, turn.finding, turn.to, '>='),
    )
  const changes = [...first.patient.findings.keys()].map((id) =>
    or(
      sameRecord(first.patient, second.patient, id),
      ...claim.turns.filter(({ finding }) => finding === id).map(turned),
    ),
  )
  const falls = claim.decisions.flatMap((id) => {
    const [earlier, later] = [first.decisions.get(id), second.decisions.get(id)]
    if (!earlier || !later) return []
    return earlier.decision.outcomes.map((_, least) =>
      and(reaches(earlier, earlier.now, least), not(reaches(later, later.now, least))),
    )
  })
  return {
    name: claim.decisions.join(', '),
    holds: and(...changes, not(or(...claim.unless.map((fact) => factOf(second, fact)))), or(...falls)),
  }
}

/** A finding has a value; a quantity, a value on this side. */
function hasValue(patient: Patient, finding: string, value: string, side: '<=' | '>='): Term {
  const recorded = patient.findings.get(finding)
  return recorded ? and(recorded.has, isValue(recorded, value, side)) : FALSE
}

function isValue({ definition, value: term }: Recorded, value: string, side: '<=' | '>='): Term {
  switch (definition.kind) {
    case 'sign':
      return value === 'present' ? term : not(term)
    case 'choice':
      return same(term, String(definition.values.findIndex(({ id }) => id === value)))
    case 'quantity':
      return `(${side} ${term} ${Math.round(Number(value) * 10 ** definition.decimals)})`
    case 'date':
      return FALSE
  }
}

/** An answer to something unknown makes an outcome possible that was not. */
function widens(layer: string, before: Case | undefined, after: Case | undefined): readonly Query[] {
  const [less, more] = [readingOf(before, layer), readingOf(after, layer)]
  // What cannot apply is not asked: a record of it is no answer to a question.
  const asked = newlyRecordedApplies(less.patient, more.patient, after?.doesNotApply ?? (() => TRUE))
  const answered = and(answers(less.patient, more.patient), asked)
  const wider = [...less.decisions].flatMap(([id, { possible }]) =>
    [...possible].map(([outcome, term]) => and(more.decisions.get(id)?.possible.get(outcome) ?? FALSE, not(term))),
  )
  return [{ name: 'any decision', holds: and(answered, or(...wider)) }]
}

/** The least possible outcome is below that of another layer. */
function below(decision: string, reading: Reading, other: Reading): Term {
  const [own, theirs] = [reading.decisions.get(decision), other.decisions.get(decision)]
  if (!own || !theirs) return FALSE
  return or(
    ...[...own.possible].map(([outcome, term]) => {
      const asLow = [...theirs.possible].filter(([id]) => rank(own.decision, id) <= rank(own.decision, outcome))
      return and(term, not(or(...asLow.map(([, possible]) => possible))))
    }),
  )
}

/** Weaker than in another layer, by a rule that cites none of the statements. */
function weaker(decision: string, statements: readonly string[], reading: Reading, other: Reading): Term {
  const [own, theirs] = [reading.decisions.get(decision), other.decisions.get(decision)]
  if (!own || !theirs) return FALSE
  return or(
    ...own.decision.rules
      .filter((rule) => !rule.statements.some((statement) => statements.includes(statement)))
      .map(({ id, then }) =>
        and(own.speaks.get(id) ?? FALSE, reaches(theirs, theirs.now, rank(own.decision, then) + 1)),
      ),
  )
}

/** For each rule and definition: it speaks, or without it the answer would be another. */
function decisive(reading: Reading): readonly Query[] {
  const rules = [...reading.decisions.values()].flatMap((decided) =>
    decided.decision.rules.map((rule): Query => {
      const others = decided.decision.rules.filter((other) => other !== rule)
      const { now } = answersOf(others, decided.decision, decided.when)
      const outcomes = decided.decision.outcomes.map(({ id }) =>
        not(same(decided.now.get(id) ?? FALSE, now.get(id) ?? FALSE)),
      )
      // A decision cannot be without its default, so that one need only speak.
      const holds = rule.exceptionTo.length === 0 ? (decided.speaks.get(rule.id) ?? FALSE) : or(...outcomes)
      return { name: rule.id, holds }
    }),
  )
  const definitions = reading.protocol.conditions.flatMap((condition) =>
    condition.definitions.map(({ id }): Query => {
      const others = condition.definitions.filter((other) => other.id !== id)
      const yes = (name: string) => reading.definitions.get(name)?.yes ?? TRUE
      return { name: id, holds: and(yes(id), ...others.map((other) => not(yes(other.id)))) }
    }),
  )
  return [...rules, ...definitions]
}
