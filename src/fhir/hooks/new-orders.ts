import { testCodes } from '../codes/tests.ts'
import { type JsonObject, objectsAt } from '../json.ts'
import { priorityOf } from '../out/requests.ts'
import { systems } from '../systems.ts'
import type { CardAction, Suggestion } from './card.ts'
import type { HookMaterial } from './material.ts'

/**
 * The tests that the decision recommends and that are neither on the screen nor ordered already.
 *
 * @example testsToOrder(material, ['xray', 'esr']) // ['xray', 'esr']
 */
export function testsToOrder(
  { decision, drafts, reading }: HookMaterial,
  decisions: readonly string[],
): readonly string[] {
  const isRecommended = (id: string) =>
    decision.actions.some((action) => action.decision === id && action.stance === 'recommended')
  const isThere = ({ decision: id, finding }: (typeof testCodes)[number]) =>
    drafts.some(({ of }) => of.kind === 'test' && of.decision === id) ||
    reading.orders.some((order) => order.finding === finding)
  return testCodes
    .filter((test) => decisions.includes(test.decision) && isRecommended(test.decision) && !isThere(test))
    .map((test) => test.decision)
}

/**
 * The suggestion to order these tests, and to take away what they come before.
 *
 * @example orderTests(['xray', 'esr'], material, { label: 'X-ray and ESR first', instead: ['ServiceRequest/1'] }).actions.length // 3
 */
export function orderTests(
  decisions: readonly string[],
  material: HookMaterial,
  { label, reasons, instead = [] }: { label: string; reasons?: JsonObject; instead?: readonly string[] },
): Suggestion {
  const create = testCodes
    .filter(({ decision }) => decisions.includes(decision))
    .map(
      (test): CardAction => ({
        type: 'create',
        description: `Order: ${test.concept}`,
        resource: newOrder(test, material, reasons),
      }),
    )
  return {
    label,
    uuid: material.newId(),
    isRecommended: true,
    actions: [...create, ...instead.map(removal)],
  }
}

/**
 * The action that takes an order off the screen.
 *
 * @example removal('ServiceRequest/1').type // 'delete'
 */
export function removal(reference: string): CardAction {
  return { type: 'delete', description: 'Remove the order', resourceId: reference }
}

function newOrder(test: (typeof testCodes)[number], material: HookMaterial, reasons?: JsonObject): JsonObject {
  const { patient, encounterId, userId, decision } = material
  const reasonCode = reasons === undefined ? [] : objectsAt(reasons, 'reasonCode')
  return {
    resourceType: 'ServiceRequest',
    status: 'draft',
    intent: 'order',
    priority: priorityOf(decision.urgency.level),
    code: {
      coding: test.order.map(({ system, code, display }) => ({ system: systems[system], code, display })),
      text: test.concept,
    },
    subject: { reference: patient },
    ...(encounterId === undefined ? {} : { encounter: { reference: `Encounter/${encounterId}` } }),
    ...(userId !== undefined && /^Practitioner(Role)?\//.test(userId) ? { requester: { reference: userId } } : {}),
    ...(reasonCode.length > 0 ? { reasonCode } : {}),
  }
}
