import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readJson } from './json-text.ts'

describe('JSON that is valid', () => {
  test('is read as the engine reads it', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        const read = readJson(text)
        expect(read.ok && read.value).toEqual(JSON.parse(text))
      }),
    )
  })

  test('a member that stands twice is named, wherever it stands', () => {
    expect(readJson('{"a":1,"b":{"c":1,"\\u0063":2}}')).toMatchObject({ ok: true, repeated: 'b.c' })
    expect(readJson('{"a":{"c":1},"b":{"c":1}}')).not.toHaveProperty('repeated')
  })
})

describe('JSON that is broken', () => {
  test('is refused exactly when the engine refuses it', () => {
    const nearly = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom('', '"', '{', ',', '\\', '\n', '0', 'tru'))
      .map(([text, at, put]) => text.slice(0, at % (text.length + 1)) + put + text.slice((at % (text.length + 1)) + 1))
    fc.assert(
      fc.property(nearly, (text) => {
        let isValid = true
        try {
          JSON.parse(text)
        } catch {
          isValid = false
        }
        expect(readJson(text).ok).toBe(isValid)
      }),
      { numRuns: 1000 },
    )
  })

  test.each([
    ['{"fever": }', 10, 'a value'],
    ['{"fever" "present"}', 9, '":"'],
    ['{"fever":"present"', 18, '"," or "}"'],
    ['{"fever":"present",}', 19, 'a member name in double quotes'],
    ['{"fever":"pre', 13, 'a closing double quote'],
    ['{} {}', 3, 'the end of the text'],
    ["{'fever':1}", 1, 'a member name in double quotes'],
    ['[1 2]', 3, '"," or "]"'],
    ['', 0, 'a value'],
    ['{"a":"\\x"}', 6, 'an escape of JSON'],
  ])('%j breaks at %d', (text, at, expected) => {
    expect(readJson(text)).toEqual({ ok: false, at, expected })
  })

  test('a text of ten thousand brackets is refused, not followed', () => {
    expect(readJson('['.repeat(10_000))).toMatchObject({ ok: false, expected: 'no more than 32 levels' })
  })
})
