import { conditionCodes } from '../codes/conditions.ts'
import { answerCodes, quantityCodes } from '../codes/observations.ts'
import { computedTomography } from '../codes/orders.ts'
import { testCodes } from '../codes/tests.ts'
import { own, systems } from '../systems.ts'

/** The hooks at which the service speaks. */
export const hooks = ['patient-view', 'order-select', 'order-sign', 'order-dispatch'] as const

export type Hook = (typeof hooks)[number]

/** The id of the service at every hook: a client that sees the same id again takes the older cards away. */
export const serviceId = 'back-pain'

/**
 * The id of the service at one hook alone, for clients that know a service by its address and would keep only the last
 * hook of one id.
 *
 * @example serviceIdAt('order-select') // 'back-pain-order-select'
 */
export function serviceIdAt(hook: Hook): string {
  return `${serviceId}-${hook}`
}

/** One part of the record: the search that gives it, and whether anything can be said without it. */
export interface PrefetchTemplate {
  readonly key: string
  readonly query: string
  /** Without it a test that was done could count as not done, or a diagnosis as not there. */
  readonly isRequired: boolean
}

const patient = 'patient={{context.patientId}}'

/** Every search that the reading of a record needs, generated from the codes that it reads. */
export const prefetchTemplates: readonly PrefetchTemplate[] = [
  { key: 'patient', query: 'Patient/{{context.patientId}}', isRequired: true },
  { key: 'conditions', query: `Condition?${patient}`, isRequired: true },
  { key: 'observations', query: `Observation?${patient}&code=${observationCodes().join(',')}`, isRequired: true },
  { key: 'reports', query: `DiagnosticReport?${patient}&code=${codesOfTests().join(',')}`, isRequired: true },
  { key: 'procedures', query: `Procedure?${patient}&code=${codesOfTests().join(',')}`, isRequired: true },
  {
    key: 'orders',
    query: `ServiceRequest?${patient}&status=active&code=${codesOfTests().join(',')}`,
    isRequired: false,
  },
  { key: 'medicationRequests', query: `MedicationRequest?${patient}&status=active`, isRequired: false },
  { key: 'allergies', query: `AllergyIntolerance?${patient}`, isRequired: false },
  { key: 'answers', query: `QuestionnaireResponse?${patient}&status=completed`, isRequired: false },
]

/** What the discovery says of one service. */
export interface DiscoveredService {
  readonly hook: Hook
  readonly id: string
  readonly title: string
  readonly description: string
  readonly prefetch: Readonly<Record<string, string>>
  readonly usageRequirements: string
}

const descriptions: Readonly<Record<Hook, string>> = {
  'patient-view':
    'For a patient with low back pain: red flags that the record shows, what to do next, and what is still not known.',
  'order-select':
    'Judges imaging of the lumbar spine and NSAIDs while they are chosen: the alternative as a suggestion, or a rating.',
  'order-sign':
    'Judges imaging of the lumbar spine and NSAIDs before they are signed: the alternative as a suggestion, or a rating.',
  'order-dispatch': 'Looks whether imaging of the lumbar spine goes out as fast as the patient needs it.',
}

/**
 * The services as `GET /cds-services` lists them.
 *
 * @example discovered(false).map(({ id }) => id) // ['back-pain', 'back-pain', 'back-pain', 'back-pain']
 */
export function discovered(idPerHook: boolean): readonly DiscoveredService[] {
  const prefetch = Object.fromEntries(prefetchTemplates.map(({ key, query }) => [key, query]))
  return hooks.map((hook) => ({
    hook,
    id: idPerHook ? serviceIdAt(hook) : serviceId,
    title: 'Plumbline: low back pain',
    description: descriptions[hook],
    prefetch,
    usageRequirements:
      'FHIR R4. A search that the client does not prefetch is made at its FHIR server with the token it gives (scopes patient/*.rs of the types above); without both the answer is 412.',
  }))
}

/**
 * Whether an id is the service's at a hook.
 *
 * @example isServedAt('back-pain', 'order-sign') // true
 */
export function isServedAt(id: string, hook: Hook): boolean {
  return id === serviceId || id === serviceIdAt(hook)
}

/** By LOINC and by our own codes; and what signs are coded with, as far as their absence is understood. */
function observationCodes(): readonly string[] {
  const loinc = [...quantityCodes, ...answerCodes].flatMap((row) => row.loinc)
  const signs = conditionCodes
    .filter(({ means }) => means?.some(({ whole }) => whole))
    .flatMap(({ codes }) => codes.snomed ?? [])
  return [
    ...unique(loinc).map((code) => `${systems.loinc}|${code}`),
    ...unique(signs).map((code) => `${systems.snomed}|${code}`),
    `${own.findings}|`,
  ]
}

/** Without the system: a code of LOINC, SNOMED CT and CPT is no code of another of them. */
function codesOfTests(): readonly string[] {
  return unique(
    [...testCodes, computedTomography].flatMap(({ codes }) => [
      ...(codes.loinc ?? []),
      ...(codes.snomed ?? []),
      ...(codes.cpt ?? []),
    ]),
  )
}

function unique(codes: readonly string[]): readonly string[] {
  return [...new Set(codes)]
}
