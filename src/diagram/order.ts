import { type ConditionData, findingsOf, walk } from '../language/condition.ts'
import type { FindingDefinition } from '../language/finding.ts'
import type { Protocol } from '../language/protocol.ts'

/** Rounds without a shorter order after which it is enough. */
const PATIENCE = 12

/**
 * An order of the components in which findings that are read together stand close together, so that diagrams stay small:
 * the force-directed heuristic FORCE (Aloul, Markov and Sakallah 2003). Every component moves to the mean of the centres
 * of the rules and definitions that read it, again and again; the order with the shortest spans is kept.
 *
 * @example orderOf(components, [source, standard]) // [7, 8, 12, …]: numbers of components
 */
export function orderOf(
  components: readonly { readonly findings: readonly FindingDefinition[] }[],
  protocols: readonly Protocol[],
): readonly number[] {
  const edges = readTogether(components, protocols)
  let place = components.map((_, index) => index)
  let best = { span: spanOf(edges, place), place }
  for (let idle = 0; idle < PATIENCE; idle += 1) {
    place = pulled(edges, place)
    const span = spanOf(edges, place)
    if (span >= best.span) continue
    best = { span, place }
    idle = 0
  }
  return [...best.place.keys()].sort((a, b) => (best.place[a] ?? 0) - (best.place[b] ?? 0))
}

/** Every component at the mean of the centres of what reads it, put back into places 0, 1, 2 … */
function pulled(edges: readonly (readonly number[])[], place: readonly number[]): number[] {
  const sum = new Float64Array(place.length)
  const times = new Float64Array(place.length)
  for (const edge of edges) {
    let total = 0
    for (const component of edge) total += place[component] ?? 0
    for (const component of edge) {
      sum[component] = (sum[component] ?? 0) + total / edge.length
      times[component] = (times[component] ?? 0) + 1
    }
  }
  const pull = place.map((own, component) => (times[component] ? (sum[component] ?? 0) / (times[component] ?? 1) : own))
  const moved = [...pull.keys()].sort((a, b) => (pull[a] ?? 0) - (pull[b] ?? 0))
  const places = Array<number>(place.length)
  for (const [index, component] of moved.entries()) places[component] = index
  return places
}

/** How far the rules and definitions reach from the first to the last component that they read, in all. */
function spanOf(edges: readonly (readonly number[])[], place: readonly number[]): number {
  let span = 0
  for (const edge of edges) {
    let [first, last] = [place.length, 0]
    for (const component of edge) {
      first = Math.min(first, place[component] ?? 0)
      last = Math.max(last, place[component] ?? 0)
    }
    span += last - first
  }
  return span
}

/** For each rule and definition, the components it reads, named conditions opened; each set once. */
function readTogether(
  components: readonly { readonly findings: readonly FindingDefinition[] }[],
  protocols: readonly Protocol[],
): readonly (readonly number[])[] {
  const componentOf = new Map(components.flatMap(({ findings }, index) => findings.map(({ id }) => [id, index])))
  const edges = new Map<string, readonly number[]>()
  for (const protocol of protocols) {
    const definitions = new Map(protocol.conditions.map(({ id, definitions: list }) => [id, list]))
    const applies = new Map(protocol.findings.map(({ id, appliesWhen }) => [id, appliesWhen]))
    const read = (when: ConditionData, found: Set<number>, opened: Set<string>): Set<number> => {
      walk(when, (part) => {
        if (part.op === 'defined') {
          if (opened.has(part.condition)) return
          opened.add(part.condition)
          for (const definition of definitions.get(part.condition) ?? []) read(definition.when, found, opened)
        } else if ('finding' in part)
          for (const finding of findingsOf(part)) {
            const component = componentOf.get(finding)
            if (component !== undefined) found.add(component)
            const condition = applies.get(finding)
            if (condition) read(condition, found, opened)
          }
      })
      return found
    }
    for (const when of conditionsIn(protocol)) {
      const edge = [...read(when, new Set(), new Set())].sort((a, b) => a - b)
      if (edge.length > 1) edges.set(edge.join(), edge)
    }
  }
  return [...edges.values()]
}

/**
 * Every condition that a protocol decides by.
 *
 * @example conditionsIn(standard).length // its definitions and its rules
 */
export function conditionsIn(protocol: Protocol): readonly ConditionData[] {
  return [
    ...protocol.conditions.flatMap((condition) => condition.definitions.map(({ when }) => when)),
    ...protocol.decisions.flatMap((decision) => decision.rules.map(({ when }) => when)),
  ]
}
