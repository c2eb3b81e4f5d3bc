// `npm run verify [-- --json]`: builds what is due, then `plumbline verify`: proves every guarantee over every possible
// patient, looks over the rules, and exits with 3 where something does not hold as it should.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ROOT, SetupFailure, setUp } from './setup.mjs'

try {
  await setUp({ build: 'code' })
  const program = join(ROOT, 'dist/cli/main.js')
  const { status } = spawnSync(process.execPath, [program, 'verify', ...process.argv.slice(2)], { stdio: 'inherit' })
  process.exitCode = status ?? 1
} catch (error) {
  if (!(error instanceof SetupFailure)) throw error
  console.error(error.message)
  process.exitCode = error.exitCode
}
