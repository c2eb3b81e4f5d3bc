import { describe, expect, test } from 'vitest'
import { converted, unitsOf } from './measure.ts'

const days = { unit: 'd', decimals: 0 }
const celsius = { unit: 'Cel', decimals: 1 }

describe('an amount as people say it', () => {
  test.each([
    [5, 'd', 5],
    [6, 'wk', 42],
    [1, 'mo', 30],
    [2, 'mo', 61],
    [12, 'mo', 365],
    [2, 'a', 731],
    [1.5, 'wk', 11],
  ])('%d %s are %d days', (amount, unit, expected) => {
    expect(converted(amount, unit, days)).toBe(expected)
  })

  test.each([
    [38, 'Cel', 38],
    [100.4, '[degF]', 38],
    [98.6, '[degF]', 37],
    [100.3, '[degF]', 37.9],
    [-40, '[degF]', -40],
  ])('%d in %s is %d °C', (amount, unit, expected) => {
    expect(converted(amount, unit, celsius)).toBe(expected)
  })

  test('is refused in a unit of something else', () => {
    expect(converted(6, 'wk', celsius)).toBeUndefined()
    expect(converted(6, 'toString', days)).toBeUndefined()
    expect(converted(Number.NaN, 'd', days)).toBeUndefined()
  })

  test('is offered in the units that people know it by, the kept one first', () => {
    expect(unitsOf('d')).toEqual(['d', 'wk', 'mo', 'a'])
    expect(unitsOf('Cel')).toEqual(['Cel', '[degF]'])
    expect(unitsOf('{score}')).toEqual(['{score}'])
  })
})
