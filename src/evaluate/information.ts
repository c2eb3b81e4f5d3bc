import type { Admitted } from '../diagram/admitted.ts'
import { answerGraphs } from '../diagram/answer-graph.ts'
import type { Component } from '../diagram/component.ts'
import type { NarrowedGraph } from '../diagram/narrowed-graph.ts'
import type { Protocol } from '../language/protocol.ts'

/**
 * How often a sign is present, or a choice has a value, among patients with back pain: by finding and value. A sign or a
 * choice that is not listed is taken to be as likely one as the other.
 */
export type Frequencies = Readonly<Record<string, Readonly<Record<string, number>>>>

/**
 * What is learned, in bits, from the answer to each question that is open: how much less uncertain the decisions are, in
 * expectation over its answers. Exact for the frequencies given, findings taken as independent but for what the
 * vocabulary excludes.
 *
 * @example informationOf(graphs, admitted, standard).get('fever') // 0.41
 */
export function informationOf(
  graphs: readonly NarrowedGraph[],
  admitted: readonly Admitted[],
  protocol: Protocol,
  frequencies: Frequencies = frequenciesOf(protocol),
): ReadonlyMap<string, number> {
  const gains = new Map<string, number>()
  for (const graph of graphs)
    for (const [finding, gain] of gainsOf(graph, admitted, protocol, frequencies))
      gains.set(finding, (gains.get(finding) ?? 0) + gain)
  return gains
}

const gained = new WeakMap<Frequencies, WeakMap<NarrowedGraph, ReadonlyMap<string, number>>>()

/** What one graph teaches, of the components that it asks: the same for all patients for whom it is the same graph. */
function gainsOf(
  graph: NarrowedGraph,
  admitted: readonly Admitted[],
  protocol: Protocol,
  frequencies: Frequencies,
): ReadonlyMap<string, number> {
  const ofGraphs = gained.get(frequencies) ?? new WeakMap<NarrowedGraph, ReadonlyMap<string, number>>()
  gained.set(frequencies, ofGraphs)
  const known = ofGraphs.get(graph)
  if (known) return known
  const { components } = answerGraphs(protocol)
  const weights = components.map((component, index) => weightsOf(component, admitted[index]?.codes ?? [], frequencies))
  const questions = admitted.flatMap(({ answers }, component) =>
    [...answers].flatMap(([finding, groups]) => {
      const [first] = groups
      return first ? [{ finding, component, answers: first }] : []
    }),
  )
  const gains = new Map<string, number>()
  const { now, after } = graph.forecasts(questions, weights)
  const before = entropy(now)
  questions.forEach(({ finding }, index) => {
    const answered = after[index] ?? []
    if (answered.length === 0) return
    const then = answered.reduce((sum, { share, ends }) => sum + share * entropy(ends), 0)
    gains.set(finding, Math.max(0, before - then))
  })
  ofGraphs.set(graph, gains)
  return gains
}

/**
 * The frequencies that a protocol gives, by finding and value; of a sign the other value has the rest.
 *
 * @example frequenciesOf(standard).fever // { present: 0.02, absent: 0.98 }
 */
export function frequenciesOf(protocol: Protocol): Frequencies {
  const known = frequencies.get(protocol)
  if (known) return known
  const found: Record<string, Record<string, number>> = {}
  for (const { finding, value, share } of protocol.frequencies ?? []) {
    const own = found[finding] ?? {}
    found[finding] = own
    own[value] = share
  }
  for (const { id, kind, ...definition } of protocol.findings) {
    const own = found[id]
    if (!own) continue
    const values =
      kind === 'choice' && 'values' in definition ? definition.values.map((value) => value.id) : ['present', 'absent']
    const silent = values.filter((value) => own[value] === undefined)
    const rest = Math.max(0, 1 - Object.values(own).reduce((sum, share) => sum + share, 0))
    for (const value of silent) own[value] = rest / silent.length
  }
  frequencies.set(protocol, found)
  return found
}

const frequencies = new WeakMap<Protocol, Frequencies>()

/** How likely each state of a component is as frequencies have it: the same for every patient. */
const likely = new WeakMap<Frequencies, WeakMap<Component, number[]>>()

/** How likely each admitted state of a component is; together 1. */
function weightsOf(component: Component, codes: readonly number[], shares: Frequencies): readonly number[] {
  const ofComponents = likely.get(shares) ?? new WeakMap<Component, number[]>()
  likely.set(shares, ofComponents)
  const known = ofComponents.get(component) ?? component.complete.map(({ samples }) => weightOf(samples, shares))
  ofComponents.set(component, known)
  const raw = codes.map((code) => known[code] ?? 1)
  const total = raw.reduce((sum, weight) => sum + weight, 0)
  return raw.map((weight) => (total > 0 ? weight / total : 1 / codes.length))
}

function weightOf(samples: Component['complete'][number]['samples'], frequencies: Frequencies): number {
  let weight = 1
  for (const [finding, sample] of samples) {
    const shares = frequencies[finding]
    if (shares && sample.is === 'value') weight *= shares[String(sample.value)] ?? 1
  }
  return weight
}

function entropy(shares: readonly number[]): number {
  return shares.reduce((sum, share) => (share > 0 ? sum - share * Math.log2(share) : sum), 0)
}
