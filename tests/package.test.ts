import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { ROOT, setUp } from '../scripts/setup.mjs'

test('the package holds what the program needs where nothing else is, and nothing of how it is made', async () => {
  if (!process.env.PLUMBLINE_IS_BUILT) await setUp({ say: () => undefined })
  const { stdout, stderr, status } = spawnSync('npm', ['pack', '--dry-run', '--json'], {
    cwd: ROOT,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  expect(status, stderr).toBe(0)
  const answer: unknown = JSON.parse(stdout)
  // npm 12 names it by the package; before it was the first of a list.
  const [packed] = Object.values(answer as Record<string, { readonly files: readonly { readonly path: string }[] }>)
  const paths = (packed?.files ?? []).map(({ path }) => path)
  for (const needed of [
    'dist/cli/main.js',
    'dist/web/index.html',
    'dist/web/questionnaire.html',
    'dist/service/protocol/difference-worker.js',
    'dist/record/worker.js',
    'content/ar/questionnaire.json',
    'docs/fhir/back-pain-standard.elm.json',
    'LICENSE',
  ])
    expect(paths).toContain(needed)
  const allowed = /^(dist\/|content\/|docs\/fhir\/|LICENSE$|README\.md$|package\.json$)/
  expect(paths.filter((path) => !allowed.test(path) || /\.test\.|tsbuildinfo|\.stamp/.test(path))).toEqual([])
}, 60_000)
