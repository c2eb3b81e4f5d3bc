import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { source } from './architecture/source.ts'
import { testsOf } from './safety/test-names.ts'

/* docs/cds-hooks-conformance.md: every row is true. */

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')
const rows = [
  ...read('../docs/cds-hooks-conformance.md').matchAll(/^\| (\d+) \| ([A-Z ]+) \| (.+?) \| (.+) \|$/gm),
].map(([, id = '', level = '', , answer = '']) => ({ id, level, answer }))

const list = new URL('../../shared/data/cds-hooks/cds-hooks_2.0_requirements.json', import.meta.url)

describe('the table of conformance', () => {
  test('has each requirement once', () => {
    expect(rows.length).toBeGreaterThanOrEqual(105)
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
  })

  test.each(rows)('requirement $id is met by a test that runs, or does not apply for a reason', ({ answer }) => {
    const reason = /^does not apply: (.+)$/.exec(answer)?.[1]
    if (reason !== undefined) {
      expect(reason.length).toBeGreaterThan(40)
      return
    }
    const [, file = '', name = ''] = /^`([\w-]+\.test\.ts)`: (.+)$/.exec(answer) ?? []
    const path = `src/service/cds-hooks/${file}`
    const found = testsOf(source(path, read(`../${path}`))).filter((each) => each.name === name)
    expect(found, `${path}: ${name}`).toEqual([{ name, isOff: false }])
  })

  test.skipIf(!existsSync(list))(
    'has the numbers and levels of the public list, and no others (skipped: the list is not here)',
    () => {
      const listed = (JSON.parse(readFileSync(list, 'utf8')) as readonly Readonly<Record<string, string>>[])
        .slice(1)
        .filter((requirement) => requirement.E?.includes('Service'))
        .map((requirement) => `${requirement.A} ${requirement.D}`)
      expect(rows.map(({ id, level }) => `${id} ${level}`)).toEqual(listed)
    },
  )
})
