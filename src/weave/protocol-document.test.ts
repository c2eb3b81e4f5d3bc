import { describe, expect, test } from 'vitest'
import { contentHash } from '../language/hash.ts'
import { documentWords } from '../protocol/document.ts'
import { handoutWords } from '../protocol/handout.ts'
import { letterWords } from '../protocol/letter.ts'
import { source, standard } from '../protocol/protocol.ts'
import type { CaseSummary } from './document-parts.ts'
import { inMarkdown } from './markdown.ts'
import { protocolDocument } from './protocol-document.ts'

const texts = { document: documentWords, letter: letterWords, handout: handoutWords }
const cases: readonly CaseSummary[] = [
  { id: 'cancer-in-the-past', situation: 'A man who once had cancer.', tests: ['B1', 'F1'] },
  { id: 'pain-of-31-days', situation: 'A woman in pain for 31 days.', tests: ['B4'] },
]
const document = protocolDocument({ source, standard }, cases, texts)
const lines = document.split('\n')
const partOf = (heading: string): string => {
  const from = lines.indexOf(heading)
  expect(from).toBeGreaterThan(0)
  const length = lines.slice(from + 1).findIndex((line) => /^#{1,3} /.test(line))
  return lines.slice(from, length < 0 ? undefined : from + 1 + length).join('\n')
}

describe('the whole protocol is printed', () => {
  test('it has one title, and names its version and the hash of both layers', () => {
    expect(lines.filter((line) => /^# /.test(line))).toEqual([`# ${documentWords.title}`])
    expect(document).toContain(`Version ${standard.version} of back-pain`)
    for (const layer of [source, standard]) expect(document).toContain(contentHash(layer))
  })

  test('every statement has its part with its text, every rule and definition its name', () => {
    for (const { id, text } of standard.statements) expect(partOf(`### ${id}`)).toContain(inMarkdown(text))
    const names = [
      ...standard.conditions.flatMap(({ definitions }) => definitions),
      ...standard.decisions.flatMap(({ rules }) => rules),
    ]
    for (const { id, statements } of names) expect(partOf(`### ${statements[0]}`)).toContain(`\`${id}\``)
  })

  test('every finding is there with its questions, every parameter with its value, every constraint, every next step', () => {
    for (const { id, question, patientQuestion, why } of standard.findings) {
      const row = lines.find((line) => line.startsWith(`| <a id="finding-${id}"></a>`))
      for (const words of [question, patientQuestion ?? '–', why]) expect(row).toContain(inMarkdown(words))
    }
    for (const { id, value } of standard.parameters)
      expect(lines.find((line) => line.includes(`\`${id}\` |`))).toMatch(new RegExp(`\\| ${value} ?`))
    for (const { id } of [...standard.constraints, ...standard.nextSteps]) expect(document).toContain(`\`${id}\``)
  })

  test('every difference and every reference stands with its statement', () => {
    for (const { id, differences, references } of standard.statements) {
      for (const { text, reference, checked } of differences)
        for (const words of [text, reference, checked]) expect(partOf(`### ${id}`)).toContain(inMarkdown(words))
      for (const reference of references) expect(partOf(`### ${id}`)).toContain(inMarkdown(reference))
    }
  })

  test('it ends with a signature for this version and hash', () => {
    const signature = partOf('## Signature')
    for (const words of [standard.version, contentHash(standard), 'Name', 'Role', 'Date'])
      expect(signature).toContain(words)
    expect(document.endsWith(`${signature}`)).toBe(true)
  })
})

describe('it can be read', () => {
  test('a rule is said with what it waits for, its exceptions as "unless"', () => {
    const part = partOf('### C1').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    expect(part).toContain(
      '- **ESR:** “ESR” is recommended when there is a reason for the initial work-up and no ESR from the last 90 days is on record. (C1, B7 `initialEsr`)',
    )
    expect(part).toContain(
      '  - **Unless** there is a suspected vascular emergency: then “No ESR is due”. (X5 `leavesPathwayEsr`)',
    )
  })

  test('the lines of a decision come after all their exceptions, and the default comes last', () => {
    for (const { label, rules } of standard.decisions) {
      const part = partOf(`### ${inMarkdown(label)}`)
      const places = rules.map(({ id }) => part.indexOf(`\`${id}\``))
      expect(places.every((place) => place > 0)).toBe(true)
      for (const rule of rules)
        for (const excepted of rule.exceptionTo)
          expect(part.indexOf(`\`${rule.id}\``)).toBeLessThan(part.indexOf(`\`${excepted}\``))
      expect(part).toMatch(new RegExp(`\\n${rules.length}\\. Otherwise: `))
    }
  })

  test('every link leads to a place in it', () => {
    const places = new Set([
      ...[...document.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id),
      ...lines
        .filter((line) => /^#{1,6} /.test(line))
        .map((line) =>
          line
            .replace(/^#+ /, '')
            .toLowerCase()
            .replace(/[^\p{L}\p{N}\s_-]/gu, '')
            .replace(/\s/g, '-'),
        ),
    ])
    const links = [...document.matchAll(/\]\(#([^)]+)\)/g)].map(([, link]) => link)
    expect(links.length).toBeGreaterThan(1000)
    expect(links.filter((link) => !places.has(link))).toEqual([])
  })

  test('a line under a list item stays in its list', () => {
    expect(lines.filter((line) => /^ +[^ -]/.test(line) && !/^ +\d+\. /.test(line))).toEqual([])
  })
})

describe('cases', () => {
  test('each stands with the statements it shows, and in the table', () => {
    expect(partOf('### B4')).toContain('[pain-of-31-days](#case-pain-of-31-days)')
    expect(partOf('### B1')).not.toContain('pain-of-31-days')
    expect(partOf('## Cases')).toContain('A man who once had cancer.')
  })

  test('those that show little else come first, the rest is counted', () => {
    const many = Array.from({ length: 20 }, (_, index) => ({
      id: `case-${String(index).padStart(2, '0')}`,
      situation: 'An invented patient.',
      tests: index === 15 ? ['B4'] : ['B4', 'C1'],
    }))
    const printed = protocolDocument({ source, standard }, many, texts)
    const part = printed.slice(printed.indexOf('### B4\n'), printed.indexOf('### B5\n'))
    expect(part).toContain('**Cases that show it:** [case-15](#case-case-15); [case-00](#case-case-00);')
    expect(part).toContain('12 more in [the table](#cases)')
  })

  test('their order does not matter', () => {
    expect(protocolDocument({ source, standard }, cases.toReversed(), texts)).toBe(document)
  })

  test('no text of a case can begin a heading, a row or a tag', () => {
    const planted = [{ id: 'odd`|\n# id', situation: '# Title\n\n| a | b |\n<script>', tests: ['B1'] }]
    const printed = protocolDocument({ source, standard }, planted, texts)
    const structure = (text: string) => text.split('\n').filter((line) => /^(#|<)/.test(line))
    expect(structure(printed)).toEqual(structure(document))
    expect(printed).not.toMatch(/(?<!\\)<script/)
  })
})

test('the same data give the same text, also after a round trip through JSON', () => {
  const copy = JSON.parse(JSON.stringify({ source, standard, cases, texts }))
  expect(protocolDocument({ source: copy.source, standard: copy.standard }, copy.cases, copy.texts)).toBe(document)
})

test('the source layer alone prints without the additions', () => {
  const printed = protocolDocument({ source }, cases, texts)
  expect(printed).toContain('layer source')
  expect(printed).not.toContain('\n### X1\n')
  expect(printed).toContain('\n### B1\n')
})
