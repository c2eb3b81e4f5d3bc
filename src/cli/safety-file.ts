import { referenceTo } from '../evaluate/decide.ts'
import { standard } from '../protocol/protocol.ts'
import { hazards } from '../protocol/safety/hazards.ts'
import { hazardLog } from '../weave/hazard-log.ts'

/**
 * `docs/safety/hazard-log.md`.
 *
 * @example wovenHazardLog('Generated.').split('\n')[0] // '# Hazard log'
 */
export function wovenHazardLog(notice: string): string {
  return hazardLog(hazards, referenceTo(standard), notice)
}
