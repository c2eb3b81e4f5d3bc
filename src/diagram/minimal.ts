import type { CaseSpace, Placed } from './case-space.ts'
import { FALSE, type Node, TRUE } from './diagram.ts'
import type { Case } from './patients.ts'

/** States of a component with the same oddities, and the classes whose oddities are among them. */
interface OddClass {
  readonly codes: readonly number[]
  /** Numbers of classes with fewer of the same oddities. */
  readonly below: readonly number[]
}

/**
 * The minimal cases of a function: no other case of it has only some of their findings out of the ordinary and no others.
 * Each set of oddities is told once, by one case.
 *
 * They are not searched for but worked out: those cases are taken away that stand strictly above another case of the
 * function, in the order in which a case is below another when its oddities are among the other's.
 *
 * @example [...minimalCases(space, emergencies)].length // the smallest reasons for an emergency
 */
export function minimalCases(space: CaseSpace, node: Node): readonly Case[] {
  const order = orders.get(space) ?? new OddOrder(space)
  orders.set(space, order)
  const own = space.diagram.and(node, space.coded)
  return order.each(space.diagram.without(own, order.strictlyAbove(own)))
}

/** What was worked out for one function of a space serves the next. */
const orders = new WeakMap<CaseSpace, OddOrder>()

/** One case is below another when its oddities are among the other's. */
class OddOrder {
  readonly #space: CaseSpace
  readonly #classes: readonly (readonly OddClass[])[]
  readonly #above = new Map<Node, Node>()
  readonly #strict: readonly Map<Node, Node>[]

  constructor(space: CaseSpace) {
    this.#space = space
    this.#classes = space.placed.map(classesOf)
    this.#strict = space.placed.map(() => new Map())
  }

  /** Cases at or above a case of the function. */
  above(node: Node): Node {
    const placed = this.#space.firstAsked(node)
    if (!placed) return node
    const known = this.#above.get(node)
    if (known !== undefined) return known
    const { diagram } = this.#space
    const index = this.#space.placed.indexOf(placed)
    const joined = this.#joined(index, node).map((child) => this.above(child))
    const result = this.#chosen(index, (own, number) =>
      diagram.or(joined[number] ?? FALSE, ...own.below.map((lower) => joined[lower] ?? FALSE)),
    )
    this.#above.set(node, result)
    return result
  }

  /** Cases above a case of the function with fewer oddities. */
  strictlyAbove(node: Node, index = 0): Node {
    if (node === FALSE || index === this.#space.placed.length) return FALSE
    const known = this.#strict[index]?.get(node)
    if (known !== undefined) return known
    const { diagram } = this.#space
    const joined = this.#joined(index, node)
    const result = this.#chosen(index, (own, number) =>
      diagram.or(
        this.strictlyAbove(joined[number] ?? FALSE, index + 1),
        ...own.below.map((lower) => this.above(joined[lower] ?? FALSE)),
      ),
    )
    this.#strict[index]?.set(node, result)
    return result
  }

  /** One case for each set of oddities. */
  each(node: Node): readonly Case[] {
    const found: Case[] = []
    const walk = (index: number, at: Node, numbers: readonly number[]): void => {
      if (at === FALSE) return
      if (index === this.#space.placed.length) found.push(this.#caseOf(node, numbers))
      else
        this.#joined(index, at).forEach((child, number) => {
          walk(index + 1, child, [...numbers, number])
        })
    }
    walk(0, node, [])
    return found
  }

  /** For each class of a component, what is left of a function in any of its states. */
  #joined(index: number, node: Node): readonly Node[] {
    const placed = this.#space.placed[index]
    if (!placed) return []
    const children = this.#space.children(node, placed)
    return (this.#classes[index] ?? []).map(({ codes }) =>
      this.#space.diagram.or(...new Set(codes.map((code) => children[code] ?? FALSE))),
    )
  }

  #chosen(index: number, node: (own: OddClass, number: number) => Node): Node {
    const placed = this.#space.placed[index]
    if (!placed) return FALSE
    const byCode: Node[] = []
    this.#classes[index]?.forEach((own, number) => {
      const result = node(own, number)
      for (const code of own.codes) byCode[code] = result
    })
    return this.#space.choose(placed, byCode, byCode[0])
  }

  /** A case of the function with the classes given: the first state of each class that leaves one. */
  #caseOf(node: Node, numbers: readonly number[]): Case {
    const find = (index: number, at: Node): Case | undefined => {
      const placed = this.#space.placed[index]
      if (!placed) return at === TRUE ? [] : undefined
      if (at === FALSE) return undefined
      for (const code of this.#classes[index]?.[numbers[index] ?? 0]?.codes ?? []) {
        const rest = find(index + 1, this.#space.fix(at, placed, code))
        if (rest) return [code, ...rest]
      }
      return undefined
    }
    return find(0, node) ?? []
  }
}

function classesOf({ states }: Placed): readonly OddClass[] {
  const classes = new Map<string, { readonly odd: ReadonlyMap<string, string>; readonly codes: number[] }>()
  states.forEach(({ odd }, code) => {
    const key = JSON.stringify([...odd])
    const known = classes.get(key)
    if (known) known.codes.push(code)
    else classes.set(key, { odd, codes: [code] })
  })
  const all = [...classes.values()]
  return all.map(({ odd, codes }) => ({
    codes,
    below: all.flatMap((other, number) =>
      other.odd.size < odd.size && [...other.odd].every(([id, what]) => odd.get(id) === what) ? [number] : [],
    ),
  }))
}
