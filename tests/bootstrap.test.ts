import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findChromium } from '../scripts/chromium.mjs'
import { closingLine, countsOf, exitCodeOf, sumOf } from '../scripts/counts.mjs'
import { generate } from '../scripts/generate.mjs'
import { isStale, withLock } from '../scripts/lock.mjs'
import { isAtLeast, OLDEST_NODE } from '../scripts/node-version.mjs'
import { isStamped, ROOT, run, stampOf } from '../scripts/setup.mjs'

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-bootstrap-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

describe('the version of Node', () => {
  test.each([
    ['v20.19.0', true],
    ['v20.19.1', true],
    ['v22.0.0', true],
    ['v100.1.0', true],
    ['v20.18.9', false],
    ['v20.9.0', false],
    ['v18.20.4', false],
    ['v21.0.0-nightly20230101', true],
  ])('%s is new enough: %s', (version, expected) => {
    expect(isAtLeast(version, '20.19.0')).toBe(expected)
  })

  test('is asked for in package.json as it is in the scripts', () => {
    const { engines } = JSON.parse(readFileSync('package.json', 'utf8'))
    expect(`${engines.node}.0`).toBe(`>=${OLDEST_NODE}`)
  })
})

describe('a fresh clone', () => {
  // Each reads what the others import too, in whatever way.
  test.each(['start', 'test', 'build', 'generate'])(
    'has all that scripts/%s.mjs reads before anything is installed',
    (name) => {
      const read = new Set<string>()
      const packages: string[] = []
      const follow = (file: string): void => {
        if (read.has(file)) return
        read.add(file)
        const text = readFileSync(join(ROOT, 'scripts', file), 'utf8')
        const own = [
          ...text.matchAll(
            /^import [^(]*?from '([^']+)'|^import '([^']+)'|^(?:const|let) [^\n]*await import\('([^']+)'\)/gm,
          ),
        ]
        for (const [, from, bare, awaited] of own) {
          const source = from ?? bare ?? awaited ?? ''
          if (source.startsWith('./')) follow(source.slice(2))
          else if (!source.startsWith('node:')) packages.push(`${file}: ${source}`)
        }
      }
      follow(`${name}.mjs`)
      expect(read.size).toBeGreaterThan(1)
      expect(packages).toEqual([])
    },
  )
})

describe('the stamp of a set-up', () => {
  test('does not depend on the order in which files are read', () => {
    const texts = fc.uniqueArray(fc.tuple(fc.string(), fc.string()), { selector: ([name]) => name })
    fc.assert(
      fc.property(texts, (entries) => {
        expect(stampOf(new Map(entries))).toBe(stampOf(new Map(entries.toReversed())))
      }),
    )
  })

  test('changes when a file changes, is renamed or goes', () => {
    const files = { 'a.ts': 'one', 'b.ts': 'two' }
    const stamps = [files, { 'a.ts': 'one', 'b.ts': 'three' }, { 'a.ts': 'one', 'c.ts': 'two' }, { 'a.ts': 'one' }].map(
      (each) => stampOf(new Map(Object.entries(each))),
    )
    expect(new Set(stamps).size).toBe(4)
  })

  test('cannot be fooled by moving text from one file into the next', () => {
    expect(stampOf(new Map([['a', 'xb\n1\ny']]))).not.toBe(
      stampOf(
        new Map([
          ['a', 'x'],
          ['b', 'y'],
        ]),
      ),
    )
  })

  test('counts only where the file holds exactly it', () => {
    const file = join(folder, 'stamp')
    expect(isStamped(file, 'abc')).toBe(false)
    writeFileSync(file, 'abc\n')
    expect(isStamped(file, 'abc')).toBe(true)
    expect(isStamped(file, 'abcd')).toBe(false)
  })
})

describe('the lock against two set-ups at once', () => {
  const here = { pid: 100, host: 'ward-pc', isAlive: (pid: number) => pid === 200 }

  test.each([
    ['of a living process holds', { text: '200 ward-pc', silentMs: 0 }, false],
    ['of a dead process is stale', { text: '300 ward-pc', silentMs: 0 }, true],
    ['with our own process id was left by an earlier container', { text: '100 ward-pc', silentMs: 0 }, true],
    ['of another machine holds while it is touched', { text: '300 other-pc', silentMs: 60_000 }, false],
    ['of another machine is stale after two silent minutes', { text: '300 other-pc', silentMs: 121_000 }, true],
    ['of a living process is stale after two silent minutes', { text: '200 ward-pc', silentMs: 121_000 }, true],
    ['that cannot be read is stale', { text: '', silentMs: 0 }, true],
  ])('%s', (_, lock, expected) => {
    expect(isStale(lock, here)).toBe(expected)
  })

  test('lets the second set-up wait for the first', async () => {
    const file = join(folder, 'lock')
    // Another living process of this machine: the one that runs the tests.
    writeFileSync(file, `${process.ppid} ${hostname()}\n`)
    const order: string[] = []
    const second = withLock(
      file,
      async () => {
        order.push('second works')
      },
      (holder) => {
        order.push(`waits for ${holder}`)
        rmSync(file)
      },
    )
    await second
    expect(order).toEqual([`waits for ${process.ppid}`, 'second works'])
    expect(existsSync(file)).toBe(false)
  })

  test('clears a dead lock, and is gone even where the work fails', async () => {
    const file = join(folder, 'lock')
    writeFileSync(file, `${process.ppid} ${hostname()}\n`)
    const longAgo = new Date(Date.now() - 3_600_000)
    utimesSync(file, longAgo, longAgo)
    const failing = withLock(
      file,
      () => Promise.reject(new Error('npm failed')),
      () => expect.unreachable('a dead lock is not waited for'),
    )
    await expect(failing).rejects.toThrow('npm failed')
    expect(existsSync(file)).toBe(false)
  })
})

describe('the peers of conformance/', () => {
  test('have a lockfile that fits what is asked for, so that a failed installation is the network’s', () => {
    const { devDependencies } = JSON.parse(readFileSync('conformance/package.json', 'utf8'))
    const lockfile = JSON.parse(readFileSync('conformance/package-lock.json', 'utf8'))
    expect(lockfile.packages[''].devDependencies).toEqual(devDependencies)
    for (const [name, version] of Object.entries(devDependencies))
      expect(lockfile.packages[`node_modules/${name}`].version).toBe(version)
  })
})

describe('a command', () => {
  test('that takes longer than it may is stopped', async () => {
    expect(await run(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { milliseconds: 300 })).toBe(124)
  })

  test('that ends in time gives its own exit code', async () => {
    expect(await run(process.execPath, ['-e', 'process.exit(3)'], { milliseconds: 600_000 })).toBe(3)
  })
})

describe('the closing line', () => {
  test('counts tests, files that cannot be loaded and errors outside every test', () => {
    const files = [
      { states: ['passed', 'passed', 'skipped'], loadErrors: 0 },
      { states: ['failed'], loadErrors: 0 },
      { states: [], loadErrors: 2 },
    ]
    const counts = countsOf(files, 1)
    expect(counts).toEqual({ passed: 2, failed: 3, skipped: 1 })
    expect(closingLine(counts)).toBe('2 passed, 3 failed, 1 skipped')
  })

  test('counts two runs together', () => {
    const together = sumOf({ passed: 3, failed: 0, skipped: 1 }, { passed: 2, failed: 1, skipped: 5 })
    expect(closingLine(together)).toBe('5 passed, 1 failed, 6 skipped')
  })

  test('ends in success only where something passed and nothing failed', () => {
    expect(exitCodeOf({ passed: 1, failed: 0, skipped: 3 })).toBe(0)
    expect(exitCodeOf({ passed: 1, failed: 1, skipped: 0 })).toBe(1)
    expect(exitCodeOf({ passed: 0, failed: 0, skipped: 0 })).toBe(1)
    expect(exitCodeOf({ passed: 0, failed: 0, skipped: 9 })).toBe(1)
  })
})

describe('the browser of the tests', () => {
  const environment = { PATH: ['/first', '/second'].join(delimiter) }

  test('is the one that PLUMBLINE_CHROMIUM names, and no other where that is wrong', () => {
    const named = { ...environment, PLUMBLINE_CHROMIUM: '/mine' }
    expect(findChromium(named, () => true)).toBe('/mine')
    expect(findChromium(named, (file) => file !== '/mine')).toBeUndefined()
  })

  test('is otherwise the first on the PATH, or none', () => {
    const isThere = (file: string): boolean => /second.google-chrome(\.exe)?$/.test(file)
    expect(findChromium(environment, isThere)).toMatch(/second.google-chrome/)
    expect(findChromium(environment, () => false)).toBeUndefined()
  })
})

describe('generated files', () => {
  const generators = [{ output: 'docs/x.md', produce: async () => 'new\n' }]

  test('are written where they differ, and left alone where they do not', async () => {
    expect(await generate(generators, { root: folder, check: false })).toEqual(['docs/x.md'])
    const file = join(folder, 'docs/x.md')
    const longAgo = new Date('2026-01-01T00:00:00Z')
    utimesSync(file, longAgo, longAgo)
    expect(await generate(generators, { root: folder, check: false })).toEqual([])
    expect(statSync(file).mtime).toEqual(longAgo)
    expect(readFileSync(file, 'utf8')).toBe('new\n')
  })

  test('are only named by a check', async () => {
    expect(await generate(generators, { root: folder, check: true })).toEqual(['docs/x.md'])
    expect(existsSync(join(folder, 'docs/x.md'))).toBe(false)
  })
})
