import type { ConditionData, Leaf } from '../language/condition.ts'
import type { Protocol } from '../language/protocol.ts'
import { Diagram, FALSE, type Node, TRUE } from './diagram.ts'
import { type Component, type ComponentState, leafKey } from './space.ts'

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

  constructor(components: readonly Component[], kind: 'complete' | 'partial') {
    let first = 0
    this.placed = components.map((component) => {
      const states = component[kind]
      const bits = Math.max(1, Math.ceil(Math.log2(states.length)))
      const placed = { component, states, first, bits }
      first += bits
      return placed
    })
    this.diagram = new Diagram(first)
    this.coded = this.diagram.and(...this.placed.toReversed().map((placed) => this.where(placed, () => true)))
    for (const placed of this.placed)
      for (const leaf of placed.component.leaves) {
        const key = leafKey(leaf)
        this.#leaves.set(key, {
          holds: this.where(placed, (state) => state.truths.get(key) === true),
          fails: this.where(placed, (state) => state.truths.get(key) === false),
        })
      }
  }

  /** The cases in which a component is in one of the states that `accepts` accepts. */
  where(placed: Placed, accepts: (state: ComponentState) => boolean): Node {
    return this.choose(
      placed,
      placed.states.map((state) => (accepts(state) ? TRUE : FALSE)),
    )
  }

  /** For each state of a component, what holds of the components after it. */
  choose(placed: Placed, children: readonly Node[]): Node {
    const build = (bit: number, code: number): Node => {
      if (bit === placed.bits) return children[code] ?? FALSE
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

  /** A function once a component is in its state number `code`, wherever in the order the component stands. */
  given(node: Node, placed: Placed, code: number): Node {
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
    return from(node)
  }

  /** The region of a leaf; nowhere known for one that no component reads. */
  leaf(key: string): Region {
    return this.#leaves.get(key) ?? { holds: FALSE, fails: FALSE }
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

  constructor(space: CaseSpace, protocol: Protocol) {
    this.space = space
    this.protocol = protocol
    for (const { id, definitions } of protocol.conditions)
      this.#named.set(id, this.#any(definitions.map(({ when }) => this.region(when))))
  }

  /** Where a condition holds and where it fails. */
  region(condition: ConditionData): Region {
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

  /**
   * The cases that can be: without an impossible combination, and with "does not apply" just where it does not.
   * For cases with unknowns, lift the complete ones instead: such a case can be when one that completes it can.
   */
  get possible(): Node {
    const { diagram, placed } = this.space
    let possible = this.space.coded
    for (const { impossible } of this.protocol.constraints)
      possible = diagram.and(possible, diagram.not(this.region(impossible).holds))
    for (const place of placed)
      for (const finding of place.component.findings) {
        if (!finding.appliesWhen) continue
        const outside = this.space.where(place, ({ samples }) => {
          const sample = samples.get(finding.id)
          return sample?.is === 'notDone' || sample?.beyond === true
        })
        const { fails } = this.region(finding.appliesWhen)
        possible = diagram.and(possible, diagram.ite(outside, fails, diagram.not(fails)))
      }
    return possible
  }

  /** A finding that is not known but cannot apply is not there. */
  #leaf(leaf: Leaf): Region {
    const { diagram, placed } = this.space
    const { holds, fails } = this.space.leaf(leafKey(leaf))
    const place = placed.find(({ component }) => component.findings.some(({ id }) => id === leaf.finding))
    const finding = place?.component.findings.find(({ id }) => id === leaf.finding)
    if (!place || !finding?.appliesWhen) return { holds, fails }
    const unknown = this.space.where(place, ({ samples }) => samples.get(finding.id)?.is === 'notKnown')
    return { holds, fails: diagram.or(fails, diagram.and(unknown, this.region(finding.appliesWhen).fails)) }
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
