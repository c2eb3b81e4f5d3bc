import type { Evidence } from '../../evaluate/result.ts'
import { layerSystems } from '../systems.ts'
import { type Card, type CardLink, plainMarkdown, shortSummary } from './card.ts'
import { type HookMaterial, takenLine } from './material.ts'

/** A card before it is numbered: what it says and what it rests on. */
export interface Advice {
  /** The rule of the protocol it comes from: what overriding it is counted by. */
  readonly rule: string
  readonly statements: readonly string[]
  readonly indicator: Card['indicator']
  readonly summary: string
  /** Paragraphs and lists, in Markdown. */
  readonly detail: readonly string[]
  readonly suggestions?: NonNullable<Card['suggestions']>
}

/**
 * One finding in a list: what it is, since when, and where the record has it.
 *
 * @example findingLine(evidence, material) // '- fever: present (2026-03-14; Condition/abc)'
 */
export function findingLine({ finding, label, value, observedOn }: Evidence, { reading }: HookMaterial): string {
  const line = takenLine(reading, finding)
  const where = [line?.date ?? observedOn, line?.resource].filter((part) => part !== undefined).join('; ')
  return `- ${plainMarkdown(label)}: ${plainMarkdown(value)}${where === '' ? '' : ` (${plainMarkdown(where)})`}`
}

/**
 * The findings that lines rest on, each once; that there is none is said.
 *
 * @example findingsSaid([], material) // ['Findings: none of those it depends on is recorded.']
 */
export function findingsSaid(evidence: readonly Evidence[], material: HookMaterial): readonly string[] {
  const seen = new Set<string>()
  const lines = evidence
    .filter(({ finding }) => !seen.has(finding) && seen.add(finding))
    .map((each) => findingLine(each, material))
  return lines.length === 0
    ? ['Findings: none of those it depends on is recorded.']
    : [`**Findings**\n\n${lines.join('\n')}`]
}

/** So many open questions are named; the rest is counted. */
const questionsNamed = 5

/**
 * What is still not known and could change the answer, most useful first; of some decisions alone where they are given.
 *
 * @example missingSaid(material, ['mri'])[0] // '**Not known, and could change this**\n\n- fever …'
 */
export function missingSaid({ decision }: HookMaterial, decisions?: readonly string[]): readonly string[] {
  const missing = decision.missing.filter(
    ({ affects }) => decisions === undefined || affects.some((each) => decisions.includes(each)),
  )
  if (missing.length === 0) return []
  const named = missing.slice(0, questionsNamed).map(({ question }) => `- ${plainMarkdown(question)}`)
  const more = missing.length - named.length
  return [
    `**Not known, and could change this**\n\n${[...named, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n')}`,
  ]
}

/**
 * The card of an advice: numbered, with its source, the reasons for doing otherwise, and where to read on.
 *
 * @example asCard(advice, material).source.topic.code // 'notInPlaceOfXray'
 */
export function asCard(advice: Advice, material: HookMaterial): Card {
  const { decision, site, unread, overrideReasons } = material
  const { suggestions = [], statements } = advice
  const notRead =
    unread.length > 0 ? [`Not read, so not taken into account: ${unread.map(plainMarkdown).join(', ')}.`] : []
  const { name, version, layer, hash } = decision.protocol
  return {
    uuid: material.newId(),
    summary: shortSummary(advice.summary),
    detail: [
      ...advice.detail,
      ...notRead,
      `Statements ${statements.join(', ')}. The clinician decides. Protocol ${name} ${version}, ${layer}, \`${hash.slice(0, 12)}\`, as of ${decision.asOf}.`,
    ].join('\n\n'),
    indicator: advice.indicator,
    source: {
      label: 'Plumbline',
      url: site.address,
      topic: { system: layerSystems(layer).rules, code: advice.rule, display: material.ruleName(advice.rule) },
    },
    ...(suggestions.length > 0 ? { suggestions, selectionBehavior: 'any' as const } : {}),
    ...(overrideReasons.length > 0 ? { overrideReasons } : {}),
    links: linksOf(statements, material),
  }
}

function linksOf(statements: readonly string[], { site, hook }: HookMaterial): readonly CardLink[] {
  const toEvidence = statements.map(
    (statement): CardLink => ({
      label: `Why: statement ${statement}`,
      url: `${site.address}/evidence#${encodeURIComponent(statement)}`,
      type: 'absolute',
    }),
  )
  if (site.launchUrl === undefined) return toEvidence
  const launch: CardLink = {
    label: 'Answer the open questions in Plumbline',
    url: site.launchUrl,
    type: 'smart',
    appContext: JSON.stringify({ from: hook }),
  }
  return [launch, ...toEvidence]
}
