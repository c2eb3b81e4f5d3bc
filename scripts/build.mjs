// `npm run build`: installs and compiles what is due, and says so where nothing was.
import { requireNode } from './node-version.mjs'

requireNode(process.version)
const { SetupFailure, due, setUp } = await import('./setup.mjs')

try {
  const before = due()
  await setUp()
  if (!before.install && !before.code && !before.web) console.log('Everything is up to date.')
} catch (error) {
  if (!(error instanceof SetupFailure)) throw error
  console.error(error.message)
  process.exit(error.exitCode)
}
