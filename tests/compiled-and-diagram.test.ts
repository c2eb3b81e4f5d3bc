import { describe, expect, test } from 'vitest'
import { answerEverywhere, type DecisionRegions } from '../src/diagram/answers.ts'
import { CaseSpace, ProtocolRegions } from '../src/diagram/case-space.ts'
import { type Diagram, FALSE, type Node, TRUE } from '../src/diagram/diagram.ts'
import { lift } from '../src/diagram/lift.ts'
import { minimalCases } from '../src/diagram/minimal.ts'
import { type Case, ordinaryCase, recordedCase } from '../src/diagram/patients.ts'
import { componentsOf } from '../src/diagram/space.ts'
import { GATES } from '../src/evaluate/circuit.ts'
import { BLOCK, compile, type Field, type Program } from '../src/evaluate/compile.ts'
import { loadCompiled } from '../src/evaluate/load-compiled.ts'
import { packInto, tableFor } from '../src/evaluate/pack.ts'
import { readFindings } from '../src/evaluate/read-findings.ts'
import { situate } from '../src/evaluate/situation.ts'
import { isImpossible, rankAt } from '../src/evaluate/unpack.ts'
import type { Protocol } from '../src/language/protocol.ts'
import { source, standard } from '../src/protocol/protocol.ts'
import { PackedStates } from './engines/packed-states.ts'

const AS_OF = '2026-03-15'
const CASES = 1_000_000
const BATCH = 4_096
/** Every so many of them also the whole way: recorded, read, situated and packed as a clinic's findings are. */
const WHOLE_WAY = 500

const components = componentsOf([source, standard])
const partial = new CaseSpace(components, 'partial')
const recorded = new CaseSpace(components, 'recorded')

function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** What the diagrams of a layer answer, decision by decision and outcome by outcome from the weakest. */
interface Answers {
  readonly now: readonly (readonly Node[])[]
  readonly possible: readonly (readonly Node[])[]
  readonly impossible: Node
}

function answersOf(space: CaseSpace, protocol: Protocol): Answers {
  const regions = new ProtocolRegions(space, protocol)
  const all = protocol.decisions.map((decision) => answerEverywhere(regions, decision))
  const byRank = (which: 'now' | 'possible') =>
    all.map((answered) => answered.decision.outcomes.map(({ id }) => answered[which].get(id) ?? FALSE))
  const impossible = space.diagram.or(...protocol.constraints.map((each) => regions.region(each.impossible).holds))
  return { now: byRank('now'), possible: byRank('possible'), impossible }
}

/** A case as the values of the diagram's variables. */
function variablesOf(space: CaseSpace, chosen: Case, bits: Uint8Array): void {
  space.placed.forEach(({ first, bits: count }, index) => {
    const code = chosen[index] ?? 0
    for (let bit = 0; bit < count; bit += 1) bits[first + bit] = (code >> (count - 1 - bit)) & 1
  })
}

function holds(diagram: Diagram, node: Node, bits: Uint8Array): boolean {
  let at = node
  while (at > TRUE) at = bits[diagram.level(at)] ? diagram.high(at) : diagram.low(at)
  return at === TRUE
}

/**
 * Finds decisions that a packed answer and the diagrams answer otherwise: by the outcome, the bounds, or whether the case
 * can be. For each answer that is met the cases in which the diagrams give just that one become one function, asked once.
 */
function comparison(diagram: Diagram, { now, possible, impossible }: Answers, program: Program) {
  const agreeing = program.decisions.map(() => new Map<number, Node>())
  const agreement = (index: number, outcome: number, low: number, high: number): Node => {
    const open = possible[index] ?? []
    const [at, from, to] = [now[index]?.[outcome] ?? FALSE, open[low] ?? FALSE, open[high] ?? FALSE]
    return diagram.without(diagram.and(at, from, to), diagram.or(...open.slice(0, low), ...open.slice(high + 1)))
  }
  return (row: { readonly table: Int32Array; readonly at: number }, bits: Uint8Array): readonly string[] => {
    const found: string[] = []
    if (isImpossible(row) !== holds(diagram, impossible, bits)) found.push('impossible')
    for (const [index, { decision, outcome, atLeast, atMost }] of program.decisions.entries()) {
      const ranks = [rankAt(outcome, row), rankAt(atLeast, row), rankAt(atMost, row)] as const
      const key = ranks[0] * 10_000 + ranks[1] * 100 + ranks[2]
      const known = agreeing[index]?.get(key)
      const node = known ?? agreement(index, ...ranks)
      if (known === undefined) agreeing[index]?.set(key, node)
      if (!holds(diagram, node, bits)) found.push(decision.id)
    }
    return found
  }
}

const ordinary = ordinaryCase(
  partial,
  lift(
    new CaseSpace(components, 'complete'),
    partial,
  )(new ProtocolRegions(new CaseSpace(components, 'complete'), standard).possible),
)

/** Half of the cases depart from an ordinary one in a few findings, so that single findings decide; half are anything. */
function someCase(next: (below: number) => number): Case {
  const departs = next(2) === 0 ? 1 : 10
  return partial.placed.map(({ states }, index) =>
    next(departs) === 0 ? next(states.length) : (ordinary?.[index] ?? next(states.length)),
  )
}

function digest(words: Int32Array): number {
  return words.reduce((sum, word) => Math.imul(sum, 31) + word, 0)
}

/** A layer with its compiled form, the comparison of both, and the different answers that have been met. */
async function layerUnderTest(protocol: Protocol) {
  const program = compile(protocol)
  const { decidePacked } = await loadCompiled(protocol)
  const states = new PackedStates(partial, program)
  return {
    protocol,
    program,
    compare: comparison(partial.diagram, answersOf(partial, protocol), program),
    answers: new Set<number>(),
    decide: (chosen: readonly Case[], goesWholeWay: (row: number) => boolean): Int32Array => {
      const cases = tableFor(chosen.length, program.caseWords)
      const table = tableFor(chosen.length, program.answerWords)
      chosen.forEach((each, row) => {
        const at = row * program.caseWords
        if (goesWholeWay(row)) packWhole(partial, program, each, cases, at)
        else states.packInto(cases, at, each)
      })
      decidePacked(cases, table)
      return table
    },
  }
}

/** A case the whole way: as recorded, read, situated, packed. */
function packWhole(space: CaseSpace, program: Program, chosen: Case, cases: Int32Array, at: number): void {
  const { protocol } = program
  packInto(cases, at, program, situate(protocol, recordedCase(space, chosen, AS_OF), AS_OF))
}

describe('the compiled form answers as the diagrams do', () => {
  test(`in ${CASES.toLocaleString('en')} generated cases of each layer: outcome, bounds, and what cannot be`, async () => {
    const layers = await Promise.all([source, standard].map(layerUnderTest))
    const next = seeded(20_260_315)
    const bits = new Uint8Array(partial.diagram.variables)
    for (let done = 0; done < CASES; done += BATCH) {
      const chosen = Array.from({ length: Math.min(BATCH, CASES - done) }, () => someCase(next))
      const decided = layers.map((layer) => layer.decide(chosen, (row) => (done + row) % WHOLE_WAY === 0))
      for (const [row, each] of chosen.entries()) {
        variablesOf(partial, each, bits)
        for (const [index, { protocol, compare, program, answers }] of layers.entries()) {
          const at = row * program.answerWords
          const table = decided[index] ?? new Int32Array()
          const wrong = compare({ table, at }, bits)
          if (wrong.length > 0)
            expect({ layer: protocol.layer, wrong, findings: recordedCase(partial, each, AS_OF) }).toEqual({
              wrong: [],
            })
          answers.add(digest(table.subarray(at, at + program.answerWords)))
        }
      }
    }
    // Not one answer a million times.
    for (const { answers } of layers) expect(answers.size).toBeGreaterThan(1_000)
  }, 600_000)

  test.each([source, standard])(
    'in every minimal case of every outcome of $layer, recorded as in a clinic',
    async (protocol) => {
      const program = compile(protocol)
      const { decidePacked } = await loadCompiled(protocol)
      const answers = answersOf(recorded, protocol)
      const possible = new ProtocolRegions(recorded, protocol).possible
      const minimal = answers.now.flatMap((outcomes) =>
        outcomes.flatMap((node) => minimalCases(recorded, recorded.diagram.and(node, possible))),
      )
      const cases = tableFor(minimal.length, program.caseWords)
      const table = tableFor(minimal.length, program.answerWords)
      const refused = minimal.filter((each, row) => {
        packWhole(recorded, program, each, cases, row * program.caseWords)
        return !readFindings(protocol, recordedCase(recorded, each, AS_OF), AS_OF).ok
      })
      decidePacked(cases, table)
      const compare = comparison(recorded.diagram, answers, program)
      const bits = new Uint8Array(recorded.diagram.variables)
      const wrong = minimal.flatMap((each, row) => {
        variablesOf(recorded, each, bits)
        const at = row * program.answerWords
        return compare({ table, at }, bits)
      })
      expect({ wrong, refused }).toEqual({ wrong: [], refused: [] })
      expect(minimal.length).toBeGreaterThan(protocol === source ? 50 : 200)
    },
    120_000,
  )

  test.each([source, standard])('in every case of $layer that there is: its gates are the diagrams', (protocol) => {
    const program = compile(protocol)
    const regions = new ProtocolRegions(partial, protocol)
    const outputs = diagramsOf(program, regions)
    const { diagram, coded } = partial
    const differ = (a: Node, b: Node) => diagram.and(coded, diagram.ite(a, diagram.not(b), b)) !== FALSE
    const bit = (word: number, place: number) => outputs[word * BLOCK + place] ?? FALSE
    const wrong: string[] = []
    let place = 0
    for (const { decision, ...fields } of program.decisions) {
      const answered = answerEverywhere(regions, decision)
      for (const rule of decision.rules) {
        const [speaks, live] = [answered.speaks.get(rule.id) ?? FALSE, answered.live.get(rule.id) ?? FALSE]
        if (differ(bit(program.speaks, place), speaks)) wrong.push(`${rule.id} speaks`)
        if (differ(bit(program.open, place), diagram.without(live, speaks))) wrong.push(`${rule.id} may speak`)
        place += 1
      }
      for (const [which, expected] of Object.entries(ranksOf(diagram, answered)))
        expected.forEach((node, rank) => {
          const compiled = valueIs(diagram, fields[which as keyof typeof fields] as Field, rank, outputs)
          if (differ(compiled, node)) wrong.push(`${decision.id} ${which} ${rank}`)
        })
    }
    protocol.conditions
      .flatMap(({ definitions }) => definitions)
      .forEach(({ id, when }, index) => {
        const region = regions.region(when)
        if (differ(bit(program.holds, index), region.holds)) wrong.push(`${id} holds`)
        if (differ(bit(program.fails, index), region.fails)) wrong.push(`${id} fails`)
      })
    const impossible = diagram.or(...protocol.constraints.map((each) => regions.region(each.impossible).holds))
    if (differ(outputs[0] ?? FALSE, impossible)) wrong.push('impossible')
    expect(wrong).toEqual([])
    expect(place).toBeGreaterThan(40)
  })
})

/** The gates of a compiled protocol run on diagrams in the place of words: what they answer for all cases at once. */
function diagramsOf({ circuit, atoms, caseWords, outputs }: Program, regions: ProtocolRegions): readonly Node[] {
  const { diagram } = regions.space
  const wires: Node[] = [FALSE, TRUE]
  const half = (caseWords / 2) * BLOCK
  for (let input = 0; input < circuit.inputs; input += 1) {
    const atom = atoms[input % half]
    const region = atom ? regions.region(atom) : { holds: FALSE, fails: FALSE }
    wires[circuit.input(input)] = input < half ? region.holds : region.fails
  }
  for (let at = 0; at < circuit.gates.length; at += 3) {
    const [gate, one, other] = circuit.gates.slice(at, at + 3)
    const [a, b] = [wires[one ?? 0] ?? FALSE, wires[other ?? 0] ?? FALSE]
    const kind = GATES[gate ?? 0]
    wires.push(kind === 'and' ? diagram.and(a, b) : kind === 'or' ? diagram.or(a, b) : diagram.without(a, b))
  }
  return outputs.map((wire) => wires[wire] ?? FALSE)
}

/** Where a field of a packed answer has a value. */
function valueIs(diagram: Diagram, { word, shift, mask }: Field, value: number, outputs: readonly Node[]): Node {
  const parts: Node[] = []
  for (let bit = 0; (mask >>> bit) & 1; bit += 1) {
    const node = outputs[word * BLOCK + shift + bit] ?? FALSE
    parts.push((value >>> bit) & 1 ? node : diagram.not(node))
  }
  return diagram.and(...parts)
}

/** For each rank where it is the answer, the least and the most that is possible. */
function ranksOf(diagram: Diagram, { decision, now, possible }: DecisionRegions) {
  const nodes = (which: ReadonlyMap<string, Node>) => decision.outcomes.map(({ id }) => which.get(id) ?? FALSE)
  const open = nodes(possible)
  return {
    outcome: nodes(now),
    atLeast: open.map((node, rank) => diagram.without(node, diagram.or(...open.slice(0, rank)))),
    atMost: open.map((node, rank) => diagram.without(node, diagram.or(...open.slice(rank + 1)))),
  }
}
