import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CaseText, caseTexts, longestCaseBytes } from './case-texts.ts'

/** Reads a text as it might arrive: in pieces of any size. */
async function read(input: string | Uint8Array, pieceBytes = 7): Promise<CaseText[]> {
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input
  async function* pieces() {
    for (let from = 0; from < bytes.length; from += pieceBytes) yield bytes.subarray(from, from + pieceBytes)
  }
  const texts: CaseText[] = []
  for await (const text of caseTexts(pieces())) texts.push(text)
  return texts
}

describe('one case a line', () => {
  test('each has its line, blank lines and carriage returns are passed over', async () => {
    expect(await read('{"a":1}\r\n\r\n  \n{"b":"é"}')).toEqual([
      { line: 1, text: '{"a":1}' },
      { line: 4, text: '{"b":"é"}' },
    ])
  })

  test('a byte order mark is no part of the first case', async () => {
    expect(await read('\uFEFF{"a":1}\n')).toEqual([{ line: 1, text: '{"a":1}' }])
  })

  test('a broken line takes no other with it, not even the first', async () => {
    expect(await read('{"a":1\n{"b":2}\n{"c":\n{"d":4}\n')).toEqual([
      { line: 1, text: '{"a":1' },
      { line: 2, text: '{"b":2}' },
      { line: 3, text: '{"c":' },
      { line: 4, text: '{"d":4}' },
    ])
  })

  test('a line that is too long is not held, the next ones are read', async () => {
    const long = `{"a":"${'x'.repeat(longestCaseBytes)}"}`
    expect(await read(`{"a":1}\n${long}\n{"b":2}\n`, 65_536)).toEqual([
      { line: 1, text: '{"a":1}' },
      { line: 2, fault: 'PLB_CASE_TOO_LONG' },
      { line: 3, text: '{"b":2}' },
    ])
  })

  test('a line in another encoding is named, the next ones are read', async () => {
    const bytes = new Uint8Array([...new TextEncoder().encode('{}\n"'), 0xe9, 0x0a, ...new TextEncoder().encode('{}')])
    expect(await read(bytes)).toEqual([
      { line: 1, text: '{}' },
      { line: 2, fault: 'PLB_CASE_ENCODING' },
      { line: 3, text: '{}' },
    ])
  })

  test('whatever the pieces it arrives in, the same lines are read', async () => {
    const lines = fc.array(fc.json(), { minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(lines, fc.integer({ min: 1, max: 40 }), async (cases, pieceBytes) => {
        const input = [...cases, '{}'].join('\n')
        expect(await read(input, pieceBytes)).toEqual(await read(input, 10_000))
        const texts = (await read(input, pieceBytes)).map((each) => ('text' in each ? each.text : ''))
        expect(texts).toEqual([...cases, '{}'].filter((text) => text.trim() !== ''))
      }),
    )
  })
})

describe('one case over several lines', () => {
  test('is one case, on the line where it begins, with its lines counted', async () => {
    const pretty = '\n{\n  "id": "a",\n\n  "findings": {}\n}\n'
    expect(await read(pretty)).toEqual([{ line: 2, text: '{\n  "id": "a",\n\n  "findings": {}\n}' }])
  })

  test('an object alone on a line inside it is still a part of it', async () => {
    expect(await read('{\n"findings":\n{"fever":"present"}\n}')).toHaveLength(1)
  })

  test('one that never ends is given up, not held', async () => {
    const endless = `{\n${'"a":\n'.repeat(longestCaseBytes / 4)}`
    expect(await read(endless, 65_536)).toEqual([{ line: 1, fault: 'PLB_CASE_TOO_LONG' }])
  })
})

test('nothing is no case', async () => {
  expect(await read('')).toEqual([])
  expect(await read('\n \r\n')).toEqual([])
})
