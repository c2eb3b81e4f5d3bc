/**
 * A truth of 32 cases at once, by its number: one word, with a bit for each case.
 * 0 is false in every case, 1 true in every case, then come the inputs, then one gate after another.
 */
export type Wire = number

export const NEVER: Wire = 0
export const ALWAYS: Wire = 1

/** What a gate does with its two wires: both, either, or the first without the second. */
export type Gate = 'and' | 'or' | 'andNot'

export const GATES: readonly Gate[] = ['and', 'or', 'andNot']

const FIRST_INPUT = 2

/**
 * Boolean gates over input words, each written once: asking for a gate that is there already answers its wire.
 *
 * @example const c = new Circuit(2); c.and(c.input(0), NEVER) // NEVER, and no gate is made
 */
export class Circuit {
  readonly inputs: number
  /** Three numbers a gate: what it does (an index of GATES), its first wire, its second. */
  readonly gates: number[] = []
  readonly #made = new Map<string, Wire>()

  constructor(inputs: number) {
    this.inputs = inputs
  }

  /** How many wires there are: the two constants, the inputs, the gates. */
  get wires(): number {
    return FIRST_INPUT + this.inputs + this.gates.length / 3
  }

  /** The wire of an input word. */
  input(index: number): Wire {
    return FIRST_INPUT + index
  }

  /** The input a wire reads; undefined for a constant or a gate. */
  inputOf(wire: Wire): number | undefined {
    return wire >= FIRST_INPUT && wire < FIRST_INPUT + this.inputs ? wire - FIRST_INPUT : undefined
  }

  /** The gate that drives a wire; undefined for a constant or an input. */
  gateOf(wire: Wire): { readonly gate: Gate; readonly a: Wire; readonly b: Wire } | undefined {
    const at = 3 * (wire - FIRST_INPUT - this.inputs)
    const gate = at < 0 ? undefined : GATES[this.gates[at] ?? -1]
    return gate ? { gate, a: this.gates[at + 1] ?? NEVER, b: this.gates[at + 2] ?? NEVER } : undefined
  }

  /** True where all are. */
  and(...wires: readonly Wire[]): Wire {
    return wires.reduce((a, b) => {
      if (a === NEVER || b === NEVER) return NEVER
      if (a === ALWAYS || a === b) return b
      return b === ALWAYS ? a : this.#gate('and', Math.min(a, b), Math.max(a, b))
    }, ALWAYS)
  }

  /** True where any is. */
  or(...wires: readonly Wire[]): Wire {
    return wires.reduce((a, b) => {
      if (a === ALWAYS || b === ALWAYS) return ALWAYS
      if (a === NEVER || a === b) return b
      return b === NEVER ? a : this.#gate('or', Math.min(a, b), Math.max(a, b))
    }, NEVER)
  }

  /** True where the first is and the second is not. */
  andNot(a: Wire, b: Wire): Wire {
    if (a === NEVER || b === ALWAYS || a === b) return NEVER
    return b === NEVER ? a : this.#gate('andNot', a, b)
  }

  /** True where at least so many are. */
  atLeast(count: number, wires: readonly Wire[]): Wire {
    if (count <= 0) return ALWAYS
    const [first, ...rest] = wires
    if (first === undefined || count > wires.length) return NEVER
    return this.or(this.and(first, this.atLeast(count - 1, rest)), this.atLeast(count, rest))
  }

  #gate(gate: Gate, a: Wire, b: Wire): Wire {
    const key = `${gate} ${a} ${b}`
    const found = this.#made.get(key)
    if (found !== undefined) return found
    const wire = this.wires
    this.gates.push(GATES.indexOf(gate), a, b)
    this.#made.set(key, wire)
    return wire
  }
}
