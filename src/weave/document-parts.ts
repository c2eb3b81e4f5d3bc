import type { FindingDefinition } from '../language/finding.ts'
import type { DecisionDefinition, Match, Protocol } from '../language/protocol.ts'
import type { Statement } from '../language/statement.ts'
import { citing, definitionItem, documentLinks, madeOf, outcomeWords, ruleItem } from './document-rules.ts'
import { amount, english, inline, joined, listed } from './english.ts'
import { inCode, inMarkdown, linkTo, placeFor, statementLink, table } from './markdown.ts'
import { capitalised, sentence } from './plain-text.ts'

/** A clinical case as far as the document tells it. */
export interface CaseSummary {
  readonly id: string
  readonly situation: string
  /** The statements it shows at work. */
  readonly tests: readonly string[]
}

/** Those that show little else come first; the table of cases has all. */
const MOST_CASES = 8

/**
 * One statement: its text, what it makes, what it rests on, and the cases that show it.
 *
 * @example statementPart(B4, standard, cases) // '### B4\n\n*Red flag.* Pain that has lasted more than one month.\n\n…'
 */
export function statementPart(statement: Statement, protocol: Protocol, cases: readonly CaseSummary[]): string {
  const { definitions, rules, citedBy, findings } = madeOf(statement.id, protocol)
  const parameters = protocol.parameters.filter((parameter) => parameter.statement === statement.id)
  const shownBy = cases
    .filter(({ tests }) => tests.includes(statement.id))
    .toSorted((a, b) => a.tests.length - b.tests.length)
    .map(({ id }) => linkTo('case', id, id))
  const made = [
    ...definitions.map(({ condition, definition }) => definitionItem(condition, definition, protocol)),
    ...rules.map(({ decision, rule }) => ruleItem(decision, rule, protocol)),
  ]
  const fact = (name: string, items: readonly string[]) =>
    items.length > 0 ? [`**${name}:** ${items.join('; ')}.`] : []
  const facts = [
    ...fact(
      'Parameters',
      parameters.map(({ id, label, value, unit }) => `${inMarkdown(label)}: ${amount(value, unit)} (${inCode(id)})`),
    ),
    ...fact('Rests on', statement.references.map(inMarkdown)),
    ...fact(
      'Findings it uses',
      findings.map(({ id, label }) => linkTo('finding', id, label)),
    ),
    ...fact(
      'Also cited by',
      citedBy.map((rule) => citing(rule)),
    ),
    ...fact('Cases that show it', [
      ...shownBy.slice(0, MOST_CASES),
      ...(shownBy.length > MOST_CASES ? [`${shownBy.length - MOST_CASES} more in [the table](#cases)`] : []),
    ]),
  ]
  return [
    `### ${statement.id}`,
    `*${capitalised(statement.kind)}.* ${inMarkdown(statement.text)}`,
    ...(made.length > 0 ? [made.join('\n')] : []),
    ...statement.differences.map(
      ({ text, reference, checked }) =>
        `> **Where guidance differs:** ${sentence(inMarkdown(text))} ${inMarkdown(reference)} (${inMarkdown(checked)}).`,
    ),
    ...facts,
  ].join('\n\n')
}

/**
 * A named condition with all that defines it.
 *
 * @example conditionPart(redFlag, standard) // '### A red flag\n\nShown as: red flag.\n\n- …'
 */
export function conditionPart(condition: Protocol['conditions'][number], protocol: Protocol): string {
  const shown = condition.shows ? [`Each that holds is shown to the clinician as a ${condition.shows}.`] : []
  return [
    `${placeFor('condition', condition.id)}**${inMarkdown(capitalised(condition.label))}** (${inCode(condition.id)})`,
    ...shown,
    condition.definitions
      .map((definition) => {
        const when = english(definition.when, protocol, documentLinks)
        const lead = `${inMarkdown(capitalised(definition.label))}: when`
        return `- ${listed(when, { lead, mark: citing(definition), indent: '  ' })}`
      })
      .join('\n'),
  ].join('\n\n')
}

/**
 * A decision: its answers, and its rules in the order in which they are tried, each naming those it is an exception to.
 *
 * @example decisionPart(esr, standard) // '### ESR\n\n…1. …\n2. Otherwise: “No ESR is due”. …'
 */
export function decisionPart(decision: DecisionDefinition, protocol: Protocol): string {
  const rules = decision.rules.toReversed()
  const place = new Map(rules.map((rule, index) => [rule.id, index + 1]))
  const answers = decision.outcomes.map(({ id, label }) => (label ? `“${inMarkdown(label)}”` : inCode(id)))
  const lines = rules.map((rule, index) => {
    const says = capitalised(outcomeWords(decision, rule.then))
    if (rule.exceptionTo.length === 0) return `${index + 1}. Otherwise: ${says}. ${citing(rule)}`
    const excepted = rule.exceptionTo.map((id) => place.get(id) ?? 0).sort((a, b) => a - b)
    const lines = excepted.length === 1 ? 'line' : 'lines'
    const mark = citing(rule, `exception to ${lines} ${joined(excepted.map(String), 'and')}; `)
    const when = english(rule.when, protocol, documentLinks)
    return `${index + 1}. ${listed(when, { lead: `${says} when`, mark, indent: '   ' })}`
  })
  return [
    `${placeFor('decision', decision.id)}`,
    `### ${inMarkdown(decision.label)}`,
    `Possible answers, weakest first: ${answers.join(', ')}.`,
    lines.join('\n'),
  ].join('\n\n')
}

/**
 * The vocabulary: one table for each section of the form.
 *
 * @example vocabularyPart(standard) // '### Person\n\n| finding | asked of the clinician | …'
 */
export function vocabularyPart(protocol: Protocol): string {
  const groups = [...new Set(protocol.findings.map(({ group }) => group))]
  return groups
    .map((group) =>
      [
        `### Findings: ${inMarkdown(group)}`,
        table(
          ['finding', 'asked of the clinician', 'asked of the patient', 'why', 'values', 'silence means', 'serves'],
          protocol.findings
            .filter((finding) => finding.group === group)
            .map((finding) => vocabularyRow(finding, protocol)),
        ),
      ].join('\n\n'),
    )
    .join('\n\n')
}

function vocabularyRow(finding: FindingDefinition, protocol: Protocol): readonly string[] {
  const { id, label, question, patientQuestion, why, serves } = finding
  return [
    `${placeFor('finding', id)}${inMarkdown(label)} ${inCode(id)}`,
    inMarkdown(question) + (finding.askedAlone ? ' *Asked one by one.*' : ''),
    inMarkdown(patientQuestion ?? ''),
    inMarkdown(why),
    valuesOf(finding, protocol),
    silenceOf(finding, protocol),
    serves.map(statementLink).join(', '),
  ]
}

function valuesOf(finding: FindingDefinition, protocol: Protocol): string {
  if (finding.kind === 'sign') return 'present, absent'
  if (finding.kind === 'choice') return finding.values.map(({ label }) => `“${inMarkdown(label)}”`).join(', ')
  if (finding.kind === 'date') return 'a day'
  const labelOf = (id: string) => inMarkdown(protocol.findings.find((candidate) => candidate.id === id)?.label ?? id)
  const { elapsed, grows } = finding
  const until = elapsed?.until ? ` until the day of ${labelOf(elapsed.until)}` : ''
  return [
    `${finding.minimum} to ${amount(finding.maximum, finding.unit)}`,
    ...(grows ? ['grows with time'] : []),
    ...(elapsed ? [`${elapsed.only ? 'counted' : 'or counted'} from ${labelOf(elapsed.from)}${until}`] : []),
  ].join('; ')
}

function silenceOf(finding: FindingDefinition, protocol: Protocol): string {
  const silence = finding.unrecorded === 'notDone' ? 'not done' : 'not known'
  if (!finding.appliesWhen) return silence
  return `${silence}; asked only when ${inline(english(finding.appliesWhen, protocol))}, else it does not apply`
}

/**
 * The parameters: every number that the protocol decides by.
 *
 * @example parametersPart(standard) // '| parameter | value | statement |\n…'
 */
export function parametersPart(protocol: Protocol): string {
  return table(
    ['parameter', 'value', 'statement'],
    protocol.parameters.map(({ id, label, value, unit, statement }) => [
      `${inMarkdown(label)} ${inCode(id)}`,
      amount(value, unit),
      statementLink(statement),
    ]),
  )
}

/**
 * What cannot be together: refused when it is entered.
 *
 * @example constraintsPart(standard) // '- Pregnancy is recorded in a patient whose sex at birth is male. …'
 */
export function constraintsPart(protocol: Protocol): string {
  return protocol.constraints
    .map(({ id, impossible, because }) => {
      const lead = `${sentence(capitalised(inMarkdown(because)))} Refused when`
      return `- ${listed(english(impossible, protocol, documentLinks), { lead, mark: inCode(id), indent: '  ' })}`
    })
    .join('\n')
}

/**
 * The list that orders next steps.
 *
 * @example nextStepsPart(standard) // '1. **Emergency: …** when …'
 */
export function nextStepsPart(protocol: Protocol): string {
  const match = ({ decision, outcomes }: Match) => {
    const found = protocol.decisions.find(({ id }) => id === decision)
    const labels = outcomes.map(
      (outcome) => `“${inMarkdown(found?.outcomes.find(({ id }) => id === outcome)?.label ?? outcome)}”`,
    )
    return `${linkTo('decision', decision, found?.label ?? decision)} says ${joined(labels, 'or')}`
  }
  return protocol.nextSteps
    .map(({ id, label, does, asks, given }, index) => {
      const title = `${index + 1}. **${inMarkdown(label)}** (${inCode(id)})`
      if (asks) return `${title}: the most useful question, where an answer that is not known could change something.`
      const also = given ? `; and only where ${given.map(match).join(', and ')}` : ''
      return `${title}: where ${does.map(match).join(', or ')}${also}.`
    })
    .join('\n')
}

/**
 * The cases, so that a reader sees what was tried.
 *
 * @example casesPart(cases) // '| case | situation | shows |\n…'
 */
export function casesPart(cases: readonly CaseSummary[]): string {
  if (cases.length === 0) return 'None were handed in when this was printed.'
  return table(
    ['case', 'situation', 'shows'],
    cases.map(({ id, situation, tests }) => [
      `${placeFor('case', id)}${inCode(id)}`,
      inMarkdown(situation),
      tests.map(statementLink).join(', '),
    ]),
  )
}
