import type { CaseSpace, Placed } from './case-space.ts'
import { FALSE, type Node } from './diagram.ts'
import { refinements } from './lift.ts'

/**
 * The nodes at which functions ask a component, by component: whatever was known before, one of them says what its state
 * does.
 *
 * @example asking(space, [isUrgent]).get(fever) // the nodes at which fever is asked
 */
export function asking(space: CaseSpace, functions: Iterable<Node>): ReadonlyMap<Placed, readonly Node[]> {
  const found = new Map<Placed, Node[]>()
  const seen = new Set<Node>()
  const visit = (node: Node): void => {
    const placed = space.firstAsked(node)
    if (!placed || seen.has(node)) return
    seen.add(node)
    const nodes = found.get(placed)
    if (nodes) nodes.push(node)
    else found.set(placed, [node])
    for (const child of new Set(space.children(node, placed))) visit(child)
  }
  for (const node of functions) visit(node)
  return found
}

/**
 * The components of which an answer may make a function true that was not: somewhere they are asked, what is said of a
 * state that knows more does not imply what is said of one that knows less. For every other component it does,
 * whatever the rest. Among the cases that can be, fewer may be left.
 *
 * @example mayWiden(space, possibleOutcomes) // [pregnancy]: recorded of a man it would count, though it cannot be
 */
export function mayWiden(space: CaseSpace, functions: Iterable<Node>): readonly Placed[] {
  return [...asking(space, functions)]
    .filter(([placed, nodes]) => widensAt(space, placed, nodes))
    .map(([placed]) => placed)
}

function widensAt(space: CaseSpace, placed: Placed, nodes: readonly Node[]): boolean {
  const refined = refinements(placed)
  const checked = new Set<number>()
  return nodes.some((node) => {
    const children = space.children(node, placed)
    return refined.some((codes, less) =>
      codes.some((more) => {
        const [narrower, wider] = [children[more] ?? FALSE, children[less] ?? FALSE]
        const pair = narrower * PAIRS + wider
        if (narrower === wider || narrower === FALSE || checked.has(pair)) return false
        checked.add(pair)
        return space.diagram.without(narrower, wider) !== FALSE
      }),
    )
  })
}

/** More nodes than a diagram has. */
const PAIRS = 0x4000000
