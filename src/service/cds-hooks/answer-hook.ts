import { randomUUID } from 'node:crypto'
import { overrideReasonSystem, overrideReasons } from '../../care/override-reasons.ts'
import { decide } from '../../evaluate/decide.ts'
import { readFindings } from '../../evaluate/read-findings.ts'
import type { DecisionResult } from '../../evaluate/result.ts'
import { type RecordedFindings, situate } from '../../evaluate/situation.ts'
import { read, truthOf } from '../../evaluate/truth.ts'
import { type DraftOrder, draftOrders, reasonIdPrefix, reasonsAsConditions } from '../../fhir/hooks/drafts.ts'
import { type Guidance, guidanceFor } from '../../fhir/hooks/guidance.ts'
import { type HookMaterial, hasBackPain } from '../../fhir/hooks/material.ts'
import { isImagingAdvisedAgainst } from '../../fhir/hooks/rating.ts'
import { type RecordReading, readRecord } from '../../fhir/in/read-record.ts'
import { resourcesIn } from '../../fhir/in/resources.ts'
import { ruleName } from '../../fhir/rule-name.ts'
import type { CalendarDate } from '../../language/date.ts'
import { daysBetween, isCalendarDate } from '../../language/date.ts'
import type { Protocol } from '../../language/protocol.ts'
import { imagingMeasure } from '../../protocol/imaging-measure.ts'
import { lookBacks } from '../../protocol/look-backs.ts'
import { ServiceError } from '../errors.ts'
import type { Gathered } from './gather.ts'
import type { HookContext } from './hook-context.ts'

/** What a hook is answered from. */
export interface HookQuestion {
  readonly context: HookContext
  readonly gathered: Gathered
  readonly protocol: Protocol
  readonly today: CalendarDate
  readonly dayOf: (instant: Date) => CalendarDate
  readonly site: HookMaterial['site']
}

/** What is answered, and what it rests on: while that is the same, an overridden card does not come back. */
export interface HookGuidance extends Guidance {
  readonly restsOn: string
}

const overrideCodings = overrideReasons
  .filter(({ selected }) => selected)
  .map(({ code, display }) => ({ system: overrideReasonSystem, code, display }))

/**
 * Reads the record that was gathered, decides by the protocol, and says what there is to say at the hook.
 *
 * @throws `PLB_FINDINGS_REFUSED` where the record contradicts itself beyond what could be left out
 */
export function guidanceAt({ context, gathered, protocol, today, dayOf, site }: HookQuestion): HookGuidance {
  const patient = `Patient/${context.patientId}`
  const drafts = draftsOf(context, gathered, patient)
  const orders = judged(drafts, context)
  const { resources, problems } = resourcesIn(gathered.parts)
  const reasons = reasonsAsConditions(orders, patient, today)
  const received = { resources: [...resources, ...reasons], problems }
  const reading = readRecord(received, { protocol, lookBacks, asOf: today, patient, dayOf })
  // Nothing is said at the chart of a patient without back pain, so nothing is decided.
  if (context.hook === 'patient-view' && !hasBackPain({ reading })) return { systemActions: [], restsOn: '' }
  const findings = findingsOf(reading, protocol, today)
  const decision = decide(protocol, findings, today, { withChanges: false })
  const measure = measureFor(reading, findings, protocol, today)
  const guidance = guidanceFor({
    hook: context.hook,
    patient,
    ...(context.encounterId === undefined ? {} : { encounterId: context.encounterId }),
    ...(context.userId === undefined ? {} : { userId: context.userId }),
    decision,
    reading,
    orders,
    drafts: context.hook === 'order-dispatch' ? [] : drafts,
    ...(measure === undefined ? {} : { measure }),
    exceptionPossible: couldBeException(decision, reading, findings, protocol, today),
    unread: gathered.unread,
    site,
    overrideReasons: overrideCodings,
    ruleName: (rule) => ruleName(protocol, rule),
    newId: randomUUID,
  })
  return { ...guidance, restsOn: restsOn(reading) }
}

/**
 * Whether a call is about orders of which the protocol has nothing to say: then nothing of the record is needed.
 *
 * @example isAboutOtherOrders(contextOfAnAntibiotic) // true
 */
export function isAboutOtherOrders(context: HookContext): boolean {
  if (context.hook !== 'order-select' && context.hook !== 'order-sign') return false
  const drafts = draftsOf(context, { parts: [], unread: [] }, `Patient/${context.patientId}`)
  return judged(drafts, context).length === 0
}

function judged(drafts: readonly DraftOrder[], { selected }: HookContext): readonly DraftOrder[] {
  return selected === undefined ? drafts : drafts.filter(({ reference }) => selected.includes(reference))
}

/** The orders on the screen; at dispatch, those of the record that go out. */
function draftsOf(context: HookContext, gathered: Gathered, patient: string): readonly DraftOrder[] {
  if (context.hook === 'patient-view') return []
  if (context.hook !== 'order-dispatch') return draftOrders(context.draftOrders, patient)
  const entry = resourcesIn(gathered.parts).resources.map(({ resource }) => ({ resource }))
  return draftOrders({ entry }, patient)
}

function findingsOf(reading: RecordReading, protocol: Protocol, today: CalendarDate): RecordedFindings {
  const read = readFindings(protocol, reading.findings, today)
  if (read.ok) return read.findings
  throw new ServiceError('PLB_FINDINGS_REFUSED', { errors: [...read.problems] })
}

/**
 * Whether imaging today counts against the measure: within its days of the first back pain on record (today, where there is
 * none), at its ages, and with nothing known that it excludes.
 */
function measureFor(
  reading: RecordReading,
  findings: RecordedFindings,
  protocol: Protocol,
  today: CalendarDate,
): HookMaterial['measure'] | undefined {
  const { exclusions, fromAgeYears, toAgeYears, lookBackDays, name, statement } = imagingMeasure
  const situation = situate(protocol, findings, today)
  const days = reading.backPain.map(({ date }) => (date ?? today).slice(0, 10)).filter(isCalendarDate)
  const [first = today] = days.toSorted()
  if (daysBetween(first, today) > lookBackDays) return undefined
  const age = ageIn(reading, today)
  if (age !== undefined && (age < fromAgeYears || age > toAgeYears)) return undefined
  return truthOf(exclusions, read(protocol, situation)) === true ? undefined : { name, statement, lookBackDays }
}

function ageIn({ findings }: RecordReading, today: CalendarDate): number | undefined {
  const birth = findings.birthDate?.value
  return typeof birth === 'string' ? Math.floor(daysBetween(birth, today) / 365.2425) : undefined
}

/**
 * Whether the imaging that is not advised now could be right if what diagnoses and reasons make one ask for were there:
 * a code that names a disease, and no sign of it, must not lead to advice against the test for it.
 */
function couldBeException(
  decision: DecisionResult,
  reading: RecordReading,
  findings: RecordedFindings,
  protocol: Protocol,
  today: CalendarDate,
): boolean {
  if (!isImagingAdvisedAgainst(decision)) return false
  const signs = new Set(protocol.findings.filter(({ kind }) => kind === 'sign').map(({ id }) => id))
  const asked = reading.questions
    .filter(({ type }) => type === 'Condition')
    .flatMap((question) => question.findings)
    .filter((finding) => signs.has(finding) && findings[finding] === undefined)
  if (asked.length === 0) return false
  const supposed = Object.fromEntries(asked.map((finding) => [finding, { value: 'present', observedOn: today }]))
  const read = readFindings(protocol, { ...reading.findings, ...supposed }, today)
  return !read.ok || !isImagingAdvisedAgainst(decide(protocol, read.findings, today, { withChanges: false }))
}

/** What was taken from the record, without what changes from day to day by itself. */
function restsOn(reading: RecordReading): string {
  const lines = reading.lines
    .filter(({ taken }) => taken)
    .map(({ finding, value, date, resource }) =>
      resource.startsWith(`Condition/${reasonIdPrefix}`) ? [finding, value] : [finding, value, date ?? '', resource],
    )
  return JSON.stringify(lines.toSorted())
}
