import { walk } from '../../language/condition.ts'
import type { TimeUnit } from '../../language/date.ts'
import type { FindingDefinition } from '../../language/finding.ts'
import type { Protocol } from '../../language/protocol.ts'
import { birthSexExtension } from '../systems.ts'
import { cqlOf, decimal, defined, literal } from './cql-condition.ts'

type Quantity = Extract<FindingDefinition, { readonly kind: 'quantity' }>
/** A quantity that is, or may be, the time since a date. */
type Counted = Quantity & { readonly elapsed: NonNullable<Quantity['elapsed']> }

/**
 * What the Patient says of findings that are facts of every person: the day of birth, and the sex at birth by US Core's
 * extension, else by the administrative gender where that is one of two.
 *
 * @example personInCql() // 'define "Birth date": Patient.birthDate.value …'
 */
export function personInCql(): string {
  return `define "Birth date": Patient.birthDate.value

define "Recorded birth sex":
  First(Patient.extension E where E.url.value = ${literal(birthSexExtension)} return (E.value as FHIR.code).value)

define "Sex at birth": case
  when "Recorded birth sex" = 'F' then 'female'
  when "Recorded birth sex" = 'M' then 'male'
  when "Recorded birth sex" is not null then null
  when Patient.gender.value in { 'female', 'male' } then Patient.gender.value
  else null end
`
}

/**
 * How findings are read: the last Observation of each that is final, dated, and not after the as-of date. Whatever is not
 * as the vocabulary has it (another unit, a code that is no answer, a number that cannot be) is no value, and so not known.
 */
export function readingOfFindings(systems: { readonly findings: string; readonly answers: string }): string {
  return `
// The day of the decision.
define "As of": if "AsOf" is Date then "AsOf" else Today()

// Every finding that was recorded by then, the newest first. Silence is not known, and is not in this list. Findings are
// told by the system of their code, so that no terminology server is needed.
define "Recorded":
  [Observation] O
    let which: First(O.code.coding C where C.system.value = ${literal(systems.findings)} return C.code.value),
      observed: Coalesce(
        date from (O.effective as FHIR.dateTime).value,
        date from (O.effective as FHIR.instant).value,
        date from (O.effective as FHIR.Period).start.value),
      said: O.value
    where which is not null and O.status.value in { 'final', 'amended', 'corrected' } and observed on or before "As of"
    return Tuple {
      finding: which,
      observed: observed,
      sign: (said as FHIR.boolean).value,
      answer: First(((said as FHIR.CodeableConcept).coding) C
        where C.system.value = ${literal(systems.answers)} return C.code.value),
      number: (said as FHIR.Quantity).value.value,
      unit: (said as FHIR.Quantity).code.value,
      given: date from (said as FHIR.dateTime).value,
      absent: First(O.dataAbsentReason.coding C return C.code.value)
    }
    sort by observed desc

define "Findings recorded": "Recorded" R return all R.finding

// At least so many of these hold: null while it could still turn out either way.
define function "At least"(count Integer, parts List<Boolean>):
  case
    when Count(parts P where P is true return all 1) >= count then true
    when Count(parts P where P is not false return all 1) >= count then null
    else false
  end
`
}

/** Completed units of time from one day to another. */
const elapsed = (from: string, to: string, unit: TimeUnit): string =>
  `ToDecimal(${unit === 'a' ? 'years' : unit === 'wk' ? 'weeks' : 'days'} between ${from} and ${to})`

/**
 * One finding in CQL: its record, its value and age on the as-of date, and whether it has a value.
 *
 * @example findingInCql(fever, standard) // 'define "Record fever": … define "Done fever": …'
 */
export function findingInCql(finding: FindingDefinition, protocol: Protocol): string {
  const { id } = finding
  const counted = finding.kind === 'quantity' && finding.elapsed ? (finding as Counted) : undefined
  const lines = [
    `// ${finding.label}`,
    `define ${defined.record(id)}: "Recorded"[IndexOf("Findings recorded", ${literal(id)})]`,
    `define ${defined.value(id)}: ${counted ? countedValue(counted) : ownValue(finding)}`,
    ...(isDated(id, protocol) ? [`define ${defined.age(id)}: ${counted ? countedAge(counted) : ownAge(id)}`] : []),
    `define ${defined.done(id)}:`,
    '  case',
    ...doneCases(finding, protocol).map((line) => `    ${line}`),
    '  end',
  ]
  return `${lines.join('\n')}\n`
}

/** The value as recorded, grown to the as-of date where it grows. */
function ownValue(finding: FindingDefinition): string {
  const record = defined.record(finding.id)
  switch (finding.kind) {
    case 'sign':
      return `${record}.sign`
    case 'choice': {
      const codes = finding.values.map((value) => literal(value.id))
      const said = `if ${record}.answer in { ${codes.join(', ')} } then ${record}.answer else null`
      return finding.id === 'sexAtBirth' ? `Coalesce(${said}, "Sex at birth")` : said
    }
    case 'date':
      // A birth date stands in the patient, too; what is recorded as a finding comes first.
      return wholeDay(finding.id === 'birthDate' ? `Coalesce(${record}.given, "Birth date")` : `${record}.given`)
    case 'quantity': {
      const { unit, minimum, maximum, grows } = finding
      const possible = `${record}.number >= ${decimal(minimum)} and ${record}.number <= ${decimal(maximum)}`
      const grown = grows ? ` + ${elapsed(`${record}.observed`, '"As of"', grows)}` : ''
      return `if ${record}.unit = ${literal(unit)} and ${possible} then ${record}.number${grown} else null`
    }
  }
}

/** A year or a month is no day from which a time can be counted. */
const wholeDay = (date: string): string => `if day from ${date} is null then null else ${date}`

/** Whether some condition asks how long ago a finding was observed. */
function isDated(id: string, { conditions, decisions }: Protocol): boolean {
  const asked = [...conditions.flatMap((each) => each.definitions), ...decisions.flatMap((each) => each.rules)]
  let found = false
  for (const { when } of asked)
    walk(when, (part) => {
      found ||= part.op === 'within' && part.finding === id
    })
  return found
}

/** The age of a value; what was said not to be known has none. */
const ownAge = (id: string): string =>
  `if ${defined.value(id)} is null then null else days between ${defined.record(id)}.observed and "As of"`

/** The time from a date until the as-of date, or until another finding was observed; else what is recorded itself. */
function countedValue(finding: Counted): string {
  const { from, unit, until, only } = finding.elapsed
  const end = until ? `${defined.record(until)}.observed` : '"As of"'
  const counted = elapsed(defined.value(from), end, unit)
  return `if ${isCounted(finding)} then ${counted} else ${only ? 'null' : `(${ownValue(finding)})`}`
}

function countedAge(finding: Counted): string {
  const { until, only } = finding.elapsed
  const age = until ? ownAge(until) : '0'
  return `if ${isCounted(finding)} then ${age} else ${only ? 'null' : `(${ownAge(finding.id)})`}`
}

function isCounted({ elapsed: { from, until } }: Counted): string {
  const started = `${defined.value(from)} is not null`
  return until ? `${started} and ${defined.value(until)} is not null` : started
}

/** When a finding has a value, when it was not done or cannot apply, and when it is not known: the last of these. */
function doneCases(finding: FindingDefinition, protocol: Protocol): readonly string[] {
  const lines = [`when ${defined.value(finding.id)} is not null then true`]
  if (finding.kind === 'quantity' && finding.elapsed?.only) {
    const { until } = finding.elapsed
    if (until) lines.push(`when ${notDone(until, protocol)} then false`)
  } else {
    // What has an end has had a start: a review without a recorded start of treatment leaves that start not known.
    const ends = protocol.findings.flatMap((other) =>
      other.kind === 'quantity' && other.elapsed?.only && other.elapsed.from === finding.id
        ? (other.elapsed.until ?? [])
        : [],
    )
    for (const end of ends) lines.push(`when ${defined.done(end)} is not false then null as Boolean`)
    lines.push(`when ${notDone(finding.id, protocol)} then false`)
  }
  if (finding.appliesWhen) lines.push(`when ${cqlOf(finding.appliesWhen, protocol)} is false then false`)
  return [...lines, 'else null']
}

/** Whether what is recorded says that it was not done; silence says so of a test, never of a symptom. */
function notDone(id: string, protocol: Protocol): string {
  const record = defined.record(id)
  const isTest = protocol.findings.find((finding) => finding.id === id)?.unrecorded === 'notDone'
  const said = `${record}.absent = 'not-performed'`
  if (id === 'birthDate') return `${said} or (${record} is null and "Birth date" is null)`
  return isTest ? `${record} is null or ${said}` : said
}
