import type { EpisodeHistory } from '../care/episode.ts'
import type { Description } from '../care/events.ts'
import type { LetterChange } from '../care/letters.ts'
import type { OpenAnswers } from '../care/patient-answers.ts'
import type { DecisionResult } from '../evaluate/result.ts'
import type { Situation } from '../evaluate/state.ts'
import type { CalendarDate } from '../language/date.ts'
import type { FindingDefinition } from '../language/finding.ts'
import type { Protocol } from '../language/protocol.ts'
import type { Replaced } from './correction.ts'
import { valueWords } from './findings-text.ts'
import type { ReferralFacts } from './letter.ts'

/** What a referrer says of a letter; the rest is on record. */
export interface LetterRequest {
  readonly decision?: string
  readonly destination: string
  readonly reason?: string
  readonly told?: string
}

interface Labelled {
  readonly id: string
  readonly label: string
}

/** What a description is written in: the protocol's lists, and what they are called. */
export interface NoteLists {
  readonly words: { readonly regions: string; readonly activities: string }
  readonly regions: readonly Labelled[]
  readonly activities: readonly Labelled[]
}

/** Everything on record that a letter is made of, on the day of its decision. */
export interface LetterRecord {
  readonly history: EpisodeHistory
  /** What the patient said and nobody has confirmed. */
  readonly open: OpenAnswers | undefined
  readonly decision: DecisionResult
  readonly situation: Situation
  readonly lists: NoteLists
}

/**
 * The facts of a referral letter, of what is on record and what its referrer says: the same wherever it is woven, so that
 * a letter that is looked at is the letter that is sent.
 *
 * @example referralFacts(record, { destination: 'Spinal clinic' }, referrer, standard).to // 'Spinal clinic'
 */
export function referralFacts(
  { history, open, decision, situation, lists }: LetterRecord,
  { decision: referral, destination, reason, told }: LetterRequest,
  referrer: { readonly displayName: string; readonly role: string },
  protocol: Protocol,
): ReferralFacts {
  return {
    patient: history.patient,
    to: destination,
    decision,
    situation,
    reports: history.results.map(({ findings, recordedOn, reportedText }) => ({
      findings,
      receivedOn: recordedOn,
      ...(reportedText === undefined ? {} : { reportedText }),
    })),
    awaited: history.orders.filter(({ state }) => state === 'awaited'),
    treatments: history.treatments,
    responses: history.reviews.flatMap(({ reviewedOn, response }) => (response ? [{ reviewedOn, response }] : [])),
    ...(referral === undefined ? {} : { referral }),
    described: descriptionLines(history.description, lists),
    patientSaid: open ? saidLines(open, protocol, lists) : [],
    ...(reason === undefined ? {} : { reason }),
    ...(told === undefined ? {} : { told: [told] }),
    referrer: { name: referrer.displayName, role: referrer.role },
    writtenOn: decision.asOf,
  }
}

/** What the patient said and nobody has confirmed: it is in no other part of the letter. */
function saidLines(open: OpenAnswers, protocol: Protocol, lists: NoteLists): readonly string[] {
  const findings = protocol.findings.flatMap((definition) => {
    const said = open.findings[definition.id]
    return said ? [`${definition.label}: ${saidWords(definition, said.value)}`] : []
  })
  return [...findings, ...descriptionLines(open.description, lists)]
}

function saidWords(definition: FindingDefinition, value: string | number): string {
  if (value === 'notKnown') return 'not sure'
  return value === 'notDone' ? 'not measured' : valueWords(definition, value)
}

function descriptionLines(description: Description | undefined, lists: NoteLists): readonly string[] {
  if (!description) return []
  const { regions, activities, words = '' } = description
  const labels = (ids: readonly string[], list: readonly Labelled[]) =>
    ids.map((id) => list.find((each) => each.id === id)?.label ?? id).join(', ')
  return [
    ...(regions.length > 0 ? [`${lists.words.regions}: ${labels(regions, lists.regions)}`] : []),
    ...(activities.length > 0 ? [`${lists.words.activities}: ${labels(activities, lists.activities)}`] : []),
    ...(words === '' ? [] : [words]),
  ]
}

/**
 * The letter that a corrected one replaces: when it was sent, what of it is not so, and how urgent it said it was where
 * that is another urgency now.
 *
 * @example replacedBy({ sentOn: '2026-08-12', urgency: 'soon', changes }, decision, standard).urgency?.to // 'Urgent'
 */
export function replacedBy(
  {
    sentOn,
    urgency,
    changes,
  }: { readonly sentOn: CalendarDate; readonly urgency: string; readonly changes: readonly LetterChange[] },
  decision: DecisionResult,
  protocol: Protocol,
): Replaced {
  const levels = protocol.decisions.find(({ kind }) => kind === 'urgency')?.outcomes ?? []
  const label = (level: string): string => levels.find(({ id }) => id === level)?.label ?? level
  const now = decision.urgency.level
  return { sentOn, changes, ...(now === urgency ? {} : { urgency: { from: label(urgency), to: label(now) } }) }
}
