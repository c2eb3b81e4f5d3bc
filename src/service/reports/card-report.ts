import { hideOne, hideParts } from '../../care/use/small-numbers.ts'
import type { Actor } from '../accounts/sessions.ts'
import type { CardReport, CardReportAnswer } from '../api/cds-hooks.ts'
import type { ShownCards } from '../cds-hooks/shown-cards.ts'
import { readsPatients } from './use-report.ts'

/**
 * What became of the cards that other records were shown. Small numbers are hidden for whoever may not read patients, and for
 * anybody who asks for it, as in the report on use.
 *
 * @example (await readCardReport(shownCards, { role: 'auditor' }, { small: 'show' })).smallHidden // false
 */
export async function readCardReport(
  shownCards: Pick<ShownCards, 'report'>,
  actor: Pick<Actor, 'role'>,
  { small }: { readonly small: 'show' | 'hide' },
): Promise<CardReportAnswer> {
  const report = await shownCards.report()
  const smallHidden = small === 'hide' || !readsPatients(actor)
  return { ...(smallHidden ? hideSmallCards(report) : report), smallHidden }
}

/**
 * The report without small numbers; of the parts of what was shown, never only one is hidden.
 *
 * @example hideSmallCards(report).rules[0] // { shown: 20, accepted: 'hidden', overridden: 'hidden', unanswered: 12, … }
 */
export function hideSmallCards({ rules }: CardReport): CardReport {
  return {
    rules: rules.map((rule) => {
      const parts = hideParts([rule.accepted, rule.overridden, rule.unanswered])
      const [accepted = 'hidden', overridden = 'hidden', unanswered = 'hidden'] = parts
      const counts = hideParts(rule.reasons.map(({ count }) => count))
      const reasons = rule.reasons.map(({ code }, index) => ({ code, count: counts[index] ?? ('hidden' as const) }))
      return { ...rule, shown: hideOne(rule.shown), accepted, overridden, unanswered, reasons }
    }),
  }
}
