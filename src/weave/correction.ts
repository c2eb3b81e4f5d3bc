import type { LetterChange } from '../care/letters.ts'
import type { CalendarDate } from '../language/date.ts'
import type { FindingDefinition } from '../language/finding.ts'
import type { Protocol } from '../language/protocol.ts'
import { valueWords } from './findings-text.ts'
import {
  bornOf,
  documentOf,
  linesOf,
  nameOf,
  oneLine,
  type Person,
  sentence,
  wrapped,
  writtenDate,
} from './plain-text.ts'
import type { CorrectionWords, LetterWords } from './words.ts'

/** A letter that another one replaces. */
export interface Replaced {
  readonly sentOn: CalendarDate
  readonly changes: readonly Pick<LetterChange, 'what' | 'id' | 'from' | 'to'>[]
  /** How urgent it said it was, where that is not so any more: both in words. */
  readonly urgency?: { readonly from: string; readonly to: string }
}

/**
 * What a corrected letter says of the one it replaces, one line each: which, what to do with it, and what was not so.
 * Reasons stay in the record: they can name somebody else.
 *
 * @example correctionLines(replaced, standard, letterWords)[1] // 'Fever: the earlier letter said present; it is absent.'
 */
export function correctionLines(
  { sentOn, changes, urgency }: Replaced,
  protocol: Protocol,
  { correction: words }: Pick<LetterWords, 'correction'>,
): readonly string[] {
  return [
    filled(words.replaces, { date: writtenDate(sentOn) }),
    ...(urgency ? [filled(words.urgency, urgency)] : []),
    ...changes.map((change) => changeLine(change, protocol, words)),
  ]
}

/**
 * One thing that a letter says and that is not so, in one line.
 *
 * @example changeLine({ what: 'result', id: '' }, standard, letterWords.correction) // 'A result that it quoted is another patient’s.'
 */
export function changeLine(
  { what, id, from = '', to }: Pick<LetterChange, 'what' | 'id' | 'from' | 'to'>,
  protocol: Protocol,
  words: CorrectionWords,
): string {
  switch (what) {
    case 'voided':
      return words.voided
    case 'moved':
      return filled(words.moved, { number: oneLine(String(from)) })
    case 'result':
      return words.result
    case 'patient': {
      const value = (text: string | number | undefined): string => detailWords(id, String(text ?? ''), words)
      const label = words.details[id] ?? id
      return filled(words.changed, { label, from: value(from), to: value(to) })
    }
    case 'finding': {
      const definition = protocol.findings.find((each) => each.id === id)
      const value = (given: string | number): string => statedWords(definition, given)
      const label = definition?.label ?? id
      return filled(words.changed, { label, from: value(from), to: to === undefined ? words.notRecorded : value(to) })
    }
  }
}

function statedWords(definition: FindingDefinition | undefined, value: string | number): string {
  if (value === 'notKnown') return 'not known'
  if (value === 'notDone') return 'not on record'
  return definition ? valueWords(definition, value) : oneLine(String(value))
}

function detailWords(id: string, text: string, words: CorrectionWords): string {
  if (text === '') return words.notRecorded
  return id === 'birthDate' ? writtenDate(text) : linesOf(text).join('; ')
}

/** Everything that the withdrawal of a referral says. */
export interface WithdrawalFacts {
  /** Whom the letter that is withdrawn named. */
  readonly patient: Person
  readonly to: string
  readonly sentOn: CalendarDate
  readonly changes: Replaced['changes']
  readonly reason?: string
  readonly referrer: { readonly name: string; readonly role?: string }
  readonly writtenOn: CalendarDate
}

/**
 * The letter that takes a referral back, about the patient whom it named: it says nothing else of that patient.
 *
 * @example withdrawalLetter(facts, letterWords).split('\n')[0] // 'WITHDRAWN REFERRAL: BACK PAIN'
 */
export function withdrawalLetter(
  facts: WithdrawalFacts,
  { correction: words }: Pick<LetterWords, 'correction'>,
): string {
  const { patient, to, sentOn, changes, reason = '', referrer, writtenOn } = facts
  const row = (name: string, text: string): string => wrapped(text, name.padEnd(10), ' '.repeat(10))
  const number = patient.recordNumber ? `record ${oneLine(patient.recordNumber)}` : 'no record number'
  const items = (lines: readonly string[]): string => lines.map((line) => wrapped(line, '- ', '  ')).join('\n')
  const who = [referrer.name, referrer.role ?? '']
    .map(oneLine)
    .filter((text) => text !== '')
    .join(', ')
  return documentOf(
    [
      words.withdrawnTitle.toUpperCase(),
      [
        row('To:', oneLine(to)),
        row('Patient:', nameOf(patient)),
        row('', [bornOf(patient, writtenOn), number].join(' · ')),
      ].join('\n'),
      `${words.heading.toUpperCase()}\n${items([
        filled(words.withdraws, { date: writtenDate(sentOn) }),
        // What is so of the right patient is no business of whoever reads about this one.
        ...changes.flatMap(({ what }) => (what === 'voided' || what === 'moved' ? [words.because[what]] : [])),
        ...linesOf(reason).filter((line) => line !== ''),
      ])}`,
      wrapped(sentence(`Withdrawn by ${who}, ${writtenDate(writtenOn)}`), '', '  '),
    ],
    patient.demo === true,
  )
}

function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '')
}
