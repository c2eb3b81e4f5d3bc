import type { Protocol } from '../language/protocol.ts'
import { BLOCK, compile, type Program } from './compile.ts'
import type { Situation } from './state.ts'
import { leafTruth } from './truth.ts'

/**
 * Packs a situation: two bits for each atom, known true and known false.
 * Neither bit is set where it is not known; a test that is not done is known false.
 *
 * @example pack(standard, situate(standard, {}, '2026-03-01')).length // 6: 95 atoms in 3 words, twice
 */
export function pack(protocol: Protocol, situation: Situation): Int32Array {
  const program = compile(protocol)
  const packed = new Int32Array(program.caseWords)
  packInto(packed, 0, program, situation)
  return packed
}

/**
 * Packs a situation into a table of packed cases, from a word on that holds zeros.
 *
 * @example packInto(cases, 3 * program.caseWords, program, situation) // the fourth case
 */
export function packInto(cases: Int32Array, at: number, program: Program, situation: Situation): void {
  const reading = { protocol: program.protocol, situation, named: new Map() }
  const fails = program.caseWords / 2
  program.atoms.forEach((atom, place) => {
    const truth = leafTruth(atom, reading)
    if (truth === undefined) return
    const word = at + Math.floor(place / BLOCK) + (truth ? 0 : fails)
    cases[word] = (cases[word] ?? 0) | (1 << (place % BLOCK))
  })
}

/**
 * A table with room for so many rows, up to the next whole block: the compiled form reads and writes whole blocks.
 *
 * @example tableFor(100, 6).length // 768: 128 rows of 6 words
 */
export function tableFor(rows: number, words: number): Int32Array {
  return new Int32Array(Math.ceil(rows / BLOCK) * BLOCK * words)
}

/**
 * Turns a word of 32 rows on its side: bit b of row r becomes bit r of column b (and back again: it is its own opposite).
 * Row r is read at `from + r × rowStride`; column b is written at `to + b × columnStride`.
 *
 * @example transpose(cases, 0, 6, block, 0, 1) // block[b] has bit r where cases[6 * r] has bit b
 */
export function transpose(
  source: Int32Array,
  from: number,
  rowStride: number,
  target: Int32Array,
  to: number,
  columnStride: number,
): void {
  for (let row = 0; row < BLOCK; row += 1) square[row] = source[from + row * rowStride] ?? 0
  // The quarters of the square change places, then the quarters of each quarter, and so on (Hacker's Delight, 7–3).
  for (let size = 16, mask = 0xffff; size > 0; size >>>= 1, mask ^= mask << size)
    for (let row = 0; row < BLOCK; row = (row + size + 1) & ~size) {
      const upper = square[row] ?? 0
      const lower = square[row + size] ?? 0
      const changed = ((upper >>> size) ^ lower) & mask
      square[row] = upper ^ (changed << size)
      square[row + size] = lower ^ changed
    }
  for (let column = 0; column < BLOCK; column += 1) target[to + column * columnStride] = square[column] ?? 0
}

const square = new Int32Array(BLOCK)
