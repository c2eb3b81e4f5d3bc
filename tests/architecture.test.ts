import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { generatedNotice, generators } from '../scripts/generate.mjs'
import { clinicalLiterals, protocolWords } from './architecture/clinical.ts'
import {
  brokenLinks,
  type Document,
  errorCodesIn,
  titleFaults,
  undocumentedCodes,
  unmarkedOutputs,
} from './architecture/documents.ts'
import {
  builtInDeciders,
  deadFiles,
  folderOf,
  forbiddenImports,
  importCycles,
  unresolvedImports,
} from './architecture/imports.ts'
import * as layout from './architecture/layout.ts'
import {
  type Lock,
  licenceFaults,
  lockGaps,
  type Manifest,
  registryAddresses,
  shippedPackages,
  unpinned,
} from './architecture/packages.ts'
import { filesBelow, isTest, source, sourcesBelow } from './architecture/source.ts'
import {
  clockOrChance,
  linesOf,
  longFunctionsOf,
  looseTypes,
  narrowedTests,
  protocolLogic,
  ratchet,
  undocumentedFunctions,
} from './architecture/style.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const sources = sourcesBelow(root, 'src')
const tests = sourcesBelow(root, 'tests')
const product = sources.filter(({ path }) => !isTest(path))
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const lock = (JSON.parse(read('package-lock.json')) as { packages: Lock }).packages
const manifest = JSON.parse(read('package.json')) as Manifest

describe('folders know only what the table of DESIGN lets them know', () => {
  test('every import follows the import table, types only where it says so', () => {
    expect(forbiddenImports(sources, layout.folders)).toEqual([])
  })

  test.each([
    ['src/evaluate/x.ts', "import { protocol } from '../protocol/protocol.ts'", 'evaluate may not import protocol'],
    ['src/language/x.ts', "export * from '../evaluate/decide.ts'", 'language may not import evaluate'],
    ['src/weave/x.ts', "import { decide } from '../evaluate/decide.ts'", 'weave may import types only of evaluate'],
    ['src/weave/x.ts', "import { decide, type Decision } from '../evaluate/decide.ts'", 'types only'],
    ['src/care/x.ts', "import { readFileSync } from 'node:fs'", 'care may not import the package node:fs'],
    ['src/service/api/x.ts', "import { start } from '../server.ts'", 'service/api may not import service'],
    ['src/cli/x.ts', "const app = await import('../web/main.tsx')", 'cli may not import web'],
    ['src/care/x.ts', "export let state: import('../record/event.ts').Event", 'care may not import record'],
    ['src/care/x.ts', "import { sample } from './fold.test.ts'", 'may not import the test'],
    ['src/helpful/x.ts', "import { a } from './a.ts'", 'no row in the import table'],
    ['src/care/x.ts', "import { root } from '../../scripts/setup.mjs'", 'outside every folder'],
  ])('the table refuses, in %s: %s', (path, text, message) => {
    expect(forbiddenImports([source(path, text)], layout.folders).join()).toContain(message)
  })

  test.each([
    ['src/weave/x.ts', "import type { Decision } from '../evaluate/decide.ts'"],
    ['src/weave/x.ts', "import { type Decision } from '../evaluate/decide.ts'"],
    ['src/language/x.ts', "import { sha256 } from '@noble/hashes/sha2.js'"],
    ['src/evaluate/x.test.ts', "import { protocol } from '../protocol/protocol.ts'"],
    ['src/web/x.tsx', "import './x.css'"],
  ])('the table allows, in %s: %s', (path, text) => {
    expect(forbiddenImports([source(path, text)], layout.folders)).toEqual([])
  })

  // tests/adopted-version.test.ts shows what this refuses.
  test('the service and the app decide by the adopted protocol, never by the one of the build', () => {
    expect(builtInDeciders(sources, layout.adoptedVersion)).toEqual([])
  })

  test('every folder of src has a row in the table', () => {
    expect(sources.filter(({ path }) => folderOf(path, layout.folders) === undefined).map(({ path }) => path)).toEqual(
      [],
    )
  })

  test('no folder has a name that says nothing', () => {
    const names = new Set(sources.flatMap(({ path }) => path.split('/').slice(0, -1)))
    expect(layout.emptyFolderNames.filter((name) => names.has(name))).toEqual([])
  })
})

describe('files hang together', () => {
  test('every relative import names a file that is there, with its extension', () => {
    const files = new Set(['src', 'tests', 'scripts', 'content'].flatMap((folder) => filesBelow(root, folder)))
    expect(unresolvedImports([...sources, ...tests], files)).toEqual([])
  })

  test('an import without its extension is refused', () => {
    const files = new Set(['src/care/fold.ts'])
    expect(unresolvedImports([source('src/care/x.ts', "import { fold } from './fold'")], files)).toHaveLength(1)
  })

  test('no file imports itself by a detour, types included', () => {
    expect(importCycles(sources)).toEqual([])
  })

  test('a circle of three files is refused, even of types', () => {
    const circle = [
      source('src/care/a.ts', "import type { B } from './b.ts'"),
      source('src/care/b.ts', "export * from './c.ts'"),
      source('src/care/c.ts', "import { a } from './a.ts'"),
      source('src/care/d.ts', "import { a } from './a.ts'"),
    ]
    expect(importCycles(circle)).toEqual(['src/care/a.ts → src/care/b.ts → src/care/c.ts → src/care/a.ts'])
  })

  test('every file is reached from what runs or from a test', () => {
    expect(deadFiles([...sources, ...tests], layout.entries)).toEqual([])
  })

  test('a file that only a dead file imports is dead too, and a worker is reached by its address', () => {
    const files = [
      source('src/cli/main.ts', "new Worker(new URL('./worker.js', import.meta.url))"),
      source('src/cli/worker.ts', ''),
      source('src/care/dead.ts', "import { x } from './deader.ts'"),
      source('src/care/deader.ts', ''),
    ]
    expect(deadFiles(files, layout.entries)).toEqual([
      'src/care/dead.ts is reached by nothing',
      'src/care/deader.ts is reached by nothing',
    ])
  })
})

describe('types are strict', () => {
  test('there is no any, no non-null !, and nothing silences the compiler', () => {
    expect([...sources, ...tests].flatMap(looseTypes)).toEqual([])
  })

  test.each([
    'export const x: any = 1',
    'export const x = y!.z',
    'type X = Record<string, any>',
    '// @ts-ignore\nexport const x = 1',
    '// @ts-expect-error because\nexport const x = 1',
  ])('%j is refused', (text) => {
    expect(looseTypes(source('src/care/x.ts', text))).toHaveLength(1)
  })

  test('a test may expect a type error if it says why', () => {
    expect(looseTypes(source('src/care/x.test.ts', '// @ts-expect-error: a misspelt finding\nx()'))).toEqual([])
    expect(looseTypes(source('src/care/x.test.ts', '// @ts-expect-error\nx()'))).toHaveLength(1)
  })
})

describe('the same case gets the same answer, always', () => {
  test('pure folders know no clock and no chance', () => {
    const pure = product.filter(({ path }) => layout.folders[folderOf(path, layout.folders) ?? '']?.pure)
    expect(pure.flatMap(clockOrChance)).toEqual([])
  })

  test.each([
    'Date.now()',
    'new Date()',
    'Date()',
    'Math.random()',
    'crypto.randomUUID()',
    'globalThis.crypto.randomUUID()',
  ])('%j is refused', (text) => {
    expect(clockOrChance(source('src/care/x.ts', `export const x = ${text}`))).toHaveLength(1)
  })

  test('a date that is given is allowed', () => {
    expect(clockOrChance(source('src/care/x.ts', 'export const x = (asOf: string) => new Date(asOf)'))).toEqual([])
  })
})

describe('the protocol is plain data', () => {
  test('src/protocol holds no function, conditional or loop, and calls only the language', () => {
    expect(product.filter(({ path }) => path.startsWith('src/protocol/')).flatMap(protocolLogic)).toEqual([])
  })

  test.each([
    'export const x = () => 1',
    'export function x() {}',
    'export const x = a ? b : c',
    'export const x = a && b',
    'for (const a of b) {}',
    'export const x = Object.assign({})',
    "export const x = JSON.parse('{}')",
    'export const x = new Map()',
    'export class X {}',
  ])('%j is refused', (text) => {
    expect(protocolLogic(source('src/protocol/x.ts', text)).length).toBeGreaterThan(0)
  })

  test('statements by the builder are allowed', () => {
    const text = [
      "import { says } from '../language/statement.ts'",
      "import { redFlag } from './conditions.ts'",
      "export const b1 = says('B1', 'red flag')`A history of cancer is a red flag.`",
      "export const rules = [b1.defines(redFlag, 'b1', 'a history', { when: redFlag }), ...redFlag.others]",
    ].join('\n')
    expect(protocolLogic(source('src/protocol/x.ts', text))).toEqual([])
  })
})

describe('nothing clinical outside the protocol', () => {
  const words = protocolWords(sources)
  const rule = { homes: layout.clinicalHomes, words: layout.clinicalWords, toldIds: layout.toldIds }

  test('no clinical word, sentence, id or threshold stands outside src/protocol and src/fhir', () => {
    expect(sources.flatMap((file) => clinicalLiterals(file, words, rule))).toEqual([])
  })

  const planted = protocolWords([
    source(
      'src/protocol/x.ts',
      "export const v = vocabulary({ saddleArea: sign({ label: 'numb where one sits down' }) })",
    ),
  ])

  test.each([
    ["export const advice = 'Give ibuprofen twice a day'", 'ibuprofen'],
    ['export const advice = `Order an MRI for ' + '$' + '{name}`', 'MRI'],
    ['export const x = (ageYears: number) => ageYears > 50', 'threshold'],
    ["export const x = (e: string) => e === 'saddleArea'", 'saddleArea'],
    ['export const x = (findings: { saddleArea: boolean }) => findings.saddleArea', 'saddleArea'],
    ["export const x = 'numb where one sits down'", 'a sentence of the protocol'],
    ["export const orders = { xray: 'xray' }", 'xray'],
  ])('%j is refused', (text, message) => {
    expect(clinicalLiterals(source('src/weave/x.ts', text), planted, rule).join()).toContain(message)
  })

  test('the protocol itself, tests and folders that are told an id are free to use it', () => {
    const told = { ...rule, toldIds: { 'care/': ['saddleArea'] } }
    const text = "export const x = (e: string) => e === 'saddleArea'"
    expect(clinicalLiterals(source('src/care/x.ts', text), planted, told)).toEqual([])
    expect(clinicalLiterals(source('src/care/x.test.ts', text), planted, rule)).toEqual([])
    expect(clinicalLiterals(source('src/protocol/x.ts', "export const x = 'fever'"), planted, rule)).toEqual([])
  })

  test('no folder is told an id that it no longer uses', () => {
    const unused = Object.entries(layout.toldIds).flatMap(([place, ids]) => {
      const texts = product.filter(({ path }) => path.startsWith(`src/${place}`)).map(({ text }) => text)
      return ids.filter((id) => !texts.some((text) => text.includes(id))).map((id) => `${place} ${id}`)
    })
    expect(unused).toEqual([])
  })
})

describe('files and functions stay short enough to read', () => {
  test('no file is longer than the limit or its ratchet', () => {
    const long = new Map([...sources, ...tests].map((file): [string, number] => [file.path, linesOf(file)]))
    for (const [path, lines] of long) if (lines <= layout.limits.fileLines) long.delete(path)
    expect(ratchet(long, layout.longFiles, layout.limits.fileLines)).toEqual([])
  })

  test('no function is longer than the limit or its ratchet', () => {
    const long = new Map(product.flatMap((file) => [...longFunctionsOf(file, layout.limits.functionLines)]))
    expect(ratchet(long, layout.longFunctions, layout.limits.functionLines)).toEqual([])
  })

  test('a ratchet refuses what is new, what has grown, and a number that could be lower', () => {
    const recorded = { grown: 500, shrunk: 500, gone: 500 }
    const measured = new Map(Object.entries({ fresh: 460, grown: 501, shrunk: 470 }))
    expect(ratchet(measured, recorded, 450)).toEqual([
      'fresh has 460 lines; 450 are allowed',
      'grown has 501 lines; 500 are allowed',
      'shrunk has shrunk to 470 lines: lower its number from 500',
      'gone is under the limit of 450: drop its row',
    ])
  })

  test('a long function is named', () => {
    const text = `export const long = () => {\n${'work()\n'.repeat(100)}}`
    expect([...longFunctionsOf(source('src/care/x.ts', text), 90)]).toEqual([['src/care/x.ts#long', 102]])
  })
})

describe('people can read it', () => {
  test('every exported function has a doc comment', () => {
    const documented = product.filter(({ path }) => !path.startsWith('src/protocol/'))
    expect(documented.flatMap(undocumentedFunctions)).toEqual([])
  })

  test.each([
    'export function x() {}',
    '// why\nexport const x = () => 1',
    '/** first */\nlet y = 1\nexport function x() {}',
  ])('%j is refused', (text) => {
    expect(undocumentedFunctions(source('src/care/x.ts', text))).toHaveLength(1)
  })

  test('no test is narrowed, and none is switched off without a reason', () => {
    expect([...sources, ...tests].filter(({ path }) => isTest(path)).flatMap(narrowedTests)).toEqual([])
    expect(narrowedTests(source('src/care/x.test.ts', "test.only('x', () => {})"))).toHaveLength(1)
    expect(narrowedTests(source('src/care/x.test.ts', "describe.skip('x', () => {})"))).toHaveLength(1)
    expect(narrowedTests(source('src/care/x.test.ts', "test.skip('x', () => {}) // waits for a laboratory"))).toEqual(
      [],
    )
  })
})

describe('documents are whole', () => {
  const folders = ['docs', 'content', 'cases', 'conformance', 'schemas'].filter((folder) =>
    existsSync(join(root, folder)),
  )
  const paths = [...readdirSync(root), ...folders.flatMap((folder) => filesBelow(root, folder))]
  const documents: Document[] = paths
    .filter((path) => path.endsWith('.md') && !path.includes('node_modules/'))
    .map((path) => ({ path, text: read(path) }))

  test('every Markdown file has one title, at its top', () => {
    expect(documents.flatMap(titleFaults)).toEqual([])
    expect(titleFaults({ path: 'x.md', text: '# One\n\n# Two\n' })).toHaveLength(1)
    expect(titleFaults({ path: 'x.md', text: '# One\n\n```sh\n# a comment\n```\n' })).toEqual([])
    expect(titleFaults({ path: 'x.md', text: '## Under\n\n# One\n' })).toHaveLength(1)
  })

  test('every relative link leads to a file, and to a heading where it names one', () => {
    expect(brokenLinks(documents, (path) => existsSync(join(root, path)))).toEqual([])
  })

  test('a link to a missing file or heading is refused', () => {
    const planted = [
      { path: 'docs/a.md', text: '# A\n\n[x](gone.md) [y](b.md#nowhere) [z](../../outside.md) [w](b.md#the-heading)' },
      { path: 'docs/b.md', text: '# B\n\n## The heading\n' },
    ]
    expect(brokenLinks(planted, (path) => path === 'docs/b.md')).toEqual([
      'docs/a.md: there is no gone.md',
      'docs/a.md: there is no heading b.md#nowhere',
      'docs/a.md: there is no ../../outside.md',
    ])
  })

  test('every error code of the sources is explained in docs/errors.md, and no other', () => {
    const codes = new Set(product.flatMap(({ text }) => [...errorCodesIn(text)]))
    expect(undocumentedCodes(codes, read('docs/errors.md'))).toEqual([])
  })

  test('a code without a row, a row without a code and an empty explanation are refused', () => {
    const table = '| `PLB_OLD` | gone | nothing |\n| `PLB_KNOWN` | known | |\n'
    expect(undocumentedCodes(new Set(['PLB_KNOWN', 'PLB_NEW']), table)).toEqual([
      'PLB_NEW has no row in docs/errors.md',
      'PLB_OLD of docs/errors.md is in no source',
      'docs/errors.md has an empty cell',
    ])
  })

  test('every generated file says so, and .gitattributes marks exactly these', () => {
    const outputs = new Map(
      generators.map(({ output }): [string, string] => [output, existsSync(join(root, output)) ? read(output) : '']),
    )
    expect(unmarkedOutputs(outputs, read('.gitattributes'), generatedNotice)).toEqual([])
    expect(
      unmarkedOutputs(new Map([['docs/x.md', '# X\n']]), 'docs/y.md linguist-generated=true', generatedNotice),
    ).toEqual([
      'docs/x.md does not say that it is generated',
      'docs/x.md has no linguist-generated line in .gitattributes',
      '.gitattributes marks docs/y.md, which nothing generates',
    ])
  })
})

describe('packages install everywhere and may be shipped', () => {
  const webPackages = product.flatMap((file) =>
    file.path.startsWith('src/web/') ? file.references.map(({ to }) => /^(@[^/]+\/)?[^/]+/.exec(to)?.[0] ?? to) : [],
  )
  const shipped = shippedPackages(lock, [
    ...Object.keys(manifest.dependencies ?? {}),
    ...webPackages.filter((name) => !name.startsWith('.')),
  ])

  test('the lockfile holds every optional package that it names', () => {
    expect(lockGaps(lock)).toEqual([])
    const nested: Lock = {
      'node_modules/a': { optionalDependencies: { 'a-linux': '1.0.0', 'a-macos': '1.0.0' } },
      'node_modules/a/node_modules/a-linux': { version: '1.0.0' },
    }
    expect(lockGaps(nested)).toEqual(['node_modules/a lacks a-macos'])
  })

  test('the lockfile names no registry address', () => {
    expect(registryAddresses(lock)).toEqual([])
    expect(registryAddresses({ 'node_modules/a': { resolved: 'https://registry.example/a.tgz' } })).toHaveLength(1)
  })

  test('every dependency is one exact version', () => {
    expect(unpinned(manifest)).toEqual([])
    const planted = {
      dependencies: { a: '^1.0.0', b: 'latest', c: '1.0.0' },
      devDependencies: { d: '1.x', e: 'npm:f@^1.0.0' },
    }
    expect(unpinned(planted)).toHaveLength(4)
    expect(unpinned({ overrides: { g: 'npm:@h/i@1.0.0' } })).toEqual([])
  })

  test('package.json and the lockfile agree', () => {
    const { dependencies, devDependencies } = lock[''] ?? {}
    expect({ dependencies, devDependencies }).toEqual({
      dependencies: manifest.dependencies,
      devDependencies: manifest.devDependencies,
    })
  })

  test('what ships has a licence that allows it, and so have the tools', () => {
    const licences = new Map(
      Object.keys(lock)
        .filter(Boolean)
        .map((path) => [path, licenceOf(path)]),
    )
    const isShipped = ([path]: [string, unknown]): boolean => shipped.has(path)
    expect(shipped.size).toBeGreaterThan(0)
    expect(licenceFaults(new Map([...licences].filter(isShipped)), layout.shippedLicences)).toEqual([])
    const isRead = ([path, licence]: [string, string | undefined]): boolean => layout.readLicences[path] === licence
    const unread = [...licences].filter((each) => !isRead(each))
    expect(unread).toHaveLength(licences.size - Object.keys(layout.readLicences).length)
    expect(licenceFaults(new Map(unread), layout.toolLicences)).toEqual([])
  })

  test('an unknown licence is refused, and of two on offer one suffices', () => {
    const planted = new Map([
      ['a', '(MIT OR GPL-3.0-only)'],
      ['b', 'MIT AND GPL-3.0-only'],
      ['c', undefined],
    ])
    expect(licenceFaults(planted, ['MIT'])).toEqual([
      'b has the licence MIT AND GPL-3.0-only',
      'c has the licence none',
    ])
  })

  /** From the installed package itself; from the lockfile for platforms that are not ours. */
  function licenceOf(path: string): string | undefined {
    const file = join(root, path, 'package.json')
    if (!existsSync(file)) return lock[path]?.license
    const { license } = JSON.parse(readFileSync(file, 'utf8')) as { license?: string | { type?: string } }
    return typeof license === 'object' ? license.type : license // as packages said it before 2014
  }
})
