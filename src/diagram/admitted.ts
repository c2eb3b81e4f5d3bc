import type { FindingDefinition } from '../language/finding.ts'
import type { FindingState } from '../language/leaf.ts'
import type { Component, Sample } from './component.ts'
import { samplesOf } from './samples.ts'

/** What the findings of one component, as far as they are known, may turn out to be. */
export interface Admitted {
  /** Numbers of complete states, ascending. */
  readonly codes: readonly number[]
  /**
   * True where the states are one record that applies or does not, as the rest of the case says: nothing turns out
   * otherwise, and in every case exactly one of them can be.
   */
  readonly isOne: boolean
  /**
   * For each finding that is not known: groups of answers, all else alike. Each answer is the states it leaves, as places
   * in `codes`.
   */
  readonly answers: ReadonlyMap<string, readonly (readonly (readonly number[])[])[]>
}

const remembered = new WeakMap<Component, Map<string, Admitted>>()
/** A component meets few states again and again; a stream of many patients may still bring new numbers without end. */
const REMEMBERED = 512

/**
 * The complete states of a component that what is known leaves open.
 *
 * @example admittedBy(fever, () => ({ is: 'notKnown' })).codes // [0, 1]: absent or present
 */
export function admittedBy(component: Component, state: (finding: string) => FindingState): Admitted {
  const key = component.findings.map(({ id }) => textOf(state(id))).join()
  const memo = remembered.get(component) ?? new Map<string, Admitted>()
  remembered.set(component, memo)
  const found = memo.get(key)
  if (found) return found
  if (memo.size >= REMEMBERED) memo.clear()
  const made = oneOf(component, admit(component, state))
  memo.set(key, made)
  return made
}

const alike = new WeakMap<Component, Map<string, Admitted>>()

/** What is alike is one and the same: two patients of 58 and 59 whom no rule tells apart. */
function oneOf(component: Component, made: Admitted): Admitted {
  const key = JSON.stringify([made.codes, made.isOne, [...made.answers]])
  const memo = alike.get(component) ?? new Map<string, Admitted>()
  alike.set(component, memo)
  const found = memo.get(key)
  if (found) return found
  if (memo.size >= REMEMBERED) memo.clear()
  memo.set(key, made)
  return made
}

function textOf(state: FindingState): string {
  return state.is === 'value' ? `${state.value}@${state.ageDays}` : state.is
}

/** One way the findings may turn out, and the states it may be. */
interface Completion {
  readonly samples: readonly Sample[]
  readonly codes: readonly number[]
}

function admit(component: Component, state: (finding: string) => FindingState): Admitted {
  const completions = completionsOf(component, state)
    .map((samples): Completion => ({ samples, codes: component.codeOf(samples) }))
    .filter(({ codes }) => codes.length > 0)
  const codes = [...new Set(completions.flatMap((each) => each.codes))].sort((a, b) => a - b)
  // A state that no sample stands for would be a fault of the samples; until it is found, nothing is excluded.
  if (codes.length === 0) return { codes: component.complete.map((_, code) => code), isOne: false, answers: new Map() }
  const placeOf = new Map(codes.map((code, place) => [code, place]))
  const answers = new Map(
    component.findings.flatMap((finding, index) => {
      if (state(finding.id).is !== 'notKnown' || isCounted(finding)) return []
      return [[finding.id, answersTo(index, component.findings, completions, placeOf)] as const]
    }),
  )
  const isOne = codes.length > 1 && component.findings.length === 1 && answers.size === 0
  return { codes, isOne, answers }
}

/**
 * The other states that a component comes to when one finding that is known becomes another, each with the value nearest
 * to what it was.
 *
 * @example turnedBy(fever, state, 'fever') // Map { 1 => { is: 'value', value: 'present', … } }
 */
export function turnedBy(
  component: Component,
  state: (finding: string) => FindingState,
  finding: string,
): ReadonlyMap<number, FindingState> {
  const index = component.findings.findIndex(({ id }) => id === finding)
  const before = state(finding)
  const distance = (sample: FindingState) =>
    sample.is === 'value' && before.is === 'value' ? Math.abs(Number(sample.value) - Number(before.value)) || 0 : 0
  const found = new Map<number, FindingState>()
  for (const samples of completionsOf(component, (id) => (id === finding ? { is: 'notKnown' } : state(id)))) {
    const sample = samples[index]
    if (sample?.is !== 'value' || sample.ageDays > 0) continue
    for (const code of component.codeOf(samples)) {
      const known = found.get(code)
      if (!known || distance(sample) < distance(known)) found.set(code, sample)
    }
  }
  return found
}

/** Every way in which the unknown findings may turn out beside the known ones. */
function completionsOf(component: Component, state: (finding: string) => FindingState): readonly (readonly Sample[])[] {
  const { findings, leaves } = component
  const placeOf = new Map(findings.map(({ id }, index) => [id, index]))
  const alsoCut = (finding: string) => metBy(finding, component, state)
  let lists: readonly (readonly Sample[])[] = [[]]
  for (const finding of findings) {
    const own = state(finding.id)
    lists = lists.flatMap((list) => {
      const before = (id: string) => list[placeOf.get(id) ?? -1]
      const samples =
        own.is === 'notKnown'
          ? turnsOut(finding, samplesOf(finding, { before, leaves, ordinary: {}, alsoCut }))
          : asKnown(finding, own)
      return samples.map((sample) => [...list, sample])
    })
  }
  return lists
}

/** Silence turns out to be a value, or that the finding does not apply; never something that does not apply and is recorded. */
function turnsOut(finding: FindingDefinition, samples: readonly Sample[]): readonly Sample[] {
  const stays = finding.kind === 'quantity' && finding.elapsed?.only
  return samples.filter((sample) => (stays || sample.is !== 'notKnown') && !sample.beyond)
}

/** What is recorded counts whether or not it applies; only one of the two can be, and the constraints say which. */
function asKnown({ appliesWhen }: FindingDefinition, state: FindingState): readonly Sample[] {
  return appliesWhen && state.is === 'value' ? [state, { ...state, beyond: true }] : [state]
}

/** The numbers of a finding at which a known value meets a limit that is taken from it: an ESR of 40 meets half of 80. */
function metBy(finding: string, { leaves }: Component, state: (finding: string) => FindingState): readonly number[] {
  return leaves.flatMap(({ leaf, numbers }) => {
    if (leaf.op !== 'compare' || !('finding' in leaf.limit) || leaf.limit.finding !== finding) return []
    const value = state(leaf.finding)
    if (value.is !== 'value') return []
    const { plus, times } = leaf.limit
    const number =
      Number(value.value) / (times === undefined ? 1 : numbers(times)) - (plus === undefined ? 0 : numbers(plus))
    return Number.isFinite(number) ? [number] : []
  })
}

/** A time that exists only between two dates is asked by its dates. */
function isCounted(finding: FindingDefinition): boolean {
  return finding.kind === 'quantity' && finding.elapsed?.only === true
}

/** Completions that are alike but for one finding (and what is counted from it), by what it turns out to be. */
function answersTo(
  index: number,
  findings: readonly FindingDefinition[],
  completions: readonly Completion[],
  placeOf: ReadonlyMap<number, number>,
): readonly (readonly (readonly number[])[])[] {
  const asked = findings[index]?.id
  const follows = findings.map(
    (finding) =>
      finding.kind === 'quantity' &&
      finding.elapsed?.only === true &&
      (finding.elapsed.from === asked || finding.elapsed.until === asked),
  )
  const groups = new Map<string, Map<string, Set<number>>>()
  for (const { samples, codes } of completions) {
    const rest = samples.map((sample, place) => (place === index || follows[place] ? '' : textOf(sample))).join()
    const group = groups.get(rest) ?? new Map<string, Set<number>>()
    groups.set(rest, group)
    const own = samples.map((sample, place) => (place === index || follows[place] ? textOf(sample) : '')).join()
    const places = group.get(own) ?? new Set<number>()
    group.set(own, places)
    for (const code of codes) places.add(placeOf.get(code) ?? 0)
  }
  const told = new Map<string, readonly (readonly number[])[]>()
  for (const group of groups.values()) {
    const answers = [...new Map([...group.values()].map((places) => [[...places].join(), [...places]])).values()]
    if (answers.length > 1) told.set(JSON.stringify(answers), answers)
  }
  return [...told.values()]
}
