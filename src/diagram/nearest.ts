import type { AnswerGraph } from './answer-graph.ts'

/** A component that must be in another state: the number of that state. */
export interface Step {
  readonly component: number
  readonly code: number
}

/** The cost of what no single change brings about: more changes than anybody would call small. */
export const FAR = 100

/**
 * For each end of a decision's graph, by rank, one way to it with the fewest changes of components, of at most `most`;
 * undefined where there is none. `costs` says of each state of each component what it costs: nothing where it may be so as
 * things stand, 1 where one change brings it there, FAR where none does.
 *
 * @example nearestWays(graph, costs, 2)[3] // [{ component: 4, code: 1 }]: one change, and it is an emergency
 */
export function nearestWays(
  graph: AnswerGraph,
  costs: readonly Uint8Array[],
  most: number,
): readonly (readonly Step[] | undefined)[] {
  const impossible = graph.terminals - 1
  const known = new Map<number, Uint8Array>()
  const costOf = (component: number, code: number): number => costs[component]?.[code] ?? FAR
  /** Fewest changes from a node to each end. */
  const below = (node: number): Uint8Array => {
    const found = known.get(node)
    if (found) return found
    const result = new Uint8Array(impossible).fill(FAR)
    known.set(node, result)
    if (node < impossible) result[node] = 0
    if (node <= impossible) return result
    const component = graph.component[node - graph.terminals] ?? 0
    graph.children[node - graph.terminals]?.forEach((child, code) => {
      const own = costOf(component, code)
      if (own === FAR || child === impossible) return
      below(child).forEach((cost, rank) => {
        if (own + cost < (result[rank] ?? FAR)) result[rank] = own + cost
      })
    })
    return result
  }
  const way = (node: number, rank: number): readonly Step[] => {
    if (node <= impossible) return []
    const component = graph.component[node - graph.terminals] ?? 0
    const aim = below(node)[rank] ?? FAR
    const children = graph.children[node - graph.terminals] ?? []
    const code = children.findIndex(
      (child, each) => child !== impossible && costOf(component, each) + (below(child)[rank] ?? FAR) === aim,
    )
    const rest = way(children[code] ?? impossible, rank)
    return costOf(component, code) === 0 ? rest : [{ component, code }, ...rest]
  }
  return [...below(graph.root)].map((cost, rank) => (cost <= most ? way(graph.root, rank) : undefined))
}
