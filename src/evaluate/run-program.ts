import { GATES } from './circuit.ts'
import { BLOCK, type Program } from './compile.ts'
import { transpose } from './pack.ts'

const AND = GATES.indexOf('and')
const OR = GATES.indexOf('or')

const registersOf = new WeakMap<Program, { readonly wires: Int32Array; readonly gates: Int32Array }>()

/**
 * Answers 32 cases that stand on their side, gate by gate, where no code can be generated (a browser with a strict
 * content security policy). `block` holds `32 × caseWords` words: bit r of word b is bit b of packed case r.
 * Answers as many words, for each bit of an explained answer one.
 *
 * @example runBlock(compile(standard), block)[0] // a bit for each case that a constraint forbids
 */
export function runBlock(program: Program, block: Int32Array): Int32Array {
  const { circuit, outputs } = program
  let registers = registersOf.get(program)
  if (!registers) {
    registers = { wires: new Int32Array(circuit.wires), gates: Int32Array.from(circuit.gates) }
    registersOf.set(program, registers)
  }
  const { wires, gates } = registers
  wires[1] = -1
  wires.set(block, circuit.input(0))
  let wire = circuit.input(circuit.inputs)
  for (let at = 0; at < gates.length; at += 3, wire += 1) {
    const gate = gates[at]
    const a = wires[gates[at + 1] ?? 0] ?? 0
    const b = wires[gates[at + 2] ?? 0] ?? 0
    wires[wire] = gate === AND ? a & b : gate === OR ? a | b : a & ~b
  }
  const bits = new Int32Array(outputs.length)
  for (let bit = 0; bit < bits.length; bit += 1) bits[bit] = wires[outputs[bit] ?? 0] ?? 0
  return bits
}

/**
 * Explained answers of a table of packed cases, without generated code. The table holds whole blocks (`tableFor`).
 *
 * @example runCases(compile(standard), cases) // a table of explained answers, one for each row of cases
 */
export function runCases(program: Program, cases: Int32Array): Int32Array {
  const { caseWords, explainedWords } = program
  const rows = cases.length / caseWords
  const answers = new Int32Array(rows * explainedWords)
  const block = new Int32Array(BLOCK * caseWords)
  for (let row = 0; row < rows; row += BLOCK) {
    for (let word = 0; word < caseWords; word += 1)
      transpose(cases, row * caseWords + word, caseWords, block, word * BLOCK, 1)
    const bits = runBlock(program, block)
    for (let word = 0; word < explainedWords; word += 1)
      transpose(bits, word * BLOCK, 1, answers, row * explainedWords + word, explainedWords)
  }
  return answers
}
