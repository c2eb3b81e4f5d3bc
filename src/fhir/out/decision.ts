import type { Bundle, CarePlan, ClinicalImpression, CodeableConcept, Flag, Provenance } from '@medplum/fhirtypes'
import type { DecisionSnapshot, PatientDetails } from '../../care/events.ts'
import type { DecisionResult, ProtocolReference } from '../../evaluate/result.ts'
import type { Protocol } from '../../language/protocol.ts'
import { own } from '../systems.ts'
import { findingObservations, observationId, type WrittenFindings } from './findings.ts'
import { resourceId } from './ids.ts'
import { patientResource } from './patient.ts'
import { type BundleAs, bundleOf, type Referred, type Written } from './references.ts'
import { actionRequests } from './requests.ts'
import { narrative } from './text.ts'
import { decisionScope, type Whose, whoseOf } from './whose.ts'

/** What a decision says, live or signed. */
export type SaidDecision = Pick<DecisionSnapshot, 'status' | 'urgency' | 'redFlags' | 'actions' | 'missing' | 'next'>

/** Who decided, or asked for the decision, and when. */
export interface Authorship {
  /** RFC 3339 with `Z`. */
  readonly recordedAt: string
  /** The account that signed. Without one it is a proposal of the program. */
  readonly signedBy?: string
}

/** A decision to be written, with what it was made on. */
export interface DecisionFacts {
  readonly decision: DecisionResult
  readonly findings: WrittenFindings
  readonly protocol: Protocol
  readonly patientId: string
  /** Without it the bundle refers to the patient and does not hold the Patient. */
  readonly patient?: PatientDetails
  /** What ids are made of: the episode, or the case. */
  readonly scope: string
  readonly author: Authorship
}

/**
 * A decision as a Bundle: the findings it rests on, the urgency as a ClinicalImpression, red flags, drafts of what is to be
 * considered in a CarePlan, and whence it comes (protocol, version, content hash). The same decision gives the same bundle.
 *
 * @example decisionBundle(facts, { type: 'collection' }).entry?.map(({ resource }) => resource?.resourceType)
 */
export function decisionBundle(facts: DecisionFacts, as: BundleAs): Bundle {
  const { decision, findings, protocol, patientId, patient, scope, author } = facts
  const whose = whoseOf(patientId, scope, decision.asOf, protocol.layer)
  const observations = findingObservations(findings, protocol, whose)
  const said = decisionResources(decision, findings, protocol, whose, author.signedBy !== undefined)
  const requests = requestsOf(decision, findings, whose)
  const plan = carePlan(decision, requests, whose, author.signedBy !== undefined)
  const about = [...observations, ...said, ...requests, plan]
  return bundleOf(
    [
      ...(patient === undefined ? [] : [patientResource(patientId, patient)]),
      ...about,
      provenance(about, decision.protocol, author, whose),
    ],
    as,
  )
}

/**
 * The urgency and the red flags of a decision; flags of one that a later decision replaced are no longer active.
 *
 * @example decisionResources(decision, findings, standard, whose, true).map(({ resourceType }) => resourceType) // ['ClinicalImpression', 'Flag']
 */
export function decisionResources(
  decision: SaidDecision,
  findings: WrittenFindings,
  protocol: Protocol,
  whose: Whose,
  isSigned: boolean,
  flagStatus: 'active' | 'inactive' = 'active',
): readonly Written[] {
  return [assessment(decision, findings, protocol, whose, isSigned), ...flags(decision, whose, flagStatus)]
}

/**
 * The drafts that a decision puts to the clinician, each with the findings that it rests on.
 *
 * @example requestsOf(decision, findings, whose).map(({ resourceType }) => resourceType) // ['ServiceRequest', …]
 */
export function requestsOf(decision: SaidDecision, findings: WrittenFindings, whose: Whose): readonly Written[] {
  return actionRequests(decision.actions, decision.urgency.level, whose, ({ findings: evidence }) =>
    evidenceReferences(evidence, findings, whose),
  )
}

/**
 * The assessment is a ClinicalImpression, since its urgency is a class and no probability: a RiskAssessment's prediction
 * without one fails an invariant (ras-2) in a validator that others use.
 */
function assessment(
  decision: SaidDecision,
  findings: WrittenFindings,
  protocol: Protocol,
  whose: Whose,
  isSigned: boolean,
): ClinicalImpression & { id: string } {
  const { urgency, redFlags, missing, status, next } = decision
  const basis = evidenceReferences(
    redFlags.flatMap((flag) => flag.findings),
    findings,
    whose,
  )
  const label = labelOf(urgency.level, protocol)
  const bounds = urgency.settled
    ? ''
    : ` It is at least “${labelOf(urgency.atLeast, protocol)}” and at most “${labelOf(urgency.atMost, protocol)}”.`
  const notKnown = missing.length > 0 ? [`Not known: ${missing.map((each) => each.label).join('; ')}.`] : []
  const scope = status === 'outOfScope' ? ['Outside the scope of the pathway.'] : []
  const summary = [`Urgency: ${label}.${bounds}`, ...scope].join(' ')
  return {
    resourceType: 'ClinicalImpression',
    id: resourceId('ClinicalImpression', decisionScope(whose), whose.asOf, isSigned ? 'signed' : 'proposed'),
    text: narrative([
      summary,
      ...redFlags.map((flag) => `Red flag: ${flag.label}`),
      ...notKnown,
      ...(next ? [`Next: ${next.label}`] : []),
    ]),
    status: isSigned ? 'completed' : 'in-progress',
    code: { text: 'Urgency of back pain by the protocol' },
    subject: whose.subject,
    effectiveDateTime: whose.asOf,
    protocol: [`${own.protocol}/${protocol.name}-${protocol.layer}|${protocol.version}`],
    summary,
    ...(redFlags.length > 0
      ? {
          finding: redFlags.map((flag) => ({
            itemCodeableConcept: flagConcept(flag, whose),
            basis: `Statements ${flag.statements.join(', ')}`,
          })),
        }
      : {}),
    prognosisCodeableConcept: [
      { coding: [{ system: own.urgencies, code: urgency.level, display: label }], text: `Urgency: ${label}` },
    ],
    ...(basis.length > 0 ? { supportingInfo: basis } : {}),
    note: [
      { text: `Rule ${urgency.rule}; statements ${urgency.statements.join(', ')}.` },
      ...notKnown.map((text) => ({ text })),
    ],
  }
}

function flagConcept(
  { id, label }: { readonly id: string; readonly label: string },
  { systems }: Whose,
): CodeableConcept {
  return { coding: [{ system: systems.flags, code: id, display: label }], text: label }
}

function flags(
  { redFlags }: SaidDecision,
  whose: Whose,
  status: 'active' | 'inactive',
): readonly (Flag & { id: string })[] {
  return redFlags.map(({ id, label, statements }) => ({
    resourceType: 'Flag',
    id: resourceId('Flag', decisionScope(whose), whose.asOf, id),
    text: narrative([`Red flag: ${label} (${statements.join(', ')})`]),
    status,
    category: [
      {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/flag-category', code: 'clinical' }],
        text: 'Red flag',
      },
    ],
    code: flagConcept({ id, label }, whose),
    subject: whose.subject,
    period: { start: whose.asOf },
  }))
}

/**
 * The plan: what is to be done, in the order in which the decision lists it.
 *
 * @example carePlan(decision, requests, whose, false).status // 'draft'
 */
export function carePlan(
  { next, actions }: SaidDecision,
  requests: readonly Written[],
  whose: Whose,
  isSigned: boolean,
): CarePlan & { id: string } {
  const planned = requests.filter(({ resourceType }) => resourceType !== 'Communication')
  const labels = actions.flatMap(({ label, stance }) =>
    stance === 'recommended' || stance === 'consider' ? [label] : [],
  )
  return {
    resourceType: 'CarePlan',
    id: resourceId('CarePlan', decisionScope(whose), whose.asOf),
    text: narrative([...(next ? [`Next: ${next.label}`] : []), ...labels]),
    status: isSigned ? 'active' : 'draft',
    intent: isSigned ? 'plan' : 'proposal',
    title: 'Back pain: next steps',
    ...(next ? { description: next.label } : {}),
    subject: whose.subject,
    created: whose.asOf,
    ...(planned.length > 0
      ? { activity: planned.map((each) => ({ reference: { reference: `${each.resourceType}/${each.id}` } })) }
      : {}),
  }
}

/**
 * Whence resources come: the protocol with its version, layer and content hash, and who signed, if anyone.
 *
 * @example provenance(resources, decision.protocol, author, whose).entity?.[0]?.what.identifier?.value // 'sha256:…'
 */
export function provenance(
  resources: readonly Written[],
  protocol: ProtocolReference,
  { recordedAt, signedBy }: Authorship,
  whose: Whose,
): Provenance & { id: string } {
  const { name, version, layer, hash } = protocol
  return {
    resourceType: 'Provenance',
    id: resourceId('Provenance', decisionScope(whose), whose.asOf, hash, signedBy ?? '', recordedAt),
    target: resources.map((each) => ({ reference: `${each.resourceType}/${each.id}` })),
    occurredDateTime: whose.asOf,
    recorded: recordedAt,
    activity: { text: signedBy === undefined ? 'Worked out by the protocol; nobody has signed it' : 'Signed' },
    agent: [
      {
        who:
          signedBy === undefined
            ? { display: 'Plumbline' }
            : { identifier: { system: own.accountId, value: signedBy }, display: 'The clinician who signed' },
      },
    ],
    entity: [
      {
        role: 'source',
        what: {
          identifier: { system: `${own.protocol}/${name}`, value: `sha256:${hash}` },
          display: `${name} ${version}, layer ${layer}`,
        },
      },
    ],
  }
}

function evidenceReferences(
  evidence: readonly { readonly finding: string }[],
  findings: WrittenFindings,
  whose: Whose,
): Referred[] {
  const ids = new Set<string>()
  for (const { finding } of evidence) {
    const written = findings[finding]
    // Who the patient is, what is counted from a date, and a test not done have no Observation.
    if (written === undefined || written.value === 'notDone' || ['birthDate', 'sexAtBirth'].includes(finding)) continue
    ids.add(observationId(finding, written.value, written.observedOn ?? whose.asOf, whose))
  }
  return [...ids].map((id) => ({ reference: `Observation/${id}` }))
}

function labelOf(level: string, { decisions }: Protocol): string {
  const urgency = decisions.find(({ kind }) => kind === 'urgency')
  return urgency?.outcomes.find(({ id }) => id === level)?.label ?? level
}
