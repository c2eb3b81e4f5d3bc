import { type Provenance, type ReadingLine, reasons } from '../fhir/in/ledger.ts'
import type { RecordReading } from '../fhir/in/read-record.ts'
import type { Protocol } from '../language/protocol.ts'
import { capitalised, oneLine, wrapped, writtenDate } from '../weave/plain-text.ts'

/**
 * What a record says, for a person: what was taken, what is to be read or asked, and what was left out, with why.
 *
 * @example recordText(reading, standard).split('\n')[0] // 'Read from the record of Patient/p1'
 */
export function recordText(reading: RecordReading, protocol: Protocol): string {
  const label = (finding: string) => protocol.findings.find(({ id }) => id === finding)?.label ?? finding
  const value = (finding: string, id: string | number) => {
    const definition = protocol.findings.find((each) => each.id === finding)
    const words = definition?.kind === 'choice' ? definition.values.find((each) => each.id === id)?.label : undefined
    return definition?.kind === 'quantity' ? `${id} ${definition.unit}` : (words ?? String(id))
  }
  const taken = reading.lines.filter((line) => line.taken)
  const asked = new Set(reading.questions.flatMap(({ findings }) => findings))
  return [
    `Read from the record of ${oneLine(reading.patient ?? '')}${reading.deceased ? ' (deceased)' : ''}`,
    ...taken.map(({ finding = '', value: said = '', ...line }) =>
      item(
        `${label(finding)}: ${value(finding, said)} ${from(line)}${line.reason === 'taken' ? '' : ` ${reasons[line.reason]}`}`,
      ),
    ),
    ...section(
      'To be read by you',
      reading.reports.map(
        ({ finding, text, ...line }) => `${label(finding)} ${from(line)}${text ? ` “${oneLine(text)}”` : ''}`,
      ),
    ),
    ...section(
      'The patient’s own answers, to be confirmed',
      reading.toConfirm.map(
        ({ finding, value: said, ...line }) => `${label(finding)}: ${value(finding, said)} ${from(line)}`,
      ),
    ),
    ...section(
      'Ordered',
      reading.orders.map(({ finding, ...line }) => `${label(finding)} ${from(line)}`),
    ),
    ...section('The record makes one ask for', asked.size > 0 ? [[...asked].map(label).join('; ')] : []),
    ...section('Medicines', reading.medicines.map(oneLine)),
    ...section('Allergies', reading.allergies.map(oneLine)),
    ...section(
      'Not taken',
      newestOfEach(reading.lines).map(({ line: { finding = '', reason, ...line }, more }) => {
        const others = more > 0 ? ` And ${more} more of the kind (--json lists all).` : ''
        return `${label(finding)} ${from(line)} ${reasons[reason]}${others}`
      }),
    ),
    ...section(
      'Incomplete',
      reading.problems.map(({ code, message }) => `${message} (${code})`),
    ),
  ].join('\n')
}

/** A lifetime has many old measurements: of one finding and reason the newest is shown, and the others are counted. */
function newestOfEach(lines: readonly ReadingLine[]): readonly { readonly line: ReadingLine; readonly more: number }[] {
  const kinds = new Map<string, { line: ReadingLine; more: number }>()
  for (const line of lines) {
    if (line.taken) continue
    const kind = kinds.get(`${line.finding} ${line.reason}`)
    if (kind === undefined) kinds.set(`${line.finding} ${line.reason}`, { line, more: 0 })
    else {
      kind.more += 1
      if ((line.date ?? '') > (kind.line.date ?? '')) kind.line = line
    }
  }
  return [...kinds.values()]
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map(item)]
}

function item(text: string): string {
  return wrapped(capitalised(text), '- ', '  ')
}

function from({ resource, status, date, dateOf }: Provenance): string {
  const day =
    date === undefined ? [] : [`${dateOf} ${/^\d{4}-\d{2}-\d{2}/.test(date) ? writtenDate(date.slice(0, 10)) : date}`]
  return `(${[oneLine(resource), ...(status === undefined ? [] : [oneLine(status)]), ...day].join(', ')}).`
}
