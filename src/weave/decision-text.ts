import type { Action, Change, DecisionResult, Flag, Missing } from '../evaluate/result.ts'
import type { Stance } from '../language/decision.ts'
import type { Protocol } from '../language/protocol.ts'
import { evidenceWords } from './findings-text.ts'
import { capitalised, oneLine, sentence, wrapped, writtenDate } from './plain-text.ts'

const STANCES: Readonly<Record<Stance, string>> = {
  recommended: 'recommended',
  consider: 'may be considered',
  'not advised': 'not advised',
  withhold: 'withheld',
}

const STATUSES: Readonly<Record<DecisionResult['status'], string>> = {
  complete: 'everything that could change it is known',
  incomplete: 'provisional: not everything is known',
  outOfScope: 'outside the scope of the pathway',
}

/**
 * The urgency in words: the level, and what it could still be.
 *
 * @example urgencyWords(result, standard) // 'Soon, provisional: it could be as high as “Emergency: today”'
 */
export function urgencyWords({ urgency }: Pick<DecisionResult, 'urgency'>, protocol: Protocol): string {
  const label = (id: string) => outcomeLabel('urgency', id, protocol)
  if (urgency.settled) return label(urgency.level)
  const bounds = [
    ...(urgency.atLeast === urgency.level ? [] : [`as low as “${label(urgency.atLeast)}”`]),
    ...(urgency.atMost === urgency.level ? [] : [`as high as “${label(urgency.atMost)}”`]),
  ]
  if (bounds.length === 0) return label(urgency.level)
  return `${label(urgency.level)}, provisional: it could be ${bounds.join(', or ')}`
}

/** The label of an outcome of the one decision of a kind. */
function outcomeLabel(kind: 'urgency', id: string, protocol: Protocol): string {
  const decision = protocol.decisions.find((candidate) => candidate.kind === kind)
  return decision?.outcomes.find((outcome) => outcome.id === id)?.label ?? id
}

/**
 * Why the urgency is what it is, in one phrase; nothing where no finding made it so.
 *
 * @example urgencyReason(result) // 'saddle numbness: present (X1)'
 */
export function urgencyReason({ urgency }: Pick<DecisionResult, 'urgency'>): string {
  if (urgency.findings.length === 0) return ''
  return `${evidenceWords(urgency.findings)} (${urgency.statements.join(', ')})`
}

/**
 * The one main step as it is put to the clinician.
 *
 * @example nextWords(result) // 'Consider: X-ray and ESR'
 */
export function nextWords({ next }: Pick<DecisionResult, 'next'>): string {
  if (!next) return 'Nothing to consider now.'
  return next.finding === undefined ? `Consider: ${next.label}` : `Ask next: ${next.label}`
}

/**
 * A red flag, feature or note in one phrase.
 *
 * @example flagWords(result.redFlags[0]) // 'history of cancer (B1): history of cancer: in the past'
 */
export function flagWords({ label, statements, findings }: Flag): string {
  const evidence = evidenceWords(findings)
  return `${label} (${statements.join(', ')})${evidence ? `: ${evidence}` : ''}`
}

/**
 * An action in one phrase: what, how strongly, whether it is certain, and the statements behind it.
 *
 * @example actionWords(action) // 'Plain X-ray of the back: recommended (C1, B7, B1)'
 */
export function actionWords(action: Action): string {
  const provisional = action.definite ? '' : ', provisional'
  return `${action.label}: ${STANCES[action.stance]}${provisional} (${action.statements.join(', ')})`
}

/**
 * A question that is open, and what its answer could do.
 *
 * @example missingWords(missing) // 'fever (it could raise the urgency)'
 */
export function missingWords({ label, couldRaise, couldLower }: Missing): string {
  const could = [...(couldRaise ? ['raise'] : []), ...(couldLower ? ['lower'] : [])]
  return could.length === 0 ? label : `${label} (it could ${could.join(' or ')} the urgency)`
}

/**
 * A change that would give another answer, in one phrase.
 *
 * @example changeWords(change, standard) // 'fever: present instead of absent – Urgency: Urgent instead of Routine'
 */
export function changeWords({ label, from, to, urgency, decisions }: Change, protocol: Protocol): string {
  const graded = protocol.decisions.find(({ kind }) => kind === 'urgency')
  const all = [...(urgency && graded ? [{ decision: graded.id, ...urgency }] : []), ...decisions]
  const answers = all.flatMap(({ decision, from: before, to: after }) => {
    const found = protocol.decisions.find(({ id }) => id === decision)
    const words = (id: string) => found?.outcomes.find((outcome) => outcome.id === id)?.label || id
    return found ? [`${found.label}: “${words(after)}” instead of “${words(before)}”`] : []
  })
  return `${label}: ${to} instead of ${from} – ${answers.join('; ')}`
}

/**
 * A decision in two lines: the urgency, the main step and the statements behind it; then what made it so.
 *
 * @example briefDecision(result, standard, 'weight-loss') // 'weight-loss: Urgent. Consider: X-ray and ESR (C1, B7, B2).\n…'
 */
export function briefDecision(result: DecisionResult, protocol: Protocol, id?: string): string {
  const first = result.actions.find(({ decision }) => result.next?.actions[0] === decision)
  const statements = first ? ` (${first.statements.join(', ')})` : ''
  const reason = urgencyReason(result)
  const name = id === undefined ? '' : `${oneLine(id)}: `
  return `${name}${urgencyWords(result, protocol)}. ${nextWords(result)}${statements}.${reason ? `\n  Because of ${reason}.` : ''}`
}

/** How a decision's text is written. */
export interface DecisionTextOptions {
  /** The case's own name, as a heading. */
  readonly id?: string
  /** How many open questions and changes of a kind are written out, 6 unless given; the rest is counted. */
  readonly most?: number
}

/**
 * A decision for a person to read, in 80 columns: urgency first, then "Consider: …" with its reasons, red flags, the
 * rest to consider, what is not known, what would change it, and the protocol's version.
 *
 * @example decisionText(result, standard).split('\n')[0] // 'SOON'
 */
export function decisionText(result: DecisionResult, protocol: Protocol, options: DecisionTextOptions = {}): string {
  const { id, most = 6 } = options
  const reason = urgencyReason(result)
  const advice = result.actions.filter(({ kind }) => kind === 'advice')
  const rest = result.actions.filter(({ kind }) => kind !== 'advice')
  const level = outcomeLabel('urgency', result.urgency.level, protocol)
  return [
    wrapped(level.toUpperCase() + urgencyWords(result, protocol).slice(level.length)),
    ...(id === undefined ? [] : [wrapped(`Case ${oneLine(id)}`)]),
    wrapped(`As of ${writtenDate(result.asOf)}; ${STATUSES[result.status]}.`),
    ...(reason ? [wrapped(`Because of ${reason}.`)] : []),
    '',
    wrapped(nextWords(result)),
    ...nextReasons(result, protocol),
    ...section('Red flags', result.redFlags.map(flagWords), 'None found.'),
    ...section('Serious features', result.features.map(flagWords)),
    ...section('Worth noting', result.notes.map(flagWords)),
    ...section('Actions', rest.map(actionWords)),
    ...section(
      'To be said',
      advice.map(({ label, statements }) => `${sentence(label)} (${statements.join(', ')})`),
    ),
    ...section('Where guidance differs', differences(result)),
    ...section('Not known', missingLines(result, most), 'Nothing that could change it.'),
    ...section('What would change it', changeLines(result, protocol, most), 'No single finding.'),
    '',
    wrapped(protocolWords(result), '', '  '),
  ].join('\n')
}

/**
 * Which protocol decided.
 *
 * @example protocolWords(result) // 'Protocol back-pain 0.1.0, layer standard, 2c04272d…'
 */
export function protocolWords({ protocol }: Pick<DecisionResult, 'protocol'>): string {
  const { name, version, layer, hash } = protocol
  return `Protocol ${name} ${version}, layer ${layer}, ${hash}`
}

/** Why the main step is considered: its actions' findings, and the text of the first statement of each. */
function nextReasons({ next, actions, missing }: DecisionResult, protocol: Protocol): readonly string[] {
  const question = missing.find(({ finding }) => finding === next?.finding)
  if (question) return [wrapped(question.why, '  ')]
  const does = actions.filter(({ decision }) => next?.actions.includes(decision))
  const findings = [...new Map(does.flatMap((action) => action.findings.map((each) => [each.finding, each]))).values()]
  const cited = [...new Set(does.flatMap(({ statements }) => statements.slice(0, 1)))]
  return [
    ...(findings.length > 0 ? [wrapped(`because ${evidenceWords(findings)}`, '  ')] : []),
    ...cited.flatMap((id) => {
      const text = protocol.statements.find((statement) => statement.id === id)?.text
      return text ? [wrapped(`${id}: ${text}`, '  ', '      ')] : []
    }),
  ]
}

function differences({ actions, urgency }: DecisionResult): readonly string[] {
  const all = [urgency, ...actions].flatMap(({ differs }) => differs)
  const byText = new Map(all.map((each) => [each.text, each]))
  return [...byText.values()].map(
    ({ statement, text, reference }) => `${statement}: ${sentence(text)} ${sentence(reference)}`,
  )
}

/** The open questions by what their answers could do, the most useful first. */
function missingLines({ missing }: DecisionResult, most: number): readonly string[] {
  const groups: readonly (readonly [string, readonly Missing[]])[] = [
    ['could raise the urgency', missing.filter(({ couldRaise }) => couldRaise)],
    ['could lower the urgency', missing.filter(({ couldRaise, couldLower }) => couldLower && !couldRaise)],
    ['could change something else', missing.filter(({ couldRaise, couldLower }) => !couldRaise && !couldLower)],
  ]
  return groups.flatMap(([title, list]) => {
    const labels = list.map(({ label }) => label)
    return labels.length === 0 ? [] : [`${title}: ${shortened(labels, most)}`]
  })
}

/** Changes, of one finding where one is enough, by the urgency that they would give, the highest first; then those of an action alone. */
function changeLines({ changes }: DecisionResult, protocol: Protocol, most: number): readonly string[] {
  const levels = protocol.decisions.find(({ kind }) => kind === 'urgency')?.outcomes ?? []
  const words = ({ also = [], ...first }: Change) =>
    [first, ...also].map(({ label, to }) => `${label}: ${to}`).join(' and ')
  const graded = levels.toReversed().flatMap(({ id, label }) => {
    const list = changes.filter(({ urgency }) => urgency?.to === id).map(words)
    return list.length === 0 ? [] : [`“${label}” with ${shortened(list, most)}`]
  })
  const others = changes.filter(({ urgency }) => urgency === undefined).map(words)
  return others.length === 0 ? graded : [...graded, `other actions with ${shortened(others, most)}`]
}

function shortened(items: readonly string[], most: number): string {
  if (items.length <= most + 1) return items.join('; ')
  return [...items.slice(0, most), `and ${items.length - most} more`].join('; ')
}

function section(title: string, lines: readonly string[], none?: string): readonly string[] {
  if (lines.length === 0) return none === undefined ? [] : ['', `${title}: ${none}`]
  return ['', title, ...lines.map((line) => wrapped(capitalised(line), '- ', '  '))]
}
