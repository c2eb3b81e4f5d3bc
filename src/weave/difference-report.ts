import type { Changed } from '../verify/changed-text.ts'
import type {
  DecisionDifference,
  Difference,
  DifferenceByRule,
  MinimalDifference,
  OutcomeChange,
  Share,
  Shares,
} from '../verify/difference.ts'
import type { GivenAnswer } from '../verify/patient.ts'
import { amount } from './english.ts'
import { inCode, inMarkdown, table } from './markdown.ts'
import { casesWords, outcomeWords, patientWords, shareWords } from './patient-text.ts'
import { wrapped } from './plain-text.ts'

/** How much is written out. */
export interface DifferenceReportOptions {
  /** Patients for each pair of rules; all of them unless given. The rest is counted. */
  readonly most?: number
}

/**
 * A difference as Markdown, for a pull request: what was written otherwise, how many cases it changes, and for each
 * change of an outcome the smallest patients who show it, with both answers side by side.
 *
 * @example differenceReport(difference(source, standard)).split('\n')[0] // '# Protocol difference'
 */
export function differenceReport(found: Difference, options: DifferenceReportOptions = {}): string {
  const rows = found.decisions.flatMap((decision) => decision.changes.map((change) => ({ decision, change })))
  return [
    '# Protocol difference',
    `${reference(found.before)} → ${reference(found.after)}`,
    ...(found.decisions.length === 0 ? ['**No possible patient is treated or told differently.**'] : []),
    table(
      ['', 'of the complete cases', 'of the cases with unknowns'],
      [
        ['treated differently', ...sharesWords(found.treatedDifferently)],
        ['treated or told differently', ...sharesWords(found.saidDifferently)],
      ],
    ),
    COUNTED,
    ...(found.changed.length > 0 ? ['## What is written otherwise', changedList(found.changed)] : []),
    ...(rows.length > 0
      ? [
          '## What changes',
          table(
            ['decision', 'before', 'after', 'of the complete cases', 'of the cases with unknowns', 'smallest patients'],
            rows.map(({ decision, change }) => [
              inMarkdown(decision.label),
              inCode(change.before ?? 'not asked'),
              inCode(change.after ?? 'not asked'),
              ...sharesWords(change),
              String(change.byRule.reduce((sum, { minimal }) => sum + minimal.length, 0)),
            ]),
          ),
          '## The smallest patients',
          SMALLEST,
          ...found.decisions.flatMap((decision) => decisionPart(decision, options)),
        ]
      : []),
  ].join('\n\n')
}

const COUNTED =
  'Cases are all combinations of findings that either protocol can tell apart, each counted once: a share says how much of what is possible differs, not how often it is met in practice. A case with unknowns differs when its answer on what is known does.'

const SMALLEST =
  'Each patient is minimal: no patient with only some of these findings has the same change. What is not named is absent, normal or not done.'

function reference({ name, version, layer, hash }: Difference['before']): string {
  return `${inMarkdown(`${name} ${version}, layer ${layer}`)} (${inCode(hash.slice(0, 12))})`
}

function sharesWords({ complete, withUnknowns }: Shares): readonly [string, string] {
  const words = (share: Share) =>
    share.cases === 0n ? 'none' : `${shareWords(share)} (${casesWords(share.cases)} of ${casesWords(share.of)})`
  return [words(complete), words(withUnknowns)]
}

function changedList(changed: readonly Changed[]): string {
  const kinds = [...new Set(changed.map(({ what, change }) => `${change} ${what}`))]
  return kinds
    .map((kind) => {
      const items = changed.filter(({ what, change }) => `${change} ${what}` === kind).map(changedWords)
      return `- ${kind}: ${items.join(', ')}`
    })
    .join('\n')
}

function changedWords({ id, numbers }: Changed): string {
  if (!numbers) return inCode(id)
  const words = (value: number | undefined) => (value === undefined ? 'not there' : amount(value, numbers.unit))
  return `${inCode(id)} (${words(numbers.before)} → ${words(numbers.after)})`
}

function decisionPart(decision: DecisionDifference, options: DifferenceReportOptions): readonly string[] {
  return decision.changes
    .filter(({ byRule }) => byRule.length > 0)
    .flatMap((change) => [
      `### ${inMarkdown(decision.label)}: ${inCode(change.before ?? 'not asked')} → ${inCode(change.after ?? 'not asked')}`,
      ...change.byRule.map((group) => groupPart(group, decision.decision, options)),
    ])
}

function groupPart(
  { rulesBefore, rulesAfter, minimal }: DifferenceByRule,
  decision: string,
  { most = minimal.length }: DifferenceReportOptions,
): string {
  const shown = minimal.slice(0, most)
  const more = minimal.length - shown.length
  return [
    `By ${rulesWords(rulesBefore)} → ${rulesWords(rulesAfter)}: ${minimal.length} smallest ${minimal.length === 1 ? 'patient' : 'patients'}.`,
    table(
      ['patient', 'before', 'after', 'and for this patient'],
      shown.map((each) => [
        inMarkdown(patientWords(each.patient)),
        answered(each.before, decision),
        answered(each.after, decision),
        others(each, decision),
      ]),
    ),
    ...(more > 0 ? [`… and ${more} more.`] : []),
  ].join('\n\n')
}

function rulesWords(rules: readonly string[]): string {
  return rules.length === 0 ? 'no rule' : rules.map(inCode).join(' + ')
}

function answered(answers: readonly GivenAnswer[], decision: string): string {
  const found = answers.find((answer) => answer.decision === decision)
  return found ? outcomeWords(found) : 'not asked'
}

/** What else changes for the same patient. */
function others({ before, after }: MinimalDifference, decision: string): string {
  const labels = new Map([...before, ...after].map((answer) => [answer.decision, answer.label]))
  labels.delete(decision)
  const outcome = (answers: readonly GivenAnswer[], id: string) =>
    inCode(answers.find((answer) => answer.decision === id)?.outcome ?? 'not asked')
  return [...labels]
    .map(([id, label]) => `${inMarkdown(label)}: ${outcome(before, id)} → ${outcome(after, id)}`)
    .join('; ')
}

/**
 * A difference for a terminal, in 80 columns.
 *
 * @example differenceText(difference(source, standard), { most: 3 })
 */
export function differenceText(found: Difference, { most }: DifferenceReportOptions = {}): string {
  const plain = (markdown: string) => markdown.replace(/`/g, '')
  const [treated, said] = [found.treatedDifferently, found.saidDifferently]
  const named = ({ name, version, layer, hash }: Difference['before']) =>
    `${name} ${version}, ${layer}, ${hash.slice(0, 12)}`
  const parts = (title: string, shares: Shares) => {
    const [complete, withUnknowns] = sharesWords(shares)
    return [wrapped(`${title}: ${complete} of the complete cases; ${withUnknowns} of those with unknowns.`, '', '  ')]
  }
  return [
    `BEFORE ${named(found.before)}`,
    `AFTER  ${named(found.after)}`,
    '',
    ...(found.decisions.length === 0 ? ['No possible patient is treated or told differently.'] : []),
    ...parts('Treated differently', treated),
    ...parts('Treated or told differently', said),
    ...(found.changed.length > 0
      ? [
          '',
          'Written otherwise',
          ...plain(changedList(found.changed))
            .split('\n')
            .map((line) => wrapped(line, '', '  ')),
        ]
      : []),
    ...found.decisions.flatMap((decision) => decision.changes.flatMap((change) => changeLines(decision, change, most))),
  ].join('\n')
}

function changeLines({ label, decision }: DecisionDifference, change: OutcomeChange, most?: number): readonly string[] {
  const [complete, withUnknowns] = sharesWords(change)
  const lines = change.byRule.flatMap(({ rulesBefore, rulesAfter, minimal }) => {
    const shown = minimal.slice(0, most ?? minimal.length)
    const more = minimal.length - shown.length
    const rules = (list: readonly string[]) => list.join(' + ') || 'no rule'
    return [
      wrapped(`by ${rules(rulesBefore)} → ${rules(rulesAfter)}:`, '  ', '    '),
      ...shown.map((each) => wrapped(patientLine(each, decision), '  - ', '    ')),
      ...(more > 0 ? [`  … and ${more} more (--all)`] : []),
    ]
  })
  return [
    '',
    `${label}: ${change.before ?? 'not asked'} → ${change.after ?? 'not asked'}`,
    wrapped(`complete cases: ${complete}; with unknowns: ${withUnknowns}`, '  ', '    '),
    ...lines,
  ]
}

function patientLine(each: MinimalDifference, decision: string): string {
  const rest = others(each, decision).replace(/`/g, '')
  return `${patientWords(each.patient)}${rest === '' ? '' : ` – also ${rest}`}`
}
