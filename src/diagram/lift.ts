import type { CaseSpace, Placed } from './case-space.ts'
import type { ComponentState } from './component.ts'
import { FALSE, type Node, TRUE } from './diagram.ts'

/**
 * From complete cases to cases with unknowns: the partial cases that some complete case of `node` completes.
 * Both spaces must have been made from the same components.
 *
 * @example lift(complete, partial)(isUrgent) // where urgency may turn out urgent
 */
export function lift(complete: CaseSpace, partial: CaseSpace): (node: Node) => Node {
  const admitted = partial.placed.map(({ states }) => states.map(({ admits }) => admits))
  return spread(complete, partial, admitted)
}

/**
 * For each state with unknowns, the states that know as much or more: those that may turn out to be no other complete
 * state than it, where what they record applies.
 *
 * @example refinements(fever) // [[0], [1], [0, 1, 2]]: absent, present, not known
 */
export function refinements(placed: Placed): readonly (readonly number[])[] {
  const known = refined.get(placed)
  if (known) return known
  const { complete } = placed.component
  const masks = placed.states.map(({ admits }) => maskOf(admits, complete.length))
  const applying = placed.states.map(({ admits }) =>
    maskOf(
      admits.filter((code) => !isBeyond(complete[code])),
      complete.length,
    ),
  )
  const found = masks.map((less) => applying.flatMap((more, code) => (isWithin(more, less) ? [code] : [])))
  refined.set(placed, found)
  return found
}

/**
 * Whether something is recorded in a state that does not apply.
 *
 * @example isBeyond(pregnantAtSixty) // true
 */
export function isBeyond(state: ComponentState | undefined): boolean {
  return state !== undefined && [...state.samples.values()].some(({ beyond }) => beyond === true)
}

const refined = new WeakMap<Placed, readonly (readonly number[])[]>()

function maskOf(numbers: readonly number[], length: number): Int32Array {
  const mask = new Int32Array(Math.ceil(length / 32))
  for (const number of numbers) mask[number >>> 5] = (mask[number >>> 5] ?? 0) | (1 << (number & 31))
  return mask
}

function isWithin(inner: Int32Array, outer: Int32Array): boolean {
  for (let word = 0; word < inner.length; word += 1) if (((inner[word] ?? 0) & ~(outer[word] ?? 0)) !== 0) return false
  return true
}

/**
 * Hands a function on from one space to another, each state of the target gathering those of the source that `codes`
 * lists for it. A component that the function does not ask is passed over.
 */
function spread(
  source: CaseSpace,
  target: CaseSpace,
  codes: readonly (readonly (readonly number[])[])[],
): (node: Node) => Node {
  const { diagram } = target
  const indexOf = new Map(source.placed.map((placed, index) => [placed, index]))
  const reached = diagram.and(
    ...target.placed.map((placed, index) =>
      target.choose(
        placed,
        placed.states.map((_, code) => (codes[index]?.[code]?.length ? TRUE : FALSE)),
      ),
    ),
  )
  const memo = new Map<Node, Node>()
  const from = (node: Node): Node => {
    const given = source.firstAsked(node)
    if (!given) return node
    const found = memo.get(node)
    if (found !== undefined) return found
    const index = indexOf.get(given) ?? 0
    const made = target.placed[index] ?? given
    const children = source.children(node, given).map(from)
    const gathered = (codes[index] ?? []).map((list) => {
      const [first = FALSE] = list
      const only = children[first] ?? FALSE
      if (list.every((code) => children[code] === only)) return only
      return diagram.or(...new Set(list.map((code) => children[code] ?? FALSE)))
    })
    const result = target.choose(made, gathered, gathered[0])
    memo.set(node, result)
    return result
  }
  return (node) => diagram.and(from(node), reached)
}
