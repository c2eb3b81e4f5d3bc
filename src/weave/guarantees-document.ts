import type { Checked, Counterexample, Shown } from '../verify/report.ts'
import type { UnknownsCheck } from '../verify/unknowns.ts'
import { joined } from './english.ts'
import { inCode, inMarkdown, table } from './markdown.ts'
import { answerWords, casesWords, patientWords, shareWords, spanWords } from './patient-text.ts'
import { capitalised, sentence } from './plain-text.ts'

/** Everything that was proved, and over what. */
export interface ProofResults {
  readonly checked: readonly Checked[]
  readonly unknowns: readonly UnknownsCheck[]
  /** Cases in which everything is known, and cases in which anything may be not known too. */
  readonly cases: { readonly complete: bigint; readonly withUnknowns: bigint }
}

/**
 * The guarantees as a Markdown document that a clinician can read: each as a sentence with its status, those that do
 * not hold as worded with the patient who shows it and the wording proposed instead.
 *
 * @example guaranteesDocument(results, notice).split('\n')[0] // '# What always holds'
 */
export function guaranteesDocument(results: ProofResults, notice: string): string {
  const groups = [...new Set(results.checked.map(({ guarantee }) => guarantee.id))]
  const sections = groups.map((id) => section(id, results))
  return `${[
    '# What always holds',
    `<!-- ${notice} -->`,
    ...OPENING,
    `Each is proved over all ${casesWords(results.cases.withUnknowns)} cases in which any finding may be not known, among them the ${casesWords(results.cases.complete)} in which everything is known: every combination of findings that the rules can tell apart, those left out that cannot be (${'`docs/protocol.md`'}, “What cannot be”). Nothing is sampled. The number says how much is covered, not how often it is met.`,
    '## At a glance',
    table(
      ['id', 'what always holds', 'in', 'status'],
      byGuarantee(results.checked).map(([first, ...rest]) => [
        first.guarantee.id,
        inMarkdown(first.guarantee.sentence),
        layersOf([first, ...rest]),
        statusWords([first, ...rest]),
      ]),
    ),
    '## One by one',
    ...sections,
    ...unknownsPart(results.unknowns),
  ].join('\n\n')}\n`
}

const OPENING = [
  'Sentences about every possible patient, checked by the program each time the rules change. “Source” is the clinical text and our readings of it; “standard” adds the safety additions and is what a patient gets. The ids V1 to V12 are those of the specification; any other id is the statement whose action is held to, in both directions.',
  '**Proved** means that no possible patient is an exception. **Does not hold as worded** means that there is one: the patient stands below, with the reason and the wording that we propose instead, which is proved. A sentence is never made weaker in silence.',
]

type OneOrMore = readonly [Checked, ...Checked[]]

/** The layers of each guarantee together, in the order in which they were checked. */
function byGuarantee(checked: readonly Checked[]): readonly OneOrMore[] {
  const groups = new Map<string, [Checked, ...Checked[]]>()
  for (const each of checked) {
    const known = groups.get(each.guarantee.name)
    if (known) known.push(each)
    else groups.set(each.guarantee.name, [each])
  }
  return [...groups.values()]
}

function layersOf(group: readonly Checked[]): string {
  return joined(
    group.map(({ layer }) => layer),
    'and',
  )
}

function statusWords(group: readonly Checked[]): string {
  const wording = group[0]?.guarantee.wording === 'proposed' ? ', as proposed' : ''
  const refuted = group.filter(({ status }) => status === 'refuted')
  if (refuted.length === 0) return `proved${wording}`
  const where = refuted.length === group.length ? '' : ` in ${layersOf(refuted)}`
  return `**does not hold as worded${where}**`
}

function section(id: string, { checked }: ProofResults): string {
  const groups = byGuarantee(checked.filter(({ guarantee }) => guarantee.id === id))
  const parts = groups.flatMap((group) => {
    const { guarantee } = group[0]
    const title = guarantee.wording === 'proposed' ? '**Proposed wording.** ' : ''
    return [
      `${title}${inMarkdown(guarantee.sentence)}`,
      `${capitalised(statusWords(group))} (${layersOf(group)}; ${inCode(guarantee.name)}).`,
      ...(guarantee.because ? [`**Why:** ${sentence(inMarkdown(guarantee.because))}`] : []),
      ...group.flatMap((each) => [
        ...(each.counterexample ? [counterexampleText(each, each.counterexample)] : []),
        ...(each.names ? [`In ${each.layer} it fails for: ${each.names.map(inCode).join(', ')}.`] : []),
      ]),
    ]
  })
  return [`### ${id}`, ...parts].join('\n\n')
}

function counterexampleText({ layer }: Checked, { shown, cases }: Counterexample): string {
  const [first] = shown
  const isOne = shown.every(({ patient }) => patientWords(patient) === (first ? patientWords(first.patient) : ''))
  const patient = first && isOne ? [`> ${inMarkdown(sentence(patientWords(first.patient)))}`] : []
  const lines = shown.map((each) => `> - ${shownText(each, isOne)}`)
  const lead = `> **The most ordinary patient for whom it fails** (layer ${layer}, ${casesWords(cases)} cases in all; everything that is not named is absent, normal or not done):`
  return [lead, '>', ...patient, ...(patient.length > 0 ? ['>'] : []), ...lines].join('\n')
}

function shownText({ setting, patient, answers }: Shown, isOne: boolean): string {
  const told = isOne ? '' : `${inMarkdown(patientWords(patient))} → `
  return `${setting ? `${setting}: ` : ''}${told}${answers.map(answerWords).join('; ')}`
}

function unknownsPart(unknowns: readonly UnknownsCheck[]): readonly string[] {
  const parts = unknowns.flatMap(({ layer, cases, decisions }) => {
    const escaped = decisions.filter((decision) => decision.escaped > 0n)
    const wide = decisions.filter((decision) => decision.wide > 0n)
    const sound =
      escaped.length === 0
        ? 'No completion of the unknowns ever has an answer outside the bounds.'
        : `**Bounds that do not hold:** ${escaped.map(({ label }) => inMarkdown(label)).join(', ')}.`
    return [
      `### Not known, in ${layer}`,
      `${sound} Of ${decisions.length} decisions, ${decisions.length - wide.length} have bounds that are everywhere exactly what the completions share. The others are in some cases wider than they need be:`,
      table(
        ['decision', 'wider in', 'the most ordinary patient', 'bounds given'],
        wide.map((decision) => [
          inMarkdown(decision.label),
          shareWords({ cases: decision.wide, of: cases }),
          inMarkdown(decision.example ? patientWords(decision.example.patient) : ''),
          (decision.example?.answers ?? []).map(({ bounds }) => (bounds ? spanWords(bounds) : '')).join('; '),
        ]),
      ),
    ]
  })
  return [
    '## What “not known” does',
    'While something is not known, each decision has bounds: what it is at least, and what it could be at most. They are safe when every completion of the unknowns lies within them, and exact when each answer within them is that of some completion.',
    'What the program says is exact: it reads the bounds, what is still missing and what all completions share off diagrams of every complete case, and the tests compare that with the completions themselves (by enumeration on a small protocol, by other diagrams on this one; every guarantee above holds of those answers too). The tables below say how much wider the bounds would be by the form of the rules alone (three-valued logic), which is what the SQL and CQL forms can say.',
    ...parts,
  ]
}
