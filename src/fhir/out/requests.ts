import type { CodeableConcept, Communication, MedicationRequest, ServiceRequest, Task } from '@medplum/fhirtypes'
import type { Action } from '../../evaluate/result.ts'
import { testCodes } from '../codes/tests.ts'
import { systems } from '../systems.ts'
import { resourceId } from './ids.ts'
import type { Referred, Written } from './references.ts'
import { narrative } from './text.ts'
import type { Whose } from './whose.ts'

/** What of an action is written: a live one, or one of a signed decision. */
export type WrittenAction = Omit<Action, 'differs'>

/** How the protocol's urgencies are said in FHIR's request priorities; what is not listed is routine. */
const PRIORITIES: Readonly<Record<string, 'routine' | 'urgent' | 'asap' | 'stat'>> = {
  routine: 'routine',
  soon: 'urgent',
  urgent: 'asap',
  emergency: 'stat',
}

/**
 * FHIR's priority of an urgency.
 *
 * @example priorityOf('emergency') // 'stat'
 */
export function priorityOf(urgency: string | undefined): 'routine' | 'urgent' | 'asap' | 'stat' {
  return (urgency !== undefined && Object.hasOwn(PRIORITIES, urgency) ? PRIORITIES[urgency] : undefined) ?? 'routine'
}

/**
 * The code of a test as it is ordered: LOINC (and SNOMED CT) where the test has codes, and the words in any case.
 *
 * @example testConcept('xray', 'Plain X-ray of the back', whose).coding?.[0]?.code // '24972-2'
 */
export function testConcept(decision: string, text: string, whose: Pick<Whose, 'systems'>): CodeableConcept {
  const codes = testCodes.find((each) => each.decision === decision)?.order ?? []
  const standard = codes.map(({ system, code, display }) => ({ system: systems[system], code, display }))
  return { coding: [...standard, { system: whose.systems.decisions, code: decision }], text }
}

/**
 * What a decision puts to the clinician, as drafts and proposals that nobody has to take back: orders and referrals,
 * medicines without a product, reviews, advice. What is withheld, and what is not advised (but a medicine, which is proposed
 * not to be given), is no request.
 *
 * @example actionRequests(decision.actions, 'urgent', whose, evidence).map(({ resourceType }) => resourceType)
 */
export function actionRequests(
  actions: readonly WrittenAction[],
  urgency: string,
  whose: Whose,
  evidenceOf: (action: WrittenAction) => readonly Referred[],
): readonly Written[] {
  return actions.flatMap((action): readonly Written[] => {
    const asked = action.stance === 'recommended' || action.stance === 'consider'
    if (action.kind === 'treatment') return [medicationRequest(action, asked, whose, evidenceOf)].flat()
    if (!asked) return []
    if (action.kind === 'order' || action.kind === 'referral')
      return [serviceRequest(action, action.urgency ?? urgency, whose, evidenceOf)]
    if (action.kind === 'review') return [reviewTask(action, urgency, whose)]
    return action.kind === 'advice' ? [advice(action, urgency, whose)] : []
  })
}

function serviceRequest(
  action: WrittenAction,
  urgency: string,
  whose: Whose,
  evidenceOf: (action: WrittenAction) => readonly Referred[],
): ServiceRequest & { id: string } {
  const evidence = evidenceOf(action)
  return {
    resourceType: 'ServiceRequest',
    id: requestId('ServiceRequest', action, whose),
    text: narrative([wordsOf(action)]),
    status: 'draft',
    intent: 'proposal',
    priority: priorityOf(urgency),
    code: testConcept(action.decision, action.label, whose),
    subject: whose.subject,
    authoredOn: whose.asOf,
    ...(evidence.length > 0 ? { supportingInfo: [...evidence] } : {}),
    note: [{ text: reasonOf(action) }],
  }
}

function medicationRequest(
  action: WrittenAction,
  asked: boolean,
  whose: Whose,
  evidenceOf: (action: WrittenAction) => readonly Referred[],
): readonly (MedicationRequest & { id: string })[] {
  if (!asked && action.stance !== 'not advised') return []
  const evidence = evidenceOf(action)
  return [
    {
      resourceType: 'MedicationRequest',
      id: requestId('MedicationRequest', action, whose),
      text: narrative([wordsOf(action)]),
      status: 'draft',
      intent: 'proposal',
      ...(asked ? {} : { doNotPerform: true }),
      // No product, dose or duration: they are the prescriber's.
      medicationCodeableConcept: {
        coding: [{ system: whose.systems.decisions, code: action.decision }],
        text: action.label,
      },
      subject: whose.subject,
      authoredOn: whose.asOf,
      ...(evidence.length > 0 ? { supportingInformation: [...evidence] } : {}),
      note: [{ text: reasonOf(action) }],
    },
  ]
}

function reviewTask(action: WrittenAction, urgency: string, whose: Whose): Task & { id: string } {
  return {
    resourceType: 'Task',
    id: requestId('Task', action, whose),
    text: narrative([wordsOf(action)]),
    status: 'draft',
    intent: 'proposal',
    priority: priorityOf(urgency),
    code: { coding: [{ system: whose.systems.decisions, code: action.decision }], text: action.label },
    description: action.label,
    for: whose.subject,
    authoredOn: whose.asOf,
    note: [{ text: reasonOf(action) }],
  }
}

function advice(action: WrittenAction, urgency: string, whose: Whose): Communication & { id: string } {
  return {
    resourceType: 'Communication',
    id: requestId('Communication', action, whose),
    text: narrative([wordsOf(action)]),
    status: 'preparation',
    category: [{ coding: [{ system: whose.systems.decisions, code: action.decision }], text: 'Advice' }],
    priority: priorityOf(urgency),
    subject: whose.subject,
    payload: [{ contentString: action.label }],
    note: [{ text: reasonOf(action) }],
  }
}

function requestId(type: string, { decision, outcome }: WrittenAction, { scope, asOf }: Whose): string {
  return resourceId(type, scope, asOf, decision, outcome)
}

/** Advice is fixed text, the same for every patient: nothing is put before or behind it. */
function wordsOf({ label, kind, stance, definite }: WrittenAction): string {
  if (kind === 'advice') return label
  const provisional = definite ? '' : ' (provisional: not everything is known)'
  if (stance === 'recommended') return `Consider: ${label}${provisional}`
  return stance === 'consider' ? `May be considered: ${label}${provisional}` : `Not advised: ${label}${provisional}`
}

function reasonOf(action: WrittenAction): string {
  const because = action.findings.map(({ label, value }) => `${label}: ${value}`).join('; ')
  const why = `Statements ${action.statements.join(', ')}${because === '' ? '' : `; because of ${because}`}.`
  return action.kind === 'advice' ? why : `${wordsOf(action)}. ${why}`
}
