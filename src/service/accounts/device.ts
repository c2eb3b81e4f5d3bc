import type { FastifyRequest } from 'fastify'
import type { SignedInBy } from '../api/session.ts'

/** From where somebody signed in, and how: for themselves to recognise, and for who did what. */
export interface Whence {
  readonly address: string
  /** Browser and system, such as `Firefox, Windows`; never the whole of what a browser says of itself. */
  readonly device: string
  readonly by: SignedInBy
}

const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bChrom(e|ium)\/|\bCriOS\/|\bHeadlessChrome\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]

const systems: readonly (readonly [RegExp, string])[] = [
  [/\bAndroid\b/, 'Android'],
  [/\b(iPhone|iPad|iPod)\b/, 'iOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
]

/**
 * Browser and system in words, from a `User-Agent` header; empty where it tells neither.
 *
 * @example deviceOf('Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0') // 'Firefox, Windows'
 */
export function deviceOf(userAgent: string | undefined): string {
  const named = (list: typeof browsers) => list.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1]
  return [named(browsers), named(systems)].filter((each) => each !== undefined).join(', ')
}

/** From where a request comes. */
export const whenceOf = (request: FastifyRequest, by: SignedInBy): Whence => ({
  address: request.ip,
  device: deviceOf(request.headers['user-agent']?.slice(0, 512)),
  by,
})
