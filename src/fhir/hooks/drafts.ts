import type { CalendarDate } from '../../language/date.ts'
import { nsaidAtcGroup, nsaidClinicalDrugs } from '../codes/nsaids.ts'
import { computedTomography, medicineSystems } from '../codes/orders.ts'
import { conditionMatches, testMatch } from '../in/match.ts'
import { hasUnknownMeaning } from '../in/modifiers.ts'
import type { ReceivedResource } from '../in/resources.ts'
import { type Coding, codingsOf, type JsonObject, objectAt, objectsAt, textAt } from '../json.ts'
import { systems } from '../systems.ts'

/** What an order is of, as far as the protocol has a word for it. */
export type OrderOf =
  | { readonly kind: 'test'; readonly decision: string; readonly finding: string; readonly name: string }
  /** CT: what the protocol says of the MRI holds for it, unless the MRI is contraindicated. */
  | { readonly kind: 'inPlaceOfMri'; readonly name: string }
  | { readonly kind: 'nsaid'; readonly name: string }

/** One order that is being written, or goes out. */
export interface DraftOrder {
  /** `ServiceRequest/abc`. */
  readonly reference: string
  readonly resource: JsonObject
  readonly of: OrderOf
  /** Why it is ordered: none given, something the protocol knows, or something else altogether. */
  readonly reason: 'none' | 'known' | 'other'
}

const testNames: Readonly<Record<string, string>> = { xray: 'X-ray', esr: 'ESR', mri: 'MRI' }
const drugs = new Set(Object.values(nsaidClinicalDrugs).flatMap((codes) => codes.split(' ')))

/**
 * What an order is of; nothing where the protocol has no word for it.
 *
 * @example orderOf({ resourceType: 'ServiceRequest', code: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: '72148' }] } })
 *   // { kind: 'test', decision: 'mri', finding: 'mri', name: 'MRI' }
 */
export function orderOf(resource: JsonObject): OrderOf | undefined {
  // What is not to be done is no order, nor is what may mean something else.
  if (resource.doNotPerform === true || hasUnknownMeaning(resource)) return undefined
  const type = textAt(resource, 'resourceType')
  if (type === 'MedicationRequest')
    return codingsOf(objectAt(resource, 'medicationCodeableConcept')).some(isNsaid)
      ? { kind: 'nsaid', name: 'NSAID' }
      : undefined
  if (type !== 'ServiceRequest') return undefined
  const codings = codingsOf(objectAt(resource, 'code'))
  const test = testMatch(codings)?.row
  if (test)
    return {
      kind: 'test',
      decision: test.decision,
      finding: test.finding,
      name: testNames[test.decision] ?? test.concept,
    }
  return codings.some(isComputedTomography) ? { kind: 'inPlaceOfMri', name: 'CT' } : undefined
}

function isNsaid({ system, code }: Coding): boolean {
  if (system === medicineSystems.rxnorm) return drugs.has(code)
  return system === medicineSystems.atc && code.startsWith(nsaidAtcGroup)
}

function isComputedTomography({ system, code }: Coding): boolean {
  return Object.entries(computedTomography.codes).some(
    ([name, codes]) => name in systems && systems[name as keyof typeof systems] === system && codes.includes(code),
  )
}

/**
 * The orders that the protocol has a word for. An order of another patient is passed over; one without an id cannot be
 * named by an answer and is passed over too.
 *
 * @example draftOrders(bundle, 'Patient/1').map(({ of }) => of.kind) // ['test']
 */
export function draftOrders(bundle: unknown, patient: string): readonly DraftOrder[] {
  const entries = objectsAt({ bundle: isBundle(bundle) ? bundle.entry : [] }, 'bundle')
  return entries.flatMap((entry) => {
    const resource = objectAt(entry, 'resource')
    const id = textAt(resource, 'id')
    const of = resource && orderOf(resource)
    if (!resource || id === undefined || !of || isAnothers(resource, patient)) return []
    const reasons = reasonsOf(resource)
    const reason = reasons.length === 0 ? 'none' : conditionMatches(reasons.flat()).length > 0 ? 'known' : 'other'
    return [{ reference: `${textAt(resource, 'resourceType')}/${id}`, resource, of, reason }]
  })
}

function isBundle(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isAnothers(resource: JsonObject, patient: string): boolean {
  const subject = textAt(objectAt(resource, 'subject'), 'reference')
  const whose = subject === undefined ? undefined : /(?:^|\/)(Patient\/[A-Za-z0-9.-]{1,64})$/.exec(subject)?.[1]
  return whose !== undefined && whose !== patient
}

function reasonsOf(resource: JsonObject): readonly (readonly Coding[])[] {
  return objectsAt(resource, 'reasonCode')
    .map((concept) => codingsOf(concept))
    .filter((codings) => codings.length > 0)
}

/** The beginning of the id of a reason, by which it is told from a diagnosis on record. */
export const reasonIdPrefix = 'reason-for-order-'

/**
 * The reasons of orders as diagnoses of the day: whoever orders an MRI for retention of urine has said that it is there.
 *
 * @example reasonsAsConditions(drafts, 'Patient/1', '2026-03-15')[0]?.type // 'Condition'
 */
export function reasonsAsConditions(
  drafts: readonly DraftOrder[],
  patient: string,
  asOf: CalendarDate,
): readonly ReceivedResource[] {
  return drafts
    .flatMap(({ resource }) => objectsAt(resource, 'reasonCode'))
    .map((code, index) => ({
      path: `reasonCode[${index}]`,
      type: 'Condition',
      id: `${reasonIdPrefix}${index + 1}`,
      resource: {
        resourceType: 'Condition',
        id: `${reasonIdPrefix}${index + 1}`,
        clinicalStatus: { coding: [{ code: 'active' }] },
        verificationStatus: { coding: [{ code: 'confirmed' }] },
        subject: { reference: patient },
        recordedDate: asOf,
        code,
      },
    }))
}
