import type { DecisionResult } from '../evaluate/result.ts'
import type { CalendarDate } from '../language/date.ts'
import type { Protocol } from '../language/protocol.ts'
import {
  capitalised,
  DEMO_MARK,
  documentOf,
  nameOf,
  oneLine,
  type Person,
  sentence,
  wrapped,
  writtenDate,
} from './plain-text.ts'
import type { HandoutFrame, HandoutWords, Saying } from './words.ts'

/** What a handout is about. */
export interface HandoutFacts {
  readonly patient: Person
  readonly decision: DecisionResult
  /** Where the patient was seen, and how to reach it; a line to fill in where there is none. */
  readonly clinic?: { readonly name: string; readonly contact?: string }
  readonly writtenOn: CalendarDate
}

/** A part of a handout: sentences, or a list under its heading. */
export interface HandoutPart {
  readonly heading?: string
  readonly lead?: string
  readonly lines: readonly string[]
  readonly isList: boolean
}

/** A handout as it is laid out: in its language, with what has to be said above and below it. */
export interface Handout {
  readonly language: string
  readonly direction: 'ltr' | 'rtl'
  readonly title: string
  /** For whom, and when. */
  readonly for: string
  /** Invented patient, unreviewed text: above and below, in the text's language and in English. */
  readonly marks: readonly string[]
  readonly parts: readonly HandoutPart[]
}

const ENGLISH: HandoutFrame = {
  language: 'en',
  direction: 'ltr',
  for: 'For {{name}}',
  call: 'Call us: {{clinic}}',
  reviewed: 'Text reviewed by {{name}}, {{date}}.',
  demo: DEMO_MARK,
}

/**
 * What the patient takes home: what happens now, when to come back at once, and whom to call. Its words are the
 * protocol's, or a translation of them; the advice on when to come back is the same for everybody. An emergency says
 * only what to do today.
 *
 * A text that no clinician has reviewed is for invented patients only, marked as such. For a real patient the answer is
 * then a note to the clinician with the protocol's advice.
 *
 * @example handoutOf(facts, standard, handoutWords).title // 'Your back pain'
 */
export function handoutOf(facts: HandoutFacts, protocol: Protocol, words: HandoutWords): Handout {
  const { patient, decision, writtenOn } = facts
  const frame = words.frame ?? ENGLISH
  const isDemo = patient.demo === true
  const unreviewed = words.review === undefined
  const head = {
    language: frame.language,
    direction: frame.direction,
    title: words.title,
    for: `${filled(frame.for, { name: isolated(frame, nameOf(patient)) })} · ${dateIn(frame, writtenOn)}`,
    marks: distinct([
      ...(isDemo ? [frame.demo, DEMO_MARK] : []),
      ...(unreviewed && isDemo ? [words.unreviewed.mark, words.unreviewed.english ?? words.unreviewed.mark] : []),
    ]),
  }
  if (unreviewed && !isDemo)
    return {
      ...head,
      parts: [
        { lines: [words.unreviewed.notPrinted ?? words.unreviewed.mark], isList: false },
        { lines: [capitalised(adviceOf(protocol, words))], isList: false },
      ],
    }
  const levels = words.urgency.map(({ level }) => level)
  const now = words.urgency.find(({ level }) => level === decision.urgency.level)?.says ?? []
  const isHighest = levels.at(-1) === decision.urgency.level
  const sayings = words.sayings.filter((saying) => applies(saying, decision)).map(({ says }) => says)
  const call = sentence(filled(frame.call, { clinic: clinicLine(facts) }))
  return {
    ...head,
    parts: [
      ...(isHighest ? [] : [{ lines: words.opening, isList: false }]),
      ...(now.length + sayings.length > 0
        ? [{ heading: words.nextTitle, lines: [...now, ...sayings], isList: true }]
        : []),
      safetyPart(protocol, words),
      { lines: [[...words.closing, call].join(' ')], isList: false },
      ...(words.review ? [{ lines: [reviewLine(frame, words.review)], isList: false }] : []),
    ],
  }
}

/**
 * The handout as plain text of 80 columns, to copy into a record.
 *
 * @example patientHandout(facts, standard, handoutWords).split('\n')[0] // 'DEMO – not a real patient'
 */
export function patientHandout(facts: HandoutFacts, protocol: Protocol, words: HandoutWords): string {
  return handoutText(handoutOf(facts, protocol, words))
}

/**
 * The text of a handout that is laid out already.
 *
 * @example handoutText(handout).endsWith('\n') // true
 */
export function handoutText({ title, marks, parts, ...handout }: Handout): string {
  const above = marks.filter((mark) => mark !== DEMO_MARK).map((mark) => wrapped(mark))
  const text = parts.map(({ heading, lead, lines, isList }) =>
    [
      ...(heading ? [heading.toUpperCase()] : []),
      ...(lead ? [wrapped(lead)] : []),
      ...lines.map((line) => (isList ? wrapped(line, '- ', '  ') : wrapped(line))),
    ].join('\n'),
  )
  return documentOf([...above, `${title.toUpperCase()}\n${wrapped(handout.for)}`, ...text], marks.includes(DEMO_MARK))
}

function applies({ decision, outcomes }: Saying, { actions }: DecisionResult): boolean {
  return actions.some((action) => action.decision === decision && (outcomes?.includes(action.outcome) ?? true))
}

function clinicLine({ clinic }: HandoutFacts): string {
  if (!clinic) return '______________________________'
  return [clinic.name, clinic.contact ?? '']
    .map(oneLine)
    .filter((text) => text !== '')
    .join(', ')
}

function reviewLine(frame: HandoutFrame, { reviewedBy, reviewedOn }: NonNullable<HandoutWords['review']>): string {
  return filled(frame.reviewed, { name: oneLine(reviewedBy), date: dateIn(frame, reviewedOn) })
}

/** A day as it is written in the language; digits are those of the texts. */
function dateIn({ language }: HandoutFrame, day: CalendarDate): string {
  if (language === ENGLISH.language) return writtenDate(day)
  const form = { dateStyle: 'long', timeZone: 'UTC', numberingSystem: 'latn' } as const
  return new Intl.DateTimeFormat(language, form).format(new Date(`${day}T00:00:00Z`))
}

/** A name keeps its own direction in a text that runs the other way, and turns nothing around it. */
function isolated({ direction }: HandoutFrame, name: string): string {
  return direction === 'rtl' ? `\u2068${name}\u2069` : name
}

function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '')
}

function distinct(marks: readonly string[]): readonly string[] {
  return [...new Set(marks)]
}

/** The protocol's advice for everybody, without the words that address the clinician; or its translation. */
function adviceOf(protocol: Protocol, { safety }: HandoutWords): string {
  if ('signs' in safety) return sentence(`${safety.lead} ${safety.signs.join(', ')}`)
  const outcomes = protocol.decisions.find(({ id }) => id === safety.decision)?.outcomes ?? []
  const label = outcomes.find(({ stance }) => stance !== undefined)?.label ?? ''
  return sentence(label.startsWith(safety.without) ? label.slice(safety.without.length) : label)
}

/** The same advice as a list: one danger sign a line. */
function safetyPart(protocol: Protocol, words: HandoutWords): HandoutPart {
  const { safety } = words
  const { title: heading, lead } = safety
  if ('signs' in safety) return { heading, lead, lines: safety.signs.map(capitalised), isList: true }
  const advice = adviceOf(protocol, words)
  const [come, signs] = advice.split(/ for (.*)/)
  if (!come || !signs) return { heading, lines: [lead, advice], isList: true }
  const lines = signs.split(', ').map((sign) => capitalised(sign.replace(/^or /, '')))
  return { heading, lead: `${lead} ${capitalised(come)} for:`, lines, isList: true }
}
