import { walk } from '../language/condition.ts'
import type { CalendarDate } from '../language/date.ts'
import type { FindingDefinition } from '../language/finding.ts'
import type { Protocol } from '../language/protocol.ts'
import { type Answered, answer } from './answer.ts'
import { wordsFor } from './explain.ts'
import type { Change } from './result.ts'
import { type RecordedFindings, type Situation, situate } from './situation.ts'
import { limitValue, type Reading, read, truthOf } from './truth.ts'

/**
 * The smallest changes that would give another answer: every single finding that is known (or a test that is not done),
 * set to another value, where that changes the urgency or the stance of an action. Changes the vocabulary's constraints
 * forbid are left out. Single changes only; the diagrams add those of several findings.
 *
 * @example changesOf(protocol, findings, asOf, answers)[0] // { finding: 'fever', from: 'absent', to: 'present', … }
 */
export function changesOf(
  protocol: Protocol,
  findings: RecordedFindings,
  asOf: CalendarDate,
  answers: readonly Answered[],
): readonly Change[] {
  const now = read(protocol, situate(protocol, findings, asOf))
  const changes: Change[] = []
  for (const definition of protocol.findings) {
    if (definition.kind === 'date' || (definition.kind === 'quantity' && definition.elapsed?.only)) continue
    const state = now.situation.get(definition.id)
    if (!state || state.is === 'notKnown') continue
    const from = state.is === 'value' ? wordsFor(definition, state.value) : 'not done'
    for (const value of otherValues(definition, now)) {
      const changed: Situation = new Map(now.situation).set(definition.id, {
        is: 'value',
        value,
        observedOn: asOf,
        ageDays: 0,
      })
      const reading = read(protocol, changed)
      if (protocol.constraints.some((constraint) => truthOf(constraint.impossible, reading) === true)) continue
      const change = compare(protocol, answers, reading)
      if (change)
        changes.push({
          finding: definition.id,
          label: definition.label,
          from,
          to: wordsFor(definition, value),
          ...change,
        })
    }
  }
  return changes
}

/** What differs between the answers given and those of another reading; nothing where the patient would be treated alike. */
function compare(
  protocol: Protocol,
  answers: readonly Answered[],
  reading: Reading,
): Pick<Change, 'urgency' | 'decisions'> | undefined {
  const decisions: { decision: string; from: string; to: string }[] = []
  let urgency: { from: string; to: string } | undefined
  protocol.decisions.forEach((decision, index) => {
    if (decision.kind === 'advice' || decision.kind === 'scope') return
    const before = answers[index]
    const after = answer(decision, reading)
    if (!before || before.outcome === after.outcome) return
    if (decision.kind === 'urgency') urgency = { from: before.outcome, to: after.outcome }
    else decisions.push({ decision: decision.id, from: before.outcome, to: after.outcome })
  })
  if (!urgency && decisions.length === 0) return undefined
  return { ...(urgency ? { urgency } : {}), decisions }
}

/** Values on the other side of something: each other choice, and for a quantity the nearest values across each limit. */
function otherValues(definition: FindingDefinition, reading: Reading): readonly (string | number)[] {
  const state = reading.situation.get(definition.id)
  const current = state?.is === 'value' ? state.value : undefined
  if (definition.kind === 'sign') return ['present', 'absent'].filter((value) => value !== current)
  if (definition.kind === 'choice') return definition.values.map(({ id }) => id).filter((value) => value !== current)
  if (definition.kind !== 'quantity') return []
  const step = 10 ** -definition.decimals
  const nearest = limitsOf(definition.id, reading).flatMap((limit) => {
    const below = Math.floor(limit / step + 1e-9) * step
    // Just across the limit, seen from where the value stands now.
    if (current === undefined) return [below + step]
    return Number(current) > limit
      ? [Math.abs(below - limit) < 1e-9 ? below : below, below - step]
      : [below, below + step]
  })
  return [...new Set(nearest.map((value) => Number(value.toFixed(definition.decimals))))].filter(
    (value) => value !== current && value >= definition.minimum && value <= definition.maximum,
  )
}

/** Every limit that the protocol compares a quantity with, as a number in this situation. */
function limitsOf(finding: string, reading: Reading): readonly number[] {
  const limits = new Set<number>()
  const { conditions, decisions } = reading.protocol
  const whens = [
    ...conditions.flatMap((condition) => condition.definitions.map(({ when }) => when)),
    ...decisions.flatMap((decision) => decision.rules.map(({ when }) => when)),
  ]
  for (const when of whens)
    walk(when, (part) => {
      if (part.op !== 'compare' || part.finding !== finding) return
      const limit = limitValue(part.limit, reading)
      if (limit !== undefined) limits.add(limit)
    })
  return [...limits]
}
