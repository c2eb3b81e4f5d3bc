import { expect, test } from 'vitest'
import { ownScript, textAlone } from './trusted-types.ts'

test('what is written as HTML is text alone', () => {
  expect(textAlone(':root{--a:1px}')).toBe(':root{--a:1px}')
  for (const html of ['<b>', '</style><script>', 'a<img src=x onerror=alert(1)>']) expect(textAlone(html)).toBeNull()
})

test.each([
  'https://elsewhere.example/x.js',
  '//elsewhere.example/x.js',
  'data:text/javascript,1',
  'javascript:1',
  'http://[',
])('no script comes from %s', (address) => expect(ownScript(address, 'https://clinic.example')).toBeNull())

test('a script and a worker of one’s own may run', () => {
  for (const own of ['/worker.js', 'https://clinic.example/assets/a.js'])
    expect(ownScript(own, 'https://clinic.example')).toBe(own)
})
