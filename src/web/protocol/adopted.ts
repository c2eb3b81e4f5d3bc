import type { ProtocolVersionAnswer } from '../../service/api/protocol.ts'
import { isAway, send } from '../api.ts'
import { whenStill } from '../offline/still.ts'
import { heldHash, holdProtocol } from './held.ts'

/*
 * The version of the protocol by which this page decides: the one that the service has adopted, never one of the app's own.
 * It is loaded once, before any screen, and stays for the life of the page, so that no screen mixes two versions. When
 * another is adopted meanwhile, the service refuses what rests on this one, and the page says that it has to be loaded again.
 */

export { heldHash, holdProtocol, source, standard } from './held.ts'

/** The store on this device is loaded when it is needed: it is no part of the first load. */
const device = () => import('../offline/device.ts')

/**
 * Loads a version by its hash, unless the page holds one already: from the service, and without a network from this
 * device, where the last one is kept. Throws a `Failure`.
 */
export async function loadProtocol(wanted: string): Promise<string> {
  if (heldHash() !== '') return heldHash()
  try {
    const version = await send<ProtocolVersionAnswer>('GET', `/api/protocol/versions/${wanted}`)
    holdProtocol(version)
    // In the background: whatever is wrong with the store, the page decides by what the service gave.
    void whenStill()
      .then(device)
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
  return heldHash()
}
