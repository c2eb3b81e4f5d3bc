import {
  acceptabilityOf,
  type Control,
  type Estimate,
  type Evidence,
  type Hazard,
  isShown,
  likelihoods,
  type RiskLevel,
  riskOf,
  severities,
} from '../language/hazard.ts'
import { inCode, inMarkdown, table } from './markdown.ts'

/** What the log is about, for its head. */
export interface LoggedProtocol {
  readonly name: string
  readonly version: string
  readonly hash: string
}

/** From the highest. */
const LEVELS: readonly RiskLevel[] = [5, 4, 3, 2, 1]

/** From this level on it may not be used. */
const notAcceptableFrom: RiskLevel = 4

/**
 * `docs/safety/hazard-log.md`: the hazards in the fields of DCB0129, with risks read off the matrix. `notice` marks the
 * text as generated.
 *
 * @example hazardLog(hazards, referenceTo(standard), 'Generated.').split('\n')[0] // '# Hazard log'
 */
export function hazardLog(hazards: readonly Hazard[], protocol: LoggedProtocol, notice: string): string {
  return `${[
    '# Hazard log',
    `<!-- ${notice} -->`,
    `For the protocol ${inCode(protocol.name)}, version ${protocol.version}, hash ${inCode(protocol.hash)}, and the program of the same commit. How to read it, who is responsible for what, and the place to sign: [the safety file](README.md).`,
    'The estimates are those of the people who built the program. **No clinical safety officer has agreed to them**, and nobody has accepted a residual risk: the log is a proposal until the safety file is signed. Every hazard is open, and has no owner yet.',
    'A control counts as shown when a proof over every possible case (“guarantee”), a test or a clinical case shows it. A test demands that each of these exists, is not switched off and, for a guarantee, is proved.',
    ...matrixPart(),
    ...summaryPart(hazards),
    '## The hazards one by one',
    ...hazards.flatMap(hazardPart),
  ].join('\n\n')}\n`
}

function matrixPart(): readonly string[] {
  const rows = severities.map((severity) => [
    `**${severity}**`,
    ...likelihoods.map((likelihood) => String(riskOf({ severity, likelihood }))),
  ])
  const levels = LEVELS.map((level) => [String(level), acceptabilityOf(level).word, acceptabilityOf(level).means])
  return [
    '## Severity, likelihood, risk',
    table(['severity, likelihood', ...likelihoods], rows),
    table(['risk', 'is', 'means'], levels),
    'Severity: *catastrophic*, death or lasting, life-changing harm to several patients; *major*, to one patient, or severe injury of several that heals; *considerable*, severe injury that heals, or severe distress, of one; *significant*, lesser injury of one that is slow to heal, or inconvenience to several; *minor*, little and soon over. Likelihood: *very high*, almost certain; *high*, to be expected in most places; *medium*, possible; *low*, could happen and mostly will not; *very low*, next to impossible.',
  ]
}

function summaryPart(hazards: readonly Hazard[]): readonly string[] {
  const controls = hazards.flatMap((hazard) => hazard.controls)
  const residual = (level: RiskLevel) => hazards.filter((hazard) => riskOf(hazard.residual) === level)
  const counts = LEVELS.flatMap((level) =>
    residual(level).length > 0 ? [`${residual(level).length} at ${level}`] : [],
  )
  const blocking = hazards.filter((hazard) => riskOf(hazard.residual) >= notAcceptableFrom)
  const rows = hazards.map((hazard) => [
    hazard.id,
    `[${inMarkdown(hazard.name)}](#${anchorOf(hazard)})`,
    riskWords(hazard.initial),
    riskWords(hazard.residual),
    acceptabilityOf(riskOf(hazard.residual)).word,
    hazard.open.length > 0 ? `${hazard.open.length} open` : '–',
  ])
  return [
    '## At a glance',
    `${hazards.length} hazards, ${controls.length} controls, ${controls.filter(isShown).length} of them shown. Residual risk: ${counts.join(', ')}.`,
    ...(blocking.length > 0
      ? [
          `**Not acceptable as it stands:** ${blocking.map(({ id, name }) => `${id} (${inMarkdown(name)})`).join(', ')}.`,
        ]
      : []),
    table(['id', 'hazard', 'before controls', 'after', 'is', 'open points'], rows),
  ]
}

function hazardPart(hazard: Hazard): readonly string[] {
  const { id, name, causes, effect, initial, controls, residual, open, asks = [], site } = hazard
  return [
    `### ${id} ${inMarkdown(name)}`,
    [
      `- **Hazard:** ${inMarkdown(hazard.hazard)}`,
      '- **Causes:**',
      ...causes.map((cause) => `  - ${inMarkdown(cause)}`),
      `- **Effect:** ${inMarkdown(effect)}`,
      `- **Before controls:** severity ${initial.severity}, likelihood ${initial.likelihood}: ${levelWords(initial)}.`,
      '- **Controls:**',
      ...controls.flatMap(controlLines),
      `- **After controls:** severity ${residual.severity}, likelihood ${residual.likelihood}: ${levelWords(residual)}. ${acceptabilityOf(riskOf(residual)).means} Accepted by: nobody yet.`,
      `- **Open:** ${open.length > 0 ? '' : 'nothing known.'}`.trimEnd(),
      ...open.map((each) => `  - ${inMarkdown(each)}`),
      ...(asks.length > 0
        ? [`- **Asked of clinicians:** ${asks.map(inCode).join(', ')} in [questions](../questions.md).`]
        : []),
      ...(site.length > 0 ? ['- **For whoever deploys it:**', ...site.map((each) => `  - ${inMarkdown(each)}`)] : []),
    ].join('\n'),
  ]
}

function controlLines(control: Control): readonly string[] {
  const mark = isShown(control) ? '' : ' (not shown by a test)'
  return [`  - ${inMarkdown(control.control)}${mark}`, ...control.shownBy.map((each) => `    - ${evidenceWords(each)}`)]
}

function evidenceWords(evidence: Evidence): string {
  if ('guarantee' in evidence) return `guarantee ${inCode(evidence.guarantee)}, [proved](../guarantees.md)`
  if ('clinicalCase' in evidence)
    return `clinical case ${inCode(evidence.clinicalCase)}, [run by every engine](../cases.md)`
  const path = `[${inMarkdown(evidence.file)}](../../${evidence.file})`
  if ('code' in evidence) return `in the code: ${inCode(evidence.code)}, ${path}`
  const row = evidence.row === undefined ? '' : `, row “${inMarkdown(evidence.row)}”`
  return `test “${inMarkdown(evidence.test)}”${row}, ${path}`
}

function riskWords(estimate: Estimate): string {
  return `${riskOf(estimate)} (${estimate.severity}, ${estimate.likelihood})`
}

function levelWords(estimate: Estimate): string {
  const level = riskOf(estimate)
  return `risk ${level}, ${acceptabilityOf(level).word}`
}

/** The anchor that code hosts make of a hazard's heading. */
function anchorOf({ id, name }: Hazard): string {
  return `${id} ${name}`
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-')
}
