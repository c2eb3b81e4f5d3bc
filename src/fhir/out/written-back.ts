import type { QuestionnaireResponse, QuestionnaireResponseItem, ServiceRequest } from '@medplum/fhirtypes'
import type { SignedDecision } from '../../care/episode.ts'
import { walk } from '../../language/condition.ts'
import { elapsed, isCalendarDate } from '../../language/date.ts'
import type { FindingDefinition } from '../../language/finding.ts'
import type { Protocol } from '../../language/protocol.ts'
import { sharedAnswers } from '../artefacts/names.ts'
import { own } from '../systems.ts'
import { requestsOf } from './decision.ts'
import { whoseOf } from './whose.ts'

/** What was signed here, and whose record it is written into there. */
export interface WrittenBack {
  readonly signed: SignedDecision
  readonly protocol: Protocol
  readonly patientId: string
  readonly episodeId: string
  /** The patient as that record calls it: `Patient/123`. */
  readonly subject: string
  /** The clinician as that record calls them: `Practitioner/7`. */
  readonly author?: string
}

/** By which what was written is known again: the same is never written twice. */
export function writtenKey({ identifier }: { readonly identifier?: object | readonly object[] }): string {
  const { system, value } = [identifier].flat()[0] as { readonly system?: string; readonly value?: string }
  return `${system}|${value}`
}

/**
 * Signed answers as the filled-in clinician form; a question without an answer is left out, and is not known. What an answered
 * question waits for is answered too where it follows from a date, as the age from the birth date: a form would hide the answer.
 *
 * @example answersResponse(what).item?.[0]?.linkId // 'group.emergency'
 */
export function answersResponse(what: WrittenBack): QuestionnaireResponse {
  const { signed, protocol, subject, author } = what
  const findings = withCounted(signed, protocol)
  const answered = protocol.findings.filter(({ id }) => findings[id] !== undefined)
  const groups = [...new Set(answered.map(({ group }) => group))]
  return {
    resourceType: 'QuestionnaireResponse',
    identifier: identifierOf(what, 'answers'),
    questionnaire: `${own.questionnaire}/${protocol.name}-clinician|${protocol.version}`,
    status: 'completed',
    subject: { reference: subject },
    authored: signed.recordedAt,
    ...(author === undefined ? {} : { author: { reference: author } }),
    item: groups.map((name) => ({
      linkId: `group.${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`,
      text: name,
      item: answered.filter(({ group }) => group === name).map((each) => itemOf(each, findings)),
    })),
  }
}

function withCounted({ findings, asOf }: SignedDecision, { findings: definitions }: Protocol): Answers {
  const awaited = new Set<string>()
  for (const { id, appliesWhen } of definitions)
    if (appliesWhen && findings[id] !== undefined)
      walk(appliesWhen, (part) => {
        if ('finding' in part) awaited.add(part.finding)
      })
  const counted = definitions.flatMap((each) => {
    if (each.kind !== 'quantity' || !awaited.has(each.id) || findings[each.id] !== undefined) return []
    const { from, until, unit } = each.elapsed ?? {}
    const start = from === undefined ? undefined : findings[from]?.value
    if (unit === undefined || until !== undefined || !isCalendarDate(String(start))) return []
    return [[each.id, { value: elapsed(String(start), asOf, unit) }] as const]
  })
  return { ...findings, ...Object.fromEntries(counted) }
}

type Answers = Readonly<Record<string, { readonly value: string | number }>>

function itemOf(finding: FindingDefinition, findings: Answers): QuestionnaireResponseItem {
  const value = findings[finding.id]?.value ?? 'notKnown'
  const { id, question } = finding
  const isSilence = value === 'notKnown' || value === 'notDone'
  if (finding.kind === 'quantity' && !isSilence) {
    const number = Number(value)
    const answer = finding.decimals === 0 ? { valueInteger: number } : { valueDecimal: number }
    return { linkId: id, text: question, answer: [answer] }
  }
  if (finding.kind === 'date' && !isSilence)
    return { linkId: id, text: question, answer: [{ valueDate: String(value) }] }
  const answer = [{ valueCoding: { system: own.values, code: String(value), display: displayOf(finding, value) } }]
  // A number and a date have no room for "not known": it is asked beside them.
  const hasRoom = finding.kind === 'sign' || finding.kind === 'choice'
  return hasRoom
    ? { linkId: id, text: question, answer }
    : { linkId: `${id}.silence`, text: `${question}: no value`, answer }
}

/** As the form offers it: servers compare the whole Coding. */
function displayOf(finding: FindingDefinition, value: string | number): string {
  const ofChoice = finding.kind === 'choice' ? finding.values.find(({ id }) => id === value)?.label : undefined
  return ofChoice ?? sharedAnswers.find(({ code }) => code === value)?.display ?? String(value)
}

/**
 * The orders and referrals that a signed decision puts to the clinician, as drafts: nothing is ordered by them.
 *
 * @example draftOrders(what).map(({ status, intent }) => [status, intent]) // [['draft', 'proposal'], …]
 */
export function draftOrders(what: WrittenBack): readonly ServiceRequest[] {
  const { signed, patientId, episodeId, subject, author } = what
  const whose = { ...whoseOf(patientId, episodeId, signed.asOf, signed.protocol.layer), signedAs: signed.sequence }
  return requestsOf(signed.decision, signed.findings, whose).flatMap((each): ServiceRequest[] => {
    if (each.resourceType !== 'ServiceRequest') return []
    // The findings it rests on stand in the note: the other record has no resources of ours to refer to.
    const { id, supportingInfo: _, ...request } = each
    return [
      {
        ...request,
        identifier: [identifierOf(what, id)],
        subject: { reference: subject },
        ...(author === undefined ? {} : { requester: { reference: author } }),
      },
    ]
  })
}

function identifierOf({ episodeId, signed }: WrittenBack, what: string) {
  return { system: own.written, value: `${episodeId}.${signed.sequence}.${what}` }
}
