import type { Protocol } from '../../language/protocol.ts'
import type { Statement } from '../../language/statement.ts'
import { madeOf } from '../../weave/document-rules.ts'

/** Letters without their marks, in small: accents and capitals do not matter. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

/**
 * The statements that hold every word that is sought: in their text, their rules, the findings they use, where guidance
 * differs or what they rest on. An id alone finds its statement; nothing sought finds all.
 *
 * @example statementsWith('c4', standard).map(({ id }) => id) // ['C4']
 */
export function statementsWith(sought: string, protocol: Protocol): readonly Statement[] {
  const words = plain(sought).split(/\s+/).filter(Boolean)
  const [only] = words
  const named = protocol.statements.filter(({ id }) => words.length === 1 && id.toLowerCase() === only)
  if (named.length > 0) return named
  return protocol.statements.filter((statement) => {
    const text = plain(textOf(statement, protocol))
    return words.every((word) => text.includes(word))
  })
}

function textOf({ id, text, differences, references }: Statement, protocol: Protocol): string {
  const { definitions, rules, findings } = madeOf(id, protocol)
  return [
    id,
    text,
    ...differences.flatMap((each) => [each.text, each.reference]),
    ...references,
    ...definitions.flatMap(({ condition, definition }) => [condition.label, definition.id, definition.label]),
    ...rules.flatMap(({ decision, rule }) => [
      decision.label,
      rule.id,
      decision.outcomes.find((outcome) => outcome.id === rule.then)?.label ?? '',
    ]),
    ...findings.map(({ label }) => label),
  ].join(' ')
}
