import fc from 'fast-check'
import { expect, test } from 'vitest'
import { waitSeconds } from './attempts.ts'

test('the wait grows with failures, never shrinks, and never locks anyone out for good', () => {
  fc.assert(
    fc.property(fc.constantFrom('account' as const, 'address' as const), fc.nat(5000), (kind, failures) => {
      const wait = waitSeconds(kind, failures)
      expect(wait).toBeGreaterThanOrEqual(0)
      expect(wait).toBeLessThanOrEqual(900)
      expect(waitSeconds(kind, failures + 1)).toBeGreaterThanOrEqual(wait)
    }),
  )
})

test('five wrong passwords are free; the waits after that are half a minute, one, two … at most fifteen', () => {
  expect([4, 5, 6, 7, 8, 9, 10, 11, 12].map((failures) => waitSeconds('account', failures))).toEqual([
    0, 0, 30, 60, 120, 240, 480, 900, 900,
  ])
})
