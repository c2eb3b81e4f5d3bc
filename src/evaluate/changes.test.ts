import { describe, expect, test } from 'vitest'
import { walk } from '../language/condition.ts'
import type { FindingDefinition } from '../language/finding.ts'
import type { Protocol } from '../language/protocol.ts'
import { source, standard } from '../protocol/protocol.ts'
import { type Answered, answer } from './answer.ts'
import { changesOf } from './changes.ts'
import { decide } from './decide.ts'
import { generateCase, seededChance } from './generate-cases.ts'
import type { Change } from './result.ts'
import { situate } from './situation.ts'
import { limitValue, type Reading, read, truthOf } from './truth.ts'

const AS_OF = '2026-03-15'

/** Numbers on both sides of every limit the protocol compares a quantity with, one step apart. */
function numbersFor(
  definition: Extract<FindingDefinition, { readonly kind: 'quantity' }>,
  reading: Reading,
): readonly number[] {
  const limits = new Set<number>()
  const { conditions, decisions } = reading.protocol
  for (const { when } of [
    ...conditions.flatMap((each) => each.definitions),
    ...decisions.flatMap((each) => each.rules),
  ])
    walk(when, (part) => {
      const limit =
        part.op === 'compare' && part.finding === definition.id ? limitValue(part.limit, reading) : undefined
      if (limit !== undefined) limits.add(limit)
    })
  const step = 10 ** -definition.decimals
  return [...limits].flatMap((limit) => {
    const below = Math.floor(limit / step + 1e-9) * step
    return [below - step, below, below + step].map((value) => Number(value.toFixed(definition.decimals)))
  })
}

function valuesFor(definition: FindingDefinition, reading: Reading): readonly (string | number)[] {
  if (definition.kind === 'sign') return ['present', 'absent']
  if (definition.kind === 'choice') return definition.values.map(({ id }) => id)
  return definition.kind === 'quantity' ? numbersFor(definition, reading) : []
}

/** What a change of one finding gives by the plain interpreter: reads the changed patient from the beginning. */
function byInterpreter(
  reading: Reading,
  answers: readonly Answered[],
  finding: string,
  value: string | number,
): Pick<Change, 'urgency' | 'decisions'> | undefined {
  const { protocol } = reading
  const changed = new Map(reading.situation).set(finding, { is: 'value', value, observedOn: AS_OF, ageDays: 0 })
  const other = read(protocol, changed)
  if (protocol.constraints.some(({ impossible }) => truthOf(impossible, other) === true)) return undefined
  const differing = protocol.decisions.flatMap((decision, index) => {
    const [from, to] = [answers[index]?.outcome ?? '', answer(decision, other).outcome]
    const counts = decision.kind !== 'advice' && decision.kind !== 'scope'
    return counts && from !== to ? [{ decision: decision.id, kind: decision.kind, from, to }] : []
  })
  if (differing.length === 0) return undefined
  const urgency = differing.find(({ kind }) => kind === 'urgency')
  return {
    ...(urgency ? { urgency: { from: urgency.from, to: urgency.to } } : {}),
    decisions: differing
      .filter(({ kind }) => kind !== 'urgency')
      .map(({ decision, from, to }) => ({ decision, from, to })),
  }
}

describe.each([source, standard])('what would change the answer, in $layer', (protocol: Protocol) => {
  test('is what the interpreter gives for the changed patient, and nothing that it gives is left out', () => {
    const chance = seededChance(21)
    for (let sample = 0; sample < 60; sample += 1) {
      const reading = read(protocol, situate(protocol, generateCase(protocol, chance, AS_OF), AS_OF))
      const answers = protocol.decisions.map((decision) => answer(decision, reading))
      const changes = changesOf(reading, AS_OF, answers)
      for (const definition of protocol.findings) {
        const found = changes.filter(({ finding }) => finding === definition.id)
        const state = reading.situation.get(definition.id)
        const isCounted = definition.kind === 'quantity' && definition.elapsed?.only
        if (state?.is === 'notKnown' || isCounted) {
          expect(found, definition.id).toEqual([])
          continue
        }
        const current = state?.is === 'value' ? state.value : undefined
        const possible = valuesFor(definition, reading)
          .filter((value) => value !== current)
          .map((value) => byInterpreter(reading, answers, definition.id, value))
          .filter((change) => change !== undefined)
        for (const { urgency, decisions } of found)
          expect(possible, definition.id).toContainEqual({ ...(urgency ? { urgency } : {}), decisions })
        // Signs and choices have no limits to stand beside: every value that changes something is told.
        if (definition.kind !== 'quantity') expect(found.length, definition.id).toBe(possible.length)
      }
    }
  })
})

describe('a change', () => {
  const clean = { cancerHistory: { value: 'never' }, durationDays: { value: 30 }, fever: { value: 'absent' } }

  test('says from what to what, and what it would give', () => {
    const changes = decide(standard, clean, AS_OF).changes
    expect(changes.find(({ finding }) => finding === 'fever')).toMatchObject({
      from: 'absent',
      to: 'present',
      urgency: { from: 'routine', to: 'urgent' },
    })
  })

  test('of a quantity is the nearest value across the limit: day 31 for "more than one month"', () => {
    const changes = decide(standard, clean, AS_OF).changes.filter(({ finding }) => finding === 'durationDays')
    expect(changes.map(({ from, to }) => [from, to])).toEqual([['30 days', '31 days']])
  })

  test('is not told of a finding that is not known: that is a question', () => {
    expect(decide(standard, clean, AS_OF).changes.map(({ finding }) => finding)).not.toContain('weakness')
  })

  test('is not told where the vocabulary forbids it', () => {
    const changes = decide(
      standard,
      { numbnessOrSensoryLoss: { value: 'absent' }, saddleNumbness: { value: 'absent' } },
      AS_OF,
    ).changes
    expect(changes.map(({ finding }) => finding)).not.toContain('saddleNumbness')
    expect(changes.map(({ finding }) => finding)).toContain('numbnessOrSensoryLoss')
  })
})
