import type { Protocol } from '../language/protocol.ts'
import { answerEverywhere } from './answers.ts'
import { CaseSpace, type Placed, ProtocolRegions, possibleCases } from './case-space.ts'
import type { Component } from './component.ts'
import { FALSE, type Node, TRUE } from './diagram.ts'
import { componentsOf } from './space.ts'

/**
 * A function of every complete case: a graph that asks component after component and comes to an end. Numbers below
 * `terminals` are ends, and the last of them is that of cases that cannot be.
 */
export interface AnswerGraph {
  readonly terminals: number
  readonly root: number
  /** For each further number: the component it asks … */
  readonly component: readonly number[]
  /** … and where each complete state of it leads. */
  readonly children: readonly (readonly number[])[]
}

/** A protocol as graphs over the same components. */
export interface AnswerGraphs {
  readonly components: readonly Component[]
  /** By decision: its ends are the ranks of its outcomes. */
  readonly decisions: ReadonlyMap<string, AnswerGraph>
  /** By rule: whether its condition fails (0) or holds (1). */
  readonly rules: ReadonlyMap<string, AnswerGraph>
}

type Making = Generator<undefined, AnswerGraphs, undefined>

const known = new WeakMap<Protocol, AnswerGraphs>()
const begun = new WeakMap<Protocol, Making>()

/**
 * The decisions of a protocol as graphs, made once: what all completions of a patient's unknowns share is read off them.
 *
 * @example answerGraphs(standard).decisions.size // one for each decision
 */
export function answerGraphs(protocol: Protocol): AnswerGraphs {
  let graphs = known.get(protocol)
  while (!graphs) graphs = makeMore(protocol)
  return graphs
}

/**
 * Makes a part of the graphs, for whoever has little time at once; whole, they are the answer. Somebody who needs them
 * meanwhile (`answerGraphs`) goes on where this stopped.
 *
 * @example makeMore(standard) // undefined: there is more to make
 */
export function makeMore(protocol: Protocol): AnswerGraphs | undefined {
  const found = known.get(protocol)
  if (found) return found
  const making = begun.get(protocol) ?? graphsOf(protocol)
  begun.set(protocol, making)
  const { done, value } = making.next()
  if (!done) return undefined
  begun.delete(protocol)
  known.set(protocol, value)
  return value
}

/** Stops after each graph. */
function* graphsOf(protocol: Protocol): Making {
  const components = componentsOf([protocol])
  const space = new CaseSpace(components, 'complete')
  yield
  const regions = new ProtocolRegions(space, protocol)
  const possible = possibleCases([regions])
  const graphOf = (functions: readonly Node[]) =>
    new GraphMaker(space, functions.length, possible).graph(functions.map((node) => space.diagram.and(node, possible)))
  const decisions = new Map<string, AnswerGraph>()
  const rules = new Map<string, AnswerGraph>()
  for (const decision of protocol.decisions) {
    yield
    const { now } = answerEverywhere(regions, decision)
    decisions.set(decision.id, graphOf(decision.outcomes.map(({ id }) => now.get(id) ?? FALSE)))
  }
  for (const { id, when } of protocol.decisions.flatMap((decision) => decision.rules)) {
    yield
    const { holds, fails } = regions.region(when)
    rules.set(id, graphOf([fails, holds]))
  }
  return { components, decisions, rules }
}

/** Joins diagrams of which exactly one holds in every case that can be into one graph. */
class GraphMaker {
  readonly #space: CaseSpace
  readonly #possible: Node
  readonly #impossible: number
  readonly #indexOf: ReadonlyMap<Placed, number>
  readonly #component: number[] = []
  readonly #children: (readonly number[])[] = []
  readonly #made = new Map<string, number>()
  readonly #joined = new Map<string, number>()

  constructor(space: CaseSpace, ends: number, possible: Node) {
    this.#space = space
    this.#possible = possible
    this.#impossible = ends
    this.#indexOf = new Map(space.placed.map((placed, index) => [placed, index]))
  }

  graph(functions: readonly Node[]): AnswerGraph {
    const root = this.#join([...functions, this.#possible])
    return {
      terminals: this.#impossible + 1,
      root,
      component: this.#component,
      children: this.#children,
    }
  }

  /** The graph of some functions side by side: one for each end, and last that of the cases that can be. */
  #join(functions: readonly Node[]): number {
    const possible = functions.at(-1) ?? FALSE
    if (possible === FALSE) return this.#impossible
    const placed = this.#firstAsked(functions)
    if (!placed) {
      const rank = functions.indexOf(TRUE)
      return rank < this.#impossible ? rank : this.#impossible
    }
    const key = functions.join()
    const found = this.#joined.get(key)
    if (found !== undefined) return found
    const opened = functions.map((node) =>
      this.#space.firstAsked(node) === placed ? this.#space.children(node, placed) : undefined,
    )
    const children = placed.states.map((_, code) =>
      this.#join(functions.map((node, index) => opened[index]?.[code] ?? node)),
    )
    const result = this.#make(this.#indexOf.get(placed) ?? 0, children)
    this.#joined.set(key, result)
    return result
  }

  #firstAsked(functions: readonly Node[]): Placed | undefined {
    let first: Placed | undefined
    for (const node of functions) {
      const placed = this.#space.firstAsked(node)
      if (placed && (!first || placed.first < first.first)) first = placed
    }
    return first
  }

  #make(component: number, children: readonly number[]): number {
    const [first = this.#impossible] = children
    if (children.every((child) => child === first)) return first
    const key = `${component}:${children.join()}`
    const found = this.#made.get(key)
    if (found !== undefined) return found
    const node = this.#impossible + 1 + this.#component.length
    this.#component.push(component)
    this.#children.push(children)
    this.#made.set(key, node)
    return node
  }
}
