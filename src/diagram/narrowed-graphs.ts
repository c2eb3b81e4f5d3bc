import type { Admitted } from './admitted.ts'
import type { AnswerGraph } from './answer-graph.ts'
import { NarrowedGraph } from './narrowed-graph.ts'

/**
 * Narrowed graphs that were made lately. Many patients leave the same open, as far as one decision asks: the components that
 * its graph never asks make no difference to it.
 */
let kept = new WeakMap<AnswerGraph, Map<string, NarrowedGraph>>()
let nodes = 0
/** Some 25 megabytes: beyond it everything is made anew. */
const NODES_AT_MOST = 100_000

/**
 * A graph narrowed to what a patient's findings leave open, made once for all patients who leave the same open. With a level,
 * its ends are whether the rank reaches it.
 *
 * @example narrowedTo(graph, admitted).ends // [0, 3]
 * @example narrowedTo(graph, admitted, 3).ends // [0, 1]: an emergency or not
 */
export function narrowedTo(graph: AnswerGraph, admitted: readonly Admitted[], level?: number): NarrowedGraph {
  const key = `${level ?? ''}:${askedBy(graph)
    .map((component) => numberOf(admitted[component]))
    .join()}`
  const own = kept.get(graph) ?? new Map<string, NarrowedGraph>()
  kept.set(graph, own)
  const found = own.get(key)
  if (found) return found
  const made =
    level === undefined
      ? new NarrowedGraph(graph, admitted)
      : new NarrowedGraph(graph, admitted, (rank) => Number(rank >= level))
  nodes += made.size + 1
  if (nodes > NODES_AT_MOST) {
    kept = new WeakMap()
    nodes = 0
    return made
  }
  own.set(key, made)
  return made
}

const asked = new WeakMap<AnswerGraph, readonly number[]>()

function askedBy(graph: AnswerGraph): readonly number[] {
  const found = asked.get(graph) ?? [...new Set(graph.component)].sort((a, b) => a - b)
  asked.set(graph, found)
  return found
}

const numbers = new WeakMap<Admitted, number>()
let last = 0

function numberOf(admitted: Admitted | undefined): number {
  if (!admitted) return 0
  const found = numbers.get(admitted)
  if (found !== undefined) return found
  last += 1
  numbers.set(admitted, last)
  return last
}
