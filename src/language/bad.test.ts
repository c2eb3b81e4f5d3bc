import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'

const folder = fileURLToPath(new URL('./bad/', import.meta.url))
const compiler = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url))
const files = readdirSync(folder)
const bad = files.filter((file) => file.endsWith('.bad.ts'))

/** One complaint of the compiler. */
interface Diagnostic {
  readonly file: string
  readonly line: number
  readonly code: string
}

let diagnostics: readonly Diagnostic[] = []

/** The line of a bad twin that must not compile, and the error it must give. */
function marked(file: string): Omit<Diagnostic, 'file'> {
  const lines = readFileSync(join(folder, file), 'utf8').split('\n')
  const marks = lines.flatMap((text, index) => {
    const code = / \/\/ error (TS\d+)$/.exec(text)?.[1]
    return code ? [{ line: index + 1, code }] : []
  })
  const [mark] = marks
  if (!mark || marks.length > 1) throw new Error(`${file} marks ${marks.length} lines; one is due`)
  return mark
}

beforeAll(() => {
  const run = spawnSync(process.execPath, [compiler, '-p', join(folder, 'tsconfig.json'), '--pretty', 'false'], {
    encoding: 'utf8',
  })
  diagnostics = [...run.stdout.matchAll(/^(\S+?)\((\d+),\d+\): error (TS\d+):/gm)].map(
    ([, path = '', line, code = '']) => ({
      file: basename(path),
      line: Number(line),
      code,
    }),
  )
  if (diagnostics.length === 0) throw new Error(`the compiler found nothing: ${run.stdout}${run.stderr}`)
}, 120_000)

describe('what must not be written does not compile', () => {
  test.each(bad)('%s', (file) => {
    const found = diagnostics.filter((diagnostic) => diagnostic.file === file)
    expect(found).toContainEqual({ file, ...marked(file) })
    // It fails for nothing else (a cycle also makes its own type unknown, TS7022).
    expect(found.filter(({ line, code }) => line !== marked(file).line && code !== 'TS7022')).toEqual([])
  })

  test('and its good twin does', () => {
    expect(diagnostics.filter(({ file }) => !bad.includes(file))).toEqual([])
  })

  test('every bad twin has a good one', () => {
    for (const file of bad) expect(files).toContain(file.replace('.bad.', '.good.'))
  })

  test('there is a twin for each construct that DESIGN names', () => {
    expect(bad.map((file) => basename(file, '.bad.ts'))).toEqual(
      expect.arrayContaining([
        'misspelt-finding',
        'rule-without-statement',
        'closure-as-condition',
        'circle-of-conditions',
        'exception-to-itself',
        'exception-to-another-decision',
        'outcome-of-another-decision',
        'addition-without-reference',
      ]),
    )
  })
})
