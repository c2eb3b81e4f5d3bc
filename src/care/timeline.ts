import { wordsFor } from '../evaluate/explain.ts'
import type { FindingDefinition } from '../language/finding.ts'
import type { Protocol } from '../language/protocol.ts'
import type { TimelineEntry } from './episode.ts'
import type { CareEvent, CarePayloads, ObservedFindings, PatientDetails, ReadFrom } from './events.ts'
import { reasonFor } from './override-reasons.ts'
import { findingIds } from './protocol-ids.ts'
import { sourceOf } from './source-of.ts'
import { responseWords } from './treatment-response.ts'

/** What an event is called on the timeline, and what was typed with it. */
type Line = Pick<TimelineEntry, 'words' | 'detail'>

/**
 * One line per event, oldest first: neutral words, with the labels of the protocol for what is clinical. Of an event
 * that an older protocol recorded, a finding or decision that this one does not have is named by its id.
 *
 * @example timelineOf(events, standard)[0].words // 'Patient registered'
 */
export function timelineOf(events: readonly CareEvent[], protocol: Protocol): readonly TimelineEntry[] {
  const labels = labelsOf(protocol)
  return events.map((event) => ({ ...sourceOf(event), type: event.type, ...lineOf(event, labels, events) }))
}

interface Labels {
  decision(id: string): string
  outcome(decision: string, outcome: string): string
  urgency(level: string): string
  findings(findings: ObservedFindings): string
  /** The same with what is present, absent and not known together: a screen of fifty questions can be read. */
  grouped(findings: ObservedFindings): string
  /** The signs that are present. */
  present(findings: ObservedFindings): string
  value(finding: string, value: string): string
  /** A line for each answer that was confirmed from another record: where it stood there. */
  sources(findings: ObservedFindings): readonly string[]
}

function labelsOf(protocol: Protocol): Labels {
  const decisions = new Map(protocol.decisions.map((decision) => [decision.id, decision]))
  const definitions = new Map(protocol.findings.map((definition) => [definition.id, definition]))
  const grades = protocol.decisions.find(({ kind }) => kind === 'urgency')?.outcomes ?? []
  // The record keeps members by name; people read them in the order of the questions.
  const places = new Map(protocol.findings.map(({ id }, index) => [id, index]))
  const inOrder = (findings: ObservedFindings): readonly Entry[] =>
    Object.entries(findings).sort(([one], [other]) => (places.get(one) ?? 0) - (places.get(other) ?? 0))
  const finding = ([id, { value }]: [string, ObservedFindings[string]]): string => {
    const definition = definitions.get(id)
    if (!definition) return `${id}: ${value}`
    return `${definition.label}: ${wordsOfValue(definition, value)}`
  }
  return {
    decision: (id) => decisions.get(id)?.label ?? id,
    outcome: (id, outcome) => decisions.get(id)?.outcomes.find((each) => each.id === outcome)?.label ?? outcome,
    urgency: (level) => grades.find(({ id }) => id === level)?.label ?? level,
    findings: (findings) => Object.entries(findings).map(finding).join('; '),
    grouped: (findings) => groupedWords(inOrder(findings), finding, (id) => definitions.get(id)),
    present: (findings) =>
      inOrder(findings)
        .filter(([id, { value }]) => definitions.get(id)?.kind === 'sign' && value === 'present')
        .map(([id]) => definitions.get(id)?.label ?? id)
        .join(', '),
    sources: (findings) =>
      inOrder(findings).flatMap(([id, { from = [] }]) =>
        from.map(
          (each) => `Confirmed from ${each.record}: ${definitions.get(id)?.label ?? id}, ${wordsOfSource(each)}`,
        ),
      ),
    value: (id, value) => {
      const definition = definitions.get(id)
      return definition ? wordsOfValue(definition, value) : value
    },
  }
}

/** What of the answers nobody was asked by itself. */
function togetherWords(findings: ObservedFindings): string {
  const together = Object.values(findings).filter((each) => each.together)
  return together.length > 0 ? `${together.length} of them by “None of these”` : ''
}

function reviewText({ response, note, findings }: CarePayloads['reviewDone'], labels: Labels): string {
  const said = responseWords(response ?? {})
  const asked = [togetherWords(findings)].filter(Boolean).map((words) => `${words}.`)
  return [...(said ? [`The treatment: ${said}.`] : []), note ?? labels.grouped(findings), ...asked]
    .filter(Boolean)
    .join('\n')
}

type Entry = [string, ObservedFindings[string]]

function groupedWords(
  entries: readonly Entry[],
  words: (entry: Entry) => string,
  definitionOf: (id: string) => FindingDefinition | undefined,
): string {
  const isOf =
    (state: string) =>
    ([id, { value }]: Entry): boolean =>
      value === state && (state === 'notKnown' || definitionOf(id)?.kind === 'sign')
  const groups = [
    ['Present', entries.filter(isOf('present'))],
    ['Not known', entries.filter(isOf('notKnown'))],
    ['Absent', entries.filter(isOf('absent'))],
  ] as const
  const grouped = new Set(groups.flatMap(([, own]) => own))
  const others = entries.filter((entry) => !grouped.has(entry)).map(words)
  const lines = groups.flatMap(([title, own]) =>
    own.length === 0 ? [] : [`${title}: ${own.map(([id]) => definitionOf(id)?.label ?? id).join('; ')}`],
  )
  return [...(others.length > 0 ? [others.join('; ')] : []), ...lines].join('\n')
}

/** Where an answer stood in another record: `Condition/7 “Fever” (active, confirmed; onset 2026-08-12)`. */
function wordsOfSource({ resource, says, status, date, dateOf }: ReadFrom): string {
  const day = date === undefined ? 'without a date' : [dateOf, date].filter(Boolean).join(' ')
  return `${resource}${says ? ` “${says}”` : ''} (${[status, day].filter(Boolean).join('; ')})`
}

function wordsOfValue(definition: FindingDefinition, value: string | number): string {
  if (value === 'notKnown') return 'not known'
  return value === 'notDone' ? 'not done' : wordsFor(definition, value)
}

function lineOf(event: CareEvent, labels: Labels, events: readonly CareEvent[]): Line {
  switch (event.type) {
    case 'registered':
      return { words: 'Patient registered' }
    case 'answered': {
      const { findings } = event.payload
      const present = labels.present(findings)
      const words = [count(findings, 'answer'), togetherWords(findings)].filter(Boolean).join(', ')
      const text = [labels.grouped(findings), ...labels.sources(findings)].filter(Boolean).join('\n')
      return { words: present ? `${words}. Present: ${present}` : words, ...detail(text) }
    }
    case 'patientAnswered':
      return {
        words: `The patient sent ${count(event.payload.findings, 'answer', '')}, to be confirmed one by one`,
        ...detail(labels.grouped(event.payload.findings)),
      }
    case 'signed':
      return {
        words: `Signed. ${labels.urgency(event.payload.decision.urgency.level)}`,
        ...detail(event.payload.decision.next?.label),
      }
    case 'amended':
      return amendedLine(event.payload, labels)
    case 'ordered':
      return { words: `Ordered: ${event.payload.tests.map(labels.decision).join(', ')}` }
    case 'resultReceived':
      return {
        words: `Result: ${labels.findings(event.payload.findings) || (event.payload.tests ?? []).map(labels.decision).join(', ')}`,
        ...detail(event.payload.reportedText),
      }
    case 'treatmentStarted':
      return {
        words: `Treatment started: ${labels.value(findingIds.treatment, event.payload.treatment)}`,
        ...detail(event.payload.description),
      }
    case 'reviewDone':
      return {
        words: `Review: ${labels.value(findingIds.reviewOutcome, event.payload.outcome)}`,
        ...detail(reviewText(event.payload, labels)),
      }
    case 'referred':
      return { words: `Referred to ${event.payload.destination}. ${labels.urgency(event.payload.urgency)}` }
    case 'referralAcknowledged':
      return {
        words: `Referral acknowledged: ${destinationOf(event.payload.referral, events)}`,
        ...detail(event.payload.note),
      }
    case 'letterCorrected':
      return {
        words: event.payload.withdraws
          ? `Referral to ${event.payload.destination} withdrawn`
          : `Corrected letter to ${event.payload.destination}. ${labels.urgency(event.payload.urgency)}`,
      }
    case 'overridden':
      return {
        words: `Decided otherwise: ${labels.outcome(event.payload.decision, event.payload.outcome)}`,
        detail: `${reasonFor(event.payload.reasonCode)?.display ?? event.payload.reasonCode}. ${event.payload.plan}`,
      }
    case 'entryMovedHere':
      return {
        words: `Moved here: ${labels.findings(event.payload.findings) || (event.payload.tests ?? []).map(labels.decision).join(', ')}`,
        detail: event.payload.reason,
      }
    default:
      return administrativeLine(event)
  }
}

type Administrative = Extract<
  CareEvent,
  {
    readonly type:
      | 'overrideChecked'
      | 'recipientTold'
      | 'described'
      | 'assigned'
      | 'closed'
      | 'reopened'
      | 'voided'
      | 'patientsMerged'
      | 'patientsUnmerged'
      | 'episodeMoved'
      | 'entryMovedAway'
  }
>

function administrativeLine(event: Administrative): Line {
  switch (event.type) {
    case 'overrideChecked':
      return { words: 'Checked what was decided otherwise', detail: event.payload.note }
    case 'recipientTold':
      return { words: 'Whoever received the letter was told what is not so', detail: event.payload.note }
    case 'described':
      return { words: 'Described where it hurts and what the patient cannot do' }
    case 'assigned': {
      const { to } = event.payload
      return { words: 'role' in to ? `Assigned to everyone with the role ${to.role}` : 'Assigned to one person' }
    }
    case 'closed':
      return { words: `Closed: ${event.payload.reason}`, ...detail(event.payload.openWorkReason) }
    case 'reopened':
      return { words: 'Opened again', detail: event.payload.reason }
    case 'voided':
      return { words: 'Voided: entered for the wrong patient', detail: event.payload.reason }
    case 'patientsMerged':
      return { words: 'Merged with another entry of the same patient', detail: event.payload.reason }
    case 'patientsUnmerged':
      return { words: 'The merge was taken back: two patients again', detail: event.payload.reason }
    case 'episodeMoved':
      return {
        words:
          'Episode moved here: it was entered for another patient. What was signed until now has to be signed again',
        detail: event.payload.reason,
      }
    case 'entryMovedAway':
      return {
        words: `Entry ${event.payload.entry} moved to another patient or episode: here it no longer counts`,
        detail: event.payload.reason,
      }
  }
}

function amendedLine(
  payload: {
    readonly reason: string
    readonly findings: ObservedFindings
    readonly previous: ObservedFindings
    readonly patient?: PatientDetails
    readonly previousPatient?: PatientDetails
  },
  labels: Labels,
): Line {
  const now = labels.findings(payload.findings)
  const before = labels.findings(payload.previous)
  const findings = before ? `${now} (before: ${before})` : now
  const parts = [findings, detailsLine(payload.patient, payload.previousPatient)].filter(Boolean)
  return { words: `Amended: ${parts.join('; ')}`, detail: payload.reason }
}

const DETAILS = {
  familyName: 'family name',
  givenName: 'given name',
  birthDate: 'date of birth',
  sexAtBirth: 'sex',
  recordNumber: 'record number',
  allergies: 'allergies',
  medicines: 'medicines',
} as const

/** What is other in the patient's details, with what it was. */
function detailsLine(now: PatientDetails | undefined, before: PatientDetails | undefined): string {
  if (!now) return ''
  const said = (text = ''): string => (text === '' ? 'not recorded' : text)
  const changed = (Object.keys(DETAILS) as (keyof typeof DETAILS)[]).filter(
    (id) => (now[id] ?? '') !== (before?.[id] ?? ''),
  )
  if (!before || changed.length === 0) return 'patient’s details'
  return changed.map((id) => `${DETAILS[id]}: ${said(now[id])} (before: ${said(before[id])})`).join('; ')
}

function destinationOf(referral: number, events: readonly CareEvent[]): string {
  const event = events.find(({ sequence }) => sequence === referral)
  return event?.type === 'referred' || event?.type === 'letterCorrected'
    ? event.payload.destination
    : `event ${referral}`
}

function count(findings: ObservedFindings, word: string, after = ' recorded'): string {
  const number = Object.keys(findings).length
  return `${number} ${word}${number === 1 ? '' : 's'}${after}`
}

function detail(text: string | undefined): { readonly detail?: string } {
  return text ? { detail: text } : {}
}
