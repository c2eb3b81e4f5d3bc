import type { CodeSystem, CodeSystemConcept, ConceptMap, ValueSet } from '@medplum/fhirtypes'
import type { FindingDefinition } from '../../language/finding.ts'
import { workWords } from '../out/tasks.ts'
import { ruleName } from '../rule-name.ts'
import { tags } from '../systems.ts'
import { outcomeCode, sharedAnswers } from './names.ts'
import { type OtherCode, otherCodesOf } from './other-codes.ts'
import { heading, type Setting } from './setting.ts'

/**
 * The protocol's own codes: findings, their values, decisions with their outcomes, statements, and every other code that
 * resources and cards are written with.
 *
 * @example codeSystemsOf(setting).map(({ id }) => id) // ['findings', 'finding-values', 'decisions-standard', …]
 */
export function codeSystemsOf(setting: Setting): CodeSystem[] {
  const { protocol, ids } = setting
  const system = (id: string, title: string, description: string, concept: CodeSystemConcept[]): CodeSystem => ({
    ...heading(setting, 'CodeSystem', id, title),
    description,
    caseSensitive: true,
    content: 'complete',
    count: counted(concept),
    concept,
  })
  return [
    system(
      ids.findings,
      'Findings',
      'What the protocol asks of a patient with back pain.',
      protocol.findings.map(({ id, label, why }) => ({ code: id, display: label, definition: why })),
    ),
    system(ids.answers, 'Values of findings', 'What a finding can be. Not known is a value, and is never absent.', [
      ...sharedConcepts(setting),
      ...choicesOf(setting),
    ]),
    system(
      ids.decisions,
      'Decisions',
      'What the protocol answers; beneath each decision its possible answers, weakest first.',
      protocol.decisions.map((decision) => ({
        code: decision.id,
        display: decision.label,
        concept: decision.outcomes.map((outcome) => ({
          code: outcomeCode(decision.id, outcome.id),
          display: outcome.label || `${decision.label}: nothing to say`,
        })),
      })),
    ),
    system(
      ids.statements,
      'Statements',
      'What every rule rests on: the source text, our readings of it, and additions for safety.',
      protocol.statements.map(({ id, text }) => ({ code: id, display: id, definition: text })),
    ),
    system(ids.flags, 'Red flags', 'What a red flag is raised for: the code of a Flag.', flagsOf(setting)),
    system(
      ids.rules,
      'Rules',
      'The rule that an answer comes from: the topic of a card, and what overriding it is counted by.',
      protocol.decisions.flatMap(({ rules }) => rules.map(({ id }) => ({ code: id, display: ruleName(protocol, id) }))),
    ),
    system(
      'urgencies',
      'Urgencies',
      'How soon a patient has to be seen to, least urgent first.',
      protocol.decisions
        .filter(({ kind }) => kind === 'urgency')
        .flatMap(({ outcomes }) => outcomes.map(({ id, label }) => ({ code: id, display: label }))),
    ),
    system('work', 'Open work', 'What a Task of an episode is about.', conceptsOf(workWords)),
    system('tags', 'Tags', 'What resources are marked with.', conceptsOf(tags)),
  ]
}

const conceptsOf = (words: Readonly<Record<string, string>>): CodeSystemConcept[] =>
  Object.entries(words).map(([code, display]) => ({ code, display }))

const flagsOf = ({ protocol }: Setting): CodeSystemConcept[] =>
  protocol.conditions
    .filter(({ shows }) => shows === 'red flag')
    .flatMap(({ definitions }) => definitions.map(({ id, label }) => ({ code: id, display: label })))

const counted = (concepts: readonly CodeSystemConcept[]): number =>
  concepts.reduce((sum, { concept }) => sum + 1 + counted(concept ?? []), 0)

/**
 * The values of choices. One code is a value of several findings (a normal X-ray, a normal MRI), and means what it says of
 * the finding that it stands beside; where it is worded otherwise there, or to patients, that is a designation.
 */
function choicesOf({ protocol, texts }: Setting): CodeSystemConcept[] {
  const words = new Map<string, Set<string>>()
  const worded = (finding: FindingDefinition, id: string) => texts[0]?.questions[finding.id]?.values?.[id]
  for (const finding of protocol.findings)
    if (finding.kind === 'choice')
      for (const { id, label } of finding.values)
        for (const each of [label, worded(finding, id) ?? label]) words.set(id, (words.get(id) ?? new Set()).add(each))
  const shared = new Map<string, string>(sharedAnswers.map(({ code, display }) => [code, display]))
  return [...words].flatMap(([code, [display = code, ...others]]) =>
    shared.has(code)
      ? []
      : [{ code, display, ...(others.length > 0 ? { designation: others.map((value) => ({ value })) } : {}) }],
  )
}

/** Shared answers, with how the choices that have one of these codes word it, and how patients are offered it. */
function sharedConcepts({ protocol, texts }: Setting): CodeSystemConcept[] {
  return sharedAnswers.map(({ code, display }) => {
    const worded = protocol.findings.flatMap((finding) =>
      finding.kind === 'choice'
        ? finding.values
            .filter(({ id }) => id === code)
            .flatMap(({ label }) => [label, texts[0]?.questions[finding.id]?.values?.[code] ?? label])
        : [],
    )
    const toPatients = texts[0]?.answers[code]
    const words = new Set([...worded, ...(toPatients === undefined ? [] : [toPatients])])
    const designation = [...words].filter((each) => each !== display).map((value) => ({ value }))
    return { code, display, ...(designation.length > 0 ? { designation } : {}) }
  })
}

/**
 * Value sets: the findings, what a sign can be, and the values of each choice.
 *
 * @example valueSetsOf(setting)[0].url // 'https://plumbline.example/fhir/ValueSet/findings'
 */
export function valueSetsOf(setting: Setting): ValueSet[] {
  const { protocol, systems, ids } = setting
  const set = (id: string, title: string, system: string, concept: { code: string; display: string }[]): ValueSet => ({
    ...heading(setting, 'ValueSet', id, title),
    compose: { include: [{ system, version: protocol.version, concept }] },
  })
  const shared = sharedAnswers.map(({ code, display }) => ({ code, display }))
  const findings = protocol.findings.map(({ id, label }) => ({ code: id, display: label }))
  return [
    set(ids.findings, 'Findings', systems.findings, findings),
    set('sign-values', 'What a sign can be', systems.values, shared),
    ...protocol.findings.flatMap((finding) =>
      finding.kind === 'choice'
        ? [
            set(`${slug(finding.id)}-values`, `Values of: ${finding.label}`, systems.values, [
              ...finding.values.map(({ id, label }) => ({ code: id, display: label })),
              ...shared.filter(({ code }) => code === 'notKnown' || code === 'notDone'),
            ]),
          ]
        : [],
    ),
  ]
}

const slug = (id: string): string => id.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/**
 * How findings are called elsewhere.
 *
 * @example conceptMapOf(setting).group.map(({ target }) => target) // ['http://loinc.org', 'http://snomed.info/sct']
 */
export function conceptMapOf(setting: Setting): ConceptMap {
  const { protocol, canonical, systems, ids } = setting
  const known = protocol.findings.flatMap(({ id, label }) =>
    otherCodesOf(id).map((target) => ({ code: id, display: label, target })),
  )
  const targets = [...new Set(known.map(({ target }) => target.system))].sort()
  return {
    ...heading(setting, 'ConceptMap', 'findings-elsewhere', 'Findings in LOINC, SNOMED CT and ICD-10-CM'),
    description: 'Only codes that were looked up in a public list. What is not here is not mapped, and is asked.',
    copyright:
      'LOINC codes under the LOINC licence (loinc.org); SNOMED CT codes need a licence where the country has none.',
    sourceCanonical: canonical('ValueSet', ids.findings),
    group: targets.map((target) => ({
      source: systems.findings,
      target,
      element: [...new Set(known.filter((each) => each.target.system === target).map(({ code }) => code))].map(
        (code) => ({
          code,
          target: known.filter((each) => each.code === code && each.target.system === target).map(targetOf),
        }),
      ),
    })),
  }
}

const targetOf = ({ target: { code, display, narrower } }: { readonly target: OtherCode }) => ({
  code,
  ...(display ? { display } : {}),
  ...(narrower ? { equivalence: 'narrower' as const, comment: narrower } : { equivalence: 'equivalent' as const }),
})
