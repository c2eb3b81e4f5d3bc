import type {
  ActivityDefinition,
  CodeableConcept,
  Expression,
  PlanDefinition,
  PlanDefinitionAction,
  RelatedArtifact,
} from '@medplum/fhirtypes'
import type { DecisionKind, Outcome } from '../../language/decision.ts'
import type { DecisionDefinition } from '../../language/protocol.ts'
import { isOutcome, requestPriority } from './cql-library.ts'
import { outcomeCode } from './names.ts'
import { orderCodesOf } from './other-codes.ts'
import { heading, type Setting } from './setting.ts'

/** An outcome that asks something of somebody, and is given by some rule. */
interface Asking {
  readonly decision: DecisionDefinition
  readonly outcome: Outcome
}

function askingOf({ protocol }: Setting): readonly Asking[] {
  return protocol.decisions.flatMap((decision) =>
    decision.outcomes
      .filter((outcome) => outcome.stance && decision.rules.some((rule) => rule.then === outcome.id))
      .map((outcome) => ({ decision, outcome })),
  )
}

/** Only what is put forward is an activity: what is withheld or not advised is said, and nothing is made of it. */
const isActivity = ({ outcome: { stance } }: Asking): boolean => stance === 'recommended' || stance === 'consider'

/** Each layer has activities of its own, since their codes are of its decisions. */
const activityId = ({ decision, outcome }: Asking, { protocol }: Setting): string =>
  `${decision.id}-${outcome.id}-${protocol.layer}`

/**
 * The protocol as a PlanDefinition: an action for each decision, beneath it one for each outcome that asks something. A
 * condition names a definition of the CQL library; exactly one outcome of a decision holds. Statements are its documentation.
 *
 * @example planOf(setting).action.length // 28
 */
export function planOf(setting: Setting): PlanDefinition {
  const { protocol, ids, canonical, hash } = setting
  const asking = askingOf(setting)
  const library = versioned(setting, canonical('Library', ids.library))
  return {
    ...heading(setting, 'PlanDefinition', ids.plan, `The ${protocol.name} protocol, layer ${protocol.layer}`),
    description: `What to consider next for a patient with back pain. Every action is a proposal to a clinician. Generated from the protocol with the content hash ${hash}.`,
    type: {
      coding: [
        {
          system: 'http://terminology.hl7.org/CodeSystem/plan-definition-type',
          code: 'clinical-protocol',
          display: 'Clinical Protocol',
        },
      ],
    },
    subjectCodeableConcept: {
      coding: [{ system: 'http://hl7.org/fhir/resource-types', code: 'Patient', display: 'Patient' }],
    },
    library: [library],
    relatedArtifact: [
      ...protocol.statements.flatMap(({ id, references, differences }) => [
        ...references.map((reference) => citation(id, reference)),
        ...differences.map(({ text, reference }) => citation(id, `${reference}. Where it differs: ${text}`)),
      ]),
    ],
    action: protocol.decisions
      .map((decision) => ({ decision, own: asking.filter((each) => each.decision === decision) }))
      .filter(({ own }) => own.length > 0)
      .map(({ decision, own }) => ({
        id: decision.id,
        title: decision.label,
        code: [{ coding: [{ system: setting.systems.decisions, code: decision.id, display: decision.label }] }],
        groupingBehavior: 'logical-group' as const,
        selectionBehavior: 'at-most-one' as const,
        action: own.map((each) => actionOf(each, setting)),
      })),
  }
}

const citation = (label: string, text: string): RelatedArtifact => ({ type: 'citation', label, citation: text })

const versioned = ({ protocol }: Setting, url: string): string => `${url}|${protocol.version}`

function actionOf(each: Asking, setting: Setting): PlanDefinitionAction {
  const { decision, outcome } = each
  const { protocol, canonical } = setting
  const cited = new Set(
    decision.rules.filter(({ then }) => then === outcome.id).flatMap(({ statements }) => statements),
  )
  const statements = protocol.statements.filter(({ id }) => cited.has(id))
  const isRequest = isActivity(each) && REQUESTS.has(decision.kind)
  return {
    id: outcomeCode(decision.id, outcome.id),
    title: outcome.label,
    description: `Consider: ${outcome.label}.`,
    textEquivalent: `${STANCE[outcome.stance ?? 'consider']}: ${outcome.label}. ${statements.map(({ id }) => id).join(', ')}.`,
    code: [codeOf(each, setting)],
    documentation: statements.map(({ id, text }) => ({
      type: 'documentation',
      label: id,
      display: text,
    })),
    condition: [{ kind: 'applicability', expression: named(isOutcome(decision.id, outcome.id)) }],
    ...(isActivity(each)
      ? { definitionCanonical: versioned(setting, canonical('ActivityDefinition', activityId(each, setting))) }
      : {}),
    ...(isRequest ? { dynamicValue: [{ path: 'priority', expression: named(requestPriority) }] } : {}),
  }
}

const STANCE = {
  recommended: 'Recommended',
  consider: 'To be considered',
  'not advised': 'Not advised',
  withhold: 'Withheld',
} as const

/** Decisions whose activities are requests with a priority. */
const REQUESTS: ReadonlySet<DecisionKind> = new Set(['order', 'referral'])

/** The names are plain identifiers, so that they are the same read as a name and read as an expression. */
const named = (expression: string): Expression => ({ language: 'text/cql', expression })

function codeOf({ decision, outcome }: Asking, { systems }: Setting): CodeableConcept {
  const code = outcomeCode(decision.id, outcome.id)
  return { coding: [{ system: systems.decisions, code, display: outcome.label }], text: outcome.label }
}

/**
 * What each action makes: an order, a referral, a review, a treatment or advice, each as a proposal.
 *
 * @example activitiesOf(setting).find(({ id }) => id === 'esr-recommended-standard').kind // 'ServiceRequest'
 */
export function activitiesOf(setting: Setting): ActivityDefinition[] {
  return askingOf(setting)
    .filter(isActivity)
    .map((each): ActivityDefinition => {
      const { decision, outcome } = each
      const own = codeOf(each, setting)
      const others = orderCodesOf(decision.id)
      const code = { ...own, coding: [...others, ...(own.coding ?? [])] }
      return {
        ...heading(setting, 'ActivityDefinition', activityId(each, setting), outcome.label),
        description: `Consider: ${outcome.label}.`,
        subjectCodeableConcept: {
          coding: [{ system: 'http://hl7.org/fhir/resource-types', code: 'Patient', display: 'Patient' }],
        },
        kind: KIND[decision.kind],
        intent: 'proposal',
        code,
        ...(decision.kind === 'treatment' ? { productCodeableConcept: code } : {}),
      }
    })
}

const KIND: Readonly<Record<DecisionKind, NonNullable<ActivityDefinition['kind']>>> = {
  urgency: 'Task',
  scope: 'Task',
  order: 'ServiceRequest',
  referral: 'ServiceRequest',
  treatment: 'MedicationRequest',
  review: 'Task',
  advice: 'CommunicationRequest',
}
