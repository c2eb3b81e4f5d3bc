import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { standard } from '../protocol/protocol.ts'
import { compile } from './compile.ts'
import { pack, tableFor, transpose } from './pack.ts'
import { situate } from './situation.ts'

const program = compile(standard)

/** The two bits of the atom that asks whether a sign is present. */
function bitsOf(finding: string, packed: Int32Array): readonly [knownTrue: boolean, knownFalse: boolean] {
  const place = program.atoms.findIndex((atom) => atom.op === 'present' && atom.finding === finding)
  const bit = (word: number) => (((packed[word + Math.floor(place / 32)] ?? 0) >>> (place % 32)) & 1) === 1
  return [bit(0), bit(program.caseWords / 2)]
}

describe('a packed case', () => {
  test.each([
    ['present', [true, false]],
    ['absent', [false, true]],
    ['notKnown', [false, false]],
  ])('says of a sign that is %s: known true, known false %j', (value, bits) => {
    expect(bitsOf('fever', pack(standard, situate(standard, { fever: { value } }, '2026-03-15')))).toEqual(bits)
  })

  test('takes a test that is not done for known false, and a sign that nobody asked for not known', () => {
    const silent = pack(standard, situate(standard, {}, '2026-03-15'))
    expect(bitsOf('aneurysmOnFilm', silent)).toEqual([false, true])
    expect(bitsOf('fever', silent)).toEqual([false, false])
  })

  test('never knows an atom to be both true and false', () => {
    const packed = pack(
      standard,
      situate(standard, { fever: { value: 'absent' }, ageYears: { value: 50 } }, '2026-03-15'),
    )
    const half = packed.length / 2
    for (let word = 0; word < half; word += 1) expect((packed[word] ?? 0) & (packed[half + word] ?? 0)).toBe(0)
  })
})

describe('turning 32 rows on their side', () => {
  const square = fc.int32Array({ minLength: 32, maxLength: 32 })

  test('puts bit b of row r where bit r of column b was', () => {
    fc.assert(
      fc.property(square, (rows) => {
        const columns = new Int32Array(32)
        transpose(rows, 0, 1, columns, 0, 1)
        for (let row = 0; row < 32; row += 1)
          for (let bit = 0; bit < 32; bit += 1)
            expect(((columns[bit] ?? 0) >>> row) & 1).toBe(((rows[row] ?? 0) >>> bit) & 1)
      }),
      { numRuns: 20 },
    )
  })

  test('twice is not at all, whatever the strides', () => {
    fc.assert(
      fc.property(square, fc.integer({ min: 1, max: 5 }), fc.nat(7), (rows, stride, at) => {
        const table = new Int32Array(at + 32 * stride)
        const back = new Int32Array(32)
        transpose(rows, 0, 1, table, at, stride)
        transpose(table, at, stride, back, 0, 1)
        expect(back).toEqual(rows)
      }),
    )
  })

  test('a table holds whole blocks', () => {
    expect([0, 1, 32, 33].map((rows) => tableFor(rows, 3).length)).toEqual([0, 96, 96, 192])
  })
})
