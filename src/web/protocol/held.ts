import type { Protocol } from '../../language/protocol.ts'
import type { ProtocolVersionAnswer } from '../../service/api/protocol.ts'

/*
 * The version of the protocol that this page, or the worker beside it, decides by. How it is loaded: adopted.ts.
 */

/** What decides. */
export let standard: Protocol
/** The source text alone, for comparison. */
export let source: Protocol
/** By which the service knows the version. */
let reference: ProtocolVersionAnswer['reference'] | undefined

/**
 * Makes a version the one that this page decides by.
 *
 * @example holdProtocol({ reference, standard, source })
 */
export function holdProtocol(version: Pick<ProtocolVersionAnswer, 'reference' | 'standard' | 'source'>): void {
  standard = version.standard
  source = version.source
  reference = version.reference
}

/**
 * The content hash of the version that this page decides by; empty before it is loaded.
 *
 * @example heldHash() // '06437815f7bc…'
 */
export function heldHash(): string {
  return reference?.hash ?? ''
}

/**
 * What the version that this page decides by is called. Throws before it is loaded.
 *
 * @example heldReference().version // '0.1.0'
 */
export function heldReference(): ProtocolVersionAnswer['reference'] {
  if (!reference) throw new Error('No version of the protocol has been loaded yet.')
  return reference
}
