import { type ConditionData, findingsOf, type Leaf, walk } from '../language/condition.ts'
import type { FindingDefinition } from '../language/finding.ts'
import type { Truth } from '../language/kleene.ts'
import { type FindingState, leafTruth } from '../language/leaf.ts'
import type { Protocol } from '../language/protocol.ts'

/**
 * A value a finding can have, as one representative of all that the protocol cannot tell apart from it.
 * `beyond`: recorded although the finding does not apply (a pregnancy at 58); silence never turns out so.
 */
export type Sample = FindingState & { readonly beyond?: true }

/** One way the findings of a component can stand: the samples, and the truth of every leaf that reads them. */
export interface ComponentState {
  readonly samples: ReadonlyMap<string, Sample>
  readonly truths: ReadonlyMap<string, Truth>
  /** For a state with unknowns: the complete states it may turn out to be. For a complete state: itself. */
  readonly admits: readonly number[]
}

/** Findings whose leaves are read together (ESR, age and the laboratory's limit); most findings stand alone. */
export interface Component {
  readonly findings: readonly FindingDefinition[]
  readonly leaves: readonly Leaf[]
  /** Everything known: the cases a patient can be. */
  readonly complete: readonly ComponentState[]
  /** Anything may be not known too. */
  readonly partial: readonly ComponentState[]
}

/**
 * A leaf's name: equal leaves have equal keys.
 *
 * @example leafKey({ op: 'present', finding: 'fever' }) // '{"op":"present","finding":"fever"}'
 */
export function leafKey(leaf: Leaf): string {
  return JSON.stringify(leaf)
}

/**
 * The case space of a protocol, component by component: every finding that a rule reads, its values, and for quantities
 * one sample on each side of every limit. Findings that no rule reads are left out: they multiply cases, not answers.
 *
 * @example componentsOf(standard).find(({ findings }) => findings.length === 3) // age, ESR and the laboratory's limit
 */
export function componentsOf(protocols: readonly Protocol[]): readonly Component[] {
  const leaves = new Map<string, Leaf>()
  const [first] = protocols
  if (!first) return []
  const gather = (when: ConditionData) =>
    walk(when, (part) => {
      if ('finding' in part) leaves.set(leafKey(part), part)
    })
  for (const protocol of protocols) for (const when of conditionsOf(protocol)) gather(when)
  const read = new Set([...leaves.values()].flatMap(findingsOf))
  for (const { id, appliesWhen } of first.findings) if (appliesWhen && read.has(id)) gather(appliesWhen)
  for (const { impossible } of protocols.flatMap(({ constraints }) => constraints))
    if (findingsIn(impossible).every((id) => read.has(id))) gather(impossible)
  const parameters = new Map(
    protocols.flatMap(({ parameters: list }) => list.map(({ id, value }) => [id, value] as const)),
  )
  const groups = connect(first.findings, [...leaves.values()])
  return groups
    .map((group) => group.filter(({ id }) => read.has(id) || group.length > 1))
    .filter((group) => group.length > 0)
    .map((group) => {
      const ids = new Set(group.map(({ id }) => id))
      const own = [...leaves.values()].filter(({ finding }) => ids.has(finding))
      return enumerate(group, own, (id) => parameters.get(id) ?? Number.NaN)
    })
}

function findingsIn(when: ConditionData): readonly string[] {
  const found: string[] = []
  walk(when, (part) => {
    if ('finding' in part) found.push(...findingsOf(part))
  })
  return found
}

/** Every condition that a protocol decides by. */
function conditionsOf(protocol: Protocol): readonly ConditionData[] {
  return [
    ...protocol.conditions.flatMap((condition) => condition.definitions.map(({ when }) => when)),
    ...protocol.decisions.flatMap((decision) => decision.rules.map(({ when }) => when)),
  ]
}

/** Groups findings that one leaf reads together, or that are counted from one another. */
function connect(findings: readonly FindingDefinition[], leaves: readonly Leaf[]): readonly FindingDefinition[][] {
  const group = new Map(findings.map(({ id }) => [id, id]))
  const find = (id: string): string => {
    const parent = group.get(id) ?? id
    return parent === id ? id : find(parent)
  }
  const join = (a: string, b: string) => group.set(find(b), find(a))
  for (const leaf of leaves) for (const other of findingsOf(leaf)) join(leaf.finding, other)
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

const NOT_KNOWN: Sample = { is: 'notKnown' }
const NOT_DONE: Sample = { is: 'notDone' }

type Assignment = ReadonlyMap<string, Sample>

function enumerate(
  group: readonly FindingDefinition[],
  leaves: readonly Leaf[],
  parameter: (id: string) => number,
): Component {
  const ordered = [...group].sort((a, b) => dependence(a, leaves) - dependence(b, leaves))
  let assignments: Assignment[] = [new Map()]
  for (const finding of ordered)
    assignments = assignments.flatMap((before) =>
      samplesOf(finding, before, leaves, parameter).map((sample) => new Map([...before, [finding.id, sample]])),
    )
  const truthsOf = (assignment: Assignment): Map<string, Truth> =>
    new Map(
      leaves.map((leaf) => [
        leafKey(leaf),
        leafTruth(leaf, { state: (id) => assignment.get(id) ?? NOT_KNOWN, parameter }),
      ]),
    )
  const known = assignments.filter((assignment) => [...assignment.values()].every(({ is }) => is !== 'notKnown'))
  const complete: ComponentState[] = []
  const completeIndex = new Map<string, number>()
  const indicesOf = new Map<Assignment, readonly number[]>()
  for (const assignment of known) {
    const indices = resolve(truthsOf(assignment)).map((truths) => {
      const key = stateKey(group, assignment, truths)
      const found = completeIndex.get(key)
      if (found !== undefined) return found
      const index = complete.length
      completeIndex.set(key, index)
      complete.push({ samples: assignment, truths, admits: [index] })
      return index
    })
    indicesOf.set(assignment, indices)
  }
  const completions = completionsOf(group, known, indicesOf)
  const partial = new Map<string, ComponentState>()
  for (const assignment of assignments) {
    // A finding that may not apply is silent in one way only: whether it applies is read off the other findings.
    if (
      group.some(
        ({ id, appliesWhen }) => appliesWhen && (assignment.get(id)?.is === 'notDone' || assignment.get(id)?.beyond),
      )
    )
      continue
    const truths = truthsOf(assignment)
    const admits = completions(assignment)
    const key = `${stateKey(group, assignment, truths)} ${admits.join(',')}`
    if (!partial.has(key)) partial.set(key, { samples: assignment, truths, admits })
  }
  return { findings: group, leaves, complete, partial: [...partial.values()] }
}

/** For an assignment with unknowns: the complete states it may turn out to be. */
function completionsOf(
  group: readonly FindingDefinition[],
  known: readonly Assignment[],
  indicesOf: ReadonlyMap<Assignment, readonly number[]>,
): (assignment: Assignment) => readonly number[] {
  const byPattern = new Map<string, Map<string, Set<number>>>()
  const project = (assignment: Assignment, ids: readonly string[]) =>
    JSON.stringify(ids.map((id) => assignment.get(id)))
  return (assignment) => {
    const ids = group.map(({ id }) => id).filter((id) => assignment.get(id)?.is !== 'notKnown')
    const pattern = ids.join()
    let index = byPattern.get(pattern)
    if (!index) {
      index = new Map()
      const silent = group.filter(({ id }) => !ids.includes(id))
      for (const candidate of known.filter((assigned) => silent.every(({ id }) => !assigned.get(id)?.beyond))) {
        const key = project(candidate, ids)
        const states = index.get(key) ?? new Set()
        for (const state of indicesOf.get(candidate) ?? []) states.add(state)
        index.set(key, states)
      }
      byPattern.set(pattern, index)
    }
    return [...(index.get(project(assignment, ids)) ?? [])].sort((a, b) => a - b)
  }
}

/** Quantities whose limits are taken from other findings, and times counted from dates, come after those they need. */
function dependence(finding: FindingDefinition, leaves: readonly Leaf[]): number {
  if (finding.kind === 'quantity' && finding.elapsed?.only) return 2
  return leaves.some((leaf) => leaf.finding === finding.id && findingsOf(leaf).length > 1) ? 1 : 0
}

/** A leaf that stays unknown although everything is recorded (a limit nobody gave) may turn out either way. */
function resolve(truths: ReadonlyMap<string, Truth>): readonly ReadonlyMap<string, Truth>[] {
  const open = [...truths].find(([, truth]) => truth === undefined)
  if (!open) return [truths]
  return [true, false].flatMap((truth) => resolve(new Map([...truths, [open[0], truth]])))
}

/** States are alike when choices and signs are the same and every leaf has the same truth; numbers only matter through leaves. */
function stateKey(
  group: readonly FindingDefinition[],
  assignment: Assignment,
  truths: ReadonlyMap<string, Truth>,
): string {
  const values = group.map((finding) => {
    const sample = assignment.get(finding.id)
    if (sample?.is !== 'value') return sample?.is
    return [finding.kind === 'sign' || finding.kind === 'choice' ? sample.value : 'value', sample.beyond ?? false]
  })
  return JSON.stringify([values, [...truths.values()].map((truth) => truth ?? null)])
}

function samplesOf(
  finding: FindingDefinition,
  before: Assignment,
  leaves: readonly Leaf[],
  parameter: (id: string) => number,
): readonly Sample[] {
  if (finding.kind === 'quantity' && finding.elapsed?.only) return countedSamples(finding, before, leaves, parameter)
  const ages = agesOf(finding, leaves, parameter)
  const values: readonly (string | number)[] =
    finding.kind === 'sign'
      ? ['absent', 'present']
      : finding.kind === 'choice'
        ? finding.values.map(({ id }) => id)
        : finding.kind === 'quantity'
          ? numbersOf(finding, before, leaves, parameter)
          : ['recorded']
  const recorded = values.flatMap((value) => ages.map((ageDays): Sample => ({ is: 'value', value, ageDays })))
  if (!finding.appliesWhen)
    return finding.unrecorded === 'notDone' ? [NOT_DONE, ...recorded, NOT_KNOWN] : [...recorded, NOT_KNOWN]
  return [NOT_DONE, ...recorded, ...recorded.map((sample): Sample => ({ ...sample, beyond: true })), NOT_KNOWN]
}

/** A time between two dates: there only when both are. */
function countedSamples(
  finding: Extract<FindingDefinition, { readonly kind: 'quantity' }>,
  before: Assignment,
  leaves: readonly Leaf[],
  parameter: (id: string) => number,
): readonly Sample[] {
  const end = finding.elapsed?.until ? before.get(finding.elapsed.until) : undefined
  const start = before.get(finding.elapsed?.from ?? '')
  // What has an end has had a start: such a case is recorded as a start that is not known.
  if (start?.is === 'notDone') return end?.is === 'notDone' ? [NOT_DONE] : []
  if (end?.is === 'notDone') return [NOT_DONE]
  if (end?.is === 'notKnown' || start?.is !== 'value') return [NOT_KNOWN]
  return numbersOf(finding, before, leaves, parameter).map((value) => ({ is: 'value', value, ageDays: 0 }))
}

/** How old an observation is: today, and where a leaf asks, just too old. */
function agesOf(
  finding: FindingDefinition,
  leaves: readonly Leaf[],
  parameter: (id: string) => number,
): readonly number[] {
  const limits = leaves.flatMap((leaf) =>
    leaf.op === 'within' && leaf.finding === finding.id ? [parameter(leaf.days) + 1] : [],
  )
  return [...new Set([0, ...limits])]
}

/** Numbers on both sides of every limit the finding is compared with, and the ends of its range. */
function numbersOf(
  finding: Extract<FindingDefinition, { readonly kind: 'quantity' }>,
  before: Assignment,
  leaves: readonly Leaf[],
  parameter: (id: string) => number,
): readonly number[] {
  const step = 10 ** -finding.decimals
  const limits = leaves
    .filter((leaf) => leaf.op === 'compare' && leaf.finding === finding.id)
    .map((leaf) => (leaf.op === 'compare' ? limitOf(leaf, before, parameter) : undefined))
    .filter((limit) => limit !== undefined)
  const near = limits.flatMap((limit) => {
    const below = Math.floor(limit / step + 1e-9) * step
    return [below - step, below, below + step]
  })
  return [
    ...new Set([finding.minimum, finding.maximum, ...near].map((value) => Number(value.toFixed(finding.decimals)))),
  ]
    .filter((value) => value >= finding.minimum && value <= finding.maximum)
    .sort((a, b) => a - b)
}

function limitOf(
  leaf: Extract<Leaf, { readonly op: 'compare' }>,
  before: Assignment,
  parameter: (id: string) => number,
): number | undefined {
  if ('parameter' in leaf.limit) return parameter(leaf.limit.parameter)
  const base = before.get(leaf.limit.finding)
  if (base?.is !== 'value') return undefined
  const plus = leaf.limit.plus ? parameter(leaf.limit.plus) : 0
  return (Number(base.value) + plus) * (leaf.limit.times ? parameter(leaf.limit.times) : 1)
}
