import type { CalendarDate } from '../../language/date.ts'
import type { LookBacks } from '../../language/look-back.ts'
import type { Protocol } from '../../language/protocol.ts'
import { codingsOf, objectAt } from '../json.ts'
import { type FhirProblem, fhirProblem } from '../problems.ts'
import { readAnswers } from './answers.ts'
import { readCondition } from './condition.ts'
import { type Context, provenanceOf } from './context.ts'
import type { DayOf } from './day.ts'
import {
  type AnswerToConfirm,
  emptyLedger,
  type Ledger,
  leaveOut,
  type Provenance,
  type QuestionRaised,
  type ReadingLine,
  type RecordedOrder,
  type ReportToRead,
} from './ledger.ts'
import { conditionMatches, testMatch } from './match.ts'
import { readAllergy, readMedicine } from './medicine.ts'
import { hasUnknownMeaning } from './modifiers.ts'
import { readObservation } from './observation.ts'
import { readPatient } from './patient.ts'
import { readOrder, readProcedure, readReport } from './report.ts'
import type { ReceivedResource, ReceivedResources } from './resources.ts'
import { patientsIn, thePatient } from './subjects.ts'
import { type RecordFinding, weigh } from './weigh.ts'

/** What a record says, on a day. */
export interface RecordReading {
  readonly asOf: CalendarDate
  /** Whom it is about: `Patient/abc`. */
  readonly patient?: string
  /** The record says that the patient has died. */
  readonly deceased?: true
  /** What `readFindings` takes. What the record does not say is not here. */
  readonly findings: Readonly<Record<string, RecordFinding>>
  /** Every resource that has to do with a finding: what was taken first, then what was not, and why. */
  readonly lines: readonly ReadingLine[]
  /** Reports whose text a person has to read. */
  readonly reports: readonly ReportToRead[]
  /** Open orders of the protocol's tests. */
  readonly orders: readonly RecordedOrder[]
  /** What makes one ask for a finding. */
  readonly questions: readonly QuestionRaised[]
  /** The patient's own answers. */
  readonly toConfirm: readonly AnswerToConfirm[]
  /** Current medicines and allergies, as the record calls them: shown, decide nothing. */
  readonly medicines: readonly string[]
  readonly allergies: readonly string[]
  /** Confirmed back pain that is not over: the reason for the pathway. */
  readonly backPain: readonly Provenance[]
  readonly problems: readonly FhirProblem[]
}

/** How a record is read. */
export interface ReadOptions {
  readonly protocol: Protocol
  readonly lookBacks: LookBacks
  readonly asOf: CalendarDate
  /** Whose record, where it holds several: `Patient/abc`. */
  readonly patient?: string
  /** The day of an instant at the site; the day as written where it is not given. */
  readonly dayOf?: DayOf
}

const READERS: Readonly<Record<string, (received: ReceivedResource, context: Context) => void>> = {
  Condition: readCondition,
  Observation: readObservation,
  DiagnosticReport: readReport,
  Procedure: readProcedure,
  ServiceRequest: readOrder,
  MedicationRequest: readMedicine,
  MedicationStatement: readMedicine,
  AllergyIntolerance: readAllergy,
  QuestionnaireResponse: readAnswers,
}

/** The types of resource that are read; a search needs no others. */
export const readTypes: readonly string[] = ['Patient', ...Object.keys(READERS)]

/**
 * Reads a record: FHIR R4 resources of one patient as findings, each with the resource it comes from, its date and its
 * status; and what was left out, with why. Silence of the record is no finding. Never throws, whatever was received.
 *
 * @example readRecord(resourcesIn(bundle), { protocol: standard, lookBacks, asOf: '2026-03-15' }).findings
 *   // { birthDate: { value: '1961-03-04', observedOn: '2026-03-15' }, … }
 */
export function readRecord(received: ReceivedResources, options: ReadOptions): RecordReading {
  const { protocol, lookBacks, asOf, dayOf } = options
  const ledger = emptyLedger()
  const problems = [...received.problems]
  const refused = (...more: readonly FhirProblem[]): RecordReading => ({
    ...told(ledger, {}),
    asOf,
    problems: [...problems, ...more],
  })
  if (problems.some(({ readOn }) => !readOn)) return refused()
  if (received.resources.length === 0) return refused(fhirProblem('PLB_FHIR_EMPTY', ''))
  const { parts, unclaimed } = patientsIn(received)
  const whose = thePatient(parts, options.patient)
  if ('problem' in whose) return refused(whose.problem)
  const context: Context = {
    asOf,
    findings: findingsOf(protocol),
    lookBacks,
    reach: reachOf(lookBacks),
    since: new Map(),
    ledger,
    ...(dayOf ? { dayOf } : {}),
  }
  const { part } = whose
  for (const each of part.patient ? [part.patient, ...part.resources] : part.resources) readOne(each, context)
  for (const each of unclaimed) aboutAnother(each, context)
  for (const other of parts) if (other !== part) for (const each of other.resources) aboutAnother(each, context)
  const findings = weigh(ledger, protocol.constraints, asOf)
  return {
    ...told(ledger, findings),
    asOf,
    patient: part.reference,
    ...(isDeceased(part.patient) ? { deceased: true as const } : {}),
    problems,
  }
}

function isDeceased(patient: ReceivedResource | undefined): boolean {
  const { deceasedBoolean, deceasedDateTime } = patient?.resource ?? {}
  return deceasedBoolean === true || typeof deceasedDateTime === 'string'
}

/** What is told of a ledger. A report without a text is to be read only while nothing else says its result. */
function told(ledger: Ledger, findings: RecordReading['findings']): Omit<RecordReading, 'asOf' | 'problems'> {
  const { lines, reports, orders, questions, toConfirm, medicines, allergies, backPain } = ledger
  const isToRead = ({ finding, text }: ReportToRead): boolean => {
    const value = findings[finding]?.value
    return text !== undefined || value === undefined || value === 'notKnown'
  }
  return {
    findings,
    lines,
    reports: reports.filter(isToRead),
    orders,
    questions,
    toConfirm,
    medicines: [...medicines],
    allergies: [...allergies],
    backPain,
  }
}

function readOne(received: ReceivedResource, context: Context): void {
  const read = received.type === 'Patient' ? readPatient : readerOf(received)
  if (read === undefined) return
  if (hasUnknownMeaning(received.resource)) leaveOut(context.ledger, provenanceOf(received), 'modified')
  else read(received, context)
}

function readerOf({ type }: ReceivedResource) {
  return Object.hasOwn(READERS, type) ? READERS[type] : undefined
}

/** What is not about the patient is listed where it would have counted. */
function aboutAnother(received: ReceivedResource, { ledger }: Context): void {
  if (readerOf(received) === undefined) return
  const codings = codingsOf(objectAt(received.resource, 'code'))
  if (conditionMatches(codings).length > 0 || testMatch(codings))
    leaveOut(ledger, provenanceOf(received), 'aboutAnother')
}

const findingsByProtocol = new WeakMap<Protocol, Context['findings']>()
const reachByLookBacks = new WeakMap<LookBacks, Context['reach']>()

function findingsOf(protocol: Protocol): Context['findings'] {
  const known = findingsByProtocol.get(protocol)
  if (known) return known
  const made = new Map(protocol.findings.map((each) => [each.id, each] as const))
  findingsByProtocol.set(protocol, made)
  return made
}

function reachOf(lookBacks: LookBacks): Context['reach'] {
  const known = reachByLookBacks.get(lookBacks)
  if (known) return known
  const made = new Map(lookBacks.findings.map((each) => [each.finding, each] as const))
  reachByLookBacks.set(lookBacks, made)
  return made
}
