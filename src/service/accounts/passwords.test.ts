import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hashPassword, passwordMatches, weakness } from './passwords.ts'

describe('a password', () => {
  test.each([
    ['elevenchars', 'shorter than 12'],
    ['éééééééééééé', 'repeats'],
    ['abababababab', 'repeats'],
    ['194503128675', 'digits only'],
    ['Password2026!', 'most common'],
    ['qwertyuiop123', 'most common'],
    ['1q2w3e4r5t6y', 'most common'],
    ['Plumbline-2026', 'most common'],
    ['hospitaladmin1', 'most common'],
    ['MariaLopez2026', 'your own name'],
    ['lopez.maria!!9', 'your own name'],
    ['mlopez71-1971', 'your own name'],
    ['maria-password', 'your own name'],
  ])('may not be %s', (password, why) => {
    expect(weakness(password, ['mlopez71', 'Maria Lopez'])).toContain(why)
  })

  test.each([
    'correct horse battery',
    'password for the third floor',
    'x7#kQ2!vTz9m',
    '9$2!8#7@1%4^',
    'Πέντε γάτες τρέχουν',
  ])('may be %s', (password) => {
    expect(weakness(password, ['mlopez71', 'Maria Lopez'])).toBeUndefined()
  })

  test('is counted in characters, not in bytes or halves of them', () => {
    expect(weakness('🐈🐕🐎🐄🐖🐑', [])).toContain('shorter')
  })

  test('is the same however the keyboard composed it, and nothing else is', async () => {
    const kept = await hashPassword('crème brûlée at noon'.normalize('NFC'))
    expect(await passwordMatches(kept, 'crème brûlée at noon'.normalize('NFD'))).toBe(true)
    expect(await passwordMatches(kept, 'creme brulee at noon')).toBe(false)
  })

  test('matches nobody who has none', async () => {
    expect(await passwordMatches(undefined, 'anything')).toBe(false)
    expect(await passwordMatches(null, 'anything')).toBe(false)
  })

  test('is never judged by throwing, whatever it and the name are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (password, name) => {
        const why = weakness(password, [name])
        expect(why === undefined || [...password.normalize('NFKC')].length < 12 || why.length > 0).toBe(true)
      }),
    )
  })
})
