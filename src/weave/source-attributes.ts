import { type ConditionData, findingsOf, walk } from '../language/condition.ts'
import { compareStatementIds, type Protocol } from '../language/protocol.ts'
import type { Release, SourceAttribute, SourceAttributes } from '../language/source-attribute.ts'
import { capitalised, wrapped, writtenDate } from './plain-text.ts'

/** A finding that expresses an element, and the statements whose rules read it (none: it is not used). */
export interface UsedFinding {
  readonly id: string
  readonly label: string
  readonly statements: readonly string[]
}

/** A reference of a statement: what it rests on, or what published work says beside it (often otherwise). */
export interface Citation {
  readonly statement: string
  readonly reference: string
  readonly as: 'rests on' | 'set beside'
  /** How far it was checked, where that is recorded. */
  readonly checked?: string
}

/** An attribute with its answer. */
export interface AnsweredAttribute {
  readonly number: number
  readonly paragraph: string
  readonly name: string
  /** One paragraph each; never empty. */
  readonly answer: readonly string[]
  /** For the elements 5 to 13: whether any rule reads such data. */
  readonly isUsed?: boolean
  readonly findings?: readonly UsedFinding[]
  readonly citations?: readonly Citation[]
}

/**
 * The thirteen source attributes of a protocol. Whether data is used, what is cited and which version this is are read
 * off the protocol itself; the rest is stated.
 *
 * @example answeredAttributes(standard, sourceAttributes)[9]?.isUsed // true: sex
 */
export function answeredAttributes(protocol: Protocol, stated: SourceAttributes): readonly AnsweredAttribute[] {
  const readers = readersOf(protocol)
  return stated.attributes.map((attribute) => {
    const head = {
      number: attribute.number,
      paragraph: `${stated.regulation}(${attribute.number})`,
      name: attribute.name,
    }
    if (attribute.from === 'references') return { ...head, answer: attribute.says, citations: citationsOf(protocol) }
    if (attribute.from === 'releases')
      return { ...head, answer: [...releaseWords(protocol, stated.releases), ...attribute.says] }
    if (attribute.from === 'stated') return { ...head, answer: attribute.says }
    const findings = usedFindings(attribute, protocol, readers)
    const isUsed = findings.some(({ statements }) => statements.length > 0)
    const summary = isUsed ? 'Used.' : 'Not used: no rule reads such data.'
    return { ...head, answer: [summary, ...attribute.says], isUsed, findings }
  })
}

/**
 * The statements whose rules and definitions read each finding: by name, by a time counted from it, or because it says
 * whether another finding applies.
 *
 * @example readersOf(standard).get('birthDate')?.includes('I10') // true: age is counted from it
 */
export function readersOf(protocol: Protocol): ReadonlyMap<string, readonly string[]> {
  const readers = new Map<string, Set<string>>()
  const note = (finding: string, statements: Iterable<string>): boolean => {
    const known = readers.get(finding) ?? new Set()
    const before = known.size
    for (const statement of statements) known.add(statement)
    readers.set(finding, known)
    return known.size > before
  }
  const parts = [
    ...protocol.conditions.flatMap(({ definitions }) => definitions),
    ...protocol.decisions.flatMap(({ rules }) => rules),
  ]
  for (const { when, statements } of parts) for (const finding of findingsIn(when)) note(finding, statements)
  // What a read finding is counted from, or applies by, is read with it.
  let grew = true
  while (grew) {
    grew = false
    for (const definition of protocol.findings) {
      const behind = definition.appliesWhen ? [...findingsIn(definition.appliesWhen)] : []
      const { from, until } = (definition.kind === 'quantity' ? definition.elapsed : undefined) ?? {}
      for (const finding of [...behind, from, until])
        if (finding && note(finding, readers.get(definition.id) ?? [])) grew = true
    }
  }
  return new Map([...readers].map(([finding, found]) => [finding, [...found].sort(compareStatementIds)]))
}

function findingsIn(condition: ConditionData): ReadonlySet<string> {
  const found = new Set<string>()
  walk(condition, (part) => {
    if ('finding' in part) for (const finding of findingsOf(part)) found.add(finding)
  })
  return found
}

function usedFindings(
  attribute: Extract<SourceAttribute, { readonly from: 'findings' }>,
  protocol: Protocol,
  readers: ReadonlyMap<string, readonly string[]>,
): readonly UsedFinding[] {
  return attribute.findings.map((id) => ({
    id,
    label: protocol.findings.find((finding) => finding.id === id)?.label ?? id,
    statements: readers.get(id) ?? [],
  }))
}

function citationsOf(protocol: Protocol): readonly Citation[] {
  return protocol.statements.flatMap(({ id, references, differences }) => [
    ...references.map((reference): Citation => ({ statement: id, reference, as: 'rests on' })),
    ...differences.map(({ reference, checked }): Citation => ({ statement: id, reference, as: 'set beside', checked })),
  ])
}

function releaseWords(protocol: Protocol, releases: readonly Release[]): readonly string[] {
  const words = releases.map(({ version, releasedOn }) =>
    releasedOn === 'notReleased'
      ? `Version ${version}: not released yet.`
      : `Version ${version}: ${writtenDate(releasedOn)}.`,
  )
  const isListed = releases.some(({ version }) => version === protocol.version)
  return isListed ? words : [`Version ${protocol.version}: no release is recorded.`, ...words]
}

/**
 * The attributes as plain text in 80 columns, as the command line prints them.
 *
 * @example sourceAttributesText(standard, sourceAttributes).split('\n')[0] // 'SOURCE ATTRIBUTES, 45 CFR 170.315(b)(11)(iv)(A)'
 */
export function sourceAttributesText(protocol: Protocol, stated: SourceAttributes): string {
  const head = [
    `SOURCE ATTRIBUTES, ${stated.regulation}`,
    `Protocol ${protocol.name}, version ${protocol.version}, layer ${protocol.layer}`,
  ].join('\n')
  const parts = answeredAttributes(protocol, stated).map(({ number, name, answer, findings = [], citations = [] }) =>
    [
      wrapped(name, `${number}. `.padEnd(4), '    '),
      ...answer.map((each) => wrapped(each, '    ')),
      ...findings.map((each) => wrapped(findingWords(each), '    - ', '      ')),
      ...citations.map((each) => wrapped(citationWords(each), '    - ', '      ')),
    ].join('\n'),
  )
  return `${[head, ...parts].join('\n\n')}\n`
}

/**
 * A finding with the statements that read it, in a line.
 *
 * @example findingWords({ id: 'smoker', label: 'smoker', statements: ['X5'] }) // 'Smoker: read by X5'
 */
export function findingWords({ label, statements }: UsedFinding): string {
  return `${capitalised(label)}: ${statements.length > 0 ? `read by ${statements.join(', ')}` : 'not read by any rule'}`
}

/**
 * A citation in a line.
 *
 * @example citationWords({ statement: 'X10', reference: 'NICE NG65', as: 'rests on' }) // 'X10 rests on: NICE NG65'
 */
export function citationWords({ statement, reference, as, checked }: Citation): string {
  const words = as === 'rests on' ? `${statement} rests on` : `Set beside ${statement}`
  return `${words}: ${reference}${checked === undefined ? '' : ` (${checked})`}`
}
