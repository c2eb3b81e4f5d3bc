import type { ConditionData, Leaf, Limit, Relation } from '../language/condition.ts'
import type { FindingDefinition } from '../language/finding.ts'
import type { Protocol } from '../language/protocol.ts'

/** A condition in words: one clause, or a lead with the parts under it. */
export type Phrase =
  | { readonly is: 'clause'; readonly text: string }
  | {
      readonly is: 'parts'
      readonly joins: 'all' | 'any' | 'some'
      readonly lead: string
      readonly of: readonly Phrase[]
    }

/** How a reader gets from a word to what it means; plain words unless given. */
export interface Links {
  readonly finding?: (id: string, words: string) => string
  readonly condition?: (id: string, words: string) => string
}

/** Clauses longer than this are easier to read as a list. */
const LONGEST_SENTENCE = 150

/** The unit as people write it. */
const UNITS: Readonly<Record<string, readonly [string, string]>> = {
  a: ['year', 'years'],
  wk: ['week', 'weeks'],
  d: ['day', 'days'],
  Cel: ['°C', '°C'],
  'mm/h/a': ['mm/h for each year', 'mm/h for each year'],
  '{score}': ['of 10', 'of 10'],
  '1': ['', ''],
}

/**
 * An amount with its unit as people write it.
 *
 * @example amount(30, 'd') // '30 days'
 */
export function amount(value: number, unit: string): string {
  const [one, many] = UNITS[unit] ?? [unit, unit]
  return `${value} ${value === 1 ? one : many}`.trim()
}

/**
 * A condition in plain English.
 *
 * Negations are said as a reader would say them, and go down to the findings: "fever is absent", not "not (fever)".
 *
 * @example inline(english({ op: 'not', of: { op: 'present', finding: 'fever' } }, standard)) // 'fever is absent'
 */
export function english(condition: ConditionData, protocol: Protocol, links: Links = {}, negated = false): Phrase {
  switch (condition.op) {
    case 'not':
      return english(condition.of, protocol, links, !negated)
    case 'all':
    case 'any':
      return several(condition.op === 'all' ? !negated : negated, condition.of, protocol, links, negated)
    case 'atLeast': {
      const lead = negated ? `fewer than ${condition.count} of these hold` : `at least ${condition.count} of these hold`
      return { is: 'parts', joins: 'some', lead, of: condition.of.map((part) => english(part, protocol, links)) }
    }
    case 'defined': {
      const label = protocol.conditions.find(({ id }) => id === condition.condition)?.label
      // A layer may know a condition that nothing defines: it never holds.
      if (label === undefined) return clause(negated ? 'always' : 'never')
      const link = links.condition ?? plainly
      return clause(existence(label, negated, (words) => link(condition.condition, words)))
    }
    default:
      return clause(leaf(condition, protocol, links, negated))
  }
}

const clause = (text: string): Phrase => ({ is: 'clause', text })
const plainly = (_id: string, words: string): string => words

/** Several conditions, those of the same kind inside one another opened, signs that are asked alike taken together. */
function several(
  isAll: boolean,
  conditions: readonly ConditionData[],
  protocol: Protocol,
  links: Links,
  negated: boolean,
): Phrase {
  const joins = isAll ? 'all' : 'any'
  const signs = conditions.filter((part) => part.op === 'present' && signOf(part.finding, protocol))
  const together = signs.length > 1 && isAll === negated ? signs : []
  const rest = conditions
    .filter((part) => !together.includes(part))
    .flatMap((part): readonly Phrase[] => {
      const phrase = english(part, protocol, links, negated)
      return phrase.is === 'parts' && phrase.joins === joins ? phrase.of : [phrase]
    })
  const parts = together.length > 0 ? [signsTogether(together, protocol, links, negated), ...rest] : rest
  const [only] = parts
  if (only === undefined) return clause(isAll ? 'always' : 'never')
  if (parts.length === 1) return only
  return { is: 'parts', joins, lead: isAll ? 'all of these hold' : 'at least one of these holds', of: parts }
}

/** "fever or chills is present" for two short ones; else a list that commas inside a label cannot break. */
function signsTogether(signs: readonly ConditionData[], protocol: Protocol, links: Links, negated: boolean): Phrase {
  const names = signs.flatMap((part) => ('finding' in part ? [named(part.finding, protocol, links)] : []))
  const [first, second] = names
  const short = names.length === 2 && names.every((name) => !/,| or | and /.test(name))
  if (short) return clause(negated ? `${first} and ${second} are absent` : `${first} or ${second} is present`)
  return clause(`${negated ? 'all of these are absent' : 'any of these is present'}: ${names.join('; ')}`)
}

/** A sign that is asked as such; those of tests and treatments are on record or not. */
function signOf(finding: string, protocol: Protocol): boolean {
  const definition = definitionOf(finding, protocol)
  return definition?.kind === 'sign' && definition.unrecorded === 'notKnown'
}

function definitionOf(finding: string, protocol: Protocol): FindingDefinition | undefined {
  return protocol.findings.find(({ id }) => id === finding)
}

function named(finding: string, protocol: Protocol, links: Links): string {
  return (links.finding ?? plainly)(finding, definitionOf(finding, protocol)?.label ?? finding)
}

function leaf(part: Leaf, protocol: Protocol, links: Links, negated: boolean): string {
  const name = named(part.finding, protocol, links)
  const be = isPlural(definitionOf(part.finding, protocol)?.label ?? '') ? 'are' : 'is'
  const not = negated ? ' not' : ''
  switch (part.op) {
    case 'present':
      if (!signOf(part.finding, protocol)) return `${name} ${be}${not} on record`
      return `${name} ${be} ${negated ? 'absent' : 'present'}`
    case 'done':
      return `${name} ${be}${not} on record`
    case 'within': {
      const label = definitionOf(part.finding, protocol)?.label ?? part.finding
      const article = negated ? 'no ' : articleFor(label)
      return `${article}${name} from the last ${parameter(part.days, protocol)} is on record`
    }
    case 'is': {
      const definition = definitionOf(part.finding, protocol)
      const labels = part.values.map((value) => {
        const label =
          definition?.kind === 'choice' ? definition.values.find(({ id }) => id === value)?.label : undefined
        return `“${label ?? value}”`
      })
      return `${name} ${be}${not} ${joined(labels, negated ? 'nor' : 'or')}`
    }
    case 'compare':
      return `${name} ${be}${not} ${relation(part.relation, limit(part.limit, part.finding, protocol, links))}`
  }
}

const RELATIONS: Readonly<Record<Relation, (limit: string) => string>> = {
  '>': (limit) => `more than ${limit}`,
  '>=': (limit) => `${limit} or more`,
  '<': (limit) => `less than ${limit}`,
  '<=': (limit) => `${limit} or less`,
}

function relation(sign: Relation, text: string): string {
  return RELATIONS[sign](text)
}

function parameter(id: string, protocol: Protocol): string {
  const found = protocol.parameters.find((candidate) => candidate.id === id)
  return found ? amount(found.value, found.unit) : id
}

function limit(of: Limit, finding: string, protocol: Protocol, links: Links): string {
  if ('parameter' in of) return parameter(of.parameter, protocol)
  const name = named(of.finding, protocol, links)
  if (of.plus === undefined && of.times === undefined) return name
  const base = definitionOf(of.finding, protocol)
  const result = definitionOf(finding, protocol)
  const plus = protocol.parameters.find(({ id }) => id === of.plus)?.value ?? 0
  const times = protocol.parameters.find(({ id }) => id === of.times)?.value ?? 1
  const unit = base?.kind === 'quantity' ? ` in ${(UNITS[base.unit] ?? [base.unit, base.unit])[1]}` : ''
  const sum = plus === 0 ? `${name}${unit}` : `(${name}${unit} + ${plus})`
  return `${sum} × ${times}${result?.kind === 'quantity' ? ` ${result.unit}` : ''}`
}

/** "an X-ray", "a review"; none before a word that brings its own. */
function articleFor(label: string): string {
  if (/^(the|a|an|another|any) /i.test(label)) return ''
  const spelled = /^[A-Z](?![a-z])/.test(label)
  return (spelled ? /^[AEFHILMNORSX]/ : /^[aeiou]/i).test(label) ? 'an ' : 'a '
}

/**
 * That a named condition holds, or does not. Its label is a noun phrase ("a red flag") or a whole clause
 * ("the X-ray is abnormal").
 */
function existence(label: string, negated: boolean, link: (words: string) => string): string {
  const verb = / (is|are|needs) /.exec(label)?.[1]
  if (verb !== undefined) {
    if (!negated) return link(label)
    const not = verb === 'needs' ? 'does not need' : `${verb} not`
    return link(label.replace(` ${verb} `, ` ${not} `))
  }
  const be = isPlural(label) ? 'are' : 'is'
  if (!negated) return `there ${be} ${link(label)}`
  if (/^an? /.test(label)) return `there is no ${link(label.replace(/^an? /, ''))}`
  if (label.startsWith('something ')) return `there is ${link(label.replace('something', 'nothing'))}`
  if (/^(the|no|any) /.test(label)) return `it is not so that there is ${link(label)}`
  return `there ${be} no ${link(label)}`
}

function isPlural(label: string): boolean {
  if (/^(an?|the|no|something|any) /.test(label)) return false
  const head = label.split(/,| (?:of|for|with|on|in|to) /)[0] ?? label
  return /[^siu]s$/.test(head)
}

/**
 * A list in words.
 *
 * @example joined(['a', 'b', 'c'], 'or') // 'a, b or c'
 */
export function joined(items: readonly string[], word: 'and' | 'or' | 'nor'): string {
  if (items.length < 2) return items.join('')
  return `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}`
}

/**
 * A phrase as part of a sentence.
 *
 * @example inline(english(all(redFlag, findings.fever.absent), standard)) // 'there is a red flag and fever is absent'
 */
export function inline(phrase: Phrase): string {
  if (phrase.is === 'clause') return phrase.text
  // What has its own "and", "or" or list goes last, where it cannot be misread.
  const parts = [...phrase.of].sort((a, b) => Number(isLong(a)) - Number(isLong(b)))
  if (phrase.joins === 'some') return `${phrase.lead}: ${parts.map(inline).join('; ')}`
  const word = phrase.joins === 'all' ? 'and' : 'or'
  const texts = parts.map((part) => (part.is === 'clause' ? part.text : within(part)))
  const longest = parts.some(isLong)
  if (texts.length === 2) return texts.join(longest ? `, ${word} ` : ` ${word} `)
  return `${texts.slice(0, -1).join(', ')}, ${word} ${texts.at(-1)}`
}

function isLong(phrase: Phrase): boolean {
  return phrase.is === 'parts' || /: | (?:and|or|nor) /.test(phrase.text.replace(/\[[^\]]*\]/g, ''))
}

/** A phrase of parts inside another: "either … or …", "both … and …". */
function within(phrase: Extract<Phrase, { readonly is: 'parts' }>): string {
  if (phrase.joins !== 'some' && phrase.of.length === 2 && !phrase.of.some(isLong))
    return `${phrase.joins === 'all' ? 'both' : 'either'} ${inline(phrase)}`
  return `${phrase.lead}: ${phrase.of.map((part) => (part.is === 'clause' ? part.text : `(${inline(part)})`)).join('; ')}`
}

/** How deep parts stand in parts. */
function depth(phrase: Phrase): number {
  return phrase.is === 'clause' ? 0 : 1 + Math.max(...phrase.of.map(depth))
}

/** The words without the addresses of links, which a reader does not read. */
function readLength(text: string): number {
  return text.replace(/\]\([^)]*\)/g, ']').length
}

/** What stands around a condition in a list item. */
export interface Setting {
  readonly lead: string
  /** Said after the condition: "then …". */
  readonly then?: string
  /** Said last: what is cited. */
  readonly mark?: string
  /** Of the lines under the item. */
  readonly indent: string
}

/**
 * A phrase for a Markdown list item: on the same line where it is short enough to read; else as a list under it.
 *
 * @example listed(english(when, standard), { lead: 'when', mark: '(B7)', indent: '  ' })
 *   // 'when there is a red flag. (B7)'
 */
export function listed(phrase: Phrase, { lead, then, mark, indent }: Setting): string {
  const text = inline(phrase)
  if (phrase.is === 'clause' || (depth(phrase) < 3 && readLength(text) <= LONGEST_SENTENCE))
    return `${lead} ${text}${then ? `: ${then}` : ''}.${mark ? ` ${mark}` : ''}`
  const said = `${lead} ${phrase.lead}${then ? `, ${then}` : ''}${mark ? ` ${mark}` : ''}`
  return `${said}:\n${items(phrase, indent).join('\n')}`
}

function items(phrase: Extract<Phrase, { readonly is: 'parts' }>, indent: string): readonly string[] {
  return phrase.of.flatMap((part) => {
    const text = inline(part)
    const fits = part.is === 'clause' || (depth(part) < 2 && readLength(text) <= LONGEST_SENTENCE)
    return fits ? [`${indent}- ${text}`] : [`${indent}- ${part.lead}:`, ...items(part, `${indent}  `)]
  })
}
