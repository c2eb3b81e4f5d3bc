import type { Card, CardAction, Indicator } from './card.ts'
import { dispatchAdvice } from './dispatch-advice.ts'
import type { DraftOrder } from './drafts.ts'
import { mriAdvice, xrayAdvice } from './imaging-advice.ts'
import type { HookMaterial } from './material.ts'
import { nsaidAdvice } from './nsaid-advice.ts'
import { ratingAction } from './rating.ts'
import { type Advice, asCard } from './say.ts'
import { viewAdvice } from './view-advice.ts'

/** A card with the rule it comes from. */
export interface RuledCard {
  readonly rule: string
  readonly card: Card
}

/** What the service answers, before overridden cards are left out. */
export interface Guidance {
  /** One at most: nobody is interrupted twice. */
  readonly main?: RuledCard
  /** Ratings of orders: changes that need nobody's attention. */
  readonly systemActions: readonly CardAction[]
}

const bySeriousness: readonly Indicator[] = ['critical', 'warning', 'info']

/**
 * What is said at a hook: at most one card, and the ratings of imaging orders.
 *
 * @example guidanceFor(material).main?.card.indicator // 'warning'
 */
export function guidanceFor(material: HookMaterial): Guidance {
  const advice = adviceAt(material)
  const systemActions =
    material.hook === 'order-select' || material.hook === 'order-sign'
      ? material.orders.flatMap((order) => ratingAction(order, material) ?? [])
      : []
  const [main, ...others] = inOrder(advice)
  if (main === undefined) return { systemActions }
  const together = others.length > 0 ? joined(main, others) : main
  return { main: { rule: main.rule, card: asCard(together, material) }, systemActions }
}

function adviceAt(material: HookMaterial): readonly Advice[] {
  switch (material.hook) {
    case 'patient-view': {
      const advice = viewAdvice(material)
      return advice ? [advice] : []
    }
    case 'order-dispatch':
      return material.orders.flatMap((order) => dispatchAdvice(order, material) ?? [])
    default:
      return material.orders.flatMap((order) => orderAdvice(order, material) ?? [])
  }
}

function orderAdvice(order: DraftOrder, material: HookMaterial): Advice | undefined {
  if (order.of.kind === 'nsaid') return nsaidAdvice(order, material)
  if (order.of.kind === 'inPlaceOfMri' || order.of.decision === 'mri') return mriAdvice(order, material)
  return order.of.decision === 'xray' ? xrayAdvice(order, material) : undefined
}

/** Most serious first; of one rule the first. */
function inOrder(advice: readonly Advice[]): readonly Advice[] {
  return advice
    .filter(({ rule }, index) => advice.findIndex((other) => other.rule === rule) === index)
    .toSorted((one, other) => bySeriousness.indexOf(one.indicator) - bySeriousness.indexOf(other.indicator))
}

/** The most serious speaks; what else there is stands below it, with its suggestions. */
function joined(main: Advice, others: readonly Advice[]): Advice {
  return {
    ...main,
    statements: [...new Set([main, ...others].flatMap(({ statements }) => statements))],
    detail: [...main.detail, ...others.flatMap(({ summary, detail }) => [`### ${summary}`, ...detail])],
    suggestions: [main, ...others].flatMap(({ suggestions }) => suggestions ?? []),
  }
}
