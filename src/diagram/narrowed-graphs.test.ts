import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FindingState } from '../language/leaf.ts'
import { standard } from '../protocol/protocol.ts'
import { type Admitted, admittedBy } from './admitted.ts'
import { answerGraphs } from './answer-graph.ts'
import { NarrowedGraph } from './narrowed-graph.ts'
import { narrowedTo } from './narrowed-graphs.ts'

const { components, decisions } = answerGraphs(standard)
const urgency = decisions.get('urgency')

type Known = Readonly<Record<string, string | number>>

function admittedFor(known: Known): readonly Admitted[] {
  const state = (finding: string): FindingState => {
    const value = known[finding]
    return value === undefined ? { is: 'notKnown' } : { is: 'value', value, ageDays: 0 }
  }
  return components.map((component) => admittedBy(component, state))
}

describe('a narrowed graph', () => {
  test('is one for patients whom no rule tells apart, and another where one does', () => {
    if (!urgency) throw new Error('there is no urgency')
    const [one, other, ill] = [{ ageYears: 58 }, { ageYears: 59 }, { ageYears: 58, fever: 'present' }].map((known) =>
      narrowedTo(urgency, admittedFor(known)),
    )
    expect(other).toBe(one)
    expect(ill).not.toBe(one)
    expect(ill?.ends).not.toEqual(one?.ends)
  })

  test('that is kept says what one that is made for the patient says, of any decision and finding', () => {
    const known = fc.record(
      {
        ageYears: fc.integer({ min: 18, max: 95 }),
        sexAtBirth: fc.constantFrom('female', 'male'),
        fever: fc.constantFrom('present', 'absent'),
        saddleNumbness: fc.constantFrom('present', 'absent'),
        weakness: fc.constantFrom('present', 'absent'),
        cancerHistory: fc.constantFrom('current', 'past', 'never'),
        esrMmPerHour: fc.integer({ min: 1, max: 120 }),
        xray: fc.constantFrom('normal', 'compressionFracture', 'notDone'),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(known, fc.constantFrom(...decisions.keys()), fc.constantFrom(undefined, 1, 2, 3), (of, id, level) => {
        const graph = decisions.get(id)
        if (!graph) throw new Error(`there is no graph of ${id}`)
        const admitted = admittedFor(of)
        const kept = narrowedTo(graph, admitted, level)
        const made = new NarrowedGraph(graph, admitted, (rank) => (level === undefined ? rank : Number(rank >= level)))
        expect(kept.ends).toEqual(made.ends)
        admitted.forEach(({ answers }, component) => {
          for (const finding of answers.keys())
            expect(kept.hangsOn(component, finding), finding).toBe(made.hangsOn(component, finding))
        })
      }),
      { numRuns: 600 },
    )
  })
})
