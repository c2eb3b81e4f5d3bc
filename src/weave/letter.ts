import type { Action, DecisionResult, Evidence, Flag } from '../evaluate/result.ts'
import type { Situation } from '../evaluate/state.ts'
import { type CalendarDate, yearsBetween } from '../language/date.ts'
import type { Stance } from '../language/decision.ts'
import type { FindingDefinition } from '../language/finding.ts'
import { compareStatementIds, type Protocol } from '../language/protocol.ts'
import { correctionLines, type Replaced } from './correction.ts'
import { protocolWords, urgencyWords } from './decision-text.ts'
import {
  findingWords,
  flagPhrase,
  namedEvidence,
  raisedFindings,
  type Screening,
  screening,
  togetherWords,
} from './findings-text.ts'
import {
  bornOf,
  capitalised,
  documentOf,
  linesOf,
  nameOf,
  oneLine,
  type Person,
  sentence,
  wrapped,
  writtenDate,
} from './plain-text.ts'
import type { Expectation, LetterPart, LetterWords } from './words.ts'

/** A report as it was received: the findings read from it, and its text. */
export interface ReceivedReport {
  readonly findings: readonly string[]
  readonly receivedOn: CalendarDate
  readonly reportedText?: string
}

/** Everything a referral letter is about: plain data, already recorded. */
export interface ReferralFacts {
  readonly patient: Person & { readonly medicines?: string | readonly string[] }
  /** To whom it goes, in words. */
  readonly to: string
  /** The decision of kind `referral` it acts on; the first that is recommended unless given. */
  readonly referral?: string
  readonly decision: DecisionResult
  /** What `decide` read: the findings on the decision's as-of date. */
  readonly situation: Situation
  readonly reports?: readonly ReceivedReport[]
  /** Decisions of kind `order` whose result is awaited. */
  readonly awaited?: readonly { readonly test: string; readonly orderedOn: CalendarDate }[]
  readonly treatments?: readonly {
    readonly treatment: string
    readonly startedOn: CalendarDate
    readonly description?: string
  }[]
  /** What was said of the treatment at each review. */
  readonly responses?: readonly { readonly reviewedOn: CalendarDate; readonly response: string }[]
  /** What the patient was told, in the referrer's words. */
  readonly told?: readonly string[]
  /** Why the patient is referred and what is hoped for, in the referrer's words; printed before the protocol's own. */
  readonly reason?: string
  /** Where it hurts and what the patient cannot do, one line each. */
  readonly described?: readonly string[]
  /** What the patient answered before the visit and no clinician has confirmed, one line each. */
  readonly patientSaid?: readonly string[]
  /** The letter that this one corrects. */
  readonly replaces?: Replaced
  readonly referrer: { readonly name: string; readonly role?: string; readonly contact?: string }
  readonly writtenOn: CalendarDate
}

const NOT_RECORDED = 'Not recorded.'

/**
 * A referral letter as plain text of 80 columns, in the order in which it is read: to whom and how urgent, a summary in
 * four lines, reason and expectation, red flags found, not found and not known, examination, results with their dates
 * and reported texts, treatment, medicines and allergies, what the patient was told, who refers.
 * Nothing recorded is left out; what is not recorded is said to be not recorded.
 *
 * @example referralLetter(facts, standard, letterWords).split('\n')[0] // 'REFERRAL: BACK PAIN'
 */
export function referralLetter(facts: ReferralFacts, protocol: Protocol, words: LetterWords): string {
  const { decision, situation, patient } = facts
  const screened = screening(protocol, situation, raisedFindings(decision, protocol))
  const { found, notFound, notKnown } = screened
  const inHeading = headingFindings(facts, words)
  const told = new Set([...inHeading, ...[...found, ...notFound, ...notKnown].map(({ id }) => id)])
  const part = (of: LetterPart) => partItems(of, facts, protocol, told)
  const parts = [
    (facts.replaces ? words.correction.title : words.title).toUpperCase(),
    heading(facts, protocol, words),
    ...correction(facts, protocol, words),
    block('Summary', summary(facts, protocol, words, screened)),
    block('Reason and expectation', reasons(facts, words)),
    block('Red flags and serious features: found', foundItems(facts, found), 'None.'),
    block(
      'Red flags and serious features: not found (known, and no red flag)',
      grouped(
        notFound.filter(({ id }) => !inHeading.has(id)),
        facts,
      ),
      'None has been excluded.',
    ),
    block(
      'Red flags and serious features: not known (not asked, or not on record)',
      grouped(notKnown, facts),
      'Every one is known.',
    ),
    block(words.examination.title, part(words.examination)),
    ...optionalBlock(words.described, facts.described),
    block(words.results.title, [...part(words.results), ...reports(facts, protocol), ...awaited(facts, protocol)]),
    block(words.treatment.title, [...part(words.treatment), ...treatments(facts, protocol), ...responses(facts)]),
    block(words.medicines.title, [
      item(`Medicines: ${freeText(patient.medicines)}`),
      item(`Allergies: ${freeText(patient.allergies)}`),
      ...part(words.medicines),
    ]),
    ...alsoRecorded(facts, protocol, told),
    ...optionalBlock(words.patientSaid, facts.patientSaid),
    block('The patient was told', (facts.told ?? []).flatMap(linesOf).map(item), NOT_RECORDED),
    closing(facts, words),
  ]
  return documentOf(parts, patient.demo === true)
}

/** One line of a block: an item, or a line of a text that is quoted. */
interface Item {
  readonly text: string
  readonly mark: '- ' | '  | '
}

const item = (text: string): Item => ({ text, mark: '- ' })
const quoted = (text: string): Item => ({ text, mark: '  | ' })

/** A block with its heading in capitals. No content can pass for a heading: each of its lines begins with a mark. */
function block(title: string, items: readonly Item[], none = NOT_RECORDED): string {
  const shown = items.length > 0 ? items : [item(none)]
  const lines = shown.map(({ text, mark }) => wrapped(text, mark, mark === '- ' ? '  ' : mark))
  return [title.toUpperCase(), ...lines].join('\n')
}

/** A block that is there only where it has something to say. */
function optionalBlock(title: string, lines: readonly string[] = []): readonly string[] {
  return lines.length > 0 ? [block(title, lines.flatMap(linesOf).map(item))] : []
}

/** Read before anything else: which letter this one replaces, and what was not so. */
function correction({ replaces }: ReferralFacts, protocol: Protocol, words: LetterWords): readonly string[] {
  return replaces ? [block(words.correction.heading, correctionLines(replaces, protocol, words).map(item))] : []
}

function heading(facts: ReferralFacts, protocol: Protocol, words: LetterWords): string {
  const { patient, decision, writtenOn, to } = facts
  const number = patient.recordNumber ? `record ${oneLine(patient.recordNumber)}` : 'no record number'
  const { findings, statements } = decision.urgency
  const reason = findings.length > 0 ? `${telling(findings, facts, words)} (${statements.join(', ')})` : ''
  const level = urgencyWords(decision, protocol).split(',')
  const row = (name: string, text: string) => wrapped(text, name.padEnd(10), ' '.repeat(10))
  return [
    row('To:', oneLine(to) || NOT_RECORDED),
    row('Patient:', nameOf(patient)),
    row('', [bornOf(patient, writtenOn), sexOf(patient), number].join(' · ')),
    row('Urgency:', sentence([level[0]?.toUpperCase(), ...level.slice(1)].join(','))),
    row('Why:', reason ? sentence(capitalised(reason)) : 'No finding raises the urgency.'),
  ].join('\n')
}

/** Findings that the heading says already: age and sex, as long as what was answered is what the patient's details say. */
function headingFindings({ patient, situation }: ReferralFacts, { heading: of }: LetterWords): ReadonlySet<string> {
  const answerOf = (id: string) => {
    const state = situation.get(id)
    return state?.is === 'value' ? state.value : undefined
  }
  const isBorn = answerOf(of.birthDate) === patient.birthDate
  const isSex = answerOf(of.sex) === patient.sexAtBirth
  return new Set([...(isBorn ? [of.birthDate, of.age] : []), ...(isSex ? [of.sex] : [])])
}

function sexOf({ sexAtBirth = '' }: Person): string {
  return sexAtBirth === 'female' || sexAtBirth === 'male' ? sexAtBirth : 'sex not known'
}

/** Situation, background, assessment, recommendation: one line each. */
function summary(facts: ReferralFacts, protocol: Protocol, words: LetterWords, screened: Screening): readonly Item[] {
  const { patient, decision, situation, writtenOn } = facts
  const definitions = (ids: readonly string[]) => protocol.findings.filter(({ id }) => ids.includes(id))
  const course = definitions(words.course).map((each) => findingWords(each, situation.get(each.id), decision.asOf))
  const background = definitions(words.background).filter(({ id, kind }) => {
    const state = situation.get(id)
    if (state?.is !== 'value' || screened.notFound.some((each) => each.id === id)) return false
    return kind !== 'sign' || state.value === 'present'
  })
  const flags = decision.redFlags.map((flag) => flagPhrase(flag, protocol))
  const open = screened.notKnown.length
  return [
    `Situation: ${whoOf(patient, writtenOn)} with ${words.complaint}. ${capitalised(course.join('; '))}.`,
    `Background: ${background.length > 0 ? togetherWords(background, situation, decision.asOf) : 'nothing that raises the risk is recorded'}.`,
    `Assessment: ${flags.length > 0 ? `red flags: ${flags.join('; ')}` : 'no red flag found'}.${open > 0 ? ` Not known: ${open} of what is asked, listed below.` : ''}`,
    `Recommendation: ${wantedWords(facts, protocol, words)}.`,
  ].map(item)
}

function whoOf({ birthDate, sexAtBirth }: Person, asOf: CalendarDate): string {
  const who = sexAtBirth === 'female' ? 'woman' : sexAtBirth === 'male' ? 'man' : 'patient'
  return `a ${who} of ${yearsBetween(birthDate, asOf)} years`
}

/** What is asked of the reader, what is on its way, and what else the pathway says of tests and treatment. */
function wantedWords(facts: ReferralFacts, protocol: Protocol, words: LetterWords): string {
  const { decision, awaited: orders = [] } = facts
  const ordered = new Set(orders.map(({ test }) => test))
  const labels = protocol.decisions.filter(({ id }) => ordered.has(id)).map(({ label }) => label)
  const others = (stance: Stance) =>
    decision.actions
      .filter((action) => (action.kind === 'order' || action.kind === 'treatment') && action.stance === stance)
      .filter((action) => !ordered.has(action.decision))
      .map(({ label, definite }) => (definite ? label : `${label} (provisional)`))
  const said = (lead: string, list: readonly string[]) => (list.length > 0 ? [`${lead}: ${list.join(', ')}`] : [])
  const parts = [
    expectationOf(facts, words)?.asks ?? 'assessment',
    ...said('ordered, result awaited', labels),
    ...said('recommended by the pathway', others('recommended')),
    ...said('may be considered', others('consider')),
  ]
  return parts.join('; ')
}

/** The action that the letter is written for: of its referral, or of the first that is recommended. */
function referralAction({ referral, decision }: ReferralFacts): Action | undefined {
  return decision.actions.find(({ decision: id, kind, stance }) =>
    referral === undefined ? kind === 'referral' && stance === 'recommended' : id === referral,
  )
}

function expectationOf(facts: ReferralFacts, words: LetterWords): Expectation | undefined {
  const action = referralAction(facts)
  return words.expectations.find(
    (each) =>
      each.decision === (facts.referral ?? action?.decision) &&
      (each.outcomes?.includes(action?.outcome ?? '') ?? true),
  )
}

/** The findings behind a line, without those that the heading says unless there are no others. */
function telling(findings: readonly Evidence[], facts: ReferralFacts, words: LetterWords): string {
  const inHeading = headingFindings(facts, words)
  const others = findings.filter(({ finding }) => !inHeading.has(finding))
  return namedEvidence(others.length > 0 ? others : findings)
}

function becauseOf({ findings, statements, definite }: Action, facts: ReferralFacts, words: LetterWords): string {
  const because = telling(findings, facts, words)
  const cited = `(${statements.join(', ')})${definite ? '' : ', on what is known now'}`
  return because ? `Referred because of ${because} ${cited}.` : `Referred as the pathway asks ${cited}.`
}

function reasons(facts: ReferralFacts, words: LetterWords): readonly Item[] {
  const own = linesOf(facts.reason ?? '').map(item)
  const action = referralAction(facts)
  const isAsked = action?.stance === 'recommended' || action?.stance === 'consider'
  const says = expectationOf(facts, words)?.says
  return [
    ...own,
    item(action && isAsked ? becauseOf(action, facts, words) : words.ownDecision),
    ...(says ? [item(says)] : []),
  ]
}

function foundItems({ decision, situation }: ReferralFacts, found: readonly FindingDefinition[]): readonly Item[] {
  const shown = (title: string, flags: readonly Flag[]) =>
    flags.map(({ label, statements }) => item(`${title}: ${label} (${statements.join(', ')})`))
  const findings = togetherWords(found, situation, decision.asOf)
  return [
    ...shown('Red flag', decision.redFlags),
    ...shown('Feature', decision.features),
    ...shown('Note', decision.notes),
    ...(found.length > 0 ? [item(`Findings – ${findings}.`)] : []),
  ]
}

/** Findings by the section of the form they are asked in. */
function grouped(findings: readonly FindingDefinition[], { situation, decision }: ReferralFacts): readonly Item[] {
  const groups = [...new Set(findings.map(({ group }) => group))]
  return groups.map((group) => {
    const own = findings.filter((each) => each.group === group)
    return item(`${group} – ${togetherWords(own, situation, decision.asOf)}.`)
  })
}

/** The findings of one part of the letter, known or not. Results are each on a line of their own, with their day. */
function partItems(of: LetterPart, facts: ReferralFacts, protocol: Protocol, told: Set<string>): readonly Item[] {
  const { situation, decision } = facts
  const findings = of.findings.flatMap((id) => protocol.findings.find((each) => each.id === id) ?? [])
  for (const { id } of findings) told.add(id)
  const isKnown = ({ id }: FindingDefinition) => situation.get(id)?.is === 'value'
  const dated = of.dated ? findings.filter(isKnown) : []
  const isSilent = ({ id }: FindingDefinition) =>
    of.onlyIfKnown?.includes(id) === true && situation.get(id)?.is === 'notDone'
  const rest = findings.filter((each) => !dated.includes(each) && !isSilent(each))
  return [
    ...dated.map((each) => item(`${capitalised(findingWords(each, situation.get(each.id), ''))}.`)),
    ...(rest.length > 0 ? [item(`${capitalised(togetherWords(rest, situation, decision.asOf))}.`)] : []),
  ]
}

function reports({ reports: received = [] }: ReferralFacts, protocol: Protocol): readonly Item[] {
  return received.flatMap(({ findings, receivedOn, reportedText = '' }) => {
    const lines = linesOf(reportedText)
    if (lines.length === 0) return []
    const names = protocol.findings.filter(({ id }) => findings.includes(id)).map(({ label }) => label)
    const of = names.length > 0 ? ` of ${names.join(', ')}` : ''
    return [item(`Report${of}, received ${writtenDate(receivedOn)}, as written:`), ...lines.map(quoted)]
  })
}

function awaited({ awaited: orders = [] }: ReferralFacts, protocol: Protocol): readonly Item[] {
  return orders.map(({ test, orderedOn }) => {
    const label = protocol.decisions.find(({ id }) => id === test)?.label ?? oneLine(test)
    return item(`${label}: ordered ${writtenDate(orderedOn)}, result awaited.`)
  })
}

function treatments({ treatments: tried = [] }: ReferralFacts, protocol: Protocol): readonly Item[] {
  const values = protocol.findings.flatMap((finding) => (finding.kind === 'choice' ? finding.values : []))
  return tried.map(({ treatment, startedOn, description = '' }) => {
    const label = values.find(({ id }) => id === treatment)?.label ?? oneLine(treatment)
    const detail = oneLine(description)
    return item(`${label}, from ${writtenDate(startedOn)}${detail ? `: ${sentence(detail)}` : '.'}`)
  })
}

function responses({ responses: said = [] }: ReferralFacts): readonly Item[] {
  return said.map(({ reviewedOn, response }) =>
    item(`At the review of ${writtenDate(reviewedOn)}: ${sentence(oneLine(response))}`),
  )
}

function freeText(text: string | readonly string[] | undefined): string {
  const lines = (typeof text === 'string' ? [text] : (text ?? [])).flatMap(linesOf).filter((line) => line !== '')
  return lines.length > 0 ? sentence(lines.join('; ')) : NOT_RECORDED
}

/** What has been recorded and has no place above: a letter leaves nothing out. */
function alsoRecorded(facts: ReferralFacts, protocol: Protocol, told: ReadonlySet<string>): readonly string[] {
  const rest = protocol.findings.filter(({ id }) => !told.has(id) && facts.situation.get(id)?.is === 'value')
  return rest.length > 0 ? [block('Also recorded', grouped(rest, facts))] : []
}

function closing({ referrer, writtenOn, decision }: ReferralFacts, words: LetterWords): string {
  const who = [referrer.name, referrer.role ?? '', referrer.contact ?? ''].map(oneLine).filter((text) => text !== '')
  const cited = [decision.urgency, ...decision.redFlags, ...decision.actions].flatMap(({ statements }) => statements)
  return [
    wrapped(`Referred by ${who.length > 0 ? who.join(', ') : 'nobody named'}, ${writtenDate(writtenOn)}.`, '', '  '),
    wrapped(`Findings and decision as of ${writtenDate(decision.asOf)}.`),
    wrapped(`${protocolWords(decision)}.`, '', '  '),
    wrapped(`Statements: ${[...new Set(cited)].sort(compareStatementIds).join(', ')}.`, '', '  '),
    wrapped(words.disclaimer),
  ].join('\n')
}
