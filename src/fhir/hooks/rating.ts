import type { DecisionResult } from '../../evaluate/result.ts'
import { isObject, objectsAt, textAt } from '../json.ts'
import { type CardAction, withoutEmpty } from './card.ts'
import type { DraftOrder } from './drafts.ts'
import { actionFor, isOutsidePathway } from './imaging-advice.ts'
import type { HookMaterial } from './material.ts'

/* The Argonaut extensions for PAMA: how an order of advanced imaging stands to the criteria that were consulted. */
const extensions = 'http://fhir.org/argonaut/Extension/pama-rating'
const ratingSystem = 'http://fhir.org/argonaut/CodeSystem/pama-rating'

/** The three ratings there are. */
export type Rating = 'appropriate' | 'not-appropriate' | 'no-criteria-apply'

/**
 * Whether a decision neither recommends nor considers the MRI.
 *
 * @example isImagingAdvisedAgainst(decide(standard, {}, '2026-03-15')) // true
 */
export function isImagingAdvisedAgainst({ actions }: Pick<DecisionResult, 'actions'>): boolean {
  return actions.every(({ decision, stance }) => decision !== 'mri' || stance === 'not advised')
}

/**
 * How an order of MRI or CT stands to the protocol; nothing where that is not determined: while something that is not known
 * could make the order right it is not called inappropriate.
 *
 * @example ratingOf(order, material) // 'appropriate'
 */
export function ratingOf(order: DraftOrder, material: HookMaterial): Rating | undefined {
  const isMri = order.of.kind === 'test' && order.of.decision === 'mri'
  if (!isMri && order.of.kind !== 'inPlaceOfMri') return undefined
  if (isOutsidePathway(order, material)) return 'no-criteria-apply'
  const action = actionFor('mri', material)
  if (!isMri && actionFor('specialistImaging', material)?.stance === 'recommended') return 'appropriate'
  if (action?.stance === 'recommended' || action?.stance === 'consider') return isMri ? 'appropriate' : undefined
  const answer = material.decision.answers.find(({ decision }) => decision === 'mri')
  return answer?.settled === true && !material.exceptionPossible ? 'not-appropriate' : undefined
}

/**
 * The order with its rating, whole and otherwise unchanged; nothing where it has none.
 *
 * @example ratingAction(order, material)?.type // 'update'
 */
export function ratingAction(order: DraftOrder, material: HookMaterial): CardAction | undefined {
  const rating = ratingOf(order, material)
  if (rating === undefined) return undefined
  const others = objectsAt(order.resource, 'extension').filter(({ url }) => !String(url).startsWith(extensions))
  const resource = withoutEmpty({
    ...order.resource,
    extension: [
      ...others,
      { url: extensions, valueCodeableConcept: { coding: [{ system: ratingSystem, code: rating }] } },
      { url: `${extensions}-consult-id`, valueUri: `urn:uuid:${material.newId()}` },
    ],
  })
  if (!isObject(resource) || textAt(resource, 'id') === undefined) return undefined
  return { type: 'update', description: `Add the appropriateness rating: ${rating}`, resource }
}
