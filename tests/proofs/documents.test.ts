import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { generatedNotice } from '../../scripts/generate.mjs'
import { wovenGuarantees, wovenQuestions } from '../../src/cli/proofs.ts'
import { readFindings } from '../../src/evaluate/read-findings.ts'
import { guarantees } from '../../src/protocol/guarantees.ts'
import { alwaysTold, ordinaryPatient } from '../../src/protocol/ordinary.ts'
import { source, standard } from '../../src/protocol/protocol.ts'
import { questions } from '../../src/protocol/questions.ts'
import { askedOf } from '../../src/verify/asked.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const committed = (path: string) => readFileSync(join(root, path), 'utf8')

describe('the documents of the proofs', () => {
  test('are the same every time, and the committed ones are those of the protocol as it is', () => {
    expect(wovenGuarantees(generatedNotice)).toBe(committed('docs/guarantees.md'))
    expect(wovenQuestions(generatedNotice)).toBe(committed('docs/questions.md'))
  })

  test('hold every guarantee, and beside each that does not hold as worded its patient, its reason and a wording that does', () => {
    const text = wovenGuarantees(generatedNotice)
    for (const { sentence, expected, because, id } of guarantees) {
      expect(text).toContain(sentence)
      if (expected === 'proved') continue
      expect(text).toContain(because)
      const section = text.slice(text.indexOf(`### ${id}\n`))
      expect(section.slice(0, section.indexOf('\n### '))).toMatch(
        /Does not hold as worded[\s\S]*most ordinary patient[\s\S]*Proposed wording[\s\S]*Proved, as proposed/,
      )
    }
  })
})

describe('the questions to clinicians', () => {
  const asked = askedOf(questions, [source, standard], { ordinary: ordinaryPatient, alwaysTold })

  test.each(asked)('$question.id has a patient who can be, and answers for every decision it speaks of', (each) => {
    const protocol = each.question.layer === 'source' ? source : standard
    expect(readFindings(protocol, each.patient.findings, each.patient.asOf)).toMatchObject({ ok: true })
    expect(each.answers.map(({ decision }) => decision).sort()).toEqual([...each.question.shows].sort())
    for (const statement of each.question.statements)
      if (!statement.startsWith('V')) expect(standard.statements.map(({ id }) => id)).toContain(statement)
  })
})
