import { codingsOf, conceptText, type JsonObject, objectAt, objectsAt, textAt } from '../json.ts'
import { type Context, firstDay, provenanceOf } from './context.ts'
import { dayAt, type RecordedDay, readDay } from './day.ts'
import { dated, leaveOut, type Provenance } from './ledger.ts'
import { conclusionMatch, testMatch } from './match.ts'
import type { ReceivedResource } from './resources.ts'

const FINAL = ['final', 'amended', 'corrected', 'appended']
const PRELIMINARY = ['partial', 'preliminary']
const OPEN_ORDERS = ['draft', 'active', 'on-hold']
const PROPOSALS = ['proposal', 'option']

/**
 * Reads a DiagnosticReport of a test of the protocol. Its result comes from a coded conclusion alone: a text is handed on
 * to be read by a person, never parsed. A recent report without a result that is understood says that the test was done.
 *
 * @example readReport(received, context) // context.ledger.reports: [{ finding: 'mri', text: 'No fracture …', … }]
 */
export function readReport(received: ReceivedResource, context: Context): void {
  const { resource } = received
  const match = testMatch(codingsOf(objectAt(resource, 'code')))
  if (!match || !context.findings.has(match.row.finding)) return
  const day = dayAt(resource, 'effective', context.dayOf) ?? readDay(textAt(resource, 'issued'), context.dayOf)
  const status = textAt(resource, 'status')
  const provenance = testProvenance(received, status, day, { ...match.coding })
  const { finding } = match.row
  if (status !== undefined && PRELIMINARY.includes(status)) {
    toRead(resource, finding, day, provenance, context)
    leaveOut(context.ledger, provenance, 'statusNotFinal', { finding })
    return
  }
  if (status === undefined || !FINAL.includes(status)) {
    leaveOut(context.ledger, provenance, status === 'entered-in-error' ? 'enteredInError' : 'statusNotFinal', {
      finding,
    })
    return
  }
  const concluded = conclusionMatch(
    objectsAt(resource, 'conclusionCode').flatMap((concept) => codingsOf(concept)),
    finding,
  )
  if (day !== undefined && day.from > context.asOf) {
    leaveOut(context.ledger, provenance, 'future', { finding })
    return
  }
  if (concluded && context.findings.get(finding)?.kind === 'choice') {
    context.ledger.candidates.push({
      finding,
      value: concluded.value,
      ...(day === undefined ? {} : { observedOn: day.from }),
      at: day?.text ?? '',
      reason: 'taken',
      provenance: { ...provenance, code: concluded.coding },
    })
    if (textAt(resource, 'conclusion') !== undefined) toRead(resource, finding, day, provenance, context)
    return
  }
  toRead(resource, finding, day, provenance, context)
  doneWithoutResult(finding, day, provenance, context)
}

/**
 * Reads a Procedure: a test of the protocol that was completed was done, its result not known.
 *
 * @example readProcedure(received, context) // context.ledger.candidates: [{ finding: 'mri', value: 'notKnown', … }]
 */
export function readProcedure(received: ReceivedResource, context: Context): void {
  const { resource } = received
  const match = testMatch(codingsOf(objectAt(resource, 'code')))
  if (!match || !context.findings.has(match.row.finding)) return
  const day = dayAt(resource, 'performed', context.dayOf)
  const status = textAt(resource, 'status')
  const provenance = testProvenance(received, status, day, match.coding)
  const { finding } = match.row
  if (status === 'entered-in-error') leaveOut(context.ledger, provenance, 'enteredInError', { finding })
  else if (status === 'not-done') leaveOut(context.ledger, provenance, 'notDone', { finding })
  else if (status !== 'completed') leaveOut(context.ledger, provenance, 'statusNotFinal', { finding })
  else doneWithoutResult(finding, day, provenance, context)
}

/**
 * Reads a ServiceRequest: an open order of a test of the protocol is listed; it is no finding.
 *
 * @example readOrder(received, context) // context.ledger.orders: [{ finding: 'xray', orderedOn: '2026-03-10', … }]
 */
export function readOrder(received: ReceivedResource, context: Context): void {
  const { resource } = received
  const match = testMatch(codingsOf(objectAt(resource, 'code')))
  if (!match || !context.findings.has(match.row.finding)) return
  const day = readDay(textAt(resource, 'authoredOn'), context.dayOf)
  const status = textAt(resource, 'status')
  const provenance = testProvenance(received, status, day, match.coding)
  const { finding } = match.row
  if (resource.doNotPerform === true) leaveOut(context.ledger, provenance, 'notDone', { finding })
  else if (status === 'entered-in-error') leaveOut(context.ledger, provenance, 'enteredInError', { finding })
  else if (PROPOSALS.includes(textAt(resource, 'intent') ?? ''))
    leaveOut(context.ledger, provenance, 'proposed', { finding })
  else if (status === undefined || !OPEN_ORDERS.includes(status))
    leaveOut(context.ledger, provenance, 'notCurrent', { finding })
  else {
    context.ledger.orders.push({ ...provenance, finding, ...(day === undefined ? {} : { orderedOn: day.from }) })
    leaveOut(context.ledger, provenance, 'ordered', { finding })
  }
}

function testProvenance(
  received: ReceivedResource,
  status: string | undefined,
  day: RecordedDay | undefined,
  code: Provenance['code'],
): Provenance {
  const says = conceptText(objectAt(received.resource, 'code'))
  const base = {
    ...provenanceOf(received),
    ...(code === undefined ? {} : { code }),
    ...(status === undefined ? {} : { status }),
    ...(says === undefined ? {} : { says }),
  }
  return dated(base, day, received.type === 'ServiceRequest' ? 'ordered' : 'effective')
}

/** Done, and its result not known: otherwise a test that was done would count as not done, and be ordered again. */
function doneWithoutResult(
  finding: string,
  day: RecordedDay | undefined,
  provenance: Provenance,
  context: Context,
): void {
  const { asOf, lookBacks, ledger } = context
  if (day === undefined) leaveOut(ledger, provenance, 'noDay', { finding })
  else if (day.from > asOf) leaveOut(ledger, provenance, 'future', { finding })
  else if (day.to < firstDay(lookBacks.reportDays, context)) leaveOut(ledger, provenance, 'tooOld', { finding })
  else
    ledger.candidates.push({
      finding,
      value: 'notKnown',
      observedOn: day.from,
      at: day.text,
      reason: 'toRead',
      provenance,
    })
}

function toRead(
  resource: JsonObject,
  finding: string,
  day: RecordedDay | undefined,
  provenance: Provenance,
  { ledger }: Context,
): void {
  const text = textAt(resource, 'conclusion')
  ledger.reports.push({
    ...provenance,
    finding,
    ...(day === undefined ? {} : { doneOn: day.from }),
    ...(text === undefined ? {} : { text }),
  })
}
