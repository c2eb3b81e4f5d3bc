/** A function of boolean variables: a node of a diagram. 0 is false, 1 is true. */
export type Node = number

export const FALSE: Node = 0
export const TRUE: Node = 1

const INITIAL_NODES = 1 << 16
const MEMO_BITS = 17
const MEMO_SIZE = 1 << MEMO_BITS

/**
 * Reduced ordered binary decision diagrams (Bryant 1986): every boolean function over the variables 0 … n−1 has exactly
 * one node, so two functions are equal when their numbers are.
 *
 * @example const d = new Diagram(2); d.and(d.variable(0), d.not(d.variable(0))) // FALSE
 */
export class Diagram {
  readonly variables: number
  #level: Int32Array
  #low: Int32Array
  #high: Int32Array
  #next: Int32Array
  #buckets: Int32Array
  #size = 2
  readonly #memoKey = new Float64Array(MEMO_SIZE).fill(-1)
  readonly #memoThird = new Int32Array(MEMO_SIZE)
  readonly #memoResult = new Int32Array(MEMO_SIZE)

  constructor(variables: number) {
    this.variables = variables
    this.#level = new Int32Array(INITIAL_NODES)
    this.#low = new Int32Array(INITIAL_NODES)
    this.#high = new Int32Array(INITIAL_NODES)
    this.#next = new Int32Array(INITIAL_NODES)
    this.#buckets = new Int32Array(INITIAL_NODES)
    this.#level[FALSE] = variables
    this.#level[TRUE] = variables
  }

  /** How many nodes have been made, the two constants included. */
  get size(): number {
    return this.#size
  }

  /** The variable a node asks first; the number of variables for a constant. */
  level(node: Node): number {
    return this.#level[node] ?? this.variables
  }

  /** What a node becomes when its variable is false. */
  low(node: Node): Node {
    return this.#low[node] ?? FALSE
  }

  /** What a node becomes when its variable is true. */
  high(node: Node): Node {
    return this.#high[node] ?? FALSE
  }

  /** The function that is true exactly when one variable is. */
  variable(index: number): Node {
    return this.make(index, FALSE, TRUE)
  }

  /** The node that asks a variable; `low` and `high` may only ask later ones. */
  make(level: number, low: Node, high: Node): Node {
    if (low === high) return low
    const hash = this.#hash(level, low, high)
    for (let node = this.#buckets[hash] ?? 0; node !== 0; node = this.#next[node] ?? 0)
      if (this.#level[node] === level && this.#low[node] === low && this.#high[node] === high) return node
    if (this.#size === this.#level.length) return this.#grow(level, low, high)
    const node = this.#size
    this.#size += 1
    this.#level[node] = level
    this.#low[node] = low
    this.#high[node] = high
    this.#next[node] = this.#buckets[hash] ?? 0
    this.#buckets[hash] = node
    return node
  }

  /** If `condition` then `yes` else `no`: every other connective is a case of it. */
  ite(condition: Node, yes: Node, no: Node): Node {
    if (condition === TRUE || yes === no) return yes
    if (condition === FALSE) return no
    const [then, otherwise] = [condition === yes ? TRUE : yes, condition === no ? FALSE : no]
    if (then === otherwise) return then
    if (then === TRUE && otherwise === FALSE) return condition
    // "and" and "or" in one order of their parts, so that each is worked out once.
    if (otherwise === FALSE && then < condition) return this.#ite(then, condition, FALSE)
    if (then === TRUE && otherwise < condition) return this.#ite(otherwise, TRUE, condition)
    return this.#ite(condition, then, otherwise)
  }

  #ite(condition: Node, yes: Node, no: Node): Node {
    const slot =
      (Math.imul(condition, 0x9e3779b1) ^ Math.imul(yes, 0x85ebca6b) ^ Math.imul(no, 0xc2b2ae35)) >>> (32 - MEMO_BITS)
    const key = condition * 0x4000000 + yes
    if (this.#memoKey[slot] === key && this.#memoThird[slot] === no) return this.#memoResult[slot] ?? FALSE
    const [a, b, c] = [this.level(condition), this.level(yes), this.level(no)]
    const level = a < b ? (a < c ? a : c) : b < c ? b : c
    const low = this.ite(
      a === level ? this.low(condition) : condition,
      b === level ? this.low(yes) : yes,
      c === level ? this.low(no) : no,
    )
    const high = this.ite(
      a === level ? this.high(condition) : condition,
      b === level ? this.high(yes) : yes,
      c === level ? this.high(no) : no,
    )
    const result = this.make(level, low, high)
    this.#memoKey[slot] = key
    this.#memoThird[slot] = no
    this.#memoResult[slot] = result
    return result
  }

  not(a: Node): Node {
    return this.ite(a, FALSE, TRUE)
  }

  and(...nodes: readonly Node[]): Node {
    return this.#deepestFirst(nodes).reduce((a, b) => this.ite(a, b, FALSE), TRUE)
  }

  or(...nodes: readonly Node[]): Node {
    return this.#deepestFirst(nodes).reduce((a, b) => this.ite(a, TRUE, b), FALSE)
  }

  /** Where `a` holds and `b` does not. */
  without(a: Node, b: Node): Node {
    return this.ite(b, FALSE, a)
  }

  /** What asks the last variables is joined first: what is joined later then only grows at its top. */
  #deepestFirst(nodes: readonly Node[]): readonly Node[] {
    return nodes.length < 3 ? nodes : [...nodes].sort((a, b) => this.level(b) - this.level(a))
  }

  /** A function with one variable fixed, for a variable at or before the first it asks. */
  cofactor(node: Node, level: number, value: boolean): Node {
    if (this.level(node) !== level) return node
    return value ? this.high(node) : this.low(node)
  }

  /** The value of a function for one assignment of the variables. */
  evaluate(node: Node, assignment: (variable: number) => boolean): boolean {
    let at = node
    while (at > TRUE) at = assignment(this.level(at)) ? this.high(at) : this.low(at)
    return at === TRUE
  }

  /** How many assignments of all variables make a function true. */
  count(node: Node): bigint {
    const counts = new Map<Node, bigint>([
      [FALSE, 0n],
      [TRUE, 1n],
    ])
    const below = (at: Node): bigint => {
      const found = counts.get(at)
      if (found !== undefined) return found
      const result = this.#weigh(at, this.low(at), below) + this.#weigh(at, this.high(at), below)
      counts.set(at, result)
      return result
    }
    return below(node) << BigInt(this.level(node))
  }

  #weigh(from: Node, to: Node, below: (node: Node) => bigint): bigint {
    return below(to) << BigInt(this.level(to) - this.level(from) - 1)
  }

  #hash(level: number, low: Node, high: Node): number {
    return (
      (Math.imul(level, 0x27d4eb2f) ^ Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b)) &
      (this.#buckets.length - 1)
    )
  }

  #grow(level: number, low: Node, high: Node): Node {
    const twice = (old: Int32Array) => {
      const grown = new Int32Array(old.length * 2)
      grown.set(old)
      return grown
    }
    this.#level = twice(this.#level)
    this.#low = twice(this.#low)
    this.#high = twice(this.#high)
    this.#next = new Int32Array(this.#level.length)
    this.#buckets = new Int32Array(this.#level.length)
    for (let node = 2; node < this.#size; node += 1) {
      const hash = this.#hash(this.#level[node] ?? 0, this.#low[node] ?? 0, this.#high[node] ?? 0)
      this.#next[node] = this.#buckets[hash] ?? 0
      this.#buckets[hash] = node
    }
    return this.make(level, low, high)
  }
}
