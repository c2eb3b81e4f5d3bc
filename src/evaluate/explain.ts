import { type ConditionData, findingsOf, type Leaf } from '../language/condition.ts'
import type { FindingDefinition } from '../language/finding.ts'
import type { RuleData } from '../language/protocol.ts'
import { lookup } from './lookup.ts'
import type { Because, Evidence } from './result.ts'
import { definitionsOf, leafTruth, type Reading, truthOf } from './truth.ts'

/** What was gathered on the way to a truth: the findings read, and the statements whose definitions held. */
interface Support {
  readonly findings: Set<string>
  readonly statements: Set<string>
}

/**
 * Why a rule speaks: the rule, every statement behind it, the findings that made it true, where guidance differs.
 *
 * @example because(rules, reading).statements // ['C1', 'B7', 'B1']
 */
export function because(rules: readonly RuleData[], reading: Reading): Because {
  const support: Support = { findings: new Set(), statements: new Set(rules.flatMap((rule) => rule.statements)) }
  for (const rule of rules)
    if (truthOf(rule.when, reading) === true) gather(rule.when, true, reading, support)
    else gatherInferred(rule.when, reading, support)
  const statements = [...support.statements]
  return {
    rule: rules.map((rule) => rule.id).join(' + '),
    statements,
    findings: [...support.findings].map((finding) => evidence(finding, reading)),
    differs: statements.flatMap((id) =>
      (lookup(reading.protocol).statements.get(id)?.differences ?? []).map(({ text, reference }) => ({
        statement: id,
        text,
        reference,
      })),
    ),
  }
}

/**
 * The findings that make a condition true.
 *
 * @example evidenceFor({ op: 'present', finding: 'fever' }, reading) // [{ finding: 'fever', value: 'present', … }]
 */
export function evidenceFor(condition: ConditionData, reading: Reading): readonly Evidence[] {
  const support: Support = { findings: new Set(), statements: new Set() }
  gather(condition, true, reading, support)
  return [...support.findings].map((finding) => evidence(finding, reading))
}

/** Gathers what made a condition have the truth it has; parts of another truth had no say. */
function gather(condition: ConditionData, truth: boolean, reading: Reading, support: Support): void {
  if (truthOf(condition, reading) !== truth) return
  switch (condition.op) {
    case 'not':
      gather(condition.of, !truth, reading, support)
      return
    case 'all':
    case 'any':
    case 'atLeast':
      for (const part of condition.of) gather(part, truth, reading, support)
      return
    case 'defined':
      for (const definition of definitionsOf(condition.condition, reading.protocol)) {
        if (truthOf(definition.when, reading) !== truth) continue
        if (truth) for (const statement of definition.statements) support.statements.add(statement)
        gather(definition.when, truth, reading, support)
      }
      return
    default:
      for (const finding of findingsOf(condition)) support.findings.add(finding)
  }
}

/** Gathers what is known and speaks for a condition that all completions share although it is not known by its form. */
function gatherInferred(condition: ConditionData, reading: Reading, support: Support): void {
  const truth = truthOf(condition, reading)
  if (truth !== undefined) {
    gather(condition, true, reading, support)
    return
  }
  switch (condition.op) {
    case 'not':
      return
    case 'all':
    case 'any':
    case 'atLeast':
      for (const part of condition.of) gatherInferred(part, reading, support)
      return
    case 'defined':
      for (const { statements, when } of definitionsOf(condition.condition, reading.protocol)) {
        if (truthOf(when, reading) === false) continue
        for (const statement of statements) support.statements.add(statement)
        gatherInferred(when, reading, support)
      }
      return
    default:
      for (const finding of findingsOf(condition))
        if (reading.situation.get(finding)?.is === 'value') support.findings.add(finding)
  }
}

/**
 * Gathers, into `found`, the findings whose being unknown leaves a condition unknown.
 *
 * @example unknownsOf({ op: 'present', finding: 'fever' }, reading, found) // found has 'fever'
 */
export function unknownsOf(condition: ConditionData, reading: Reading, found: Set<string>): void {
  if (truthOf(condition, reading) !== undefined) return
  switch (condition.op) {
    case 'not':
      unknownsOf(condition.of, reading, found)
      return
    case 'all':
    case 'any':
    case 'atLeast':
      for (const part of condition.of) unknownsOf(part, reading, found)
      return
    case 'defined':
      for (const finding of unknownsOfNamed(condition.condition, reading)) found.add(finding)
      return
    default:
      for (const finding of unreadFindings(condition, reading)) askFor(finding, reading, found)
  }
}

const unknowns = new WeakMap<Reading, Map<string, ReadonlySet<string>>>()

/** The findings that leave a named condition unknown, gathered once a reading: many rules mention the same. */
function unknownsOfNamed(name: string, reading: Reading): ReadonlySet<string> {
  const gathered = unknowns.get(reading) ?? new Map<string, ReadonlySet<string>>()
  unknowns.set(reading, gathered)
  const known = gathered.get(name)
  if (known) return known
  const found = new Set<string>()
  for (const definition of definitionsOf(name, reading.protocol)) unknownsOf(definition.when, reading, found)
  gathered.set(name, found)
  return found
}

/** The findings of a leaf that keep it from being read. */
function unreadFindings(leaf: Leaf, reading: Reading): readonly string[] {
  if (leafTruth(leaf, reading) !== undefined) return []
  return findingsOf(leaf).filter((finding) => reading.situation.get(finding)?.is !== 'value')
}

/** A finding that only exists as a time between dates is asked by its date; one that may not apply, by what decides that first. */
function askFor(finding: string, reading: Reading, found: Set<string>): void {
  const definition = lookup(reading.protocol).findings.get(finding)
  if (definition?.kind === 'quantity' && definition.elapsed?.only) {
    found.add(definition.elapsed.from)
    return
  }
  if (definition?.appliesWhen) unknownsOf(definition.appliesWhen, reading, found)
  found.add(finding)
}

/**
 * A finding as evidence: its label, its value in words, the day it was observed.
 *
 * @example evidence('esrMmPerHour', reading).value // '45 mm/h'
 */
export function evidence(finding: string, reading: Reading): Evidence {
  const definition = lookup(reading.protocol).findings.get(finding)
  const state = reading.situation.get(finding)
  const label = definition?.label ?? finding
  if (!definition || !state || state.is === 'notKnown') return { finding, label, value: 'not known' }
  if (state.is === 'notDone') return { finding, label, value: absenceOf(definition) }
  return { finding, label, value: wordsFor(definition, state.value), observedOn: state.observedOn }
}

function absenceOf(definition: FindingDefinition): string {
  return definition.unrecorded === 'notDone' ? 'not recorded' : 'does not apply'
}

/** The unit as a reader writes it, for the few UCUM codes that are not how people write. */
const UNIT_WORDS: Readonly<Record<string, string>> = {
  a: 'years',
  wk: 'weeks',
  d: 'days',
  Cel: '°C',
  '{score}': 'of 10',
}

/**
 * A value in words.
 *
 * @example wordsFor(durationDays, 35) // '35 days'
 */
export function wordsFor(definition: FindingDefinition, value: string | number): string {
  if (definition.kind === 'quantity') return `${value} ${UNIT_WORDS[definition.unit] ?? definition.unit}`
  if (definition.kind === 'choice') return definition.values.find(({ id }) => id === value)?.label ?? String(value)
  return String(value)
}
