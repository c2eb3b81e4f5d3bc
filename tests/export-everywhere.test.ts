import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'

/* The package as a machine elsewhere makes it: another process, another time zone, another language and its letters. */

const program = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'plumbline-export-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function exportedIn(place: string, env: Readonly<Record<string, string>>): string {
  const file = join(folder, `${place}.tgz`)
  execFileSync(process.execPath, [program, 'export', '--package', file], { env: { ...process.env, ...env } })
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}

test('is the same bytes wherever it is made', () => {
  // A place where it is tomorrow, a language in which I is not the capital of i, and one that writes from right to left.
  const elsewhere = [
    exportedIn('kiritimati', { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' }),
    exportedIn('honolulu', { TZ: 'Pacific/Honolulu', LANG: 'ar_EG.UTF-8', LC_ALL: 'ar_EG.UTF-8' }),
  ]
  expect(new Set([exportedIn('utc', { TZ: 'UTC', LANG: 'C', LC_ALL: 'C' }), ...elsewhere]).size).toBe(1)
}, 120_000)
