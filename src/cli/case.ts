import { readFindings } from '../evaluate/read-findings.ts'
import type { RecordedFindings } from '../evaluate/situation.ts'
import { type CalendarDate, isCalendarDate } from '../language/date.ts'
import type { Protocol } from '../language/protocol.ts'
import type { CaseText } from './case-texts.ts'
import { longestCaseBytes } from './case-texts.ts'
import { type CliErrorCode, cliErrors, type Problem } from './errors.ts'
import { readJson } from './json-text.ts'

/** A case as it was read, ready to be decided; or why it was refused. */
export type ReadCase =
  | {
      readonly ok: true
      readonly line: number
      readonly id?: string
      readonly asOf: CalendarDate
      readonly findings: RecordedFindings
      /** The case names another as-of date than the one that counts. */
      readonly asOfReplaced: boolean
    }
  | {
      readonly ok: false
      readonly line: number
      readonly id?: string
      readonly code: CliErrorCode
      readonly problems: readonly Problem[]
    }

/** Which day cases are decided for. */
export interface AsOf {
  /** Counts for every case, whatever the case says. */
  readonly option?: CalendarDate
  readonly today: CalendarDate
}

/** As `schemas/case.schema.json` has it; `note` is for whoever writes the case and decides nothing. */
const MEMBERS = ['id', 'asOf', 'findings', 'note', '$schema']
const LONGEST_ID = 200

/**
 * Reads the text of one case and checks all of it: its members, and every finding against the protocol. Problems name
 * the place and what is allowed, never what was entered.
 *
 * @example readCase({ line: 1, text: '{"findings":{"fever":"present"}}' }, standard, { today: '2026-03-15' })
 *   // { ok: true, line: 1, asOf: '2026-03-15', findings: { fever: { value: 'present' } }, asOfReplaced: false }
 */
export function readCase(source: CaseText, protocol: Protocol, asOf: AsOf): ReadCase {
  const { line } = source
  if ('fault' in source) return refused(line, undefined, source.fault, [faultOf(source.fault)])
  const json = readJson(source.text)
  if (!json.ok) return brokenJson(source, json)
  const { value, repeated } = json
  if (!isObject(value))
    return refused(line, undefined, 'PLB_CASE_NOT_OBJECT', [
      problem('PLB_CASE_NOT_OBJECT', '', 'an object with "findings"; several cases stand one on each line'),
    ])
  const id = typeof value.id === 'string' && value.id.length <= LONGEST_ID ? value.id : undefined
  const problems = [...(repeated === undefined ? [] : [twice(repeated)]), ...memberProblems(value)]
  if (problems.length > 0) return refused(line, id, 'PLB_CASE_INVALID', problems)
  const own = typeof value.asOf === 'string' ? value.asOf : undefined
  const day = asOf.option ?? own ?? asOf.today
  const read = readFindings(protocol, value.findings, day)
  if (!read.ok) {
    const found = read.problems.map(({ code, path, message, allowed }) => ({
      code,
      path: code === 'PLB_FINDING_IMPOSSIBLE' || path === '' ? 'findings' : `findings.${path}`,
      message,
      allowed,
    }))
    return refused(line, id, 'PLB_CASE_INVALID', found)
  }
  const asOfReplaced = asOf.option !== undefined && own !== undefined && own !== asOf.option
  return { ok: true, line, ...(id === undefined ? {} : { id }), asOf: day, findings: read.findings, asOfReplaced }
}

function refused(line: number, id: string | undefined, code: CliErrorCode, problems: readonly Problem[]): ReadCase {
  return { ok: false, line, ...(id === undefined ? {} : { id }), code, problems }
}

function problem(code: CliErrorCode, path: string, allowed: string, message: string = cliErrors[code]): Problem {
  return { code, path, message, allowed }
}

function faultOf(fault: 'PLB_CASE_TOO_LONG' | 'PLB_CASE_ENCODING'): Problem {
  const allowed = fault === 'PLB_CASE_TOO_LONG' ? `up to ${longestCaseBytes} bytes for one case` : 'UTF-8'
  return problem(fault, '', allowed)
}

/** The place is told as line and column of the input, as an editor counts. */
function brokenJson(
  { line, text }: { readonly line: number; readonly text: string },
  { at, expected }: { readonly at: number; readonly expected: string },
): ReadCase {
  const before = text.slice(0, at).split('\n')
  const column = (before.at(-1) ?? '').length + 1
  const place = line + before.length - 1
  const where = at >= text.length ? 'The JSON ends too early' : 'The JSON breaks'
  const message = `${where}, at line ${place}, column ${column}.`
  return refused(place, undefined, 'PLB_CASE_NOT_JSON', [problem('PLB_CASE_NOT_JSON', '', expected, message)])
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function twice(path: string): Problem {
  return problem('PLB_CASE_MEMBER_TWICE', readable(path), 'each member once')
}

function memberProblems(value: Readonly<Record<string, unknown>>): readonly Problem[] {
  const { id, asOf, $schema } = value
  const unknown = Object.keys(value)
    .filter((member) => !MEMBERS.includes(member))
    .map((member) => problem('PLB_CASE_MEMBER_UNKNOWN', readable(member), MEMBERS.join(', ')))
  const missing = Object.hasOwn(value, 'findings')
    ? []
    : [problem('PLB_CASE_MEMBER_MISSING', 'findings', 'an object of findings by id; {} where nothing is known')]
  const badId =
    id === undefined || (typeof id === 'string' && id !== '' && id.length <= LONGEST_ID)
      ? []
      : [problem('PLB_CASE_MEMBER_VALUE', 'id', `a text of 1 to ${LONGEST_ID} characters`)]
  const badSchema =
    $schema === undefined || typeof $schema === 'string'
      ? []
      : [problem('PLB_CASE_MEMBER_VALUE', '$schema', 'the address of a schema')]
  const badDay =
    asOf === undefined || (typeof asOf === 'string' && isCalendarDate(asOf))
      ? []
      : [problem('PLB_CASE_MEMBER_VALUE', 'asOf', 'a day of the calendar, as 2026-03-15')]
  return [...unknown, ...missing, ...badId, ...badSchema, ...badDay]
}

/** A name from the input, short and without characters that a terminal would obey. */
function readable(name: string): string {
  return name.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '?').slice(0, 60)
}
