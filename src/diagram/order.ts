import { type ConditionData, findingsOf, walk } from '../language/condition.ts'
import type { FindingDefinition } from '../language/finding.ts'
import type { Protocol } from '../language/protocol.ts'

/** More rounds have not been seen to shorten anything. */
const ROUNDS = 60

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
  for (let round = 0; round < ROUNDS; round += 1) {
    const sum = components.map(() => 0)
    const times = components.map(() => 0)
    for (const edge of edges) {
      const centre = edge.reduce((total, component) => total + (place[component] ?? 0), 0) / edge.length
      for (const component of edge) {
        sum[component] = (sum[component] ?? 0) + centre
        times[component] = (times[component] ?? 0) + 1
      }
    }
    const pull = place.map((own, component) => (times[component] ? (sum[component] ?? 0) / times[component] : own))
    const moved = [...pull.keys()].sort((a, b) => (pull[a] ?? 0) - (pull[b] ?? 0))
    place = moved.reduce<number[]>((places, component, index) => {
      places[component] = index
      return places
    }, [])
    const span = spanOf(edges, place)
    if (span < best.span) best = { span, place }
  }
  return [...best.place.keys()].sort((a, b) => (best.place[a] ?? 0) - (best.place[b] ?? 0))
}

function spanOf(edges: readonly (readonly number[])[], place: readonly number[]): number {
  return edges.reduce((total, edge) => {
    const places = edge.map((component) => place[component] ?? 0)
    return total + Math.max(...places) - Math.min(...places)
  }, 0)
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
