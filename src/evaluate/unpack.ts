import { type ConditionData, findingsOf } from '../language/condition.ts'
import { and, atLeast, not, or, type Truth } from '../language/kleene.ts'
import type { DefinitionData, RuleData } from '../language/protocol.ts'
import { BLOCK, type Field, type Program } from './compile.ts'
import type { Answer } from './result.ts'
import { definitionsOf } from './truth.ts'

/** One row of a table of 32-bit words. */
export interface Row {
  readonly table: Int32Array
  /** The row's first word. */
  readonly at: number
}

/** The rules behind an answer, in the decision's order. */
export interface UnpackedRules {
  /** They speak. */
  readonly rules: readonly RuleData[]
  /** They are not known to speak, and nothing known overrides them. */
  readonly open: readonly RuleData[]
}

/** An answer of the compiled form with its reasons, as ids. */
export interface ExplainedAnswer extends Answer {
  readonly rules: readonly string[]
  readonly open: readonly string[]
  /** The statements behind the rules that speak, and behind the definitions that made them. */
  readonly statements: readonly string[]
  /** The findings that made the rules speak. */
  readonly findings: readonly string[]
}

/**
 * Reads the answers out of a packed or an explained answer, one for each decision of the protocol.
 *
 * @example unpackAnswers(compile(standard), { table: answers, at: 0 })[0] // { decision: 'urgency', outcome: 'soon', … }
 */
export function unpackAnswers(program: Program, row: Row): readonly Answer[] {
  return program.decisions.map(({ decision, ...fields }) => {
    const outcomeAt = (field: Field) => decision.outcomes[rankAt(field, row)]?.id ?? ''
    const [atLeast, atMost] = [outcomeAt(fields.atLeast), outcomeAt(fields.atMost)]
    return {
      decision: decision.id,
      outcome: outcomeAt(fields.outcome),
      atLeast,
      atMost,
      settled: atLeast === atMost,
    }
  })
}

/**
 * The rank of an outcome in a packed answer, from the weakest (0).
 *
 * @example rankAt(compile(standard).decisions[0].outcome, { table: answers, at: 0 }) // 1: soon
 */
export function rankAt({ word, shift, mask }: Field, { table, at }: Row): number {
  return ((table[at + word] ?? 0) >>> shift) & mask
}

/**
 * Whether a constraint of the vocabulary forbids the case: then its answer means nothing.
 *
 * @example isImpossible({ table: answers, at: 0 }) // false
 */
export function isImpossible({ table, at }: Row): boolean {
  return ((table[at] ?? 0) & 1) === 1
}

/**
 * Reads the rules out of an explained answer, for each decision of the protocol those that speak and those that may.
 *
 * @example unpackRules(compile(standard), { table: answers, at: 0 })[0].rules[0].id // 'redFlagIsSoon'
 */
export function unpackRules(program: Program, row: Row): readonly UnpackedRules[] {
  return program.decisions.map(({ decision, firstRule }) => ({
    rules: decision.rules.filter((_, place) => bitAt(row, program.speaks, firstRule + place)),
    open: decision.rules.filter((_, place) => bitAt(row, program.open, firstRule + place)),
  }))
}

/**
 * Reads the answers with their reasons out of an explained answer and the packed case it was made from.
 * The same rules, statements and findings as the interpreter's `because`.
 *
 * @example unpackExplained(program, { table: cases, at: 0 }, { table: answers, at: 0 })[0].statements // ['B7', 'I4', 'B1']
 */
export function unpackExplained(program: Program, packed: Row, row: Row): readonly ExplainedAnswer[] {
  const truths = new Truths(program, packed, row)
  const unpacked = unpackRules(program, row)
  return unpackAnswers(program, row).map((answer, index) => {
    const { rules = [], open = [] } = unpacked[index] ?? {}
    const statements = new Set(rules.flatMap((rule) => rule.statements))
    const findings = new Set<string>()
    for (const rule of rules) truths.gather(rule.when, true, statements, findings)
    return {
      ...answer,
      rules: rules.map((rule) => rule.id),
      open: open.map((rule) => rule.id),
      statements: [...statements],
      findings: [...findings],
    }
  })
}

function bitAt({ table, at }: Row, word: number, place: number): boolean {
  return (((table[at + word + Math.floor(place / BLOCK)] ?? 0) >>> (place % BLOCK)) & 1) === 1
}

/** The truths that the bits of a case and its explained answer hold. */
class Truths {
  readonly #program: Program
  readonly #packed: Row
  readonly #row: Row

  constructor(program: Program, packed: Row, row: Row) {
    this.#program = program
    this.#packed = packed
    this.#row = row
  }

  /** Gathers what gave a condition its truth, as explain.ts does; parts of another truth had no say. */
  gather(condition: ConditionData, truth: boolean, statements: Set<string>, findings: Set<string>): void {
    if (this.#truth(condition) !== truth) return
    switch (condition.op) {
      case 'not':
        this.gather(condition.of, !truth, statements, findings)
        return
      case 'all':
      case 'any':
      case 'atLeast':
        for (const part of condition.of) this.gather(part, truth, statements, findings)
        return
      case 'defined':
        for (const definition of definitionsOf(condition.condition, this.#program.protocol)) {
          if (this.#definition(definition) !== truth) continue
          if (truth) for (const statement of definition.statements) statements.add(statement)
          this.gather(definition.when, truth, statements, findings)
        }
        return
      default:
        for (const finding of findingsOf(condition)) findings.add(finding)
    }
  }

  #truth(condition: ConditionData): Truth {
    switch (condition.op) {
      case 'not':
        return not(this.#truth(condition.of))
      case 'all':
        return and(condition.of.map((part) => this.#truth(part)))
      case 'any':
        return or(condition.of.map((part) => this.#truth(part)))
      case 'atLeast':
        return atLeast(
          condition.count,
          condition.of.map((part) => this.#truth(part)),
        )
      case 'defined':
        return or(definitionsOf(condition.condition, this.#program.protocol).map((each) => this.#definition(each)))
      default:
        return truthAt(this.#packed, 0, this.#program.caseWords / 2, this.#program.atomPlaces.get(condition))
    }
  }

  #definition({ id }: DefinitionData): Truth {
    const { holds, fails, definitionPlaces } = this.#program
    return truthAt(this.#row, holds, fails, definitionPlaces.get(id))
  }
}

function truthAt(row: Row, holds: number, fails: number, place = 0): Truth {
  if (bitAt(row, holds, place)) return true
  return bitAt(row, fails, place) ? false : undefined
}
