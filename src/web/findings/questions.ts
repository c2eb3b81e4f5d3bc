import { readFindings } from '../../evaluate/read-findings.ts'
import { type RecordedFindings, situate } from '../../evaluate/situation.ts'
import type { Situation } from '../../evaluate/state.ts'
import { read, truthOf } from '../../evaluate/truth.ts'
import { type ConditionData, findingsOf, walk } from '../../language/condition.ts'
import type { FindingDefinition } from '../../language/finding.ts'
import type { Constraint, Protocol } from '../../language/protocol.ts'

/** A section of the form, as the vocabulary groups its questions. */
export interface QuestionGroup {
  readonly name: string
  /** Asked one by one: "None of these" is never offered. */
  readonly alone: boolean
  /** Silence means that it was not done: results and treatment, which are recorded when they happen. */
  readonly recordedAsDone: boolean
  readonly questions: readonly FindingDefinition[]
}

/**
 * The questions that can be asked now, by group: those asked alone first, the rest in the vocabulary's order. A
 * question that does not apply (yet), one that is counted from dates, and one whose answer is `given` from elsewhere (the
 * patient's registration) are left out.
 *
 * @example questionGroups(standard, {}, '2026-03-01', new Set())[0].alone // true
 */
export function questionGroups(
  protocol: Protocol,
  recorded: RecordedFindings,
  asOf: string,
  given: ReadonlySet<string>,
): readonly QuestionGroup[] {
  const reading = read(protocol, situate(protocol, recorded, asOf))
  const groups = new Map<string, FindingDefinition[]>()
  for (const definition of protocol.findings) {
    if (given.has(definition.id)) continue
    if (definition.kind === 'quantity' && definition.elapsed) {
      if (definition.elapsed.only || given.has(definition.elapsed.from)) continue
    }
    const applies =
      definition.appliesWhen === undefined ||
      recorded[definition.id] !== undefined ||
      truthOf(definition.appliesWhen, reading) === true
    if (applies) groups.set(definition.group, [...(groups.get(definition.group) ?? []), definition])
  }
  const list = [...groups].map(([name, questions]) => ({
    name,
    alone: questions.some((question) => question.askedAlone),
    recordedAsDone: questions.every((question) => question.unrecorded === 'notDone'),
    questions,
  }))
  return list.sort((a, b) => Number(b.alone) - Number(a.alone))
}

/** How many questions of a list have which kind of answer. */
export interface AnswerCounts {
  readonly asked: number
  readonly answered: number
  readonly notKnown: number
}

/**
 * Counts answers; "not known" is an answer, silence is not, and what need not be recorded (a test not done) is not counted
 * as asked until it is.
 *
 * @example countAnswers([fever, smoker], { fever: { value: 'notKnown' } }) // { asked: 2, answered: 1, notKnown: 1 }
 */
export function countAnswers(questions: readonly FindingDefinition[], recorded: RecordedFindings): AnswerCounts {
  const asked = questions.filter(({ id, unrecorded }) => unrecorded === 'notKnown' || recorded[id] !== undefined)
  const answered = asked.filter(({ id }) => recorded[id] !== undefined)
  return {
    asked: asked.length,
    answered: answered.length,
    notKnown: answered.filter(({ id }) => recorded[id]?.value === 'notKnown').length,
  }
}

/** What "None of these" would do to a group. */
export interface NoneOfThese {
  /** Signs without an answer, to be recorded as absent. */
  readonly sets: readonly FindingDefinition[]
  /** Signs left open because an answer elsewhere would contradict "no". */
  readonly leaves: readonly FindingDefinition[]
}

/**
 * The signs of a group that "None of these" records as absent: those without an answer. One that would then contradict
 * another answer is left to be asked.
 *
 * @example noneOfThese(standard, cancerGroup, {}, '2026-03-01').sets.map(({ id }) => id) // ['treatedForCancer']
 */
export function noneOfThese(
  protocol: Protocol,
  group: QuestionGroup,
  recorded: RecordedFindings,
  asOf: string,
): NoneOfThese {
  const open = group.questions.filter(
    ({ id, kind, unrecorded }) => kind === 'sign' && unrecorded === 'notKnown' && recorded[id] === undefined,
  )
  const contradicts = (id: string): boolean => {
    const about = protocol.constraints.filter(({ impossible }) => findingsIn(impossible).has(id))
    return (
      about.length > 0 && impossibleNow(protocol, { ...recorded, [id]: { value: 'absent' } }, asOf, about).length > 0
    )
  }
  const leaves = open.filter(({ id }) => contradicts(id))
  return { sets: open.filter((each) => !leaves.includes(each)), leaves }
}

/** What is wrong with the answers: by finding, and combinations that cannot be. */
export interface AnswerFaults {
  /** Findings whose value cannot be read: left out of the decision until mended. */
  readonly unreadable: ReadonlySet<string>
  readonly impossible: readonly { readonly constraint: Constraint; readonly findings: ReadonlySet<string> }[]
}

/**
 * Everything that is wrong with a set of answers. A value out of range is left out of the decision; an impossible
 * combination stays in it (an emergency must not vanish), is said, and bars signing.
 *
 * @example faultsOf(standard, { severity: { value: 99 } }, '2026-03-01').unreadable.has('severity') // true
 */
export function faultsOf(protocol: Protocol, recorded: RecordedFindings, asOf: string): AnswerFaults {
  const unreadable = new Set(
    Object.keys(recorded).filter((id) => problemOf(protocol, id, recorded, asOf) !== undefined),
  )
  const readable = Object.fromEntries(Object.entries(recorded).filter(([id]) => !unreadable.has(id)))
  return {
    unreadable,
    impossible: impossibleNow(protocol, readable, asOf).map((constraint) => ({
      constraint,
      findings: findingsIn(constraint.impossible),
    })),
  }
}

/**
 * Why one answer cannot be read, in the protocol's words; nothing where it can.
 *
 * @example problemOf(standard, 'severity', { severity: { value: 99 } }, '2026-03-01') // 'The severity … Check the number.'
 */
export function problemOf(
  protocol: Protocol,
  id: string,
  recorded: RecordedFindings,
  asOf: string,
): string | undefined {
  const own = recorded[id]
  if (own === undefined) return undefined
  const result = readFindings(protocol, { [id]: own }, asOf)
  if (result.ok) return undefined
  const [problem] = result.problems
  return problem && problem.code !== 'PLB_FINDING_IMPOSSIBLE' ? `${problem.message} ${problem.allowed}` : undefined
}

function impossibleNow(
  protocol: Protocol,
  recorded: RecordedFindings,
  asOf: string,
  constraints: readonly Constraint[] = protocol.constraints,
): readonly Constraint[] {
  const reading = read(protocol, situate(protocol, recorded, asOf))
  return constraints.filter((constraint) => truthOf(constraint.impossible, reading) === true)
}

function findingsIn(condition: ConditionData): ReadonlySet<string> {
  const found = new Set<string>()
  walk(condition, (part) => {
    if ('finding' in part) for (const finding of findingsOf(part)) found.add(finding)
  })
  return found
}

/**
 * The situation with the answers that can be read: what a decision is made of.
 *
 * @example readable({ severity: { value: 99 } }, new Set(['severity'])) // {}
 */
export function readable(recorded: RecordedFindings, unreadable: ReadonlySet<string>): RecordedFindings {
  return Object.fromEntries(Object.entries(recorded).filter(([id]) => !unreadable.has(id)))
}

/**
 * A finding's value as it stands on a day, where it is derived rather than entered (a duration from its date).
 *
 * @example derivedValue(situation, durationDays, {}) // 35
 */
export function derivedValue(
  situation: Situation,
  definition: FindingDefinition,
  recorded: RecordedFindings,
): string | number | undefined {
  if (recorded[definition.id] !== undefined) return undefined
  const state = situation.get(definition.id)
  return state?.is === 'value' ? state.value : undefined
}
