import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DecisionDefinition, Protocol } from '../language/protocol.ts'
import { source, standard } from '../protocol/protocol.ts'
import { type Answered, answer } from './answer.ts'
import { exactly } from './completions.ts'
import { answerUnknown, completeCase, generateCase, seededChance } from './generate-cases.ts'
import { readFindings } from './read-findings.ts'
import { type RecordedFindings, situate } from './situation.ts'
import { read, truthOf } from './truth.ts'

const AS_OF = '2026-03-15'
const ids = standard.findings.map(({ id }) => id)

/** A generated patient of whom only some findings are recorded; shrinks to fewer of them. */
const patient = fc
  .tuple(fc.integer(), fc.oneof(fc.subarray(ids), fc.subarray(ids, { minLength: ids.length - 4 })))
  .map(([seed, recorded]) => {
    const findings = generateCase(standard, seededChance(seed), AS_OF)
    return Object.fromEntries(Object.entries(findings).filter(([id]) => recorded.includes(id)))
  })
  .filter((findings) => readFindings(standard, findings, AS_OF).ok)

type Answering = (protocol: Protocol, findings: RecordedFindings) => readonly Answered[]

const byRules: Answering = (protocol, findings) => {
  const reading = read(protocol, situate(protocol, findings, AS_OF))
  return protocol.decisions.map((decision) => answer(decision, reading))
}

const byCompletions: Answering = (protocol, findings) =>
  exactly(byRules(protocol, findings), read(protocol, situate(protocol, findings, AS_OF)))

function rank(decision: DecisionDefinition, outcome: string): number {
  return decision.outcomes.findIndex(({ id }) => id === outcome)
}

/** The one stance that every outcome within the bounds has; undefined where they differ, or ask nothing. */
function definiteStance(decision: DecisionDefinition, { atLeast, atMost }: Answered): string | undefined {
  const within = decision.outcomes.slice(rank(decision, atLeast), rank(decision, atMost) + 1)
  return within.every(({ stance }) => stance === within[0]?.stance) ? within[0]?.stance : undefined
}

/** How the answers to a fuller record break what was promised for it. */
function brokenPromises(
  protocol: Protocol,
  before: readonly Answered[],
  after: readonly Answered[],
): readonly string[] {
  return protocol.decisions.flatMap((decision, index) => {
    const [one, other] = [before[index], after[index]]
    if (!one || !other) return [`${decision.id}: no answer`]
    const promises = [
      [rank(decision, other.atLeast) >= rank(decision, one.atLeast), 'lowered what was at least so'],
      [rank(decision, other.atMost) <= rank(decision, one.atMost), 'raised what was at most so'],
      [rank(decision, other.outcome) >= rank(decision, one.atLeast), 'gave less than was at least so'],
      [rank(decision, other.outcome) <= rank(decision, one.atMost), 'gave more than was at most so'],
      [!one.settled || one.outcome === other.outcome, 'changed what was settled'],
    ] as const
    const stance = definiteStance(decision, one)
    const kept = !stance || decision.outcomes[rank(decision, other.outcome)]?.stance === stance
    return [...promises, [kept, 'took back what was definite'] as const].flatMap(([holds, what]) =>
      holds ? [] : [`${decision.id}: ${what}`],
    )
  })
}

/** A record that says nothing false stays possible: findings contradict each other only by what the vocabulary forbids. */
function isPossible(findings: RecordedFindings): boolean {
  return readFindings(standard, findings, AS_OF).ok
}

describe.each([
  { ...source, answersOf: byRules, how: 'by the rules alone' },
  { ...standard, answersOf: byRules, how: 'by the rules alone' },
  { ...source, answersOf: byCompletions, how: 'by all completions' },
  { ...standard, answersOf: byCompletions, how: 'by all completions' },
])('what the $layer layer says, $how, of a patient who is not fully known', ({ answersOf, layer }) => {
  const protocol = layer === source.layer ? source : standard

  test('holds in every completion: each outcome lies within the bounds, and what is definite stays', () => {
    fc.assert(
      fc.property(patient, fc.integer(), (findings, seed) => {
        const before = answersOf(protocol, findings)
        const chance = seededChance(seed)
        for (let sample = 0; sample < 3; sample += 1) {
          const completed = completeCase(protocol, findings, chance, AS_OF)
          if (isPossible(completed))
            expect(brokenPromises(protocol, before, answersOf(protocol, completed))).toEqual([])
        }
      }),
      { numRuns: 250 },
    )
  }, 120_000)

  test('is never taken back by one answer more (V8)', () => {
    fc.assert(
      fc.property(patient, fc.integer(), (findings, seed) => {
        const chance = seededChance(seed)
        const situation = situate(protocol, findings, AS_OF)
        const reading = read(protocol, situation)
        // What may not apply is asked once it does: recorded where it does not, it is no completion of silence.
        const unknown = protocol.findings.filter(
          ({ id, appliesWhen }) =>
            situation.get(id)?.is === 'notKnown' && (!appliesWhen || truthOf(appliesWhen, reading) === true),
        )
        fc.pre(unknown.length > 0)
        const asked = unknown[Math.floor(chance() * unknown.length)]?.id ?? ''
        const answered = answerUnknown(protocol, findings, asked, chance, AS_OF)
        fc.pre(answered !== undefined)
        if (!answered) return
        const broken = brokenPromises(protocol, answersOf(protocol, findings), answersOf(protocol, answered))
        expect(broken, `after ${asked}: ${JSON.stringify(answered[asked])}`).toEqual([])
      }),
      { numRuns: 1_000 },
    )
  }, 120_000)
})
