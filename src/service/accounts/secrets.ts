import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/**
 * What is kept of a session id or a one-time code: whoever reads the database cannot use it. Both are random and
 * long, so one round of SHA-256 is enough; passwords are not, and go through argon2id.
 */
export const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')

/** A session id: 256 random bits, 43 characters that a cookie can hold. */
export const newSessionToken = (): string => randomBytes(32).toString('base64url')

/** What a key of a program begins with, so that one that leaked is recognised for what it is. */
export const programKeyMark = 'plb_'

/** A key of a program: 256 random bits behind the mark. */
export const newProgramKey = (): string => `${programKeyMark}${randomBytes(32).toString('base64url')}`

/** Whether text can be a session id at all; anything else need not be looked up. */
export const looksLikeSessionToken = (text: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(text)

/**
 * The CSRF token of a session: derived from the session id, so it is bound to that session, needs no storage and
 * ends with it. It cannot be turned back into the id.
 */
export const csrfTokenOf = (sessionToken: string): string =>
  createHmac('sha256', sessionToken).update('plumbline csrf').digest('base64url')

/** Equality whose time does not tell how many characters were right. */
export function sameSecret(given: string, expected: string): boolean {
  const left = createHash('sha256').update(given).digest()
  return timingSafeEqual(left, createHash('sha256').update(expected).digest())
}

// Crockford's base 32: no I, L, O or U, so that a code can be read from a screen and typed.
const codeAlphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const codeLength = 30 // × 5 bits = 150 bits

/**
 * A one-time code of 150 random bits, grouped for reading.
 *
 * @example newOneTimeCode() // '7QK4M-0ZD2X-H1W8R-…'
 */
export function newOneTimeCode(): string {
  const symbols = [...randomBytes(codeLength)].map((byte) => codeAlphabet.charAt(byte % 32)).join('')
  return symbols.replaceAll(/(.{5})(?=.)/g, '$1-')
}

/** A code as typed, brought back to the form it was made in: case, spaces, dashes and look-alikes do not matter. */
export function normaliseOneTimeCode(typed: string): string {
  const symbols = typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1')
  return symbols.replaceAll(/(.{5})(?=.)/g, '$1-')
}
