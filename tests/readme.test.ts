import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { consoleSteps } from './architecture/console.ts'
import { fencedBlocks } from './architecture/documents.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const file = join(root, 'README.md')
const blocks = existsSync(file) ? fencedBlocks(readFileSync(file, 'utf8'), 'console') : []

describe('a ```console block', () => {
  test('is commands after "$ ", continued after "> ", each with its exact output', () => {
    expect(consoleSteps('$ echo one\none\n\n$ cat <<END\n> two\n> END\ntwo\n$ true\n')).toEqual([
      { command: 'echo one', output: 'one\n' },
      { command: 'cat <<END\ntwo\nEND', output: 'two' },
      { command: 'true', output: '' },
    ])
  })

  test('must begin with a command', () => {
    expect(() => consoleSteps('output without a command\n')).toThrow('begins with a command')
  })
})

describe('README.md', () => {
  test.skipIf(!existsSync(file))('shows at least one command with its output (skipped until there is a README)', () => {
    expect(blocks.flatMap(consoleSteps).length).toBeGreaterThan(0)
  })

  test.each(blocks.flatMap((block) => consoleSteps(block)))(
    'prints what it says for: $command',
    ({ command, output }) => {
      const result = run(command)
      expect(result.stdout.trimEnd()).toBe(output.trimEnd())
    },
  )
})

/** In the project's folder; `npx plumbline` and `plumbline` are the built program. */
function run(command: string): { stdout: string } {
  const path = [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter)
  const { stdout, stderr, error } = spawnSync('bash', ['-c', command], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, PATH: path, NO_COLOR: '1', npm_config_update_notifier: 'false' },
    timeout: 25_000,
  })
  if (error) throw error
  return { stdout: stdout === '' ? stderr : stdout }
}
