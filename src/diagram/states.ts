import { findingsOf } from '../language/condition.ts'
import type { FindingDefinition } from '../language/finding.ts'
import type { Truth } from '../language/kleene.ts'
import type { Component, ComponentState, Ordinary, Sample } from './component.ts'
import { odditiesOf } from './oddities.ts'
import { type ReadLeaf, truthOfLeaf } from './read-leaf.ts'
import { samplesOf } from './samples.ts'

/** A sample for each finding of a component, in the component's order, and what the leaves say of them. */
interface Assignment {
  readonly samples: readonly Sample[]
  /** Each sample as text: what is recorded is the same whether or not it applies. */
  readonly texts: readonly string[]
  readonly truths: readonly Truth[]
}

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
  const assignments = assignmentsOf(findings, leaves, ordinary)
  const state = (
    { samples: list }: Assignment,
    truths: readonly Truth[],
    admits: readonly number[],
  ): ComponentState => {
    const samples = new Map(findings.map(({ id }, index) => [id, list[index] ?? NOT_KNOWN]))
    const read = { samples, truths: new Map(leaves.map(({ key }, index) => [key, truths[index]])) }
    let odd: ComponentState['odd'] | undefined
    return {
      ...read,
      admits,
      // Only patients that are shown need it, and there are few of them.
      get odd() {
        odd ??= odditiesOf(findings, leaves, read, ordinary)
        return odd
      },
    }
  }
  const complete: ComponentState[] = []
  const recorded = new Map<string, ComponentState>()
  const numberOf = new Map<string, number>()
  const codesOf = new Map<Assignment, readonly number[]>()
  for (const assignment of assignments) {
    if (assignment.samples.some(({ is }) => is === 'notKnown')) continue
    const codes = resolve(assignment.truths).map((truths) => {
      const key = stateKey(findings, assignment, truths)
      const found = numberOf.get(key)
      if (found !== undefined) return found
      const code = complete.length
      numberOf.set(key, code)
      complete.push(state(assignment, truths, [code]))
      return code
    })
    codesOf.set(assignment, codes)
    const key = stateKey(findings, assignment, assignment.truths)
    if (!recorded.has(key)) recorded.set(key, state(assignment, assignment.truths, codes))
  }
  const completions = completionsOf(codesOf)
  const partial = new Map<string, ComponentState>()
  for (const assignment of assignments) {
    // Whether a finding applies is read off the others: it is silent in one way only, and recorded in one way only.
    const isOutside = findings.some(({ appliesWhen }, index) => {
      const sample = assignment.samples[index]
      return appliesWhen && (sample?.is === 'notDone' || sample?.beyond)
    })
    if (isOutside) continue
    const { codes, text } = completions(assignment)
    const key = `${stateKey(findings, assignment, assignment.truths)} ${text}`
    if (!partial.has(key)) partial.set(key, state(assignment, assignment.truths, codes))
  }
  const codeOf: Component['codeOf'] = (samples) => {
    const assignment = assignmentOf(findings, leaves, samples)
    return resolve(assignment.truths).flatMap((truths) => numberOf.get(stateKey(findings, assignment, truths)) ?? [])
  }
  return { findings, leaves, complete, codeOf, recorded: [...recorded.values()], partial: [...partial.values()] }
}

function assignmentsOf(
  findings: readonly FindingDefinition[],
  leaves: readonly ReadLeaf[],
  ordinary: Ordinary,
): readonly Assignment[] {
  const place = new Map(findings.map(({ id }, index) => [id, index]))
  const lists = findings.reduce<readonly (readonly Sample[])[]>(
    (shorter, finding) =>
      shorter.flatMap((list) => {
        const before = (id: string) => list[place.get(id) ?? -1]
        return samplesOf(finding, { before, leaves, ordinary }).map((sample) => [...list, sample])
      }),
    [[]],
  )
  return lists.map((samples) => assignmentOf(findings, leaves, samples, place))
}

function assignmentOf(
  findings: readonly FindingDefinition[],
  leaves: readonly ReadLeaf[],
  samples: readonly Sample[],
  place: ReadonlyMap<string, number> = new Map(findings.map(({ id }, index) => [id, index])),
): Assignment {
  return {
    samples,
    texts: samples.map(textOf),
    truths: leaves.map((leaf) => truthOfLeaf(leaf, (id) => samples[place.get(id) ?? -1] ?? NOT_KNOWN)),
  }
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

function stateKey(findings: readonly FindingDefinition[], { samples }: Assignment, truths: readonly Truth[]): string {
  let key = ''
  for (const [index, { kind }] of findings.entries()) {
    const sample = samples[index] ?? NOT_KNOWN
    if (sample.is !== 'value') key += `${sample.is} `
    else key += `${kind === 'sign' || kind === 'choice' ? sample.value : 'value'}${sample.beyond ? '!' : ''} `
  }
  for (const truth of truths) key += truth === undefined ? '?' : truth ? '1' : '0'
  return key
}

function textOf(sample: Sample): string {
  if (sample.is !== 'value') return sample.is
  return `${sample.value}@${sample.ageDays}`
}

/** The complete states that something may turn out to be, and their numbers as text. */
interface Completions {
  readonly codes: readonly number[]
  readonly text: string
}

const NONE: Completions = { codes: [], text: '' }

/** For an assignment with unknowns: the complete states that have what is known of it, and nothing that cannot apply besides. */
function completionsOf(codesOf: ReadonlyMap<Assignment, readonly number[]>): (assignment: Assignment) => Completions {
  const byPattern = new Map<string, ReadonlyMap<string, Completions>>()
  return ({ samples, texts }) => {
    const isKnown = samples.map(({ is }) => is !== 'notKnown')
    const pattern = isKnown.join()
    const gathered = byPattern.get(pattern) ?? gather(codesOf, isKnown)
    byPattern.set(pattern, gathered)
    return gathered.get(project(texts, isKnown)) ?? NONE
  }
}

function gather(
  codesOf: ReadonlyMap<Assignment, readonly number[]>,
  isKnown: readonly boolean[],
): ReadonlyMap<string, Completions> {
  const sets = new Map<string, Set<number>>()
  for (const [{ samples, texts }, codes] of codesOf) {
    if (samples.some(({ beyond }, index) => beyond && !isKnown[index])) continue
    const key = project(texts, isKnown)
    const found = sets.get(key) ?? new Set()
    for (const code of codes) found.add(code)
    sets.set(key, found)
  }
  return new Map(
    [...sets].map(([key, set]) => {
      const codes = [...set].sort((a, b) => a - b)
      return [key, { codes, text: codes.join() }]
    }),
  )
}

function project(texts: readonly string[], isKnown: readonly boolean[]): string {
  let key = ''
  for (const [index, text] of texts.entries()) if (isKnown[index]) key += `${text},`
  return key
}
