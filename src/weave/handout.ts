import type { DecisionResult } from '../evaluate/result.ts'
import type { CalendarDate } from '../language/date.ts'
import type { Protocol } from '../language/protocol.ts'
import { capitalised, documentOf, nameOf, oneLine, type Person, sentence, wrapped, writtenDate } from './plain-text.ts'
import type { HandoutWords, Saying } from './words.ts'

/** What a handout is about. */
export interface HandoutFacts {
  readonly patient: Person
  readonly decision: DecisionResult
  /** Where the patient was seen, and how to reach it; a line to fill in where there is none. */
  readonly clinic?: { readonly name: string; readonly contact?: string }
  readonly writtenOn: CalendarDate
}

/**
 * What the patient takes home, as plain text: what happens now, when to come back at once, and whom to call. Its words
 * are the protocol's; the advice on when to come back is the protocol's own, the same for everybody. An emergency says
 * only what to do today.
 *
 * A text that no clinician has reviewed is printed for invented patients only, marked as such. For a real patient the
 * answer is then a note to the clinician with the protocol's advice.
 *
 * @example patientHandout(facts, standard, handoutWords).split('\n')[0] // 'DEMO – not a real patient'
 */
export function patientHandout(facts: HandoutFacts, protocol: Protocol, words: HandoutWords): string {
  const { patient, decision, writtenOn } = facts
  const isDemo = patient.demo === true
  const title = `${words.title.toUpperCase()}\n${wrapped(`For ${nameOf(patient)} · ${writtenDate(writtenOn)}`)}`
  if (words.review === undefined && !isDemo)
    return documentOf(
      [title, wrapped(words.unreviewed.notPrinted), wrapped(capitalised(adviceOf(protocol, words)))],
      false,
    )
  const levels = words.urgency.map(({ level }) => level)
  const now = words.urgency.find(({ level }) => level === decision.urgency.level)?.says ?? []
  const isHighest = levels.at(-1) === decision.urgency.level
  const sayings = words.sayings.filter((saying) => applies(saying, decision)).map(({ says }) => says)
  const clinic = facts.clinic
    ? [facts.clinic.name, facts.clinic.contact ?? '']
        .map(oneLine)
        .filter((text) => text !== '')
        .join(', ')
    : '______________________________'
  const parts = [
    ...(words.review ? [] : [wrapped(words.unreviewed.mark)]),
    title,
    ...(isHighest ? [] : [words.opening.map((text) => wrapped(text)).join('\n')]),
    part(words.nextTitle, [...now, ...sayings]),
    safetyPart(protocol, words),
    wrapped([...words.closing, sentence(`Call us: ${clinic}`)].join(' ')),
    ...(words.review
      ? [wrapped(`Text reviewed by ${oneLine(words.review.reviewedBy)}, ${writtenDate(words.review.reviewedOn)}.`)]
      : []),
  ]
  return documentOf(parts, isDemo)
}

function part(title: string, lines: readonly string[]): string {
  return [title.toUpperCase(), ...lines.map((line) => wrapped(line, '- ', '  '))].join('\n')
}

function applies({ decision, outcomes }: Saying, { actions }: DecisionResult): boolean {
  return actions.some((action) => action.decision === decision && (outcomes?.includes(action.outcome) ?? true))
}

/** The protocol's advice for everybody, without the words that address the clinician. */
function adviceOf(protocol: Protocol, { safety }: HandoutWords): string {
  const outcomes = protocol.decisions.find(({ id }) => id === safety.decision)?.outcomes ?? []
  const label = outcomes.find(({ stance }) => stance !== undefined)?.label ?? ''
  return sentence(label.startsWith(safety.without) ? label.slice(safety.without.length) : label)
}

/** The same advice as a list: one danger sign a line. */
function safetyPart(protocol: Protocol, words: HandoutWords): string {
  const { title, lead } = words.safety
  const advice = adviceOf(protocol, words)
  const [come, signs] = advice.split(/ for (.*)/)
  if (!come || !signs) return part(title, [lead, advice])
  const list = signs.split(', ').map((sign) => wrapped(capitalised(sign.replace(/^or /, '')), '- ', '  '))
  return [title.toUpperCase(), wrapped(`${lead} ${capitalised(come)} for:`), ...list].join('\n')
}
