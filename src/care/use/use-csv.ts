import type { Protocol } from '../../language/protocol.ts'
import { reasonFor } from '../override-reasons.ts'
import type { Count } from './count.ts'
import type { Timed } from './episode-use.ts'
import type { Fates, Spread, UseReport } from './use-report.ts'

const HEAD = ['table', 'month', 'rule', 'statements', 'recommendation', 'measure', 'unit', 'value'] as const

const UNITS: Readonly<Record<Timed, string>> = { signature: 'minutes', reply: 'days', result: 'days' }

type Row = readonly [
  table: string,
  month: string,
  rule: string,
  statements: string,
  recommendation: string,
  measure: string,
  unit: string,
  value: Count | '',
]

/**
 * The report as CSV (RFC 4180): one number a line, so that a spreadsheet can turn it as it likes. A number that is
 * hidden is the word `hidden`, never an empty field.
 *
 * @example csvOfUse(report, standard).split('\r\n')[0] // 'table,month,rule,statements,recommendation,measure,unit,value'
 */
export function csvOfUse(report: UseReport, protocol: Protocol): string {
  const rows: readonly Row[] = [
    ...report.months.flatMap((each): Row[] => [
      ...fateRows('month', each, [each.month, '', '', '']),
      ['month', each.month, '', '', '', 'signed', 'decisions', each.signed],
      ['month', each.month, '', '', '', 'signed with the answers', 'decisions', each.signedAtOnce],
      ...(['signature', 'reply', 'result'] as const).flatMap((of) => timeRows(of, each.times[of], each.month)),
      ['month', each.month, '', '', '', `open work on ${each.work.day}`, 'items', each.work.open],
      ['month', each.month, '', '', '', `overdue work on ${each.work.day}`, 'items', each.work.overdue],
      ['month', each.month, '', '', '', `overdue urgent work on ${each.work.day}`, 'items', each.work.overdueUrgent],
    ]),
    ...report.rules.flatMap((each): Row[] => {
      const label = outcomeLabel(each.decision, each.outcome, protocol)
      const place = ['', each.rule, each.statements.join(' '), label] as const
      return [
        ...fateRows('rule', each, place),
        ...each.reasons.map(({ code, count }): Row => ['rule', ...place, reasonWords(code), 'overrides', count]),
      ]
    }),
    ...report.reasons.map(({ code, count }): Row => ['reasons', '', '', '', '', reasonWords(code), 'overrides', count]),
  ]
  return [HEAD, ...rows].map((row) => `${row.map((value) => quoted(String(value))).join(',')}\r\n`).join('')
}

function fateRows(table: string, fates: Fates, place: readonly [string, string, string, string]): readonly Row[] {
  return (['given', 'followed', 'overridden', 'open', 'lapsed'] as const).map(
    (measure): Row => [table, ...place, measure, 'recommendations', fates[measure]],
  )
}

function timeRows(of: Timed, { count, median, nineInTen }: Spread, month: string): readonly Row[] {
  return [
    ['month', month, '', '', '', `${of}: how many`, 'times', count],
    ['month', month, '', '', '', `${of}: median`, UNITS[of], median ?? ''],
    ['month', month, '', '', '', `${of}: nine in ten within`, UNITS[of], nineInTen ?? ''],
  ]
}

function outcomeLabel(decision: string, outcome: string, protocol: Protocol): string {
  const found = protocol.decisions.find(({ id }) => id === decision)
  return found?.outcomes.find(({ id }) => id === outcome)?.label ?? found?.label ?? decision
}

function reasonWords(code: string): string {
  return `${code}: ${reasonFor(code)?.display ?? code}`
}

/** Quoted where it has to be, and never a formula to a spreadsheet. */
function quoted(value: string): string {
  const plain = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}
