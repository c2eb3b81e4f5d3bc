import type { DecisionKind } from '../language/decision.ts'
import { compareStatementIds, type Match, type NextStep, type Protocol, type RuleData } from '../language/protocol.ts'
import { english, inline } from './english.ts'

/** What brings the patient back to the top of the map. */
export type ComesBack = 'result' | 'review' | 'answer'

/** One step of the map: the first that applies is the one main step. */
export interface MapStep {
  readonly id: string
  readonly label: string
  readonly kind: DecisionKind | 'ask'
  /** When it applies: any of these. Each in plain words, with the statements and the rule that say so. */
  readonly when: readonly { readonly words: string; readonly rule: string; readonly statements: readonly string[] }[]
  readonly statements: readonly string[]
  readonly comesBack?: ComesBack
}

/**
 * The map of the pathway, from the protocol's own list of next steps and the rules behind them: tried from the top, the
 * first that applies is put forward, and what it brings (a result, a review, an answer) begins again at the top.
 *
 * @example pathwayMap(standard).map(({ label }) => label)[6] // 'X-ray and ESR'
 */
export function pathwayMap(protocol: Protocol): readonly MapStep[] {
  return protocol.nextSteps.map((step) => mapStep(step, protocol))
}

function mapStep(step: NextStep, protocol: Protocol): MapStep {
  const { id, label, asks } = step
  if (asks) {
    const words = 'an answer that is not known could change something'
    return { id, label, kind: 'ask', when: [{ words, rule: '', statements: [] }], statements: [], comesBack: 'answer' }
  }
  const matches = decisive(step)
  const rules = matches.flatMap((match) => rulesOf(match, protocol))
  const when = rules.map((rule) => ({
    words: inline(english(rule.when, protocol)),
    rule: rule.id,
    statements: rule.statements,
  }))
  const kinds = step.does.flatMap(({ decision }) => protocol.decisions.find((each) => each.id === decision)?.kind ?? [])
  const comesBack = kinds.includes('order')
    ? 'result'
    : kinds.includes('review') && id !== 'close'
      ? 'review'
      : undefined
  return {
    id,
    label,
    kind: kinds[0] ?? 'advice',
    when: unique(when),
    statements: [...new Set(rules.flatMap(({ statements }) => statements))].sort(compareStatementIds),
    ...(comesBack ? { comesBack } : {}),
  }
}

/** Where a step waits for something, that is what decides whether it applies. */
function decisive({ does, given = [] }: NextStep): readonly Match[] {
  const waited = does.filter(({ decision }) => given.some((each) => each.decision === decision))
  return waited.length > 0 ? waited : does
}

function rulesOf({ decision, outcomes }: Match, protocol: Protocol): readonly RuleData[] {
  return protocol.decisions.find(({ id }) => id === decision)?.rules.filter(({ then }) => outcomes.includes(then)) ?? []
}

function unique<Item extends { readonly words: string }>(items: readonly Item[]): readonly Item[] {
  return [...new Map(items.map((item) => [item.words, item])).values()]
}
