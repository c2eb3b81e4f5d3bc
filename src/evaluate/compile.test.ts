import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ConditionData } from '../language/condition.ts'
import { sign, vocabulary } from '../language/finding.ts'
import type { DecisionDefinition, Protocol, RuleData } from '../language/protocol.ts'
import { source, standard } from '../protocol/protocol.ts'
import { answer } from './answer.ts'
import { compile, type Field, type Program } from './compile.ts'
import { type CompiledProtocol, compileToSource } from './compile-to-source.ts'
import { because } from './explain.ts'
import { type Chance, generateCase, seededChance } from './generate-cases.ts'
import { loadCompiled } from './load-compiled.ts'
import { packInto, tableFor } from './pack.ts'
import { runCases } from './run-program.ts'
import { situate } from './situation.ts'
import type { Situation } from './state.ts'
import { type Reading, read } from './truth.ts'
import { isImpossible, rankAt, unpackExplained, unpackRules } from './unpack.ts'

const AS_OF = '2026-03-15'
const CASES = 100_000
const BATCH = 1_000

/** What the interpreter says of a case: the answers, and the ids of the rules that speak or may yet. */
function interpreted({ protocol }: Program, reading: Reading) {
  return protocol.decisions.map((decision) => {
    const { rules, open, possible: _, ...said } = answer(decision, reading)
    return { ...said, rules: rules.map(({ id }) => id), open: open.map(({ id }) => id) }
  })
}

/** What the compiled form says of it: the same, without the statements and findings. */
function compiled(program: Program, cases: Int32Array, answers: Int32Array, row: number) {
  const explained = unpackExplained(
    program,
    { table: cases, at: row * program.caseWords },
    { table: answers, at: row * program.explainedWords },
  )
  return explained.map(({ statements, findings, ...said }) => said)
}

function packAll(program: Program, situations: readonly Situation[]): Int32Array {
  const cases = tableFor(situations.length, program.caseWords)
  for (const [row, situation] of situations.entries()) packInto(cases, row * program.caseWords, program, situation)
  return cases
}

/** The first patient on whom both differ. Compares without rendering: a hundred thousand deep comparisons would be slow. */
function firstDifference(program: Program, module: CompiledProtocol, situations: readonly Situation[]) {
  const { protocol, answerWords, explainedWords } = program
  const cases = packAll(program, situations)
  const answers = tableFor(situations.length, answerWords)
  const explained = tableFor(situations.length, explainedWords)
  module.decidePacked(cases, answers)
  module.explainPacked(cases, explained)
  for (const [row, situation] of situations.entries()) {
    const reading = read(protocol, situation)
    const at = row * explainedWords
    const rules = unpackRules(program, { table: explained, at })
    const differs = program.decisions.some(({ decision, ...fields }, index) => {
      const one = answer(decision, reading)
      const outcomeAt = (field: Field) => decision.outcomes[rankAt(field, { table: explained, at })]?.id
      const [atLeast, atMost] = [outcomeAt(fields.atLeast), outcomeAt(fields.atMost)]
      return (
        one.outcome !== outcomeAt(fields.outcome) ||
        one.atLeast !== atLeast ||
        one.atMost !== atMost ||
        one.settled !== (atLeast === atMost) ||
        !sameRules(one.rules, rules[index]?.rules) ||
        !sameRules(one.open, rules[index]?.open)
      )
    })
    const short = answers.subarray(row * answerWords, (row + 1) * answerWords)
    const samePacked = short.every((word, index) => word === explained[at + index])
    if (differs || !samePacked)
      return {
        patient: Object.fromEntries(situation),
        one: interpreted(program, reading),
        other: compiled(program, cases, explained, row),
      }
  }
  return undefined
}

/**
 * A thousand patients: each generated, or a cross of two neighbours that takes each finding from one or the other. Crossing
 * is four times as quick, and also makes combinations that the vocabulary forbids: no answer may differ there either.
 */
function batch(protocol: Protocol, chance: Chance): readonly Situation[] {
  const parents = Array.from({ length: BATCH / 4 }, () =>
    situate(protocol, generateCase(protocol, chance, AS_OF), AS_OF),
  )
  return Array.from({ length: BATCH }, (_, index) => {
    const [one, other] = [parents[index % parents.length], parents[(index * 7 + 1) % parents.length]]
    if (!one || !other || index < parents.length) return one ?? new Map()
    return new Map([...one].map(([id, state]) => [id, chance() < 0.5 ? state : (other.get(id) ?? state)]))
  })
}

function sameRules(one: readonly RuleData[], other: readonly RuleData[] = []): boolean {
  return one.length === other.length && one.every((rule, index) => rule === other[index])
}

describe('the compiled form gives the answers of the interpreter', () => {
  test(`in ${CASES.toLocaleString('en')} generated cases of each layer: outcome, bounds, settled, rules that speak, rules that may`, async () => {
    const layers = await Promise.all(
      [source, standard].map(async (protocol) => ({
        program: compile(protocol),
        module: await loadCompiled(protocol),
      })),
    )
    const chance = seededChance(20_260_315)
    for (let done = 0; done < CASES; done += BATCH) {
      const situations = batch(standard, chance)
      for (const { program, module } of layers) expect(firstDifference(program, module, situations)).toBeUndefined()
    }
  }, 600_000)

  test.each([source, standard])('and in $layer for the same statements and findings', async (protocol) => {
    const program = compile(protocol)
    const { explainPacked } = await loadCompiled(protocol)
    const chance = seededChance(4)
    const situations = Array.from({ length: 2_000 }, () =>
      situate(protocol, generateCase(protocol, chance, AS_OF), AS_OF),
    )
    const cases = packAll(program, situations)
    const answers = tableFor(situations.length, program.explainedWords)
    explainPacked(cases, answers)
    for (const [row, situation] of situations.entries()) {
      const reading = read(protocol, situation)
      const reasons = unpackExplained(
        program,
        { table: cases, at: row * program.caseWords },
        { table: answers, at: row * program.explainedWords },
      ).map(({ statements, findings }) => ({ statements, findings }))
      const expected = protocol.decisions.map((decision) => {
        const { statements, findings } = because(answer(decision, reading).rules, reading)
        return { statements, findings: findings.map(({ finding }) => finding) }
      })
      expect(reasons).toEqual(expected)
    }
  })

  test.each([source, standard])(
    'with the same gates run one by one, without generated code, in $layer',
    async (protocol) => {
      const program = compile(protocol)
      const { explainPacked } = await loadCompiled(protocol)
      const chance = seededChance(5)
      const cases = packAll(
        program,
        Array.from({ length: 4_096 }, () => situate(protocol, generateCase(protocol, chance, AS_OF), AS_OF)),
      )
      const answers = tableFor(4_096, program.explainedWords)
      explainPacked(cases, answers)
      expect(runCases(program, cases)).toEqual(answers)
    },
  )

  test('a case that a constraint forbids is marked, and no other', () => {
    const program = compile(standard)
    const [possible, impossible] = [
      { saddleNumbness: { value: 'present' } },
      { saddleNumbness: { value: 'present' }, numbnessOrSensoryLoss: { value: 'absent' } },
    ]
    const cases = packAll(
      program,
      [possible, impossible].map((findings) => situate(standard, findings, AS_OF)),
    )
    const answers = runCases(program, cases)
    expect([0, 1].map((row) => isImpossible({ table: answers, at: row * program.explainedWords }))).toEqual([
      false,
      true,
    ])
  })
})

const { definitions: findings } = vocabulary(
  Object.fromEntries(
    ['a', 'b', 'c', 'd'].map((id) => [id, sign({ label: id, group: 'g', question: 'q', why: 'w', serves: [] })]),
  ),
)
const ids = findings.map(({ id }) => id)

/** Any condition over four signs and one named condition, with every operator. */
const condition: fc.Arbitrary<ConditionData> = fc.letrec<{ any: ConditionData }>((tie) => {
  const parts = fc.array(tie('any'), { maxLength: 3 })
  return {
    any: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom(...ids).map((finding): ConditionData => ({ op: 'present', finding })),
      fc.constant<ConditionData>({ op: 'defined', condition: 'named' }),
      fc.constant<ConditionData>({ op: 'defined', condition: 'not defined in this layer' }),
      parts.map((of): ConditionData => ({ op: 'all', of })),
      parts.map((of): ConditionData => ({ op: 'any', of })),
      fc.tuple(fc.nat(4), parts).map(([count, of]): ConditionData => ({ op: 'atLeast', count, of })),
      tie('any').map((of): ConditionData => ({ op: 'not', of })),
    ),
  }
}).any

/** A decision with up to five rules over three outcomes; each rule but the default excepts some of those before it. */
const decision: fc.Arbitrary<DecisionDefinition> = fc
  .array(fc.tuple(condition, fc.nat(2), fc.array(fc.nat(5), { minLength: 1, maxLength: 3 })), { maxLength: 5 })
  .map((rules) => ({
    id: 'decision',
    label: '',
    kind: 'urgency',
    outcomes: ['low', 'middle', 'high'].map((id) => ({ id, label: id })),
    rules: [
      { id: 'r0', statements: ['S1'], exceptionTo: [], when: { op: 'all', of: [] }, then: 'low' },
      ...rules.map(([when, rank, parents], index) => ({
        id: `r${index + 1}`,
        statements: ['S1'],
        exceptionTo: [...new Set(parents.map((parent) => `r${parent % (index + 1)}`))],
        when,
        then: ['low', 'middle', 'high'][rank] ?? '',
      })),
    ],
  }))

describe('any protocol can be compiled', () => {
  test('every operator and every tangle of exceptions, with conflicts, means what it means to the interpreter', () => {
    fc.assert(
      fc.property(fc.array(condition, { minLength: 1, maxLength: 3 }), decision, (whens, decided) => {
        const protocol: Protocol = {
          ...{
            name: 'tiny',
            version: '1',
            layer: 'tiny',
            parameters: [],
            constraints: [],
            statements: [],
            nextSteps: [],
          },
          findings,
          conditions: [
            {
              id: 'named',
              label: '',
              // A definition of the named condition may not mention it.
              definitions: whens.map((when, index) => ({
                id: `d${index}`,
                label: '',
                statements: [],
                when: opened(when),
              })),
            },
          ],
          decisions: [decided],
        }
        const program = compile(protocol)
        // All 81 ways in which four signs can be present, absent or not known.
        const situations = Array.from({ length: 81 }, (_, code): Situation => {
          const value = (place: number) => ['present', 'absent', 'notKnown'][Math.floor(code / 3 ** place) % 3] ?? ''
          return situate(protocol, Object.fromEntries(ids.map((id, place) => [id, { value: value(place) }])), AS_OF)
        })
        const cases = packAll(program, situations)
        const answers = runCases(program, cases)
        situations.forEach((situation, row) => {
          expect(compiled(program, cases, answers, row)).toEqual(interpreted(program, read(protocol, situation)))
        })
      }),
      { numRuns: 300 },
    )
  })

  /** The condition with its mentions of the named one replaced. */
  function opened(when: ConditionData): ConditionData {
    if (when.op === 'defined') return { op: 'any', of: [] }
    if (when.op === 'not') return { op: 'not', of: opened(when.of) }
    if (when.op === 'all' || when.op === 'any' || when.op === 'atLeast') return { ...when, of: when.of.map(opened) }
    return when
  }

  test('the same protocol gives the same text, which names the protocol and its hash', async () => {
    const copy = JSON.parse(JSON.stringify(standard)) as Protocol
    expect(compileToSource(copy)).toBe(compileToSource(standard))
    const { hash } = await loadCompiled(standard)
    expect(compileToSource(standard)).toContain(hash)
    expect((await loadCompiled(source)).hash).not.toBe(hash)
  })

  test('the text asks for nothing from outside', () => {
    expect(compileToSource(standard)).not.toMatch(/\b(import|require|fetch|globalThis|eval|Function)\b/)
  })
})
