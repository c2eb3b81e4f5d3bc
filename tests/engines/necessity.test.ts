import { describe, expect, test } from 'vitest'
import { compile } from '../../src/evaluate/compile.ts'
import { packInto, tableFor } from '../../src/evaluate/pack.ts'
import { readFindings } from '../../src/evaluate/read-findings.ts'
import { runCases } from '../../src/evaluate/run-program.ts'
import { situate } from '../../src/evaluate/situation.ts'
import { unpackAnswers } from '../../src/evaluate/unpack.ts'
import type { Protocol } from '../../src/language/protocol.ts'
import { standard } from '../../src/protocol/protocol.ts'
import { isRefusal } from './answer.ts'
import { type ClinicalCase, clinicalCases } from './clinical-case.ts'
import { faultsOf } from './expectation.ts'
import { interpret } from './interpreter.ts'
import { knownDisagreements } from './known-disagreements.ts'
import { piecesOf, without } from './without.ts'

/** What the clinical text neither asks for nor forbids, so that no case written from it can decide it. */
const beyondTheText: Readonly<Record<string, string>> = {
  repeatMri: 'X1 asks for an emergency MRI, V12 for no second one: a question to clinicians',
  repeatMriText: 'says that the MRI on record is for the neurosurgeon to judge; the same question',
}

const cases = clinicalCases().filter(
  ({ id, layer, expect: expected }) => layer === standard.layer && !expected.refused && !(id in knownDisagreements),
)
/** What is recorded, brought to its day: the same for every mutant, which changes no finding. */
const situations = cases.map(({ findings, asOf }) => {
  const read = readFindings(standard, findings, asOf)
  if (!read.ok) throw new Error(read.problems.map(({ code, path }) => `${code} ${path}`).join(', '))
  return situate(standard, read.findings, asOf)
})
const original = outcomesOf(standard)
const shown = cases.map((clinicalCase) => {
  const answer = interpret(clinicalCase)
  return isRefusal(answer) ? [] : [...answer.redFlags, ...answer.features, ...answer.notes].map(({ id }) => id)
})

/** The outcomes and bounds of every case, by the compiled form, which is fast enough for many protocols. */
function outcomesOf(protocol: Protocol): readonly string[] {
  const program = compile(protocol)
  const packed = tableFor(cases.length, program.caseWords)
  situations.forEach((situation, row) => {
    packInto(packed, row * program.caseWords, program, situation)
  })
  const table = runCases(program, packed)
  return cases.map((_, row) => JSON.stringify(unpackAnswers(program, { table, at: row * program.explainedWords })))
}

/** Cases that could notice: another outcome, or the piece is what they are shown. */
function candidates(id: string, mutant: Protocol): readonly ClinicalCase[] {
  const outcomes = outcomesOf(mutant)
  return cases.filter((_, index) => outcomes[index] !== original[index] || shown[index]?.includes(id))
}

describe('every rule and definition is needed by a case: without it, what the case expects is not met', () => {
  test.each(piecesOf(standard).filter(({ id }) => !(id in beyondTheText)))('$id ($statements)', ({ id }) => {
    const mutant = without(standard, id)
    const noticed = candidates(id, mutant).find((each) => faultsOf(each, interpret(each, mutant)).length > 0)
    expect(noticed?.id).toBeDefined()
  })

  test('what is beyond the text still exists', () => {
    const ids = piecesOf(standard).map(({ id }) => id)
    expect(Object.keys(beyondTheText).filter((id) => !ids.includes(id))).toEqual([])
  })
})
