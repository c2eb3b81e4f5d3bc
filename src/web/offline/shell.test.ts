import { describe, expect, test } from 'vitest'
import { isPageOf, isScreen, withNonce } from './shell.ts'

describe('a page that is kept', () => {
  const page = {
    text: '<meta property="csp-nonce" nonce="b2xk+/=="><script nonce="b2xk+/==" src="/assets/main-1.js"></script>',
    policy: "default-src 'none'; style-src 'self' 'nonce-b2xk+/=='",
  }

  test('gets a new nonce in its text and in its policy', () => {
    const fresh = withNonce(page, 'bmV3')
    expect(fresh.text).toBe(
      '<meta property="csp-nonce" nonce="bmV3"><script nonce="bmV3" src="/assets/main-1.js"></script>',
    )
    expect(fresh.policy).toBe("default-src 'none'; style-src 'self' 'nonce-bmV3'")
  })

  test('without a nonce stays as it is', () => {
    expect(withNonce({ text: 'a', policy: "default-src 'none'" }, 'b')).toEqual({
      text: 'a',
      policy: "default-src 'none'",
    })
  })

  test('is refused beside the files of another build', () => {
    expect(isPageOf(page.text, ['/assets/main-1.js', '/icon.svg'])).toBe(true)
    expect(isPageOf(page.text, ['/assets/main-2.js'])).toBe(false)
    expect(isPageOf('<h1>502 Bad gateway</h1>', ['/assets/main-1.js'])).toBe(false)
  })
})

test.each(['/', '/patients', '/patients/6f1c/assess', '/protocol/versions', '/evidence'])('%s is a screen', (path) => {
  expect(isScreen(path)).toBe(true)
})

test.each(['/api/session', '/api', '/q/ABCD', '/fhir/metadata', '/healthz', '/assets/main-1.js', '/worker.js'])(
  '%s is no screen',
  (path) => {
    expect(isScreen(path)).toBe(false)
  },
)
