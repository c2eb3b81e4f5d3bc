import { exceptionsOf } from '../../language/exceptions.ts'
import type { DecisionDefinition, Protocol, RuleData } from '../../language/protocol.ts'
import { citesAgainst, citesOf, cqlOf, decimal, defined, inBrackets, literal, quoted } from './cql-condition.ts'
import { findingInCql, personInCql, readingOfFindings } from './cql-findings.ts'
import { artefactIds, canonicalsUnder, computableName, libraryName } from './names.ts'

/**
 * The protocol as a CQL library, generated from its data. Every finding, named condition, definition and rule is a
 * definition of its own; CQL's three values are the protocol's. For each decision there is its answer on what is known,
 * its bounds by Kleene's logic, the rules that speak, those still open, and the statements behind them.
 *
 * @example cqlLibrary(standard, defaultBase).split('\n')[2] // "library BackPainStandard version '0.1.0'"
 */
export function cqlLibrary(protocol: Protocol, base: string, notice = 'Generated from the protocol.'): string {
  const canonical = canonicalsUnder(base)
  const ids = artefactIds(protocol)
  const systems = { findings: canonical('CodeSystem', ids.findings), answers: canonical('CodeSystem', ids.answers) }
  const parts = [
    header(protocol, notice),
    '// The day for which it is decided, in the time zone of the site; today where it is not given.',
    'parameter "AsOf" Date\n',
    'context Patient\n',
    personInCql(),
    readingOfFindings(systems).trimStart(),
    chapter('The numbers that the protocol decides by', parametersInCql(protocol)),
    chapter('Findings', protocol.findings.map((finding) => findingInCql(finding, protocol)).join('\n')),
    chapter('What cannot be: a record that says so is not decided', contradictionsInCql(protocol)),
    chapter('Named conditions: any of their definitions suffices', conditionsInCql(protocol)),
    ...protocol.decisions.map((decision) => chapter(`Decision: ${decision.label}`, decisionInCql(decision, protocol))),
    chapter('The answer', answerInCql(protocol)),
  ]
  return `${parts.join('\n').trimEnd()}\n`
}

const chapter = (title: string, text: string): string => `// ── ${title}\n\n${text}`

function header(protocol: Protocol, notice: string): string {
  return `// ${notice}
// The ${protocol.name} protocol ${protocol.version}, layer ${protocol.layer}, in CQL 1.5. Null is "not known", and is never false.
library ${libraryName(protocol)} version ${literal(protocol.version)}

using FHIR version '4.0.1'
`
}

function parametersInCql({ parameters }: Protocol): string {
  const lines = parameters.map(
    ({ id, label, value, unit, statement }) =>
      `// ${statement}: ${label} (${unit})\ndefine ${defined.parameter(id)}: ${decimal(value)}\n`,
  )
  return lines.join('\n')
}

function contradictionsInCql(protocol: Protocol): string {
  const parts = protocol.constraints.map(
    ({ impossible, because }) => `    if ${cqlOf(impossible, protocol)} then ${literal(because)} else null`,
  )
  return `define "Contradictions": ({\n${parts.join(',\n')}\n  }) C where C is not null\n`
}

function conditionsInCql(protocol: Protocol): string {
  return protocol.conditions
    .map((condition) => {
      const names = condition.definitions.map(({ id }) => defined.definition(id))
      const cites = condition.definitions.map(({ id, statements, when }) => {
        const behind = citesOf(when, true, protocol)
        const list = behind ? `flatten { ${listOf(statements)}, ${behind} }` : listOf(statements)
        return `  if ${defined.definition(id)} then ${list} else List<String>{ }`
      })
      const against = citesAgainst(condition.id, protocol)
      return [
        ...condition.definitions.flatMap(({ id, label, statements, when }) => [
          `// ${statements.join(', ')}: ${label}`,
          `define ${defined.definition(id)}: ${cqlOf(when, protocol)}`,
        ]),
        `// ${condition.label}`,
        `define ${defined.condition(condition.id)}: ${names.join(' or ')}`,
        `define ${quoted(`Cites ${condition.id}`)}: flatten {\n${cites.join(',\n')}\n}`,
        ...(against ? [`define ${quoted(`Cites against ${condition.id}`)}: ${against}`] : []),
      ].join('\n')
    })
    .join('\n\n')
    .concat('\n')
}

const listOf = (texts: readonly string[]): string => `{ ${texts.map(literal).join(', ')} }`

const speaks = (rule: RuleData): string => quoted(`Speaks ${rule.id}`)
const isOpen = (rule: RuleData): string => quoted(`Open ${rule.id}`)

/**
 * The name of the definition that says whether a decision has this answer.
 *
 * @example isOutcome('mri', 'recommended') // 'isMriRecommended'
 */
export const isOutcome = (decision: string, outcome: string): string =>
  `is${computableName(decision)}${computableName(outcome)}`

function decisionInCql(decision: DecisionDefinition, protocol: Protocol): string {
  const { id, rules, outcomes } = decision
  const exceptions = exceptionsOf(decision)
  const live = (outcome: string): string =>
    rules
      .filter((rule) => rule.then === outcome)
      .map((rule) => `${speaks(rule)} or ${isOpen(rule)}`)
      .join(' or ')
  const reachable = outcomes.filter((outcome) => rules.some((rule) => rule.then === outcome.id))
  const bound = (list: typeof outcomes): string =>
    list.map((outcome) => `  when ${live(outcome.id)} then ${literal(outcome.id)}`).join('\n')
  const cites = rules.map((rule) => {
    const behind = citesOf(rule.when, true, protocol)
    const list = behind ? `flatten { ${listOf(rule.statements)}, ${behind} }` : listOf(rule.statements)
    return `  if ${speaks(rule)} then ${list} else List<String>{ }`
  })
  return [
    ...rules.map((rule) => ruleInCql(rule, exceptions.get(rule.id) ?? [], protocol)),
    `define ${quoted(`Outcome ${id}`)}: case`,
    ...rules.map((rule) => `  when ${speaks(rule)} then ${literal(rule.then)}`),
    '  else null end',
    `define ${quoted(`At least ${id}`)}: case\n${bound(reachable)}\n  else null end`,
    `define ${quoted(`At most ${id}`)}: case\n${bound(reachable.toReversed())}\n  else null end`,
    `define ${quoted(`Statements ${id}`)}: distinct flatten {\n${cites.join(',\n')}\n}`,
    ...reachable.map(
      (outcome) => `define ${quoted(isOutcome(id, outcome.id))}: ${quoted(`Outcome ${id}`)} = ${literal(outcome.id)}`,
    ),
    '',
  ].join('\n')
}

/** A rule speaks when it holds and no exception to it does; it is open while it is not known whether it holds. */
function ruleInCql(rule: RuleData, exceptions: readonly string[], protocol: Protocol): string {
  const excepted = quoted(`Excepted ${rule.id}`)
  const unless = exceptions.length > 0 ? ` and ${excepted} is not true` : ''
  return [
    `// ${rule.statements.join(', ')}: ${rule.then}`,
    `define ${defined.rule(rule.id)}: ${cqlOf(rule.when, protocol)}`,
    ...(exceptions.length > 0 ? [`define ${excepted}: ${inBrackets(exceptions.map(defined.rule), ' or ')}`] : []),
    `define ${speaks(rule)}: ${defined.rule(rule.id)} is true${unless}`,
    `define ${isOpen(rule)}: ${defined.rule(rule.id)} is null${unless}`,
  ].join('\n')
}

function answerInCql(protocol: Protocol): string {
  const decisions = protocol.decisions.map(({ id, rules }) => {
    const names = (name: (rule: RuleData) => string) =>
      `({ ${rules.map((rule) => `if ${name(rule)} then ${literal(rule.id)} else null`).join(', ')} }) R where R is not null`
    return `  Tuple {
    decision: ${literal(id)},
    outcome: ${quoted(`Outcome ${id}`)},
    atLeast: ${quoted(`At least ${id}`)},
    atMost: ${quoted(`At most ${id}`)},
    rules: ${names(speaks)},
    open: ${names(isOpen)},
    statements: ${quoted(`Statements ${id}`)}
  }`
  })
  return `${priorityInCql(protocol)}\ndefine "Answers": {\n${decisions.join(',\n')}\n}\n\n${shown.map((how) => flagsInCql(how, protocol)).join('\n')}`
}

/** FHIR's priorities of a request, from the least; an urgency has the one of its rank. */
const priorities = ['routine', 'urgent', 'asap', 'stat']

/** The definition that a request made from the protocol takes its priority from. */
export const requestPriority = 'requestPriority'

function priorityInCql({ decisions }: Protocol): string {
  const urgency = decisions.find(({ kind }) => kind === 'urgency')
  const lines = (urgency?.outcomes ?? []).map(
    ({ id }, rank) =>
      `  when ${quoted(`Outcome ${urgency?.id}`)} = ${literal(id)} then ${literal(priorities[rank] ?? 'stat')}`,
  )
  return `// The urgency as a priority of a request.\ndefine ${quoted(requestPriority)}: case\n${lines.join('\n')}\n  else null end\n`
}

const shown = [
  { shows: 'red flag', name: 'Red flags' },
  { shows: 'feature', name: 'Features' },
  { shows: 'note', name: 'Notes' },
] as const

function flagsInCql({ shows, name }: (typeof shown)[number], protocol: Protocol): string {
  const definitions = protocol.conditions.filter((each) => each.shows === shows).flatMap((each) => each.definitions)
  if (definitions.length === 0) return ''
  const flags = definitions.map(
    ({ id, label, statements }) =>
      `    if ${defined.definition(id)} then Tuple { id: ${literal(id)}, label: ${literal(label)}, statements: ${listOf(statements)} } else null`,
  )
  return `define ${quoted(name)}: ({\n${flags.join(',\n')}\n  }) F where F is not null\n`
}
