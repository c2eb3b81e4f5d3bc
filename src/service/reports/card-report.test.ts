import { expect, test } from 'vitest'
import { hideSmallCards } from './card-report.ts'

const rule = { rule: 'a', hook: 'order-sign', shown: 30, accepted: 10, overridden: 12, unanswered: 8, reasons: [] }

test('of cards shown, no part can be worked out from the others', () => {
  const [one] = hideSmallCards({ rules: [{ ...rule, shown: 25, overridden: 3, unanswered: 12 }] }).rules
  expect(one).toMatchObject({ shown: 25, accepted: 'hidden', overridden: 'hidden', unanswered: 12 })
})

test('numbers that are not small stay, and so does nought', () => {
  const reasons = [
    { code: 'x', count: 7 },
    { code: 'y', count: 5 },
  ]
  expect(hideSmallCards({ rules: [{ ...rule, reasons }] }).rules).toEqual([{ ...rule, reasons }])
  const none = { ...rule, shown: 0, accepted: 0, overridden: 0, unanswered: 0 }
  expect(hideSmallCards({ rules: [none] }).rules).toEqual([none])
})

test('a reason that one card was overridden for is hidden, and another with it', () => {
  const reasons = [
    { code: 'x', count: 1 },
    { code: 'y', count: 11 },
  ]
  expect(hideSmallCards({ rules: [{ ...rule, reasons }] }).rules[0]?.reasons.map(({ count }) => count)).toEqual([
    'hidden',
    'hidden',
  ])
})
