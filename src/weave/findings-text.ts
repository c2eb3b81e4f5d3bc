import type { DecisionResult, Evidence, Flag } from '../evaluate/result.ts'
import type { FindingState, Situation } from '../evaluate/state.ts'
import { type ConditionData, walk } from '../language/condition.ts'
import type { CalendarDate } from '../language/date.ts'
import type { FindingDefinition } from '../language/finding.ts'
import type { Protocol } from '../language/protocol.ts'
import { amount } from './english.ts'
import { oneLine, writtenDate } from './plain-text.ts'

/** More signs that are absent than this are counted, not named. */
const MOST_ABSENT = 3

/**
 * What is known of a finding, in words, without its label: its value with the day it was observed where that is another
 * day, or why there is none. A value that grows with time (a duration, an age) is that of the day itself: the day on
 * which it was asked would make it look older than it is.
 *
 * @example stateWords(fever, { is: 'notKnown' }, '2026-03-15') // 'not known'
 */
export function stateWords(finding: FindingDefinition, state: FindingState | undefined, asOf: CalendarDate): string {
  if (state === undefined || state.is === 'notKnown') return 'not known'
  if (state.is === 'notDone') return finding.unrecorded === 'notDone' ? 'not on record' : 'does not apply'
  const words = valueWords(finding, state.value)
  if (state.observedOn === asOf || (finding.kind === 'quantity' && finding.grows !== undefined)) return words
  const day = writtenDate(state.observedOn)
  return SAID_ONCE.includes(words) ? `${words} on ${day}` : `${words} (${day})`
}

/**
 * A value in words.
 *
 * @example valueWords(durationDays, 35) // '35 days'
 */
export function valueWords(finding: FindingDefinition, value: string | number): string {
  if (finding.kind === 'quantity') return typeof value === 'number' ? amount(value, finding.unit) : oneLine(value)
  if (finding.kind === 'date') return writtenDate(String(value))
  if (finding.kind === 'choice') return finding.values.find(({ id }) => id === value)?.label ?? oneLine(String(value))
  return oneLine(String(value))
}

/**
 * A finding in one phrase.
 *
 * @example findingWords(fever, situation.get('fever'), '2026-03-15') // 'fever: absent'
 */
export function findingWords(finding: FindingDefinition, state: FindingState | undefined, asOf: CalendarDate): string {
  return `${finding.label}: ${stateWords(finding, state, asOf)}`
}

/** What is said once for several findings, in this order, after those that have a value of their own. */
const SAID_ONCE = ['present', 'absent', 'does not apply', 'not known', 'not on record']

/**
 * Several findings in one phrase: those of the same state, observed on the same day, are named after it.
 *
 * @example togetherWords([fever, weightLoss, age], situation, '2026-03-15') // 'age: 40 years; absent: fever, weight loss'
 * @example togetherWords([fever, weightLoss], situation, '2026-03-20') // 'absent on 15-Mar-2026: fever, weight loss'
 */
export function togetherWords(
  findings: readonly FindingDefinition[],
  situation: Situation,
  asOf: CalendarDate,
): string {
  const words = findings.map((each) => ({ label: each.label, words: stateWords(each, situation.get(each.id), asOf) }))
  const isOnce = (said: string, state: string) => said === state || said.startsWith(`${state} on `)
  const own = words
    .filter((each) => !SAID_ONCE.some((state) => isOnce(each.words, state)))
    .map((each) => `${each.label}: ${each.words}`)
  const days = SAID_ONCE.flatMap((state) => [
    ...new Set(words.filter((each) => isOnce(each.words, state)).map((each) => each.words)),
  ])
  const once = [...new Set(days)].map((said) => {
    const labels = words.filter((each) => each.words === said).map(({ label }) => label)
    // A comma inside a label would blur where one ends.
    return `${said}: ${labels.join(labels.some((label) => label.includes(',')) ? ' / ' : ', ')}`
  })
  return [...own, ...once].join('; ')
}

/**
 * The findings that made something so, in one phrase; those that only were not on record or did not apply are left out,
 * unless there are no others. Many signs that are absent are counted.
 *
 * @example evidenceWords(flag.findings) // 'history of cancer: in the past'
 */
export function evidenceWords(findings: readonly Evidence[]): string {
  return evidenceList(findings, ({ label, value }) => `${label}: ${oneLine(value)}`)
}

/**
 * The same for a reader who was not there: a sign that is present is named, without the word.
 *
 * @example namedEvidence(action.findings) // 'unexplained weight loss; duration of the pain: 50 days'
 */
export function namedEvidence(findings: readonly Evidence[]): string {
  return evidenceList(findings, ({ label, value }) => (value === 'present' ? label : `${label}: ${oneLine(value)}`))
}

function evidenceList(findings: readonly Evidence[], words: (evidence: Evidence) => string): string {
  const telling = findings.filter(({ observedOn }) => observedOn !== undefined)
  const shown = telling.length > 0 ? telling : findings
  const absent = shown.filter(({ value }) => value === 'absent')
  const written = absent.length > MOST_ABSENT ? shown.filter((each) => !absent.includes(each)) : shown
  return [...written.map(words), ...(written === shown ? [] : [`${absent.length} others: absent`])].join('; ')
}

/**
 * A red flag, feature or note with the findings that raised it, where its own label does not name them already. What is
 * only not recorded, or absent, raises nothing and is not named: "pain resolved" there would say the opposite. Nor is
 * what only came into a limit (the age behind a laboratory value).
 *
 * @example flagPhrase(result.redFlags[0], standard) // 'constitutional symptoms (unexplained weight loss)'
 */
export function flagPhrase({ label, findings, statements }: Flag, protocol: Protocol): string {
  const serves = new Map(protocol.findings.map((finding) => [finding.id, finding.serves]))
  const telling = findings
    .filter(({ observedOn, value }) => observedOn !== undefined && value !== 'absent')
    .filter(({ finding }) => serves.get(finding)?.some((id) => statements.includes(id)))
  const named = telling.flatMap((each) => {
    const isOwn = each.label === label
    if (each.value === 'present') return isOwn ? [] : [each.label]
    return [isOwn ? oneLine(each.value) : `${each.label}: ${oneLine(each.value)}`]
  })
  return named.length > 0 ? `${label} (${named.join(', ')})` : label
}

/** The findings of a letter's screening, each in exactly one of three lists. */
export interface Screening {
  /** They raise a red flag, are a feature of a serious cause, or are signs that are present. */
  readonly found: readonly FindingDefinition[]
  /** They are known, and raise nothing. */
  readonly notFound: readonly FindingDefinition[]
  /** Not asked, not answered, or not done. */
  readonly notKnown: readonly FindingDefinition[]
}

/**
 * Sorts every finding that serves a red flag, a serious feature or an addition that raises one into found, not found and
 * not known, so that a letter leaves nothing out in silence. `raised` are the findings behind what the decision shows.
 *
 * @example screening(standard, situation, new Set(['cancerHistory'])).found[0].id // 'cancerHistory'
 */
export function screening(protocol: Protocol, situation: Situation, raised: ReadonlySet<string>): Screening {
  const statements = screeningStatements(protocol)
  const found: FindingDefinition[] = []
  const notFound: FindingDefinition[] = []
  const notKnown: FindingDefinition[] = []
  const isAsked = ({ id, serves }: FindingDefinition) => raised.has(id) || serves.some((each) => statements.has(each))
  for (const finding of protocol.findings.filter(isAsked)) {
    const state = situation.get(finding.id)
    const isNotDone = state?.is === 'notDone' && finding.unrecorded === 'notDone'
    if (state === undefined || state.is === 'notKnown' || isNotDone) notKnown.push(finding)
    else if (state.is === 'value' && (finding.kind === 'sign' ? state.value === 'present' : raised.has(finding.id)))
      found.push(finding)
    else notFound.push(finding)
  }
  return { found, notFound, notKnown }
}

/** Red flags and serious features, and the additions that define what the urgency or a red flag hangs on. */
function screeningStatements(protocol: Protocol): ReadonlySet<string> {
  const conditions = new Map(protocol.conditions.map((condition) => [condition.id, condition]))
  const reached = new Set<string>()
  const reach = (when: ConditionData): void =>
    walk(when, (part) => {
      if (part.op !== 'defined' || reached.has(part.condition)) return
      reached.add(part.condition)
      for (const definition of conditions.get(part.condition)?.definitions ?? []) reach(definition.when)
    })
  for (const { kind, rules } of protocol.decisions) if (kind === 'urgency') for (const { when } of rules) reach(when)
  for (const { id, shows } of protocol.conditions) if (shows === 'red flag') reach({ op: 'defined', condition: id })
  const owners = new Set(
    [...reached].flatMap((id) => (conditions.get(id)?.definitions ?? []).flatMap((each) => each.statements[0] ?? [])),
  )
  return new Set(
    protocol.statements
      .filter(({ id, kind }) => kind === 'red flag' || kind === 'serious' || (kind === 'addition' && owners.has(id)))
      .map(({ id }) => id),
  )
}

/**
 * The findings behind everything that a decision shows (red flags, features, notes): those that serve the statements
 * shown, not those that only came into a limit.
 *
 * @example raisedFindings(result, standard).has('cancerHistory') // true
 */
export function raisedFindings(
  shown: Pick<DecisionResult, 'redFlags' | 'features' | 'notes'>,
  protocol: Protocol,
): ReadonlySet<string> {
  const serves = new Map(protocol.findings.map((finding) => [finding.id, finding.serves]))
  return new Set(
    [...shown.redFlags, ...shown.features, ...shown.notes].flatMap(({ statements, findings }) =>
      findings.map(({ finding }) => finding).filter((id) => serves.get(id)?.some((each) => statements.includes(each))),
    ),
  )
}
