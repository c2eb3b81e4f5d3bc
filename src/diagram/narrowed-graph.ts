import type { Admitted } from './admitted.ts'
import type { AnswerGraph } from './answer-graph.ts'
import { type Forecast, Likelihood } from './likelihood.ts'

/**
 * A decision narrowed to what a patient's findings leave open. Two nodes that lead to the same everywhere are one, so
 * different nodes differ for some completion; only beside cases that cannot be must that be looked for.
 */
export class NarrowedGraph {
  readonly #graph: AnswerGraph
  readonly #admitted: readonly Admitted[]
  /** Ends first: the ranks, and last the end of what cannot be. */
  readonly #impossible: number
  readonly #root: number
  readonly #component: number[] = []
  readonly #children: (readonly number[])[] = []
  /** The ends that can be reached, as bits by rank; the highest bit: the end of what cannot be. */
  readonly #reach: number[] = []
  readonly #made = new Map<string | number, number>()
  /** By component: the nodes that ask it. */
  readonly #asking: number[][] = []
  readonly #differs = new Map<number, boolean>()
  readonly #hanging = new Map<string, boolean>()
  #passed: readonly number[] | undefined

  /** `endOf` may join outcomes that need not be told apart, as ranks of its own. */
  constructor(graph: AnswerGraph, admitted: readonly Admitted[], endOf: (rank: number) => number = (rank) => rank) {
    this.#graph = graph
    this.#admitted = admitted
    this.#impossible = graph.terminals - 1
    const narrowed = new Map<number, number>()
    const narrow = (node: number): number => {
      if (node === this.#impossible) return node
      if (node < graph.terminals) return endOf(node)
      const found = narrowed.get(node)
      if (found !== undefined) return found
      const component = graph.component[node - graph.terminals] ?? 0
      const all = graph.children[node - graph.terminals] ?? []
      const children = (admitted[component]?.codes ?? []).map((code) => narrow(all[code] ?? this.#impossible))
      const result = admitted[component]?.isOne ? this.#join(children) : this.#make(component, children)
      narrowed.set(node, result)
      return result
    }
    this.#root = narrow(graph.root)
  }

  /** How many nodes it has beside its ends. */
  get size(): number {
    return this.#component.length
  }

  /** The ends that some completion that can be has, ascending. */
  get ends(): readonly number[] {
    const reach = this.#reachOf(this.#root)
    return Array.from({ length: this.#impossible }, (_, rank) => rank).filter((rank) => reach & (1 << rank))
  }

  /**
   * Whether the end hangs on a finding: an answer to it excludes an end that is open, or two completions that are alike in
   * all else end differently. (The first is not enough: of two findings that must differ, neither alone excludes anything.
   * Nor is the second: that the sex is male only tells something because a pregnancy then cannot be.)
   */
  hangsOn(component: number, finding: string): boolean {
    const known = this.#hanging.get(finding)
    if (known !== undefined) return known
    const found = this.#findsHanging(component, finding)
    this.#hanging.set(finding, found)
    return found
  }

  #findsHanging(component: number, finding: string): boolean {
    const groups = this.#admitted[component]?.answers.get(finding) ?? []
    if (groups.length === 0) return false
    const nodes = this.#asking[component] ?? []
    return (
      nodes.some((index) => groups.some((answers) => this.#anyDiffer(answers, this.#children[index] ?? []))) ||
      groups.some((answers) => {
        const open = new Set(answers.map((places) => this.#endsAfter(component, places)))
        // An answer after which nothing is open cannot be given.
        open.delete(0)
        return open.size > 1
      })
    )
  }

  /**
   * What each answer to a question makes of the ends, given how likely each complete state of each component is
   * (by its place among those admitted; each component's sum to 1). Cases that cannot be are left out.
   */
  forecasts(
    questions: readonly { readonly component: number; readonly answers: readonly (readonly number[])[] }[],
    weights: readonly (readonly number[])[],
  ): { readonly now: readonly number[]; readonly after: readonly (readonly Forecast[])[] } {
    const likelihood = new Likelihood(
      { root: this.#root, impossible: this.#impossible, component: this.#component, children: this.#children },
      weights,
    )
    return {
      now: likelihood.ends,
      after: questions.map(({ component, answers }) =>
        likelihood.asks(component) ? likelihood.after(component, answers) : [],
      ),
    }
  }

  #anyDiffer(answers: readonly (readonly number[])[], children: readonly number[]): boolean {
    return answers.some((one, index) =>
      answers
        .slice(index + 1)
        .some((other) =>
          one.some((a) =>
            other.some((b) => this.#differ(children[a] ?? this.#impossible, children[b] ?? this.#impossible)),
          ),
        ),
    )
  }

  /** The ends, as bits, that are open once a component is in one of some states. */
  #endsAfter(component: number, places: readonly number[]): number {
    let ends = this.#passing[component] ?? 0
    for (const index of this.#asking[component] ?? [])
      for (const place of places) ends |= this.#reachOf(this.#children[index]?.[place] ?? this.#impossible)
    return ends & ((1 << this.#impossible) - 1)
  }

  /** For each component, the ends of the ways that do not ask it. */
  get #passing(): readonly number[] {
    this.#passed ??= this.#passBy()
    return this.#passed
  }

  #passBy(): readonly number[] {
    const components = this.#admitted.length
    const nodes = this.#graph.terminals + this.#component.length
    /** The first component from which a way leads straight to a node. */
    const from = new Int32Array(nodes).fill(components)
    from[this.#root] = -1
    this.#children.forEach((children, index) => {
      const asked = this.#component[index] ?? 0
      for (const child of children) from[child] = Math.min(from[child] ?? components, asked)
    })
    const passed = Array<number>(components).fill(0)
    for (let node = 0; node < nodes; node += 1)
      for (let at = (from[node] ?? components) + 1; at < Math.min(this.#asks(node), components); at += 1)
        passed[at] = (passed[at] ?? 0) | this.#reachOf(node)
    return passed
  }

  /** Whether some completion of the later components can be in both, and ends differently. */
  #differ(a: number, b: number): boolean {
    if (a === b) return false
    const reach = this.#reachOf(a) | this.#reachOf(b)
    const ends = reach & ((1 << this.#impossible) - 1)
    if ((ends & (ends - 1)) === 0) return false
    if ((reach & (1 << this.#impossible)) === 0) return true
    const key = Math.min(a, b) * PAIRS + Math.max(a, b)
    const found = this.#differs.get(key)
    if (found !== undefined) return found
    const component = Math.min(this.#asks(a), this.#asks(b))
    const places = this.#admitted[component]?.codes ?? []
    const result = places.some((_, place) =>
      this.#differ(this.#into(a, component, place), this.#into(b, component, place)),
    )
    this.#differs.set(key, result)
    return result
  }

  /** One function of several of which in every case exactly one can be. */
  #join(nodes: readonly number[]): number {
    const [first = this.#impossible, ...rest] = [...new Set(nodes)].filter((node) => node !== this.#impossible)
    const second = this.#joined(rest)
    if (second === this.#impossible || first === second) return first
    const component = Math.min(this.#asks(first), this.#asks(second))
    // Two ends can stand side by side only in a case that breaks the rule above; then there is nothing to choose.
    if (component === Number.POSITIVE_INFINITY) return first
    const places = this.#admitted[component]?.codes ?? []
    return this.#make(
      component,
      places.map((_, place) => this.#join([this.#into(first, component, place), this.#into(second, component, place)])),
    )
  }

  #joined(nodes: readonly number[]): number {
    return nodes.length === 0 ? this.#impossible : this.#join(nodes)
  }

  #asks(node: number): number {
    return this.#component[node - this.#graph.terminals] ?? Number.POSITIVE_INFINITY
  }

  #into(node: number, component: number, place: number): number {
    if (this.#asks(node) !== component) return node
    return this.#children[node - this.#graph.terminals]?.[place] ?? this.#impossible
  }

  #reachOf(node: number): number {
    return node < this.#graph.terminals ? 1 << node : (this.#reach[node - this.#graph.terminals] ?? 0)
  }

  #make(component: number, children: readonly number[]): number {
    const [first = this.#impossible] = children
    let same = true
    let reach = 0
    for (const child of children) {
      if (child !== first) same = false
      reach |= this.#reachOf(child)
    }
    if (same) return first
    // Most components are in one of two states, and numbers are quicker to look up than texts.
    const [, second = 0] = children
    const key =
      children.length === 2 ? (component * PLACES + first) * PLACES + second : `${component}:${children.join()}`
    const found = this.#made.get(key)
    if (found !== undefined) return found
    const node = this.#graph.terminals + this.#component.length
    this.#asking[component] ??= []
    this.#asking[component].push(this.#component.length)
    this.#component.push(component)
    this.#children.push(children)
    this.#reach.push(reach)
    this.#made.set(key, node)
    return node
  }
}

/** More nodes than a graph has, for numbers that stand for two of them … */
const PAIRS = 0x4000000
/** … and for two of them and a component. */
const PLACES = 0x400000
