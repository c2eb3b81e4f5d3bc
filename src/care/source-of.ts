import type { Source } from './episode.ts'
import type { CareEnvelope } from './events.ts'

/**
 * Who recorded an event, and when.
 *
 * @example sourceOf(event).by // 'account-7'
 */
export function sourceOf(event: CareEnvelope): Source {
  const { actorId, recordedAt, recordedOn, sequence } = event
  return { by: actorId, recordedAt, recordedOn, sequence }
}
