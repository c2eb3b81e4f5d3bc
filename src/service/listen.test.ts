import { expect, test } from 'vitest'
import { hostNamesFor, isLoopback } from './listen.ts'

test.each([
  ['127.0.0.1', true],
  ['127.8.9.1', true],
  ['::1', true],
  ['localhost', true],
  ['0.0.0.0', false],
  ['::', false],
  ['192.168.1.10', false],
  ['127.0.0.1.evil.example', false],
])('that only this machine reaches %s is %s', (host, loopback) => {
  expect(isLoopback(host)).toBe(loopback)
})

test('a service answers to this machine, to the address it is bound to and to the names it is given', () => {
  expect(hostNamesFor('127.0.0.1', [])).toEqual(['localhost', '127.0.0.1', '[::1]'])
  expect(hostNamesFor('192.168.1.10', ['Clinic.Example'])).toEqual([
    'localhost',
    '127.0.0.1',
    '[::1]',
    '192.168.1.10',
    'clinic.example',
  ])
  expect(hostNamesFor('fe80::1', [])).toContain('[fe80::1]')
  expect(hostNamesFor('0.0.0.0', [])).not.toContain('0.0.0.0')
})
