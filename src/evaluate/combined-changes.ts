import { turnedBy } from '../diagram/admitted.ts'
import { answerGraphs } from '../diagram/answer-graph.ts'
import { FAR, nearestWays, type Step } from '../diagram/nearest.ts'
import type { CalendarDate } from '../language/date.ts'
import type { FindingDefinition } from '../language/finding.ts'
import { type Answered, answer } from './answer.ts'
import { completionsOf } from './completions.ts'
import { wordsFor } from './explain.ts'
import { lookup } from './lookup.ts'
import type { Change, ChangedFinding } from './result.ts'
import type { FindingState } from './state.ts'
import { type Reading, read, truthOf } from './truth.ts'

/** Changes of more findings than this are no longer a small difference. */
const MOST = 3

/** A component brought to another state by one finding. */
interface Turn extends ChangedFinding {
  readonly state: FindingState
}

/**
 * For every answer that no single change gives: one change of two or three findings that does, as few as can be. Told of
 * decisions that are settled; what hangs on something unknown is a question, not a change.
 *
 * @example combinedChangesOf(reading, asOf, answers, singles)[0].also // [{ finding: 'esrMmPerHour', from: 'not done', … }]
 */
export function combinedChangesOf(
  reading: Reading,
  asOf: CalendarDate,
  answers: readonly Answered[],
  singles: readonly Change[],
): readonly Change[] {
  const told = new Set(
    singles.flatMap(({ urgency, decisions }) => [
      ...(urgency ? [`${urgencyId(reading)} ${urgency.to}`] : []),
      ...decisions.map(({ decision, to }) => `${decision} ${to}`),
    ]),
  )
  const turns = turnsOf(reading, asOf)
  const costs = answerGraphs(reading.protocol).components.map(({ complete }, component) => {
    const own = new Uint8Array(complete.length).fill(FAR)
    for (const code of turns[component]?.keys() ?? []) own[code] = 1
    for (const code of completionsOf(reading).admitted[component]?.codes ?? []) own[code] = 0
    return own
  })
  const changes = new Map<string, Change>()
  for (const answered of answers) {
    const graph = completionsOf(reading).graph(answered.decision)
    const decision = reading.protocol.decisions.find(({ id }) => id === answered.decision)
    if (!answered.settled || !graph || !decision || decision.kind === 'advice' || decision.kind === 'scope') continue
    const { outcomes } = decision
    if (outcomes.every(({ id }) => id === answered.outcome || told.has(`${answered.decision} ${id}`))) continue
    nearestWays(graph, costs, MOST).forEach((way, rank) => {
      const to = outcomes[rank]?.id ?? ''
      if (!way || way.length < 2 || to === answered.outcome || told.has(`${answered.decision} ${to}`)) return
      const change = changeBy(way, turns, reading, answers)
      // What the way gives beside other unknowns is read again, by the rules.
      if (change && givesIt(change, answered.decision, to, reading)) changes.set(keyOf(change), change)
    })
  }
  return [...changes.values()]
}

function urgencyId({ protocol }: Reading): string {
  return protocol.decisions.find(({ kind }) => kind === 'urgency')?.id ?? ''
}

function keyOf({ finding, to, also = [] }: Change): string {
  return [`${finding} ${to}`, ...also.map((each) => `${each.finding} ${each.to}`)].sort().join()
}

function givesIt(change: Change, decision: string, to: string, reading: Reading): boolean {
  if (decision === urgencyId(reading)) return change.urgency?.to === to
  return change.decisions.some((each) => each.decision === decision && each.to === to)
}

/** For each component, the other states that a change of one known finding brings it to. */
function turnsOf(reading: Reading, asOf: CalendarDate): readonly ReadonlyMap<number, Turn>[] {
  const { protocol, situation } = reading
  const state = (finding: string): FindingState => situation.get(finding) ?? { is: 'notKnown' }
  return answerGraphs(protocol).components.map((component) => {
    const turns = new Map<number, Turn>()
    for (const finding of component.findings) {
      const before = state(finding.id)
      const definition = lookup(protocol).findings.get(finding.id)
      if (before.is === 'notKnown' || !definition || !mayChange(definition)) continue
      const from = before.is === 'value' ? wordsFor(definition, before.value) : 'not done'
      for (const [code, after] of turnedBy(component, state, finding.id)) {
        if (after.is !== 'value' || turns.has(code)) continue
        if (before.is === 'value' && before.value === after.value) continue
        const { label } = definition
        const to = wordsFor(definition, after.value)
        turns.set(code, { finding: finding.id, label, from, to, state: { ...after, observedOn: asOf } })
      }
    }
    return turns
  })
}

/** Who a patient is does not change; a time that is only counted changes with its dates. */
function mayChange(definition: FindingDefinition): boolean {
  if (definition.kind !== 'quantity') return definition.kind !== 'date' && definition.id !== 'sexAtBirth'
  return definition.elapsed === undefined || (!definition.elapsed.only && definition.elapsed.from !== 'birthDate')
}

/** The change as it is told, with everything that it would make another. */
function changeBy(
  way: readonly Step[],
  turns: readonly ReadonlyMap<number, Turn>[],
  reading: Reading,
  answers: readonly Answered[],
): Change | undefined {
  const { protocol } = reading
  const taken = way.flatMap(({ component, code }) => turns[component]?.get(code) ?? [])
  const [first, ...also] = taken.map(({ state: _, ...told }) => told)
  if (!first || taken.length !== way.length) return undefined
  const situation = new Map(reading.situation)
  for (const { finding, state } of taken) situation.set(finding, state)
  const changed = read(protocol, situation)
  if (protocol.constraints.some(({ impossible }) => truthOf(impossible, changed) === true)) return undefined
  const differing = answers.flatMap((answered) => {
    const decision = protocol.decisions.find(({ id }) => id === answered.decision)
    if (!decision || decision.kind === 'advice' || decision.kind === 'scope') return []
    const { outcome } = answer(decision, changed)
    return outcome === answered.outcome
      ? []
      : [{ kind: decision.kind, decision: decision.id, from: answered.outcome, to: outcome }]
  })
  const urgency = differing.find(({ kind }) => kind === 'urgency')
  const decisions = differing.filter(({ kind }) => kind !== 'urgency').map(({ kind: _, ...told }) => told)
  return { ...first, also, ...(urgency ? { urgency: { from: urgency.from, to: urgency.to } } : {}), decisions }
}
