import { isObject, textAt } from '../json.ts'
import { plainMarkdown, withoutEmpty } from './card.ts'
import type { DraftOrder } from './drafts.ts'
import { actionFor } from './imaging-advice.ts'
import type { HookMaterial } from './material.ts'
import { type Advice, findingsSaid } from './say.ts'

/** From slow to fast. */
const priorities = ['routine', 'urgent', 'asap', 'stat']

/** The slowest priority that is fast enough: below what we would write ourselves, so that a card is no quibble. */
const slowest: Readonly<Record<string, string>> = { urgent: 'urgent', emergency: 'stat' }

/**
 * What is said when an order goes out slower than the decision wants it: its priority, and the same order with the right one.
 *
 * @example dispatchAdvice(order, material)?.summary // 'This MRI goes out as routine; the decision is emergency: make it stat'
 */
export function dispatchAdvice(order: DraftOrder, material: HookMaterial): Advice | undefined {
  if (order.of.kind !== 'test') return undefined
  const action = actionFor(order.of.decision, material)
  if (action?.stance !== 'recommended') return undefined
  const { urgency } = material.decision
  const wanted = slowest[urgency.level] ?? 'routine'
  const given = textAt(order.resource, 'priority') ?? 'routine'
  if (priorities.indexOf(given) >= priorities.indexOf(wanted)) return undefined
  const resource = withoutEmpty({ ...order.resource, priority: wanted })
  return {
    rule: urgency.rule,
    statements: [...new Set([...urgency.statements, ...action.statements])],
    indicator: urgency.level === 'emergency' ? 'critical' : 'warning',
    summary: `This ${order.of.name} goes out as ${given}; the decision is ${urgency.level}: make it ${wanted}`,
    detail: [`Consider: ${plainMarkdown(action.label)}.`, ...findingsSaid(urgency.findings, material)],
    ...(isObject(resource)
      ? {
          suggestions: [
            {
              label: `Make it ${wanted}`,
              uuid: material.newId(),
              isRecommended: true,
              actions: [{ type: 'update' as const, description: `Set the priority to ${wanted}`, resource }],
            },
          ],
        }
      : {}),
  }
}
