import { referenceTo } from '../../evaluate/decide.ts'
import type { ProtocolReference } from '../../evaluate/result.ts'
import type { Protocol } from '../../language/protocol.ts'
import { source, standard } from '../../protocol/protocol.ts'

/**
 * One version of the protocol: what decides, and beside it the source text alone, for comparison. It is known by the
 * content hash of `standard`, which holds everything of `source` that decides.
 */
export interface ProtocolVersion {
  readonly standard: Protocol
  readonly source: Protocol
}

/** The version that this build of the program brings. It decides nobody until it is adopted. */
export const builtInVersion: ProtocolVersion = { standard, source }

/**
 * What a version is known by.
 *
 * @example versionReference(builtInVersion).layer // 'standard'
 */
export function versionReference({ standard: decides }: ProtocolVersion): ProtocolReference {
  return referenceTo(decides)
}
