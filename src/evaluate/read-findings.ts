import { type CalendarDate, isCalendarDate } from '../language/date.ts'
import type { FindingDefinition } from '../language/finding.ts'
import type { Protocol } from '../language/protocol.ts'
import { lookup } from './lookup.ts'
import { type Recorded, type RecordedFindings, situate } from './situation.ts'
import { read, truthOf } from './truth.ts'

/** Why a finding was refused. */
export type FindingProblemCode =
  | 'PLB_FINDING_UNKNOWN'
  | 'PLB_FINDING_FORM'
  | 'PLB_FINDING_VALUE'
  | 'PLB_FINDING_RANGE'
  | 'PLB_FINDING_DATE'
  | 'PLB_FINDING_FUTURE'
  | 'PLB_FINDING_IMPOSSIBLE'

/** One thing that is wrong with what was entered: where, what, and what is allowed. The value itself is not repeated. */
export interface FindingProblem {
  readonly code: FindingProblemCode
  /** The finding's id, or its member: `xray.observedOn`. */
  readonly path: string
  readonly message: string
  readonly allowed: string
}

export type ReadFindings =
  | { readonly ok: true; readonly findings: RecordedFindings }
  | { readonly ok: false; readonly problems: readonly FindingProblem[] }

/**
 * Reads findings as entered (a value, or `{ value, observedOn }`, by finding id) and refuses what cannot be: an unknown
 * finding, a value outside its list or range, a day that does not exist or lies after `asOf`, an impossible combination.
 *
 * @example readFindings(standard, { ageYears: -3 }, '2026-03-01') // { ok: false, problems: [{ code: 'PLB_FINDING_RANGE', … }] }
 */
export function readFindings(protocol: Protocol, entered: unknown, asOf: CalendarDate): ReadFindings {
  if (!isRecord(entered))
    return refuse({
      code: 'PLB_FINDING_FORM',
      path: '',
      message: 'The findings are not an object.',
      allowed: 'an object of findings by id',
    })
  const problems: FindingProblem[] = []
  const findings: Record<string, Recorded> = {}
  for (const [id, item] of Object.entries(entered)) {
    const definition = lookup(protocol).findings.get(id)
    const result = definition ? readFinding(definition, item, asOf) : unknownFinding(id, protocol)
    if ('code' in result) problems.push(result)
    else findings[id] = result
  }
  if (problems.length > 0) return { ok: false, problems }
  const impossible = impossibleCombinations(protocol, findings, asOf)
  return impossible.length > 0 ? { ok: false, problems: impossible } : { ok: true, findings }
}

function refuse(...problems: readonly FindingProblem[]): ReadFindings {
  return { ok: false, problems }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function unknownFinding(id: string, protocol: Protocol): FindingProblem {
  const near = protocol.findings.filter((candidate) => sameLetters(candidate.id).includes(sameLetters(id).slice(0, 5)))
  return {
    code: 'PLB_FINDING_UNKNOWN',
    path: id.slice(0, 60),
    message: 'There is no such finding.',
    allowed:
      near.length > 0 ? `perhaps ${near.map(({ id: nearId }) => nearId).join(', ')}` : 'a finding of docs/findings.md',
  }
}

function sameLetters(text: string): string {
  return text.toLowerCase().replace(/[^a-z]/g, '')
}

function readFinding(definition: FindingDefinition, item: unknown, asOf: CalendarDate): Recorded | FindingProblem {
  const { id } = definition
  if (!isRecord(item)) return readValue(definition, item, undefined, asOf)
  const extra = Object.keys(item).find((member) => member !== 'value' && member !== 'observedOn')
  if (extra !== undefined || !('value' in item))
    return {
      code: 'PLB_FINDING_FORM',
      path: extra === undefined ? id : `${id}.${extra.slice(0, 60)}`,
      message: extra === undefined ? 'The value is missing.' : 'There is no such member.',
      allowed: 'a value, or { "value": …, "observedOn": "YYYY-MM-DD" }',
    }
  const { observedOn } = item
  if (observedOn === undefined) return readValue(definition, item.value, undefined, asOf)
  const problem = dateProblem(`${id}.observedOn`, observedOn, asOf)
  return problem ?? readValue(definition, item.value, String(observedOn), asOf)
}

function dateProblem(path: string, value: unknown, asOf: CalendarDate): FindingProblem | undefined {
  if (typeof value !== 'string' || !isCalendarDate(value))
    return { code: 'PLB_FINDING_DATE', path, message: 'This is not a day of the calendar.', allowed: 'YYYY-MM-DD' }
  if (value > asOf)
    return {
      code: 'PLB_FINDING_FUTURE',
      path,
      message: 'This day lies after the as-of date.',
      allowed: `up to ${asOf}`,
    }
  return undefined
}

function readValue(
  definition: FindingDefinition,
  value: unknown,
  observedOn: CalendarDate | undefined,
  asOf: CalendarDate,
): Recorded | FindingProblem {
  const recorded = (kept: string | number): Recorded => ({ value: kept, ...(observedOn ? { observedOn } : {}) })
  const { id } = definition
  if (definition.kind === 'quantity' && definition.elapsed?.only)
    return {
      code: 'PLB_FINDING_FORM',
      path: id,
      message: 'This is counted from dates and cannot be entered.',
      allowed: `${definition.elapsed.from}, and the date of ${definition.elapsed.until ?? 'the decision'}`,
    }
  if (value === 'notKnown' || (value === 'notDone' && definition.unrecorded === 'notDone')) return recorded(value)
  if (definition.kind === 'date') return dateProblem(id, value, asOf) ?? recorded(String(value))
  if (definition.kind === 'quantity') return quantityProblem(definition, value) ?? recorded(Number(value))
  const allowed = allowedValues(definition)
  if (typeof value !== 'string' || !allowed.includes(value))
    return {
      code: 'PLB_FINDING_VALUE',
      path: id,
      message: 'This value is not in the list.',
      allowed: allowed.join(', '),
    }
  return recorded(value)
}

/**
 * The words a finding may be recorded with; for a quantity or a date, those beside its number or day.
 *
 * @example allowedValues(nightPain) // ['none', 'present', 'disturbsSleep', 'notKnown']
 */
export function allowedValues(definition: FindingDefinition): readonly string[] {
  const own =
    definition.kind === 'sign'
      ? ['present', 'absent']
      : definition.kind === 'choice'
        ? definition.values.map((choice) => choice.id)
        : []
  return [...own, 'notKnown', ...(definition.unrecorded === 'notDone' ? ['notDone'] : [])]
}

function quantityProblem(
  definition: Extract<FindingDefinition, { readonly kind: 'quantity' }>,
  value: unknown,
): FindingProblem | undefined {
  const { id: path, minimum, maximum, unit, decimals } = definition
  const allowed = `a number from ${minimum} to ${maximum} (${unit})${decimals > 0 ? `, up to ${decimals} decimal` : ', whole'}`
  if (typeof value !== 'number' || !Number.isFinite(value))
    return { code: 'PLB_FINDING_VALUE', path, message: 'This is not a number.', allowed }
  if (value < minimum || value > maximum)
    return {
      code: 'PLB_FINDING_RANGE',
      path,
      message: `The ${definition.label} is outside what is expected. Check the number.`,
      allowed,
    }
  if (Math.abs(value - Number(value.toFixed(decimals))) > 1e-9)
    return { code: 'PLB_FINDING_VALUE', path, message: 'This has more decimals than the finding takes.', allowed }
  return undefined
}

function impossibleCombinations(
  protocol: Protocol,
  findings: RecordedFindings,
  asOf: CalendarDate,
): readonly FindingProblem[] {
  const reading = read(protocol, situate(protocol, findings, asOf))
  return protocol.constraints
    .filter((constraint) => truthOf(constraint.impossible, reading) === true)
    .map((constraint) => ({
      code: 'PLB_FINDING_IMPOSSIBLE' as const,
      path: constraint.id,
      message: `This cannot be: ${constraint.because}.`,
      allowed: 'one of the two, or "notKnown"',
    }))
}
