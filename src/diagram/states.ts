import { findingsOf } from '../language/condition.ts'
import type { FindingDefinition } from '../language/finding.ts'
import type { Truth } from '../language/kleene.ts'
import type { Component, ComponentState, Ordinary, Sample } from './component.ts'
import { odditiesOf } from './oddities.ts'
import { type ReadLeaf, truthOfLeaf } from './read-leaf.ts'
import { samplesOf } from './samples.ts'

/** A sample for each finding of a component, in the component's order. */
type Assignment = readonly Sample[]

const NOT_KNOWN: Sample = { is: 'notKnown' }

/**
 * All ways in which the findings of a component can stand. States are alike when choices and signs are the same and
 * every leaf has the same truth; numbers only matter through leaves.
 *
 * @example componentOf([fever], leaves, {}).partial.length // 3: absent, present, not known
 */
export function componentOf(
  group: readonly FindingDefinition[],
  leaves: readonly ReadLeaf[],
  ordinary: Ordinary,
): Component {
  const findings = [...group].sort((a, b) => dependence(a, leaves) - dependence(b, leaves))
  const place = new Map(findings.map(({ id }, index) => [id, index]))
  const sampleIn = (assignment: Assignment, id: string) => assignment[place.get(id) ?? -1]
  const assignments = findings.reduce<readonly Assignment[]>(
    (shorter, finding) =>
      shorter.flatMap((assignment) => {
        const before = (id: string) => sampleIn(assignment, id)
        return samplesOf(finding, { before, leaves, ordinary }).map((sample) => [...assignment, sample])
      }),
    [[]],
  )
  const read = (assignment: Assignment) =>
    leaves.map((leaf) => truthOfLeaf(leaf, (id) => sampleIn(assignment, id) ?? NOT_KNOWN))
  const state = (assignment: Assignment, values: readonly Truth[], admits: readonly number[]): ComponentState => {
    const samples = new Map(findings.map(({ id }, index) => [id, assignment[index] ?? NOT_KNOWN]))
    const truths = new Map(leaves.map(({ key }, index) => [key, values[index]]))
    return { samples, truths, odd: odditiesOf(findings, leaves, { samples, truths }, ordinary), admits }
  }
  const known = assignments.filter((assignment) => assignment.every(({ is }) => is !== 'notKnown'))
  const complete: ComponentState[] = []
  const numberOf = new Map<string, number>()
  const codesOf = new Map<Assignment, readonly number[]>()
  const recorded = new Map<string, ComponentState>()
  for (const assignment of known) {
    const readable = read(assignment)
    const codes = resolve(readable).map((truths) => {
      const key = stateKey(findings, assignment, truths)
      const found = numberOf.get(key)
      if (found !== undefined) return found
      const code = complete.length
      numberOf.set(key, code)
      complete.push(state(assignment, truths, [code]))
      return code
    })
    codesOf.set(assignment, codes)
    const key = stateKey(findings, assignment, readable)
    if (!recorded.has(key)) recorded.set(key, state(assignment, readable, codes))
  }
  const completions = completionsOf(findings, codesOf)
  const partial = new Map<string, ComponentState>()
  for (const assignment of assignments) {
    // A finding that may not apply is silent in one way only: whether it applies is read off the other findings.
    const isOutside = findings.some(
      ({ appliesWhen }, index) => appliesWhen && (assignment[index]?.is === 'notDone' || assignment[index]?.beyond),
    )
    if (isOutside) continue
    const truths = read(assignment)
    const admits = completions(assignment)
    const key = `${stateKey(findings, assignment, truths)} ${admits.join()}`
    if (!partial.has(key)) partial.set(key, state(assignment, truths, admits))
  }
  return { findings, leaves, complete, recorded: [...recorded.values()], partial: [...partial.values()] }
}

/** Quantities whose limits are taken from other findings, and times counted from dates, come after those they need. */
function dependence(finding: FindingDefinition, leaves: readonly ReadLeaf[]): number {
  if (finding.kind === 'quantity' && finding.elapsed?.only) return 2
  return leaves.some(({ leaf }) => leaf.finding === finding.id && findingsOf(leaf).length > 1) ? 1 : 0
}

/** A leaf that stays unknown although everything is recorded (a limit nobody gave) may turn out either way. */
function resolve(truths: readonly Truth[]): readonly (readonly Truth[])[] {
  const open = truths.indexOf(undefined)
  if (open < 0) return [truths]
  return [true, false].flatMap((truth) => resolve(truths.with(open, truth)))
}

function stateKey(findings: readonly FindingDefinition[], assignment: Assignment, truths: readonly Truth[]): string {
  let key = ''
  findings.forEach(({ kind }, index) => {
    const sample = assignment[index] ?? NOT_KNOWN
    if (sample.is !== 'value') key += `${sample.is} `
    else key += `${kind === 'sign' || kind === 'choice' ? sample.value : 'value'}${sample.beyond ? '!' : ''} `
  })
  for (const truth of truths) key += truth === undefined ? '?' : truth ? '1' : '0'
  return key
}

function sampleKey(sample: Sample | undefined): string {
  if (sample?.is !== 'value') return sample?.is ?? ''
  return `${sample.value}@${sample.ageDays}${sample.beyond ? '!' : ''}`
}

/** For an assignment with unknowns: the complete states it may turn out to be. */
function completionsOf(
  findings: readonly FindingDefinition[],
  codesOf: ReadonlyMap<Assignment, readonly number[]>,
): (assignment: Assignment) => readonly number[] {
  const byPattern = new Map<string, Map<string, readonly number[]>>()
  const project = (assignment: Assignment, at: readonly number[]) =>
    at.map((index) => sampleKey(assignment[index])).join()
  const gather = (at: readonly number[]): Map<string, readonly number[]> => {
    const silent = [...findings.keys()].filter((index) => !at.includes(index))
    const sets = new Map<string, Set<number>>()
    for (const [assignment, codes] of codesOf) {
      if (silent.some((index) => assignment[index]?.beyond)) continue
      const key = project(assignment, at)
      const found = sets.get(key)
      if (found) for (const code of codes) found.add(code)
      else sets.set(key, new Set(codes))
    }
    return new Map([...sets].map(([key, codes]) => [key, [...codes].sort((a, b) => a - b)]))
  }
  return (assignment) => {
    const at = [...findings.keys()].filter((index) => assignment[index]?.is !== 'notKnown')
    const pattern = at.join()
    const gathered = byPattern.get(pattern) ?? gather(at)
    byPattern.set(pattern, gathered)
    return gathered.get(project(assignment, at)) ?? []
  }
}
