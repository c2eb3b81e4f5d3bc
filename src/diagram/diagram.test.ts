import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Diagram, FALSE, type Node, TRUE } from './diagram.ts'

const VARIABLES = 6

type Formula =
  | { readonly op: 'variable'; readonly index: number }
  | { readonly op: 'not'; readonly of: Formula }
  | { readonly op: 'and' | 'or'; readonly of: readonly Formula[] }

const formulas = fc.letrec<{ formula: Formula }>((tie) => ({
  formula: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.record({ op: fc.constant('variable' as const), index: fc.nat(VARIABLES - 1) }),
    fc.record({ op: fc.constant('not' as const), of: tie('formula') }),
    fc.record({ op: fc.constantFrom('and' as const, 'or' as const), of: fc.array(tie('formula'), { maxLength: 4 }) }),
  ),
})).formula

function build(diagram: Diagram, formula: Formula): Node {
  if (formula.op === 'variable') return diagram.variable(formula.index)
  if (formula.op === 'not') return diagram.not(build(diagram, formula.of))
  const parts = formula.of.map((part) => build(diagram, part))
  return formula.op === 'and' ? diagram.and(...parts) : diagram.or(...parts)
}

function truth(formula: Formula, assignment: number): boolean {
  if (formula.op === 'variable') return Boolean((assignment >> formula.index) & 1)
  if (formula.op === 'not') return !truth(formula.of, assignment)
  return formula.op === 'and'
    ? formula.of.every((part) => truth(part, assignment))
    : formula.of.some((part) => truth(part, assignment))
}

const assignments = Array.from({ length: 2 ** VARIABLES }, (_, index) => index)

describe('a diagram', () => {
  test('has the value of its formula for every assignment, and counts those that make it true', () => {
    fc.assert(
      fc.property(formulas, (formula) => {
        const diagram = new Diagram(VARIABLES)
        const node = build(diagram, formula)
        for (const assignment of assignments)
          expect(diagram.evaluate(node, (variable) => Boolean((assignment >> variable) & 1))).toBe(
            truth(formula, assignment),
          )
        const expected = assignments.filter((assignment) => truth(formula, assignment)).length
        expect(diagram.count(node)).toBe(BigInt(expected))
      }),
      { numRuns: 300 },
    )
  })

  test('is the same node exactly when two formulas agree everywhere', () => {
    fc.assert(
      fc.property(formulas, formulas, (a, b) => {
        const diagram = new Diagram(VARIABLES)
        const agree = assignments.every((assignment) => truth(a, assignment) === truth(b, assignment))
        expect(build(diagram, a) === build(diagram, b)).toBe(agree)
      }),
      { numRuns: 300 },
    )
  })

  test('asks variables in order, and never one whose answer does not matter', () => {
    const diagram = new Diagram(3)
    const node = diagram.or(diagram.and(diagram.variable(2), diagram.variable(0)), diagram.variable(0))
    expect(node).toBe(diagram.variable(0))
    const ordered = diagram.and(diagram.variable(2), diagram.variable(1))
    expect(diagram.level(ordered)).toBe(1)
    expect(diagram.level(diagram.high(ordered))).toBe(2)
  })

  test('grows past its first tables without losing a node', () => {
    const diagram = new Diagram(40)
    // Pairs (0,20), (1,21) …: their order makes the diagram of this function exponential.
    const pairs = Array.from({ length: 14 }, (_, index) =>
      diagram.and(diagram.variable(index), diagram.variable(index + 20)),
    )
    const any = diagram.or(...pairs)
    expect(diagram.size).toBeGreaterThan(1 << 14)
    const none = 3n ** 14n * 2n ** 12n
    expect(diagram.count(any)).toBe(2n ** 40n - none)
    expect(diagram.and(any, diagram.not(any))).toBe(FALSE)
    expect(diagram.or(any, diagram.not(any))).toBe(TRUE)
  })
})
