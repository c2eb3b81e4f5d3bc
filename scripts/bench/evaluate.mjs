// What it costs to decide a patient: the interpreter, the same gates run one by one, and the generated code.
import { answer } from '../../dist/evaluate/answer.js'
import { compile } from '../../dist/evaluate/compile.js'
import { decide } from '../../dist/evaluate/decide.js'
import { generateCase, seededChance } from '../../dist/evaluate/generate-cases.js'
import { loadCompiled } from '../../dist/evaluate/load-compiled.js'
import { packInto, tableFor } from '../../dist/evaluate/pack.js'
import { readFindings } from '../../dist/evaluate/read-findings.js'
import { runCases } from '../../dist/evaluate/run-program.js'
import { situate } from '../../dist/evaluate/situation.js'
import { read } from '../../dist/evaluate/truth.js'
import { unpackExplained } from '../../dist/evaluate/unpack.js'
import { standard } from '../../dist/protocol/protocol.js'

const AS_OF = '2026-03-15'
const PATIENTS = 4_096
/** A table of about a megabyte; a population is answered table by table. */
const ROWS = 1 << 15

const atoms = compile(standard).atoms.length
const rules = standard.decisions.flatMap((decision) => decision.rules).length
const definitions = standard.conditions.flatMap((condition) => condition.definitions).length

export const title = `Deciding a patient (standard: ${standard.findings.length} findings, ${atoms} atoms, ${definitions} definitions, ${rules} rules, ${standard.decisions.length} decisions; one core)`

/**
 * Every call takes the next of the list.
 *
 * @template Item
 * @param {readonly Item[]} list
 * @returns {() => Item}
 */
function inTurn(list) {
  let next = 0
  return () => {
    next = (next + 1) % list.length
    return /** @type {Item} */ (list[next])
  }
}

/**
 * Reads every word of each packed case and writes one number: no answer can be quicker than this.
 *
 * @param {Int32Array} cases
 * @param {number} words
 * @param {Int32Array} out
 */
function readAndWrite(cases, words, out) {
  for (let row = 0, at = 0; row < out.length; row += 1) {
    let seen = 0
    for (let word = 0; word < words; word += 1, at += 1) seen ^= cases[at] ?? 0
    out[row] = seen
  }
}

export async function contestants() {
  const program = compile(standard)
  const { caseWords, answerWords, explainedWords } = program
  const compiled = await loadCompiled(standard)
  const chance = seededChance(1)
  const patients = Array.from({ length: PATIENTS }, () => generateCase(standard, chance, AS_OF))
  const situations = patients.map((findings) => situate(standard, findings, AS_OF))
  const cases = tableFor(ROWS, caseWords)
  const situation = inTurn(situations)
  for (let row = 0; row < ROWS; row += 1) packInto(cases, row * caseWords, program, situation())
  const answers = tableFor(ROWS, answerWords)
  const explained = tableFor(ROWS, explainedWords)
  const out = new Int32Array(ROWS)
  const few = cases.slice(0, 1024 * caseWords)
  const patient = inTurn(patients)
  const nextRow = inTurn(Array.from({ length: PATIENTS }, (_, row) => row))
  /** @param {typeof compiled.decideBlock} answerBlock @param {Int32Array} into @param {number} words */
  const blocks = (answerBlock, into, words) => {
    for (let row = 0; row < ROWS; row += 32) answerBlock(cases, row * caseWords, into, row * words)
  }
  compiled.explainPacked(cases, explained)
  return [
    {
      name: 'interpreter: all answers',
      units: 1,
      unit: 'case',
      work: () => {
        const reading = read(standard, situation())
        return standard.decisions.map((decision) => answer(decision, reading))
      },
      note: 'the reference',
    },
    { name: 'decide(): everything said', units: 1, unit: 'case', work: () => decide(standard, patient(), AS_OF) },
    {
      name: 'readFindings(), then decide()',
      units: 1,
      unit: 'case',
      work: () => {
        const checked = readFindings(standard, patient(), AS_OF)
        return checked.ok && decide(standard, checked.findings, AS_OF)
      },
    },
    { name: 'situate()', units: 1, unit: 'case', work: () => situate(standard, patient(), AS_OF) },
    {
      name: 'packing a situation',
      units: 1,
      unit: 'case',
      work: () => packInto(new Int32Array(caseWords), 0, program, situation()),
    },
    { name: 'gates one by one, explained', units: 1024, unit: 'case', work: () => runCases(program, few) },
    {
      name: 'explained decisions',
      units: ROWS,
      unit: 'case',
      work: () => compiled.explainPacked(cases, explained),
      note: `${explainedWords} words a case`,
    },
    {
      name: 'explained, on their side',
      units: ROWS,
      unit: 'case',
      work: () => blocks(compiled.explainBlock, explained, explainedWords),
      note: 'without turning 32 rows at a time',
    },
    {
      name: 'packed decisions',
      units: ROWS,
      unit: 'case',
      work: () => compiled.decidePacked(cases, answers),
      note: `${answerWords} words a case`,
    },
    {
      name: 'packed, on their side',
      units: ROWS,
      unit: 'case',
      work: () => blocks(compiled.decideBlock, answers, answerWords),
      note: 'without turning 32 rows at a time',
    },
    {
      name: 'limit: read the words, write one',
      units: ROWS,
      unit: 'case',
      work: () => readAndWrite(cases, caseWords, out),
      note: `${caseWords} words a case`,
    },
    {
      name: 'unpacking one explained answer',
      units: 1,
      unit: 'case',
      work: () => {
        const row = nextRow()
        return unpackExplained(
          program,
          { table: cases, at: row * caseWords },
          { table: explained, at: row * explainedWords },
        )
      },
      note: 'on demand: ids of rules, statements and findings',
    },
  ]
}
