import { describe, expect, test } from 'vitest'
import { answerEverywhere } from '../src/diagram/answers.ts'
import { CaseSpace, ProtocolRegions } from '../src/diagram/case-space.ts'
import { FALSE, type Node } from '../src/diagram/diagram.ts'
import { lift } from '../src/diagram/lift.ts'
import { type Case, ordinaryCase, recordedCase } from '../src/diagram/patients.ts'
import { type ReadLeaf, truthOfLeaf } from '../src/diagram/read-leaf.ts'
import { componentsOf } from '../src/diagram/space.ts'
import { answer } from '../src/evaluate/answer.ts'
import { situate } from '../src/evaluate/situation.ts'
import { read, truthOf } from '../src/evaluate/truth.ts'
import type { FindingState } from '../src/language/leaf.ts'
import type { Protocol } from '../src/language/protocol.ts'
import { source, standard } from '../src/protocol/protocol.ts'

const AS_OF = '2026-03-15'
const components = componentsOf([source, standard])
const partial = new CaseSpace(components, 'partial')
const complete = new CaseSpace(components, 'complete')

/** A small generator of our own: the same cases at every run. */
function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** The most ordinary case that can be; others deviate from it in a few findings, so that single findings decide often. */
const ordinary = ordinaryCase(partial, lift(complete, partial)(new ProtocolRegions(complete, standard).possible))

function someCase(space: CaseSpace, next: (below: number) => number): Case {
  return space.placed.map(({ states }, index) => (next(10) === 0 ? next(states.length) : (ordinary?.[index] ?? 0)))
}

function holds(space: CaseSpace, node: Node, chosen: Case): boolean {
  let at = node
  space.placed.forEach((placed, index) => {
    at = space.fix(at, placed, chosen[index] ?? 0)
  })
  return at !== FALSE
}

describe('the case space', () => {
  test('of age, ESR and the laboratory’s limit holds every combination that numbers can make, and no other', () => {
    const component = components.find(({ findings }) => findings.some(({ id }) => id === 'esrMmPerHour'))
    const leaves = component?.leaves.filter(({ leaf }) => leaf.op === 'compare') ?? []
    const vector = (states: Readonly<Record<string, FindingState>>, list: readonly ReadLeaf[]) =>
      list.map((leaf) => truthOfLeaf(leaf, (id) => states[id] ?? { is: 'notDone' })).join()
    const value = (number: number): FindingState => ({ is: 'value', value: number, ageDays: 0 })
    const byNumbers = new Set<string>()
    for (let age = 0; age <= 130; age += 1)
      for (let esr = 0; esr <= 200; esr += 1)
        for (const limit of [1, 2, 10, 33, 65, 70, 99, 100])
          byNumbers.add(
            vector({ ageYears: value(age), esrMmPerHour: value(esr), esrUpperLimitMmPerHour: value(limit) }, leaves),
          )
    const bySamples = new Set(
      component?.complete
        .filter(({ samples }) => [...samples.values()].every(({ is }) => is === 'value'))
        .map(({ truths }) => leaves.map(({ key }) => truths.get(key)).join()),
    )
    expect(bySamples).toEqual(byNumbers)
  })

  test.each([source, standard])(
    'gives the interpreter’s answer and bounds in $layer, on 3,000 cases with unknowns',
    (protocol: Protocol) => {
      const regions = new ProtocolRegions(partial, protocol)
      const decisions = protocol.decisions.map((decision) => answerEverywhere(regions, decision))
      const next = seeded(20260315)
      let compared = 0
      for (let round = 0; round < 3000; round += 1) {
        const chosen = someCase(partial, next)
        const reading = read(protocol, situate(protocol, recordedCase(partial, chosen, AS_OF), AS_OF))
        if (protocol.constraints.some(({ impossible }) => truthOf(impossible, reading) === true)) continue
        compared += 1
        for (const { decision, now, possible } of decisions) {
          const given = answer(decision, reading)
          const open = decision.outcomes
            .filter(({ id }) => holds(partial, possible.get(id) ?? FALSE, chosen))
            .map(({ id }) => id)
          expect(holds(partial, now.get(given.outcome) ?? FALSE, chosen), `${decision.id} is ${given.outcome}`).toBe(
            true,
          )
          expect([open[0], open.at(-1)], decision.id).toEqual([given.atLeast, given.atMost])
        }
      }
      expect(compared).toBeGreaterThan(1500)
    },
  )

  test.each([source, standard])('shows that no completion escapes the bounds of $layer', (protocol: Protocol) => {
    const toPartial = lift(complete, partial)
    const whole = new ProtocolRegions(complete, protocol)
    const parts = new ProtocolRegions(partial, protocol)
    const escaped = protocol.decisions.flatMap((decision) => {
      const exact = answerEverywhere(whole, decision).now
      const bounds = answerEverywhere(parts, decision).possible
      return decision.outcomes
        .filter(({ id }) => {
          const reachable = toPartial(complete.diagram.and(whole.possible, exact.get(id) ?? FALSE))
          return partial.diagram.and(reachable, partial.diagram.not(bounds.get(id) ?? FALSE)) !== FALSE
        })
        .map(({ id }) => `${decision.id} ${id}`)
    })
    expect(escaped).toEqual([])
  })
})
