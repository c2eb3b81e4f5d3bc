import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { assertHostAllowed, assertSameOrigin, hostNameOf } from './guards.ts'

describe('a host name', () => {
  test.each([
    ['localhost', 'localhost'],
    ['LOCALHOST:8420', 'localhost'],
    ['[::1]:8420', '[::1]'],
    ['clinic.example.', 'clinic.example'],
    ['', undefined],
    [undefined, undefined],
    ['a b', undefined],
    ['localhost:8420:1', undefined],
    ['localhost,evil.example', undefined],
    ['user@localhost', undefined],
    ['localhost/evil', undefined],
  ])('of "%s" is %s', (header, name) => {
    expect(hostNameOf(header)).toBe(name)
  })

  test('that is allowed is exactly one of the list, whatever else the header holds', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.domain(), fc.constantFrom('localhost', 'LocalHost:1')), (header) => {
        const isLocalhost = /^localhost\.?(:\d{1,5})?$/i.test(header)
        if (isLocalhost) expect(() => assertHostAllowed(header, ['localhost'])).not.toThrow()
        else expect(() => assertHostAllowed(header, ['localhost'])).toThrow('does not answer to that host name')
      }),
    )
  })
})

test('a foreign origin is refused whatever it is', () => {
  fc.assert(
    fc.property(fc.oneof(fc.webUrl(), fc.string()), (origin) => {
      fc.pre(origin !== 'http://localhost:8420')
      const headers = { host: 'localhost:8420', origin }
      expect(() => assertSameOrigin(headers, false)).toThrow('did not come from the open app')
    }),
  )
  expect(() => assertSameOrigin({ host: 'localhost:8420', origin: 'http://localhost:8420' }, false)).not.toThrow()
})
