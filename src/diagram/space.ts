import { type ConditionData, findingsOf, walk } from '../language/condition.ts'
import type { FindingDefinition } from '../language/finding.ts'
import type { Protocol } from '../language/protocol.ts'
import type { Component, Ordinary } from './component.ts'
import { conditionsIn, orderOf } from './order.ts'
import { leafKey, type Numbers, numbersIn, type ReadLeaf } from './read-leaf.ts'
import { componentOf } from './states.ts'
import { vocabularyOf } from './vocabulary.ts'

/** What else a case space must be able to tell apart, and what an ordinary patient is. */
export interface SpaceOptions {
  /** Conditions that are asked beside those of the protocols: those of claims. */
  readonly alsoRead?: readonly ConditionData[]
  readonly ordinary?: Ordinary
}

/**
 * The case space of one or several protocols, component by component: every finding that a rule of any of them reads,
 * its values, and for quantities one sample on each side of every limit of each. Findings that no rule reads are left
 * out: they multiply cases, not answers. Throws a VocabularyError where the protocols' findings cannot be the same.
 *
 * @example componentsOf([standard]).find(({ findings }) => findings.length === 3) // age, ESR and the laboratory's limit
 */
export function componentsOf(protocols: readonly Protocol[], options: SpaceOptions = {}): readonly Component[] {
  const { leaves, read } = leavesOf(protocols, options.alsoRead ?? [])
  const groups = connect(vocabularyOf(protocols), leaves)
    .map((group) => group.filter(({ id }) => read.has(id) || group.length > 1))
    .filter((group) => group.length > 0)
  const components = groups.map((group) => {
    const own = leaves.filter(({ leaf }) => group.some(({ id }) => id === leaf.finding))
    return componentOf(group, own, options.ordinary ?? {})
  })
  return orderOf(components, protocols).flatMap((index) => components[index] ?? [])
}

/** Every leaf that a rule, a definition, a question's condition or a constraint asks, and the findings they decide by. */
function leavesOf(
  protocols: readonly Protocol[],
  alsoRead: readonly ConditionData[],
): { readonly leaves: readonly ReadLeaf[]; readonly read: ReadonlySet<string> } {
  const leaves = new Map<string, ReadLeaf>()
  const gather = (when: ConditionData, numbers: Numbers) =>
    walk(when, (part) => {
      if (!('finding' in part)) return
      const key = leafKey(part, numbers)
      // A parameter that the protocol does not have: nothing of it asks this.
      if (!key.includes('NaN') && !leaves.has(key)) leaves.set(key, { key, leaf: part, numbers })
    })
  const each = protocols.map((protocol) => ({ protocol, numbers: numbersIn(protocol) }))
  for (const { protocol, numbers } of each)
    for (const when of [...conditionsIn(protocol), ...alsoRead]) gather(when, numbers)
  const read = new Set([...leaves.values()].flatMap(({ leaf }) => findingsOf(leaf)))
  for (const { protocol, numbers } of each) {
    for (const { id, appliesWhen } of protocol.findings) if (appliesWhen && read.has(id)) gather(appliesWhen, numbers)
    for (const { impossible } of protocol.constraints)
      if (findingsIn(impossible).every((id) => read.has(id))) gather(impossible, numbers)
  }
  return { leaves: [...leaves.values()], read }
}

function findingsIn(when: ConditionData): readonly string[] {
  const found: string[] = []
  walk(when, (part) => {
    if ('finding' in part) found.push(...findingsOf(part))
  })
  return found
}

/** Groups findings that one leaf reads together, or that are counted from one another. */
function connect(
  findings: readonly FindingDefinition[],
  leaves: readonly ReadLeaf[],
): readonly (readonly FindingDefinition[])[] {
  const group = new Map(findings.map(({ id }) => [id, id]))
  const find = (id: string): string => {
    const parent = group.get(id) ?? id
    return parent === id ? id : find(parent)
  }
  const join = (a: string, b: string) => group.set(find(b), find(a))
  for (const { leaf } of leaves) for (const other of findingsOf(leaf)) join(leaf.finding, other)
  for (const finding of findings)
    if (finding.kind === 'quantity' && finding.elapsed?.only) {
      join(finding.elapsed.from, finding.id)
      if (finding.elapsed.until) join(finding.elapsed.from, finding.elapsed.until)
    }
  const groups = new Map<string, FindingDefinition[]>()
  for (const finding of findings) {
    const root = find(finding.id)
    groups.set(root, [...(groups.get(root) ?? []), finding])
  }
  return [...groups.values()]
}
