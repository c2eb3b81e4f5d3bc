import { describe, expect, test } from 'vitest'
import { ALWAYS, Circuit, NEVER, type Wire } from './circuit.ts'

/** The value of a wire where the inputs are the bits of `inputs`. */
function truthOn(circuit: Circuit, wire: Wire, inputs: number): boolean {
  if (wire === NEVER || wire === ALWAYS) return wire === ALWAYS
  const input = circuit.inputOf(wire)
  if (input !== undefined) return ((inputs >>> input) & 1) === 1
  const driven = circuit.gateOf(wire)
  if (!driven) throw new Error(`nothing drives wire ${wire}`)
  const [a, b] = [truthOn(circuit, driven.a, inputs), truthOn(circuit, driven.b, inputs)]
  return driven.gate === 'and' ? a && b : driven.gate === 'or' ? a || b : a && !b
}

describe('gates', () => {
  const circuit = new Circuit(3)
  const wires = [NEVER, ALWAYS, circuit.input(0), circuit.input(1), circuit.and(circuit.input(0), circuit.input(2))]
  const pairs = wires.flatMap((a) => wires.map((b) => [a, b] as const))

  test('mean and, or and and-not of every pair of wires, constants included, for every input', () => {
    for (const [a, b] of pairs)
      for (let inputs = 0; inputs < 8; inputs += 1) {
        const [one, other] = [truthOn(circuit, a, inputs), truthOn(circuit, b, inputs)]
        expect(truthOn(circuit, circuit.and(a, b), inputs)).toBe(one && other)
        expect(truthOn(circuit, circuit.or(a, b), inputs)).toBe(one || other)
        expect(truthOn(circuit, circuit.andNot(a, b), inputs)).toBe(one && !other)
      }
  })

  test('count: at least so many of four are true', () => {
    const counting = new Circuit(4)
    const inputs = [0, 1, 2, 3].map((index) => counting.input(index))
    for (let count = 0; count <= 5; count += 1)
      for (let assigned = 0; assigned < 16; assigned += 1) {
        const ones = inputs.filter((_, index) => (assigned >>> index) & 1).length
        expect(truthOn(counting, counting.atLeast(count, inputs), assigned)).toBe(ones >= count)
      }
  })

  test('are made once: the same question has the same wire, in whichever order it is asked', () => {
    const before = circuit.wires
    for (const [a, b] of pairs) {
      expect(circuit.and(a, b)).toBe(circuit.and(b, a))
      expect(circuit.or(a, b)).toBe(circuit.or(b, a))
    }
    expect(circuit.wires).toBe(before)
  })

  test('a constant needs no gate', () => {
    const small = new Circuit(1)
    small.and(small.input(0), NEVER)
    small.or(small.input(0), ALWAYS)
    small.andNot(small.input(0), NEVER)
    small.and()
    small.or()
    expect(small.gates).toEqual([])
  })
})
