import type { Protocol } from '../../language/protocol.ts'
import type { ProtocolVersionAnswer } from '../../service/api/protocol.ts'
import { isAway, send } from '../api.ts'

/*
 * The version of the protocol by which this page decides: the one that the service has adopted, never one of the app's own.
 * It is loaded once, before any screen, and stays for the life of the page, so that no screen mixes two versions. When
 * another is adopted meanwhile, the service refuses what rests on this one, and the page says that it has to be loaded again.
 */

/** What decides. */
export let standard: Protocol
/** The source text alone, for comparison. */
export let source: Protocol
/** The content hash of `standard`, by which the service knows the version. */
let hash = ''

/**
 * Makes a version the one that this page decides by.
 *
 * @example holdProtocol({ reference, standard, source })
 */
export function holdProtocol(version: Pick<ProtocolVersionAnswer, 'reference' | 'standard' | 'source'>): void {
  standard = version.standard
  source = version.source
  hash = version.reference.hash
}

/**
 * The content hash of the version that this page decides by; empty before it is loaded.
 *
 * @example heldHash() // '06437815f7bc…'
 */
export function heldHash(): string {
  return hash
}

/** The store on this device is loaded when it is needed: it is no part of the first load. */
const device = () => import('../offline/device.ts')

/**
 * Loads a version by its hash, unless the page holds one already: from the service, and without a network from this
 * device, where the last one is kept. Throws a `Failure`.
 */
export async function loadProtocol(wanted: string): Promise<string> {
  if (hash !== '') return hash
  try {
    const version = await send<ProtocolVersionAnswer>('GET', `/api/protocol/versions/${wanted}`)
    holdProtocol(version)
    // Whatever is wrong with the store, the page decides by what the service gave.
    await device()
      .then(({ keepProtocol }) => keepProtocol(version))
      .catch(() => undefined)
  } catch (error) {
    const kept = isAway(error)
      ? await device()
          .then(({ keptProtocol }) => keptProtocol(wanted))
          .catch(() => undefined)
      : undefined
    if (!kept) throw error
    holdProtocol(kept)
  }
  return hash
}
