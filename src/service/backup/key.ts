import { readFileSync, statSync } from 'node:fs'
import { BackupError } from './errors.ts'

const name = 'PLUMBLINE_BACKUP_KEY'
const keyBytes = 32
/** Of 32 bytes made by chance fewer are different less often than once in 10¹⁴. */
const differentBytesAtLeast = 16

/**
 * The key of backups: 32 bytes made by chance, in hexadecimal or base64, from `PLUMBLINE_BACKUP_KEY` or the file that
 * `PLUMBLINE_BACKUP_KEY_FILE` names.
 *
 * @throws `PLB_BACKUP_KEY` where there is none, where others may read its file, and where it could be guessed
 * @example const key = readBackupKey(process.env) // 32 bytes
 */
export function readBackupKey(environment: Readonly<Record<string, string | undefined>>): Buffer {
  const text = textOf(environment)
  const isHexadecimal = /^[0-9a-f]{64}$/i.test(text)
  if (!isHexadecimal && !/^[\w+/-]{43}=?$/.test(text))
    throw refused('has to be 32 bytes, in hexadecimal or base64, as `openssl rand -hex 32` prints')
  // Both ways of writing base64 are read.
  const key = Buffer.from(text, isHexadecimal ? 'hex' : 'base64')
  if (key.length !== keyBytes || new Set(key).size < differentBytesAtLeast)
    throw refused('could be guessed: make one with `openssl rand -hex 32`')
  return key
}

function textOf(environment: Readonly<Record<string, string | undefined>>): string {
  const file = environment[`${name}_FILE`]
  if (!file) {
    const text = environment[name]
    if (text) return text.trim()
    throw refused('is not set: a backup is encrypted, and restored with the same key')
  }
  try {
    // On Windows the mode says nothing of who may read.
    if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
      throw refused('is in a file that others than its owner may read: chmod 600')
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw error instanceof BackupError ? error : refused('is in a file that cannot be read')
  }
}

const refused = (why: string) => new BackupError('PLB_BACKUP_KEY', `The key ${name} ${why}.`)
