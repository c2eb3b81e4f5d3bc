import { hash, verify } from '@node-rs/argon2'
import { passwordLengthAtLeast } from '../api/account.ts'
import { ServiceError } from '../errors.ts'

/**
 * argon2id at the least OWASP asks for: 19 MiB, two passes, one lane (Password Storage Cheat Sheet). `2` is argon2id:
 * the package exports the name only as a `const enum`, which is gone at run time.
 */
const argon2id = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** The same key typed on two keyboards can arrive as different code points; NIST SP 800-63B asks for NFKC. */
const normalise = (password: string): string => password.normalize('NFKC')

/** The text to keep instead of a password (PHC string with its own salt and parameters). */
export const hashPassword = (password: string): Promise<string> => hash(normalise(password), argon2id)

let stranger: Promise<string> | undefined

/**
 * Whether the password belongs to the hash. Without a hash (nobody of that name, or no password yet) the same work is
 * done against a hash nobody has, so that the time taken does not tell which names exist.
 */
export async function passwordMatches(kept: string | null | undefined, password: string): Promise<boolean> {
  stranger ??= hashPassword(crypto.randomUUID())
  const matches = await verify(kept ?? (await stranger), normalise(password))
  return matches && kept !== null && kept !== undefined
}

/** What the most common long passwords are made of (published lists, 12 characters and more, reduced to their words). */
const commonParts = [
  'qwertzuiop',
  'qwertyuiop',
  'administrator',
  'changeme',
  'clinician',
  'football',
  'hospital',
  'iloveyou',
  'letmein',
  'password',
  'passwort',
  'plumbline',
  'princess',
  'sunshine',
  'superman',
  'trustno',
  'welcome',
  'asdfgh',
  'dragon',
  'master',
  'monkey',
  'qwerty',
  'secret',
  'zxcvbn',
  'admin',
  'azerty',
  'login',
  'abc',
  'qaz',
  'wsx',
]

const lettersOf = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}]/gu, '')

/** What is left of the letters once the given parts are taken away. */
const without = (letters: string, parts: readonly string[]): string =>
  parts.reduce((rest, part) => rest.replaceAll(part, ''), letters)

/**
 * Why a password may not be chosen, in a sentence; `undefined` when it may.
 *
 * At least 12 characters; not one of the most common; not the person's own name. Digits and signs around a common word
 * or a name do not save it, but a passphrase of 20 characters, or one with other letters in it, is fine.
 *
 * @param names User name and display name of the person.
 * @example weakness('Password2026!', ['maria', 'Maria Lopez']) // 'It is one of the most common passwords.'
 */
export function weakness(password: string, names: readonly string[]): string | undefined {
  const normal = normalise(password)
  const length = [...normal].length
  if (length < passwordLengthAtLeast) return `It is shorter than ${passwordLengthAtLeast} characters.`
  if (new Set(normal).size < 5) return 'It repeats a few characters.'
  if (length >= 20) return undefined
  const letters = lettersOf(normal)
  if (/^\p{N}+$/u.test(normal)) return 'It has digits only.'
  if (letters.length < 5) return undefined // signs and digits, not a decorated word
  if (without(letters, commonParts).length < 3) return 'It is one of the most common passwords.'
  const nameParts = names
    .flatMap((name) => [name, ...name.split(/[\s._@-]+/)])
    .map(lettersOf)
    .filter((part) => part.length >= 3)
    .sort((one, other) => other.length - one.length)
  return without(letters, [...nameParts, ...commonParts]).length < 3 ? 'It is made of your own name.' : undefined
}

/**
 * Throws `PLB_ACCOUNT_WEAK_PASSWORD` unless the password may be chosen.
 *
 * @param path Where the password stood in the request.
 */
export function assertPasswordMayBeChosen(password: string, names: readonly string[], path: string): void {
  const why = weakness(password, names)
  if (why === undefined) return
  const allowed = `at least ${passwordLengthAtLeast} characters, not your name, not a common password`
  throw new ServiceError('PLB_ACCOUNT_WEAK_PASSWORD', { detail: why, errors: [{ path, message: why, allowed }] })
}
