import { allowedValues } from '../evaluate/read-findings.ts'
import type { FindingDefinition } from '../language/finding.ts'
import type { Protocol } from '../language/protocol.ts'

/**
 * `docs/findings.md`: every finding of the protocol with its id, what may be recorded and what silence means.
 * `notice` marks the text as generated.
 *
 * @example produceFindingTable(standard, 'Generated …') // '# Findings\n\n<!-- Generated … -->\n …'
 */
export function produceFindingTable(protocol: Protocol, notice: string): string {
  const groups = [...new Set(protocol.findings.map(({ group }) => group))]
  const sections = groups.map((group) =>
    [
      `## ${group}`,
      '',
      '| id | what it is | may be recorded as | not recorded means | serves |',
      '|---|---|---|---|---|',
      ...protocol.findings.filter((finding) => finding.group === group).map((finding) => row(finding, protocol)),
      '',
    ].join('\n'),
  )
  return [
    '# Findings',
    '',
    `<!-- ${notice} -->`,
    '',
    'Every finding a case may record. How to write a case: [cases.md](cases.md). "notKnown" may be recorded for any of them;',
    '"notDone" where it is listed. A number is in the unit given; a day is written YYYY-MM-DD.',
    '',
    ...sections,
  ].join('\n')
}

function row(finding: FindingDefinition, protocol: Protocol): string {
  const cells = [`\`${finding.id}\``, finding.label, recordedAs(finding, protocol), silence(finding)]
  return `| ${[...cells, finding.serves.join(', ')].join(' | ')} |`
}

function recordedAs(finding: FindingDefinition, protocol: Protocol): string {
  const words = allowedValues(finding).map((word) => `\`${word}\``)
  if (finding.kind === 'date') return ['a day', ...words].join(', ')
  if (finding.kind !== 'quantity') return words.join(', ')
  const { minimum, maximum, decimals, unit, elapsed, grows } = finding
  const start = elapsed && protocol.findings.find(({ id }) => id === elapsed.from)
  if (elapsed?.only) return `nothing: it is counted from \`${start?.id}\` to the date of \`${elapsed.until}\``
  const places = decimals === 0 ? 'whole' : `up to ${decimals} decimal`
  const ages = grows ? '; grows with time from the day it was observed' : ''
  const counted = start ? `; counted from \`${start.id}\` where that is recorded` : ''
  return `${minimum} to ${maximum} ${unit}, ${places}, ${words.join(', ')}${ages}${counted}`
}

function silence({ unrecorded, appliesWhen }: FindingDefinition): string {
  const plain = unrecorded === 'notDone' ? 'not done' : 'not known'
  return appliesWhen ? `${plain}; where it cannot apply, nothing` : plain
}
