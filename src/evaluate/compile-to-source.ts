import { contentHash } from '../language/hash.ts'
import type { Protocol } from '../language/protocol.ts'
import type { Wire } from './circuit.ts'
import { BLOCK, compile, type Program } from './compile.ts'

/**
 * What a generated module exports. Tables hold whole blocks of 32 rows (`tableFor`); rows beyond the last case may hold
 * anything. The layouts are those of `Program`.
 */
export interface CompiledProtocol {
  /** Content hash of the protocol it was generated from. */
  readonly hash: string
  /** Packed answers (`answerWords` each) of packed cases. */
  decidePacked(cases: Int32Array, answers: Int32Array): void
  /** Explained answers (`explainedWords` each) of packed cases. */
  explainPacked(cases: Int32Array, answers: Int32Array): void
  /** 32 cases on their side to 32 packed answers on their side, from and to a word. */
  decideBlock(block: Int32Array, from: number, answers: Int32Array, to: number): void
  /** 32 cases on their side to 32 explained answers on their side, from and to a word. */
  explainBlock(block: Int32Array, from: number, answers: Int32Array, to: number): void
}

/**
 * The compiled form as the text of a JavaScript module: straight-line code, the same for the same protocol.
 * Only text is made here; `load-compiled.ts` makes it run in Node, a build writes it to a file for the web.
 *
 * @example compileToSource(standard).startsWith('// Generated') // true
 */
export function compileToSource(protocol: Protocol): string {
  const program = compile(protocol)
  const { name, version, layer } = protocol
  return [
    `// Generated from the protocol ${name} ${version}, layer ${layer}; do not edit.`,
    `export const hash = '${contentHash(protocol)}'`,
    `export ${gatesSource('decideBlock(block, from, answers, to)', program, program.answerWords, GIVEN)}`,
    `export ${gatesSource('explainBlock(block, from, answers, to)', program, program.explainedWords, GIVEN)}`,
    tableSource('decidePacked', program, program.answerWords),
    tableSource('explainPacked', program, program.explainedWords),
    '',
  ].join('\n')
}

/** How a function for 32 cases names the words it reads and writes. */
interface Words {
  input(index: number): string
  output(index: number): string
}

/** The words of tables that are handed in. */
const GIVEN: Words = {
  input: (index) => `block[from + ${index}]`,
  output: (index) => `answers[to + ${index}]`,
}

/** One function for 32 cases: each gate is written just before it is first needed, and only if it is. */
function gatesSource(signature: string, { circuit, outputs }: Program, words: number, place: Words): string {
  const lines: string[] = []
  const written = new Set<Wire>([0, 1])
  const nameOf = (wire: Wire) => (wire === 0 ? '0' : wire === 1 ? '-1' : `w${wire}`)
  const write = (wire: Wire): void => {
    if (written.has(wire)) return
    written.add(wire)
    const input = circuit.inputOf(wire)
    if (input !== undefined) lines.push(`const ${nameOf(wire)} = ${place.input(input)}`)
    const driven = circuit.gateOf(wire)
    if (!driven) return
    write(driven.a)
    write(driven.b)
    const [a, b] = [nameOf(driven.a), nameOf(driven.b)]
    const gate = driven.gate === 'and' ? `${a} & ${b}` : driven.gate === 'or' ? `${a} | ${b}` : `${a} & ~${b}`
    lines.push(`const ${nameOf(wire)} = ${gate}`)
  }
  outputs.slice(0, words * BLOCK).forEach((output, bit) => {
    write(output)
    lines.push(`${place.output(bit)} = ${nameOf(output)}`)
  })
  return `function ${signature} {\n${lines.join('\n')}\n}`
}

/**
 * Rows in, rows out: turns 32 cases on their side, answers them, and turns the answers back. What stands on its side is
 * kept in two arrays of the module: an engine knows where constants are, and reads them without looking.
 */
function tableSource(name: string, program: Program, answerWords: number): string {
  const { caseWords, atoms } = program
  const [block, turned] = [`${name}Block`, `${name}Turned`]
  // The last word of each half holds fewer atoms than it has bits.
  const inLast = atoms.length % BLOCK || BLOCK
  const turnIn = (word: number) => ((word + 1) % (caseWords / 2) === 0 ? `${name}InLast` : `${name}In`)
  return [
    `const ${block} = new Int32Array(${caseWords * BLOCK}), ${turned} = new Int32Array(${answerWords * BLOCK})`,
    gatesSource(`${name}Gates()`, program, answerWords, {
      input: (index) => `${block}[${index}]`,
      output: (index) => `${turned}[${index}]`,
    }),
    transposeSource(`${name}In(source, from, to)`, ['source', caseWords], [block, 1], BLOCK),
    transposeSource(`${name}InLast(source, from, to)`, ['source', caseWords], [block, 1], inLast),
    transposeSource(`${name}Out(from, target, to)`, [turned, 1], ['target', answerWords], BLOCK),
    `export function ${name}(cases, answers) {`,
    `for (let row = 0; row < cases.length / ${caseWords}; row += ${BLOCK}) {`,
    ...range(caseWords).map((word) => `${turnIn(word)}(cases, row * ${caseWords} + ${word}, ${word * BLOCK})`),
    `${name}Gates()`,
    ...range(answerWords).map((word) => `${name}Out(${word * BLOCK}, answers, row * ${answerWords} + ${word})`),
    '}\n}',
  ].join('\n')
}

/**
 * `transpose` of pack.ts for fixed strides, with its loops written out, for the first so many columns. The order keeps few
 * rows at hand at a time: four rows go through the two large exchanges, then eight through the three small ones, so that
 * they stay in registers.
 */
function transposeSource(
  signature: string,
  [source, rowStride]: readonly [array: string, stride: number],
  [target, columnStride]: readonly [array: string, stride: number],
  columns: number,
): string {
  const lines = ['let changed = 0']
  const exchange = (rows: readonly number[], sizes: readonly number[]) => {
    for (const size of sizes)
      for (const row of rows.filter((each) => (each & size) === 0))
        lines.push(...exchangeSource(row, row + size, size, columns))
  }
  for (const first of range(8)) {
    const rows = [first, first + 8, first + 16, first + 24]
    lines.push(...rows.map((row) => `let r${row} = ${source}[from + ${row * rowStride}]`))
    exchange(rows, [16, 8])
  }
  for (const first of [0, 8, 16, 24]) {
    const rows = range(8).map((row) => first + row)
    exchange(rows, [4, 2, 1])
    const stored = rows.filter((row) => row < columns)
    lines.push(...stored.map((row) => `${target}[to + ${row * columnStride}] = r${row}`))
  }
  return `function ${signature} {\n${lines.join('\n')}\n}`
}

/** One exchange between two rows, as far as the exchanges after it lead to a column that is asked for. */
function exchangeSource(upper: number, lower: number, size: number, columns: number): readonly string[] {
  // Smaller exchanges only move within groups of `size` rows: a row is needed where its group begins with a column.
  const isNeeded = (row: number) => row - (row % size) < columns
  const mask = MASKS[size]
  if (!isNeeded(upper)) return []
  if (!isNeeded(lower)) return [`r${upper} = (r${upper} & ${mask}) | ((r${lower} & ${mask}) << ${size})`]
  return [
    `changed = ((r${upper} >>> ${size}) ^ r${lower}) & ${mask}`,
    `r${upper} ^= changed << ${size}`,
    `r${lower} ^= changed`,
  ]
}

/** For each size of exchange, the bits that change places. */
const MASKS: Readonly<Record<number, number>> = { 16: 0xffff, 8: 0xff00ff, 4: 0xf0f0f0f, 2: 0x33333333, 1: 0x55555555 }

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index)
}
