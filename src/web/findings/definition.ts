import type { FindingDefinition } from '../../language/finding.ts'
import { standard } from '../protocol/adopted.ts'

/**
 * The definition of a finding in the protocol.
 *
 * @example definitionOf('severity')?.kind // 'quantity'
 */
export function definitionOf(id: string): FindingDefinition | undefined {
  return standard.findings.find((definition) => definition.id === id)
}
