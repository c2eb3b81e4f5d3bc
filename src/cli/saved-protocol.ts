import { referenceTo } from '../evaluate/decide.ts'
import type { Protocol } from '../language/protocol.ts'

/**
 * A protocol as `plumbline protocol --json` prints it: its name, version, content hash and layer, then all of it. What
 * `plumbline diff` and `plumbline replay` read; kept in `docs/protocols` so that git has every version.
 *
 * @example JSON.parse(savedProtocol(standard)).layer // 'standard'
 */
export function savedProtocol(protocol: Protocol): string {
  return `${JSON.stringify({ ...referenceTo(protocol), protocol }, undefined, 2)}\n`
}
