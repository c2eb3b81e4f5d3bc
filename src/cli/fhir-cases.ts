import { readFindings } from '../evaluate/read-findings.ts'
import type { DayOf } from '../fhir/in/day.ts'
import { type RecordReading, readRecord } from '../fhir/in/read-record.ts'
import { type ReceivedResource, type ReceivedResources, resourcesIn } from '../fhir/in/resources.ts'
import { patientsIn } from '../fhir/in/subjects.ts'
import { type FhirProblem, fhirProblem } from '../fhir/problems.ts'
import type { LookBacks } from '../language/look-back.ts'
import type { Protocol } from '../language/protocol.ts'
import type { AsOf, ReadCase } from './case.ts'
import { type CaseText, caseTexts } from './case-texts.ts'
import { cliErrors, type Problem } from './errors.ts'

/** A patient's record in FHIR is long: this is the longest that is read as one. */
export const longestRecordBytes = 64 * 1024 * 1024

/** A case that was read out of a record, with the reading. */
export type RecordCase = ReadCase & { readonly record?: RecordReading }

/** How records are read. */
export interface RecordOptions {
  readonly protocol: Protocol
  readonly lookBacks: LookBacks
  readonly asOf: AsOf
  /** The day of an instant at the site. */
  readonly dayOf: DayOf
}

/**
 * Splits an input into patients and reads each one's record: a Bundle is one patient's, and so is a line that is one; lines
 * that are single resources (bulk data) are gathered by patient and read at the end, in the order in which each patient
 * first occurs.
 *
 * @example for await (const read of fhirCases(createReadStream('bundle.json'), options)) …
 */
export async function* fhirCases(input: AsyncIterable<Uint8Array>, options: RecordOptions): AsyncGenerator<RecordCase> {
  const loose: ReceivedResource[] = []
  for await (const text of caseTexts(input, longestRecordBytes)) {
    const value = jsonOf(text)
    if ('refusal' in value) {
      yield value.refusal
      continue
    }
    const received = resourcesIn(value.json)
    const [only] = received.resources
    // One resource by itself is a line of many; a Bundle or a list is a patient's.
    if (received.problems.length === 0 && received.resources.length === 1 && only?.path === '')
      loose.push({ ...only, path: `line ${text.line}` })
    else yield caseOf(received, text.line, options)
  }
  if (loose.length === 0) return
  const { parts, unclaimed } = patientsIn({ resources: loose, problems: [] })
  if (parts.length === 0) yield caseOf({ resources: unclaimed, problems: [] }, 1, options)
  for (const { patient, resources } of parts) {
    const own = patient === undefined ? resources : [patient, ...resources]
    yield caseOf({ resources: own, problems: [] }, lineOf(own), options)
  }
}

function lineOf([first]: readonly ReceivedResource[]): number {
  return Number(first?.path.replace('line ', '')) || 1
}

function jsonOf(source: CaseText): { readonly json: unknown } | { readonly refusal: ReadCase } {
  const { line } = source
  if ('fault' in source) {
    const { fault } = source
    const allowed = fault === 'PLB_CASE_TOO_LONG' ? `up to ${longestRecordBytes} bytes for one record` : 'UTF-8'
    const problem: Problem = { code: fault, path: '', message: cliErrors[fault], allowed }
    return { refusal: { ok: false, line, code: fault, problems: [problem] } }
  }
  try {
    return { json: JSON.parse(source.text) }
  } catch {
    const problems = [told(fhirProblem('PLB_FHIR_NOT_JSON', ''))]
    return { refusal: { ok: false, line, code: 'PLB_CASE_NOT_JSON', problems } }
  }
}

function told({ code, path, message, allowed }: FhirProblem): Problem {
  return { code, path, message, allowed }
}

/** A record that cannot be read whole is refused: what is missing would look like silence. */
function caseOf(received: ReceivedResources, line: number, options: RecordOptions): RecordCase {
  const { protocol, lookBacks, dayOf } = options
  const asOf = options.asOf.option ?? options.asOf.today
  const record = readRecord(received, { protocol, lookBacks, asOf, dayOf })
  const id = record.patient
  const named = id === undefined ? {} : { id }
  if (id === undefined || record.problems.some(({ readOn }) => !readOn))
    return { ok: false, line, ...named, code: 'PLB_CASE_INVALID', problems: record.problems.map(told) }
  const checked = readFindings(protocol, record.findings, asOf)
  if (!checked.ok) return { ok: false, line, ...named, code: 'PLB_CASE_INVALID', problems: checked.problems }
  return { ok: true, line, ...named, asOf, findings: checked.findings, asOfReplaced: false, record }
}
