import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { source, standard } from '../protocol/protocol.ts'
import { contentHash } from './hash.ts'
import { checkProtocol, type Protocol } from './protocol.ts'

/** The same value with the members of every object in the opposite order. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, turned(member)]),
  )
}

describe('the content hash', () => {
  test('is the SHA-256 of the canonical JSON, as RFC 8785 writes it', () => {
    const canonical = '{"a":[1,0.5,"é\\n"],"b":null}'
    expect(contentHash({ b: null, a: [1.0, 0.5, 'é\n'] })).toBe(createHash('sha256').update(canonical).digest('hex'))
  })

  test('does not ask in which order members were written', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(contentHash(turned(value))).toBe(contentHash(value))
      }),
    )
    expect(contentHash(turned(standard))).toBe(contentHash(standard))
  })

  test('asks in which order a list is written', () => {
    expect(contentHash(['a', 'b'])).not.toBe(contentHash(['b', 'a']))
  })

  test('changes with one letter of the prose of a statement', () => {
    const edited = {
      ...standard,
      statements: standard.statements.map((statement) =>
        statement.id === 'B3' ? { ...statement, text: statement.text.replace('.', '!') } : statement,
      ),
    }
    expect(contentHash(edited)).not.toBe(contentHash(standard))
  })

  test('tells the layers apart', () => {
    expect(contentHash(source)).not.toBe(contentHash(standard))
  })
})

describe.each([source, standard])('the layer $layer is plain data', (protocol) => {
  const copy = JSON.parse(JSON.stringify(protocol)) as Protocol

  test('it comes back from JSON the same, with the same hash, and still checks', () => {
    expect(copy).toStrictEqual(protocol)
    expect(contentHash(copy)).toBe(contentHash(protocol))
    expect(() => checkProtocol(copy)).not.toThrow()
  })

  test('structured clone keeps it: there is no function, symbol or class in it', () => {
    expect(structuredClone(protocol)).toStrictEqual(copy)
  })
})
