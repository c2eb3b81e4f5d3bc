import type {
  ClinicalImpression,
  DiagnosticReport,
  DocumentReference,
  EpisodeOfCare,
  MedicationStatement,
  Procedure,
  ServiceRequest,
} from '@medplum/fhirtypes'
import type { Episode, LetterCorrection, Order, Referral, Result, Review, Treatment } from '../../care/episode.ts'
import type { Protocol } from '../../language/protocol.ts'
import { testCodes } from '../codes/tests.ts'
import { own } from '../systems.ts'
import { carePlan, decisionResources, provenance } from './decision.ts'
import { findingObservations, observationId, type WrittenFindings } from './findings.ts'
import { resourceId } from './ids.ts'
import { referTo, type Written } from './references.ts'
import { priorityOf, testConcept } from './requests.ts'
import { sourceProvenances } from './sources.ts'
import { overrideTasks, workTasks } from './tasks.ts'
import { base64, narrative, plainString } from './text.ts'
import { decisionScope, type Whose, whoseOf } from './whose.ts'

/**
 * An episode as it stands on a day: every finding with its day, each signed decision with whence it comes, tests ordered and
 * reported, treatments, reviews, referrals with their letters, what was decided otherwise, and open work with its due dates.
 * One that was entered for the wrong patient says so and nothing else.
 *
 * @example episodeResources(episode, standard).map(({ resourceType }) => resourceType) // ['EpisodeOfCare', 'Observation', …]
 */
export function episodeResources(episode: Episode, protocol: Protocol): readonly Written[] {
  const whose = whoseOf(episode.patientId, episode.episodeId, episode.asOf, protocol.layer)
  const care = episodeOfCare(episode, whose)
  if (episode.voided) return [care]
  const treatmentLabels = new Map(
    protocol.findings.flatMap((each) =>
      each.kind === 'choice' ? each.values.map(({ id, label }) => [id, label] as const) : [],
    ),
  )
  const tasks = [...workTasks(episode, protocol, whose), ...overrideTasks(episode, protocol, whose)]
  const plan = carePlan(
    { ...episode.decision, actions: [] },
    tasks,
    { ...whose, scope: `${episode.episodeId}#work` },
    true,
  )
  return [
    care,
    ...episode.signed.flatMap((signed) => signedResources(signed, episode, protocol)),
    ...findingObservations(currentFindings(episode), protocol, whose),
    ...earlierObservations(episode, protocol, whose),
    ...sourceProvenances(episode, protocol, whose),
    ...episode.orders.map((order) => orderRequest(order, protocol, whose)),
    ...episode.results.flatMap((result) => resultReports(result, episode, protocol, whose)),
    ...episode.treatments.map((each) => treatmentResource(each, treatmentLabels.get(each.treatment), whose)),
    ...episode.reviews.map((review) => reviewImpression(review, treatmentLabels.get(review.outcome), whose)),
    ...episode.referrals.flatMap((referral) => referralResources(referral, whose)),
    ...tasks,
    ...(tasks.length > 0 ? [plan] : []),
  ]
}

function episodeOfCare(episode: Episode, whose: Whose): EpisodeOfCare & { id: string } {
  const { closed, voided, registered } = episode
  const status = voided ? 'entered-in-error' : closed ? 'finished' : 'active'
  return {
    resourceType: 'EpisodeOfCare',
    id: resourceId('EpisodeOfCare', episode.episodeId),
    text: narrative([voided ? 'Back pain; entered in error' : `Back pain, since ${registered.recordedOn}`]),
    identifier: [{ system: own.episodeId, value: episode.episodeId }],
    status,
    type: [{ text: 'Back pain' }],
    patient: whose.subject,
    period: {
      start: registered.recordedOn,
      ...(closed ? { end: closed.recordedOn } : voided ? { end: voided.recordedOn } : {}),
    },
  }
}

function currentFindings({ findings }: Episode): WrittenFindings {
  return Object.fromEntries(
    Object.entries(findings).map(([id, { value, observedOn }]) => [id, { value, observedOn }] as const),
  )
}

/** What a newer observation replaced was true on its day; what was amended was not. */
function earlierObservations(episode: Episode, protocol: Protocol, whose: Whose): readonly Written[] {
  return Object.entries(episode.findings).flatMap(([id, { earlier }]) =>
    earlier
      .filter(({ reason }) => reason === undefined)
      .flatMap(({ value, observedOn }) => findingObservations({ [id]: { value, observedOn } }, protocol, whose)),
  )
}

/**
 * What still stands of everything that was recorded: the values of today and what newer observations replaced. What a
 * decision was signed on and is not among these was amended, or was moved to where it belongs: it was an error here.
 */
function standingObservations({ findings }: Episode): ReadonlySet<string> {
  return new Set(
    Object.entries(findings).flatMap(([id, { value, observedOn, earlier }]) => [
      `${id} ${value} ${observedOn}`,
      ...earlier.filter(({ reason }) => reason === undefined).map((each) => `${id} ${each.value} ${each.observedOn}`),
    ]),
  )
}

/** A decision as it was signed, on the findings of that day, which are the episode's own Observations. */
function signedResources(signed: Episode['signed'][number], episode: Episode, protocol: Protocol): readonly Written[] {
  const day = whoseOf(episode.patientId, episode.episodeId, signed.asOf, signed.protocol.layer)
  const whose = { ...day, signedAs: signed.sequence }
  const { name, version, layer } = signed.protocol
  const author = { recordedAt: signed.recordedAt, signedBy: signed.by }
  if (signed.unsettledBy) {
    const withdrawn = withdrawnAssessment(whose)
    return [withdrawn, provenance([withdrawn], signed.protocol, author, whose)]
  }
  const flagStatus = signed === episode.signed.at(-1) && !episode.closed ? 'active' : 'inactive'
  const standing = standingObservations(episode)
  const observations = findingObservations(
    signed.findings,
    protocol,
    whose,
    (finding, value, observedOn) => !standing.has(`${finding} ${value} ${observedOn}`),
  )
  const signedProtocol = { ...protocol, name, version, layer }
  const said = decisionResources(signed.decision, signed.findings, signedProtocol, whose, true, flagStatus)
  return [...said, ...observations, provenance(said, signed.protocol, author, whose)]
}

/** Signed on what was another patient's, or belonged to another episode: none of it is told here. */
function withdrawnAssessment(whose: Whose): ClinicalImpression & { id: string } {
  const summary = 'Signed on what has since been moved to where it belongs; to be signed again.'
  return {
    resourceType: 'ClinicalImpression',
    id: resourceId('ClinicalImpression', decisionScope(whose), whose.asOf, 'signed'),
    text: narrative([summary]),
    status: 'entered-in-error',
    subject: whose.subject,
    effectiveDateTime: whose.asOf,
    summary,
  }
}

const ORDER_STATES = { awaited: 'active', resulted: 'completed', overridden: 'revoked' } as const

function orderRequest(order: Order, protocol: Protocol, whose: Whose): ServiceRequest & { id: string } {
  const label = labelOf(order.test, protocol)
  return {
    resourceType: 'ServiceRequest',
    id: resourceId('ServiceRequest', whose.scope, 'order', order.sequence, order.test),
    text: narrative([`${label}, ordered ${order.orderedOn}`]),
    status: ORDER_STATES[order.state],
    intent: 'order',
    priority: priorityOf(order.urgency),
    code: testConcept(order.test, label, whose),
    subject: whose.subject,
    authoredOn: order.orderedOn,
    requester: { identifier: { system: own.accountId, value: order.by } },
  }
}

/** A report for each test that a result answers: its findings as Observations, its text as it was received. */
function resultReports(result: Result, episode: Episode, protocol: Protocol, whose: Whose): readonly Written[] {
  const tests = result.tests.length > 0 ? result.tests : testsOf(result)
  const conclusion = plainString(result.reportedText)
  return tests.map((test): DiagnosticReport & { id: string } => {
    const finding = testCodes.find(({ decision }) => decision === test)?.finding
    const current = finding === undefined ? undefined : episode.findings[finding]
    const isOfThis = finding !== undefined && current?.sequence === result.sequence && current.value !== 'notDone'
    const observed =
      isOfThis && current
        ? { reference: `Observation/${observationId(finding, current.value, current.observedOn, whose)}` }
        : undefined
    const label = labelOf(test, protocol)
    return {
      resourceType: 'DiagnosticReport',
      id: resourceId('DiagnosticReport', whose.scope, result.sequence, test),
      text: narrative([`${label}, received ${result.recordedOn}`, ...(conclusion === undefined ? [] : [conclusion])]),
      status: 'final',
      code: testConcept(test, label, whose),
      subject: whose.subject,
      effectiveDateTime: isOfThis && current ? current.observedOn : result.recordedOn,
      issued: result.recordedAt,
      ...(observed ? { result: [observed] } : {}),
      ...(conclusion === undefined ? {} : { conclusion }),
    }
  })
}

function testsOf({ findings }: Result): readonly string[] {
  return testCodes.filter(({ finding }) => findings.includes(finding)).map(({ decision }) => decision)
}

/** A medicine without a product, as it was recorded; another treatment is a procedure that goes on. */
function treatmentResource(treatment: Treatment, label: string | undefined, whose: Whose): Written {
  const { startedOn, description, sequence } = treatment
  const words = [label ?? treatment.treatment, plainString(description)].filter((each) => each !== undefined).join(': ')
  const coding = [{ system: own.values, code: treatment.treatment }]
  if (treatment.treatment === 'nsaid') {
    const statement: MedicationStatement & { id: string } = {
      resourceType: 'MedicationStatement',
      id: resourceId('MedicationStatement', whose.scope, sequence),
      text: narrative([`${words}, from ${startedOn}`]),
      status: 'unknown',
      medicationCodeableConcept: { coding, text: words },
      subject: whose.subject,
      effectivePeriod: { start: startedOn },
      dateAsserted: treatment.recordedAt,
    }
    return statement
  }
  const procedure: Procedure & { id: string } = {
    resourceType: 'Procedure',
    id: resourceId('Procedure', whose.scope, sequence),
    text: narrative([`${words}, from ${startedOn}`]),
    status: 'in-progress',
    code: { coding, text: words },
    subject: whose.subject,
    performedPeriod: { start: startedOn },
  }
  return procedure
}

function reviewImpression(
  review: Review,
  label: string | undefined,
  whose: Whose,
): ClinicalImpression & { id: string } {
  const note = plainString([review.response, review.note].filter(Boolean).join('\n'))
  const summary = `Review: ${label ?? review.outcome}${review.resolved ? '; the pain has gone' : ''}`
  return {
    resourceType: 'ClinicalImpression',
    id: resourceId('ClinicalImpression', whose.scope, review.sequence),
    text: narrative([`${summary} (${review.reviewedOn})`, ...(note === undefined ? [] : [note])]),
    status: 'completed',
    subject: whose.subject,
    effectiveDateTime: review.reviewedOn,
    date: review.recordedAt,
    summary,
    ...(note === undefined ? {} : { note: [{ text: note }] }),
  }
}

/** A referral, and its letter as it was sent. */
function referralResources(referral: Referral, whose: Whose): readonly Written[] {
  const { sequence, decision, destination, urgency, letter, acknowledged } = referral
  const to = plainString(destination) ?? 'specialist'
  const document: DocumentReference & { id: string } = {
    resourceType: 'DocumentReference',
    id: resourceId('DocumentReference', whose.scope, sequence),
    text: narrative([`Referral letter to ${to}`]),
    status: referral.corrections.length > 0 ? 'superseded' : 'current',
    docStatus: 'final',
    type: { text: 'Referral letter' },
    subject: whose.subject,
    date: referral.recordedAt,
    author: [{ identifier: { system: own.accountId, value: referral.by } }],
    description: `Referral to ${to}`,
    content: [
      {
        attachment: {
          contentType: 'text/plain; charset=utf-8',
          data: base64(letter || ' '),
          title: `Referral to ${to}`,
        },
      },
    ],
  }
  const request: ServiceRequest & { id: string } = {
    resourceType: 'ServiceRequest',
    id: resourceId('ServiceRequest', whose.scope, 'referral', sequence),
    text: narrative([`Referral to ${to}${acknowledged ? `, acknowledged ${acknowledged.acknowledgedOn}` : ''}`]),
    status: referral.withdrawn ? 'revoked' : 'active',
    intent: 'order',
    priority: priorityOf(referral.corrections.at(-1)?.urgency ?? urgency),
    code: testConcept(decision, `Referral to ${to}`, whose),
    subject: whose.subject,
    authoredOn: referral.recordedOn,
    requester: { identifier: { system: own.accountId, value: referral.by } },
    supportingInfo: [referTo('DocumentReference', whose.scope, sequence)],
    ...(acknowledged?.appointmentOn ? { occurrenceDateTime: acknowledged.appointmentOn } : {}),
    ...(acknowledged ? { note: [{ text: `Acknowledged on ${acknowledged.acknowledgedOn}.` }] } : {}),
  }
  return [
    request,
    document,
    ...referral.corrections.map((each, index) =>
      correctionDocument(each, referral.corrections[index - 1] ?? referral, whose),
    ),
  ]
}

/** A letter that replaced another, or took the referral back. */
function correctionDocument(
  { sequence, recordedAt, by, destination, letter, withdraws }: LetterCorrection,
  replaces: { readonly sequence: number },
  whose: Whose,
): Written {
  const title = `${withdraws ? 'Withdrawal of the referral' : 'Corrected referral'} to ${plainString(destination) ?? 'specialist'}`
  const document: DocumentReference & { id: string } = {
    resourceType: 'DocumentReference',
    id: resourceId('DocumentReference', whose.scope, sequence),
    text: narrative([title]),
    status: 'current',
    docStatus: 'final',
    type: { text: 'Referral letter' },
    subject: whose.subject,
    date: recordedAt,
    author: [{ identifier: { system: own.accountId, value: by } }],
    relatesTo: [{ code: 'replaces', target: referTo('DocumentReference', whose.scope, replaces.sequence) }],
    description: title,
    content: [{ attachment: { contentType: 'text/plain; charset=utf-8', data: base64(letter || ' '), title } }],
  }
  return document
}

function labelOf(decision: string, { decisions }: Protocol): string {
  return decisions.find(({ id }) => id === decision)?.label ?? decision
}
