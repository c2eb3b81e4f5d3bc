import type { FindingDefinition } from '../language/finding.ts'
import type { Protocol } from '../language/protocol.ts'

/** Two protocols whose findings cannot be held side by side: the same id means something else in each. */
export class VocabularyError extends Error {
  readonly code = 'PLB_DIAGRAM_VOCABULARY'

  constructor(finding: string) {
    super(
      `The finding ${finding} is of another kind, or is counted or left out otherwise, in another protocol. ` +
        'Allowed: further values, another range, another condition on which it applies; else another id.',
    )
    this.name = 'VocabularyError'
  }
}

/**
 * The findings of several protocols as one list: a choice has the values of all, a quantity the widest range.
 * Throws a VocabularyError for a finding that cannot be the same.
 *
 * @example vocabularyOf([source, standard]).length // every finding once
 */
export function vocabularyOf(protocols: readonly Protocol[]): readonly FindingDefinition[] {
  const merged = new Map<string, FindingDefinition>()
  for (const { findings } of protocols)
    for (const finding of findings) {
      const known = merged.get(finding.id)
      merged.set(finding.id, known && known !== finding ? together(known, finding) : finding)
    }
  return [...merged.values()]
}

function together(a: FindingDefinition, b: FindingDefinition): FindingDefinition {
  if (a.kind !== b.kind || a.unrecorded !== b.unrecorded || counted(a) !== counted(b)) throw new VocabularyError(a.id)
  const appliesWhen = a.appliesWhen ?? b.appliesWhen
  const rules = appliesWhen ? { appliesWhen } : {}
  if (a.kind === 'choice' && b.kind === 'choice') {
    const added = b.values.filter(({ id }) => !a.values.some((value) => value.id === id))
    return { ...a, ...rules, values: [...a.values, ...added] }
  }
  if (a.kind === 'quantity' && b.kind === 'quantity')
    return {
      ...a,
      ...rules,
      minimum: Math.min(a.minimum, b.minimum),
      maximum: Math.max(a.maximum, b.maximum),
      decimals: Math.max(a.decimals, b.decimals),
    }
  return { ...a, ...rules }
}

/** How a quantity passes with time, and what it is counted from. */
function counted(finding: FindingDefinition): string {
  if (finding.kind !== 'quantity') return ''
  const { unit, grows, elapsed } = finding
  return JSON.stringify([unit, grows, elapsed?.from, elapsed?.unit, elapsed?.until, elapsed?.only])
}
