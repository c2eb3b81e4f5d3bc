import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { hasStrace } from '../scripts/strace.mjs'

const script = fileURLToPath(new URL('../scripts/power-cut.mjs', import.meta.url))
const missing = process.env.PLUMBLINE_STRACE_MISSING ?? 'strace may not look at processes here'

describe.skipIf(!hasStrace())(`a power cut, unless ${missing}`, () => {
  const cut = async (...options: string[]): Promise<string> => {
    const env = { ...process.env, PLUMBLINE_IS_BUILT: 'yes' }
    const run = promisify(execFile)(process.execPath, [script, ...options], { env })
    // A loss is told by the exit code too: what is read here is what was said.
    return (await run.catch((error: { stdout: string; stderr: string }) => ({ stdout: error.stdout + error.stderr })))
      .stdout
  }

  test('at 30 moments, with any part of what was not flushed gone, takes nothing that was acknowledged', async () => {
    const said = await cut('--cuts', '30')
    const [, acknowledged] = /^30 cuts, (\d+) acknowledged, 0 lost, chain intact$/m.exec(said) ?? []
    expect(Number(acknowledged), said).toBeGreaterThan(100)
  }, 300_000)

  test('on a disk that only says that it has flushed is seen to take what was acknowledged', async () => {
    const said = await cut('--cuts', '8', '--seed', '7', '--lying-disk')
    const [, lost] = /^8 cuts, \d+ acknowledged, (\d+) lost, \d+ faults/m.exec(said) ?? []
    expect(Number(lost), said).toBeGreaterThan(0)
  }, 300_000)
})
