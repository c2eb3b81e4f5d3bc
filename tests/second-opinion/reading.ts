import type { ConditionData, Leaf, Limit } from '../../src/language/condition.ts'
import type { DecisionDefinition, Protocol, RuleData } from '../../src/language/protocol.ts'
import { type Counted, type Patient, type Recorded, settledNone } from './patient.ts'
import { and, FALSE, not, or, real, same, symbol, type Term, TRUE } from './smt.ts'

/** Kleene truth as two terms: it is true, it is false; neither: not known. */
export interface Truth {
  readonly yes: Term
  readonly no: Term
}

const NEVER: Truth = { yes: FALSE, no: TRUE }

/** What a decision says of a patient, outcome by outcome and rule by rule. */
export interface Decided {
  readonly decision: DecisionDefinition
  /** Rule → it speaks. */
  readonly speaks: ReadonlyMap<string, Term>
  /** Rule → its condition. */
  readonly when: ReadonlyMap<string, Truth>
  /** Outcome → it is the answer on what is known. */
  readonly now: ReadonlyMap<string, Term>
  /** Outcome → it is, or may still become, the answer. */
  readonly possible: ReadonlyMap<string, Term>
}

/** A protocol reading a patient: definitions for the solver, and the terms they define. */
export class Reading {
  readonly protocol: Protocol
  readonly patient: Patient
  /** `define-fun` lines, each after those it needs. */
  readonly lines: string[] = []
  readonly decisions = new Map<string, Decided>()
  readonly definitions = new Map<string, Truth>()
  readonly #name: string
  readonly #parameters: ReadonlyMap<string, number>
  readonly #conditions = new Map<string, Truth>()
  readonly #cannotApply = new Map<string, Term>()

  constructor(name: string, protocol: Protocol, patient: Patient) {
    this.#name = `${name} ${patient.name}`
    this.protocol = protocol
    this.patient = patient
    this.#parameters = new Map(protocol.parameters.map(({ id, value }) => [id, value]))
    for (const { id, appliesWhen } of protocol.findings)
      if (appliesWhen && patient.findings.has(id))
        this.#cannotApply.set(id, this.#define(`${id} cannot apply`, this.truth(appliesWhen).no))
    for (const { id, definitions } of protocol.conditions) {
      const truths = definitions.map((definition) => this.#defineTruth(definition.id, this.truth(definition.when)))
      definitions.forEach((definition, index) => {
        this.definitions.set(definition.id, truths[index] ?? NEVER)
      })
      this.#conditions.set(id, this.#defineTruth(`condition ${id}`, anyOf(truths)))
    }
    for (const decision of protocol.decisions) this.decisions.set(decision.id, this.#decide(decision))
  }

  /** The truth of a condition. */
  truth(condition: ConditionData): Truth {
    switch (condition.op) {
      case 'not': {
        const { yes, no } = this.truth(condition.of)
        return { yes: no, no: yes }
      }
      case 'all':
        return allOf(condition.of.map((part) => this.truth(part)))
      case 'any':
        return anyOf(condition.of.map((part) => this.truth(part)))
      case 'atLeast': {
        const parts = condition.of.map((part) => this.truth(part))
        const count = (terms: readonly Term[]) => `(+ 0 ${terms.map((term) => `(ite ${term} 1 0)`).join(' ')})`
        return {
          yes: `(>= ${count(parts.map(({ yes }) => yes))} ${condition.count})`,
          no: `(< ${count(parts.map(({ no }) => not(no)))} ${condition.count})`,
        }
      }
      case 'defined':
        return this.#conditions.get(condition.condition) ?? NEVER
      default:
        return this.#leaf(condition)
    }
  }

  /** Where a finding that is not recorded is not asked either, because it cannot apply. */
  cannotApply(id: string): Term {
    return this.#cannotApply.get(id) ?? FALSE
  }

  #leaf(leaf: Leaf): Truth {
    const { has, none, value, ageDays } = this.#state(leaf.finding)
    const read = (known: Term, holds: Term): Truth => ({
      yes: and(has, known, holds),
      no: or(none, and(has, known, not(holds))),
    })
    switch (leaf.op) {
      case 'done':
        return read(TRUE, TRUE)
      case 'present':
        return read(TRUE, value)
      case 'is':
        return read(TRUE, or(...leaf.values.map((each) => same(value, this.#valueNumber(leaf.finding, each)))))
      case 'within':
        return read(TRUE, `(<= (to_real ${ageDays}) ${this.#parameter(leaf.days)})`)
      case 'compare': {
        const limit = this.#limit(leaf.limit)
        return read(limit.known, `(${leaf.relation} ${this.#number(leaf.finding)} ${limit.value})`)
      }
    }
  }

  /** A finding on the as-of date; a counted one from its start to its end. */
  #state(id: string): Pick<Recorded, 'has' | 'none' | 'value' | 'ageDays'> {
    const counted = this.patient.counted.find((each) => each.id === id)
    if (counted) return this.#count(counted)
    const recorded = this.patient.findings.get(id)
    if (!recorded) return { has: FALSE, none: FALSE, value: '0', ageDays: '0' }
    const none = or(settledNone(this.patient, id), and(not(recorded.has), this.cannotApply(id)))
    return { ...recorded, none }
  }

  #count({ from, until }: Counted): Pick<Recorded, 'has' | 'none' | 'value' | 'ageDays'> {
    const [start, end] = [this.patient.findings.get(from), this.patient.findings.get(until)]
    if (!start || !end) return { has: FALSE, none: FALSE, value: '0', ageDays: '0' }
    return {
      has: and(start.has, end.has),
      none: end.none,
      value: `(- ${start.value} ${end.ageDays})`,
      ageDays: end.ageDays,
    }
  }

  /** The quantity in its unit: a real number. */
  #number(id: string): Term {
    const definition = this.protocol.findings.find((each) => each.id === id)
    const steps = definition?.kind === 'quantity' ? 10 ** definition.decimals : 1
    const whole = `(to_real ${this.#state(id).value})`
    return steps === 1 ? whole : `(/ ${whole} ${real(steps)})`
  }

  #limit(limit: Limit): { readonly known: Term; readonly value: Term } {
    if ('parameter' in limit) return { known: TRUE, value: this.#parameter(limit.parameter) }
    const plus = limit.plus ? `(+ ${this.#number(limit.finding)} ${this.#parameter(limit.plus)})` : undefined
    const sum = plus ?? this.#number(limit.finding)
    const value = limit.times ? `(* ${sum} ${this.#parameter(limit.times)})` : sum
    return { known: this.#state(limit.finding).has, value }
  }

  #parameter(id: string): Term {
    const value = this.#parameters.get(id)
    if (value === undefined) throw new Error(`${this.protocol.layer} has no parameter ${id}`)
    return real(value)
  }

  #valueNumber(finding: string, value: string): Term {
    const definition = this.patient.findings.get(finding)?.definition
    const index = definition?.kind === 'choice' ? definition.values.findIndex(({ id }) => id === value) : -1
    if (index < 0) throw new Error(`${finding} has no value ${value}`)
    return String(index)
  }

  #decide(decision: DecisionDefinition): Decided {
    const when = new Map(
      decision.rules.map((rule) => [rule.id, this.#defineTruth(`${decision.id} ${rule.id}`, this.truth(rule.when))]),
    )
    const { speaks, now, possible } = answersOf(decision.rules, decision, when)
    const define = (what: string, terms: ReadonlyMap<string, Term>) =>
      new Map([...terms].map(([id, term]) => [id, this.#define(`${decision.id} ${id} ${what}`, term)]))
    return {
      decision,
      when,
      speaks: define('speaks', speaks),
      now: define('now', now),
      possible: define('possible', possible),
    }
  }

  #defineTruth(what: string, { yes, no }: Truth): Truth {
    return { yes: this.#define(`${what} yes`, yes), no: this.#define(`${what} no`, no) }
  }

  #define(what: string, term: Term): Term {
    const name = symbol(this.#name, what)
    this.lines.push(`(define-fun ${name} () Bool ${term})`)
    return name
  }
}

function allOf(parts: readonly Truth[]): Truth {
  return { yes: and(...parts.map(({ yes }) => yes)), no: or(...parts.map(({ no }) => no)) }
}

function anyOf(parts: readonly Truth[]): Truth {
  return { yes: or(...parts.map(({ yes }) => yes)), no: and(...parts.map(({ no }) => no)) }
}

/**
 * What some rules of a decision say: a rule speaks where its condition holds and that of no exception to it does,
 * whether an exception of its own or of one of those; it may still speak where its condition is not false.
 */
export function answersOf(
  rules: readonly RuleData[],
  decision: DecisionDefinition,
  when: ReadonlyMap<string, Truth>,
): Pick<Decided, 'speaks' | 'now' | 'possible'> {
  const speaks = new Map<string, Term>()
  const now = new Map<string, Term>()
  const possible = new Map<string, Term>()
  for (const rule of rules) {
    const above = rules.filter((other) => excepts(other, rule.id, decision))
    const free = not(or(...above.map(({ id }) => when.get(id)?.yes ?? FALSE)))
    const { yes, no } = when.get(rule.id) ?? NEVER
    speaks.set(rule.id, and(yes, free))
    now.set(rule.then, or(now.get(rule.then) ?? FALSE, and(yes, free)))
    possible.set(rule.then, or(possible.get(rule.then) ?? FALSE, and(not(no), free)))
  }
  return { speaks, now, possible }
}

/** Whether a rule is an exception to another, or to one of its exceptions. */
function excepts(rule: RuleData, other: string, decision: DecisionDefinition): boolean {
  return rule.exceptionTo.some((parent) => {
    if (parent === other) return true
    const between = decision.rules.find(({ id }) => id === parent)
    return between !== undefined && excepts(between, other, decision)
  })
}
