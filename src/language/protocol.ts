import type { ConditionData, NamedCondition, Showing } from './condition.ts'
import { findingsOf, plain, walk } from './condition.ts'
import type { Decision, Outcome, Rule } from './decision.ts'
import { ProtocolError } from './errors.ts'
import type { FindingDefinition, Frequency, Parameter } from './finding.ts'
import type { Definition, Speaker, Statement } from './statement.ts'

/** Findings that cannot occur together: refused on input, left out of proofs and counts. */
export interface Constraint {
  readonly id: string
  readonly impossible: ConditionData
  /** Said to whoever enters it. */
  readonly because: string
}

/** An answer that a next step waits for. */
export interface Match {
  readonly decision: string
  readonly outcomes: readonly string[]
}

/** One entry of the list that orders next steps: the first that applies is the one main step. */
export interface NextStep {
  readonly id: string
  readonly label: string
  /** The actions it consists of: at least one must have one of these outcomes. */
  readonly does: readonly Match[]
  /** The place of the next question, while an answer that is not known could change something. */
  readonly asks?: true
  /** All of these must hold too. */
  readonly given?: readonly Match[]
}

/** A rule as it stands in a protocol: its exceptions resolved to ids. */
export interface RuleData {
  readonly id: string
  readonly statements: readonly string[]
  readonly exceptionTo: readonly string[]
  readonly when: ConditionData
  readonly then: string
}

export interface DefinitionData {
  readonly id: string
  readonly label: string
  readonly statements: readonly string[]
  readonly when: ConditionData
}

export interface ConditionDefinition {
  readonly id: string
  readonly label: string
  readonly shows?: Showing
  readonly definitions: readonly DefinitionData[]
}

export interface DecisionDefinition {
  readonly id: string
  readonly label: string
  readonly kind: Decision['kind']
  /** Weakest first. */
  readonly outcomes: readonly Outcome[]
  /** The default first; every rule after those it is an exception to. */
  readonly rules: readonly RuleData[]
}

/** A protocol in one of its layers: plain data that survives a JSON round trip. */
export interface Protocol {
  readonly name: string
  readonly version: string
  readonly layer: string
  readonly parameters: readonly Parameter[]
  readonly findings: readonly FindingDefinition[]
  readonly constraints: readonly Constraint[]
  readonly statements: readonly Statement[]
  /** Each after those its definitions mention. */
  readonly conditions: readonly ConditionDefinition[]
  readonly decisions: readonly DecisionDefinition[]
  readonly nextSteps: readonly NextStep[]
  /** Where it is absent, every value of a finding is taken to be as likely as any other. */
  readonly frequencies?: readonly Frequency[]
}

/** A chapter is a module: each of its exports is a statement, a definition or a rule. */
export type Chapter = Readonly<Record<string, Speaker | Definition | Rule>>

/** What a layer is made of. */
export interface LayerParts {
  readonly name: string
  readonly version: string
  readonly layer: string
  readonly parameters: Readonly<Record<string, Parameter>>
  readonly findings: readonly FindingDefinition[]
  readonly constraints: readonly Constraint[]
  readonly conditions: readonly NamedCondition[]
  readonly decisions: readonly Decision[]
  readonly chapters: readonly Chapter[]
  readonly nextSteps: readonly NextStep[]
  readonly frequencies?: readonly Frequency[]
}

/**
 * Assembles a layer: resolves exceptions, orders rules, drops what the layer does not use, and checks every name.
 * Throws a ProtocolError (duplicate, unknown name, circle, missing or second default).
 *
 * @example assemble({ name: 'back-pain', version: '0.1.0', layer: 'source', … }).decisions[0].rules[0].id // 'routine'
 */
export function assemble(parts: LayerParts): Protocol {
  // By name, since engines list a module's exports in different orders and the hash must not depend on it.
  const exports = parts.chapters.flatMap((chapter) =>
    Object.keys(chapter)
      .sort()
      .flatMap((name) => chapter[name] ?? []),
  )
  const speakers = exports.filter((item) => item.is === 'speaker')
  const definitions = exports.filter((item) => item.is === 'definition')
  const rules = exports.filter((item) => item.is === 'rule')
  const conditions = parts.conditions
    .map(({ condition, label, shows }) => ({
      id: condition,
      label,
      ...(shows ? { shows } : {}),
      definitions: definitions
        .filter((definition) => definition.condition === condition)
        .map(({ id, label: definitionLabel, statements, when }) => ({
          id,
          label: definitionLabel,
          statements,
          when: plain(when),
        }))
        .sort(byStatement),
    }))
    .filter((condition) => condition.definitions.length > 0)
  const decisions = parts.decisions
    .map(({ id, label, kind, outcomes }) => ({
      id,
      label,
      kind,
      outcomes,
      rules: resolveRules(
        id,
        rules.filter((rule) => rule.decision === id),
      ),
    }))
    .filter((decision) => decision.rules.length > 0)
  const spoken = new Set(speakers.map((item) => item.statement.id))
  const used = new Set(decisions.map((decision) => decision.id))
  const protocol: Protocol = {
    name: parts.name,
    version: parts.version,
    layer: parts.layer,
    parameters: Object.values(parts.parameters).filter((parameter) => spoken.has(parameter.statement)),
    findings: parts.findings,
    constraints: parts.constraints,
    statements: speakers.map((item) => item.statement).sort((a, b) => compareStatementIds(a.id, b.id)),
    conditions,
    decisions,
    nextSteps: parts.nextSteps
      .map((step) => ({ ...step, does: step.does.filter((match) => used.has(match.decision)) }))
      .filter(
        (step) => (step.asks || step.does.length > 0) && (step.given ?? []).every((match) => used.has(match.decision)),
      ),
    ...(parts.frequencies ? { frequencies: parts.frequencies } : {}),
  }
  checkProtocol(protocol)
  return JSON.parse(JSON.stringify(protocol)) as Protocol
}

/**
 * Orders statement ids as a reader counts: A1, B1, B2, … B10, then I, then X.
 *
 * @example compareStatementIds('X2', 'X10') < 0 // true
 */
export function compareStatementIds(a: string, b: string): number {
  return a.charAt(0) === b.charAt(0) ? Number(a.slice(1)) - Number(b.slice(1)) : a.charAt(0) < b.charAt(0) ? -1 : 1
}

function byStatement(a: DefinitionData, b: DefinitionData): number {
  return compareStatementIds(a.statements[0] ?? '', b.statements[0] ?? '')
}

/** Gives every rule the full list of those it excepts, and puts the default first, exceptions after. */
function resolveRules(decision: string, rules: readonly Rule[]): readonly RuleData[] {
  // Before rules are placed by their id: of two with one id the second would be lost.
  unique('rule', rules)
  const byId = new Map(rules.map((rule) => [rule.id, rule]))
  const parents = new Map(rules.map((rule) => [rule.id, new Set(rule.exceptionTo)]))
  const excepts = (rule: string, other: string, seen = new Set<string>()): boolean => {
    if (seen.has(rule)) return false
    seen.add(rule)
    for (const parent of parents.get(rule) ?? []) if (parent === other || excepts(parent, other, seen)) return true
    return false
  }
  // A rule that speaks before every other excepts all that are not, by their own words, exceptions to it.
  for (const rule of rules.filter((candidate) => candidate.beforeEveryOther))
    for (const other of rules)
      if (other.id !== rule.id && !excepts(other.id, rule.id)) parents.get(rule.id)?.add(other.id)
  const ordered: RuleData[] = []
  const place = (rule: Rule, path: readonly string[]): void => {
    if (ordered.some((placed) => placed.id === rule.id)) return
    if (path.includes(rule.id))
      throw new ProtocolError(
        'PLB_PROTOCOL_CIRCLE',
        `${decision}: rules except each other: ${[...path, rule.id].join(' → ')}.`,
      )
    for (const parent of parents.get(rule.id) ?? []) {
      const parentRule = byId.get(parent)
      if (!parentRule)
        throw new ProtocolError(
          'PLB_PROTOCOL_UNKNOWN_NAME',
          `${decision}: ${rule.id} is an exception to ${parent}, which is no rule of this decision.`,
        )
      place(parentRule, [...path, rule.id])
    }
    const exceptionTo = [...(parents.get(rule.id) ?? [])].sort()
    ordered.push({ id: rule.id, statements: rule.statements, exceptionTo, when: plain(rule.when), then: rule.then })
  }
  for (const rule of rules) place(rule, [])
  return ordered.sort((a, b) => Number(a.exceptionTo.length > 0) - Number(b.exceptionTo.length > 0))
}

/**
 * Checks a protocol, however it was made (built here, or read back from JSON): every name it uses exists,
 * no id stands twice, every decision has one default, every rule cites a statement, nothing is defined in a circle.
 * Throws a ProtocolError for the first fault.
 *
 * @example checkProtocol(JSON.parse(saved)) // returns nothing when sound
 */
export function checkProtocol(protocol: Protocol): void {
  const findings = unique('finding', protocol.findings)
  const parameters = unique('parameter', protocol.parameters)
  const statements = unique('statement', protocol.statements)
  unique('decision', protocol.decisions)
  const known = new Set<string>()
  const definitions = protocol.conditions.flatMap((condition) => condition.definitions)
  unique('condition', protocol.conditions)
  unique('rule or definition', [...definitions, ...protocol.decisions.flatMap((decision) => decision.rules)])

  const checkWhen = (where: string, when: ConditionData): void =>
    walk(when, (part) => {
      if (part.op === 'defined')
        demand(known.has(part.condition), where, 'condition', part.condition, 'PLB_PROTOCOL_CIRCLE')
      if (!('finding' in part)) return
      for (const finding of findingsOf(part)) demand(findings.has(finding), where, 'finding', finding)
      for (const parameter of parametersOf(part)) demand(parameters.has(parameter), where, 'parameter', parameter)
    })
  const checkCites = (where: string, cited: readonly string[]): void => {
    if (cited.length === 0) throw new ProtocolError('PLB_PROTOCOL_NO_STATEMENT', `${where} cites no statement.`)
    for (const statement of cited) demand(statements.has(statement), where, 'statement', statement)
  }

  for (const parameter of protocol.parameters) checkCites(`parameter ${parameter.id}`, [parameter.statement])
  for (const finding of protocol.findings)
    if (finding.appliesWhen) checkWhen(`finding ${finding.id}`, finding.appliesWhen)
  for (const constraint of protocol.constraints) checkWhen(`constraint ${constraint.id}`, constraint.impossible)
  for (const condition of protocol.conditions) {
    for (const definition of condition.definitions) {
      checkCites(`definition ${definition.id}`, definition.statements)
      checkWhen(`definition ${definition.id}`, definition.when)
    }
    known.add(condition.id)
  }
  for (const { finding } of protocol.frequencies ?? []) demand(findings.has(finding), 'a frequency', 'finding', finding)
  for (const decision of protocol.decisions) checkDecision(decision, checkWhen, checkCites)
  for (const step of protocol.nextSteps)
    for (const match of [...step.does, ...(step.given ?? [])]) {
      const decision = protocol.decisions.find((candidate) => candidate.id === match.decision)
      demand(decision !== undefined, `next step ${step.id}`, 'decision', match.decision)
      const outcomes = new Set(decision?.outcomes.map((outcome) => outcome.id))
      for (const outcome of match.outcomes) demand(outcomes.has(outcome), `next step ${step.id}`, 'outcome', outcome)
    }
}

function checkDecision(
  decision: DecisionDefinition,
  checkWhen: (where: string, when: ConditionData) => void,
  checkCites: (where: string, cited: readonly string[]) => void,
): void {
  const outcomes = unique('outcome', decision.outcomes)
  const earlier = new Set<string>()
  const defaults = decision.rules.filter((rule) => rule.exceptionTo.length === 0)
  if (defaults.length !== 1)
    throw new ProtocolError(
      'PLB_PROTOCOL_DEFAULT',
      `decision ${decision.id} has ${defaults.length} defaults; it needs exactly one.`,
    )
  for (const rule of decision.rules) {
    const where = `rule ${rule.id}`
    demand(outcomes.has(rule.then), where, 'outcome', rule.then)
    for (const parent of rule.exceptionTo)
      demand(earlier.has(parent), where, 'earlier rule', parent, 'PLB_PROTOCOL_CIRCLE')
    checkCites(where, rule.statements)
    checkWhen(where, rule.when)
    earlier.add(rule.id)
  }
}

function parametersOf(part: ConditionData): readonly string[] {
  if (part.op === 'within') return [part.days]
  if (part.op !== 'compare') return []
  if ('parameter' in part.limit) return [part.limit.parameter]
  return [part.limit.plus, part.limit.times].filter((name) => name !== undefined)
}

function unique(what: string, items: readonly { readonly id: string }[]): ReadonlySet<string> {
  const ids = new Set<string>()
  for (const { id } of items) {
    if (ids.has(id)) throw new ProtocolError('PLB_PROTOCOL_DUPLICATE', `The ${what} ${id} stands twice.`)
    ids.add(id)
  }
  return ids
}

function demand(
  holds: boolean,
  where: string,
  what: string,
  name: string,
  code: 'PLB_PROTOCOL_UNKNOWN_NAME' | 'PLB_PROTOCOL_CIRCLE' = 'PLB_PROTOCOL_UNKNOWN_NAME',
): void {
  if (!holds) throw new ProtocolError(code, `${where}: there is no ${what} ${name} it may use.`)
}
