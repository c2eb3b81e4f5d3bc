/** Where an answer to a question leaves what is asked. */
export interface Forecast {
  /** How likely the answer is. */
  readonly share: number
  /** How likely each end then is, by rank. */
  readonly ends: readonly number[]
}

/** A graph whose nodes stand after those they lead to; below `impossible` are the ends, it is the end of what cannot be. */
export interface WeighedGraph {
  readonly root: number
  readonly impossible: number
  readonly component: readonly number[]
  readonly children: readonly (readonly number[])[]
}

/**
 * How likely each end of a graph is, and becomes once a component is known, given how likely its states are. One walk up
 * and one down the graph serve every question.
 *
 * @example new Likelihood(graph, weights).ends // [0.9, 0.1]: how likely each end is
 */
export class Likelihood {
  readonly ends: readonly number[]
  readonly #impossible: number
  readonly #weights: readonly (readonly number[])[]
  readonly #all: Float64Array
  /** By component and place: how likely each end is through the nodes that ask the component, its own weight left out. */
  readonly #through: Float64Array[] = []
  /** By component: how likely each end is through the nodes that ask it. */
  readonly #met: Float64Array[] = []

  constructor(graph: WeighedGraph, weights: readonly (readonly number[])[]) {
    const { root, impossible, component, children } = graph
    this.#impossible = impossible
    this.#weights = weights
    const below = this.#walkUp(graph)
    const reached = new Float64Array(children.length)
    if (root > impossible) reached[root - impossible - 1] = 1
    for (let index = children.length - 1; index >= 0; index -= 1) {
      const asked = component[index] ?? 0
      const own = reached[index] ?? 0
      const places = weights[asked] ?? []
      this.#through[asked] ??= new Float64Array(places.length * impossible)
      const through = this.#through[asked]
      children[index]?.forEach((child, place) => {
        add(through, place * impossible, own, child, impossible, below)
        if (child > impossible)
          reached[child - impossible - 1] = (reached[child - impossible - 1] ?? 0) + own * (places[place] ?? 0)
      })
    }
    this.#all = new Float64Array(impossible)
    add(this.#all, 0, 1, root, impossible, below)
    this.ends = normalised([...this.#all])
    this.#through.forEach((through, asked) => {
      const met = new Float64Array(impossible)
      weights[asked]?.forEach((weight, place) => {
        for (let rank = 0; rank < impossible; rank += 1)
          met[rank] = (met[rank] ?? 0) + weight * (through[place * impossible + rank] ?? 0)
      })
      this.#met[asked] = met
    })
  }

  /** What each answer, told as the places of the states it leaves, makes of the ends. Cases that cannot be are left out. */
  after(component: number, answers: readonly (readonly number[])[]): readonly Forecast[] {
    const [through, met] = [this.#through[component], this.#met[component]]
    const listed = answers.map((places) => {
      const ends = Array<number>(this.#impossible).fill(0)
      for (const place of places) {
        const weight = this.#weights[component]?.[place] ?? 0
        for (let rank = 0; rank < this.#impossible; rank += 1) {
          const passedBy = Math.max(0, (this.#all[rank] ?? 0) - (met?.[rank] ?? 0))
          ends[rank] = (ends[rank] ?? 0) + weight * ((through?.[place * this.#impossible + rank] ?? 0) + passedBy)
        }
      }
      return ends
    })
    const total = listed.reduce((sum, ends) => sum + sumOf(ends), 0)
    return listed.map((ends) => ({ share: total > 0 ? sumOf(ends) / total : 0, ends: normalised(ends) }))
  }

  /** Whether any node asks a component: where none does, an answer teaches nothing. */
  asks(component: number): boolean {
    return this.#through[component] !== undefined
  }

  #walkUp({ impossible, component, children }: WeighedGraph): Float64Array {
    const below = new Float64Array(children.length * impossible)
    children.forEach((own, index) => {
      const places = this.#weights[component[index] ?? 0] ?? []
      own.forEach((child, place) => {
        add(below, index * impossible, places[place] ?? 0, child, impossible, below)
      })
    })
    return below
  }
}

/** Adds, at a place of a table, how likely each end is from a node, times a factor. */
function add(
  to: Float64Array,
  at: number,
  factor: number,
  node: number,
  impossible: number,
  below: Float64Array,
): void {
  if (node < impossible) to[at + node] = (to[at + node] ?? 0) + factor
  if (node <= impossible) return
  const from = (node - impossible - 1) * impossible
  for (let rank = 0; rank < impossible; rank += 1)
    to[at + rank] = (to[at + rank] ?? 0) + factor * (below[from + rank] ?? 0)
}

function sumOf(shares: readonly number[]): number {
  return shares.reduce((sum, share) => sum + share, 0)
}

function normalised(shares: readonly number[]): readonly number[] {
  const total = sumOf(shares)
  return total > 0 ? shares.map((share) => share / total) : shares
}
