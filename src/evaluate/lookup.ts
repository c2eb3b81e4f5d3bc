import type { FindingDefinition } from '../language/finding.ts'
import type { DefinitionData, Protocol } from '../language/protocol.ts'
import type { Statement } from '../language/statement.ts'

/** What a protocol holds, by id. */
export interface Lookup {
  readonly findings: ReadonlyMap<string, FindingDefinition>
  readonly parameters: ReadonlyMap<string, number>
  /** The definitions of each named condition. */
  readonly definitions: ReadonlyMap<string, readonly DefinitionData[]>
  readonly statements: ReadonlyMap<string, Statement>
}

const lookups = new WeakMap<Protocol, Lookup>()

/**
 * A protocol's parts by id, listed once.
 *
 * @example lookup(standard).parameters.get('oneMonthDays') // 30
 */
export function lookup(protocol: Protocol): Lookup {
  const found = lookups.get(protocol)
  if (found) return found
  const made: Lookup = {
    findings: new Map(protocol.findings.map((finding) => [finding.id, finding])),
    parameters: new Map(protocol.parameters.map(({ id, value }) => [id, value])),
    definitions: new Map(protocol.conditions.map(({ id, definitions }) => [id, definitions])),
    statements: new Map(protocol.statements.map((statement) => [statement.id, statement])),
  }
  lookups.set(protocol, made)
  return made
}
