import { findingsOf, walk } from '../language/condition.ts'
import type { Outcome, Stance } from '../language/decision.ts'
import type {
  ConditionDefinition,
  DecisionDefinition,
  DefinitionData,
  Protocol,
  RuleData,
} from '../language/protocol.ts'
import { english, inline, type Links, listed } from './english.ts'
import { inCode, inMarkdown, linkTo, statementLink } from './markdown.ts'
import { capitalised } from './plain-text.ts'

const STANCES: Readonly<Record<Stance, string>> = {
  recommended: 'is recommended',
  consider: 'may be considered',
  'not advised': 'is not advised',
  withhold: 'is withheld',
}

/** How the document's sentences link to its tables. */
export const documentLinks: Links = {
  finding: (id, words) => linkTo('finding', id, words),
  condition: (id, words) => linkTo('condition', id, words),
}

/**
 * What an outcome says, as part of a sentence.
 *
 * @example outcomeWords(esr, 'recommended') // '“ESR” is recommended'
 */
export function outcomeWords(decision: DecisionDefinition, id: string): string {
  const outcome: Outcome | undefined = decision.outcomes.find((candidate) => candidate.id === id)
  if (!outcome?.label) return 'nothing is said'
  const said = `“${inMarkdown(outcome.label)}”`
  if (decision.kind === 'advice') return `the advice is ${said}`
  return outcome.stance ? `${said} ${STANCES[outcome.stance]}` : said
}

/**
 * The statements that a rule cites, and its name, after a note.
 *
 * @example citing({ id: 'initialXray', statements: ['C1', 'B7'] }) // '([C1](#c1), [B7](#b7) `initialXray`)'
 */
export function citing(
  rule: { readonly id: string; readonly statements: readonly string[] },
  note: string = '',
): string {
  return `(${note}${rule.statements.map(statementLink).join(', ')} ${inCode(rule.id)})`
}

/**
 * A definition of a named condition, as an item of a list.
 *
 * @example definitionItem(redFlag, longPain, standard)
 *   // '- There is a red flag (“pain for more than one month”) when duration of the pain is more than 30 days … B4'
 */
export function definitionItem(condition: ConditionDefinition, definition: DefinitionData, protocol: Protocol): string {
  const holds = inline(english({ op: 'defined', condition: condition.id }, protocol, documentLinks))
  const name = definition.label === condition.label ? '' : ` (“${inMarkdown(definition.label)}”)`
  const when = english(definition.when, protocol, documentLinks)
  return `- ${listed(when, { lead: `${capitalised(holds)}${name} when`, mark: citing(definition), indent: '  ' })}`
}

/**
 * A rule as an item of a list, its exceptions said as "unless".
 *
 * @example ruleItem(xray, initialXray, standard)
 *   // '- **X-ray:** “Plain X-ray of the back” is recommended when … C1, B7\n  - **Unless** …: then …'
 */
export function ruleItem(decision: DecisionDefinition, rule: RuleData, protocol: Protocol): string {
  const name = `**${linkTo('decision', decision.id, decision.label)}:**`
  const says = outcomeWords(decision, rule.then)
  if (rule.exceptionTo.length === 0) {
    const rest = decision.rules.length > 1 ? ', unless another rule of this decision speaks' : ', always'
    return `- ${name} ${says}${rest}. ${citing(rule)}`
  }
  const exceptions = decision.rules
    .filter((other) => other.exceptionTo.includes(rule.id))
    .map((other) => `  - ${unless(decision, other, protocol)}`)
  const when = english(rule.when, protocol, documentLinks)
  const line = `- ${name} ${listed(when, { lead: `${says} when`, mark: citing(rule), indent: '  ' })}`
  return [line, ...exceptions].join('\n')
}

function unless(decision: DecisionDefinition, exception: RuleData, protocol: Protocol): string {
  const then = `then ${outcomeWords(decision, exception.then)}`
  const when = english(exception.when, protocol, documentLinks)
  return listed(when, { lead: '**Unless**', then, mark: citing(exception), indent: '    ' })
}

/** What a protocol makes of one statement. */
export interface MadeOf {
  readonly definitions: readonly { readonly condition: ConditionDefinition; readonly definition: DefinitionData }[]
  readonly rules: readonly { readonly decision: DecisionDefinition; readonly rule: RuleData }[]
  /** Rules and definitions of other statements that rest on this one too. */
  readonly citedBy: readonly { readonly id: string; readonly statements: readonly string[] }[]
  /** Findings it serves, and findings its rules ask. */
  readonly findings: readonly { readonly id: string; readonly label: string }[]
}

/**
 * Everything a protocol makes of a statement: the rules and definitions that are its own, those that cite it, and the
 * findings it uses.
 *
 * @example madeOf('B4', standard).definitions[0].definition.id // 'longPain'
 */
export function madeOf(statement: string, protocol: Protocol): MadeOf {
  const allDefinitions = protocol.conditions.flatMap((condition) =>
    condition.definitions.map((definition) => ({ condition, definition })),
  )
  const allRules = protocol.decisions.flatMap((decision) => decision.rules.map((rule) => ({ decision, rule })))
  const definitions = allDefinitions.filter(({ definition }) => definition.statements[0] === statement)
  const rules = allRules.filter(({ rule }) => rule.statements[0] === statement)
  const asked = new Set<string>()
  for (const { when } of [...definitions.map(({ definition }) => definition), ...rules.map(({ rule }) => rule)])
    walk(when, (part) => {
      if ('finding' in part) for (const finding of findingsOf(part)) asked.add(finding)
    })
  return {
    definitions,
    rules,
    citedBy: [...allDefinitions.map(({ definition }) => definition), ...allRules.map(({ rule }) => rule)].filter(
      ({ statements }) => statements.slice(1).includes(statement),
    ),
    findings: protocol.findings.filter(({ id, serves }) => asked.has(id) || serves.includes(statement)),
  }
}
