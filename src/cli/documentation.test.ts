import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const text = readFileSync(at('docs/cli.md'), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'plumbline-docs-'))
afterAll(() => rmSync(folder, { recursive: true }))

// `plumbline` is the built program, as after `npm run build`.
const program = join(folder, 'plumbline')
writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${at('dist/cli/main.js')}' "$@"\n`, { mode: 0o755 })

/** Commands after "$ ", their further lines after "> ", all else their output. */
function stepsOf(block: string): { command: string; output: string }[] {
  return block.split(/^\$ /m).flatMap((step) => {
    const lines = step.trimEnd().split('\n')
    const length = 1 + lines.slice(1).findIndex((line) => !line.startsWith('> '))
    const end = length === 0 ? lines.length : length
    const command = lines.slice(0, end).map((line) => line.replace(/^> /, ''))
    return step === '' ? [] : [{ command: command.join('\n'), output: lines.slice(end).join('\n') }]
  })
}

describe('docs/cli.md', () => {
  const steps = [...text.matchAll(/^```console\n([\s\S]*?)^```$/gm)].flatMap(([, block = '']) => stepsOf(block))

  test('has examples', () => {
    expect(steps.length).toBeGreaterThanOrEqual(10)
  })

  test.each(steps)('shows what this prints: $command', ({ command, output }) => {
    const { stdout, stderr } = spawnSync('bash', ['-c', command], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, PATH: [folder, process.env.PATH].join(delimiter) },
    })
    expect((stdout + stderr).trimEnd()).toBe(output)
  })

  test('names every option that there is, or leaves it to --help', () => {
    const { stdout } = spawnSync(program, ['--help'], { encoding: 'utf8' })
    const named = new Set(text.match(/--[a-z-]{3,}/g) ?? [])
    expect([...named].filter((option) => option !== '--help' && !stdout.includes(option))).toEqual([])
    for (const option of ['--layer', '--as-of', '--time-zone', '--json', '--all', '--host', '--data'])
      expect(named).toContain(option)
  })
})
