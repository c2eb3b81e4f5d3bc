import { daysBetween } from '../../language/date.ts'
import type { CodeRow } from '../codes/meaning.ts'
import { codingsOf, conceptText, type JsonObject, objectAt, statusCode, textAt } from '../json.ts'
import { type Context, later, provenanceOf, whyNotNow } from './context.ts'
import { dayAt, type RecordedDay, readDay } from './day.ts'
import { dated, leaveOut, type Provenance, type Reason } from './ledger.ts'
import { conditionMatches, type Match } from './match.ts'
import { propose } from './propose.ts'
import type { ReceivedResource } from './resources.ts'

/** Where a condition stands: what its two statuses and its abatement say together. */
type Standing = 'active' | 'over' | 'refuted' | { readonly not: Reason }

const ACTIVE = ['active', 'recurrence', 'relapse']
const OVER = ['inactive', 'remission', 'resolved']
const NOT_CONFIRMED = ['unconfirmed', 'provisional', 'differential']

/**
 * Reads a Condition: what is confirmed and current is present, what is over counts only where "once" is enough, what is
 * refuted is absent where the code means the whole finding, and what is not confirmed is listed.
 *
 * @example readCondition(received, context) // context.ledger.candidates: [{ finding: 'fever', value: 'present', … }]
 */
export function readCondition(received: ReceivedResource, context: Context): void {
  const { resource } = received
  const matches = conditionMatches(codingsOf(objectAt(resource, 'code')))
  if (matches.length === 0) return
  const onset = dayAt(resource, 'onset', context.dayOf)
  const recorded = readDay(textAt(resource, 'recordedDate'), context.dayOf)
  const provenance = conditionProvenance(received, later(onset, recorded), onset)
  const standing = standingOf(resource, context)
  const said = new Set<string>()
  for (const match of matches) {
    const of = { ...provenance, code: match.coding }
    readMeanings(match, standing, later(onset, recorded), of, said, context)
    if (match.row.asks) readQuestion(match.row, standing, later(onset, recorded), of, context)
  }
  const backPain = matches.find(({ row }) => row.isBackPain)
  if (backPain) readBackPain({ ...provenance, code: backPain.coding }, standing, onset, recorded, context)
}

function conditionProvenance(
  received: ReceivedResource,
  day: RecordedDay | undefined,
  onset: RecordedDay | undefined,
): Provenance {
  const { resource } = received
  const statuses = [
    statusCode(objectAt(resource, 'clinicalStatus')),
    statusCode(objectAt(resource, 'verificationStatus')),
  ].filter((status) => status !== undefined)
  const says = conceptText(objectAt(resource, 'code'))
  return dated(
    {
      ...provenanceOf(received),
      ...(statuses.length > 0 ? { status: statuses.join(', ') } : {}),
      ...(says === undefined ? {} : { says }),
    },
    day,
    day === onset ? 'onset' : 'recorded',
  )
}

function standingOf(resource: JsonObject, { asOf, dayOf }: Context): Standing {
  const verification = statusCode(objectAt(resource, 'verificationStatus'))
  if (verification === 'entered-in-error') return { not: 'enteredInError' }
  if (verification === 'refuted') return 'refuted'
  if (verification !== undefined && NOT_CONFIRMED.includes(verification)) return { not: 'notConfirmed' }
  if (verification !== undefined && verification !== 'confirmed') return { not: 'statusNotUnderstood' }
  const clinical = statusCode(objectAt(resource, 'clinicalStatus'))
  if (clinical !== undefined && !ACTIVE.includes(clinical) && !OVER.includes(clinical))
    return { not: 'statusNotUnderstood' }
  // An abatement ends it, whatever the status says that nobody changed; one that lies ahead does not yet.
  const hasEnded = Object.keys(resource).some((member) => member.startsWith('abatement'))
  const ended = dayAt(resource, 'abatement', dayOf)
  if (hasEnded && (ended === undefined || ended.from <= asOf)) return 'over'
  return clinical !== undefined && OVER.includes(clinical) ? 'over' : 'active'
}

function readMeanings(
  { row }: Match<CodeRow>,
  standing: Standing,
  day: RecordedDay | undefined,
  provenance: Provenance,
  said: Set<string>,
  context: Context,
): void {
  for (const { finding, value, whole } of row.means ?? []) {
    if (!context.findings.has(finding) || said.has(finding)) continue
    said.add(finding)
    if (typeof standing === 'object') leaveOut(context.ledger, provenance, standing.not, { finding, value })
    else if (standing === 'refuted') {
      if (whole) propose(finding, 'absent', 'takenAsAbsent', day, provenance, context)
      else leaveOut(context.ledger, provenance, 'refutesNarrower', { finding })
    } else if (standing === 'active' || row.ever)
      propose(finding, value, standing === 'active' ? 'taken' : 'takenInactive', day, provenance, context)
    else if (row.whenOver !== undefined) {
      const over = finding === 'cancerHistory' ? row.whenOver : value
      propose(finding, over, 'takenInactive', day, provenance, context)
    } else leaveOut(context.ledger, provenance, 'notCurrent', { finding, value })
  }
}

function readQuestion(
  { asks = [], ever }: CodeRow,
  standing: Standing,
  day: RecordedDay | undefined,
  provenance: Provenance,
  context: Context,
): void {
  if (standing === 'refuted' || (typeof standing === 'object' && standing.not !== 'notConfirmed')) return
  if (standing === 'over' && !ever) return
  const findings = asks.filter(
    (finding) => context.findings.has(finding) && (ever || whyNotNow(finding, 'present', day, context) !== 'tooOld'),
  )
  if (findings.length > 0) context.ledger.questions.push({ ...provenance, findings })
}

/**
 * The day on which the pain began. Where the record gives only a month, a year or the day of recording, the pain began on
 * the last possible day or before: once that is long ago it stands for the onset, and until then it is to be asked.
 */
function readBackPain(
  provenance: Provenance,
  standing: Standing,
  onset: RecordedDay | undefined,
  recorded: RecordedDay | undefined,
  context: Context,
): void {
  const { ledger, asOf, lookBacks } = context
  if (standing !== 'active') {
    const reason = typeof standing === 'object' ? standing.not : standing === 'over' ? 'notCurrent' : 'refutesNarrower'
    leaveOut(ledger, provenance, reason, { finding: 'onsetDate' })
    return
  }
  ledger.backPain.push(provenance)
  const day = onset ?? recorded
  if (day === undefined || !context.findings.has('onsetDate')) return
  const of = dated(provenance, day, onset ? 'onset' : 'recorded')
  if (day.from > asOf) leaveOut(ledger, of, 'future', { finding: 'onsetDate' })
  else if ((onset !== undefined && day.from === day.to) || daysBetween(day.to, asOf) >= lookBacks.vagueOnsetDays)
    ledger.candidates.push({
      finding: 'onsetDate',
      value: day.to,
      observedOn: day.to,
      at: day.text,
      reason: 'taken',
      provenance: of,
    })
  else leaveOut(ledger, of, 'dayVague', { finding: 'onsetDate' })
}
