import type { CaseSpace } from './case-space.ts'
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
 * From cases with unknowns to those that know less: the cases that, with some unknowns answered, become a case of `node`.
 *
 * @example answering(partial)(isUrgent) // where answers could lead to an urgent case
 */
export function answering(partial: CaseSpace): (node: Node) => Node {
  const refined = partial.placed.map(({ states }) => {
    const masks = states.map(({ admits }) => admits.reduce((mask, code) => mask | (1n << BigInt(code)), 0n))
    return masks.map((less) => masks.flatMap((more, code) => ((more & ~less) === 0n ? [code] : [])))
  })
  return spread(partial, partial, refined)
}

/** Hands a function on from one space to another, each state of the target gathering those of the source that `codes` lists for it. */
function spread(
  source: CaseSpace,
  target: CaseSpace,
  codes: readonly (readonly (readonly number[])[])[],
): (node: Node) => Node {
  const { diagram } = target
  const memo = new Map<number, Node>()
  const last = source.placed.length
  const from = (index: number, node: Node): Node => {
    if (node === FALSE) return FALSE
    const [given, made] = [source.placed[index], target.placed[index]]
    if (!given || !made) return TRUE
    const key = node * (last + 1) + index
    const found = memo.get(key)
    if (found !== undefined) return found
    const children = given.states.map((_, code) => from(index + 1, source.fix(node, given, code)))
    const gathered = (codes[index] ?? []).map((list) => {
      const distinct = new Set<Node>()
      for (const code of list) distinct.add(children[code] ?? FALSE)
      return diagram.or(...distinct)
    })
    const result = target.choose(made, gathered)
    memo.set(key, result)
    return result
  }
  return (node) => from(0, node)
}
