import type { ConditionData, Leaf } from '../language/condition.ts'
import type { Protocol } from '../language/protocol.ts'
import type { Component, ComponentState } from './component.ts'
import { Diagram, FALSE, type Node, TRUE } from './diagram.ts'
import { leafKey, type Numbers, numbersIn, type ReadLeaf, truthOfLeaf } from './read-leaf.ts'

/** Where a condition holds and where it fails; between the two it is not known. */
export interface Region {
  readonly holds: Node
  readonly fails: Node
}

/** A component whose states are written in binary on a run of diagram variables. */
export interface Placed {
  readonly component: Component
  readonly states: readonly ComponentState[]
  readonly first: number
  readonly bits: number
}

/**
 * All cases over the given components as one diagram: every assignment of the variables that `valid` accepts is one case.
 *
 * @example new CaseSpace(componentsOf([standard]), 'complete').count(TRUE) // the number of fully known patients
 */
export class CaseSpace {
  readonly diagram: Diagram
  readonly placed: readonly Placed[]
  /** Codes that stand for a state. */
  readonly coded: Node
  readonly #leaves = new Map<string, Region>()
  readonly #placedAt: readonly Placed[]

  constructor(components: readonly Component[], kind: 'complete' | 'recorded' | 'partial') {
    let first = 0
    this.placed = components.map((component) => {
      const states = component[kind]
      const bits = Math.max(1, Math.ceil(Math.log2(states.length)))
      const placed = { component, states, first, bits }
      first += bits
      return placed
    })
    this.#placedAt = this.placed.flatMap((placed) => Array<Placed>(placed.bits).fill(placed))
    this.diagram = new Diagram(first)
    this.coded = this.diagram.and(...this.placed.toReversed().map((placed) => this.where(placed, () => true)))
    for (const placed of this.placed)
      for (const { key } of placed.component.leaves)
        this.#leaves.set(key, {
          holds: this.where(placed, (state) => state.truths.get(key) === true),
          fails: this.where(placed, (state) => state.truths.get(key) === false),
        })
  }

  /** The cases in which a component is in one of the states that `accepts` accepts. */
  where(placed: Placed, accepts: (state: ComponentState) => boolean): Node {
    return this.choose(
      placed,
      placed.states.map((state) => (accepts(state) ? TRUE : FALSE)),
    )
  }

  /** For each state of a component, what holds of the components after it; `otherwise` for codes that are no state. */
  choose(placed: Placed, children: readonly Node[], otherwise: Node = FALSE): Node {
    const build = (bit: number, code: number): Node => {
      if (bit === placed.bits) return children[code] ?? otherwise
      return this.diagram.make(placed.first + bit, build(bit + 1, code * 2), build(bit + 1, code * 2 + 1))
    }
    return build(0, 0)
  }

  /** What is left of a function once a component is in its state number `code`. */
  fix(node: Node, placed: Placed, code: number): Node {
    let at = node
    for (let bit = 0; bit < placed.bits; bit += 1)
      at = this.diagram.cofactor(at, placed.first + bit, Boolean((code >> (placed.bits - 1 - bit)) & 1))
    return at
  }

  /** What is left of a function in each state of a component that is the first it asks. */
  children(node: Node, placed: Placed): readonly Node[] {
    const found: Node[] = []
    const open = (at: Node, bit: number, code: number): void => {
      if (code >= placed.states.length) return
      if (bit < 0) found[code] = at
      else {
        const level = placed.first + placed.bits - 1 - bit
        open(this.diagram.cofactor(at, level, false), bit - 1, code)
        open(this.diagram.cofactor(at, level, true), bit - 1, code + (1 << bit))
      }
    }
    open(node, placed.bits - 1, 0)
    return found
  }

  /**
   * What functions become once a component is in its state number `code`, wherever in the order it stands. What was
   * worked out for one function is kept for the next.
   */
  giving(placed: Placed, code: number): (node: Node) => Node {
    const memo = new Map<Node, Node>()
    const from = (at: Node): Node => {
      const level = this.diagram.level(at)
      if (level >= placed.first) return this.fix(at, placed, code)
      const found = memo.get(at)
      if (found !== undefined) return found
      const result = this.diagram.make(level, from(this.diagram.low(at)), from(this.diagram.high(at)))
      memo.set(at, result)
      return result
    }
    return from
  }

  /** The component that a function asks first; undefined for a constant. */
  firstAsked(node: Node): Placed | undefined {
    return this.#placedAt[this.diagram.level(node)]
  }

  /**
   * The region of a leaf. One that no rule asks can still be read where states are told apart by what it asks (whether a
   * test was done, which value a choice has); else, and for a finding that no rule reads, it is nowhere known.
   */
  leaf(read: ReadLeaf): Region {
    const known = this.#leaves.get(read.key)
    if (known) return known
    const { leaf } = read
    const placed = this.placed.find(({ component }) => component.findings.some(({ id }) => id === leaf.finding))
    if (!placed || leaf.op === 'compare' || leaf.op === 'within') return { holds: FALSE, fails: FALSE }
    const truth = ({ samples }: ComponentState) => truthOfLeaf(read, (id) => samples.get(id) ?? { is: 'notKnown' })
    const region = {
      holds: this.where(placed, (state) => truth(state) === true),
      fails: this.where(placed, (state) => truth(state) === false),
    }
    this.#leaves.set(read.key, region)
    return region
  }

  /** One case of a function: for each component the number of its state; undefined when there is none. */
  anyCase(node: Node): readonly number[] | undefined {
    let at = this.diagram.and(node, this.coded)
    if (at === FALSE) return undefined
    return this.placed.map((placed) => {
      const code = placed.states.findIndex((_, index) => this.fix(at, placed, index) !== FALSE)
      at = this.fix(at, placed, code)
      return code
    })
  }
}

/** A protocol read over a whole case space at once. */
export class ProtocolRegions {
  readonly space: CaseSpace
  readonly protocol: Protocol
  readonly #named = new Map<string, Region>()
  readonly #known = new Map<ConditionData, Region>()
  readonly #numbers: Numbers
  readonly #silent = new Map<string, Silent>()

  constructor(space: CaseSpace, protocol: Protocol) {
    this.space = space
    this.protocol = protocol
    this.#numbers = numbersIn(protocol)
    for (const { id, appliesWhen } of protocol.findings) {
      const placed = space.placed.find(({ component }) => component.findings.some((finding) => finding.id === id))
      if (placed && appliesWhen) this.#silent.set(id, { placed, appliesWhen })
    }
    for (const { id, definitions } of protocol.conditions)
      this.#named.set(id, this.#any(definitions.map(({ when }) => this.region(when))))
  }

  /** Where a condition holds and where it fails. */
  region(condition: ConditionData): Region {
    const known = this.#known.get(condition)
    if (known) return known
    const region = this.#read(condition)
    this.#known.set(condition, region)
    return region
  }

  #read(condition: ConditionData): Region {
    switch (condition.op) {
      case 'not': {
        const { holds, fails } = this.region(condition.of)
        return { holds: fails, fails: holds }
      }
      case 'all':
        return this.#all(condition.of.map((part) => this.region(part)))
      case 'any':
        return this.#any(condition.of.map((part) => this.region(part)))
      case 'atLeast':
        return this.#atLeast(
          condition.count,
          condition.of.map((part) => this.region(part)),
        )
      case 'defined':
        return this.#named.get(condition.condition) ?? { holds: FALSE, fails: TRUE }
      default:
        return this.#leaf(condition)
    }
  }

  /** The cases that can be under this protocol alone; see `possibleCases`. */
  get possible(): Node {
    return possibleCases([this])
  }

  /** A finding that is not known but cannot apply is not there. */
  #leaf(leaf: Leaf): Region {
    const { diagram } = this.space
    const numbers = this.#numbers
    const { holds, fails } = this.space.leaf({ key: leafKey(leaf, numbers), leaf, numbers })
    const silent = this.#silent.get(leaf.finding)
    if (!silent) return { holds, fails }
    const unknown = this.space.where(silent.placed, ({ samples }) => samples.get(leaf.finding)?.is === 'notKnown')
    return { holds, fails: diagram.or(fails, diagram.and(unknown, this.region(silent.appliesWhen).fails)) }
  }

  #all(parts: readonly Region[]): Region {
    const { diagram } = this.space
    return {
      holds: diagram.and(...parts.map(({ holds }) => holds)),
      fails: diagram.or(...parts.map(({ fails }) => fails)),
    }
  }

  #any(parts: readonly Region[]): Region {
    const { diagram } = this.space
    return {
      holds: diagram.or(...parts.map(({ holds }) => holds)),
      fails: diagram.and(...parts.map(({ fails }) => fails)),
    }
  }

  #atLeast(count: number, parts: readonly Region[]): Region {
    if (count <= 0) return { holds: TRUE, fails: FALSE }
    const [first, ...rest] = parts
    if (!first) return { holds: FALSE, fails: TRUE }
    const [withFirst, without] = [this.#atLeast(count - 1, rest), this.#atLeast(count, rest)]
    const { diagram } = this.space
    return {
      holds: diagram.or(diagram.and(first.holds, withFirst.holds), without.holds),
      fails: diagram.or(diagram.and(first.fails, without.fails), withFirst.fails),
    }
  }
}

/** A finding that may not apply: where it stands, and when it applies. */
interface Silent {
  readonly placed: Placed
  readonly appliesWhen: ConditionData
}

/**
 * The complete cases that can be under all of several protocols: without an impossible combination, and with "does not
 * apply" just where it applies in none of them. For cases with unknowns, lift these: such a case can be when one that
 * completes it can.
 *
 * @example possibleCases([new ProtocolRegions(complete, standard)])
 */
export function possibleCases(layers: readonly ProtocolRegions[]): Node {
  const [first] = layers
  if (!first) return FALSE
  const { diagram, placed, coded } = first.space
  let possible = coded
  for (const layer of layers)
    for (const { impossible } of layer.protocol.constraints)
      possible = diagram.without(possible, layer.region(impossible).holds)
  for (const place of placed)
    for (const { id, appliesWhen } of place.component.findings) {
      if (!appliesWhen) continue
      const outside = first.space.where(place, ({ samples }) => {
        const sample = samples.get(id)
        return sample?.is === 'notDone' || sample?.beyond === true
      })
      const never = diagram.and(
        ...layers.flatMap((layer) => {
          const own = layer.protocol.findings.find((finding) => finding.id === id)
          if (!own) return []
          return own.appliesWhen ? [layer.region(own.appliesWhen).fails] : [FALSE]
        }),
      )
      possible = diagram.and(possible, diagram.ite(outside, never, diagram.not(never)))
    }
  return possible
}
