// `npm start`: set up what is due, then serve in this very process, so that stopping npm stops the server.
import { requireNode } from './node-version.mjs'

requireNode(process.version)
const { existsSync } = await import('node:fs')
const { join } = await import('node:path')
const { pathToFileURL } = await import('node:url')
const { endWithNpm, ROOT, SetupFailure, setUp } = await import('./setup.mjs')

endWithNpm()
const main = join(ROOT, 'dist', 'cli', 'main.js')
try {
  await setUp()
  if (!existsSync(main)) throw new SetupFailure('There is no program to start: src/cli/main.ts was not compiled.')
} catch (error) {
  if (!(error instanceof SetupFailure)) throw error
  console.error(error.message)
  process.exit(error.exitCode)
}
process.argv = [process.execPath, main, 'serve', ...process.argv.slice(2)]
await import(pathToFileURL(main).href)
