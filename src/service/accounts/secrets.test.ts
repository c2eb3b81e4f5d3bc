import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  csrfTokenOf,
  looksLikeSessionToken,
  newOneTimeCode,
  newSessionToken,
  normaliseOneTimeCode,
  sameSecret,
} from './secrets.ts'

describe('a one-time code', () => {
  test('has six groups of five symbols that cannot be misread', () => {
    expect(newOneTimeCode()).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){5}[0-9A-HJKMNP-TV-Z]{5}$/)
  })

  test('uses every symbol about equally often', () => {
    const symbols = Array.from({ length: 2000 }, newOneTimeCode).join('').replaceAll('-', '')
    const counts = new Map<string, number>()
    for (const symbol of symbols) counts.set(symbol, (counts.get(symbol) ?? 0) + 1)
    expect(counts.size).toBe(32)
    // 60,000 draws over 32 symbols: 1875 each, standard deviation 43; seven of them either way
    for (const count of counts.values()) expect(Math.abs(count - 1875)).toBeLessThan(300)
  })

  test('survives any typing of case, spaces, dashes and look-alikes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.boolean(), fc.constantFrom('', ' ', '-', ' - ')), { minLength: 35, maxLength: 35 }),
        (typing) => {
          const code = newOneTimeCode()
          const typed = [...code]
            .map((symbol, index) => {
              const [lower, gap] = typing[index] ?? [false, '']
              const look = symbol === '0' ? 'O' : symbol === '1' ? 'I' : symbol
              return (lower ? look.toLowerCase() : look) + gap
            })
            .join('')
          expect(normaliseOneTimeCode(typed)).toBe(code)
        },
      ),
    )
  })
})

describe('a session token', () => {
  test('looks like one and is never the same again', () => {
    const tokens = Array.from({ length: 1000 }, newSessionToken)
    expect(tokens.every(looksLikeSessionToken)).toBe(true)
    expect(new Set(tokens).size).toBe(1000)
  })

  test('gives its own CSRF token, which does not contain it', () => {
    const [one, other] = [newSessionToken(), newSessionToken()]
    expect(csrfTokenOf(one)).toBe(csrfTokenOf(one))
    expect(csrfTokenOf(one)).not.toBe(csrfTokenOf(other))
    expect(csrfTokenOf(one)).not.toContain(one)
  })

  test('is compared whole', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (one, other) => sameSecret(one, other) === (one === other)))
  })
})
